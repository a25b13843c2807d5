"""Lesson 05, image classifier: how much the choice of the rate decides (6), and what too large a rate does to a classifier (10)."""

from functools import cache

import numpy as np

from .. import data, networks
from ..optimizers import sgd
from ..training import train
from . import FAILS, HOLDS, HOLDS_IF, SEEDS, Claim

RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.5, 2, 3)
EPOCHS, BATCH = (
    12,
    32,
)  # 12 epochs: after more, chaos at the rates from 1.2 on makes the numbers differ between machines
THREE = (0.001, 0.6, 2)  # a small, a good and a large rate, fixed beforehand
LEARNED, NOTHING = (
    0.9,
    0.2,
)  # accuracies: from 0.9 on a seed has learned, below 0.2 it has learned (next to) nothing; guessing gives 0.1


@cache
def network():
    """600 handwritten digits to train on, one hidden layer of 64 ReLU units: the classifier of lessons 00 and 05."""
    return networks.mlp(data.digits(), hidden=(64,))


def run(seed, rates, epochs=EPOCHS, evaluate_every=1):
    """Runs of the classifier at these rates by SGD with batches of 32 from one seed."""
    steps = epochs * (network().n // BATCH)
    return train(network(), sgd(), lr=rates, steps=steps, batch_size=BATCH, seed=seed, evaluate_every=evaluate_every)


def sweep(seeds=SEEDS):
    """Runs at all RATES over 12 epochs, one for each seed: what the figures, questions and claims of lessons 00 and 05 share."""
    return tuple(_all_rates(seed) for seed in seeds)


@cache
def _all_rates(seed):
    return run(seed, RATES)


def accuracies(runs, part="validation"):
    """Accuracy at the end (seeds, rates) of a list of Runs, one a seed, on "train", "validation" or "test"."""
    return np.stack([one.problem.accuracy(one.params, part) for one in runs])


def firing(runs):
    """Share of the hidden units that fire, being above 0, for at least one training image at the end (rates,); the others are dead."""
    with np.errstate(all="ignore"):
        return (runs.problem.forward(runs.params, runs.problem.data.x_train)[0] > 0).any(axis=2).mean(axis=1)


@cache
def _three_rates(seed):
    return run(seed, THREE, epochs=60, evaluate_every=60)


def choice(seeds):
    """Claim 6: median test accuracy at three rates fixed beforehand, after 60 epochs each; and in how many seeds the middle one wins by 0.3."""
    test = accuracies([_three_rates(seed) for seed in seeds], "test")  # (seeds, rates)
    numbers = {
        f"rate {rate:g}: median test accuracy": round(middle, 2) for rate, middle in zip(THREE, np.median(test, axis=0))
    }
    wins = np.sum(test[:, 1] - test[:, [0, 2]].max(axis=1) > 0.3)
    return numbers | {"rate 0.6 leads both by 0.3, share of seeds": wins / len(test)}


def judge_choice(numbers):
    """Crucial, if in every seed the middle rate is ahead by 0.3; in most of them, only with luck."""
    share = numbers["rate 0.6 leads both by 0.3, share of seeds"]
    return HOLDS if share == 1 else HOLDS_IF if share > 0.5 else FAILS


def classifier(seeds):
    """Claim 10: at a rate beyond the edge, the share of seeds that learn nothing, on training and validation data, against a good rate."""
    runs = sweep(seeds)
    accuracy = {part: accuracies(runs, part) for part in ("train", "validation")}
    at = {rate: RATES.index(rate) for rate in (0.2, 1.2, 2)}
    numbers = {
        f"rate 2: median accuracy, {part}": round(np.median(values[:, at[2]]), 2) for part, values in accuracy.items()
    }
    both = np.maximum(*accuracy.values())  # (seeds, rates): the better of the two
    numbers["rate 2 learns nothing, share of seeds"] = np.mean(both[:, at[2]] < NOTHING)
    numbers["rate 1.2 learns, share of seeds"] = np.mean(accuracy["validation"][:, at[1.2]] > LEARNED)
    return numbers | {"rate 0.2 learns, share of seeds": np.mean(accuracy["validation"][:, at[0.2]] > LEARNED)}


def judge_classifier(numbers):
    """Holds if all seeds fail on both parts at the large rate and none at the good one."""
    *_, nothing, _, learned = numbers.values()
    if learned < 1 or nothing == 0:
        return FAILS
    return HOLDS if nothing == 1 else HOLDS_IF


CLAIMS = (
    Claim(
        6,
        "Choosing the learning rate well is crucial.",
        HOLDS,
        "600 digits, one hidden layer of 64, batches of 32, 60 epochs for each rate, five seeds; rates fixed before, test images judge",
        "measured here",
        "05_image_classifier",
        choice,
        judge_choice,
    ),
    Claim(
        10,
        "At too large a rate an image classifier learns nothing, and does badly on training and validation data alike.",
        HOLDS,
        "the same network, 12 epochs, five seeds; well beyond the edge every seed fails, just beyond it only some",
        "measured here",
        "05_image_classifier",
        classifier,
        judge_classifier,
    ),
)
