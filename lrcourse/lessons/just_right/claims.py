"""Claim 29: the right rate ensures the optimal solution."""

import numpy as np

from ...engine import surfaces
from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import LIMIT, RATES, STARTS, arrived, bowl, from_all, two_wells

WELLS = {  # curvatures of lesson too_large's wells, the deep one's first
    "other well 6 times sharper": (2, 12),
    "other well 1.5 times sharper": (2, 3),
    "deepest well 6 times sharper": (12, 2),
}


def optimal(seeds):
    """Count for claim 29 how many of ten starts the best of 40 rates takes to the deepest minimum.

    It is tried on a bowl, on pairs of wells of which one or the other is sharper, and on the wavy surface.
    """
    best, worst = {name: [max(two_wells(pair, seed)) for seed in seeds] for name, pair in WELLS.items()}, []
    best["wavy"] = []
    for seed in seeds:
        starts = np.random.default_rng(seed).uniform(-5, 5, STARTS)
        best["wavy"].append(arrived(from_all(surfaces.wavy, starts)).sum(1).max())
        worst.append(arrived(from_all(bowl, starts))[RATES < LIMIT].sum(1).min())
    full = {name: np.mean(np.equal(counts, STARTS)) for name, counts in best.items()}
    sharper, *others = full
    numbers = {"on a bowl, fewest of the ten at any rate under the limit": np.min(worst)}
    numbers[f"{sharper}: share of the sets of ten starts that some rate takes to the deepest"] = full[sharper]
    for name in others:
        numbers[f"{name}: most of the ten that any rate takes there, median of the sets"] = np.median(best[name])
    return numbers | {"these three: share of the sets that some rate takes there": np.mean([full[n] for n in others])}


def judge_optimal(numbers):
    """Return HOLDS if on every surface, in every set, some rate takes all ten starts to the deepest minimum, and
    HOLDS_IF if some rate does so where the other minimum is much the sharper.

    Else it fails, since a bowl needs no right rate: there every rate below the limit takes all ten.
    """
    on_bowl, sharper, *_, others = numbers.values()
    if on_bowl < STARTS or sharper < 1:
        return FAILS
    return HOLDS if others == 1 else HOLDS_IF


CLAIMS = (
    Claim(
        29,
        "The right rate ensures the optimal solution.",
        "on a bowl, or in two wells of which the other is much sharper than the deepest (6 times; 1.5 times is not "
        "enough); not where the deepest is the sharpest. Ten sets of ten starts, 40 rates each",
        "measured here",
        optimal,
        judge_optimal,
        seeds=10,
        revised="pairs of wells are tried too: where the other is much the sharper, some rate takes every start to the "
        "deepest (before: fails, on a surface whose deepest well is the sharpest)",
        directions=(
            "positive up",
            "share up",
            "positive none",
            "positive none",
            "positive none",
            "share up",
        ),
    ),
)
