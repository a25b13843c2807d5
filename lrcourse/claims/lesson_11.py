"""Lesson 11, verdicts: the article's table, measured. Its rows speed (17), stability (18), overshooting (19), and the rate's part in it all (28)."""

from functools import cache

import numpy as np

from .. import diagnosis, surfaces
from ..optimizers import sgd
from ..training import train
from . import FAILS, HOLDS, HOLDS_IF, MISLEADS, SEEDS, Claim, trial
from .lesson_05 import LEARNED, RATES, accuracies, run, sweep

SMALL, OPTIMAL, LARGE = 0.05, 0.6, 2  # the table's three rates on the digits, fixed beforehand
SLOW, BUDGET = (
    (0.05, 0.1, 0.2),
    80,
)  # rates that need more than the sweep's 12 epochs, and the epochs that they and LARGE get
TARGET = 0.1  # training loss at which a seed has arrived
GOOD = 0.01  # a rate is good whose median validation accuracy is within this of the best rate's
CURVATURES = np.arange(1.0, 11.0)  # ten directions


@cache
def _long_runs(seed):
    return run(seed, (*SLOW, LARGE), epochs=BUDGET)


def long_runs(seeds=SEEDS):
    """Runs at the slow rates and at LARGE over 80 epochs, one for each seed."""
    return tuple(_long_runs(seed) for seed in seeds)


def arrivals(seeds=SEEDS, rates=RATES):
    """Epochs (seeds, rates) until the training loss is below 0.1; inf where it is not within 12 epochs, for the slow rates and LARGE within 80."""
    rows = []
    for short, long in zip(sweep(seeds), long_runs(seeds)):
        curves = [(long if rate in (*SLOW, LARGE) else short) for rate in rates]
        below = [runs.train_loss[runs.at(rate)] < TARGET for runs, rate in zip(curves, rates)]
        rows.append([mask.argmax() if mask.any() else np.inf for mask in below])
    return np.array(rows, float)


def good_rates(seeds=SEEDS):
    """The rates (rates,) whose median validation accuracy after 12 epochs is within 0.01 of the best rate's."""
    middle = np.median(accuracies(sweep(seeds)), axis=0)
    return np.array(RATES)[middle >= middle.max() - GOOD - 1e-9]


def first_failure(seeds=SEEDS):
    """The lowest rate above the good ones at which some seed stays below 0.9 in validation accuracy."""
    fails = (accuracies(sweep(seeds)) < LEARNED).any(axis=0) & (np.array(RATES) > good_rates(seeds).max())
    return np.array(RATES)[fails].min()


def speed(seeds):
    """Claim 17: epochs until the training loss is below 0.1, against the rate."""
    rates = (*SLOW, 0.4, OPTIMAL, 0.8, 1, 1.2, LARGE)
    epochs = arrivals(seeds, rates)
    at = dict(zip(rates, np.median(epochs, axis=0)))
    arrive = np.isfinite(epochs).mean(axis=0)
    sure = [rate for rate, share in zip(rates, arrive) if share == 1]
    slope = np.polyfit(np.log(SLOW), np.log([at[rate] for rate in SLOW]), 1)[0]
    return {
        f"median epochs to training loss 0.1 at rate {SMALL:g} =": at[SMALL],
        f"at rate {OPTIMAL:g} =": at[OPTIMAL],
        "slope of log epochs against log rate, 0.05 to 0.2 =": round(slope, 2),
        "fastest rate at which every seed arrives =": min(sure, key=at.get),
        "share of seeds that arrive, rate 1.2 =": arrive[rates.index(1.2)],
        f"rate {LARGE:g}, in {BUDGET} epochs =": arrive[-1],
    }


def judge_speed(numbers):
    """A large rate is fast if all seeds arrive with it; with luck if half of them do; else the claim fails."""
    share = list(numbers.values())[-1]
    return HOLDS if share == 1 else HOLDS_IF if share >= 0.5 else FAILS


def stability(seeds):
    """Claim 18: the good rates, and how far under the first failure of a seed each of the table's rates lies."""
    good, failure = good_rates(seeds), first_failure(seeds)
    numbers = {
        "lowest good rate =": good.min(),
        "highest good rate =": good.max(),
        "lowest rate at which a seed fails =": failure,
    }
    return numbers | {
        f"{'that rate over rate ' if rate == SMALL else 'over '}{rate:g} =": round(failure / rate, 2)
        for rate in (SMALL, OPTIMAL, LARGE)
    }


