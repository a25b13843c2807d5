"""The trials of the claims: for each a function that measures and one that judges."""

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ..claim import FAILS, HOLDS, HOLDS_IF, MISLEADS
from .experiments import (
    CHANGES,
    METHODS,
    RATES,
    REDDI_ADAM,
    changed,
    decades,
    divisors_by_epoch,
    equal_losses,
    median_decades,
    moved,
    own_rates,
    reddi,
    sweep,
)
from .fastest import BEYOND, beyond_fastest, race_to_target

ADAPTIVE = "Adam", "RMSprop", "AdaGrad"


def reads_the_loss(seeds, *methods):
    """Return {name: number}: the largest change of a weight by 1000 added to the loss, of these methods, and the share
    of seeds in which Polyak's step, which reads the loss, changes one by more than 1.
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
    """Return whether a constant added to the loss changes a weight; not denied where the control does not react."""
    return shifted > 0.001 or control < 0.8


def _accuracy(method, seeds, change):
    return np.array([changed(method, seed).validation_accuracy[list(CHANGES).index(change), -1] for seed in seeds])


def multiplies(seeds):
    """Return {name: number} for claim 4, that the rate scales the answer to the error: equal errors, a shifted and a
    stretched one.
    """
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
    """Return the verdict: it holds if the error itself decides the step, with a condition if something else does too.

    It misleads if only the gradient's size does, and fails if not even that.
    """
    equal, shifted, control, plain, _ = numbers.values()
    if _reacts(shifted, control):
        return HOLDS if equal < 1.01 else HOLDS_IF
    return MISLEADS if plain < 0.5 else FAILS


def adjusting(seeds):
    """Return {name: number} for claim 16: whether Adam's rates of single weights differ, whether they change during
    training, and whether the one rate has to be chosen.
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
    """Return the verdict: rates are adjusted if weights get different ones, and other ones later (a divisor that is
    frozen changes by a factor of 1); they are chosen for you only if no global rate fails.
    """
    *_, spread, change, fails = numbers.values()
    if min(spread, change) < 1.5:
        return FAILS
    return HOLDS if fails == 0 else HOLDS_IF


def performance(seeds):
    """Return {name: number} for claim 24, of Adam on a loss shifted up, stretched and shrunk."""
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
    """Return the verdict: it holds only if a worse performance with the same gradients changes the steps, and misleads
    if the loss's size does.
    """
    shifted, control, stretched, *_ = numbers.values()
    return HOLDS if _reacts(shifted, control) else MISLEADS if stretched > 0.5 else FAILS


def stability(seeds):
    """Return {name: number} for claim 25, each method beside gradient descent, from the rate that other seeds found its
    fastest: how many seeds learn at twice and at 20 times that rate, epochs to the same training loss; and where
    Adam ends on Reddi's example.
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
    """Return the verdict: it holds if each of the three still learns at twice its fastest rate where gradient descent
    does not, is sooner than it, and Reddi's example does not lead Adam away; with a condition if one of them does
    both; else it fails.
    """
    plain, _, *twice = list(numbers.values())[:5]
    *leads, worst = list(numbers.values())[-4:]
    both = [min(learns - plain, lead) for learns, lead in zip(twice, leads)]
    if max(both) < 0.8:
        return FAILS
    return HOLDS if min(both) >= 0.8 and worst < 0 else HOLDS_IF
