"""Runs behind the article's table: when each rate arrives on the digits, where seeds fail, what overshoots."""

import numpy as np

from ... import diagnosis
from ...diagnosis.metrics import LEARNED, accuracies
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from .. import SEEDS
from ..image_classifier import RATES, run, sweep
from ..run_cache import cached_run

# The table's three rates on the digits: after a look at the validation images of the seeds 0 to 4 (lesson
# image_classifier) we called 0.6, from the middle of the good ones, optimal, a twelfth of it small, and 2, where none
# learns, large. So these seeds do not judge them: the claims use others.
SMALL, OPTIMAL, LARGE = 0.05, 0.6, 2
FRESH = 100  # the claims' first seed
LARGER = (0.8, 1, 1.2, 1.5, 2)  # rates above the optimal; beyond 1 they are not good
SLOW = (0.05, 0.1, 0.2)  # rates that need more than the sweep's 12 epochs
BUDGET = 80  # epochs that they and LARGE get
TARGET = 0.1  # training loss at which a seed has arrived
GOOD = 0.01  # a rate is good whose median validation accuracy is within this of the best rate's
CURVATURES = np.arange(1.0, 11.0)  # ten directions


@cached_run
def _long_runs(seed):
    return run(seed, (*SLOW, LARGE), epochs=BUDGET)


def long_runs(seeds=SEEDS):
    """Return the runs at the slow rates and at LARGE over 80 epochs: a Runs for each seed."""
    return tuple(_long_runs(seed) for seed in seeds)


def arrivals(seeds=SEEDS, rates=RATES):
    """Return the epochs (seeds, rates) until the training loss is below 0.1.

    It is inf where that takes more than 12 epochs, for the slow rates and LARGE more than 80.
    """
    rows = []
    for short, long in zip(sweep(seeds), long_runs(seeds)):
        curves = [(long if rate in (*SLOW, LARGE) else short) for rate in rates]
        below = [runs.train_loss[runs.at(rate)] < TARGET for runs, rate in zip(curves, rates)]
        rows.append([mask.argmax() if mask.any() else np.inf for mask in below])
    return np.array(rows, float)


def good_rates(seeds=SEEDS):
    """Return the rates (rates,) whose median validation accuracy after 12 epochs is within 0.01 of the best rate's."""
    middle = np.median(accuracies(sweep(seeds)), axis=0)
    return np.array(RATES)[middle >= middle.max() - GOOD - 1e-9]


def first_failure(seeds=SEEDS):
    """Return the lowest rate above OPTIMAL at which some seed stays below 0.9 in validation accuracy."""
    fails = (accuracies(sweep(seeds)) < LEARNED).any(axis=0) & (np.array(RATES) > OPTIMAL)
    return np.array(RATES)[fails].min()


def fresh(seeds):
    """Return the seeds that judge, for a claim's seeds 0, 1, …: 100, 101, …."""
    return tuple(FRESH + seed for seed in seeds)


def level(margin):
    """Return a rate's stability in the table's words, from its distance to the first failure as a factor."""
    return "high" if margin >= 10 else "moderate" if margin > 1 else "low"


def thresholds(bowl, optimizer, steps=30):
    """Return the lowest of 2001 rates at which each direction (directions,) steps past its minimum within 30 steps."""
    rates = np.geomspace(1e-3, 2, 2001)
    path = train(bowl, optimizer, lr=rates, steps=steps).path  # (rates, steps + 1, directions)
    return rates[(path[:, 1:] * path[:, :-1] < 0).any(axis=1).argmax(axis=0)]


def table_rates():
    """Return three rates for the bowl with CURVATURES: a small one, the best one, and one 10 % beyond the limit."""
    limit = diagnosis.stability_limit(surfaces.quadratic(CURVATURES), sgd())
    return 0.25 * limit, 2 / (CURVATURES[0] + CURVATURES[-1]), 1.1 * limit
