"""How often `diagnosis.read` errs: runs whose cause is known from the rate and the accuracy on all training data.

The reader's constants were chosen on other runs: the sweep of lesson image_classifier, six other networks of 24 to 64
units with batches of 20 to 50 and seeds 500, 501, 700 and 701, and logs that people have published.
"""

import numpy as np

from ... import data
from ...diagnosis.loss_curve import read
from ...engine import networks
from ...engine.optimizers import adagrad, adam, rmsprop, sgd
from ...engine.training import train
from ..run_cache import cached_run
from .experiments import CHANCE

LARGEST = {sgd(0.3): 4, sgd(0.85): 2, rmsprop(0.95): 1, adagrad(): 5, adam(beta1=0.7): 2}  # rate: all fail there
DECADES, RATES = 4.5, 15  # below and up to the largest
SETTINGS = (((28,), "relu", 30), ((50, 20), "relu", 24), ((44,), "tanh", 20))  # hidden units, activation, batch size
SEEDS = 800, 801
CLOSE = 0.05  # a rate is good if its training accuracy comes this close to the best rate's
RIGHT = {  # what the reader may say of each; a loss that still falls says little about the rate
    "good": ("good", "still learning"),
    "too small": ("too small", "still learning"),
    "too large": ("dead", "unstable", "diverged"),
}


def causes(accuracy, rates):
    """Return what each rate of one setting is, "good", or "too small" or "too large" beside the good ones: (runs,)."""
    good = accuracy >= accuracy.max() - CLOSE
    middle = np.exp(np.log(rates[good]).mean())
    return np.where(good, "good", np.where(rates < middle, "too small", "too large"))


@cached_run
def runs_of_all_settings():
    """Return [(Runs, accuracy (runs,), causes (runs,), batches per epoch), …] of all settings, optimizers and seeds."""
    found = []
    for hidden, activation, batch in SETTINGS:
        network = networks.mlp(data.digits(seed=1), hidden, activation)
        for optimizer, largest in LARGEST.items():
            rates = np.geomspace(largest / 10**DECADES, largest, RATES)
            for seed in SEEDS:
                steps = 12 * (network.n // batch)
                runs = train(network, optimizer, rates, steps, batch_size=batch, seed=seed, evaluate_every=12)
                accuracy = np.where(np.isfinite(runs.train_loss[:, -1]), runs.train_accuracy[:, -1], 0)
                found.append((runs, accuracy, causes(accuracy, rates), network.n // batch))
    return tuple(found)


def curves():
    """Yield (losses (steps + 1,), batches per epoch) of each run."""
    for runs, _, _, per_epoch in runs_of_all_settings():
        yield from ((losses, per_epoch) for losses in runs.loss)


@cached_run
def readings():
    """Return ((cause, the reader's verdict, accuracy as a share of the best rate's), …) of each run."""
    return tuple(
        (str(cause), read(losses, CHANCE, start=losses[0]).verdict, float(share))
        for runs, accuracy, causes_, _ in runs_of_all_settings()
        for losses, cause, share in zip(runs.loss, causes_, accuracy / accuracy.max())
    )


def errors():
    """Return how many runs got a wrong name; "cannot be said" is none."""
    return sum(name not in (*RIGHT[cause], "cannot be said") for cause, name, _ in readings())


def still_learning_too_slowly():
    """Return the share of the runs called still learning whose rate was too small."""
    named = [cause for cause, name, _ in readings() if name == "still learning"]
    return named.count("too small") / len(named)


def unsaid():
    """Return how many runs the reader gave no name."""
    return sum(name == "cannot be said" for _, name, _ in readings())


def worst_called_good():
    """Return the least accuracy, as a share of the best rate's, of a run that the reader calls good."""
    return min(share for _, name, share in readings() if name == "good")
