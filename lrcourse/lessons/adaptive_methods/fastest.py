"""A race to one training loss on the digits: each method at its fastest rate, and beyond it."""

import numpy as np

from ...engine.optimizers import adagrad, adam, rmsprop, sgd
from ..image_classifier import network
from ..run_cache import cached_run
from .experiments import _digits

TARGET = 0.1  # training loss of the race on the digits
FASTEST = {
    "Adam": (adam(), 0.05),
    "gradient descent, momentum 0.9": (sgd(momentum=0.9), 0.2),
    "Adam without m": (adam(beta1=0), 0.02),
    "gradient descent": (sgd(), 1),
    "RMSprop": (rmsprop(), 0.01),
    "AdaGrad": (adagrad(), 0.2),
}  # each with that one of RATES which is soonest at TARGET, in the median of the seeds CHOOSERS (in the mean, if even)
CHOOSERS = range(100, 110)  # seeds that judge nothing
BEYOND = (2, 20)  # times these rates, at which each is tried, too


@cached_run
def epochs_to_target(optimizer, rates, seed):
    """Return after how many epochs the digits' training loss is TARGET or less, at each of the rates (rates,).

    It is inf where that takes more than EPOCHS.
    """
    reached = _digits(network(), optimizer, rates, seed, evaluate_every=1).train_loss <= TARGET
    return np.where(reached.any(axis=1), reached.argmax(axis=1), np.inf)


def race_to_target(seeds):
    """Return {method: epochs to TARGET (seeds,)} of the FASTEST."""
    return {
        name: np.array([epochs_to_target(optimizer, (rate,), seed)[0] for seed in seeds])
        for name, (optimizer, rate) in FASTEST.items()
    }


@cached_run
def beyond_fastest(method, seed):
    """Return the validation accuracy (BEYOND,) of one of FASTEST at so many times its rate there."""
    optimizer, rate = FASTEST[method]
    return _digits(network(), optimizer, [rate * times for times in BEYOND], seed).validation_accuracy[:, -1]
