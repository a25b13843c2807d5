"""Lesson 09, adaptive methods: what the rate multiplies (4), what the methods adjust (16) and to what (24), and whether
that keeps training stable (25).
"""

import numpy as np

from ...measures import LEARNED, accuracies
from ..claim import FAILS, HOLDS, HOLDS_IF, MISLEADS, Claim
from .experiments import (
    BEYOND,
    CHANGES,
    METHODS,
    RATES,
    REDDI_ADAM,
    beyond_fastest,
    changed,
    decades,
    divisors_by_epoch,
    equal_losses,
    median_decades,
    moved,
    own_rates,
    race_to_target,
    reddi,
    sweep,
)

ADAPTIVE = "Adam", "RMSprop", "AdaGrad"


def reads_the_loss(seeds, *methods):
    """The largest change of a weight by 1000 added to the loss, of these methods and of Polyak's step, which reads the
    loss: {name: number}. That of Polyak's step is the smallest of the seeds.
    """
    return {
        f"loss + 1000: largest change of a weight, {' and '.join(methods)}": max(
            moved(method, seed, "loss + 1000") for method in methods for seed in seeds
        ),
        "the same with Polyak's step, which reads the loss, is above 1, share of seeds": np.mean(
            [moved("Polyak", seed, "loss + 1000") > 1 for seed in seeds]
        ),
    }


def _reacts(shifted, control):
    """Whether a constant added to the loss changes a weight; not denied where the control does not react either."""
    return shifted > 0.001 or control < 0.8


def _accuracy(method, seeds, change):
    return np.array([changed(method, seed).validation_accuracy[list(CHANGES).index(change), -1] for seed in seeds])


def multiplies(seeds):
    """Claim 4: is it the error to which the rate scales the answer? Equal errors, a shifted and a stretched error."""
    return (
        {
            "points of equal loss on the ravine: gradient descent's longest step over the shortest": round(
                equal_losses(), 2
            )
        }
        | reads_the_loss(seeds, "gradient descent", "Adam")
        | {
            f"loss × 1000: {method} learns, share of seeds": np.mean(_accuracy(method, seeds, "loss × 1000") > LEARNED)
            for method in ("gradient descent", "Adam")
        }
    )


def judge_multiplies(numbers):
    """Holds if the error itself decides the step, with a condition if something else does too. Misleads if only the
    gradient's size does, and fails if not even that.
    """
    equal, shifted, control, plain, _ = numbers.values()
    if _reacts(shifted, control):
        return HOLDS if equal < 1.01 else HOLDS_IF
    return MISLEADS if plain < 0.5 else FAILS


def adjusting(seeds):
    """Claim 16: whether Adam's rates of single weights differ, whether they change during training, and whether the one
    rate has to be chosen.
    """
    numbers = {f"{method}: good range in decades, median": median_decades(method, seeds) for method in METHODS}
    wider = decades("Adam", seeds) > decades("gradient descent", seeds)
    adam_accuracy = accuracies(sweep("Adam", seeds))
    numbers["Adam's range is wider than gradient descent's, share of seeds"] = np.mean(wider)
    numbers["Adam's divisors, large over small (90 % and 10 % quantile), median"] = float(
        f"{np.median([own_rates(seed) for seed in seeds]):.2g}"
    )
    by_epoch = [divisors_by_epoch(seed) for seed in seeds]
    return numbers | {
        "Adam's median divisor after each of 12 epochs, largest over smallest, median of seeds": np.median(
            [one.max() / one.min() for one in by_epoch]
        ),
        "Adam fails at 0.0002 and at 1, share of seeds": np.mean(
            (adam_accuracy[:, [0, RATES.index(1)]] < LEARNED).all(axis=1)
        ),
    }


def judge_adjusting(numbers):
    """Adjusted during training, if weights get different rates, and other ones later (a divisor that is frozen changes
    by a factor of 1); chosen for you, only if no global rate fails.
    """
    *_, spread, change, fails = numbers.values()
    if min(spread, change) < 1.5:
        return FAILS
    return HOLDS if fails == 0 else HOLDS_IF


def performance(seeds):
    """Claim 24: Adam on a loss shifted up, stretched and shrunk: performance as such, then the gradients' size."""
    numbers = reads_the_loss(seeds, "Adam")
    usual, stretched, _, shrunk = (_accuracy("Adam", seeds, change) for change in CHANGES)
    return numbers | {
        "loss × 1000: share of seeds in which Adam's accuracy changes by more than 0.02": np.mean(
            np.abs(stretched - usual) > 0.02
        ),
        "loss as it is: Adam's accuracy, median": round(np.median(usual), 2),
        "loss × 1e-8, through ε: Adam's accuracy, median": round(np.median(shrunk), 2),
    }


