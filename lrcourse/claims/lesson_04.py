"""Lesson 04, just right: whether the right rate ensures the best solution (29)."""

import numpy as np

from .. import diagnosis, surfaces
from ..optimizers import sgd
from ..training import pairs, train
from . import FAILS, HOLDS, HOLDS_IF, Claim

STARTS = 10
LIMIT = diagnosis.stability_limit(surfaces.wavy(), sgd())  # at the deepest minimum
RATES = LIMIT * np.r_[np.geomspace(0.03, 0.95, 30), np.linspace(1.05, 2, 10)]  # 30 below the limit, 10 above


def arrived(runs):
    """Whether each run on a surface of one parameter ended within 0.01 of the deepest minimum, at rest: (rates, starts)."""
    x, before = runs.path[:, -1, 0], runs.path[:, -2, 0]
    with np.errstate(invalid="ignore"):
        there = (np.abs(x - runs.problem.minimum[0]) < 0.01) & (np.abs(x - before) < 0.01)
    return there.reshape(len(np.unique(runs.lr)), -1)


def from_all(surface, starts, rates=RATES, steps=600):
    """Every start at every rate on `surface(start=…)`: its Runs."""
    lr, start = pairs(rates, starts)
    return train(surface(start=start), sgd(), lr=lr, steps=steps)


def bowl(start):
    """One minimum, as curved as the deepest of the wavy surface's."""
    return surfaces.quadratic(surfaces.wavy().curvatures, start=start)


def optimal(seeds):
    """Claim 29: of ten starts, how many one and the same rate takes to the deepest minimum; where there are several, and on a bowl."""
    best, worst = [], []
    for seed in seeds:
        starts = np.random.default_rng(seed).uniform(-5, 5, STARTS)
        best.append(arrived(from_all(surfaces.wavy, starts)).sum(1).max())
        worst.append(arrived(from_all(bowl, starts))[RATES < LIMIT].sum(1).min())
    return {
        "sets of ten random starts": len(best),
        "sets of which some rate takes all ten to the deepest minimum": np.sum(np.equal(best, STARTS)),
        "most of the ten that any rate takes there, median of the sets": np.median(best),
        "on a bowl, fewest of the ten at any rate under the limit": np.min(worst),
    }


def judge_optimal(numbers):
    """Holds if in every set some rate brings all ten starts to the deepest minimum, with a condition if in some; fails if in none."""
    sets, full, _, on_bowl = numbers.values()
    if full == 0 or on_bowl < STARTS:
        return FAILS
    return HOLDS if full == sets else HOLDS_IF


CLAIMS = (
    Claim(
        29,
        "The right rate ensures the optimal solution.",
        FAILS,
        "where there are several minima: 40 rates, each from the same starts; on a bowl every rate under the limit brings all of them home",
        "measured here",
        "04_just_right",
        optimal,
        judge_optimal,
    ),
)
