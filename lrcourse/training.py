"""The one training loop, for many runs at once: runs of a call differ in their learning rate (and, on a surface, in
their start).
"""

from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from .checks import floats, whole
from .schedules import constant

BLOCK = (
    32  # runs at once on data: fixed, so that a run's numbers do not depend on its neighbours, and growth stays linear
)
BLOW_UP = 10  # a loss above this multiple of the first is recorded in `diverged_at`


@dataclass(frozen=True, eq=False)
class Runs:
    """What `train` returns; every array's first axis is the run."""

    problem: object
    optimizer: object
    lr: np.ndarray  # (runs,)
    loss: np.ndarray = field(
        repr=False
    )  # (runs, steps + 1): of minibatch t before step t; inf from the first non-finite value on
    params: np.ndarray = field(repr=False)  # (runs, size), after the last step
    diverged_at: np.ndarray = field(
        repr=False
    )  # (runs,): first step with a loss above ten times the first, or -1; no verdict
    path: np.ndarray | None = field(default=None, repr=False)  # (runs, steps + 1, size), for surfaces
    evaluated_at: np.ndarray | None = field(
        default=None, repr=False
    )  # (evaluations,), in steps; this and the next four with data only
    train_loss: np.ndarray | None = field(default=None, repr=False)  # (runs, evaluations)
    validation_loss: np.ndarray | None = field(default=None, repr=False)
    train_accuracy: np.ndarray | None = field(default=None, repr=False)  # None for regression
    validation_accuracy: np.ndarray | None = field(default=None, repr=False)

    @property
    def steps(self):
        """The number of steps taken."""
        return self.loss.shape[1] - 1

    def at(self, lr):
        """The index of the run whose rate is nearest to `lr`, as a ratio."""
        return int(np.abs(np.log(self.lr / lr)).argmin())


def train(
    problem,
    optimizer,
    lr,
    steps,
    *,
    batch_size=None,
    schedule=None,
    seed=0,
    evaluate_every=1,
    dtype=np.float64,
    progress=None,
):
    """Train one run for each learning rate in `lr` (a number or a list) and return their Runs.

    All runs share their first weights and their minibatches, both drawn from `seed`. `batch_size=None` is all of the
    data. `schedule(t)` multiplies the rate at step t, from 0. Loss and accuracy on the whole training and validation
    sets are taken before step 0 and after every `evaluate_every` epochs. `progress(done, total)` is called now and
    then, in steps. Divergence is a result: no warning, no error. Bad input: ValueError.
    """
    _check_parts(problem, optimizer, schedule, dtype, progress)
    rates = _rates(lr)
    has_data = hasattr(problem, "n")
    whole("steps", steps)
    whole("evaluate_every", evaluate_every)
    whole("seed", seed, least=0)
    batch_size = _batch_size(problem, batch_size)
    start = np.asarray(problem.start(seed), dtype)
    if start.ndim == 2 and len(rates) == 1:
        rates = np.repeat(rates, len(start))
    if start.ndim == 2 and len(start) != len(rates):
        raise ValueError(f"lr={lr!r}: allowed with {len(start)} starts is one rate or {len(start)}, not {len(rates)}")
    start = np.broadcast_to(start, (len(rates), problem.size))
    multiplier = (schedule or constant())(np.arange(steps)) * np.ones(steps)  # (steps,)

    width = BLOCK if has_data else len(rates)
    blocks = [slice(first, first + width) for first in range(0, len(rates), width)]
    every = evaluate_every * (problem.n // batch_size) if has_data else None
    results = []
    for i, block in enumerate(blocks):
        batches = _batches(problem, batch_size, np.random.default_rng([seed, 1]))
        tell = progress and (lambda t, i=i: progress(i * steps + t, len(blocks) * steps))
        with np.errstate(all="ignore"):
            results.append(
                _train_block(
                    problem,
                    optimizer,
                    start[block].copy(),
                    rates[block, None].astype(dtype),
                    multiplier,
                    batches,
                    every,
                    tell,
                )
            )
    merged = {name: np.concatenate([result[name] for result in results]) for name in results[0]}
    return Runs(problem, optimizer, rates, evaluated_at=np.arange(0, steps + 1, every) if has_data else None, **merged)


def pairs(rates, starts):
    """Every rate with every start, for one call of `train`: (lr, start), each (rates · starts,), the starts running
    fastest.
    """
    lr, start = np.meshgrid(rates, starts, indexing="ij")
    return lr.ravel(), start.ravel()[:, None]


def _train_block(problem, optimizer, params, lr, multiplier, batches, every, tell):
    steps = len(multiplier)
    loss = np.empty((len(params), steps + 1), params.dtype)
    path = None if every else np.empty((len(params), steps + 1, problem.size), params.dtype)
    state = optimizer.init(params)
    evaluations = []
    for t in range(steps + 1):
        if every and t % every == 0:
            evaluations.append(_evaluate(problem, params))
        if path is not None:
            path[:, t] = params
        loss[:, t], grad = problem.loss_and_grad(params, next(batches))
        if t < steps:
            params, state = optimizer.update(params, grad, state, lr * multiplier[t].astype(lr.dtype))
        if tell and (t % 20 == 0 or t == steps):
            tell(t)
    loss[np.logical_or.accumulate(~np.isfinite(loss), axis=1)] = np.inf
    blown = loss > BLOW_UP * loss[:, :1]
    result = {"loss": loss, "params": params, "diverged_at": np.where(blown.any(1), blown.argmax(1), -1)}
    if path is not None:
        return result | {"path": path}
    curves = {name: np.stack([e[name] for e in evaluations], axis=1) for name in evaluations[0]}
    return result | curves


def _evaluate(problem, params):
    """One column of each evaluation curve: {name: (runs,)}."""
    column = {}
    for part in ("train", "validation"):
        loss, accuracy = problem.evaluate(
            params, getattr(problem.data, f"x_{part}"), getattr(problem.data, f"y_{part}")
        )
        column[f"{part}_loss"] = loss
        if accuracy is not None:
            column[f"{part}_accuracy"] = accuracy
    return column


def _batches(problem, batch_size, rng):
    """Without end: minibatches of indices, reshuffled every epoch, a short last one dropped.

    None where a batch is everything; a noisy surface's noise.
    """
    if not hasattr(problem, "n"):
        while True:
            yield problem.draw(rng) if hasattr(problem, "draw") else None
    if batch_size == problem.n:
        yield from repeat(None)
    while True:
        order = rng.permutation(problem.n)
        for first in range(0, problem.n - batch_size + 1, batch_size):
            yield order[first : first + batch_size]


def _batch_size(problem, batch_size):
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


def _check_parts(problem, optimizer, schedule, dtype, progress):
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
        ("progress", progress, progress is None or callable(progress), "a function of (done, total), or None"),
    ):
        if not good:
            raise ValueError(f"{name}={value!r}: allowed is {allowed}")


def _offers(value, *methods):
    """Whether value has these methods; a class, such as `sgd` without its brackets, does not."""
    return not isinstance(value, type) and all(callable(getattr(value, method, None)) for method in methods)


def _rates(lr):
    allowed = "is a finite number above 0, or a list of them"
    rates = np.atleast_1d(floats("lr", lr, allowed))
    if rates.ndim != 1 or not rates.size or np.any(rates <= 0):
        raise ValueError(f"lr={lr!r}: allowed {allowed}")
    return rates
