"""hw2's judges that train: what was mended, on unseen seeds, and the control that tells noise from over-fitting."""

from functools import lru_cache

import numpy as np

from ..homework import chance, diagnosis_runs, hw2
from ..homework.fields import show
from .judging import credit, distances, plus_minus, within
from .questions import Mark

UNSEEN = 5  # seeds
ENOUGH = 4  # of them reach the target
TOLERANCES = [within(0.02), plus_minus(2), within(0.02), within(0.02)]  # of the numbers that `parted` gives


def unseen_seeds(student):
    """Seeds that no student has."""
    first = 2_000_000 + int(1e6 * chance("hw2", student, "unseen"))
    return list(range(first, first + UNSEEN))


@lru_cache(maxsize=2048)
def tried(student, setting, new, seeds):
    """(validation accuracies, training losses), each (seeds,), of the broken run with one setting changed."""
    runs = diagnosis_runs.trained(student, diagnosis_runs.broken(student) | {setting: new}, seeds)
    return runs.validation_accuracy[:, -1], runs.train_loss[:, -1]


def mended(asks, slips):
    """A judge of [setting, new value, five losses]: two thirds for the unseen seeds, one for the student's losses."""

    def judge(student, value, cases=None):
        fault = hw2.mend(value)
        if fault:
            return Mark(0, show(value), asks, fault)
        setting, new, losses = value
        if new == diagnosis_runs.broken(student)[setting]:
            return Mark(0, show(value), asks, "that setting is what it was", slips[0][0])
        accuracy, _ = tried(student, setting, new, tuple(unseen_seeds(student)))
        _, own = tried(student, setting, new, tuple(diagnosis_runs.own_seeds(student)))
        reached = int(np.sum(accuracy >= diagnosis_runs.TARGET))
        shown = sum(credit(within(0.02)(a, b)) == 1 for a, b in zip(losses, own)) >= ENOUGH
        share = 2 / 3 * min(1, reached / ENOUGH) + shown / 3
        faults = [f"{reached} of {UNSEEN} unseen seeds reach the target"] * (reached < ENOUGH)
        faults += ["the five losses are not those of your seeds"] * (not shown)
        return Mark(share if faults else 1, show(value), asks, "; ".join(faults))

    return judge


def _unchanged(student, cases):
    rate = diagnosis_runs.broken(student)["rate"]
    return ["rate", rate, [1.0] * 5]


MEND_SLIPS = (("nothing is changed", _unchanged),)


@lru_cache(maxsize=2048)
def parted(student):
    """[lowest validation loss, its epoch, the loss at the end, the same with clean labels]."""
    loss, clean = (diagnosis_runs.parting(student, noise).validation_loss[0] for noise in (None, 0.0))
    return [float(loss.min()), int(loss.argmin()), float(loss[-1]), float(clean[-1])]


def controlled(asks, slips):
    """A judge of [control, direction, four numbers]: a quarter each for the first two, an eighth for each number."""

    def judge(student, value, cases=None):
        fault = hw2.choice(value)
        if fault:
            return Mark(0, show(value), asks, fault)
        control, direction, given = value
        good = [credit(far) == 1 for far in distances(given, parted(student), TOLERANCES)]
        faults = ["this control does not tell the two apart"] * (control != hw2.CONTROLS[0])
        faults += ["the direction is another one"] * (direction != hw2.DIRECTIONS[0])
        if control == hw2.CONTROLS[0]:
            faults += [f"{sum(good)} of 4 numbers are right"] * (not all(good))
        else:  # whatever that control gave: it may have been run at any rate, or from any seed
            good[3] = False
            faults += [f"of the first 3 numbers {sum(good)} are right; the fourth belongs to another control"]
        share = (control == hw2.CONTROLS[0]) / 4 + (direction == hw2.DIRECTIONS[0]) / 4 + sum(good) / 8
        slip = next((name for name, wrong in slips if wrong(student, None)[:2] == [control, direction]), "")
        return Mark(share, show(value), asks, "; ".join(faults), slip)

    return judge


CONTROL_SLIPS = (
    (
        "half of the rate also trains half as far: two things change at once",
        lambda student, cases: ["half of the rate", "lower", parted(student)],
    ),
    ("a wider network over-fits as well", lambda student, cases: ["twice the width", "lower", parted(student)]),
    ("another seed only repeats it", lambda student, cases: ["another seed", "the same", parted(student)]),
)