def level(margin):
    """A rate's stability in the table's words, from its distance to the first failure as a factor."""
    return "high" if margin >= 10 else "moderate" if margin > 1 else "low"


def judge_stability(numbers):
    """Holds if the good rates keep a factor of 3 from failing; with a condition if they come closer; fails if the order is another."""
    _, highest, failure, *margins = numbers.values()
    if [level(margin) for margin in margins] != ["high", "moderate", "low"]:
        return FAILS
    return HOLDS if failure > 3 * highest else HOLDS_IF


def table_rates():
    """On a bowl with curvatures 1 to 10: a small rate, the best one, and one 10 % beyond the limit."""
    limit = diagnosis.stability_limit(surfaces.quadratic(CURVATURES), sgd())
    return 0.25 * limit, 2 / (CURVATURES[0] + CURVATURES[-1]), 1.1 * limit


def overshooting(seeds):
    """Claim 19: from which rate on each of ten directions steps past its minimum, and what share do at a small, the best and a large rate."""
    rates = np.geomspace(0.04, 2, 4001)
    starts = [np.random.default_rng(seed).normal(size=len(CURVATURES)) for seed in seeds]
    right, crossing, farther = 1.0, [], []
    for start in starts:
        before, after = np.moveaxis(
            train(surfaces.quadratic(CURVATURES, start=start), sgd(), lr=rates, steps=1).path, 1, 0
        )
        thresholds = rates[(before * after < 0).argmax(axis=0)]  # (directions,)
        right = min(right, np.mean(np.abs(thresholds * CURVATURES - 1) < 0.002))
        before, after = np.moveaxis(
            train(surfaces.quadratic(CURVATURES, start=start), sgd(), lr=table_rates(), steps=1).path, 1, 0
        )
        crossing.append((before * after < 0).mean(axis=1))
        farther.append((np.abs(after) > np.abs(before)).mean(axis=1))
    names = ("small", "best", "large")
    numbers = {"share of directions that overshoot exactly from 1/λ on (within 0.2 %) =": right}
    numbers |= {
        f"share of ten directions that overshoot, {name} rate =": share
        for name, share in zip(names, np.median(crossing, axis=0))
    }
    return numbers | {
        f"share that land farther out, {name} rate =": share for name, share in zip(names, np.median(farther, axis=0))
    }


def judge_overshooting(numbers):
    """The order must be the table's, and only the large rate may land farther out; at the best rate all directions (or none) alike would need no condition."""
    threshold, small, best, large, *farther = numbers.values()
    if threshold < 1 or small > 0 or not best <= large or farther[0] or farther[1] or not farther[2]:
        return FAILS
    return HOLDS_IF if 0 < best < 1 else HOLDS


def influence(seeds):
    """Claim 28: how much the rate decides, beside how much the seed does: test accuracy after 12 epochs, and epochs to a training loss of 0.1."""
    test = accuracies(sweep(seeds), "test")  # (seeds, rates)
    middle = dict(zip(RATES, np.median(test, axis=0)))
    steady = [RATES.index(rate) for rate in RATES if rate <= 1]  # beyond it a seed decides more
    epochs = np.median(arrivals(seeds, (SMALL, OPTIMAL)), axis=0)
    numbers = {
        f"median test accuracy at rate {rate:g} =": round(middle[rate], 2) for rate in (RATES[0], SMALL, OPTIMAL, LARGE)
    }
    return numbers | {
        "largest range over seeds at one rate, up to rate 1 =": round(np.ptp(test[:, steady], axis=0).max(), 2),
        f"epochs to loss 0.1, rate {SMALL:g} over rate {OPTIMAL:g} =": round(epochs[0] / epochs[1], 1),
    }


def judge_influence(numbers):
    """Holds if the rate moves accuracy three times as much as the seed does, and speed by a factor above 3; with one of the two it depends."""
    first, _, best, large, seeds, faster = numbers.values()
    well, fast = best - max(first, large) > 3 * seeds, faster > 3
    return HOLDS if well and fast else HOLDS_IF if well or fast else FAILS


