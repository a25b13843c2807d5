"""How the claims are measured and judged, a pair of functions each."""

import numpy as np

from ..claim import FAILS, HOLDS, HOLDS_IF
from .boosting import boosted
from .experiments import (
    BUDGETS,
    EPOCHS,
    LONG,
    METHODS,
    accuracies,
    alone,
    by_budget,
    decades,
    dog_advised,
    good,
    losses,
    tuned_long,
)

CLOSE = 0.01  # of accuracy, as in lesson searching


def prodigious(seeds):
    """Claim 35: validation accuracy of Prodigy with nothing chosen, and of Adam's best rate; how wide both are."""
    return {
        f"Prodigy after {EPOCHS} epochs": alone("Prodigy", EPOCHS, seeds),
        f"Adam, best of 17 rates, after {EPOCHS} epochs": good("Adam", seeds)[0],
        "Prodigy: good factors, decades": decades("Prodigy", seeds),
        "Adam: good rates, decades": decades("Adam", seeds),
    }


def judge_prodigious(numbers):
    """Holds if Prodigy comes within 0.01 of tuned Adam; with an if, within 0.03."""
    found, tuned, *_ = numbers.values()
    return HOLDS if found >= tuned - CLOSE else HOLDS_IF if found >= tuned - 3 * CLOSE else FAILS


def unknown_budget(seeds):
    """Claim 36: over three budgets, the least that a constant rate with a late decay gains on a cosine planned for the
    budget; control: the least that a cosine gains which was planned for 20 epochs and is stopped.
    """
    found = [by_budget(epochs, seeds) for epochs in BUDGETS]
    planned, stopped, decayed = (np.array([one[kind] for one in found]) for kind in found[0])
    return {
        "constant, then decay, minus the planned cosine: least of three budgets": (decayed - planned).min(),
        "control, stopped cosine minus the planned one: least": (stopped - planned).min(),
    }


def judge_unknown_budget(numbers):
    """Holds if it is within 0.01 of the planned cosine at every budget; with an if, where a stopped one is, too."""
    decayed, stopped = numbers.values()
    if decayed < -CLOSE:
        return FAILS
    return HOLDS if stopped < -CLOSE else HOLDS_IF


def untuned(seeds):
    """Claim 37: validation accuracy of DoG with nothing chosen, after 20 epochs and 80, and of SGD's best rate after as
    many; and of DoG as its authors advise where the rate does not come up, after 20.
    """
    return {
        f"DoG after {EPOCHS} epochs": alone("DoG", EPOCHS, seeds),
        f"DoG after {LONG} epochs": alone("DoG", LONG, seeds),
        f"SGD, best of 17 rates, after {EPOCHS} epochs": good("SGD", seeds)[0],
        f"SGD, best of three rates, after {LONG} epochs": tuned_long(seeds),
        f"DoG from 100 times as far, averaged, after {EPOCHS} epochs": dog_advised(seeds),
    }


def judge_untuned(numbers):
    """Holds if DoG as it stands comes within 0.01 of tuned SGD in 20 epochs; with an if, where both take 80."""
    short, long, tuned, tuned_longer, *_ = numbers.values()
    return HOLDS if short >= tuned - CLOSE else HOLDS_IF if long >= tuned_longer - CLOSE else FAILS


def first_rate(seeds):
    """Claim 38: how many decades of first rates are good, of hypergradient descent and of SGD; both at their best."""
    return {
        "hypergradient descent: good first rates, decades": decades("hypergradient", seeds),
        "SGD: good rates, decades": decades("SGD", seeds),
        "hypergradient descent: best accuracy": good("hypergradient", seeds)[0],
        "SGD: best accuracy": good("SGD", seeds)[0],
    }


def judge_first_rate(numbers):
    """Holds if the range is at least twice as wide and the best as good; with an if, where accuracy is paid for it."""
    ours, theirs, best, tuned = numbers.values()
    if ours < 2 * theirs:
        return FAILS
    return HOLDS if best >= tuned - CLOSE else HOLDS_IF


