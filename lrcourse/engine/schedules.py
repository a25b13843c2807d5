"""Schedules: step (from 0; a number or an array) -> multiplier of the base rate.

Values: they print, compare and pickle. After its last step a schedule keeps its last value.
"""

from dataclasses import dataclass

import numpy as np

from ..checks import number, positive, whole

schedule = dataclass(frozen=True)  # lower-case classes: they are called, and read, like functions


def _as_given(step, multiplier):
    """Return the multiplier as a float for one step, and as an array for an array of steps."""
    return float(multiplier) if np.ndim(step) == 0 else np.asarray(multiplier, float)


def at_each(schedule, steps):
    """Return what a schedule gives at each of the steps, an array of their shape; ask a schedule that takes only a
    single step one by one.
    """
    steps = np.asarray(steps)
    try:
        return np.asarray(schedule(steps), float) * np.ones(steps.shape)
    except (TypeError, ValueError):
        return np.reshape([float(schedule(int(step))) for step in steps.ravel()], steps.shape)


def _cosine(fraction):
    """Return half a cosine, from 1 at fraction 0 down to 0 at fraction 1 (Loshchilov and Hutter 2017, eq. 5)."""
    return 0.5 * (1 + np.cos(np.pi * fraction))


def _check_schedule(name, value):
    """Raise ValueError unless `value` can be called and is no class, such as `cosine` without its brackets."""
    if not callable(value) or isinstance(value, type):
        raise ValueError(f"{name}={value!r}: allowed is a schedule")


def _joined(step, steps, first, then):
    """Return `first` while step < steps, then the schedule `then`, counted from 0 again."""
    step = np.asarray(step)
    return _as_given(step, np.where(step < steps, first, at_each(then, np.maximum(step - steps, 0))))


@schedule
class constant:
    """Always 1."""

    def __call__(self, step):
        return _as_given(step, np.ones(np.shape(step)))


@schedule
class step_decay:
    """factor to the power of the whole periods of `every` steps that have passed."""

    every: int
    factor: float

    def __post_init__(self):
        whole("every", self.every)
        positive("factor", self.factor)

    def __call__(self, step):
        return _as_given(step, float(self.factor) ** (np.asarray(step) // self.every))


@schedule
class exponential:
    """rate to the power of the step."""

    rate: float

    def __post_init__(self):
        positive("rate", self.rate)

    def __call__(self, step):
        return _as_given(step, float(self.rate) ** np.asarray(step))


@schedule
class inverse_time:
    """1 / (1 + rate · step)."""

    rate: float

    def __post_init__(self):
        positive("rate", self.rate)

    def __call__(self, step):
        return _as_given(step, 1 / (1 + self.rate * np.asarray(step)))


@schedule
class polynomial:
    """(1 − step/total)^power, 0 from step `total` on."""

    total: int
    power: float = 1.0

    def __post_init__(self):
        whole("total", self.total)
        positive("power", self.power)

    def __call__(self, step):
        return _as_given(step, (1 - np.minimum(step, self.total) / self.total) ** self.power)


@schedule
class cosine:
    """½(1 + cos π step/total), 0 from step `total` on (Loshchilov and Hutter 2017, arXiv 1608.03983)."""

    total: int

    def __post_init__(self):
        whole("total", self.total)

    def __call__(self, step):
        return _as_given(step, _cosine(np.minimum(step, self.total) / self.total))


@schedule
class stable:
    """1 while step < steps, then the schedule `then`, counted from 0 again.

    `warmup(20, stable(140, polynomial(40)))` is warm-up, stable, decay (Hu et al. 2024, arXiv 2404.06395).
    """

    steps: int
    then: object

    def __post_init__(self):
        whole("steps", self.steps, least=0)
        _check_schedule("then", self.then)

    def __call__(self, step):
        return _joined(step, self.steps, 1.0, self.then)


@schedule
class warmup:
    """(step + 1)/steps while step < steps, then the schedule `then`, counted from 0 again."""

    steps: int
    then: object = constant()

    def __post_init__(self):
        whole("steps", self.steps)
        _check_schedule("then", self.then)

    def __call__(self, step):
        return _joined(step, self.steps, (np.asarray(step) + 1) / self.steps, self.then)


@schedule
class one_cycle:
    """Half a cosine from 1/div up to 1 at step pct·total − 1, then down to 1/(div·final_div) at step total − 1.

    Smith and Topin 2017, arXiv 1708.07120, in the form and with the defaults of PyTorch's OneCycleLR.
    """

    total: int
    pct: float = 0.3
    div: float = 25.0
    final_div: float = 1e4

    def __post_init__(self):
        whole("total", self.total, least=2)
        number("pct", self.pct, 0, 1)
        positive("div", self.div)
        positive("final_div", self.final_div)
        if not 1 < self.pct * self.total < self.total:
            raise ValueError(
                f"pct={self.pct!r}: allowed is a share that puts the peak between the first and the last of "
                f"{self.total} steps"
            )

    def __call__(self, step):
        step, peak, last = np.minimum(step, self.total - 1), self.pct * self.total - 1, self.total - 1
        start, end = 1 / self.div, 1 / (self.div * self.final_div)
        up = 1 + (start - 1) * _cosine(step / peak)
        down = end + (1 - end) * _cosine((step - peak) / (last - peak))
        return _as_given(step, np.where(step <= peak, up, down))


@schedule
class triangular:
    """From `low` up to 1 in half a period and back, again and again (Smith 2017, arXiv 1506.01186)."""

    period: float
    low: float

    def __post_init__(self):
        positive("period", self.period)
        number("low", self.low, 0, 1)

    def __call__(self, step):
        phase = np.asarray(step) / self.period % 1
        return _as_given(step, self.low + (1 - self.low) * (1 - np.abs(2 * phase - 1)))


@schedule
class warm_restarts:
    """Half a cosine from 1 towards 0, started again after `first` steps, each time `mult` times as long (SGDR:
    Loshchilov and Hutter 2017).
    """

    first: int
    mult: int = 1

    def __post_init__(self):
        whole("first", self.first)
        whole("mult", self.mult)

    def __call__(self, step):
        step = np.asarray(step)
        if self.mult == 1:
            return _as_given(step, _cosine(step % self.first / self.first))
        starts, length = [0], self.first
        while starts[-1] + length <= np.max(step, initial=0):
            starts.append(starts[-1] + length)
            length *= self.mult
        cycle = np.searchsorted(starts, step, side="right") - 1
        return _as_given(step, _cosine((step - np.take(starts, cycle)) / (self.first * self.mult**cycle)))
