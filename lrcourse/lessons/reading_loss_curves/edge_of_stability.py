"""The edge of stability: a network trained on the full batch, and rate × sharpness along the way."""

from dataclasses import dataclass

import numpy as np

from ... import data, diagnosis
from ...engine import networks
from ...engine.optimizers import sgd
from ...engine.training import train
from ..run_cache import cached_run
from .experiments import TEN

EDGE_RATES, EDGE_STEPS, EDGE_EVERY = (0.1, 0.2, 0.3, 0.5, 0.7, 1), 1000, 100
EDGE_RATE, BELOW_EDGE = 0.7, 0.3  # one comes to the edge from every seed, the other from none
EDGE_SEED = 4  # its runs are no chaos up to 1000 steps
HEAVY = 0.5  # momentum


@cached_run
def smooth_network():
    """Return a network of 32 tanh units with squared error for 200 digits: trained on the full batch it shows the edge
    of stability (Cohen et al. 2021).
    """
    return networks.mlp(data.digits(train=200), hidden=(32,), activation="tanh", loss="squared_error")


@cached_run
def edge_run(seed):
    """Train the smooth network on the full batch, at EDGE_RATE, from one seed; returns Runs."""
    return train(smooth_network(), sgd(), lr=EDGE_RATE, steps=EDGE_STEPS, seed=seed, evaluate_every=EDGE_STEPS // 10)


@cached_run
def smooth_runs(seeds, rate=EDGE_RATE, steps=EDGE_STEPS, momentum=0.0):
    """Train the smooth network on the full batch from the starts of these seeds; returns Runs, a run a seed."""
    starts = np.stack([smooth_network().start(seed) for seed in seeds])
    return train(
        smooth_network(), sgd(momentum), lr=[rate] * len(seeds), steps=steps, start=starts, evaluate_every=steps
    )


@cached_run
def explode(rate, seeds=tuple(range(40)), steps=100):
    """Return from which seeds the smooth network ends above its first loss: (seeds,), bool."""
    loss = smooth_runs(seeds, rate, steps).loss
    return ~(loss[:, -1] < loss[:, 0])


@dataclass(frozen=True, eq=False)
class Followed:
    """Full-batch runs, and rate × sharpness along the way."""

    lr: np.ndarray  # (runs,)
    loss: np.ndarray  # (runs, steps + 1)
    checked_at: np.ndarray  # (checks,), in steps
    product: np.ndarray  # (runs, checks)


def follow(problem, rates, steps, every, seed=0):
    """Train on the full batch and measure the sharpness every so many steps; returns Followed."""
    runs, losses = None, []
    params = np.tile(problem.start(seed), (len(rates), 1))
    products = [diagnosis.sharpness(problem, params, iterations=25) * rates]
    for _ in range(steps // every):
        runs = train(problem, sgd(), lr=rates, steps=every, seed=seed, start=runs, evaluate_every=every)
        products.append(diagnosis.sharpness(problem, runs.params, iterations=25) * rates)
        losses.append(runs.loss[:, :-1])
    loss = np.concatenate([*losses, runs.loss[:, -1:]], axis=1)
    return Followed(np.array(rates), loss, np.arange(0, steps + 1, every), np.stack(products, axis=1))


@cached_run
def edge():
    """Train the smooth network at EDGE_RATES; returns Followed."""
    return follow(smooth_network(), EDGE_RATES, EDGE_STEPS, EDGE_EVERY, EDGE_SEED)


@cached_run
def settled(momentum=0.0, seeds=TEN):
    """Return rate × sharpness of the smooth network after EDGE_STEPS at EDGE_RATE: (seeds,)."""
    params = smooth_runs(seeds, momentum=momentum).params
    return EDGE_RATE * diagnosis.sharpness(smooth_network(), params, iterations=25)
