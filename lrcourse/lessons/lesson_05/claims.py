"""Lesson 05, image classifier: how much the choice of the rate decides (6), and what too large a rate does to a
classifier (10).
"""

import numpy as np

from ...measures import LEARNED, accuracies
from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import NOTHING, RATES, THREE, _three_rates, sweep, without_hidden_layers


def choice(seeds):
    """Claim 6: median test accuracy at three rates fixed beforehand, after 60 epochs each.

    And in how many seeds the middle one wins by 0.3.
    """
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
    """Claim 10: at a rate beyond the edge, the share of seeds that learn nothing, on training and validation data,
    against a good rate.
    """
    runs = sweep(seeds)
    accuracy = {part: accuracies(runs, part) for part in ("train", "validation")}
    at = {rate: RATES.index(rate) for rate in (0.2, 1.2, 2)}
    numbers = {
        f"rate 2: median accuracy, {part}": round(np.median(values[:, at[2]]), 2) for part, values in accuracy.items()
    }
    both = np.maximum(*accuracy.values())  # (seeds, rates): the better of the two
    numbers["rate 2 learns nothing, share of seeds"] = np.mean(both[:, at[2]] < NOTHING)
    numbers["rate 1.2 learns, share of seeds"] = np.mean(accuracy["validation"][:, at[1.2]] > LEARNED)
    numbers["rate 0.2 learns, share of seeds"] = np.mean(accuracy["validation"][:, at[0.2]] > LEARNED)
    plain = [without_hidden_layers(seed, (2, 200)) for seed in seeds]
    learned, least = (
        accuracies(plain)[:, 0] > LEARNED,
        np.maximum(*(accuracies(plain, part)[:, 1] for part in accuracy)),
    )
    return numbers | {
        "without hidden layers, rate 2 learns, share of seeds": np.mean(learned),
        "without hidden layers, rate 200 learns nothing, share of seeds": np.mean(least < NOTHING),
    }


def judge_classifier(numbers):
    """Fails unless the large rate alone keeps seeds from learning; holds if it does so in all, hidden layers or not."""
    *_, nothing, _, learned, _, nothing_plain = numbers.values()
    if learned < 1 or nothing == 0:
        return FAILS
    return HOLDS if nothing == 1 and nothing_plain == 1 else HOLDS_IF


CLAIMS = (
    Claim(
        6,
        "Choosing the learning rate well is crucial.",
        "600 digits, one hidden layer of 64, batches of 32, 60 epochs for each rate, five seeds; rates fixed before, "
        "test images judge",
        "measured here",
        choice,
        judge_choice,
    ),
    Claim(
        10,
        "At too large a rate an image classifier learns nothing, and does badly on training and validation data alike.",
        "if it has hidden layers, whose units die, and well beyond the edge: the same network, 12 epochs, ten seeds; "
        "just beyond the edge only some fail; without hidden layers all learn at 2, and none fails wholly at 200",
        "measured here",
        classifier,
        judge_classifier,
        seeds=10,
        revised="softmax regression is a control: it bears 200, so the claim needs hidden layers (before: holds)",
    ),
)
