"""The arguments of `train`, checked and made into arrays; an error names argument, value and what is allowed."""

import numpy as np

from ..checks import floats, whole
from .problems import has_data, layer_sizes
from .schedules import at_each

MOST = 8e9  # bytes that the runs of one call may need


def batch_size_of(problem, batch_size):
    """Return the minibatches' size as an int: all of the data where `batch_size` is None, and None on a surface."""
    if not has_data(problem):
        if batch_size is not None:
            raise ValueError(f"batch_size={batch_size!r}: allowed for a surface is None, as it has no data")
        return None
    if batch_size is None:
        return problem.n
    if whole("batch_size", batch_size) > problem.n:
        raise ValueError(
            f"batch_size={batch_size!r}: allowed is a whole number from 1 to {problem.n}, the number of training "
            "examples"
        )
    return int(batch_size)


def check_parts(problem, optimizer, schedule=None, dtype=np.float64):
    """Raise ValueError unless problem, optimizer, schedule and dtype are valid."""
    for name, value, good, allowed in (
        (
            "problem",
            problem,
            _offers(problem, "start", "loss_and_grad"),
            "a surface or a network, such as surfaces.ravine()",
        ),
        ("optimizer", optimizer, _offers(optimizer, "init", "update"), "one of lrcourse.optimizers, such as sgd()"),
        (
            "schedule",
            schedule,
            schedule is None or _offers(schedule, "__call__"),
            "one of lrcourse.schedules, such as cosine(100), or None",
        ),
        ("dtype", dtype, dtype in (np.float32, np.float64), "np.float32 or np.float64"),
    ):
        if not good:
            raise ValueError(f"{name}={value!r}: allowed is {allowed}")


def check_progress(progress):
    """Raise ValueError unless `progress` is None or can be called."""
    if progress is not None and not callable(progress):
        raise ValueError(f"progress={progress!r}: allowed is a function of (done, total), or None")


def _offers(value, *methods):
    """Return whether `value` has these methods; a class, such as `sgd` without its brackets, does not."""
    return not isinstance(value, type) and all(callable(getattr(value, method, None)) for method in methods)


def rates_of(problem, lr):
    """Return the learning rates as floats (runs,); for a network also (runs, layers), a column for each layer."""
    allowed = "is a finite number above 0, or a list of them"
    layers = len(layer_sizes(problem))
    if layers:
        allowed += f"; of this network also an array (runs, {layers}), a column per layer"
    rates = np.atleast_1d(floats("lr", lr, allowed))
    by_layer = rates.ndim == 2 and rates.shape[1] == layers
    if not (rates.ndim == 1 or by_layer) or not rates.size or np.any(rates <= 0):
        raise ValueError(f"lr={lr!r}: allowed {allowed}")
    return rates


def columns_of(problem, rates):
    """Return the rates in the shape that multiplies a step: (runs, 1), or (runs, size) where each layer has its own."""
    return rates[:, None] if rates.ndim == 1 else np.repeat(rates, layer_sizes(problem), axis=1)


def start_of(problem, start, lr, seed, dtype):
    """Return where each run starts (runs, size), and the number of runs.

    `start` is one point or one per run; None is the problem's own. One rate goes with as many starts as there are.
    """
    runs = len(np.atleast_1d(lr))
    point = np.asarray(problem.start(seed) if start is None else start)
    size = problem.size
    if point.dtype.kind not in "iuf" or point.ndim not in (1, 2) or point.shape[-1] != size:
        what = f"start of shape {np.shape(start)}" if start is not None else "start"
        raise ValueError(f"{what}: allowed is a point of {size} numbers, a list of such points, or earlier Runs")
    count = len(point) if point.ndim == 2 and runs == 1 else runs
    if point.ndim == 2 and len(point) != count:
        raise ValueError(f"lr={lr!r}: allowed with {len(point)} starts is one rate or {len(point)}, not {runs}")
    return np.broadcast_to(point.astype(dtype), (count, size)), count


def check_earlier(earlier, problem, optimizer, runs, dtype, minibatches):
    """Raise ValueError unless training can go on from these earlier Runs: with the same problem, optimizer, precision
    and minibatches (size, seed), and as many rates.
    """
    (batch_size, seed), (size, first_seed) = minibatches, earlier.minibatches
    for name, value, good, allowed in (
        ("problem", problem, problem is earlier.problem or problem == earlier.problem, "the one of the earlier Runs"),
        ("optimizer", optimizer, optimizer == earlier.optimizer, f"the one of the earlier Runs, {earlier.optimizer!r}"),
        ("dtype", dtype, dtype == earlier.params.dtype, f"that of the earlier Runs, {earlier.params.dtype}"),
        ("lr", f"{runs} rates", runs == len(earlier.lr), f"one for each of the {len(earlier.lr)} earlier Runs"),
        ("batch_size", batch_size, batch_size == size, f"that of the earlier Runs, {size}"),
        ("seed", seed, seed == first_seed, f"that of the earlier Runs, {first_seed}"),
    ):
        if not good:
            raise ValueError(f"{name}={value!r}: allowed with start=Runs is {allowed}")


def check_memory(problem, runs, steps):
    """Raise ValueError unless the results fit into MOST bytes: every loss, all parameters, a surface's whole path."""
    needs = 8 * runs * ((steps + 1) * (1 if has_data(problem) else problem.size + 1) + 4 * problem.size)
    if needs > MOST:
        raise ValueError(
            f"steps={steps}: {runs} runs of {problem.size} parameters over so many steps need {needs / 1e9:.3g} GB; "
            f"allowed are {MOST / 1e9:g}"
        )


def multipliers(schedule, first, steps):
    """Return what the schedule multiplies the rate by at each step from `first` on (steps,)."""
    try:
        values = at_each(schedule, np.arange(first, first + steps))
    except (TypeError, ValueError, ArithmeticError) as error:
        raise ValueError(f"schedule={schedule!r}: allowed is a function of the step, from 0 ({error})") from error
    if values.shape != (steps,) or not np.all(np.isfinite(values)):
        raise ValueError(f"schedule={schedule!r}: allowed is one that gives a finite number for every step")
    return values
