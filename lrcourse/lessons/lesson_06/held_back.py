"""How often `diagnosis.read` errs, on runs that had no part in choosing its thresholds."""

import numpy as np

from ... import data, diagnosis, networks
from ...optimizers import adam, sgd
from ...training import train
from ..kept import kept
from .experiments import CHANCE

SEEDS = (200, 201, 202)
RATES = 25  # a set
SETS = (  # hidden layers, training images, batch, optimizer, lowest and highest rate
    ((48,), 400, 20, sgd(), 0.002, 10),
    ((40, 40), 500, 25, sgd(), 0.002, 10),
    ((96,), 350, 50, sgd(0.8), 0.0005, 4),
    ((24, 24, 24), 600, 40, adam(beta1=0.8), 0.0002, 2),
)


def cause(network, runs):
    """What a run's rate was, from how the run ended on all training images, not from its curve (runs,).

    "too large": above the best rate, and the loss is near guessing or half as many are right as at the best; "too
    small": below it, with much of the loss left; "good": nearly as many right; "" for what lies between.
    """
    loss, right = network.evaluate(runs.params, network.data.x_train, network.data.y_train)
    loss = np.where(np.isfinite(runs.loss[:, -1]), loss, np.inf)
    best, place = loss.argmin(), np.arange(len(loss))
    failed = (place > best) & ((loss > 0.9 * CHANCE) | (right < 0.5 * right[best]))
    short = (place < best) & (loss > 0.3 * CHANCE)
    return np.select([failed, short, right > 0.9 * right[best]], ["too large", "too small", "good"], "")


@kept
def readings(seeds=SEEDS):
    """[(cause, verdict of the reader), …] of every run, 150 steps each; those between causes are left out."""
    found = []
    for seed in seeds:
        for hidden, count, batch, optimizer, low, high in SETS:
            network = networks.mlp(data.digits(train=count), hidden=hidden)
            rates = np.geomspace(low, high, RATES)
            runs = train(network, optimizer, rates, 150, batch_size=batch, seed=seed, evaluate_every=1000)
            found += [
                (str(one), diagnosis.read(losses, CHANCE).verdict)
                for one, losses in zip(cause(network, runs), runs.loss)
                if one
            ]
    return found


NAMES = {"too large": ("unstable", "dead", "diverged"), "too small": ("too small",), "good": ("good",)}


def shares(seeds=SEEDS):
    """{cause: (runs, share misnamed, share of which the reader says that it cannot be said)}."""
    found = {}
    for one, right in NAMES.items():
        said = [verdict for of, verdict in readings(seeds) if of == one]
        unsaid = said.count("cannot be said")
        wrong = sum(verdict not in (*right, "cannot be said") for verdict in said)
        found[one] = len(said), wrong / len(said), unsaid / len(said)
    return found
