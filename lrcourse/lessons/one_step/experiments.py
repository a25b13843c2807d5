"""Steps and gradients, logged along a training; and an optimizer with steps of fixed length, as a control."""

from dataclasses import dataclass

import numpy as np

from ...engine.optimizers import Optimizer
from ...engine.problems import has_data

STEPS, BATCH = 200, 64  # of a logged training


@dataclass(frozen=True)
class fixed_length(Optimizer):
    """Take steps as long as the rate, in the direction of gradient descent: p − lr·g/‖g‖."""

    def init(self, params):
        return ()

    def update(self, params, grad, state, lr):
        return params - lr * grad / np.linalg.norm(grad, axis=1, keepdims=True), state


def logged(problem, optimizer, rate, steps=STEPS, seed=0):
    """Return the length of each step, and of the gradient that it came from: two arrays (steps,)."""
    params = problem.start(seed)[None]
    state, rng = optimizer.init(params), np.random.default_rng(seed)
    lengths, gradients = np.empty((2, steps))
    for t in range(steps):
        batch = rng.choice(problem.n, BATCH, replace=False) if has_data(problem) else None
        _, grad = problem.loss_and_grad(params, batch)
        before = params
        params, state = optimizer.update(params, grad, state, np.array([[rate]]))
        lengths[t], gradients[t] = np.linalg.norm(params - before), np.linalg.norm(grad)
    return lengths, gradients
