"""Measures and judges of the claims, a pair of functions each."""

import numpy as np

from ..claim import FAILS, HOLDS, HOLDS_IF
from .boosting import boosted
from .experiments import (
    BUDGETS,
    EPOCHS,
    LONG,
    METHODS,
    WITHIN,
    accuracies,
    alone,
    by_budget,
    decades,
    dog_advised,
    good,
    losses,
    tuned_long,
)


def prodigious(seeds):
    """Measure claim 35: the validation accuracy of Prodigy with nothing chosen and of Adam's best rate; both good
    ranges.
    """
    return {
        f"Prodigy after {EPOCHS} epochs": alone("Prodigy", EPOCHS, seeds),
        f"Adam, best of 17 rates, after {EPOCHS} epochs": good("Adam", seeds)[0],
        "Prodigy: good factors, decades": decades("Prodigy", seeds),
        "Adam: good rates, decades": decades("Adam", seeds),
    }


def judge_prodigious(numbers):
    """Judge claim 35: it holds if Prodigy comes within 0.01 of tuned Adam; with an if, within 0.03."""
    found, tuned, *_ = numbers.values()
    return HOLDS if found >= tuned - WITHIN else HOLDS_IF if found >= tuned - 3 * WITHIN else FAILS


def unknown_budget(seeds):
    """Measure claim 36: over three budgets, the least that a constant rate with a late decay gains on a cosine planned
    for the budget. Control: the least that a cosine gains which was planned for 20 epochs and is stopped.
    """
    found = [by_budget(epochs, seeds) for epochs in BUDGETS]
    planned, stopped, decayed = (np.array([one[kind] for one in found]) for kind in found[0])
    return {
        "constant, then decay, minus the planned cosine: least of three budgets": (decayed - planned).min(),
        "control, stopped cosine minus the planned one: least": (stopped - planned).min(),
    }


def judge_unknown_budget(numbers):
    """Judge claim 36: it holds if the late decay is within 0.01 of the planned cosine at every budget; with an if,
    where a stopped cosine is, too.
    """
    decayed, stopped = numbers.values()
    if decayed < -WITHIN:
        return FAILS
    return HOLDS if stopped < -WITHIN else HOLDS_IF


def untuned(seeds):
    """Measure claim 37: the validation accuracy of DoG with nothing chosen, after 20 epochs and 80, and of SGD's best
    rate after as many; and of DoG as its authors advise where the rate does not come up, after 20.
    """
    return {
        f"DoG after {EPOCHS} epochs": alone("DoG", EPOCHS, seeds),
        f"DoG after {LONG} epochs": alone("DoG", LONG, seeds),
        f"SGD, best of 17 rates, after {EPOCHS} epochs": good("SGD", seeds)[0],
        f"SGD, best of three rates, after {LONG} epochs": tuned_long(seeds),
        f"DoG from 100 times as far, averaged, after {EPOCHS} epochs": dog_advised(seeds),
    }


def judge_untuned(numbers):
    """Judge claim 37: it holds if DoG comes within 0.01 of tuned SGD in 20 epochs; with an if, where both take 80."""
    short, long, tuned, tuned_longer, *_ = numbers.values()
    return HOLDS if short >= tuned - WITHIN else HOLDS_IF if long >= tuned_longer - WITHIN else FAILS


def first_rate(seeds):
    """Measure claim 38: how many decades of first rates are good, of hypergradient descent and of SGD; their best
    accuracies.
    """
    return {
        "hypergradient descent: good first rates, decades": decades("hypergradient", seeds),
        "SGD: good rates, decades": decades("SGD", seeds),
        "hypergradient descent: best accuracy": good("hypergradient", seeds)[0],
        "SGD: best accuracy": good("SGD", seeds)[0],
    }


def judge_first_rate(numbers):
    """Judge claim 38: it holds if the range is twice as wide, the best as good; with an if, where accuracy is lost."""
    ours, theirs, best, tuned = numbers.values()
    if ours < 2 * theirs:
        return FAILS
    return HOLDS if best >= tuned - WITHIN else HOLDS_IF


def no_schedule(seeds):
    """Measure claim 39: of the best validation accuracies Schedule-Free SGD's minus SGD's with a cosine, and that minus
    a constant rate's; and Schedule-Free's training loss, divided by that of the constant rate.
    """
    free, constant, scheduled = (good(name, seeds)[0] for name in ("Schedule-Free", "SGD", "SGD with a cosine"))
    return {
        "Schedule-Free minus SGD with a cosine, in accuracy": free - scheduled,
        "SGD with a cosine minus constant SGD, in accuracy": scheduled - constant,
        "Schedule-Free: best training loss, by constant SGD's": losses("Schedule-Free", seeds).min()
        / losses("SGD", seeds).min(),
    }


