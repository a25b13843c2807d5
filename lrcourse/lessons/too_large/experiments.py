"""Two wells, one flat and one sharp, and where runs on them end."""

import numpy as np

from ...engine import surfaces

CURVATURES = (1.0, 4.0, 10.0)  # of the quadratic on which claim 1 is tried
FLAT, SHARP = 2.0, 12.0  # curvatures of the two wells
DEEP, SHALLOW, NEITHER = range(3)  # where a run ended


def wells(curvatures, start=0.1):
    """Return a loss with two wells, the left one deep (loss 0), the right one shallow (loss 0.5), and a barrier of 1
    between them; `curvatures` are those of the deep and of the shallow one.
    """
    return surfaces.double_well(depths=(0, 0.5), curvatures=curvatures, barrier=1.0, start=start)


def landed(runs):
    """Return where runs on a double well ended (runs,): DEEP, SHALLOW, or NEITHER where the last step still moved, or
    went far away.
    """
    x, before = runs.path[:, -1, 0], runs.path[:, -2, 0]
    with np.errstate(invalid="ignore"):
        settled = np.isfinite(x) & (np.abs(x - before) < 1e-3)
        return np.where(settled, np.where(x * runs.problem.minimum[0] > 0, DEEP, SHALLOW), NEITHER)
