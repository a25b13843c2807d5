"""The table of test accuracy by how training ends."""

import numpy as np

from ...plots.table import Table
from .experiments import BUDGETS, endings

WAYS = "constant: last weights", "constant: average over the last epoch", "late fall", "cosine of that length"


def ways_to_end(seeds):
    """Return a Table of the median test accuracy for each of WAYS and BUDGETS, and how often the fall leads."""
    ends = np.stack([endings(seed)[1, :, :, 0] for seed in seeds])  # (seeds, ways, budgets)
    ahead = [f"{count} of {len(ends)}" for count in (ends[:, 2] > ends[:, 3]).sum(axis=0)]
    rows = [(way, *row.round(3)) for way, row in zip(WAYS, np.median(ends, axis=0))]
    return Table(
        ("test accuracy after", *(f"{epochs} epochs" for epochs in BUDGETS)),
        (*rows, ("late fall above cosine, seeds", *ahead)),
    )
