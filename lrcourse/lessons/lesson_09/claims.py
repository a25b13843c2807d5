"""Lesson 09, adaptive methods: what the rate multiplies (4), what the methods adjust (16) and to what (24), and whether
that keeps training stable (25).
"""

import numpy as np

from ...measures import LEARNED, accuracies
from ..claim import FAILS, HOLDS, HOLDS_IF, MISLEADS, Claim
from .experiments import (
    CHANGES,
    DEFAULT,
    GOOD,
    METHODS,
    RATES,
    REDDI_ADAM,
    _rmsprop_at_10,
    changed,
    decades,
    equal_losses,
    median_decades,
    own_rates,
    reddi,
    sweep,
)


def _moved(seeds, change):
    """Adam's and gradient descent's largest difference of a weight, at the end, from the run with the loss as it is."""
    here = list(CHANGES).index(change)
    return max(
        np.abs(np.diff(changed(method, seed).params[[0, here]], axis=0)).max()
        for method in ("gradient descent", "Adam")
        for seed in seeds
    )


def _accuracy(method, seeds, change):
    return np.array([changed(method, seed).validation_accuracy[list(CHANGES).index(change), -1] for seed in seeds])


def multiplies(seeds):
    """Claim 4: is it the error to which the rate scales the answer? Equal errors, a shifted and a stretched error."""
    return {
        "points of equal loss on the ravine: gradient descent's longest step over the shortest": round(
            equal_losses(), 2
        ),
        "loss + 1000: largest change of a weight": _moved(seeds, "loss + 1000"),
        "loss × 1000: gradient descent learns, share of seeds": np.mean(
            _accuracy("gradient descent", seeds, "loss × 1000") > LEARNED
        ),
        "loss × 1000: Adam learns, share of seeds": np.mean(_accuracy("Adam", seeds, "loss × 1000") > LEARNED),
    }


def judge_multiplies(numbers):
    """The error itself must decide the step for the claim to hold; if only its gradient does, it misleads.

    If not even that, it fails.
    """
    equal, shifted, plain, _ = numbers.values()
    if shifted > 0 and equal < 1.01:
        return HOLDS
    return MISLEADS if equal > 1.01 and plain < 0.5 else FAILS


def adjusting(seeds):
    """Claim 16: whether Adam's rates of single weights differ, and whether the one rate has to be chosen."""
    numbers = {f"{method}: good range in decades, median": median_decades(method, seeds) for method in METHODS}
    wider = decades("Adam", seeds) > decades("gradient descent", seeds)
    adam_accuracy = accuracies(sweep("Adam", seeds))
    numbers["Adam's range is wider than gradient descent's, share of seeds"] = np.mean(wider)
    numbers["Adam's divisors, large over small (90 % and 10 % quantile), median"] = float(
        f"{np.median([own_rates(seed) for seed in seeds]):.2g}"
    )
    return numbers | {
        "Adam fails at 0.0002 and at 1, share of seeds": np.mean(
            (adam_accuracy[:, [0, RATES.index(1)]] < LEARNED).all(axis=1)
        )
    }


def judge_adjusting(numbers):
    """Adjusted, if weights get different rates; chosen for you, only if no global rate fails."""
    *_, spread, fails = numbers.values()
    if spread < 1.5:
        return FAILS
    return HOLDS if fails == 0 else HOLDS_IF


def performance(seeds):
    """Claim 24: Adam on a loss shifted up, stretched and shrunk: performance as such, then the gradients' size."""
    numbers = {"loss + 1000: largest change of a weight": _moved(seeds, "loss + 1000")}
    usual, stretched, shrunk = (
        _accuracy("Adam", seeds, change) for change in ("as it is", "loss × 1000", "loss × 1e-8")
    )
    return numbers | {
        "loss × 1000: share of seeds in which Adam's accuracy changes by more than 0.02": np.mean(
            np.abs(stretched - usual) > 0.02
        ),
        "loss as it is: Adam's accuracy, median": round(np.median(usual), 2),
        "loss × 1e-8, through ε: Adam's accuracy, median": round(np.median(shrunk), 2),
    }


