"""A learning-rate report of one page, for a function or a table of your own:

from lrcourse import data, report, surfaces
report(surfaces.from_function(my_loss, start=[1.0, 2.0]))
report(data.from_csv("houses.csv", target="price"))
"""

from dataclasses import replace

import numpy as np

from .. import diagnosis
from ..checks import floats, whole
from ..data import Data
from ..diagnosis.loss_curve import NEAR_CHANCE, read
from ..diagnosis.metrics import guessing_loss
from ..engine.arguments import batch_size_of, check_parts
from ..engine.networks import linear_regression, softmax_regression
from ..engine.optimizers import sgd
from ..engine.problems import has_data
from ..engine.schedules import cosine
from ..engine.search import interval_around
from ..engine.training import train
from .page import Report, worst
from .warnings import find_warnings

SEEDS = range(5)  # of first weights and batches; on a surface, of starts near its own
JUDGES = range(100, 105)  # on a surface, seeds of starts that had no part in choosing the rates
STEPS, EPOCHS, BATCH = 200, 12, 32  # by default: steps on a surface; epochs and batch size with data
RATES = np.logspace(-3, 1, 25)  # the default grid, in multiples of the limit
LUCK = 0.02  # the share by which a loss must lie below that of guessing
FALL = 0.99  # a good rate lowers the loss, in every seed, by this share of what the best rate does


