"""When a rate keeps gradient descent from converging (1), what overshooting does (2), which
minima it skips (8).
"""

import numpy as np

from ...engine import surfaces

CURVATURES = (1.0, 4.0, 10.0)
FLAT, SHARP = 2.0, 12.0  # curvatures of the two wells
DEEP, SHALLOW, NEITHER = range(3)


def wells(curvatures, start=0.1):
    """Two wells, the left one deep (loss 0), the right one shallow (loss 0.5), with a barrier of 1 between them."""
    return surfaces.double_well(depths=(0, 0.5), curvatures=curvatures, barrier=1.0, start=start)


def landed(runs):
    """Where runs on a double well ended (runs,): DEEP, SHALLOW, or NEITHER where the last step still moved, or went far
    away.
    """
    x, before = runs.path[:, -1, 0], runs.path[:, -2, 0]
    with np.errstate(invalid="ignore"):
        settled = np.isfinite(x) & (np.abs(x - before) < 1e-3)
        return np.where(settled, np.where(x * runs.problem.minimum[0] > 0, DEEP, SHALLOW), NEITHER)
