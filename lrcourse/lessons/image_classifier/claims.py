"""Claims 6 and 10: how much the choice of the rate decides, and what too large a rate does to a classifier."""

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import FOUR, FRESH, NOTHING, RATES, another, four_rates, sweep

OTHERS = {"tanh": (0.6, 10), "linear": (0.2, 1), "softmax": (2, 2e6)}  # each one's good rate, and one far beyond
NAMES = {
    "tanh": "64 tanh units",
    "linear": "no hidden layer, squared error",
    "softmax": "softmax regression from 0",
}


def choice(seeds):
    """Measure for claim 6 the median test accuracy at four rates, after 60 epochs each, with seeds that had no say in
    choosing the rates; and in how many seeds the good rate leads by 0.3, the two that are far off and its tenth.
    """
    test = accuracies([four_rates(FRESH + seed) for seed in seeds], "test")  # (seeds, rates)
    numbers = {
        f"rate {rate:g}: median test accuracy": round(middle, 2) for rate, middle in zip(FOUR, np.median(test, axis=0))
    }
    small, tenth, good, large = test.T
    return numbers | {
        "rate 0.6 minus rate 0.06, median": round(np.median(good - tenth), 2),
        "rate 0.6 leads 0.001 and 2 by 0.3, share of seeds": np.mean(good - np.maximum(small, large) > 0.3),
        "rate 0.6 leads 0.06 by 0.3, share of seeds": np.mean(good - tenth > 0.3),
    }


def judge_choice(numbers):
    """Return HOLDS if in every seed the good rate leads by 0.3, its tenth too; HOLDS_IF if in most seeds it leads only
    the rates that are far off.
    """
    *_, far_off, tenth = numbers.values()
    return HOLDS if min(far_off, tenth) == 1 else HOLDS_IF if far_off > 0.5 else FAILS


def classifier(seeds):
    """Measure for claim 10 the share of seeds that learn nothing, on training and validation data, at a rate beyond the
    edge, and that learn at a good rate: for this lesson's network and three other classifiers.

    Outputs that are not numbers count as wrong, so a run that diverged has learned nothing.
    """
    runs = sweep(seeds)
    at = {rate: RATES.index(rate) for rate in (0.2, 1.2, 2)}
    both = _better(runs)  # (seeds, rates)
    numbers = {
        f"rate 2: median accuracy, {part}": round(np.median(accuracies(runs, part)[:, at[2]]), 2)
        for part in ("train", "validation")
    }
    validation = accuracies(runs)
    numbers["rate 2 learns nothing, share of seeds"] = np.mean(both[:, at[2]] < NOTHING)
    numbers["rate 1.2 learns, share of seeds"] = np.mean(validation[:, at[1.2]] > LEARNED)
    numbers["rate 0.2 learns, share of seeds"] = np.mean(validation[:, at[0.2]] > LEARNED)
    for kind, rates in OTHERS.items():
        runs = [another(kind, seed, rates) for seed in seeds]
        numbers[f"{NAMES[kind]}: rate {rates[0]:g} learns, share of seeds"] = np.mean(accuracies(runs)[:, 0] > LEARNED)
        numbers[f"{NAMES[kind]}: rate {rates[1]:g} learns nothing, share of seeds"] = np.mean(
            _better(runs)[:, 1] < NOTHING
        )
    return numbers


def _better(runs):
    """Return the better of the accuracies on training and validation data: (seeds, rates)."""
    return np.maximum(accuracies(runs, "train"), accuracies(runs))


def judge_classifier(numbers):
    """Return HOLDS if the large rate keeps every classifier from learning, with every seed, and FAILS unless it is the
    rate that keeps some of them from it.
    """
    _, _, nothing, _, learned, *others = numbers.values()
    nothing = (nothing, *others[1::2])
    if min(learned, *others[::2]) < 1 or max(nothing) == 0:
        return FAILS
    return HOLDS if min(nothing) == 1 else HOLDS_IF


CLAIMS = (
    Claim(
        6,
        "Choosing the learning rate well is crucial.",
        "if it is far off: 2, three times too large, ruins it, and 0.001, 600 times too small, costs most; 0.06, ten "
        "times too small, costs 0.01. 600 digits, one hidden layer of 64, batches of 32, 60 epochs for each rate; the "
        "rates were chosen after a look at the seeds 0 to 4, so 100 to 104 judge, on test images",
        "measured here",
        choice,
        judge_choice,
        revised="other seeds than those that chose the rates, and a tenth of the good rate, which costs little "
        "(before: holds)",
        directions=(
            "share none",
            "share none",
            "share none",
            "share none",
            "signed none",
            "share up",
            "share up",
        ),
    ),
    Claim(
        10,
        "At too large a rate an image classifier learns nothing, and does badly on training and validation data alike.",
        "well beyond the edge: ReLU units at 2, tanh units at 10, a linear classifier with squared error at 1; just "
        "beyond the edge only some seeds fail. Softmax regression that starts from 0 bears any rate: its accuracy "
        "hardly depends on it. 12 epochs, ten seeds",
        "measured here",
        classifier,
        judge_classifier,
        seeds=10,
        revised="two more controls, tanh units and a linear classifier with squared error, learn nothing either: it "
        "takes no unit that dies (before: if it has hidden layers)",
        directions=(
            "share none",
            "share none",
            "share none",
            "share none",
            "share up",
            "share up",
            "share up",
            "share up",
            "share none",
            "share up",
            "share none",
        ),
    ),
)
