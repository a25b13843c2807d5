"""How often `diagnosis.read` errs: runs whose cause is known from the rate and the accuracy on all training data.

The reader's constants were chosen on other runs: networks 64, 32 and 64-32 of ReLU units, batches of 32 and 64, SGD
without and with a momentum of 0.9, Adam, 16 rates, seeds 100 and 101.
"""

import numpy as np

from ... import data
from ...diagnosis.loss_curve import read
from ...engine import networks
from ...engine.optimizers import adagrad, adamw, rmsprop, sgd
from ...engine.training import train
from ..run_cache import cached_run
from .experiments import CHANCE

LARGEST = {sgd(0.5): 3, sgd(0.8, nesterov=True): 2, rmsprop(): 1, adagrad(): 5, adamw(): 2}  # rate: all fail there
DECADES, RATES = 4.5, 15  # below and up to the largest
SETTINGS = (((24,), "relu", 20), ((48, 24), "relu", 50), ((40,), "tanh", 40))  # hidden units, activation, batch size
SEEDS = 500, 501
CLOSE = 0.05  # a rate is good if its training accuracy comes this close to the best rate's
NAMES = {"dead": "too large", "unstable": "too large", "diverged": "too large"}


def causes(accuracy, rates):
    """Return what each rate of one setting is, "good", or "too small" or "too large" beside the good ones: (runs,)."""
    good = accuracy >= accuracy.max() - CLOSE
    middle = np.exp(np.log(rates[good]).mean())
    return np.where(good, "good", np.where(rates < middle, "too small", "too large"))


@cached_run
def readings():
    """Return ((cause, the reader's name, accuracy as a share of the best rate's), …) of the runs of all settings."""
    found = []
    for hidden, activation, batch in SETTINGS:
        network = networks.mlp(data.digits(seed=1), hidden, activation)
        for optimizer, largest in LARGEST.items():
            rates = np.geomspace(largest / 10**DECADES, largest, RATES)
            for seed in SEEDS:
                steps = 12 * (network.n // batch)
                runs = train(network, optimizer, rates, steps, batch_size=batch, seed=seed, evaluate_every=12)
                accuracy = np.where(np.isfinite(runs.train_loss[:, -1]), runs.train_accuracy[:, -1], 0)
                names = [read(losses, CHANCE).verdict for losses in runs.loss]
                found += [
                    (str(cause), NAMES.get(name, name), float(share))
                    for cause, name, share in zip(causes(accuracy, rates), names, accuracy / accuracy.max())
                ]
    return tuple(found)


def errors():
    """Return how many runs got a wrong name; "cannot be said" is none."""
    return sum(name not in (cause, "cannot be said") for cause, name, _ in readings())


def unsaid():
    """Return how many runs the reader gave no name."""
    return sum(name == "cannot be said" for _, name, _ in readings())


def worst_called_good():
    """Return the least accuracy, as a share of the best rate's, of a run that the reader calls good."""
    return min(share for _, name, share in readings() if name == "good")
