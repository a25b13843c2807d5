"""Runs by four methods: on a ravine, on the digits with their loss changed, at thirteen rates, and on Reddi's slope."""

from dataclasses import dataclass

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ...engine import surfaces
from ...engine.optimizers import adagrad, adam, rmsprop, sgd
from ...engine.rate_free import polyak
from ...engine.training import train
from .. import SEEDS
from ..image_classifier import BATCH, EPOCHS, network
from ..run_cache import cached_run

METHODS = {"gradient descent": sgd(), "AdaGrad": adagrad(), "RMSprop": rmsprop(), "Adam": adam()}
CHAOTIC = ("optimizer = RMSprop",)  # frames that differ between kinds of CPU
RATES = (0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2)
DEFAULT = 0.001  # Adam's, in every library of the lesson's last table
GOOD = {
    "gradient descent": 0.2,
    "AdaGrad": 0.05,
    "RMSprop": 0.01,
    "Adam": 0.02,
}  # inside the good range of each, on the digits
CHANGES = {
    "as it is": (1, 0),
    "loss × 1000": (1000, 0),
    "loss + 1000": (1, 1000),
    "loss × 1e-8": (1e-8, 0),
}  # times, plus
STEPS = EPOCHS * (600 // BATCH)
POLYAK = 0.1  # times Polyak's step is what the control takes
FLAT, STIFF = 1, 30  # curvatures of the ravine
RAVINE_RATES = {"gradient descent": 0.05, "AdaGrad": 3, "RMSprop": 0.05, "Adam": 0.3}


def on_ravine(method, times, steps=100):
    """Train by one of METHODS on the ravine, its loss being multiplied by `times`."""
    ravine = surfaces.ravine(curvatures=(FLAT * times, STIFF * times))
    return train(ravine, METHODS[method], lr=RAVINE_RATES[method], steps=steps)


@dataclass(frozen=True, eq=False)
class Changed:
    """Change a network's loss L to times · L + plus, arrays (runs,), for `train`; evaluations stay those of L."""

    problem: object
    times: np.ndarray
    plus: np.ndarray

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.problem, name)

    def loss_and_grad(self, params, batch=None):
        """Return times · L + plus (runs,), and its gradient (runs, size)."""
        loss, grad = self.problem.loss_and_grad(params, batch)
        return self.times * loss + self.plus, self.times[:, None] * grad


def sweep(method, seeds=SEEDS):
    """Return the runs of the digits' network by one of METHODS at all RATES, EPOCHS each: a Runs for each seed."""
    return tuple(_all_rates(method, seed) for seed in seeds)


@cached_run
def _all_rates(method, seed):
    return _digits(network(), METHODS[method], RATES, seed)


def _digits(problem, optimizer, rates, seed, evaluate_every=EPOCHS):
    return train(problem, optimizer, lr=rates, steps=STEPS, batch_size=BATCH, seed=seed, evaluate_every=evaluate_every)


@cached_run
def changed(method, seed):
    """Train by one of METHODS at its GOOD rate, or by a tenth of Polyak's step: a run for each of CHANGES."""
    times, plus = np.array(list(CHANGES.values()), float).T
    optimizer, rate = (polyak(), POLYAK) if method == "Polyak" else (METHODS[method], GOOD[method])
    return _digits(Changed(network(), times, plus), optimizer, [rate] * len(CHANGES), seed)


def moved(method, seed, change):
    """Return the largest difference of a weight at the end between two `changed` runs: as it is, and with `change`."""
    return np.abs(np.diff(changed(method, seed).params[[0, list(CHANGES).index(change)]], axis=0)).max()


def good_range(accuracy):
    """Return the (lowest, highest) rate with an accuracy (rates,) of LEARNED or more, interpolated between RATES.

    The accuracy is to have one peak, inside the sweep. NaN, NaN if no rate is good.
    """
    logs, good = np.log10(RATES), np.flatnonzero(accuracy >= LEARNED)
    if not len(good):
        return np.nan, np.nan
    first, last = good[0], good[-1]
    ends = [(first, max(first - 1, 0)), (last, min(last + 1, len(RATES) - 1))]
    return tuple(10 ** (logs[i] + (logs[j] - logs[i]) * _share(accuracy[i], accuracy[j])) for i, j in ends)


def _share(inside, outside):
    return (inside - LEARNED) / (inside - outside) if inside > outside else 0.0


def decades(method, seeds=SEEDS):
    """Return the width of the good range in decades, of each seed (seeds,), by accuracy on the validation images."""
    return np.array([np.log10(high / low) for low, high in map(good_range, accuracies(sweep(method, seeds)))])


def median_decades(method, seeds=SEEDS):
    """Return the median of `decades`, to the nearest twentieth."""
    return round(20 * np.median(decades(method, seeds))) / 20


REDDI_STEPS, REDDI_RATE = 3000, 0.5  # the rate at step t is REDDI_RATE/√t
REDDI_ADAM = adam(beta1=0, beta2=0.1)  # as in Reddi et al. 2018, Theorem 1, with C = 3


def reddi(optimizer, steps=REDDI_STEPS):
    """Return the path (steps + 1,) from 0 on Reddi's example: gradient 3 at every third step, else −1.

    It is kept in [−1, 1], and its optimum is −1.
    """
    x, state, path = np.zeros((1, 1)), optimizer.init(np.zeros((1, 1))), [0.0]
    for t in range(1, steps + 1):
        x, state = optimizer.update(x, np.full((1, 1), 3.0 if t % 3 == 1 else -1.0), state, REDDI_RATE / np.sqrt(t))
        x = np.clip(x, -1, 1)
        path.append(x.item())
    return np.array(path)


def own_rates(seed, steps=30):
    """Return how much Adam's divisors differ between weights: their 90 % quantile over the 10 % one, after full-batch
    steps on the digits.
    """
    params, optimizer = network().start(seed)[None], adam()
    state = optimizer.init(params)
    for _ in range(steps):
        grad = network().loss_and_grad(params)[1]
        params, state = optimizer.update(params, grad, state, GOOD["Adam"])
    divisor = np.sqrt(state[1][state[1] > 0])
    return np.quantile(divisor, 0.9) / np.quantile(divisor, 0.1)


def equal_losses():
    """Return the longest over the shortest first step from 360 points of the ravine with equal losses."""
    turn = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    around = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    around /= np.sqrt(surfaces.ravine()(around))[:, None]
    steps = np.linalg.norm(np.diff(train(surfaces.ravine(start=around), sgd(), lr=0.01, steps=1).path, axis=1), axis=2)
    return steps.max() / steps.min()


def divisors_by_epoch(seed):
    """Return the median of Adam's divisors over the weights that had a gradient, after each epoch (EPOCHS,) on the
    digits.
    """
    optimizer, runs, medians = adam(), None, []
    for _ in range(EPOCHS):
        runs = train(
            network(),
            optimizer,
            lr=GOOD["Adam"],
            steps=STEPS // EPOCHS,
            batch_size=BATCH,
            seed=seed,
            evaluate_every=EPOCHS,
            start=runs,
        )
        ((_, v, t),) = runs.state
        medians.append(np.median(np.sqrt(v[v > 0] / (1 - optimizer.beta2**t))))
    return np.array(medians)
