"""hw2, diagnosis: judges that know the causes, and what a dead network is; those that train stand in hw2_runs.py."""

from functools import lru_cache

import numpy as np

from ..homework import hw2
from ..homework.fields import show
from . import bank
from .hw2_runs import CONTROL_SLIPS, MEND_SLIPS, controlled, mended
from .judging import in_code
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
