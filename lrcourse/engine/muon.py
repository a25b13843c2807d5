"""Muon: the momentum of each weight matrix, made orthogonal."""

import numpy as np

from ..checks import whole
from .optimizers import Optimizer, optimizer, sgd

NEWTON_SCHULZ = 3.4445, -4.7750, 2.0315  # coefficients of ax + bx³ + cx⁵, which drives singular values towards 1


@optimizer
class muon(Optimizer):
    """Muon (Jordan et al. 2024): each weight matrix's momentum, made nearly orthogonal by five Newton–Schulz steps,
    times √max(1, rows/columns). Its authors use it for hidden layers only, with AdamW for the rest. Here it also steps
    the outer layers' matrices, and moves biases by their momentum's sign.

    `widths` are the network's. lr is a rate.
    """

    widths: tuple
    momentum: float = 0.95

    def __post_init__(self):
        if not isinstance(self.widths, tuple) or len(self.widths) < 2:
            raise ValueError(f"widths={self.widths!r}: allowed is a tuple of at least two whole numbers")
        for units in self.widths:
            whole("widths", units)
        sgd(self.momentum)  # raises what SGD raises

    def init(self, params):
        size = sum((n_in + 1) * n_out for n_in, n_out in zip(self.widths, self.widths[1:]))
        if params.shape[1] != size:
            raise ValueError(
                f"widths={self.widths!r}: allowed are those of the network, of {params.shape[1]} parameters"
            )
        return np.zeros_like(params)

    def update(self, params, grad, state, lr):
        v = self.momentum * state + grad
        ahead, step, at = grad + self.momentum * v, np.empty_like(params), 0
        for n_in, n_out in zip(self.widths, self.widths[1:]):
            weights, biases = slice(at, at + n_in * n_out), slice(at + n_in * n_out, at + (n_in + 1) * n_out)
            matrix = ahead[:, weights].reshape(-1, n_out, n_in)
            scale = max(1, n_out / n_in) ** 0.5
            step[:, weights] = scale * orthogonalised(matrix).reshape(len(params), -1)
            step[:, biases] = np.sign(ahead[:, biases])
            at += (n_in + 1) * n_out
        return params - lr * step, v


def orthogonalised(matrices, steps=5):
    """Return matrices (…, rows, columns) with the same singular vectors, and singular values driven to between 0.68 and
    1.21.

    Those below 0.002 of the matrix's norm end lower, and 0 stays 0 (Jordan et al. 2024).
    """
    a, b, c = NEWTON_SCHULZ
    x = matrices / (np.linalg.norm(matrices, axis=(-2, -1), keepdims=True) + 1e-7)
    for _ in range(steps):
        square = x @ x.swapaxes(-1, -2)
        x = a * x + (b * square + c * square @ square) @ x
    return x