def judge_no_schedule(numbers):
    """Judge claims 39 and 52: they hold if it is as good as the cosine; with an if, where none was needed."""
    behind, needed, *_ = numbers.values()
    return FAILS if behind < -WITHIN else HOLDS if needed > WITHIN else HOLDS_IF


def orthogonal(seeds):
    """Measure claim 40: best validation accuracy, training loss and width of the good range, of Muon and of Adam."""
    return {
        "Muon: best accuracy": good("Muon", seeds)[0],
        "Adam: best accuracy": good("Adam", seeds)[0],
        "Muon: best training loss, by Adam's": losses("Muon", seeds).min() / losses("Adam", seeds).min(),
        "Muon: good rates, decades": decades("Muon", seeds),
        "Adam: good rates, decades": decades("Adam", seeds),
    }


def judge_orthogonal(numbers):
    """Judge claim 40: it holds, with an if, where Muon's loss is lower by a fifth at equal steps, and fails elsewhere.

    This network cannot show more than that: its layers are the two that Muon's authors leave to AdamW.
    """
    *_, relative, _, _ = numbers.values()
    return HOLDS_IF if relative < 0.8 else FAILS


def shrunk(seeds):
    """Measure claim 41: the lowest validation error over the number of trees, at shrinkage 0.1 divided by that at 1;
    and with how many trees.
    """
    errors = np.array([[boosted(shrinkage, seed)[0][1] for shrinkage in (0.1, 1)] for seed in seeds])
    lowest, trees = np.median(errors.min(axis=2), axis=0), np.median(errors.argmin(axis=2), axis=0)
    return {
        "shrinkage 0.1: lowest validation error, by that at 1": lowest[0] / lowest[1],
        "shrinkage 0.1: trees at its lowest": trees[0],
        "shrinkage 1: trees at its lowest": trees[1],
    }


def judge_shrunk(numbers):
    """Judge claim 41: it holds if the error is lower by 3 % or more; with an if, where it is hardly lower."""
    relative, _, _ = numbers.values()
    return HOLDS if relative < 0.97 else HOLDS_IF if relative < 1 else FAILS


def told_the_least(seeds):
    """Measure claim 51: the validation accuracy of Polyak's step with nothing chosen, after 20 epochs and 80, and of
    SGD's best rate after as many. Control: how many factors beyond 2 learn anything.
    """
    grid, median = METHODS["Polyak"][1], np.median(accuracies("Polyak", seeds), axis=0)
    return {
        f"Polyak's step after {EPOCHS} epochs": alone("Polyak", EPOCHS, seeds),
        f"Polyak's step after {LONG} epochs": alone("Polyak", LONG, seeds),
        f"SGD, best of 17 rates, after {EPOCHS} epochs": good("SGD", seeds)[0],
        f"SGD, best of three rates, after {LONG} epochs": tuned_long(seeds),
        "control: factors beyond 2 that learn anything": int((median[grid > 2] > 0.2).sum()),
    }


def judge_told_the_least(numbers):
    """Judge claim 51: it holds if Polyak's step comes within 0.01 of tuned SGD in 20 epochs; with an if, where both
    take 80. More than twice the step must fail.
    """
    *accuracy, twice = numbers.values()
    return FAILS if twice > 0 else judge_untuned(dict(enumerate(accuracy)))


def no_schedule_adam(seeds):
    """Measure claim 52: best validation accuracy, best training loss and width of the good range, of Schedule-Free
    AdamW and of Adam with a cosine, both after a warm-up of 20 steps. Control: what the cosine gains.
    """
    free, planned = "Schedule-Free AdamW", "Adam with a cosine"
    return {
        f"{free} minus {planned}, in accuracy": good(free, seeds)[0] - good(planned, seeds)[0],
        f"control: {planned} minus constant Adam, in accuracy": good(planned, seeds)[0] - good("Adam", seeds)[0],
        f"{free}: best training loss, by the cosine's": losses(free, seeds).min() / losses(planned, seeds).min(),
        f"{free}: good rates, decades": decades(free, seeds),
        f"{planned}: good rates, decades": decades(planned, seeds),
    }
