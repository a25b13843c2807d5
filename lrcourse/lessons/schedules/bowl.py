"""Schedules on a noisy bowl, where they are compared exactly; without noise in a valley, and on x⁴."""

import numpy as np

from ...engine import schedules, surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..run_cache import cached_run

STEPS, START = 200, 10.0  # of the race on the noisy bowl with λ = σ = 1
PEAKS = np.geomspace(0.01, 1, 401)
KINDS = "constant", "step", "inverse time", "cosine", "late fall"
GALLERY = {
    "step": schedules.step_decay(50, 0.5),
    "exponential": schedules.exponential(0.98),
    "inverse time": schedules.inverse_time(0.1),
    "polynomial": schedules.polynomial(STEPS, 2),
    "cosine": schedules.cosine(STEPS),
    "warm-up": schedules.warmup(20),
    "warm-up, stable, decay": schedules.warmup(20, schedules.stable(140, schedules.polynomial(40))),
    "one-cycle": schedules.one_cycle(STEPS),
    "cyclical": schedules.triangular(50, 0.1),
    "warm restarts": schedules.warm_restarts(50),
}
DECAYS = "step", "exponential", "inverse time", "polynomial", "cosine"  # those of them that libraries name decay
WARM_RATES = tuple(np.geomspace(0.25, 64, 65))  # on x⁴ from 1


def mean_squares(rates, start=START):
    """Return the exact E[x²] on the bowl with λ = σ = 1, before each step and after the last: (steps + 1, …) for rates
    of shape (steps, …).
    """
    m = [np.full(np.shape(rates)[1:], float(start) ** 2)]
    with np.errstate(all="ignore"):
        for rate in np.asarray(rates, float):
            m.append((1 - rate) ** 2 * m[-1] + rate**2)
    return np.stack(m)


def floor(rate, curvature=1.0, sigma=1.0):
    """Return what E[x²] settles at on a noisy bowl: ησ²/(λ(2 − ηλ))."""
    return rate * sigma**2 / (curvature * (2 - rate * curvature))


def schedule_named(kind, scale):
    """Return a schedule of one of KINDS, its time scale in steps: halved every `scale`, 1/(1 + t/scale), a cosine down
    to 0 at `scale`, a line down to 0 over the last `scale` of 200.
    """
    return {
        "constant": schedules.constant,
        "step": lambda: schedules.step_decay(scale, 0.5),
        "inverse time": lambda: schedules.inverse_time(1 / scale),
        "cosine": lambda: schedules.cosine(scale),
        "late fall": lambda: schedules.stable(STEPS - scale, schedules.polynomial(scale)),
    }[kind]()


def best_peak(schedule, steps=STEPS):
    """Return (peak rate, E[x²] after `steps`) of a schedule at the best of PEAKS."""
    ends = mean_squares(np.outer(schedule(np.arange(steps)), PEAKS))[-1]
    return PEAKS[ends.argmin()], ends.min()


def best_in_valley(x1, x2, *after):
    """Return the best constant rate after each of so many steps, without noise, in the valley of curvatures 1 and 10
    from (x1, x2): a list.
    """
    rates, found = np.geomspace(0.01, 1, 4001), []
    for steps in after:
        with np.errstate(over="ignore"):
            losses = (x1 * (1 - rates) ** steps) ** 2 + 10 * (x2 * (1 - 10 * rates) ** steps) ** 2
        found.append(float(rates[losses.argmin()]))
    return found


def score(rates):
    """Return E[x²] after 200 steps if the rate is set in blocks of equal length, such as ten of 20."""
    return mean_squares(np.repeat(rates, STEPS // len(rates)))[-1]


def best_in_blocks(blocks):
    """Return the lowest possible `score` with so many blocks.

    A lower mean before a block is a lower one after it, so each block takes the rate that is best for itself.
    """
    rates, m = np.geomspace(1e-3, 1, 4001), START**2
    shrink = (1 - rates) ** (2 * STEPS // blocks)
    for _ in range(blocks):
        m = (shrink * m + (1 - shrink) * floor(rates)).min()
    return m


def best_possible(steps=STEPS):
    """Return the best rate of every step, η = m/(1 + m) with m = E[x²], and what it ends with: ((steps,), number)."""
    rates, m = [], START**2
    for _ in range(steps):
        rates.append(m / (1 + m))
        m = m / (1 + m)
    return np.array(rates), m


@cached_run
def late_square(seed):
    """Return the mean x² of 1000 noisy bowls over the last 200 of 300 steps, at three rates: (3,)."""
    runs = train(surfaces.noisy_bowl(1, 1, start=np.zeros(1000)), sgd(), lr=[0.1, 0.5, 1.5], steps=300, seed=seed)
    return 2 * runs.loss[:, -200:].mean(axis=1) / 1000


def quartic(warm, rates=WARM_RATES):
    """Train on x⁴ from 1 over 200 steps, at a constant rate (warm = 0) or warmed up over `warm` steps; returns Runs."""
    surface = surfaces.from_function(lambda x: (x[0] ** 4, 4 * x**3), start=[1.0])
    return train(surface, sgd(), lr=rates, steps=STEPS, schedule=schedules.warmup(warm) if warm else None)
