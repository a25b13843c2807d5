"""The range test: one run whose rate grows at each step, and what its loss suggests."""

from dataclasses import dataclass, field

import numpy as np

from ..checks import number, positive, whole
from .schedules import exponential
from .training import Runs, train

STOP = 4  # the range test stops where the smoothed loss passes this multiple of its lowest value so far (fastai)
SKIPPED = 10  # one of so many first steps is no candidate: the smoothed loss has not yet settled (fastai)


@dataclass(frozen=True, eq=False)
class RangeTest:
    """What `range_test` returns: one run whose rate grows at each step, and what its loss suggests."""

    runs: Runs = field(repr=False)
    rates: np.ndarray = field(repr=False)  # (steps,), geometric
    loss: np.ndarray = field(repr=False)  # (steps,), of the next minibatch after the step at each rate
    smoothed: np.ndarray = field(repr=False)  # (steps,)
    stop: float | None  # the rate at which the smoothed loss passed 4 x its lowest, or None
    minimum: float  # the rate where the smoothed loss is lowest before the stop
    steepest: float  # the rate where it falls fastest per log rate before the stop
    valley: float  # a rate half-way along the longest fall before the stop

    @property
    def tenth(self):
        """The usual suggestion, a tenth of the rate at the minimum."""
        return self.minimum / 10


@np.errstate(all="ignore")  # a loss may have become infinite
def range_test(problem, optimizer, low=1e-5, high=10, steps=200, *, batch_size=None, seed=0, smoothing=0.95):
    """One run whose rate grows geometrically from `low` to `high`: the range test, grown and read as fastai does it.

    (Smith 2017, arXiv 1506.01186, from whom it comes, lets the rate grow linearly and reads the accuracy.)

    `smoothing` is the weight of the past in the running mean of the loss, which is corrected for its start. (fastai:
    .98 over 100 steps.) Each loss is paired with the rate of the step before it.
    """
    low, high = bounds(low, high)
    whole("steps", steps, least=20)
    number("smoothing", smoothing, 0, 0.999)
    growth = (high / low) ** (1 / (steps - 1))
    runs = train(
        problem,
        optimizer,
        low,
        steps,
        batch_size=batch_size,
        schedule=exponential(growth),
        seed=seed,
        evaluate_every=steps,
    )
    rates, loss = low * growth ** np.arange(steps), runs.loss[0, 1:]
    smoothed = smooth(loss, smoothing)
    lowest_yet = np.minimum.accumulate(smoothed)
    blown = ~(smoothed - lowest_yet <= (STOP - 1) * np.abs(lowest_yet))
    end = int(blown.argmax()) if blown.any() else steps
    first = min(steps // SKIPPED, max(end - 2, 0))
    lowest = first + int(np.argmin(smoothed[first : max(end, 1)]))
    slopes = np.diff(smoothed[first:end]) / np.log(growth)
    falls = first + int(slopes.argmin()) if slopes.size else lowest
    half_way = first + middle_of_fall(smoothed[first : max(end, first + 1)])
    stop = float(rates[end]) if end < steps else None
    return RangeTest(runs, rates, loss, smoothed, stop, *map(float, rates[[lowest, falls, half_way]]))


def middle_of_fall(values):
    """The place half-way along the longest fall of `values`: half its length before its end.

    A fall is any choice of values, in order, each below the one before; of equally long ones the first to end counts.
    fastai's suggestion "valley", its default.
    """
    length = np.ones(len(values), int)  # of the longest fall that ends at each value
    for i in range(1, len(values)):
        length[i] += length[:i][values[:i] > values[i]].max(initial=0)
    end = int(length.argmax())
    return end - int(length[end]) // 2


def smooth(values, weight):
    """Running mean (steps,) in which the past weighs `weight`, divided by the weights used so far (as Adam corrects its
    means).
    """
    mean, means = 0.0, np.empty(len(values))
    for i, value in enumerate(values):
        mean = weight * mean + (1 - weight) * value
        means[i] = mean
    return means / (1 - weight ** np.arange(1, len(values) + 1))


def bounds(low, high):
    """Both ends of a range of rates, as floats."""
    low, high = positive("low", low), positive("high", high)
    if low >= high:
        raise ValueError(f"high={high!r}: allowed is a number above low, {low:g}")
    return low, high