def report(problem, optimizer=sgd(), *, rates=None, steps=None, batch_size=None):
    """Return a learning-rate report: the limit, the good rates, whether they touch the grid's edge, the range over
    seeds, the gain from a schedule.

    `problem` is a surface, a network, or Data (linear or softmax regression on it); `optimizer` sgd, with or without
    momentum; `rates` the grid, by default 25 around the limit. Every rate gets the same steps and the same five seeds.
    With data, validation chooses and test judges; on a surface, starts near its own choose, and others judge. Raise
    ValueError for bad input.
    """
    if isinstance(problem, Data):
        problem = (softmax_regression if problem.classes else linear_regression)(problem)
    if isinstance(problem, str):
        raise ValueError(
            f"problem={problem!r}: allowed is a surface, a network or data, such as "
            f"data.from_csv({problem!r}, target=…)"
        )
    check_parts(problem, optimizer)
    if not isinstance(optimizer, sgd):
        raise ValueError(f"optimizer={optimizer!r}: allowed is sgd, with or without momentum")
    with_data = has_data(problem)
    batch_size = batch_size_of(problem, min(BATCH, problem.n) if with_data and batch_size is None else batch_size)
    default = EPOCHS * (problem.n // batch_size) if with_data else STEPS
    steps = default if steps is None else whole("steps", steps)
    start = problem.start(0)
    if start.ndim > 1:
        raise ValueError(f"problem={problem!r}: allowed is a surface with one start")
    limit, known = _limit(problem, optimizer, start)
    rates = (limit or 1.0) * RATES if rates is None else _grid(rates)
    settings = dict(optimizer=optimizer, rates=rates, steps=steps, batch_size=batch_size)
    runs = _train(problem, SEEDS, **settings)
    constant = _ends(problem, runs)
    decayed = _ends(problem, _train(problem, SEEDS, schedule=cosine(steps), **settings))
    firsts = np.array([_loss(problem, one.problem.start(seed)[None])[0] for seed, one in zip(SEEDS, runs)])  # (seeds,)
    guess = guessing_loss(problem) if with_data else None
    first = float(np.median(firsts))
    before = min(first, guess) if with_data else first  # what training has to beat
    good, best = _choose(rates, worst(constant, first), before, with_data)
    at = np.abs(rates - best).argmin()
    failing = _lowest_failing(rates, _failed(problem, runs, constant, firsts, guess, at).any(axis=0), at)
    after = None if known else _from_sharpness(problem, optimizer, runs[0].params[at])
    chosen = best, rates[worst(decayed, first).argmin()]
    return Report(
        f"Learning-rate report: {_name(problem)}, {steps} steps",
        rates,
        constant,
        decayed,
        first,
        guess,
        limit,
        known,
        after,
        good,
        good is not None and (good[0] == rates[0] or good[1] == rates[-1]),
        best,
        failing,
        "is near guessing, or half as good" if with_data and problem.data.classes else "ends worse than it began",
        _judge(problem, chosen, settings, 1e-9 * abs(first)),
        "validation loss at the end, the worst seed" if with_data else "loss at the end, the worst seed",
        _read_curve(runs[0], at, guess),
        find_warnings(runs, at, rates, good, (limit, after)),
    )


def _read_curve(runs, at, guess):
    """Return the Reading of the curve of one of the runs."""
    losses = runs.loss[at]
    start = losses[0] if np.isfinite(losses[0]) else None
    return read(losses, guess or None, start=start, path=None if runs.path is None else runs.path[at])


def _limit(problem, optimizer, start):
    """Return (limit or None, how it is known)."""
    try:
        return diagnosis.stability_limit(problem, optimizer), "a safe bound" if getattr(
            problem, "loss", ""
        ) == "cross_entropy" else "at the minimum"
    except ValueError:
        return _from_sharpness(problem, optimizer, start), ""


def _from_sharpness(problem, optimizer, params):
    """Return the limit from the sharpness at one point, None where the loss does not curve up."""
    sharp = diagnosis.sharpness(problem, params)
    return float(diagnosis.stability_factor(optimizer) / sharp) if sharp > 1e-12 else None


def _near(problem, seed):
    """Return the problem itself; or a surface without noise, started near its own start, by a tenth of its size or of 1
    (seed 0: exactly there).
    """
    if has_data(problem) or problem.sigma or seed == 0:
        return problem
    start = problem.start()
    return replace(
        problem,
        starts=start + 0.1 * np.maximum(1, np.abs(start)) * np.random.default_rng(seed).normal(size=start.shape),
    )


def _train(problem, seeds, *, optimizer, rates, steps, batch_size, schedule=None):
    """Train all rates, and return one Runs per seed."""
    settings = dict(batch_size=batch_size, schedule=schedule, evaluate_every=steps)
    return [train(_near(problem, seed), optimizer, rates, steps, seed=seed, **settings) for seed in seeds]


def _ends(problem, runs, part="validation"):
    """Return the loss at the end (seeds, rates); inf where it exploded."""
    return np.array([np.where(np.isfinite(one.loss[:, -1]), _loss(problem, one.params, part), np.inf) for one in runs])


def _failed(problem, runs, ends, firsts, guess, at):
    """Return which runs failed (seeds, rates). A classifier fails if its loss is near that of guessing or above, or if
    it is right less than half as often as the best rate (at index `at`); other runs fail if they end worse than they
    began.
    """
    if guess is None or not problem.data.classes:
        return ends > firsts[:, None]
    right = np.array([problem.accuracy(one.params, "validation") for one in runs])
    return ~(ends < (1 - NEAR_CHANCE) * guess) | (right < 0.5 * np.median(right[:, at]))


@np.errstate(all="ignore")
def _loss(problem, params, part="validation"):
    """Return the loss (runs,) on a part of the data, or on the surface; inf where it is not a number."""
    if has_data(problem):
        return problem.evaluate(params, *problem.data.part(part))[0]
    loss = problem.formula(params)[0]
    return np.where(np.isfinite(loss), loss, np.inf)


def _choose(rates, ends, before, with_data):
    """Return (good, best) from each rate's worst loss at the end and the loss that it has to beat. With data, a little
    below guessing may be luck.
    """
    at = int(ends.argmin())
    if not ends[at] < before * (1 - LUCK if with_data else 1):
        return None, float(rates[at])
    good = ends <= before - FALL * (before - ends[at])
    return interval_around(rates, good, at), float(rates[at])


def _lowest_failing(rates, failed, at):
    """Return the lowest rate above the best, at index `at`, that failed; None if none did."""
    above = np.flatnonzero(failed & (np.arange(len(rates)) > at))
    return float(rates[above[0]]) if len(above) else None


def _judge(problem, chosen, settings, hair):
    """Return medians of the judging loss at the two chosen rates, and the share of seeds that the schedule helps by
    more than a hair.
    """
    seeds, part = (SEEDS, "test") if has_data(problem) else (JUDGES, None)
    ends = [
        _ends(problem, _train(problem, seeds, schedule=schedule, **settings | {"rates": np.array([rate])}), part)[:, 0]
        for rate, schedule in zip(chosen, (None, cosine(settings["steps"])))
    ]
    return (*map(float, np.median(ends, axis=1)), float(np.mean(ends[1] < ends[0] - hair)))


def _name(problem):
    """Return the name of the data, or of the surface."""
    return problem.data.name if has_data(problem) else problem.name


def _grid(rates):
    """Return the rates as floats; raise ValueError unless there are at least 3 above 0, rising."""
    allowed = "are at least 3 numbers above 0, in rising order"
    grid = floats("rates", rates, allowed)
    if grid.ndim != 1 or len(grid) < 3 or grid[0] <= 0 or np.any(np.diff(grid) <= 0):
        raise ValueError(f"rates={rates!r}: allowed {allowed}")
    return grid
