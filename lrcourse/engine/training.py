"""Training many runs at once: the runs of a call differ in their learning rate (and, on a surface, in their start)."""

from dataclasses import dataclass, field
from itertools import count, islice, repeat

import numpy as np

from ..checks import whole
from .arguments import (
    batch_size_of,
    check_earlier,
    check_memory,
    check_outside,
    check_parts,
    columns_of,
    multipliers,
    rates_of,
    start_of,
)
from .executors import spread
from .schedules import constant

BLOCK = 32  # runs at once: fixed, so that a run's numbers do not depend on its neighbours, and growth stays linear
BLOW_UP = 10  # a loss above this multiple of the first is recorded in `diverged_at`
TINY, WIDE = 20, 4096  # runs of so few parameters go so many at once


@dataclass(frozen=True, eq=False)
class Runs:
    """What `train` returns; every array's first axis is the run."""

    problem: object
    optimizer: object
    lr: np.ndarray  # (runs,), or (runs, layers)
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
    first_step: int = 0  # where `start` was earlier Runs, the number of steps that they had taken
    state: tuple = field(default=(), repr=False)  # the optimizer's last state, one a block; for `start`
    drawn: tuple = field(default=(None, 0), repr=False)  # (batch size, seed) of the minibatches; for `start`

    @property
    def steps(self):
        """The number of steps taken."""
        return self.loss.shape[1] - 1

    def at(self, lr):
        """The index of the run whose rate is nearest to `lr`, as a ratio; of rates by layer, in the sum over layers."""
        off = np.abs(np.log(self.lr / lr))
        return int(off.reshape(len(off), -1).sum(axis=1).argmin())


def train(
    problem,
    optimizer,
    lr,
    steps,
    *,
    batch_size=None,
    schedule=None,
    seed=0,
    start=None,
    evaluate_every=1,
    dtype=np.float64,
    progress=None,
    executor=None,
):
    """Train one run for each learning rate in `lr` (a number or a list; of a network also (runs, layers), a rate for
    each layer's weights and biases) and return their Runs.

    All runs share their first weights and their minibatches, both drawn from `seed`. `batch_size=None` is all of the
    data. `schedule(t)` multiplies the rate at step t, from 0. Loss and accuracy on the whole training and validation
    sets are taken before step 0 and after every `evaluate_every` epochs. `progress(done, total)` is called now and
    then, in steps. `start` is a point (size,) or one a run; or earlier Runs, from which everything goes on as if it had
    never stopped: parameters, the optimizer's state, steps, minibatches (so batch size and seed are to be theirs).
    Their rates may change. `executor`, a
    `concurrent.futures.Executor`, trains the blocks of 32 runs; the numbers are the same to the bit where BLAS is.
    Divergence is a result: no warning, no error. Bad input: ValueError.
    """
    jobs, merge = blocks(
        problem,
        optimizer,
        lr,
        steps,
        batch_size=batch_size,
        schedule=schedule,
        seed=seed,
        start=start,
        evaluate_every=evaluate_every,
        dtype=dtype,
    )
    return merge(work(jobs, progress, executor))


