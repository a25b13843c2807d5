"""The runs whose curves are read: flat ones, ones that jump, ones in which validation and training part, and the
catapult.
"""

import numpy as np

from ... import data
from ...engine import networks, surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..image_classifier import BATCH, CHANCE, network, run  # noqa: F401
from ..run_cache import cached_run

TEN = tuple(range(10))  # seeds
FLAT_RATES = (1e-5, 1e-4, 0.001, 0.005, 0.02, 0.1, 0.3, 0.6, 1, 1.2, 1.5, 2, 3)
PRODUCTS = (1, 1.9, 2.5, 3, 4.1)  # rate × curvature at the catapult's start
START = (2.0, 0.1)  # the catapult's u and v
LARGER = (0.1, 1.5, 2)
NOISY_RATES = (0.03, 0.1, 0.5, 0.8)  # at the last one most units die, and little is learned
TINY = 1e-6  # a rate at which 600 steps change nothing
JUMP = 0.1  # a step that raises the loss by more than this share of the first loss
PARTED = 0.05  # training accuracy gains and validation accuracy loses more than this after the latter's best


# Two problems besides the classifier of lesson image_classifier


@cached_run
def noisy_network():
    """Return two layers of 64 ReLU units for 200 digits, 30 % with a wrong label; it can learn them by heart."""
    return networks.mlp(data.digits(train=200, noise=0.3), hidden=(64, 64))


@cached_run
def penguin_line():
    """Return the linear regression of the penguins' mass on standardised columns: a bowl, whose limit is known."""
    return networks.linear_regression(data.standardised(data.penguins()))


@cached_run
def flat_runs():
    """Train the classifier at FLAT_RATES, from seed 0; returns Runs."""
    return run(0, FLAT_RATES)


@cached_run
def noisy_run(seed):
    """Train with wrong labels at NOISY_RATES, 120 epochs of 10 batches of 20; returns Runs."""
    return train(noisy_network(), sgd(), lr=NOISY_RATES, steps=1200, batch_size=20, seed=seed, evaluate_every=5)


@cached_run
def clean_run(seed):
    """Train at a rate of 0.1 with all labels right, as long; returns Runs."""
    clean = networks.mlp(data.digits(train=200), hidden=noisy_network().hidden)
    return train(clean, sgd(), lr=0.1, steps=1200, batch_size=20, seed=seed, evaluate_every=5)


@cached_run
def small_batch(seed, rate=0.1):
    """Train the classifier with batches of 4, 600 steps; returns Runs."""
    return train(network(), sgd(), lr=rate, steps=600, batch_size=4, seed=seed)


@cached_run
def classifier(seed):
    """Train the classifier at LARGER: a good rate, and two that are too large; returns Runs."""
    return run(seed, LARGER)


def lowest_at(seeds=TEN):
    """Return the epoch of the lowest validation loss with wrong labels, at each of NOISY_RATES but the last: the median
    of the seeds, (rates,).
    """
    return np.median(lowest_epochs(seeds), axis=0)


def lowest_epochs(seeds):
    """Return the same for each seed: (seeds, rates)."""
    return np.stack([one.evaluated_at[one.validation_loss[:-1].argmin(axis=1)] / 10 for one in map(noisy_run, seeds)])


def parting_share(seeds=TEN):
    """Return the share of the seeds in which validation and training part with wrong labels: (rates,)."""
    return np.mean([parted(noisy_run(seed)) for seed in seeds], axis=0)


def best_validation(seeds=TEN):
    """Return the best validation accuracy with wrong labels, at each of NOISY_RATES but the last: the median of the
    seeds, (rates,).
    """
    return np.median(best_accuracies(seeds), axis=0)


def best_accuracies(seeds):
    """Return the same for each seed: (seeds, rates)."""
    return np.stack([noisy_run(seed).validation_accuracy[:-1].max(axis=1) for seed in seeds])


def jumps(losses):
    """Return the share of the steps of the classifier's first epoch, and of its last three, that raise the loss by more
    than JUMP of the first loss: (2,).
    """
    epoch = network().n // BATCH
    raised = np.diff(losses) > JUMP * losses[0]
    return np.array([raised[:epoch].mean(), raised[-3 * epoch :].mean()])


def parted(runs):
    """Return in which runs validation accuracy fell by more than PARTED from its best while training accuracy gained
    more than that: (runs,), bool.
    """
    best, each = runs.validation_accuracy.argmax(axis=1), np.arange(len(runs.lr))
    gained = runs.train_accuracy[:, -1] - runs.train_accuracy[each, best]
    lost = runs.validation_accuracy[each, best] - runs.validation_accuracy[:, -1]
    return (gained > PARTED) & (lost > PARTED)


def catapult(products=PRODUCTS, start=START):
    """Train on ½(uv)², whose curvature near uv = 0 is u² + v², with rate × curvature at `start` from `products`.

    Between 2 and 4 the loss is thrown up, and converges where it is flatter (Lewkowycz et al. 2020). Returns Runs.
    """
    start = np.array(start)
    surface = surfaces.from_function(lambda p: ((p[0] * p[1]) ** 2 / 2, p[0] * p[1] * p[::-1]), start)
    return train(surface, sgd(), lr=np.array(products) / (start @ start), steps=300)


def default_start(seed):
    """Return the classifier's first loss with PyTorch's default weights, uniform up to 1/√inputs."""
    rng = np.random.default_rng(seed)
    layers = [
        rng.uniform(-1, 1, (n_out, n_in + 1)) / np.sqrt(n_in)
        for n_in, n_out in zip(network().widths, network().widths[1:])
    ]
    parts = [part.ravel() for layer in layers for part in (layer[:, :-1], layer[:, -1])]
    return network().loss_and_grad(np.concatenate(parts)[None])[0][0]


def bowl_losses(share_of_limit):
    """Return the losses of a bowl at a share of its limit: (1, steps + 1)."""
    return train(surfaces.quadratic([1, 10]), sgd(), lr=share_of_limit * 0.2, steps=100).loss
