"""hw3, tuning: what each rate is worth on seeds that nobody has seen, and whether a student's own runs are real.

Each answer holds losses of the student's own runs, which are run again: what is copied from others fails there.
"""

import hashlib
import json

import numpy as np

from ..homework import hw3
from ..homework.fields import show
from .hw3_runs import accuracies, by_factor, curve, doubled, first_loss, gain, interval, middle, own_run, real
from .hw3_slips import SLIPS
from .judging import credit, within
from .questions import Mark, Question

PROOF = 0.25  # of the points, for losses that are those of the student's runs
FULL, NONE = 0.01, 0.05  # regret in accuracy
SAME = 0.01  # a difference of accuracies that is none
SAME_RUN = 0.02  # a difference of accuracies that a run may have when it is run again


# For each question: worth(student, value) -> (share from 0 to 1, what is said), proof(student, value) -> bool


def _predicted(student, value):
    low, high = interval(student)
    share = (by_factor(value[0], low, 3) + by_factor(value[1], high, 3)) / 2
    return share, "the good interval lies elsewhere, or is of another width"


def _first_is_real(student, value):
    return credit(within(0.002)(value[2], first_loss(student))) == 1


def replayed(student, log):
    """The two rows that are run again: of the better half, which no chaos touches, drawn by the log itself; a row that
    is repeated counts once.
    """
    rows = sorted(map(list, set(map(tuple, log))), key=lambda row: -row[2])
    better = rows[: max(2, len(rows) // 2)]
    seed = hashlib.sha256(f"{student}{json.dumps(log)}".encode()).digest()
    return [better[i] for i in np.random.default_rng(list(seed)).permutation(len(better))[:2]]


def _came_out(student, log):
    """Whether each row that is run again has the loss and the accuracy of its run."""
    found = []
    for rate, seed, accuracy, loss in replayed(student, log):
        run = student, rate, int(seed)
        found.append(real(loss, *run) and abs(accuracy - own_run(*run)[1]) <= SAME_RUN)
    return found


def _log(student, value):
    runs = {(rate, seed) for rate, seed, _, _ in value}
    if any(seed not in hw3.problem(student).seeds for _, seed in runs):
        return 0, "a seed of the log is not one of your five"
    if len(runs) < hw3.FEWEST:
        return 0, f"the log has fewer than {hw3.FEWEST} different runs"
    return sum(_came_out(student, value)) / 2, "a run of the log came out otherwise when it was run again"


def _log_is_real(student, value):
    return all(_came_out(student, value))


def _regret(student, value):
    regret = float(curve(student).max() - accuracies(student, [value[0]]).mean())
    return float(np.clip((NONE - regret) / (NONE - FULL), 0, 1)), "another rate does better on unseen seeds"


def _five_are_real(student, value):
    seed = hw3.drawn(student).seed
    return sum(real(loss, student, value[0], seed + i) for i, loss in enumerate(value[1:])) >= 4


def _overlap(student, value):
    (low, high), (a, b) = np.log(interval(student)), np.log(np.maximum(value[:2], 1e-300))
    share = max(0, min(high, b) - max(low, a)) / (max(high, b) - min(low, a))
    return float(np.clip(share / 0.5, 0, 1)), "less than half of the two intervals is common to both"


def _middle_is_real(student, value):
    return value[0] > 0 and value[1] > 0 and real(value[2], student, middle(*value[:2]))


def _compared(student, value):
    right = "better" if gain(student) > 0 else "worse"
    small = abs(gain(student)) <= SAME
    share = 1 if value[0] == right or (small and value[0] == hw3.WORDS[2]) else 0.5 * (value[0] == hw3.WORDS[2])
    return share, "on unseen seeds, each at its best rate, it comes out otherwise"


def _both_are_real(student, value):
    (constant, peak), (one, other) = value[1:]
    return real(one, student, constant) and real(other, student, peak, cosine=True)


def _factor(student, value):
    share = sum(by_factor(one, doubled(student), 2) for one in value[:2]) / 2
    return share, "the factor is another one"


def _double_is_real(student, value):
    return real(value[3], student, value[2], double=True)


def _question(name, points, asks, worth, proof):
    slips = SLIPS.get(name, ())

    def judge(student, value, cases=None):
        fault = hw3.FORMS[name].fault(value)
        if fault:
            return Mark(0, show(value), asks, fault)
        (share, said), real_run = worth(student, value), proof(student, value)
        if share == 1 and real_run:
            return Mark(1, show(value), asks)
        faults = [said] * (share < 1) + ["the losses are not those of your runs"] * (not real_run)
        slip = next((slip for slip, test, _ in slips if share < 1 and test(student, value)), "")
        return Mark((1 - PROOF) * share + PROOF * real_run, show(value), asks, "; ".join(faults), slip)

    return Question(name, points, asks, judge, slips=tuple((slip, wrong) for slip, _, wrong in slips))


ASKED = (
    ("hw3.1", 2, "the good interval by a factor of 3, and the first loss within 0.2 %", _predicted, _first_is_real),
    (
        "hw3.2",
        3,
        "a log whose runs come out again, within 2 % of the loss and 0.02 of the accuracy",
        _log,
        _log_is_real,
    ),
    ("hw3.3", 4, "a rate within 0.01 of the best accuracy on unseen seeds", _regret, _five_are_real),
    ("hw3.4", 3, "an interval that shares half with the good one on unseen seeds", _overlap, _middle_is_real),
    ("hw3.5", 3, "the sign of the difference, each schedule at its best rate", _compared, _both_are_real),
    ("hw3.6", 2, "both factors within a factor of 2", _factor, _double_is_real),
)
PROOFS = {name: proof for name, _, _, _, proof in ASKED}
QUESTIONS = (
    *(_question(*one) for one in ASKED),
    Question("hw3.7", 3, "a report with a number, its condition, its seeds and its limit"),
)
