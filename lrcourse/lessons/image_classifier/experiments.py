"""The classifier of handwritten digits, its runs at all rates, and the classifiers that it is compared with."""

import numpy as np

from ... import data
from ...diagnosis.metrics import firing
from ...engine import networks
from ...engine.optimizers import sgd
from ...engine.training import train
from .. import SEEDS
from ..run_cache import cached_run

RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.5, 2, 3)
BATCH = 32
EPOCHS = 12  # after more, chaos at the rates from 1.2 on makes the numbers differ between machines
FOUR = (0.001, 0.06, 0.6, 2)  # far too small, a tenth of a good rate, a good one and one that is too large
FRESH = 100  # the first seed that judges them: 0.6 and 2 were chosen after a look at the seeds 0 to 4
TEN = range(10)  # seeds, where five would be too few
CHANCE = np.log(10)  # the loss of guessing among ten digits
NOTHING = 0.2  # accuracy below which a seed has learned (next to) nothing; guessing gives 0.1


@cached_run
def network():
    """Return the classifier of lessons start_here and image_classifier: 600 handwritten digits to train on, one hidden
    layer of 64 ReLU units.
    """
    return networks.mlp(data.digits(), hidden=(64,))


def run(seed, rates, epochs=EPOCHS, evaluate_every=1):
    """Train the classifier at these rates by SGD with batches of 32 from one seed; returns Runs."""
    steps = epochs * (network().n // BATCH)
    return train(network(), sgd(), lr=rates, steps=steps, batch_size=BATCH, seed=seed, evaluate_every=evaluate_every)


def sweep(seeds=SEEDS):
    """Train at all RATES over 12 epochs; returns a tuple of Runs, one a seed.

    The figures, questions and claims of lessons start_here and image_classifier share them.
    """
    return tuple(_all_rates(seed) for seed in seeds)


@cached_run
def _all_rates(seed):
    return run(seed, RATES)


@cached_run
def four_rates(seed):
    """Train at the rates FOUR over 60 epochs from one seed; returns Runs."""
    return run(seed, FOUR, epochs=60, evaluate_every=60)


@cached_run
def firing_by_step(stops, rate=2, seeds=TEN):
    """Return the share of the hidden units that still fire after so many steps, 18 an epoch: the median of the seeds,
    (stops,).
    """
    shares = []
    for seed in seeds:
        runs = None
        for done, stop in zip((0, *stops), stops):
            settings = dict(batch_size=BATCH, seed=seed, evaluate_every=EPOCHS)
            runs = train(network(), sgd(), lr=rate, steps=stop - done, start=runs, **settings)
            shares.append(firing(runs)[0])
    return np.median(np.reshape(shares, (-1, len(stops))), axis=0)


@cached_run
def another(kind, seed, rates):
    """Train another classifier at a tuple of rates, on the same images, with the same batches and epochs.

    "softmax" has no hidden layer and starts from 0, "linear" has none either and squared error for its loss, "tanh" has
    64 hidden units that cannot die.
    """
    digits = data.digits()
    problem = {
        "softmax": lambda: networks.softmax_regression(digits),
        "linear": lambda: networks.Network(digits, loss="squared_error"),
        "tanh": lambda: networks.mlp(digits, hidden=(64,), activation="tanh"),
    }[kind]()
    steps = EPOCHS * (problem.n // BATCH)
    return train(problem, sgd(), lr=rates, steps=steps, batch_size=BATCH, seed=seed, evaluate_every=EPOCHS)
