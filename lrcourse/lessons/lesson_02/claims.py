"""Lesson 02, too small: does a small rate under-fit (20), is it slow (21), can it miss the pattern (22)?"""

import numpy as np

from ... import surfaces
from ...measures import steps_to
from ...optimizers import sgd
from ...training import train
from ..claim import FAILS, HOLDS, HOLDS_IF, MISLEADS, Claim
from .experiments import BUDGET, PRODUCT, RATES, digits_runs, steps_off_the_top

WORKS = 0.85  # validation accuracy from which on we say that the pattern was learnt


def under_fitting(seeds):
    """Claim 20: the training loss, median over seeds, at equal epochs and at equal rate × epochs."""
    loss, _ = digits_runs(seeds)
    equal_epochs, equal_product = np.moveaxis(loss, 2, 0)  # each (seeds, rates)
    numbers = {
        f"training loss after {BUDGET} epochs at rate {rate:g} =": value
        for rate, value in zip(RATES, np.median(equal_epochs, axis=0))
    }
    numbers |= {
        f"after {PRODUCT / rate:.0f} epochs at rate {rate:g} =": value
        for rate, value in zip(RATES, np.median(equal_product, axis=0))
    }
    return numbers | {
        "equal rate × epochs: the smallest rate ends below 1.05 × the largest's loss, share of seeds =": np.mean(
            equal_product[:, 0] < 1.05 * equal_product[:, -1]
        )
    }


def judge_under_fitting(numbers):
    """Holds if a small rate ends higher even at equal rate × epochs; fails if it is no higher at equal epochs.

    Misleads if it only comes later.
    """
    small, _, large, small_later, *_, wins = numbers.values()
    if small < 1.5 * large:
        return FAILS
    return MISLEADS if wins >= 0.8 and small_later < 1.05 * large else HOLDS


def slowness(seeds):
    """Claim 21: steps to 1 % of the distance on ½x², and the slope of log steps against log rate."""
    rates = 0.01 / 2.0 ** np.arange(6)
    steps = steps_to(train(surfaces.quadratic([1.0]), sgd(), lr=rates, steps=15000), 0.01)
    return {
        "steps at rate 0.01 =": steps[0],
        "at 0.005 =": steps[1],
        "slope of log steps against log rate =": np.polyfit(np.log(rates), np.log(steps), 1)[0],
    }


def judge_slowness(numbers):
    """Holds if halving the rate about doubles the steps; fails if it costs no more than a fifth; else it depends."""
    first, halved, slope = numbers.values()
    if abs(halved / first - 2) < 0.1 and abs(slope + 1) < 0.05:
        return HOLDS
    return FAILS if halved < 1.2 * first else HOLDS_IF


def missing(seeds):
    """Claim 22: in how many seeds the smallest rate has learnt the digits, at equal epochs and at equal rate × epochs;
    and steps off a plateau.
    """
    _, accuracy = digits_runs(seeds)
    numbers = {f"validation accuracy after {BUDGET} epochs at rate {RATES[0]:g} =": np.median(accuracy[:, 0, 0])}
    numbers |= {
        f"share of seeds above {WORKS} then =": np.mean(accuracy[:, 0, 0] > WORKS),
        f"share above {WORKS} after {PRODUCT / RATES[0]:.0f} epochs =": np.mean(accuracy[:, 0, 1] > WORKS),
    }
    return numbers | {f"steps off the plateau from {start:g} =": steps_off_the_top(start) for start in (0.1, 0.001)}


def judge_missing(numbers):
    """Holds if a small rate never learns, fails if it learns within the budget too.

    With a condition if only the budget keeps it from learning.
    """
    _, within_budget, later, *_ = numbers.values()
    if within_budget == 1:
        return FAILS
    return HOLDS_IF if within_budget == 0 and later == 1 else HOLDS


CLAIMS = (
    Claim(
        20,
        "With a small rate the model under-fits.",
        "it is under-trained: at equal rate × epochs the small rate has learnt as much (digits, 5 seeds)",
        "measured here",
        under_fitting,
        judge_under_fitting,
    ),
    Claim(
        21,
        "With a small rate convergence is slow.",
        "on ½λx², each step removes the share rate × λ of the distance",
        "Goh 2017",
        slowness,
        judge_slowness,
    ),
    Claim(
        22,
        "With too small a rate the model may never learn the pattern.",
        "if the budget is fixed (digits, 5 seeds), the more so if training starts on a plateau",
        "measured here",
        missing,
        judge_missing,
    ),
)
