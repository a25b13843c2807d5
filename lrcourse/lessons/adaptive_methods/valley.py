"""A race of methods through a long valley, along the axes and turned."""

import numpy as np

from ...engine import surfaces
from ...engine.optimizers import adagrad, adam, rmsprop, sgd
from ...engine.training import train
from ..run_cache import cached_run

VALLEY = (1.0, 300.0)  # curvatures of the valley that is turned
FROM = (-6.0, 1.0)  # where its runs start: so far along the flat direction, and along the steep one
RACERS = {
    "gradient descent": sgd(),
    "… with momentum 0.9": sgd(momentum=0.9),
    "AdaGrad": adagrad(),
    "RMSprop": rmsprop(),
    "Adam without m": adam(beta1=0),
    "Adam": adam(),
}
RACE_RATES = 10.0 ** np.arange(-3, 1.1, 0.2)
RACE_STEPS = 1000  # more than the slowest racer needs
DONE, STAYS = 1e-4, 10  # a race ends when the loss is below this share of the first, and stays there for so many steps


def valley(angle):
    """Return the valley with curvatures VALLEY, turned by `angle` degrees together with the start of its runs."""
    c, s = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    return surfaces.ravine(VALLEY, angle, start=(FROM[0] * c - FROM[1] * s, FROM[0] * s + FROM[1] * c))


def first_of(done, stays=STAYS):
    """Return the first step (runs,) from which each row of `done` (runs, steps) is true `stays` times in a row.

    It is steps + 1 if there is none.
    """
    windows = np.lib.stride_tricks.sliding_window_view(done, stays, axis=1).all(axis=2)
    return np.where(windows.any(axis=1), windows.argmax(axis=1), done.shape[1] + 1)


@cached_run
def race(name, angle, rates=tuple(RACE_RATES), steps=RACE_STEPS):
    """Return (steps, path): when one of RACERS is done in the valley at its best rate, and its path (steps + 1, 2)."""
    runs = train(valley(angle), RACERS[name], lr=rates, steps=steps)
    soonest = first_of(runs.loss <= DONE * runs.loss[:, :1])
    return int(soonest.min()), runs.path[soonest.argmin()]