def judge_performance(numbers):
    """Holds only if a worse performance with the same gradients changes the steps; misleads if the loss's size does."""
    shifted, control, stretched, *_ = numbers.values()
    return HOLDS if _reacts(shifted, control) else MISLEADS if stretched > 0.5 else FAILS


def stability(seeds):
    """Claim 25, each method beside gradient descent, from the rate that other seeds found its fastest: how many seeds
    learn at twice and at 20 times that rate, and epochs to the same training loss. And Reddi's example.
    """
    numbers = {
        f"at {times} times its fastest rate {method} learns, share of seeds": np.mean(
            [beyond_fastest(method, seed)[i] >= LEARNED for seed in seeds]
        )
        for i, times in enumerate(BEYOND)
        for method in ("gradient descent", "gradient descent, momentum 0.9", *ADAPTIVE)
    }
    epochs = race_to_target(seeds)
    numbers |= {f"epochs to training loss 0.1, median, {name}": np.median(taken) for name, taken in epochs.items()}
    numbers |= {
        f"{name} is sooner than gradient descent, share of seeds": np.mean(epochs[name] < epochs["gradient descent"])
        for name in ("gradient descent, momentum 0.9", *ADAPTIVE)
    }
    return numbers | {"Reddi's example, optimum −1: Adam ends at": round(reddi(REDDI_ADAM)[-1], 2)}


def judge_stability(numbers):
    """Holds if each of the three still learns at twice its fastest rate where gradient descent does not, is sooner than
    it, and Reddi's example does not lead Adam away; with a condition if one of them does both; else it fails.
    """
    plain, _, *twice = list(numbers.values())[:5]
    *leads, worst = list(numbers.values())[-4:]
    both = [min(learns - plain, lead) for learns, lead in zip(twice, leads)]
    if max(both) < 0.8:
        return FAILS
    return HOLDS if min(both) >= 0.8 and worst < 0 else HOLDS_IF


DIGITS = "600 digits, one hidden layer of 64, batches of 32, 12 epochs for each run"
CONTROL = (
    "the trial can fail: Polyak's step, a control that reads the loss, changes with it; before, nothing could have"
)
CLAIMS = (
    Claim(
        4,
        "The rate scales how much the model changes in answer to the estimated error.",
        "it scales the answer to the gradient, and with Adam only to the gradient's size beside earlier ones; "
        f"{DIGITS}, ten seeds",
        "Kingma & Ba 2015, arXiv 1412.6980, section 2.1; Polyak 1987, for the control",
        multiplies,
        judge_multiplies,
        seeds=10,
        revised=CONTROL,
    ),
    Claim(
        16,
        "Methods such as Adam and RMSprop adjust the rate during training.",
        "they divide each weight's gradient by a number of its own, which changes during training (Adam's by a factor "
        f"of about 2); the one rate for all is fixed, and has still to be chosen; {DIGITS}, "
        "five seeds, good: 0.9 of the validation images right",
        "Kingma & Ba 2015, arXiv 1412.6980",
        adjusting,
        judge_adjusting,
        revised="the divisors' change during training is tried, too: their spread over the weights at one time would "
        "let divisors pass that are frozen",
    ),
    Claim(
        24,
        "Adaptive methods adjust the rate to the model's performance.",
        f"they adjust to the sizes of past gradients; {DIGITS}, ten seeds. A step that does adjust to it: Polyak's",
        "Duchi et al. 2011; Kingma & Ba 2015, arXiv 1412.6980; Polyak 1987, for the control",
        performance,
        judge_performance,
        seeds=10,
        revised=CONTROL,
    ),
    Claim(
        25,
        "Adaptive methods keep training stable and improve convergence.",
        "more stable: at twice its fastest rate each of the three still learns, gradient descent never (with momentum "
        "half of the seeds); at 20 times none does. Sooner at the same training loss: Adam only; but so is momentum, "
        "which adapts nothing. Reddi's slope leads Adam astray. Fastest: that of 13 rates which ten other seeds found "
        f"soonest; to learn: 0.9 of the validation images right; {DIGITS}, ten seeds",
        "measured here; Reddi et al. 2018, arXiv 1904.09237",
        stability,
        judge_stability,
        seeds=10,
        revised="convergence is measured, at rates chosen on other seeds; a rate was judged where it was chosen. "
        "Stability is tried at 2 and 20 times each method's fastest rate, beside gradient descent: before there was no "
        "such control, and what had to break nothing was 20 times Adam's fastest rate and 1000 times RMSprop's",
    ),
)
