"""hw3, tuning: what each rate is worth on seeds that nobody has seen, and whether a student's own runs are real.

Each answer holds losses of the student's own runs, which are run again: what is copied from others fails there.
"""

import hashlib
import json
from functools import lru_cache

import numpy as np

from ..homework import chance, hw3
from ..homework.fields import show
from .judging import credit, within
from .questions import Mark, Question

PROOF = 0.25  # of the points, for losses that are those of the student's runs
FULL, NONE = 0.01, 0.05  # regret in accuracy
SAME = 0.01  # a difference of accuracies that is none
SAME_RUN = 0.02  # a difference of accuracies that a run may have when it is run again

GRID = np.geomspace(0.02, 2.4, 13)  # rates times the unit
UNSEEN = 5  # seeds
CLOSE = 0.02  # of a loss that is run again


def unseen_seeds(student):
    """Seeds that no student has."""
    first = 2_000_000 + int(1e6 * chance("hw3", student, "unseen"))
    return range(first, first + UNSEEN)


def accuracies(student, rates, double=False, cosine=False):
    """Test accuracies (seeds, rates) on the unseen seeds."""
    found = []
    for seed in unseen_seeds(student):
        runs = hw3.trained(student, rates, seed, double, cosine)
        found.append(runs.problem.accuracy(runs.params, "test"))
    return np.array(found)


@lru_cache(maxsize=256)
def curve(student, double=False, cosine=False):
    """Mean test accuracy (rates,) at each rate of the grid, each averaged with its neighbours: less is left to luck."""
    mean = accuracies(student, GRID / hw3.parameters(student).unit, double, cosine).mean(axis=0)
    return np.convolve(np.r_[mean[0], mean, mean[-1]], [0.25, 0.5, 0.25], "valid")


@lru_cache(maxsize=256)
def interval(student, double=False):
    """(lowest, highest) rate whose accuracy is within GOOD of the best, between the grid's rates in proportion."""
    fine = np.linspace(*np.log(GRID[[0, -1]]), 1000)
    values = np.interp(fine, np.log(GRID), curve(student, double))
    good = np.flatnonzero(values >= values.max() - hw3.GOOD)
    return tuple(np.exp(fine[good[[0, -1]]]) / hw3.parameters(student).unit)


def middle(low, high):
    """The geometric mean."""
    return float(np.sqrt(low * high))


@lru_cache(maxsize=4096)
def own_run(student, rate, seed=None, double=False, cosine=False):
    """(training loss, validation accuracy) of a student's run at its end."""
    seed = hw3.parameters(student).seed if seed is None else seed
    runs = hw3.trained(student, rate, seed, double, cosine)
    return float(runs.train_loss[0, -1]), float(runs.validation_accuracy[0, -1])


def own_loss(student, *run, **how):
    """The training loss of a student's run at its end."""
    return own_run(student, *run, **how)[0]


def real(given, *run, **how):
    """Whether a loss is that of this run."""
    return credit(within(CLOSE)(given, own_loss(*run, **how))) == 1


def off(given, right):
    """By which factor two numbers above 0 differ, from 1 up."""
    return float(np.exp(abs(np.log(max(given, 1e-300) / right))))


def by_factor(given, right, factor):
    """All for numbers within a factor, half within its square."""
    return 1 if off(given, right) <= factor else 0.5 if off(given, right) <= factor**2 else 0


def first_loss(student):
    """The loss on all training data before the first step, at the student's first seed."""
    net = hw3.network(student)
    return float(net.evaluate(net.start(hw3.parameters(student).seed)[None], net.data.x_train, net.data.y_train)[0][0])


@lru_cache(maxsize=256)
def gain(student):
    """Accuracy of the best cosine minus that of the best constant rate."""
    return float(curve(student, cosine=True).max() - curve(student).max())


@lru_cache(maxsize=256)
def doubled(student):
    """By which factor the middle of the good interval moves when the batch doubles."""
    return middle(*interval(student, True)) / middle(*interval(student))


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
    seed = hw3.parameters(student).seed
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


# Slips: misconceptions, how an answer shows them, and an answer that does


def _unit_forgotten(student, low, high):
    """Whether rates are those of the plain loss, as if the unit were 1."""
    unit = hw3.parameters(student).unit
    return all(off(one, right * unit) <= 3 for one, right in zip((low, high), interval(student)))


def _unit_upside_down(student, low, high):
    unit = hw3.parameters(student).unit
    return all(off(one, right * unit**2) <= 3 for one, right in zip((low, high), interval(student)))


def _at(student, power):
    """The right interval times a power of the unit."""
    return [float(rate * hw3.parameters(student).unit ** power) for rate in interval(student)]


def _five(student, rate):
    return [rate, *(own_loss(student, rate, hw3.parameters(student).seed + i) for i in range(5))]


def _swept(student, power):
    low, high = _at(student, power)
    return [low, high, own_loss(student, middle(low, high))]


def _one_rate(student, cases):
    rate = middle(*interval(student))
    losses = [own_loss(student, rate), own_loss(student, rate, cosine=True)]
    return ["worse" if gain(student) > 0 else "better", [rate, rate], losses]


def _turned(student, cases):
    rate = middle(*interval(student, True))
    return [1 / doubled(student), 1 / doubled(student), rate, own_loss(student, rate, double=True)]


PLAIN = "the unit of the loss left out: a rate times a gradient ten times as large goes ten times as far"
UPSIDE = "multiplied by the unit, not divided"
SLIPS = {  # question: of (name, whether a value shows it, a value that shows it)
    "hw3.1": (
        (PLAIN, lambda s, v: _unit_forgotten(s, *v[:2]), lambda s, cases: [*_at(s, 1), first_loss(s)]),
        (UPSIDE, lambda s, v: _unit_upside_down(s, *v[:2]), lambda s, cases: [*_at(s, 2), first_loss(s)]),
    ),
    "hw3.3": (
        (PLAIN, lambda s, v: _unit_forgotten(s, v[0], v[0]), lambda s, cases: _five(s, middle(*_at(s, 1)))),
        (
            "beyond the largest good rate",
            lambda s, v: v[0] > interval(s)[1],
            lambda s, cases: _five(s, 2 * interval(s)[1]),
        ),
    ),
    "hw3.4": ((PLAIN, lambda s, v: _unit_forgotten(s, *v[:2]), lambda s, cases: _swept(s, 1)),),
    "hw3.5": (("both at one rate: a cosine needs a larger peak", lambda s, v: off(*v[1]) < 1.05, _one_rate),),
    "hw3.6": (
        (
            "the factor turned round: a larger batch bears a larger rate",
            lambda s, v: off(v[1] * doubled(s), 1) <= 1.2,
            _turned,
        ),
    ),
}


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
