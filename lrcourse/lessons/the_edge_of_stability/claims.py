"""The claims: training moves the sharpness to 2/η (31), survives a rate that is suddenly too large (32), with
Adam the limit is 38/η (33), and warm-up lets larger rates train (34).
"""

import numpy as np

from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import ADAM_RATES, LARGE, WARM_UP, adam_along, adam_limit, changed, sharpened, survivors


def edge(seeds):
    """Measure claim 31: the sharpness as a share of the limit 2/η, at the start and over the last quarter of the run,
    at the rates 1 and 0.1.
    """
    runs = [sharpened(seed, (0.1, 1.0)) for seed in seeds]
    share = np.stack([one.lr[:, None] * one.sharpness / 2 for one in runs])  # (seeds, rates, checks)
    late = np.median(share[:, :, -5:], axis=2)
    return {
        "rate 1: share of the limit at the start": np.median(share[:, 1, 0]),
        "rate 1: late, by the limit, farthest from 1": np.abs(late[:, 1] - 1).max(),
        "rate 0.1: late, by the limit, lowest": late[:, 0].min(),
    }


def judge_edge(numbers):
    """Judge claim 31: it holds if the sharpness begins far below the limit and ends within a sixth of it in every
    seed, at the small rate too; it fails if it ends anywhere else.
    """
    start, farthest, small = numbers.values()
    if farthest > 0.4:
        return FAILS
    return HOLDS if start < 0.6 and farthest < 1 / 6 and small > 5 / 6 else HOLDS_IF


def raised(seeds):
    """Measure claim 32: how far the loss jumps when the rate is raised beyond the limit, how often training goes on
    below the jump, and how much flatter it is there.
    """
    runs = [changed(seed, (0.9, 1.5)) for seed in seeds]
    loss = np.stack([one.loss[:, 1000:] for one in runs])  # (seeds, 2, 501)
    sharp = np.stack([one.sharpness[0, [10, -1]] for one in runs])
    return {
        "0.5 to 0.9: the loss jumps by, median": np.median(loss[:, 0].max(axis=1) / loss[:, 0, 0]),
        "0.5 to 0.9: share of seeds that end below it": np.mean(loss[:, 0, -1] < loss[:, 0, 0]),
        "0.5 to 0.9: sharpness after by before, median": np.median(sharp[:, 1] / sharp[:, 0]),
        "0.5 to 1.5: share of seeds that explode": np.mean(~(loss[:, 1, -1] < loss[:, 1, 0])),
    }


def judge_raised(numbers):
    """Judge claim 32: it holds if the loss jumps and comes down where it is flatter; with an if, up to a rate only."""
    jump, ends_below, flatter, explodes = numbers.values()
    if jump < 1.5 or flatter > 0.9 or ends_below < 0.5:
        return FAILS
    return HOLDS_IF if explodes > 0.5 else HOLDS


def adaptive(seeds):
    """Measure claim 33: Adam's late preconditioned sharpness, as a share of 38/η, at each of its three rates."""
    runs = [adam_along(seed) for seed in seeds]
    share = np.stack([one.sharpness / adam_limit(one.lr)[:, None] for one in runs])
    late = np.median(share[:, :, -5:], axis=2)
    return {
        f"rate {ADAM_RATES[1]}: late, by 38/η, median": np.median(late[:, 1]),
        f"rate {ADAM_RATES[2]}: late, by 38/η, median": np.median(late[:, 2]),
        "both: farthest from 1": np.abs(late[:, 1:] - 1).max(),
        f"rate {ADAM_RATES[0]}: late, by 38/η, highest seed": late[:, 0].max(),
    }


def judge_adaptive(numbers):
    """Judge claim 33: it holds if the sharpness settles within a tenth of 38/η in every seed, at a small rate below."""
    *_, farthest, control = numbers.values()
    return FAILS if farthest > 0.3 else HOLDS if farthest < 0.1 and control < 0.5 else HOLDS_IF


def warm_up(seeds):
    """Measure claim 34: the largest rate at which every seed trains, at once and after a warm-up of 200 steps."""
    numbers = {}
    for name, steps in (("at once", 0), ("after a warm-up", WARM_UP)):
        good = survivors(seeds=tuple(seeds), warm_up=steps).all(axis=1)
        numbers[f"largest rate that trains {name}"] = max(rate for rate, one in zip(LARGE, good) if one)
    return numbers


def judge_warm_up(numbers):
    """Judge claim 34: it holds if warm-up at least doubles that rate, and fails if it gains nothing."""
    at_once, warmed = numbers.values()
    return HOLDS if warmed >= 1.9 * at_once else HOLDS_IF if warmed > at_once else FAILS


CLAIMS = (
    Claim(
        31,
        "On the full batch the sharpness rises until it is 2/η, and stays there.",
        "if the rate is large enough for the time: 200 digits, 32 tanh units, squared error, small first weights. At "
        "the rate 1 it is there within 1000 steps; at 0.1 far below even after 10,000",
        "Cohen et al. 2021",
        edge,
        judge_edge,
        revised="asks whether a small rate comes there, too, which was a control before; was: holds",
        directions=(
            "share down",
            "positive down",
            "positive up",
        ),
    ),
    Claim(
        32,
        "A rate beyond the limit throws the loss up, and training goes on where the loss is flatter.",
        "the same network, from rate 0.5 to 0.9 after 1000 steps; from 0.5 to 1.5 it explodes",
        "Lewkowycz et al. 2020",
        raised,
        judge_raised,
        directions=(
            "positive up",
            "share up",
            "positive down",
            "share down",
        ),
    ),
    Claim(
        33,
        "With Adam the preconditioned sharpness settles at 38/η.",
        "the same network with the usual first weights, β₁ = 0.9, β₂ = 0.999, 1500 steps, from a rate of 0.003 on",
        "Cohen et al. 2022",
        adaptive,
        judge_adaptive,
        directions=(
            "positive none",
            "positive none",
            "positive down",
            "positive down",
        ),
    ),
    Claim(
        34,
        "Warm-up lets a network train at rates that would make it diverge from the start.",
        "the same network with the usual first weights: 400 steps, the rate rising over the first 200",
        "Gilmer et al. 2021",
        warm_up,
        judge_warm_up,
        directions=(
            "positive down",
            "positive up",
        ),
    ),
)
