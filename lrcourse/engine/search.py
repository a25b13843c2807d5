"""Searching for a learning rate: a grid, random draws, and the range test; all rates of a seed train in one call."""

from dataclasses import dataclass, field

import numpy as np

from ..checks import floats, number, positive, whole
from .schedules import exponential
from .training import Runs, plan_blocks, run_blocks, train

MOST = 100_000  # runs of one search, as many as a computer can hold
STOP = 4  # the range test stops where the smoothed loss passes this multiple of its lowest value so far (fastai)
SKIPPED = 10  # the first of ten parts suggests no rate: there the smoothed loss has not settled yet (fastai)


@dataclass(frozen=True, eq=False)
class Search:
    """The result of `grid` and `random`: one score for each seed and rate, and what follows from them. `runs` holds
    each seed's Runs.
    """

    rates: np.ndarray  # (rates,), ascending, each once
    seeds: tuple
    measure: str  # "validation accuracy" (high is good), "validation loss" or "final loss" (low is good)
    scores: np.ndarray = field(repr=False)  # (seeds, rates), at the end; inf for a loss that is not finite
    runs: tuple = field(repr=False)  # one Runs per seed

    @property
    def mean(self):
        """Mean score over the seeds (rates,): a seed that fails counts, as it would not in a median."""
        return self.scores.mean(axis=0)

    @property
    def best(self):
        """The rate with the best mean score; of equals, the smallest."""
        return float(self.rates[self._costs().argmin()])

    @property
    def edge(self):
        """The end of the grid, "low" or "high", at which the best rate lies, so that a better one may lie outside; else
        None.
        """
        return {0: "low", len(self.rates) - 1: "high"}.get(int(self._costs().argmin()))

    def interval(self, tolerance=0.01):
        """Return (lowest, highest) rate around the best whose mean is within `tolerance` of the best: in accuracy, or
        as a share of a loss.
        """
        positive("tolerance", tolerance)
        costs = self._costs()
        lowest = costs.min()
        good = costs <= lowest + tolerance * (1 if "accuracy" in self.measure else abs(lowest)) + 1e-12
        return interval_around(self.rates, good, costs.argmin())

    def _costs(self):
        """Return the mean scores (rates,), turned so that low is good."""
        return -self.mean if "accuracy" in self.measure else self.mean


def grid(
    problem,
    optimizer,
    rates,
    steps,
    *,
    batch_size=None,
    schedule=None,
    seeds=range(3),
    evaluate_every=None,
    progress=None,
    executor=None,
):
    """Train every rate of the list `rates` with every seed and return the Search.

    The score is the validation accuracy after the last step, or the validation loss in a regression, or the final loss
    on a surface. The curves are evaluated after every `evaluate_every` epochs, or only before and after.
    `progress(done, total)` counts in steps. `executor` trains the blocks of all seeds side by side. The rest is as in
    `train`. Raise ValueError for bad input.
    """
    allowed = "is a list of finite numbers above 0"
    rates = floats("rates", rates, allowed)
    if rates.ndim != 1 or not rates.size or np.any(rates <= 0):
        raise ValueError(f"rates={rates!r}: allowed {allowed}")
    seeds = _checked_seeds(seeds)
    if getattr(problem, "starts", rates).ndim > 1:
        raise ValueError(f"problem={problem!r}: allowed is a surface with one start, so that all rates begin there")
    if evaluate_every is None:
        evaluate_every = _only_at_the_end(problem, steps, batch_size)
    rates = np.unique(rates)
    options = dict(
        batch_size=batch_size, schedule=schedule, start=None, evaluate_every=evaluate_every, dtype=np.float64
    )
    plans = [plan_blocks(problem, optimizer, rates, steps, seed=seed, **options) for seed in seeds]
    results = iter(run_blocks([job for jobs, _ in plans for job in jobs], progress, executor))
    runs = tuple(merge([next(results) for _ in jobs]) for jobs, merge in plans)
    measure, scores = zip(*map(_score, runs))
    return Search(rates, seeds, measure[0], np.stack(scores), runs)


