"""The runs of this lesson: starts on losses with one minimum or several, and the digits with momentum."""

import numpy as np

from ... import diagnosis
from ...diagnosis.metrics import LEARNED, accuracies
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import pairs, train
from ..image_classifier import BATCH, EPOCHS, network
from ..run_cache import cached_run
from ..too_large import wells

VALLEY = (1, 10)  # curvatures of the lesson's bowl, the flat direction's first
BETA = 0.9  # the momentum that the lesson tries
SEEDS = range(10)
STARTS = 10
SHARES = np.r_[np.geomspace(0.03, 0.95, 30), np.linspace(1.05, 2, 10)]  # of the limit: 30 rates below, 10 above
LIMIT = diagnosis.stability_limit(surfaces.wavy(), sgd())  # at the deepest minimum
RATES = LIMIT * SHARES


def arrived(runs):
    """Return which runs on a surface of one parameter ended within 0.01 of the deepest minimum, at rest: (rates,
    starts), bool.
    """
    x, before = runs.path[:, -1, 0], runs.path[:, -2, 0]
    with np.errstate(invalid="ignore"):
        there = (np.abs(x - runs.problem.minimum[0]) < 0.01) & (np.abs(x - before) < 0.01)
    return there.reshape(len(np.unique(runs.lr)), -1)


def from_all(surface, starts, rates=RATES, steps=600):
    """Train from every start at every rate on `surface(start=…)`; returns Runs, the starts of the first rate first."""
    lr, start = pairs(rates, starts)
    return train(surface(start=start), sgd(), lr=lr, steps=steps)


def bowl(start):
    """Return a surface of one minimum, as curved as the deepest one of the wavy surface."""
    return surfaces.quadratic(surfaces.wavy().curvatures, start=start)


def two_wells(curvatures, seed):
    """Return how many of ten starts, drawn from a seed, each rate takes to the deep one of two wells: (rates,).

    The starts lie in or near the wells, which are those of lesson too_large. `curvatures` are the deep well's and the
    shallow one's, the rates are SHARES of the deep well's limit.
    """
    deep, shallow = -np.sqrt(8 / curvatures[0]), np.sqrt(4 / curvatures[1])  # where the bottoms lie
    starts = np.random.default_rng(seed).uniform(1.2 * deep, 1.2 * shallow, STARTS)
    rates = SHARES * 2 / curvatures[0]
    return arrived(from_all(lambda start: wells(curvatures, start), starts, rates)).sum(axis=1)


@cached_run
def digits_with(momentum, rates, seeds=SEEDS, epochs=EPOCHS):
    """Train the classifier of lesson image_classifier at a rate or several; returns a list of Runs, one a seed."""
    steps = epochs * (network().n // BATCH)
    return [
        train(network(), sgd(momentum), rates, steps, batch_size=BATCH, seed=seed, evaluate_every=epochs)
        for seed in seeds
    ]


def seeds_that_learn(momentum, rates, seeds=SEEDS):
    """Return how many of the seeds reach a validation accuracy of 0.9 at each rate: (rates,)."""
    return (accuracies(digits_with(momentum, rates, seeds)) > LEARNED).sum(axis=0)
