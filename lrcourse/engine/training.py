"""Training many runs at once: the runs of a call differ in their learning rate (and, on a surface, in their start)."""

from dataclasses import dataclass, field
from itertools import count, islice, repeat

import numpy as np

from ..checks import whole
from .arguments import (
    batch_size_of,
    check_earlier,
    check_memory,
    check_parts,
    check_progress,
    columns_of,
    multipliers,
    rates_of,
    start_of,
)
from .executors import check_executor, run_jobs
from .problems import has_data, noise
from .schedules import constant

BLOCK = 32  # runs trained together: fixed, so that numbers do not depend on neighbours, and time grows linearly
TINY, WIDE = 20, 4096  # problems of at most TINY parameters train WIDE runs at a time
BLOW_UP = 10  # a loss above this multiple of the first is recorded in `diverged_at`
REPORT_EVERY = 20  # steps between two calls of `progress`


@dataclass(frozen=True, eq=False)
class Runs:
    """The result of `train`: what every run did. Every array's first axis is the run."""

    problem: object
    optimizer: object
    lr: np.ndarray  # (runs,), or (runs, layers)
    # (runs, steps + 1): the loss of minibatch t before step t; inf from the first value on that is not finite
    loss: np.ndarray = field(repr=False)
    params: np.ndarray = field(repr=False)  # (runs, size), after the last step
    # (runs,): the first step with a loss above ten times the first, or -1; a record, not a verdict
    diverged_at: np.ndarray = field(repr=False)
    path: np.ndarray | None = field(default=None, repr=False)  # (runs, steps + 1, size), on a surface only
    # (evaluations,), in steps; this and the next four only with data
    evaluated_at: np.ndarray | None = field(default=None, repr=False)
    train_loss: np.ndarray | None = field(default=None, repr=False)  # (runs, evaluations)
    validation_loss: np.ndarray | None = field(default=None, repr=False)  # (runs, evaluations)
    train_accuracy: np.ndarray | None = field(default=None, repr=False)  # (runs, evaluations); None in a regression
    validation_accuracy: np.ndarray | None = field(default=None, repr=False)  # as train_accuracy
    first_step: int = 0  # the steps that the earlier Runs had taken, if training went on from some
    state: tuple = field(default=(), repr=False)  # the optimizer's last state, one per block, to go on from
    minibatches: tuple = field(default=(None, 0), repr=False)  # their (size, seed), to go on from

    @property
    def steps(self):
        """The number of steps taken."""
        return self.loss.shape[1] - 1

    def at(self, lr):
        """Return the index of the run whose rate is nearest to `lr`, as a ratio; with rates per layer, summed over the
        layers.
        """
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
    """Train one run for each learning rate in `lr` and return their Runs.

    `lr` is a number or a list; for a network also (runs, layers): a rate for each layer's weights and biases.
    `schedule(t)` multiplies the rate at step t, from 0. All runs share their first weights and their minibatches, both
    drawn from `seed`; `batch_size=None` takes all of the data at every step. Loss and accuracy on the whole training
    and validation sets are measured before step 0 and after every `evaluate_every` epochs.

    `start` is a point (size,) or one per run; or earlier Runs, from which training goes on as if it had never stopped,
    with the same parameters, optimizer state, step count and minibatches (so batch size and seed have to be theirs; the
    rates may change).

    `progress(done, total)` is called now and then, in steps. `executor`, a `concurrent.futures.Executor`, trains the
    blocks of 32 runs; the numbers are the same to the bit where BLAS is. Divergence is a result: no warning, no error.
    Raise ValueError for bad input.
    """
    jobs, merge = plan_blocks(
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
    return merge(run_blocks(jobs, progress, executor))


def plan_blocks(problem, optimizer, lr, steps, *, batch_size, schedule, seed, start, evaluate_every, dtype):
    """Return (jobs, merge): the blocks of a training, for `run_blocks`, and the function that turns their results into
    Runs. Raise ValueError for bad input.
    """
    check_parts(problem, optimizer, schedule, dtype)
    rates = rates_of(problem, lr)
    whole("steps", steps)
    whole("evaluate_every", evaluate_every)
    whole("seed", seed, least=0)
    minibatches = batch_size_of(problem, batch_size), seed
    earlier = start if isinstance(start, Runs) else None
    if earlier:
        check_earlier(earlier, problem, optimizer, len(rates), dtype, minibatches)
    first = earlier.first_step + earlier.steps if earlier else 0
    points, runs = start_of(problem, earlier.params if earlier else start, lr, seed, dtype)
    check_memory(problem, runs, steps)
    rates = np.broadcast_to(rates, (runs, *rates.shape[1:])) if len(rates) == 1 else rates
    multiplier = multipliers(schedule or constant(), first, steps)

    width = BLOCK if problem.size > TINY else WIDE
    interval = evaluate_every * (problem.n // minibatches[0]) if has_data(problem) else None  # in steps
    jobs = []
    for i, at in enumerate(range(0, runs, width)):
        params = points[at : at + width].copy()
        state = earlier.state[i] if earlier else optimizer.init(params)
        columns = columns_of(problem, rates[at : at + width])
        jobs.append((problem, optimizer, (params, state, first), columns, multiplier, minibatches, interval))

    def merge(results):
        state = tuple(result.pop("state") for result in results)
        merged = {name: np.concatenate([result[name] for result in results]) for name in results[0]}
        evaluated = np.arange(-(-first // interval) * interval, first + steps + 1, interval) if interval else None
        further = dict(evaluated_at=evaluated, first_step=first, state=state, minibatches=minibatches)
        return Runs(problem, optimizer, rates, **further, **merged)

    return jobs, merge


def run_blocks(jobs, progress=None, executor=None):
    """Return each job's result, in order, computed here or by an executor; `progress(done, total)` is in steps of all
    jobs.
    """
    check_progress(progress)
    check_executor(executor)
    steps = len(jobs[0][4])
    if executor is not None:
        done = count(1)
        return run_jobs(
            train_block, jobs, executor, lambda: progress and progress(next(done) * steps, len(jobs) * steps)
        )
    results = []
    for i, job in enumerate(jobs):
        report_progress = progress and (lambda t, i=i: progress(i * steps + t, len(jobs) * steps))
        results.append(train_block(*job, report_progress))
    return results


@np.errstate(all="ignore")
def train_block(problem, optimizer, begin, lr, multiplier, minibatches, evaluate_every, report_progress=None):
    """Train one block of runs: the one training loop. Return {name: array} for Runs, and the optimizer's last state.

    `begin` is (params (runs, size), the optimizer's state, the number of the first step); `lr` (runs, 1) or (runs,
    size); `multiplier` (steps,) the schedule; `minibatches` their (size, seed); `evaluate_every` in steps, None without
    data. Losses, paths and evaluations are those before each step, and once more after the last.
    """
    (params, state, first), steps = begin, len(multiplier)
    batch_size, seed = minibatches
    lr = lr.astype(params.dtype)
    batches = islice(_batches(problem, batch_size, np.random.default_rng([seed, 1])), first, None)
    loss = np.empty((len(params), steps + 1), params.dtype)
    path = None if evaluate_every else np.empty((len(params), steps + 1, problem.size), params.dtype)
    evaluations = []
    for t in range(steps + 1):
        if evaluate_every and (first + t) % evaluate_every == 0:
            evaluations.append(_evaluate(problem, params))
        if path is not None:
            path[:, t] = params
        loss[:, t], grad = problem.loss_and_grad(params, next(batches))
        if t < steps:
            loss_argument = [loss[:, t, None]] if getattr(optimizer, "reads_loss", False) else []
            params, state = optimizer.update(params, grad, state, lr * multiplier[t].astype(lr.dtype), *loss_argument)
        if report_progress and (t % REPORT_EVERY == 0 or t == steps):
            report_progress(t)
    loss[np.logical_or.accumulate(~np.isfinite(loss), axis=1)] = np.inf
    blown = (loss > blow_up_level(loss[:, :1])) | np.isinf(loss)
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


def blow_up_level(first):
    """Return the loss above which a run counts as blown up: BLOW_UP times the first, or as far above it if negative."""
    return np.where(first > 0, BLOW_UP * first, first + (BLOW_UP - 1) * np.abs(first))


def _evaluate(problem, params):
    """Return one column of each evaluation curve: {name: (runs,)}."""
    column = {}
    for part in ("train", "validation"):
        loss, accuracy = problem.evaluate(params, *problem.data.part(part))
        column[f"{part}_loss"] = loss
        if accuracy is not None:
            column[f"{part}_accuracy"] = accuracy
    return column


def _batches(problem, batch_size, rng):
    """Yield the indices of one minibatch after another, reshuffled every epoch, a short last one dropped, without end.

    Yield None for full batches, and the noise for noisy surfaces.
    """
    if not has_data(problem):
        while True:
            yield noise(problem, rng)
    if batch_size == problem.n:
        yield from repeat(None)
    while True:
        order = rng.permutation(problem.n)
        for first in range(0, problem.n - batch_size + 1, batch_size):
            yield order[first : first + batch_size]


def pairs(rates, starts):
    """Return every rate with every start of one number, for one call of `train`: lr (rates · starts,) and start
    (rates · starts, 1), the starts running fastest.
    """
    if np.ndim(starts) > 1:
        raise ValueError(f"starts of shape {np.shape(starts)}: allowed is a list of numbers")
    lr, start = np.meshgrid(rates, starts, indexing="ij")
    return lr.ravel(), start.ravel()[:, None]
