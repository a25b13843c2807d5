"""Lesson 07's table: test accuracy by how training ends."""

import numpy as np

from ...display import Table
from .experiments import endings

WAYS = "last weights", "their average over the last epoch", "rate falls over the last fifth", "cosine"


def ways_to_end(seeds):
    """Median test accuracy over the seeds for each of WAYS, and the share of seeds ahead of the last weights."""
    ends = np.array([endings(seed) for seed in seeds])
    rows = zip(WAYS, np.median(ends, axis=0), (f"{np.sum(one > ends[:, 0])} of {len(ends)}" for one in ends.T))
    return Table(("rate 0.2, 5 epochs", "test accuracy", "ahead of the last weights"), tuple(rows))
