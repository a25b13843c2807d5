"""hw3: what rates are worth on seeds that nobody has seen, and a student's own runs, run again."""

from functools import lru_cache

import numpy as np

from ..homework import chance, hw3
from .judging import credit, within

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
    mean = accuracies(student, GRID / hw3.drawn(student).unit, double, cosine).mean(axis=0)
    return np.convolve(np.r_[mean[0], mean, mean[-1]], [0.25, 0.5, 0.25], "valid")


@lru_cache(maxsize=256)
def interval(student, double=False):
    """(lowest, highest) rate whose accuracy is within GOOD of the best, between the grid's rates in proportion."""
    fine = np.linspace(*np.log(GRID[[0, -1]]), 1000)
    values = np.interp(fine, np.log(GRID), curve(student, double))
    good = np.flatnonzero(values >= values.max() - hw3.GOOD)
    return tuple(np.exp(fine[good[[0, -1]]]) / hw3.drawn(student).unit)


def middle(low, high):
    """The geometric mean."""
    return float(np.sqrt(low * high))


@lru_cache(maxsize=4096)
def own_run(student, rate, seed=None, double=False, cosine=False):
    """(training loss, validation accuracy) of a student's run at its end."""
    seed = hw3.drawn(student).seed if seed is None else seed
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
    return float(net.evaluate(net.start(hw3.drawn(student).seed)[None], net.data.x_train, net.data.y_train)[0][0])


@lru_cache(maxsize=256)
def gain(student):
    """Accuracy of the best cosine minus that of the best constant rate."""
    return float(curve(student, cosine=True).max() - curve(student).max())


@lru_cache(maxsize=256)
def doubled(student):
    """By which factor the middle of the good interval moves when the batch doubles."""
    return middle(*interval(student, True)) / middle(*interval(student))
