"""Claims 1, 2 and 8, how each is measured and judged: a large rate may not converge, it overshoots, it skips the
optimum.
"""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import pairs, train
from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import CURVATURES, DEEP, FLAT, SHARP, landed, wells


def threshold(seeds):
    """Measure claim 1: from many starts, the rate between convergence and divergence, and how far the last step's
    growth is from the formula.
    """
    limit = 2 / max(CURVATURES)
    rates = limit * np.arange(0.95, 1.05, 0.0005)
    starts = np.concatenate([np.random.default_rng(seed).normal(size=(4, 3)) for seed in seeds])
    gaps, worst = [], 0.0
    for start in starts:
        runs = train(surfaces.quadratic(CURVATURES, start=start), sgd(), lr=rates, steps=1200)
        converges = runs.loss[:, -1] < runs.loss[:, 600]
        gaps.append(np.mean(rates[[converges.argmin() - 1, converges.argmin()]]) / limit - 1)
        formula = np.abs(1 - np.outer(rates, CURVATURES)).max(1)
        worst = np.maximum(worst, np.abs(diagnosis.growth(runs) / formula - 1).max())
    at_limit = train(surfaces.quadratic(CURVATURES), sgd(), lr=limit, steps=1200)
    return {
        "threshold against 2/λmax, worst relative error": max(map(abs, gaps)),
        "growth at 2/λmax, error from 1": abs(diagnosis.growth(at_limit)[0] - 1),
        "growth against the formula, worst relative error": worst,
    }


def judge_threshold(numbers):
    """Return "holds" if the threshold is 2/λmax to 1e-3, the growth is the formula's, and at equality the distance
    stays; else "fails".
    """
    return HOLDS if all(error < 1e-3 for error in numbers.values()) else FAILS


def overshooting(seeds):
    """Measure claim 2: on a parabola, the share of steps that land beyond the minimum, and of those on which the loss
    falls, at rates of three ranges.
    """
    bowl = surfaces.quadratic([4.0], start=[1.0])
    products = {"below 1": (0.05, 0.95), "1 to 2": (1.05, 1.95), "beyond 2": (2.05, 2.95)}
    numbers = {}
    for name, (low, high) in products.items():
        runs = train(bowl, sgd(), lr=np.linspace(low, high, 19) / 4, steps=25)
        x = runs.path[:, :, 0]
        numbers[f"ηλ {name}: share of steps that overshoot"] = np.mean(x[:, 1:] * x[:, :-1] < 0)
        numbers[f"ηλ {name}: share that lower the loss"] = np.mean(np.diff(runs.loss) < 0)
    return numbers


def judge_overshooting(numbers):
    """Return "fails" unless every step beyond 2/λ overshoots and raises the loss; "holds, if…" if below that steps
    overshoot and lower it; else "holds".
    """
    _, _, crossing_between, falling_between, crossing_beyond, falling_beyond = numbers.values()
    if crossing_beyond < 1 or falling_beyond > 0:
        return FAILS
    return HOLDS_IF if crossing_between == 1 and falling_between > 0 else HOLDS


def escapes(seeds):
    """Measure claim 8: of starts in either well, the share that ends in the deep one, at a small and at a large rate,
    where the deep well is the sharp one and where it is the flat one.
    """
    numbers = {}
    for name, curvatures in (("deep well sharp", (SHARP, FLAT)), ("shallow well sharp", (FLAT, SHARP))):
        bottoms = wells(curvatures).minimum[0], np.sqrt(8 * 0.5 / curvatures[1])
        starts = np.concatenate([np.linspace(0.05, 1.2, 40) * bottom for bottom in bottoms])
        lr, start = pairs([0.05, 0.35], starts)
        ends = landed(train(wells(curvatures, start), sgd(), lr=lr, steps=400)).reshape(2, -1)
        for rate, row in zip(("small", "large"), ends):
            numbers[f"{name}: share that ends deep, {rate} rate"] = np.mean(row == DEEP)
    return numbers


def judge_escapes(numbers):
    """Return "holds, if…" if a large rate leaves the deep well where that is sharp and finds it where that is flat;
    "holds" if it only leaves it; else "fails".
    """
    sharp_small, sharp_large, flat_small, flat_large = numbers.values()
    loses, gains = sharp_large < sharp_small - 0.2, flat_large > flat_small + 0.2
    return HOLDS_IF if loses and gains else HOLDS if loses else FAILS


CLAIMS = (
    Claim(
        1,
        "Too large a rate may keep the model from converging.",
        "a quadratic: it converges from every start exactly below 2/λmax",
        "Goh 2017",
        threshold,
        judge_threshold,
        revised="the growth at the limit is measured as an error from 1, so that the judge has one direction",
        directions=(
            "signed down",
            "positive down",
            "signed down",
        ),
    ),
    Claim(
        2,
        "It fails because its steps overshoot the optimum.",
        "only beyond 2/λ: between 1/λ and 2/λ every step overshoots, and the loss falls",
        "Goh 2017",
        overshooting,
        judge_overshooting,
        directions=(
            "share none",
            "share none",
            "share down",
            "share down",
            "share up",
            "share down",
        ),
    ),
    Claim(
        8,
        "Large steps skip the optimal solution.",
        "if the deep well is the sharp one; where the shallow one is sharp, a large rate finds the deep one",
        "measured here; Cohen et al. 2021",
        escapes,
        judge_escapes,
        directions=(
            "share up",
            "share down",
            "share up",
            "share down",
        ),
    ),
)