def no_schedule(seeds):
    """Claim 39: best validation accuracies: Schedule-Free SGD's minus SGD's with a cosine, and that minus a constant
    rate's; and Schedule-Free's training loss beside that of the constant rate.
    """
    free, constant, scheduled = (good(name, seeds)[0] for name in ("Schedule-Free", "SGD", "SGD with a cosine"))
    return {
        "Schedule-Free minus SGD with a cosine, in accuracy": free - scheduled,
        "SGD with a cosine minus constant SGD, in accuracy": scheduled - constant,
        "Schedule-Free: best training loss, by constant SGD's": losses("Schedule-Free", seeds).min()
        / losses("SGD", seeds).min(),
    }


def judge_no_schedule(numbers):
    """Holds if it is as good as the cosine, which knew the budget; with an if, where the cosine was not needed."""
    behind, needed, *_ = numbers.values()
    return FAILS if behind < -CLOSE else HOLDS if needed > CLOSE else HOLDS_IF


def orthogonal(seeds):
    """Claim 40: best validation accuracy and training loss of Muon and of Adam, and how wide their good ranges are."""
    return {
        "Muon: best accuracy": good("Muon", seeds)[0],
        "Adam: best accuracy": good("Adam", seeds)[0],
        "Muon: best training loss, by Adam's": losses("Muon", seeds).min() / losses("Adam", seeds).min(),
        "Muon: good rates, decades": decades("Muon", seeds),
        "Adam: good rates, decades": decades("Adam", seeds),
    }


def judge_orthogonal(numbers):
    """With an if, where Muon's loss is lower by a fifth at equal steps; fails where it is not.

    More than an if is not to be had on this network: its layers are the two that Muon's author leaves to AdamW.
    """
    *_, relative, _, _ = numbers.values()
    return HOLDS_IF if relative < 0.8 else FAILS


def shrunk(seeds):
    """Claim 41: lowest validation error over the number of trees, at shrinkage 0.1 by that at 1; and with how many."""
    errors = np.array([[boosted(shrinkage, seed)[0][1] for shrinkage in (0.1, 1)] for seed in seeds])
    lowest, trees = np.median(errors.min(axis=2), axis=0), np.median(errors.argmin(axis=2), axis=0)
    return {
        "shrinkage 0.1: lowest validation error, by that at 1": lowest[0] / lowest[1],
        "shrinkage 0.1: trees at its lowest": trees[0],
        "shrinkage 1: trees at its lowest": trees[1],
    }


def judge_shrunk(numbers):
    """Holds if the error is lower by 3 % or more; with an if, where it is hardly lower."""
    relative, _, _ = numbers.values()
    return HOLDS if relative < 0.97 else HOLDS_IF if relative < 1 else FAILS


def told_the_least(seeds):
    """Claim 51: validation accuracy of Polyak's step with nothing chosen, after 20 epochs and 80, and of SGD's best
    rate after as many; control: how many factors beyond 2 learn.
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
    """Holds if it comes within 0.01 of tuned SGD in 20 epochs; with an if, where both take 80.

    More than twice the step must fail.
    """
    *accuracy, twice = numbers.values()
    return FAILS if twice > 0 else judge_untuned(dict(enumerate(accuracy)))


def no_schedule_adam(seeds):
    """Claim 52: Schedule-Free AdamW beside Adam with a cosine, both after a warm-up of 20 steps: best validation
    accuracies, best training losses, and how wide their good ranges are. Control: what the cosine gains.
    """
    free, planned = "Schedule-Free AdamW", "Adam with a cosine"
    return {
        f"{free} minus {planned}, in accuracy": good(free, seeds)[0] - good(planned, seeds)[0],
        f"control: {planned} minus constant Adam, in accuracy": good(planned, seeds)[0] - good("Adam", seeds)[0],
        f"{free}: best training loss, by the cosine's": losses(free, seeds).min() / losses(planned, seeds).min(),
        f"{free}: good rates, decades": decades(free, seeds),
        f"{planned}: good rates, decades": decades(planned, seeds),
    }
