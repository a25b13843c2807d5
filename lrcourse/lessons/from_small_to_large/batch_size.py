"""Runs with several batch sizes: the rate at equal images and at equal steps (claim 45), the gradient's noise beside
the critical batch size (46).

All train on the 600 digits, with SGD: one hidden layer of 32 units; where the steps of searching count, its 64 units.
"""

import numpy as np

from ...engine.optimizers import sgd
from ...engine.training import train
from ..image_classifier import network
from ..run_cache import cached_run
from ..searching import quickest
from .experiments import FIVE, layers, loss_at, lowest

BATCHES, BATCH_RATES, BATCH_EPOCHS = (2, 4, 8, 16, 32, 64), 0.01 * 2.0 ** np.arange(8), 3
BASE_BATCH, BASE_RATE = 2, 0.02  # whose loss the other batch sizes are to reach
FEW, FEW_STEPS, STEP_RATES = BATCHES[:4], 40, 10 ** np.arange(-1.5, 0.3, 0.125)  # at equal steps
TIMED = 4, 8, 16, 32, 64, 128, 256  # batch sizes whose steps to 0.93 searching counts


@cached_run
def by_batch_size(batch_size, seeds=FIVE):
    """Return the training loss (BATCH_EPOCHS, seeds, BATCH_RATES) after each epoch of SGD with minibatches of this
    size: at equal images, except for a short last batch, which is dropped.
    """
    problem = layers()
    steps, options = BATCH_EPOCHS * (problem.n // batch_size), dict(batch_size=batch_size)
    runs = [train(problem, sgd(), BATCH_RATES, steps, seed=seed, **options).train_loss[:, 1:] for seed in seeds]
    return np.moveaxis(runs, 2, 0)


def loss_by_batch(batch_size, rate, epochs=BATCH_EPOCHS, seeds=FIVE):
    """Return the median training loss after so many epochs at this batch size and rate."""
    return loss_at(rate, by_batch_size(batch_size, seeds)[epochs - 1], BATCH_RATES)


def rescaled(batch_size, power=1, seeds=FIVE):
    """Return the loss after each epoch (BATCH_EPOCHS,) at this batch size, divided by the base's; the rate is the
    base's times (batch size / base's) to the power.
    """
    rate = BASE_RATE * (batch_size / BASE_BATCH) ** power
    return np.array(
        [
            loss_by_batch(batch_size, rate, epochs, seeds) / loss_by_batch(BASE_BATCH, BASE_RATE, epochs, seeds)
            for epochs in range(1, BATCH_EPOCHS + 1)
        ]
    )


def same_loss(batch_size):
    """Return the lowest rate at which this batch size reaches the base's loss within the three epochs, along lines on
    logarithms; None if it is not reached.
    """
    goal, rates = np.log(loss_by_batch(BASE_BATCH, BASE_RATE)), np.log(BATCH_RATES)
    losses = np.log(np.median(by_batch_size(batch_size)[-1], axis=0))
    reached = np.flatnonzero(losses <= goal)
    if not reached.size:
        return None
    i = max(reached[0], 1)
    return float(np.exp(np.interp(goal, losses[[i, i - 1]], rates[[i, i - 1]])))


@cached_run
def by_batch_size_and_steps(batch_size, seeds=FIVE):
    """Return the training loss after 40 steps of SGD (seeds, STEP_RATES) with batches of this size: at equal steps."""
    problem, found = layers(), []
    for seed in seeds:
        runs = train(problem, sgd(), STEP_RATES, FEW_STEPS, batch_size=batch_size, seed=seed, evaluate_every=100)
        found.append(problem.evaluate(runs.params, problem.data.x_train, problem.data.y_train)[0])
    return np.array(found)


def best_at_equal_steps(seeds=FIVE):
    """Return the best rate of the batch sizes 2 to 16 (FEW,) after 40 steps."""
    return np.array([lowest(STEP_RATES, by_batch_size_and_steps(size, seeds))[0] for size in FEW])


def trade_off():
    """Return (fewest steps, fewest images, critical batch size) to an accuracy of 0.93: the least-squares fit of steps
    = fewest steps + fewest images / batch size, in shares, to the medians of searching (McCandlish et al. 2018, eq.
    2.11: (S/S_min − 1)(E/E_min − 1) = 1).
    """
    sizes, steps = np.array(TIMED), np.array([np.median(quickest(size)) for size in TIMED])
    shares = np.stack([1 / steps, 1 / (sizes * steps)], axis=1)
    (fewest_steps, fewest_images), *_ = np.linalg.lstsq(shares, np.ones(len(sizes)), rcond=None)
    return float(fewest_steps), float(fewest_images), float(fewest_images / fewest_steps)


def noise_scale(problem, params):
    """Return the variance of one example's gradient, divided by the squared length of the mean gradient: the batch size
    at which a minibatch's gradient is as much noise as signal (McCandlish et al. 2018, B_simple, eq. 2.9). params
    (size,).
    """
    params = params[None]
    signal = np.sum(problem.loss_and_grad(params)[1] ** 2)
    one_by_one = [np.sum(problem.loss_and_grad(params, [i])[1] ** 2) for i in range(problem.n)]
    return float(np.mean(one_by_one) / signal - 1)


@cached_run
def noise_along(seed, rate=0.3, batch_size=16, steps=80, every=20):
    """Return the noise scale at the start of a run of the image classifier, whose steps searching counts, and after
    every twenty steps (steps / every + 1,).
    """
    problem, runs = network(), None
    found = [noise_scale(problem, problem.start(seed))]
    options = dict(batch_size=batch_size, seed=seed, evaluate_every=100)
    for _ in range(steps // every):
        runs = train(problem, sgd(), rate, every, start=runs, **options)
        found.append(noise_scale(problem, runs.params[0]))
    return np.array(found)