def blocks(problem, optimizer, lr, steps, *, batch_size, schedule, seed, start, evaluate_every, dtype):
    """(jobs, merge): the blocks of a training, for `work`, and the function that makes Runs of what comes of them."""
    check_parts(problem, optimizer, schedule, dtype)
    rates = rates_of(problem, lr)
    has_data = hasattr(problem, "n")
    whole("steps", steps)
    whole("evaluate_every", evaluate_every)
    whole("seed", seed, least=0)
    batch_size = batch_size_of(problem, batch_size)
    earlier = start if isinstance(start, Runs) else None
    if earlier:
        check_earlier(earlier, problem, optimizer, len(rates), dtype, (batch_size, seed))
    first = earlier.first_step + earlier.steps if earlier else 0
    points, count = start_of(problem, earlier.params if earlier else start, lr, seed, dtype)
    check_memory(problem, count, steps)
    rates = np.broadcast_to(rates, (count, *rates.shape[1:])) if len(rates) == 1 else rates
    multiplier = multipliers(schedule or constant(), first, steps)

    width = BLOCK if problem.size > TINY else WIDE
    every = evaluate_every * (problem.n // batch_size) if has_data else None
    jobs = []
    for i, at in enumerate(range(0, count, width)):
        begin = points[at : at + width].copy()
        state = earlier.state[i] if earlier else optimizer.init(begin)
        columns = columns_of(problem, rates[at : at + width])
        jobs.append((problem, optimizer, (begin, state, first), columns, multiplier, (batch_size, seed), every))

    def merge(results):
        state = tuple(result.pop("state") for result in results)
        merged = {name: np.concatenate([result[name] for result in results]) for name in results[0]}
        evaluated = np.arange(-(-first // every) * every, first + steps + 1, every) if has_data else None
        further = dict(evaluated_at=evaluated, first_step=first, state=state, drawn=(batch_size, seed))
        return Runs(problem, optimizer, rates, **further, **merged)

    return jobs, merge


def work(jobs, progress=None, executor=None):
    """What comes of each job, here or over an executor, in order; `progress(done, total)` in steps of all jobs."""
    check_outside(progress, executor)
    steps = len(jobs[0][4])
    done = count(1)
    if executor is not None:
        return spread(train_block, jobs, executor, lambda: progress and progress(next(done) * steps, len(jobs) * steps))
    results = []
    for i, job in enumerate(jobs):
        tell = progress and (lambda t, i=i: progress(i * steps + t, len(jobs) * steps))
        results.append(train_block(*job, tell))
    return results


@np.errstate(all="ignore")
def train_block(problem, optimizer, begin, lr, multiplier, drawn, every, tell=None):
    """The loop: `steps` steps from (params, optimizer's state, number of the first step), with the minibatches of
    `drawn`, (their size, seed).

    Everything is read before a step.
    """
    (params, state, first), steps = begin, len(multiplier)
    batch_size, seed = drawn
    lr = lr.astype(params.dtype)
    batches = islice(_batches(problem, batch_size, np.random.default_rng([seed, 1])), first, None)
    loss = np.empty((len(params), steps + 1), params.dtype)
    path = None if every else np.empty((len(params), steps + 1, problem.size), params.dtype)
    evaluations = []
    for t in range(steps + 1):
        if every and (first + t) % every == 0:
            evaluations.append(_evaluate(problem, params))
        if path is not None:
            path[:, t] = params
        loss[:, t], grad = problem.loss_and_grad(params, next(batches))
        if t < steps:
            told = [loss[:, t, None]] if getattr(optimizer, "reads_loss", False) else []
            params, state = optimizer.update(params, grad, state, lr * multiplier[t].astype(lr.dtype), *told)
        if tell and (t % 20 == 0 or t == steps):
            tell(t)
    loss[np.logical_or.accumulate(~np.isfinite(loss), axis=1)] = np.inf
    blown = (loss > blow_up(loss[:, :1])) | np.isinf(loss)
    result = {
        "loss": loss,
        "params": params,
        "diverged_at": np.where(blown.any(1), blown.argmax(1), -1),
        "state": state,
    }
    if path is not None:
        return result | {"path": path}
    names = evaluations[0] if evaluations else _evaluate(problem, params)
    none = np.empty((len(params), 0), params.dtype)  # a short run may end before an epoch does
    curves = {name: np.stack([e[name] for e in evaluations], axis=1) if evaluations else none for name in names}
    return result | curves


def blow_up(first):
    """The loss beyond which a run counts as blown up: ten times the first, or as far above it where that is
    negative.
    """
    return np.where(first > 0, BLOW_UP * first, first + (BLOW_UP - 1) * np.abs(first))


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


def pairs(rates, starts):
    """Every rate with every start of one number, for one call of `train`: lr (rates · starts,) and start
    (rates · starts, 1), the starts running fastest.
    """
    if np.ndim(starts) > 1:
        raise ValueError(f"starts of shape {np.shape(starts)}: allowed is a list of numbers")
    lr, start = np.meshgrid(rates, starts, indexing="ij")
    return lr.ravel(), start.ravel()[:, None]
