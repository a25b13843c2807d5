"""Optimizers: state = init(params); params, state = update(params, grad, state, lr).

They are pure, and values: they print, compare and pickle. params and grad are (runs, size); lr is (runs, 1), or (runs,
size) where layers have rates of their own.

Formulas, defaults and the place of ε are PyTorch's. Momentum v ← βv + g is undamped: an exponential average would be
v ← βv + (1 − β)g.
"""

from dataclasses import dataclass

import numpy as np

from ..checks import number

optimizer = dataclass(frozen=True)  # lower-case classes: they are called, and read, like functions


class Optimizer:
    """The two functions that `train` asks of an optimizer."""

    reads_loss = False  # if true, update gets the loss (runs, 1) of this step's batch as its last argument

    def init(self, params):
        """Return the state before the first step, from the params (runs, size)."""
        raise NotImplementedError

    def update(self, params, grad, state, lr):
        """Return (params, state) after one step."""
        raise NotImplementedError


def _check_fraction(name, value):
    """Raise ValueError unless 0 <= value < 1."""
    allowed = "a number from 0 to below 1"
    if number(name, value, 0, 1, allowed) == 1:
        raise ValueError(f"{name}={value!r}: allowed is {allowed}")


def _check_at_least_zero(name, value):
    """Raise ValueError unless `value` is finite and 0 <= value."""
    number(name, value, 0, allowed="a finite number from 0")


@optimizer
class sgd(Optimizer):
    """Gradient descent; with momentum β the heavy ball (Polyak 1964) or, if asked, Nesterov's (Nesterov 1983)."""

    momentum: float = 0.0
    nesterov: bool = False

    def __post_init__(self):
        _check_fraction("momentum", self.momentum)
        if self.nesterov and self.momentum == 0:
            raise ValueError(f"momentum={self.momentum!r}: allowed with nesterov=True is a number above 0")

    def init(self, params):
        return np.zeros_like(params) if self.momentum else ()

    def update(self, params, grad, state, lr):
        if not self.momentum:
            return params - lr * grad, state
        v = self.momentum * state + grad
        return params - lr * (grad + self.momentum * v if self.nesterov else v), v


@optimizer
class adagrad(Optimizer):
    """AdaGrad (Duchi et al. 2011): each coordinate's rate falls with the sum of its squared gradients."""

    eps: float = 1e-10

    def __post_init__(self):
        _check_at_least_zero("eps", self.eps)

    def init(self, params):
        return np.zeros_like(params)

    def update(self, params, grad, state, lr):
        total = state + grad**2
        return params - lr * grad / (np.sqrt(total) + self.eps), total


@optimizer
class rmsprop(Optimizer):
    """RMSprop (Tieleman and Hinton 2012): AdaGrad with a running mean, v ← αv + (1 − α)g², in place of the sum."""

    alpha: float = 0.99
    eps: float = 1e-8

    def __post_init__(self):
        _check_fraction("alpha", self.alpha)
        _check_at_least_zero("eps", self.eps)

    def init(self, params):
        return np.zeros_like(params)

    def update(self, params, grad, state, lr):
        v = self.alpha * state + (1 - self.alpha) * grad**2
        return params - lr * grad / (np.sqrt(v) + self.eps), v


@optimizer
class adam(Optimizer):
    """Adam (Kingma and Ba 2015, Alg. 1, arXiv 1412.6980); the state is (m, v, t)."""

    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def __post_init__(self):
        _check_fraction("beta1", self.beta1)
        _check_fraction("beta2", self.beta2)
        _check_at_least_zero("eps", self.eps)

    def init(self, params):
        return np.zeros_like(params), np.zeros_like(params), 0

    def update(self, params, grad, state, lr):
        m, v, t = state
        t += 1
        m = self.beta1 * m + (1 - self.beta1) * grad
        v = self.beta2 * v + (1 - self.beta2) * grad**2
        m_hat, v_hat = m / (1 - self.beta1**t), v / (1 - self.beta2**t)
        return params - lr * m_hat / (np.sqrt(v_hat) + self.eps), (m, v, t)


@optimizer
class adamw(Optimizer):
    """AdamW (Loshchilov and Hutter 2019, arXiv 1711.05101): p ← p·(1 − lr·weight_decay), then Adam."""

    weight_decay: float = 0.01
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def __post_init__(self):
        _check_at_least_zero("weight_decay", self.weight_decay)
        self._adam()

    def _adam(self):
        return adam(self.beta1, self.beta2, self.eps)

    def init(self, params):
        return self._adam().init(params)

    def update(self, params, grad, state, lr):
        return self._adam().update(params * (1 - lr * self.weight_decay), grad, state, lr)
