"""Lesson 04, just right: whether the right rate ensures the best solution (29)."""

import numpy as np

from ... import surfaces
from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import LIMIT, RATES, STARTS, arrived, bowl, from_all


def optimal(seeds):
    """Claim 29: of ten starts, how many one and the same rate takes to the deepest minimum.

    Where there are several, and on a bowl.
    """
    best, worst = [], []
    for seed in seeds:
        starts = np.random.default_rng(seed).uniform(-5, 5, STARTS)
        best.append(arrived(from_all(surfaces.wavy, starts)).sum(1).max())
        worst.append(arrived(from_all(bowl, starts))[RATES < LIMIT].sum(1).min())
    return {
        "share of the sets of ten starts that some rate takes to the deepest minimum": np.mean(np.equal(best, STARTS)),
        "most of the ten that any rate takes there, median of the sets": np.median(best),
        "on a bowl, fewest of the ten at any rate under the limit": np.min(worst),
    }


def judge_optimal(numbers):
    """Holds if in every set some rate brings all ten starts to the deepest minimum, with a condition if in some.

    Fails if in none.
    """
    share, _, on_bowl = numbers.values()
    if share == 0 or on_bowl < STARTS:
        return FAILS
    return HOLDS if share == 1 else HOLDS_IF


CLAIMS = (
    Claim(
        29,
        "The right rate ensures the optimal solution.",
        "where there are several minima: 40 rates, each from the same starts; on a bowl every rate under the limit "
        "brings all of them home",
        "measured here",
        optimal,
        judge_optimal,
        seeds=10,
        revised="ten sets of starts; counted as a share, so that the judge has one direction",
    ),
)
