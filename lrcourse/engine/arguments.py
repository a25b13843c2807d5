"""What `train` takes, checked: each error names the argument, its value and what is allowed."""

import numpy as np

from ..checks import floats, whole
from .schedules import at_each

MOST = 8e9  # bytes that the runs of one call may need


def batch_size_of(problem, batch_size):
    """The minibatch's size: all of the data where it is None; None on a surface."""
    if not hasattr(problem, "n"):
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
    """Whether each part of a training is what it should be."""
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


def check_outside(progress, executor):
    """Whether a training can tell of its progress, and where it is to be worked out."""
    if progress is not None and not callable(progress):
        raise ValueError(f"progress={progress!r}: allowed is a function of (done, total), or None")
    if executor is not None and not _offers(executor, "submit"):
        raise ValueError(
            f"executor={executor!r}: allowed is a concurrent.futures.Executor, such as ProcessPoolExecutor(), or None"
        )


def _offers(value, *methods):
    """Whether value has these methods; a class, such as `sgd` without its brackets, does not."""
    return not isinstance(value, type) and all(callable(getattr(value, method, None)) for method in methods)


def rates_of(problem, lr):
    """The learning rates (runs,); of a network also (runs, layers), a column for each layer."""
    allowed = "is a finite number above 0, or a list of them"
    layers = len(getattr(problem, "layer_sizes", ()))
    if layers:
        allowed += f"; of this network also an array (runs, {layers}), a column a layer"
    rates = np.atleast_1d(floats("lr", lr, allowed))
    by_layer = rates.ndim == 2 and rates.shape[1] == layers
    if not (rates.ndim == 1 or by_layer) or not rates.size or np.any(rates <= 0):
        raise ValueError(f"lr={lr!r}: allowed {allowed}")
    return rates


def columns_of(problem, rates):
    """The rates as they multiply a step: (runs, 1), or (runs, size) where each layer has its own."""
    return rates[:, None] if rates.ndim == 1 else np.repeat(rates, problem.layer_sizes, axis=1)


def start_of(problem, start, lr, seed, dtype):
    """Where each run starts (runs, size), from one point or one a run; the problem's own if `start` is None.

    Returns the number of runs too: one rate goes with as many starts as there are.
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


def check_earlier(earlier, problem, optimizer, runs, dtype, drawn):
    """Whether training can go on from these Runs: the same problem, optimizer, precision and minibatches, and as many
    rates.
    """
    (batch_size, seed), (size, first_seed) = drawn, earlier.drawn
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
    """Whether what is kept fits: every loss, all parameters, and on a surface every point of the path."""
    needs = 8 * runs * ((steps + 1) * (1 if hasattr(problem, "n") else problem.size + 1) + 4 * problem.size)
    if needs > MOST:
        raise ValueError(
            f"steps={steps}: {runs} runs of {problem.size} parameters over so many steps need {needs / 1e9:.3g} GB; "
            f"allowed are {MOST / 1e9:g}"
        )


def multipliers(schedule, first, steps):
    """What the schedule multiplies the rate by at each step from `first` on (steps,)."""
    try:
        values = at_each(schedule, np.arange(first, first + steps))
    except (TypeError, ValueError, ArithmeticError) as error:
        raise ValueError(f"schedule={schedule!r}: allowed is a function of the step, from 0 ({error})") from error
    if values.shape != (steps,) or not np.all(np.isfinite(values)):
        raise ValueError(f"schedule={schedule!r}: allowed is one that gives a finite number for every step")
    return values