def random(
    problem,
    optimizer,
    low,
    high,
    count,
    steps,
    *,
    draw=0,
    batch_size=None,
    schedule=None,
    seeds=range(3),
    progress=None,
    executor=None,
):
    """Search as `grid` does, at `count` rates drawn from `low` to `high`, uniformly on a log scale (Bergstra and Bengio
    2012); `draw` is the seed of this draw.
    """
    low, high = bounds(low, high)
    if whole("count", count) > MOST:
        raise ValueError(f"count={count!r}: allowed is a whole number from 1 to {MOST}")
    rates = np.exp(np.random.default_rng(whole("draw", draw, least=0)).uniform(np.log(low), np.log(high), count))
    options = dict(batch_size=batch_size, schedule=schedule, seeds=seeds, progress=progress, executor=executor)
    return grid(problem, optimizer, rates, steps, **options)


def interval_around(rates, good, at):
    """Return (lowest, highest) of the unbroken range of good rates around index `at`; `good` is (rates,), and true at
    `at`.
    """
    low, high = at - np.argmin(np.r_[good[at::-1], False]) + 1, at + np.argmin(np.r_[good[at:], False]) - 1
    return float(rates[low]), float(rates[high])


def _score(runs):
    """Return (name, scores (rates,)) of one seed's Runs, after the last step: the curves may end with an epoch before
    it.
    """
    if runs.validation_loss is None:
        return "final loss", runs.loss[:, -1]
    data = runs.problem.data
    with np.errstate(all="ignore"):
        loss, accuracy = runs.problem.evaluate(runs.params, data.x_validation, data.y_validation)
    return ("validation loss", loss) if accuracy is None else ("validation accuracy", accuracy)


def _only_at_the_end(problem, steps, batch_size):
    """Return `evaluate_every` for which data are evaluated only twice, before the first and after the last whole epoch.

    Bad input is left to `train`.
    """
    try:
        return max(1, steps // (problem.n // (batch_size or problem.n)))
    except (AttributeError, TypeError, ZeroDivisionError):
        return 1


def _checked_seeds(seeds):
    """Return the seeds as a tuple of ints; raise ValueError unless there are some, each from 0 up."""
    if not np.iterable(seeds) or isinstance(seeds, str) or not len(seeds := tuple(seeds)):
        raise ValueError(f"seeds={seeds!r}: allowed is a list of whole numbers from 0, such as range(3)")
    return tuple(whole("seeds", seed, least=0) for seed in seeds)


@dataclass(frozen=True, eq=False)
class RangeTest:
    """The result of `range_test`: one run whose rate grows at each step, and what its loss suggests."""

    runs: Runs = field(repr=False)
    rates: np.ndarray = field(repr=False)  # (steps,), geometric
    loss: np.ndarray = field(repr=False)  # (steps,): after the step at each rate, on the next minibatch
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
    """Train one run whose rate grows geometrically from `low` to `high`, and return the RangeTest, read as fastai does.

    The paper that introduced the test (Smith 2017) lets the rate grow linearly and reads the accuracy.

    `smoothing` is the weight of the past in the running mean of the loss, which is corrected for its start. (fastai:
    0.98 over 100 steps.) Each loss is paired with the rate of the step before it. Raise ValueError for bad input.
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
    """Return the index half-way along the longest fall of `values`: half its length before its end.

    A fall is any choice of values, in order, each below the one before; of equally long ones, take the first to end.
    This is fastai's suggestion "valley", its default.
    """
    length = np.ones(len(values), int)  # of the longest fall that ends at each value
    for i in range(1, len(values)):
        length[i] += length[:i][values[:i] > values[i]].max(initial=0)
    end = int(length.argmax())
    return end - int(length[end]) // 2


def smooth(values, weight):
    """Return the running mean (steps,) in which the past weighs `weight`, divided by the weights used so far (as Adam
    corrects its means).
    """
    mean, means = 0.0, np.empty(len(values))
    for i, value in enumerate(values):
        mean = weight * mean + (1 - weight) * value
        means[i] = mean
    return means / (1 - weight ** np.arange(1, len(values) + 1))


def bounds(low, high):
    """Return both ends of a range of rates as floats; raise ValueError unless 0 < low < high."""
    low, high = positive("low", low), positive("high", high)
    if low >= high:
        raise ValueError(f"high={high!r}: allowed is a number above low, {low:g}")
    return low, high
