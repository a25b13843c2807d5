"""Optimizers that choose their rate themselves, or hardly need one chosen; as in optimizers.py they are pure values.

Unless the docstring says otherwise, lr multiplies the rate that they choose, and 1 leaves their formula as it is.
"""

import numpy as np

from ..checks import number
from .optimizers import Optimizer, adam, optimizer


def _dot(a, b):
    """Return the inner product of each run (runs, 1)."""
    return (a * b).sum(axis=1, keepdims=True)


@optimizer
class polyak(Optimizer):
    """Polyak's step (1987), on each batch (Loizou et al. 2021, arXiv 2002.10542, SPS): the rate is how far the loss is
    above the least it can be, divided by the gradient's square, (L − least)/|g|²; 0 where the gradient is 0.

    This is the plain step, c = 1. The paper trains networks with one that is also bounded from above.
    """

    reads_loss = True
    least: float = 0

    def __post_init__(self):
        number("least", self.least)

    def init(self, params):
        return ()

    def update(self, params, grad, state, lr, loss):
        square = _dot(grad, grad)
        rate = np.divide(loss - self.least, square, out=np.zeros_like(square), where=square > 0)
        return params - lr * rate * grad, state


@optimizer
class hypergradient(Optimizer):
    """Hypergradient descent (Baydin et al. 2018, arXiv 1703.04782, SGD-HD): the rate itself descends, η ← η + βg·g₋₁,
    along the last two gradients. lr is the rate at the start.
    """

    beta: float = 0.001

    def __post_init__(self):
        number("beta", self.beta, 0, allowed="a finite number from 0")

    def init(self, params):
        return np.zeros_like(params), np.zeros_like(params[:, :1])

    def update(self, params, grad, state, lr):
        before, gained = state
        gained = gained + self.beta * _dot(grad, before)
        return params - (lr + gained) * grad, (grad, gained)


@optimizer
class dog(Optimizer):
    """Distance over gradients (Ivgi et al. 2023, arXiv 2302.12022): the rate is the farthest distance from
    the start so far, at least first · (1 + |start|), divided by the root of the sum of all squared gradients. Its
    authors also average the iterates.
    """

    first: float = 1e-6

    def __post_init__(self):
        number("first", self.first, 0, allowed="a finite number from 0")

    def init(self, params):
        return params.copy(), self.first * (1 + np.sqrt(_dot(params, params))), np.zeros_like(params[:, :1])

    def update(self, params, grad, state, lr):
        start, farthest, total = state
        away = params - start
        farthest = np.maximum(farthest, np.sqrt(_dot(away, away)))
        total = total + _dot(grad, grad)
        return params - lr * farthest / np.sqrt(total + 1e-8) * grad, (start, farthest, total)


@optimizer
class prodigy(Optimizer):
    """Prodigy (Mishchenko and Defazio 2024, arXiv 2306.06101, Alg. 4): Adam, with a rate of d, an estimate of the
    distance to the minimum that begins at `first` and never falls.
    """

    first: float = 1e-6
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def __post_init__(self):
        number("first", self.first, 0, allowed="a finite number from 0")
        adam(self.beta1, self.beta2, self.eps)  # raises what Adam raises

    def init(self, params):
        zero = np.zeros_like(params)
        return params.copy(), zero, zero, zero, zero[:, :1], np.full_like(params[:, :1], self.first)

    def update(self, params, grad, state, lr):
        start, m, v, s, r, d = state
        root = self.beta2**0.5
        m = self.beta1 * m + (1 - self.beta1) * d * grad
        v = self.beta2 * v + (1 - self.beta2) * (d * grad) ** 2
        r = root * r + (1 - root) * d**2 * _dot(lr * grad, start - params)
        s = root * s + (1 - root) * d**2 * lr * grad
        params = params - lr * d * m / (np.sqrt(v) + d * self.eps)
        total = np.abs(s).sum(axis=1, keepdims=True)
        return params, (start, m, v, s, r, np.maximum(d, np.divide(r, total, out=np.zeros_like(r), where=total > 0)))


@optimizer
class schedule_free(Optimizer):
    """Schedule-Free SGD (Defazio et al. 2024, arXiv 2405.15682): gradients are taken at y, between the iterate z and
    the mean x of all iterates; x is the result. params are y; `learned` gives x. lr is a rate, to be chosen.
    """

    beta: float = 0.9

    def __post_init__(self):
        number("beta", self.beta, 0, 1)

    def init(self, params):
        return params.copy(), params.copy(), 1

    def update(self, params, grad, state, lr):
        z, x, t = state
        z = z - lr * grad
        x = x + (z - x) / (t + 1)
        return (1 - self.beta) * z + self.beta * x, (z, x, t + 1)


@optimizer
class schedule_free_adamw(Optimizer):
    """Schedule-Free AdamW (Defazio et al. 2024, Alg. 1): z takes Adam's step without its momentum; in its place
    gradients are taken at y, between z and x, the mean of all z with weights lr². A warm-up comes from the schedule.
    """

    weight_decay: float = 0
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def __post_init__(self):
        number("weight_decay", self.weight_decay, 0, allowed="a finite number from 0")
        adam(self.beta1, self.beta2, self.eps)  # raises what Adam raises

    def init(self, params):
        return params.copy(), params.copy(), np.zeros_like(params), np.zeros_like(params[:, :1]), 0

    def update(self, params, grad, state, lr):
        z, x, v, weights, t = state
        t += 1
        v = self.beta2 * v + (1 - self.beta2) * grad**2
        z = z - lr * (grad / (np.sqrt(v / (1 - self.beta2**t)) + self.eps) + self.weight_decay * params)
        weights = weights + lr**2
        x = x + np.divide(lr**2, weights, out=np.zeros_like(weights), where=weights > 0) * (z - x)
        return (1 - self.beta1) * z + self.beta1 * x, (z, x, v, weights, t)


def learned(runs):
    """Return the mean of all iterates (runs, size) of Runs trained by schedule_free or schedule_free_adamw; raise
    ValueError for other Runs.
    """
    if not isinstance(runs.optimizer, (schedule_free, schedule_free_adamw)):
        raise ValueError(f"optimizer={runs.optimizer!r}: allowed is schedule_free or schedule_free_adamw")
    return np.concatenate([x for _, x, *_ in runs.state])
