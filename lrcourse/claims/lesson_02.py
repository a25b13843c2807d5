"""Lesson 02, too small: does a small rate under-fit (20), is it slow (21), can it miss the pattern (22)?"""

from functools import cache

import numpy as np

from .. import data, networks, surfaces
from ..optimizers import sgd
from ..training import train
from . import FAILS, HOLDS, HOLDS_IF, MISLEADS, Claim

PRODUCT = 1.28  # rate × epochs
RATES = (0.02, 0.08, 0.16)
BUDGET = 8  # epochs: what the largest of the rates needs for the product
WORKS = 0.85  # validation accuracy from which on we say that the pattern was learnt


def steps_to(runs, target):
    """The first step (runs,) at which the first parameter is within `target` (one number, or one a run) of the minimum; −1 if it never is."""
    near = np.abs(runs.path[:, :, 0] - runs.problem.minimum[0]) <= np.reshape(target, (-1, 1))
    return np.where(near.any(1), near.argmax(1), -1)


def steps_off_the_top(start, rate=0.01, end=0.5, steps=3000):
    """Steps on ¼(x² − 1)² from `start`, close to the top at 0, until x has passed `end`."""
    runs = train(surfaces.double_well(start=[start]), sgd(), lr=rate, steps=steps)
    return int((np.abs(runs.path[0, :, 0]) >= end).argmax())


@cache
def _digits_run(seed):
    """Training loss and validation accuracy of one seed, each (rates, budgets): after 8 epochs, and after rate × epochs = 1.28."""
    epochs = np.array([(BUDGET, round(PRODUCT / rate)) for rate in RATES])
    net = networks.mlp(data.digits(seed=seed), hidden=(64,))
    runs = train(
        net, sgd(), lr=RATES, steps=epochs.max() * (net.n // 32), batch_size=32, seed=seed, evaluate_every=BUDGET
    )
    at = np.arange(len(RATES))[:, None], epochs // BUDGET
    return runs.train_loss[at], runs.validation_accuracy[at]


def digits_runs(seeds):
    """The same of all seeds: training loss and validation accuracy, two arrays (seeds, rates, budgets)."""
    return tuple(np.stack(part) for part in zip(*map(_digits_run, seeds)))


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
        "share of seeds in which, at equal rate × epochs, the smallest rate ends below 1.05 × the largest's loss =": np.mean(
            equal_product[:, 0] < 1.05 * equal_product[:, -1]
        )
    }


def judge_under_fitting(numbers):
    """Holds if a small rate ends higher even at equal rate × epochs; fails if it is no higher at equal epochs; misleads if it only comes later."""
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
    """Claim 22: in how many seeds the smallest rate has learnt the digits, at equal epochs and at equal rate × epochs; and steps off a plateau."""
    _, accuracy = digits_runs(seeds)
    numbers = {f"validation accuracy after {BUDGET} epochs at rate {RATES[0]:g} =": np.median(accuracy[:, 0, 0])}
    numbers |= {
        f"share of seeds above {WORKS} then =": np.mean(accuracy[:, 0, 0] > WORKS),
        f"share above {WORKS} after {PRODUCT / RATES[0]:.0f} epochs =": np.mean(accuracy[:, 0, 1] > WORKS),
    }
    return numbers | {f"steps off the plateau from {start:g} =": steps_off_the_top(start) for start in (0.1, 0.001)}


def judge_missing(numbers):
    """Holds if a small rate never learns, fails if it learns within the budget too; with a condition if only the budget keeps it from learning."""
    _, within_budget, later, *_ = numbers.values()
    if within_budget == 1:
        return FAILS
    return HOLDS_IF if within_budget == 0 and later == 1 else HOLDS


CLAIMS = (
    Claim(
        20,
        "With a small rate the model under-fits.",
        MISLEADS,
        "it is under-trained: at equal rate × epochs the small rate has learnt as much (digits, 5 seeds)",
        "measured here",
        "02_too_small",
        under_fitting,
        judge_under_fitting,
    ),
    Claim(
        21,
        "With a small rate convergence is slow.",
        HOLDS,
        "on ½λx², each step removes the share rate × λ of the distance",
        "Goh 2017",
        "02_too_small",
        slowness,
        judge_slowness,
    ),
    Claim(
        22,
        "With too small a rate the model may never learn the pattern.",
        HOLDS_IF,
        "if the budget is fixed (digits, 5 seeds), the more so if training starts on a plateau",
        "measured here",
        "02_too_small",
        missing,
        judge_missing,
    ),
)
