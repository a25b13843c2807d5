"""hw2, diagnosis: what is right, the judges, some of which train, and the slips that lead elsewhere."""

from functools import lru_cache

import numpy as np

from ..homework import chance, hw2
from ..homework.fields import show
from . import bank
from .judging import credit, distances, in_code, plus_minus, within
from .questions import Mark, Question

DEAD_FIRING, DEAD_LOSS = 0.1, 2.0


@lru_cache(maxsize=4096)
def causes(student):
    """The causes of the student's curves A to H."""
    return tuple(hw2.CAUSES[bank.order(at // 8)[at % 8]] for at in hw2.rows(student))


def _causes(student):
    return list(causes(student))


def _name(asks, slips):
    def judge(student, value, cases=None):
        if not isinstance(value, list) or len(value) != 8:
            return Mark(0, show(value), asks, "that is not a list of eight names")
        right = _causes(student)
        worth = [1 if a == b else 0.5 if a in hw2.NEIGHBOURS[b] else 0 for a, b in zip(value, right)]
        hits = sum(a == b for a, b in zip(value, right))
        why = "" if hits == 8 else f"{hits} of 8 names are right, and {worth.count(0.5)} come close"
        slip = next((name for name, wrong in slips if value == wrong(student, None)), "") if hits < 8 else ""
        return Mark(sum(worth) / 8, show(value), asks, why, slip)

    return judge


def _taken_for(one, other):
    return lambda student, cases: [other if cause == one else cause for cause in _causes(student)]


NAME_SLIPS = (
    ("a flat loss at guessing taken for too small a rate: no unit fires any more", _taken_for("dead", "too small")),
    ("the noise of a small batch taken for instability: all data fall smoothly", _taken_for("small batch", "unstable")),
    ("over-fitting not seen: the validation loss turned", _taken_for("over-fitting", "good")),
    ("the edge of stability taken for instability: the loss still falls", _taken_for("edge of stability", "unstable")),
)


def _brier(asks, slips):
    """From 1 at a Brier score of 0.06 down to 0 at 0.25, that of a coin's toss."""

    def judge(student, value, cases=None):
        fault = hw2.FORMS["hw2.2"].fault(value)
        if fault:
            return Mark(0, show(value), asks, fault)
        hits = np.array([a == b for a, b in zip(value[0], _causes(student))])
        sure = np.array(value[1]) / 100
        score = float(np.mean((sure - hits) ** 2))
        share = float(np.clip((0.25 - score) / 0.19, 0, 1))
        if share == 1:
            return Mark(1, show(value), asks)
        why = f"you were {100 * sure.mean():.0f} % sure on average, and {hits.sum()} of 8 were right"
        over = sure.mean() - hits.mean()
        slip = OVER if over > 0.15 else UNDER if over < -0.15 else ""
        return Mark(share, show(value), asks, why, slip)

    return judge


def calibration(student, answers):
    """(confidence in percent, whether the name was right) of each curve, from the answer to hw2.2; [] without one."""
    value = answers.get("hw2.2")
    if hw2.FORMS["hw2.2"].fault(value):
        return []
    return [(sure, name == cause) for name, sure, cause in zip(*value, causes(student))]


OVER, UNDER = "over-confident", "under-confident"
BRIER_SLIPS = (
    (OVER, lambda student, cases: [[_causes(student)[0]] * 8, [100] * 8]),
    (UNDER, lambda student, cases: [_causes(student), [60] * 8]),
)


def is_dead(losses, alive):
    """Nearly no unit fires at the end, and the loss stays where guessing puts it."""
    return bool(alive[-1] < DEAD_FIRING and np.mean(losses[-10:]) > DEAD_LOSS)


DEAD_SLIPS = (
    (
        "a flat loss near guessing alone: a rate that is too small has it too",
        lambda losses, alive: bool(abs(np.mean(losses[-10:]) - np.log(10)) < 0.3),
    ),
    ("few units alone: some networks learn with few", lambda losses, alive: bool(alive[-1] < DEAD_FIRING)),
    ("True and False exchanged", lambda losses, alive: not is_dead(losses, alive)),
)


# Questions 3 and 5: judges that train

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
    runs = hw2.trained(student, hw2.broken(student) | {setting: new}, seeds)
    return runs.validation_accuracy[:, -1], runs.train_loss[:, -1]


def mended(asks, slips):
    """A judge of [setting, new value, five losses]: two thirds for the unseen seeds, one for the student's losses."""

    def judge(student, value, cases=None):
        fault = hw2.mend(value)
        if fault:
            return Mark(0, show(value), asks, fault)
        setting, new, losses = value
        if new == hw2.broken(student)[setting]:
            return Mark(0, show(value), asks, "that setting is what it was", slips[0][0])
        accuracy, _ = tried(student, setting, new, tuple(unseen_seeds(student)))
        _, own = tried(student, setting, new, tuple(hw2.own_seeds(student)))
        reached = int(np.sum(accuracy >= hw2.TARGET))
        shown = sum(credit(within(0.02)(a, b)) == 1 for a, b in zip(losses, own)) >= ENOUGH
        share = 2 / 3 * min(1, reached / ENOUGH) + shown / 3
        faults = [f"{reached} of {UNSEEN} unseen seeds reach the target"] * (reached < ENOUGH)
        faults += ["the five losses are not those of your seeds"] * (not shown)
        return Mark(share if faults else 1, show(value), asks, "; ".join(faults))

    return judge


def _unchanged(student, cases):
    rate = hw2.broken(student)["rate"]
    return ["rate", rate, [1.0] * 5]


MEND_SLIPS = (("nothing is changed", _unchanged),)


@lru_cache(maxsize=2048)
def parted(student):
    """[lowest validation loss, its epoch, the loss at the end, the same with clean labels]."""
    loss, clean = (hw2.parting(student, noise).validation_loss[0] for noise in (None, 0.0))
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


def _question(name, points, asks, judge, slips):
    return Question(name, points, asks, judge(asks, slips), slips=slips)


QUESTIONS = (
    _question("hw2.1", 8, "a name for each of the eight curves", _name, NAME_SLIPS),
    _question("hw2.2", 2, "a confidence for each name that fits how often you are right", _brier, BRIER_SLIPS),
    _question("hw2.3", 3, "one changed setting with which 4 of 5 unseen seeds reach the target", mended, MEND_SLIPS),
    in_code(
        "hw2.4",
        3,
        "dead or not, right for at least 90 % of fresh runs",
        is_dead,
        lambda given, right: isinstance(given, bool) and given == right,
        hw2.INPUTS["hw2.4"],
        DEAD_SLIPS,
        worth=lambda share: float(np.clip((share - 0.65) / 0.25, 0, 1)),
    ),
    _question(
        "hw2.5", 2, "the control, its direction, and four numbers of your run within 2 %", controlled, CONTROL_SLIPS
    ),
    Question("hw2.6", 2, "a measurement that refutes the claim, and what it would show"),
)
