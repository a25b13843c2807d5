"""The one training loop, of a block of runs."""

from itertools import islice, repeat

import numpy as np

BLOW_UP = 10  # a loss above this multiple of the first is recorded in `diverged_at`


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
