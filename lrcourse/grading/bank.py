"""The bank of loss curves for hw2: real runs, recorded once, so that every machine shows a student the same eight.

python -m lrcourse.grading.bank     runs them anew and rewrites data/curves.csv.gz, in about a minute

It holds blocks of eight rows, one of each cause; in which order, only this module says.

A run is kept only if probes, not its curve alone, say that it has its cause, and that no other cause looks like it.
"""

import gzip
import hashlib
from itertools import count

import numpy as np

from .. import data, diagnosis
from ..engine import networks
from ..engine.optimizers import sgd
from ..engine.training import train
from ..homework.hw2 import BLOCKS, CAUSES, CHECKS, POINTS
from ..places import DATA

CHANCE = np.log(10)


def _digits(rng, low, high, batch=32, steps=240):
    net = networks.mlp(data.digits(seed=int(rng.integers(1000))), hidden=(int(rng.integers(40, 80)),))
    return net, float(np.exp(rng.uniform(np.log(low), np.log(high)))), batch, steps, CHANCE


def _thrown(rng):
    """Draw settings that throw tanh units, which do not die, to and fro."""
    net = networks.mlp(data.digits(seed=int(rng.integers(1000))), hidden=(48,), activation="tanh")
    return net, rng.uniform(0.9, 2.2), 32, 240, CHANCE


def _noisy(rng):
    net = networks.mlp(data.digits(train=200, noise=0.4, seed=int(rng.integers(1000))), hidden=(64, 64))
    return net, rng.uniform(0.05, 0.1), 20, 960, CHANCE


def _smooth(rng):
    net = networks.mlp(
        data.digits(train=200, seed=int(rng.integers(1000))), hidden=(32,), activation="tanh", loss="squared_error"
    )
    return net, rng.uniform(0.6, 0.95), None, 600, 0.09


def _line(rng):
    net = networks.linear_regression(data.standardised(data.penguins(seed=int(rng.integers(1000)))))
    rate = rng.uniform(1.02, 1.2) * diagnosis.stability_limit(net, sgd())
    return net, rate, None, 120, float(net.data.y_train.var())


SETTINGS = {
    "too small": lambda rng: _digits(rng, 0.00003, 0.0008),
    "good": lambda rng: _digits(rng, 0.15, 0.5, batch=60),
    "unstable": _thrown,
    "dead": lambda rng: _digits(rng, 2, 4),
    "diverged": _line,
    "over-fitting": _noisy,
    "small batch": lambda rng: _digits(rng, 0.06, 0.12, batch=4, steps=600),
    "edge of stability": _smooth,
}


def record(net, rate, batch, steps, chance, seed):
    """Return one row: losses (POINTS), losses on all training data (CHECKS), on validation data (CHECKS), share of the
    hidden units that fire at the end, loss of guessing; losses as shares of the first on all training data.
    """
    runs, losses, full, validation = None, [], [], []
    params = net.start(seed)[None]
    every = steps // (CHECKS - 1)
    for k in range(CHECKS):
        for found, part in ((full, "train"), (validation, "validation")):
            found.append(net.evaluate(params, *net.data.part(part))[0][0])
        if k < CHECKS - 1:
            runs = train(net, sgd(), lr=rate, steps=every, batch_size=batch, seed=seed, start=runs, evaluate_every=9999)
            params = runs.params
            losses.append(runs.loss[0, :-1])
    losses = np.append(np.concatenate(losses), runs.loss[0, -1])[np.linspace(0, steps, POINTS).round().astype(int)]
    fire = 1.0
    if net.hidden and net.activation == "relu":
        fire = float((net.forward(params, net.data.x_train)[0] > 0).any(axis=2).mean())
    row = [*losses / full[0], *np.array(full) / full[0], *np.array(validation) / full[0], fire, chance / full[0]]
    return np.array([float(f"{value:.4g}") for value in row])  # as it is stored


def facts(row):
    """Return what a row says beyond its looks: {name: number}."""
    losses, full, validation = np.split(row[:-2], [POINTS, POINTS + CHECKS])
    late = slice(-CHECKS // 4, None)
    return {
        "end": full[-1],
        "spike": losses.max(),
        "swing": np.ptp(full[late]),  # of all training data
        "jitter": np.abs(np.diff(losses[-POINTS // 4 :])).mean() / losses[-POINTS // 4 :].mean(),
        "rises": np.mean(np.diff(losses[POINTS // 2 :]) > 0),
        "parted": validation[-1] / validation.min(),
        "alone": np.abs(losses[:: (POINTS - 1) // (CHECKS - 1)] - full).max(),  # 0 if a batch is everything
        "fire": row[-2],
        "off_chance": abs(full[-1] / row[-1] - 1),
    }


CRITERIA = {
    "too small": lambda f: 0.9 < f["end"] < 1.01 and f["fire"] > 0.9 and f["spike"] < 1.2,
    "good": lambda f: (
        f["end"] < 0.2 and f["parted"] < 1.1 and f["alone"] > 0.01 and f["swing"] < 0.05 and f["jitter"] < 0.5
    ),
    "unstable": lambda f: f["swing"] > 0.15 and 0.3 < f["end"] < 5 and f["fire"] > 0.5,
    "dead": lambda f: f["fire"] == 0 and f["off_chance"] < 0.02 and f["spike"] > 1.3,
    "diverged": lambda f: f["end"] > 20,
    "over-fitting": lambda f: f["end"] < 0.25 and f["parted"] > 1.25,
    "small batch": lambda f: f["end"] < 0.2 and f["jitter"] > 0.7 and f["parted"] < 1.12,
    "edge of stability": lambda f: f["end"] < 0.25 and f["rises"] > 0.12 and f["alone"] < 1e-3 and f["parted"] < 1.2,
}


def order(block):
    """Return the causes of a block's eight rows, as indices into CAUSES."""
    return sorted(range(len(CAUSES)), key=lambda k: hashlib.sha256(f"block {block}, cause {k}".encode()).digest())


def runs_of(cause):
    """Yield rows that show this cause, without end."""
    kept, place = 0, CAUSES.index(cause)
    for seed in count():
        rng = np.random.default_rng([place, seed])
        row = record(*SETTINGS[cause](rng), seed)
        if CRITERIA[cause](facts(row)):
            kept += 1
            yield row
        elif seed > 100 + 20 * kept:
            raise RuntimeError(f"{cause}: only {kept} of {seed} runs can be kept")


def rows():
    """Return all rows (8 × BLOCKS, columns)."""
    sources = [runs_of(cause) for cause in CAUSES]
    return np.array([next(sources[k]) for block in range(BLOCKS) for k in order(block)])


if __name__ == "__main__":
    text = "\n".join(",".join(f"{value:.4g}" for value in row) for row in rows()) + "\n"
    (DATA / "curves.csv.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
