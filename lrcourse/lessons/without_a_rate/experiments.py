"""Prodigy (35), DoG (37) and Polyak's step (51) as they stand, an unknown budget (36), hypergradient descent from any
first rate (38), Schedule-Free without a schedule (39, 52), Muon beside Adam (40).

All on the classifier of lesson image_classifier, with minibatches of 64, the same for every method, and what is left to
choose on a grid of 17.
"""

import numpy as np

from ... import data
from ...engine import networks
from ...engine.muon import muon
from ...engine.optimizers import adam, optimizer, sgd
from ...engine.rate_free import dog, hypergradient, learned, polyak, prodigy, schedule_free, schedule_free_adamw
from ...engine.schedules import cosine, polynomial, stable, warmup
from ...engine.training import train
from ..run_cache import cached_run

EPOCHS, LONG = 20, 80
FIVE = tuple(range(5))
WITHIN = 0.01  # of the best median accuracy: a good choice, as in lesson searching


@cached_run
def classifier():
    """600 digits, 32 ReLU units."""
    return networks.mlp(data.digits())


METHODS = {  # what is left to choose runs over these grids; Muon's larger rates are chaotic
    "SGD": (sgd(), np.geomspace(0.001, 10, 17)),
    "Adam": (adam(), np.geomspace(1e-4, 1, 17)),
    "Polyak": (polyak(), np.geomspace(0.02, 20, 17)),
    "hypergradient": (hypergradient(beta=0.1), np.geomspace(1e-6, 1, 17)),
    "DoG": (dog(), np.geomspace(0.01, 100, 17)),
    "Prodigy": (prodigy(), np.geomspace(0.005, 5, 17)),
    "Schedule-Free": (schedule_free(), np.geomspace(0.01, 100, 17)),
    "Schedule-Free AdamW": (schedule_free_adamw(), np.geomspace(1e-4, 1, 17)),
    "Muon": (muon((64, 32, 10)), np.geomspace(4.2e-4, 0.42, 17)),
}
STEPS = EPOCHS * (600 // 64)
RIVALS = {f"{name} with a cosine": METHODS[name] for name in ("SGD", "Adam")}  # on the same grids as without
SCHEDULES = {  # all others are at a constant rate
    "Schedule-Free AdamW": warmup(20),  # as its authors have it
    "SGD with a cosine": cosine(STEPS),
    "Adam with a cosine": warmup(20, cosine(STEPS - 20)),
}


def chosen_from(method):
    """The grid of what is left to choose with one of METHODS or RIVALS (values,)."""
    return (METHODS | RIVALS)[method][1]


@cached_run
def trained(method, seed):
    """One seed's runs with one of METHODS or RIVALS, one for each value of what is left to choose."""
    optimizer, grid = (METHODS | RIVALS)[method]
    options = dict(batch_size=64, schedule=SCHEDULES.get(method), evaluate_every=EPOCHS)
    return train(classifier(), optimizer, grid, STEPS, seed=seed, **options)


def ends(method, seeds):
    """What a method has learned, seed by seed: (values, size); of both Schedule-Free the mean of all iterates."""
    runs = (trained(method, seed) for seed in seeds)
    return [learned(one) if method.startswith("Schedule-Free") else one.params for one in runs]


@cached_run
def accuracies(method, seeds=FIVE):
    """Validation accuracy at the end (seeds, values)."""
    return np.array([classifier().accuracy(params, "validation") for params in ends(method, seeds)])


@cached_run
@np.errstate(all="ignore")
def losses(method, seeds=FIVE):
    """Median training loss at the end (values,)."""
    problem = classifier()
    digits = problem.data
    found = [problem.evaluate(params, digits.x_train, digits.y_train)[0] for params in ends(method, seeds)]
    return np.median(found, axis=0)


def good(method, seeds=FIVE):
    """(best median accuracy, the value that gives it, lowest and highest good value)."""
    grid, median = chosen_from(method), np.median(accuracies(method, seeds), axis=0)
    near = grid[median >= median.max() - WITHIN]
    return median.max(), grid[median.argmax()], near[0], near[-1]


def decades(method, seeds=FIVE):
    """How wide the good range is, in decades, from its lowest to its highest value on the grid."""
    _, _, low, high = good(method, seeds)
    return np.log10(high / low)


@cached_run
def alone(method, epochs, seeds=FIVE):
    """Median validation accuracy of Polyak, DoG or Prodigy as in the formula, at factor 1, after so many epochs."""
    options = dict(batch_size=64, evaluate_every=epochs)
    runs = [train(classifier(), METHODS[method][0], 1.0, epochs * (600 // 64), seed=seed, **options) for seed in seeds]
    return float(np.median([run.validation_accuracy[0, -1] for run in runs]))


@cached_run
def tuned_long(seeds=FIVE):
    """Best median validation accuracy of SGD after 80 epochs, of the three rates that are good after 20."""
    options = dict(batch_size=64, evaluate_every=LONG)
    rates = METHODS["SGD"][1][10:13]
    runs = [train(classifier(), sgd(), rates, LONG * (600 // 64), seed=seed, **options) for seed in seeds]
    return float(np.median([run.validation_accuracy[:, -1] for run in runs], axis=0).max())


@optimizer
class averaged_dog(dog):
    """DoG, and beside it the mean of its iterates that its authors take, with weights that grow as step⁸."""

    def init(self, params):
        return super().init(params), params.copy(), 0

    def update(self, params, grad, state, lr):
        inner, mean, t = state
        params, inner = super().update(params, grad, inner, lr)
        return params, (inner, mean + 9 / (9 + t) * (params - mean), t + 1)


@cached_run
def dog_advised(seeds=FIVE):
    """Median validation accuracy of DoG after 20 epochs as its authors advise where its rate does not come up: the mean
    of its iterates, from a first distance a hundred times as long.
    """
    problem, found = classifier(), []
    for seed in seeds:
        runs = train(problem, averaged_dog(1e-4), 1.0, STEPS, batch_size=64, seed=seed, evaluate_every=EPOCHS)
        ((_, mean, _),) = runs.state
        found.append(problem.accuracy(mean, "validation"))
    return float(np.median(found))


BUDGETS = 4, 12, EPOCHS


@cached_run
def by_budget(epochs, seeds=FIVE):
    """Median validation accuracy of SGD at 0.5 after so many epochs, batches of 8: {kind: accuracy} of a cosine for
    that budget, one planned for 20 epochs and stopped, and a constant rate whose last fifth falls along a line.
    """
    epoch = 600 // 8
    steps = epochs * epoch
    schedules = {
        "cosine, budget known": cosine(steps),
        "cosine for 20 epochs, stopped": cosine(EPOCHS * epoch),
        "constant, then decay": stable(steps - steps // 5, polynomial(steps // 5)),
    }
    found = {}
    for kind, schedule in schedules.items():
        options = dict(batch_size=8, schedule=schedule, evaluate_every=epochs)
        runs = [train(classifier(), sgd(), 0.5, steps, seed=seed, **options) for seed in seeds]
        found[kind] = float(np.median([run.validation_accuracy[0, -1] for run in runs]))
    return found


@cached_run
def rates_by_step(first, beta=0.1, seed=0, every=10):
    """The rate of hypergradient descent at every tenth step (firsts, steps / 10): what it is told, and what it has
    gained.
    """
    optimizer, problem = hypergradient(beta), classifier()
    runs, found = None, []
    for _ in range(STEPS // every):
        begin = {} if runs is None else {"start": runs}
        runs = train(problem, optimizer, first, every, batch_size=64, seed=seed, evaluate_every=EPOCHS, **begin)
        ((_, gained),) = runs.state
        found.append(runs.lr + gained[:, 0])
    return np.stack(found, axis=1)


@cached_run
def dog_rates(seed=0):
    """DoG's rate by step (steps,), from the distances and gradients of its own run: how it comes up from 1e-6."""
    problem, optimizer, runs, found = classifier(), dog(), None, []
    for _ in range(LONG * (600 // 64) // 10):
        begin = {} if runs is None else {"start": runs}
        runs = train(problem, optimizer, 1.0, 10, batch_size=64, seed=seed, evaluate_every=LONG, **begin)
        ((_, farthest, total),) = runs.state
        found.append(float(farthest[0, 0] / np.sqrt(total[0, 0])))
    return np.array(found)
