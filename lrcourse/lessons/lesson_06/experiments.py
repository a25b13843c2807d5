"""Lesson 06, reading loss curves: what a rising (7), a swinging (9, 11) or a parting curve (12) says about the rate.

And the zoo of curves to be named.
"""

from dataclasses import dataclass

import numpy as np

from ... import data, diagnosis, networks, surfaces
from ...optimizers import sgd
from ...training import train
from .. import SEEDS
from ..kept import kept
from ..lesson_05 import network, run

CHANCE = np.log(10)  # the loss of guessing among ten digits
FLAT_RATES = (1e-5, 1e-4, 0.001, 0.005, 0.02, 0.1, 0.3, 0.6, 1, 1.2, 1.5, 2, 3)
EDGE_RATES, EDGE_STEPS, EDGE_EVERY = (0.1, 0.2, 0.3, 0.5, 0.7, 1), 1000, 100
EDGE_RATE = 0.7  # at 1 a third of the seeds explode
FIRST_STEPS = 60  # in which a run explodes, or never
EDGE_SEED = 4  # its runs are no chaos up to 1000 steps
NOISY_RATES = (0.03, 0.1, 0.3, 2)  # the last one kills the units
PARTED = 0.05  # training accuracy gains and validation accuracy loses more than this after the latter's best


# Three problems besides the classifier of lesson 05


@kept
def smooth_network():
    """200 digits, 32 tanh units, squared error: trained on the full batch it shows the edge of stability (Cohen et al.
    2021).
    """
    return networks.mlp(data.digits(train=200), hidden=(32,), activation="tanh", loss="squared_error")


@kept
def noisy_network():
    """200 digits, 30 % of them with a wrong label, and two layers of 64 ReLU units, which can learn them by heart."""
    return networks.mlp(data.digits(train=200, noise=0.3), hidden=(64, 64))


@kept
def penguin_line():
    """Linear regression of the penguins' mass on standardised columns: a bowl, whose limit is known."""
    return networks.linear_regression(data.standardised(data.penguins()))


@kept
def flat_runs():
    """The classifier at FLAT_RATES, from seed 0."""
    return run(0, FLAT_RATES)


@kept
def noisy_run(seed):
    """Runs with wrong labels at NOISY_RATES: 150 epochs of 10 batches of 20."""
    return train(noisy_network(), sgd(), lr=NOISY_RATES, steps=1500, batch_size=20, seed=seed, evaluate_every=5)


@kept
def small_batch(seed):
    """The classifier at rate 0.1 with batches of 4, and with the full batch: (Runs, Runs) of 600 steps each."""
    return tuple(
        train(network(), sgd(), lr=0.1, steps=600, batch_size=batch, seed=seed, evaluate_every=every)
        for batch, every in ((4, 1), (None, 200))
    )


@kept
def edge_run(seed, rate=1.0, steps=600):
    """The smooth network on the full batch."""
    return train(smooth_network(), sgd(), lr=rate, steps=steps, seed=seed, evaluate_every=steps // 12)


@kept
def edge_runs(seeds, rate=EDGE_RATE, momentum=0.0, steps=1000):
    """The smooth network on the full batch, from the first weights of each seed of a tuple, all at one rate."""
    starts = np.array([smooth_network().start(seed) for seed in seeds])
    return train(smooth_network(), sgd(momentum), lr=rate, steps=steps, start=starts, evaluate_every=steps)


def exploded(rate, seeds=range(40)):
    """Of so many seeds, how many are higher after the first steps than they began."""
    loss = edge_runs(tuple(seeds), rate, steps=FIRST_STEPS).loss
    return int(np.sum(loss[:, -1] > loss[:, 0]))


def settled_product(seeds, momentum):
    """Rate × sharpness (seeds,) after 1000 steps on the full batch at EDGE_RATE."""
    runs = edge_runs(tuple(seeds), momentum=momentum)
    return diagnosis.sharpness(smooth_network(), runs.params, iterations=25) * runs.lr


def fresh_loss(seeds):
    """First losses of the classifier (seeds,) with PyTorch's default weights and biases: uniform within ±1/√inputs."""
    net, points = network(), []
    for rng in map(np.random.default_rng, seeds):
        layers = zip(net.widths, net.widths[1:])
        points.append(
            np.concatenate([rng.uniform(-1, 1, (n_in + 1) * n_out) / np.sqrt(n_in) for n_in, n_out in layers])
        )
    return net.loss_and_grad(np.array(points))[0]


# Sharpness along the way


@dataclass(frozen=True, eq=False)
class Followed:
    """Full-batch runs, and rate × sharpness along the way."""

    lr: np.ndarray  # (runs,)
    loss: np.ndarray  # (runs, steps + 1)
    checked_at: np.ndarray  # (checks,), in steps
    product: np.ndarray  # (runs, checks)


def follow(problem, rates, steps, every, seed=0):
    """Train on the full batch, measuring the sharpness every so many steps -> Followed."""
    runs, losses = None, []
    params = np.tile(problem.start(seed), (len(rates), 1))
    products = [diagnosis.sharpness(problem, params, iterations=25) * rates]
    for _ in range(steps // every):
        runs = train(problem, sgd(), lr=rates, steps=every, seed=seed, start=runs, evaluate_every=every)
        products.append(diagnosis.sharpness(problem, runs.params, iterations=25) * rates)
        losses.append(runs.loss[:, :-1])
    loss = np.concatenate([*losses, runs.loss[:, -1:]], axis=1)
    return Followed(np.array(rates), loss, np.arange(0, steps + 1, every), np.stack(products, axis=1))


@kept
def edge():
    """The smooth network at EDGE_RATES, followed."""
    return follow(smooth_network(), EDGE_RATES, EDGE_STEPS, EDGE_EVERY, EDGE_SEED)


def lowest_at(seeds=SEEDS):
    """Epoch of the lowest validation loss with wrong labels, looked at every fifth, at each of NOISY_RATES but the
    last: median of the seeds (rates,).
    """
    return np.median(
        [one.evaluated_at[one.validation_loss[:-1].argmin(axis=1)] / 10 for one in map(noisy_run, seeds)], axis=0
    )


def parting_share(seeds=SEEDS):
    """Share of the seeds in which validation and training part with wrong labels, at each of NOISY_RATES (rates,)."""
    return np.mean([parted(noisy_run(seed)) for seed in seeds], axis=0)


def late_swing(losses):
    """The 95th percentile of one curve's last quarter over its 5th."""
    low, high = np.quantile(losses[-(len(losses) // 4) :], [0.05, 0.95])
    return high / low


def parted(runs):
    """Whether validation accuracy fell by more than PARTED from its best while training accuracy went on gaining as
    much (runs,).
    """
    best, each = runs.validation_accuracy.argmax(axis=1), np.arange(len(runs.lr))
    gained = runs.train_accuracy[:, -1] - runs.train_accuracy[each, best]
    lost = runs.validation_accuracy[each, best] - runs.validation_accuracy[:, -1]
    return (gained > PARTED) & (lost > PARTED)


def catapult():
    """Loss (steps + 1,) of ½(uv)² at rate × sharpness 3.99, where it is thrown up and converges elsewhere (Lewkowycz et
    al. 2020).
    """
    start = np.array([2.0, 0.1])
    surface = surfaces.from_function(lambda p: ((p[0] * p[1]) ** 2 / 2, p[0] * p[1] * p[::-1]), start)
    return train(surface, sgd(), lr=3.99 / (start @ start), steps=200).loss[0]


def _bowl(share_of_limit):
    return train(surfaces.quadratic([1, 10]), sgd(), lr=share_of_limit * 0.2, steps=100).loss