def judge_performance(numbers):
    """Holds only if a worse performance with the same gradients changes the steps.

    Misleads if the size of the loss does.
    """
    shifted, stretched, *_ = numbers.values()
    return HOLDS if shifted > 0 else MISLEADS if stretched > 0.5 else FAILS


def stability(seeds):
    """Claim 25: three ways to break adaptive methods, and Adam's default against the rate that the validation images
    choose.
    """
    validation, test = (accuracies(sweep("Adam", seeds), part) for part in ("validation", "test"))  # (seeds, rates)
    at = {rate: RATES.index(rate) for rate in (DEFAULT, GOOD["Adam"], 1)}
    rmsprop_ends = [_rmsprop_at_10(seed).train_loss[0] for seed in seeds]
    gain = test[:, at[GOOD["Adam"]]] - test[:, at[DEFAULT]]
    return {
        "Adam at 0.02 learns, share of seeds": np.mean(validation[:, at[GOOD["Adam"]]] > LEARNED),
        "Adam at 1 learns, share of seeds": np.mean(validation[:, at[1]] > LEARNED),
        "RMSprop at 10 ends above its first loss, share of seeds": np.mean(
            [not end <= first for first, end in rmsprop_ends]
        ),
        "Reddi's example, optimum −1: Adam ends at": round(reddi(REDDI_ADAM)[-1], 2),
        "Adam's test accuracy at 0.02 minus that at its default 0.001, median": round(np.median(gain), 2),
        "each at the rate that validation images choose: Adam's test accuracy minus gradient descent's, median": round(
            np.median(chosen("Adam", seeds) - chosen("gradient descent", seeds)), 2
        ),
    }


def chosen(method, seeds):
    """Test accuracy of each seed (seeds,) at the rate with the best median accuracy on the validation images."""
    return accuracies(sweep(method, seeds), "test")[:, np.median(accuracies(sweep(method, seeds)), axis=0).argmax()]


def judge_stability(numbers):
    """Holds if no rate breaks them; with a condition if a rate in between works in every seed; else fails."""
    good, high, rms, worst, *_ = numbers.values()
    if good < 1:
        return FAILS
    return HOLDS if high == 1 and rms == 0 and worst < 0 else HOLDS_IF


DIGITS = "600 digits, one hidden layer of 64, batches of 32, 12 epochs for each run, five seeds"
CLAIMS = (
    Claim(
        4,
        "The rate scales how much the model changes in answer to the estimated error.",
        "it scales the answer to the gradient, and with Adam only to the gradient's size beside earlier ones; "
        f"{DIGITS}",
        "Kingma & Ba 2015, arXiv 1412.6980, section 2.1",
        multiplies,
        judge_multiplies,
    ),
    Claim(
        16,
        "Methods such as Adam and RMSprop adjust the rate during training.",
        f"they rescale each weight's gradient; the one rate for all is fixed, and has still to be chosen; {DIGITS}, "
        "good: 0.9 of the validation images right",
        "Kingma & Ba 2015, arXiv 1412.6980",
        adjusting,
        judge_adjusting,
    ),
    Claim(
        24,
        "Adaptive methods adjust the rate to the model's performance.",
        f"they adjust to the sizes of past gradients; {DIGITS}",
        "Duchi et al. 2011; Kingma & Ba 2015, arXiv 1412.6980",
        performance,
        judge_performance,
    ),
    Claim(
        25,
        "Adaptive methods keep training stable and improve convergence.",
        f"at a rate inside their good range; {DIGITS}; the best rate by validation images, the accuracies on test "
        "images",
        "measured here; Reddi et al. 2018, arXiv 1904.09237",
        stability,
        judge_stability,
    ),
)