# The table's twelve cells: {column: (statement, what was measured, whether it came out true)}, a function a row, from the numbers of the trials above.


def speed_cells():
    """Slow: the small rate takes three times the optimal's epochs or more. Balanced: a faster rate lies beyond the good ones. Fast: at least half of the seeds arrive."""
    small, optimal, _, fastest, _, large = trial(17)[1].values()
    highest = trial(18)[1]["highest good rate ="]
    return {
        "small": ("slow", f"{small:.3g} epochs to loss 0.1, against {optimal:.3g}", small >= 3 * optimal),
        "optimal": (
            "balanced",
            f"the fastest rate, {fastest:g}, is {'no good one' if fastest > highest else 'itself a good one'}",
            bool(fastest > highest),
        ),
        "large": ("fast", f"{large:.0%} of the seeds arrive", large >= 0.5),
    }


def stability_cells():
    """High: ten times the rate or more before a seed fails; moderate: less, but above it; low: at or below it."""
    margins = list(trial(18)[1].values())[3:]
    return {
        column: (word, f"first failure at {margin:.2g} times the rate", level(margin) == word)
        for column, word, margin in zip(("small", "optimal", "large"), ("high", "moderate", "low"), margins)
    }


def overshooting_cells():
    """Low: no direction steps past its minimum. Moderate: some do, and none lands farther out. High: some land farther out."""
    _, *crossing, low, moderate, high = trial(19)[1].values()
    words = [
        f"{share:.0%} of directions overshoot, {far:.0%} land farther out"
        for share, far in zip(crossing, (low, moderate, high))
    ]
    return {
        "small": ("low", words[0], crossing[0] == 0),
        "optimal": ("moderate", words[1], bool(crossing[1] > 0 and moderate == 0)),
        "large": ("high", words[2], bool(high > 0)),
    }


def performance_cells():
    """Underfits: claim 20 holds, as it does only if a small rate ends worse at equal rate × epochs too. The best: no worse than the others. Poor: below 0.5 on test images."""
    verdict = trial(20)[0]
    first, small, optimal, large, *_ = trial(28)[1].values()
    return {
        "small": (
            "underfits",
            "under-trained: as good at equal rate × epochs" if verdict == MISLEADS else f"claim 20: {verdict}",
            verdict in (HOLDS, HOLDS_IF),
        ),
        "optimal": (
            "the best",
            f"test accuracy {optimal:.2f}; small {small:.2f}, large {large:.2f}",
            optimal >= max(first, small, large),
        ),
        "large": ("poor", f"test accuracy {large:.2f}", large < 0.5),
    }


CELLS = {
    "speed": speed_cells,
    "stability": stability_cells,
    "overshooting": overshooting_cells,
    "performance": performance_cells,
}


CLAIMS = (
    Claim(
        17,
        "In speed a small rate is slow, the optimal one balanced, a large one fast.",
        FAILS,
        "digits, training loss 0.1, five seeds: faster in proportion up to 0.2, less and less up to 1; at 1.2 a seed never arrives, at 2 none does",
        "measured here",
        "11_verdicts",
        speed,
        judge_speed,
    ),
    Claim(
        18,
        "In stability a small rate is high, the optimal one moderate, a large one low.",
        HOLDS_IF,
        "if stability means distance to the first failure: the good rates reach close up to it (digits, five seeds, 12 epochs each)",
        "measured here; compare Cohen et al. 2021, arXiv 2103.00065",
        "11_verdicts",
        stability,
        judge_stability,
    ),
    Claim(
        19,
        "The risk of overshooting is low at a small rate, moderate at the optimal one, high at a large one.",
        HOLDS_IF,
        "if seen per direction: each overshoots from 1/λ on, and only beyond 2/λ lands farther out (a bowl with curvatures 1 to 10)",
        "Goh 2017; measured here",
        "11_verdicts",
        overshooting,
        judge_overshooting,
    ),
    Claim(
        28,
        "The rate sets how fast and how well a model learns.",
        HOLDS,
        "digits, five seeds, equal epochs, the same first weights and batches for every rate; test images judge",
        "measured here",
        "11_verdicts",
        influence,
        judge_influence,
    ),
)
