"""The runs of this lesson: Prodigy (claim 35), DoG (37) and Polyak's step (51) as they stand, an unknown budget (36),
hypergradient descent from any first rate (38), Schedule-Free without a schedule (39, 52), Muon beside Adam (40).

All train one hidden layer of 32 ReLU units on the 600 digits, with minibatches of 64, the same for every method, and
try what is left to choose on a grid of 17 values.
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

UNITS = 32  # of the hidden layer
EPOCHS, LONG = 20, 80  # of a training, and of a long one
FIVE = tuple(range(5))
WITHIN = 0.01  # of the best median accuracy: a good choice, as in searching
BETA = 0.1  # of hypergradient descent
FIRST_RATES = tuple(np.geomspace(1e-6, 1, 7))  # from which hypergradient descent is followed
ADVISED = 1e-4  # DoG's first distance where its rate does not come up, by its authors; otherwise 1e-6


@cached_run
def classifier():
    """Return the network of this lesson: 600 digits, one hidden layer of UNITS ReLU units."""
    return networks.mlp(data.digits(), (UNITS,))


METHODS = {  # what is left to choose runs over these grids; Muon's larger rates are chaotic
    "SGD": (sgd(), np.geomspace(0.001, 10, 17)),
    "Adam": (adam(), np.geomspace(1e-4, 1, 17)),
    "Polyak": (polyak(), np.geomspace(0.02, 20, 17)),
    "hypergradient": (hypergradient(BETA), np.geomspace(1e-6, 1, 17)),
    "DoG": (dog(), np.geomspace(0.01, 100, 17)),
    "Prodigy": (prodigy(), np.geomspace(0.005, 5, 17)),
    "Schedule-Free": (schedule_free(), np.geomspace(0.01, 100, 17)),
    "Schedule-Free AdamW": (schedule_free_adamw(), np.geomspace(1e-4, 1, 17)),
    "Muon": (muon((64, UNITS, 10)), np.geomspace(4.2e-4, 0.42, 17)),
}
STEPS = EPOCHS * (600 // 64)
RIVALS = {f"{name} with a cosine": METHODS[name] for name in ("SGD", "Adam")}  # on the same grids as without
SCHEDULES = {  # all others are at a constant rate
    "Schedule-Free AdamW": warmup(20),  # as its authors have it
    "SGD with a cosine": cosine(STEPS),
    "Adam with a cosine": warmup(20, cosine(STEPS - 20)),
}


def chosen_from(method):
    """Return the grid of what is left to choose with one of METHODS or RIVALS (values,)."""
    return (METHODS | RIVALS)[method][1]


@cached_run
def trained(method, seed):
    """Train with one of METHODS or RIVALS from one seed, once for each value of what is left to choose; return Runs."""
    optimizer, grid = (METHODS | RIVALS)[method]
    options = dict(batch_size=64, schedule=SCHEDULES.get(method), evaluate_every=EPOCHS)
    return train(classifier(), optimizer, grid, STEPS, seed=seed, **options)


def ends(method, seeds):
    """Return what a method has learned, a list of (values, size), one per seed; for both Schedule-Free the mean
    iterate.
    """
    runs = (trained(method, seed) for seed in seeds)
    return [learned(one) if method.startswith("Schedule-Free") else one.params for one in runs]


@cached_run
def accuracies(method, seeds=FIVE):
    """Return the validation accuracy at the end (seeds, values)."""
    return np.array([classifier().accuracy(params, "validation") for params in ends(method, seeds)])


@cached_run
@np.errstate(all="ignore")
def losses(method, seeds=FIVE):
    """Return the median training loss at the end (values,)."""
    problem = classifier()
    digits = problem.data
    found = [problem.evaluate(params, digits.x_train, digits.y_train)[0] for params in ends(method, seeds)]
    return np.median(found, axis=0)


def good(method, seeds=FIVE):
    """Return the best median accuracy, the value that gives it, and the lowest and the highest good value."""
    grid, median = chosen_from(method), np.median(accuracies(method, seeds), axis=0)
    near = grid[median >= median.max() - WITHIN]
    return median.max(), grid[median.argmax()], near[0], near[-1]


def decades(method, seeds=FIVE):
    """Return how wide the good range is, in decades, from its lowest to its highest value on the grid."""
    _, _, low, high = good(method, seeds)
    return np.log10(high / low)


@cached_run
def alone(method, epochs, seeds=FIVE):
    """Return the median validation accuracy of Polyak, DoG or Prodigy at factor 1, as in its formula, after so many
    epochs.
    """
    options = dict(batch_size=64, evaluate_every=epochs)
    runs = [train(classifier(), METHODS[method][0], 1.0, epochs * (600 // 64), seed=seed, **options) for seed in seeds]
    return float(np.median([run.validation_accuracy[0, -1] for run in runs]))


@cached_run
def tuned_long(seeds=FIVE):
    """Return the best median validation accuracy of SGD after 80 epochs, of the three rates that are good after 20."""
    options = dict(batch_size=64, evaluate_every=LONG)
    rates = METHODS["SGD"][1][10:13]
    runs = [train(classifier(), sgd(), rates, LONG * (600 // 64), seed=seed, **options) for seed in seeds]
    return float(np.median([run.validation_accuracy[:, -1] for run in runs], axis=0).max())


@optimizer
class averaged_dog(dog):
    """Follow DoG, and keep the mean of its iterates that its authors take, with weights that grow as step⁸ (Shamir and
    Zhang 2013).
    """

    def init(self, params):
        return super().init(params), params.copy(), 0

    def update(self, params, grad, state, lr):
        inner, mean, t = state
        params, inner = super().update(params, grad, inner, lr)
        return params, (inner, mean + 9 / (9 + t) * (params - mean), t + 1)


@cached_run
def dog_advised(seeds=FIVE):
    """Return the median validation accuracy of DoG after 20 epochs as its authors advise where its rate does not come
    up: of the mean of its iterates, from a first distance a hundred times as long.
    """
    problem, found = classifier(), []
    for seed in seeds:
        runs = train(problem, averaged_dog(ADVISED), 1.0, STEPS, batch_size=64, seed=seed, evaluate_every=EPOCHS)
        ((_, mean, _),) = runs.state
        found.append(problem.accuracy(mean, "validation"))
    return float(np.median(found))


BUDGETS = 4, 12, EPOCHS  # epochs
BUDGET_RATE, BUDGET_BATCH = 0.5, 8
FALL = 5  # the last of so many parts of a budget, over which a constant rate falls


@cached_run
def by_budget(epochs, seeds=FIVE):
    """Return the median validation accuracy of SGD after so many epochs, {kind: accuracy}: of a cosine for that budget,
    of one planned for 20 epochs and stopped, and of a constant rate that falls along a line over the last fifth.
    """
    epoch = 600 // BUDGET_BATCH
    steps = epochs * epoch
    schedules = {
        "cosine, budget known": cosine(steps),
        "cosine for 20 epochs, stopped": cosine(EPOCHS * epoch),
        "constant, then decay": stable(steps - steps // FALL, polynomial(steps // FALL)),
    }
    found = {}
    for kind, schedule in schedules.items():
        options = dict(batch_size=BUDGET_BATCH, schedule=schedule, evaluate_every=epochs)
        runs = [train(classifier(), sgd(), BUDGET_RATE, steps, seed=seed, **options) for seed in seeds]
        found[kind] = float(np.median([run.validation_accuracy[0, -1] for run in runs]))
    return found


@cached_run
def rates_by_step(first, beta=BETA, seed=0, every=10):
    """Return the rate of hypergradient descent, its first rate and what it has gained since, after every so many steps
    (firsts, steps / every).
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
    """Return DoG's rate after every tenth step (steps / 10,), from the distances and gradients of its own run."""
    problem, optimizer, runs, found = classifier(), dog(), None, []
    for _ in range(LONG * (600 // 64) // 10):
        begin = {} if runs is None else {"start": runs}
        runs = train(problem, optimizer, 1.0, 10, batch_size=64, seed=seed, evaluate_every=LONG, **begin)
        ((_, farthest, total),) = runs.state
        found.append(float(farthest[0, 0] / np.sqrt(total[0, 0])))
    return np.array(found)
