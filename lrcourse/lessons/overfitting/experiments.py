"""Runs at five rates on digits of which 30 % have a wrong training label, as trained and once cooled.

A seed draws everything anew: the three parts of the digits, which labels are wrong, the first weights, the order of the
images.
"""

from dataclasses import dataclass

import numpy as np

from ... import data
from ...engine import networks
from ...engine.optimizers import sgd
from ...engine.training import train
from .. import SEEDS
from ..run_cache import cached_run

RATES = (0.05, 0.1, 0.3, 0.6, 1)
NOISE, BATCH = 0.3, 32
EPOCHS = 60  # the equal budget; the small rates go on from there until they fit as well
GOES_ON = {0.1: 110, 0.05: 210}  # rate: last epoch
CHECKPOINTS = (2, 4, 7, 10, 13, 16, 20, 25, 31, 38, 48, 60, 75, 110, 145, 180, 210)  # epochs
COOL_RATE, COOL_EPOCHS = 0.03, 3
FIT = 0.9  # the training loss at which rates are compared
SAME = 0.03  # accuracies nearer than this count as the same


def go_on(network, weights, rates, epochs, seed):
    """Train from these weights (runs, size) by SGD in batches of 32 over so many epochs; evaluated before and after.

    Each call has minibatches of its own, drawn from `seed`.
    """
    steps = epochs * (network.n // BATCH)
    settings = dict(batch_size=BATCH, seed=seed, evaluate_every=epochs)
    return train(network, sgd(), lr=rates, steps=steps, start=weights, **settings)


@dataclass(frozen=True, eq=False)
class Path:
    """One run at its checkpoints, as trained and, from each, cooled: 3 more epochs at a rate of 0.03.

    Arrays (2, checkpoints): [as trained, cooled].
    """

    rate: float
    epochs: np.ndarray  # (checkpoints,)
    loss: np.ndarray  # on the training images, with their wrong labels
    train: np.ndarray  # accuracy on the same
    validation: np.ndarray  # accuracy, clean labels
    test: np.ndarray  # accuracy, clean labels

    def after(self, epochs, values):
        """Return what `values` (one row) were at the checkpoint nearest to so many epochs."""
        return values[np.abs(np.log(self.epochs / epochs)).argmin()]

    def at_loss(self, target, cooled=False):
        """Return the test accuracy where the training loss first reaches the target, interpolated between checkpoints.

        It is NaN if the loss never does.
        """
        loss, test = self.loss[int(cooled)], self.test[int(cooled)]
        last = int((loss <= target).argmax())
        if last == 0:
            return np.nan
        share = (loss[last - 1] - target) / (loss[last - 1] - loss[last])
        return test[last - 1] + share * (test[last] - test[last - 1])


@cached_run
def network(seed=0):
    """Return the network: 600 digits to train on, 30 % of them with a wrong label; 400 clean to validate, 797 to test.

    It has one hidden layer of 64 ReLU units.
    """
    return networks.mlp(data.digits(noise=NOISE, seed=seed), hidden=(64,))


@cached_run
def paths(seed, rates):
    """Return {rate: Path} from one seed, for a tuple of rates: all share first weights and minibatches."""
    net = network(seed)
    names, snapshots = _checkpoints(net, rates, seed)
    cooled = go_on(net, snapshots, COOL_RATE, COOL_EPOCHS, seed=100 * seed + 99)
    test = np.stack([net.accuracy(snapshots), net.accuracy(cooled.params)])
    found = {}
    for rate in rates:
        rows = [k for k, (name, _) in enumerate(names) if name == rate]
        curves = (curve[rows].T for curve in (cooled.train_loss, cooled.train_accuracy, cooled.validation_accuracy))
        found[rate] = Path(rate, np.array([names[k][1] for k in rows]), *curves, test[:, rows])
    return found


def _checkpoints(net, rates, seed):
    """Train from checkpoint to checkpoint; return [(rate, epoch), …] and the weights there (the same number, size)."""
    alive, weights, now = list(rates), np.tile(net.start(seed), (len(rates), 1)), 0
    names, snapshots = [], []
    for i, epoch in enumerate(CHECKPOINTS):
        stay = [k for k, rate in enumerate(alive) if epoch <= GOES_ON.get(rate, EPOCHS)]
        if not stay:
            break
        alive, weights = [alive[k] for k in stay], weights[stay]
        weights, now = go_on(net, weights, alive, epoch - now, seed=100 * seed + i).params, epoch
        names += [(rate, epoch) for rate in alive]
        snapshots.append(weights)
    return names, np.concatenate(snapshots)


def sets(seeds=SEEDS):
    """Return the paths of every seed at all RATES, which the figures, questions and claims of this lesson share."""
    return tuple(paths(seed, RATES) for seed in seeds)


def median_at(every, name, epochs):
    """Return the medians over the seeds of "loss", "train", "validation" or "test" after so many epochs, as trained, at
    each rate (rates,), to two digits.
    """
    return np.median(
        [[path.after(epochs, getattr(path, name)[0]) for path in one.values()] for one in every], axis=0
    ).round(2)


def compared(seeds=SEEDS, rates=RATES):
    """Return the test accuracy in three comparisons, {name: (seeds, rates)}: after 60 epochs, at training loss 0.9, and
    at that loss once cooled.
    """
    every = [[paths(seed, rates)[rate] for rate in rates] for seed in seeds]
    ways = {
        f"{EPOCHS} epochs each": lambda path: path.after(EPOCHS, path.test[0]),
        f"training loss {FIT:g} each": lambda path: path.at_loss(FIT),
        f"training loss {FIT:g} each, once cooled": lambda path: path.at_loss(FIT, cooled=True),
    }
    return {name: np.array([[way(path) for path in row] for row in every]) for name, way in ways.items()}


def medians(seeds=SEEDS):
    """Return what `compared` gives in the median of the seeds, {name: (rates,)}, to two digits."""
    return {name: np.median(values, axis=0).round(2) for name, values in compared(seeds).items()}
