"""Lesson 10, over-fitting: what a large rate (26) and a small one (27) do where 30 % of the training labels are wrong.

A seed draws everything anew: the three parts of the digits, which labels are wrong, the first weights, the order of the images.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from .. import data, networks
from ..optimizers import sgd
from ..training import train
from . import FAILS, HOLDS, HOLDS_IF, MISLEADS, SEEDS, Claim

RATES = (0.05, 0.1, 0.3, 0.6, 1)
NOISE, BATCH = 0.3, 32
EPOCHS = 60  # the equal budget; the small rates go on from there until they fit as well
GOES_ON = {0.1: 110, 0.05: 210}  # rate: last epoch
CHECKPOINTS = (2, 4, 7, 10, 13, 16, 20, 25, 31, 38, 48, 60, 75, 110, 145, 180, 210)  # epochs
COOL_RATE, COOL_EPOCHS = 0.03, 3
FIT = 0.9  # the training loss at which rates are compared
SAME = 0.03  # accuracies nearer than this count as the same


@dataclass(frozen=True, eq=False)
class Continued(networks.Network):
    """A network whose runs go on from given weights (runs, size), whatever the seed; that then only orders the minibatches."""

    weights: np.ndarray = None

    def start(self, seed=0):
        """The given weights (runs, size)."""
        return self.weights


def go_on(network, weights, rates, epochs, seed):
    """Runs from these weights (runs, size) by SGD with batches of 32 over so many epochs; evaluated before and after."""
    problem = Continued(network.data, network.hidden, weights=weights)
    return train(
        problem,
        sgd(),
        lr=rates,
        steps=epochs * (network.n // BATCH),
        batch_size=BATCH,
        seed=seed,
        evaluate_every=epochs,
    )


@dataclass(frozen=True, eq=False)
class Path:
    """One run at its checkpoints, as trained and, from each, cooled: 3 more epochs at a rate of 0.03. Arrays (2, checkpoints): [as trained, cooled]."""

    rate: float
    epochs: np.ndarray  # (checkpoints,)
    loss: np.ndarray  # on the training images, with their wrong labels
    train: np.ndarray  # accuracy on the same
    validation: np.ndarray  # accuracy, clean labels
    test: np.ndarray  # accuracy, clean labels

    def after(self, epochs, values):
        """What `values` (one row) were at the checkpoint nearest to so many epochs."""
        return values[np.abs(np.log(self.epochs / epochs)).argmin()]

    def at_loss(self, target, cooled=False):
        """Test accuracy where the training loss first reaches the target, between two checkpoints in proportion; NaN if it never does."""
        loss, test = self.loss[int(cooled)], self.test[int(cooled)]
        last = int((loss <= target).argmax())
        if last == 0:
            return np.nan
        share = (loss[last - 1] - target) / (loss[last - 1] - loss[last])
        return test[last - 1] + share * (test[last] - test[last - 1])


@cache
def network(seed=0):
    """600 digits to train on, 30 % of them with a wrong label; 400 clean to validate, 797 clean to test; one hidden layer of 64 ReLU units."""
    return networks.mlp(data.digits(noise=NOISE, seed=seed), hidden=(64,))


@cache
def paths(seed, rates):
    """{rate: Path} from one seed, for a tuple of rates: all share first weights and minibatches. Kept once trained."""
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
    """Train on from checkpoint to checkpoint: [(rate, epoch), …] and the weights there (the same number, size)."""
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
    """The paths of every seed at all RATES: what the figures, questions and claims of this lesson share."""
    return tuple(paths(seed, RATES) for seed in seeds)


def middle(every, name, epochs):
    """Medians over the seeds of "loss", "train", "validation" or "test" after so many epochs, as trained, at each rate (rates,); two digits."""
    return np.median(
        [[path.after(epochs, getattr(path, name)[0]) for path in one.values()] for one in every], axis=0
    ).round(2)


def compared(seeds=SEEDS, rates=RATES):
    """Test accuracy in three comparisons, {name: (seeds, rates)}: after 60 epochs, at training loss 0.9, and at that loss once cooled."""
    every = [[paths(seed, rates)[rate] for rate in rates] for seed in seeds]
    ways = {
        f"{EPOCHS} epochs each": lambda path: path.after(EPOCHS, path.test[0]),
        f"training loss {FIT:g} each": lambda path: path.at_loss(FIT),
        f"training loss {FIT:g} each, once cooled": lambda path: path.at_loss(FIT, cooled=True),
    }
    return {name: np.array([[way(path) for path in row] for row in every]) for name, way in ways.items()}


def medians(seeds=SEEDS):
    """The same, {name: (rates,)}: medians of the seeds, two digits."""
    return {name: np.median(values, axis=0).round(2) for name, values in compared(seeds).items()}


def large(seeds):
    """Claim 26: by how much 0.6 is ahead of 0.05 in test accuracy, and in which share of seeds behind, in three comparisons."""
    small, big = RATES.index(0.05), RATES.index(0.6)
    numbers = {}
    for name, test in compared(seeds).items():
        ahead = test[:, big] - test[:, small]
        numbers[f"{name}: rate 0.6 ahead of 0.05, median"] = round(np.median(ahead), 2)
        numbers[f"{name}: rate 0.6 behind, share of seeds"] = np.mean(ahead < 0)
    return numbers


def judge_large(numbers):
    """The claim is about the rate only if it stays behind at equal fit with the jitter removed: in all seeds, or in most."""
    behind = list(numbers.values())[-1]
    return HOLDS if behind == 1 else HOLDS_IF if behind > 0.5 else FAILS


def small(seeds):
    """Claim 27: median test accuracy at 0.05 after a few, 60 and 210 epochs, beside that at 0.3 after as few."""
    every = sets(seeds)

    def test(rate, epochs):
        return np.array([one[rate].after(epochs, one[rate].test[0]) for one in every])

    numbers = {
        f"rate {rate:g}: median test accuracy after {epochs} epochs": round(np.median(test(rate, epochs)), 2)
        for rate, epochs in ((0.3, 7), (0.05, 7), (0.05, 60), (0.05, 210))
    }
    return numbers | {
        "rate 0.05: lower after 210 epochs than after 60, share of seeds": np.mean(test(0.05, 210) < test(0.05, 60))
    }


def judge_small(numbers):
    """Under-fitting that later epochs do not mend: holds. Mended by them: holds at a fixed budget; if over-fitting comes after it, the word misleads."""
    right, early, later, _, falls = numbers.values()
    if early > right - SAME:
        return FAILS
    if later < right - SAME:
        return HOLDS
    return MISLEADS if falls > 0.5 else HOLDS_IF


CLAIMS = (
    Claim(
        26,
        "Too large a rate over-fits, being sensitive to noise.",
        FAILS,
        "600 digits, 30 % of the labels wrong, batches of 32, five seeds. After equal epochs it looks so; but the large rate has then fitted more, and jitters. "
        "At equal training loss, after 3 epochs at 0.03, it is not behind. (For boosting's shrinkage it is true.)",
        "measured here; compare Li, Wei & Ma 2019, arXiv 1907.04595",
        "10_overfitting",
        large,
        judge_large,
    ),
    Claim(
        27,
        "Too small a rate under-fits.",
        MISLEADS,
        "the same data: only while the epochs are few. Later it reads as well as any, and later still it over-fits too",
        "measured here",
        "10_overfitting",
        small,
        judge_small,
    ),
)
