"""Two problems on four points with a rate for each layer: a net of three units, and a quadratic as the control."""

import hashlib
from dataclasses import dataclass

import numpy as np

from ...data import Data
from ...engine.networks import Network
from ..run_cache import cached_run


@dataclass(frozen=True)
class Tiny(Network):
    """Compute what Network does with the runs as the last axis: a third of the time if every layer has a few units
    only.

    Sums are taken term by term, not as matrix products, so that all kinds of CPU round alike; and in place, for speed.
    """

    def loss_and_grad(self, params, batch=None):
        """Return the mean squared error (runs,) over all examples, and its gradient (runs, size)."""
        p = np.ascontiguousarray(params.T)
        x = self.data.x_train.T.astype(p.dtype)[..., None]  # (features, examples, 1)
        y = self.data.y_train.astype(p.dtype)[:, None]
        (w1, b1), (w2, b2) = self._parts(p)
        z = w1[:, 0, None] * x[0]  # (units, examples, runs)
        for feature in range(1, len(x)):
            z += w1[:, feature, None] * x[feature]
        z += b1[:, None]
        soft = 1 / (1 + np.abs(z))
        z *= soft  # the units' outputs
        error = (w2[:, None] * z).sum(axis=0) + b2 - y  # (examples, runs)
        loss = (error**2).mean(axis=0)
        error *= 2 / len(y)
        grad = np.empty_like(p)
        (grad_w1, grad_b1), (grad_w2, grad_b2) = self._parts(grad)
        z *= error
        z.sum(axis=1, out=grad_w2)
        error.sum(axis=0, out=grad_b2)
        soft *= soft
        soft *= w2[:, None] * error  # ∂L/∂z
        soft.sum(axis=1, out=grad_b1)
        for feature in range(len(x)):
            np.multiply(soft, x[feature], out=z)
            z.sum(axis=1, out=grad_w1[:, feature])
        return loss, grad.T

    def _parts(self, p):
        """Return views of p (size, runs): W1 (units, features, runs), b1 (units, runs), W2 (units, runs), b2."""
        features, units, _ = self.widths
        at = features * units
        return (p[:at].reshape(units, features, -1), p[at : at + units]), (p[at + units : -1], p[-1])


@dataclass(frozen=True)
class Line:
    """Fit two weights, no hidden unit, to four points by least squares: the control, a quadratic. Each weight counts as
    a layer, with a rate of its own.
    """

    data: Data
    size = 2
    layer_sizes = (1, 1)
    n = 4

    def start(self, seed=0):
        """Return both weights (2,), 1 each, whatever the seed."""
        return np.ones(2)

    def loss_and_grad(self, params, batch=None):
        """Return the mean squared error (runs,) over the four points, and its gradient (runs, 2)."""
        error = params @ self.data.x_train.T - self.data.y_train
        return (error**2).mean(axis=1), error @ self.data.x_train / 2

    def evaluate(self, params, x, y):
        """Return the mean squared error (runs,) on any points, and None for the accuracy."""
        return ((params @ x.T - y) ** 2).mean(axis=1), None

    @property
    def hessian(self):
        """Return ∂²L/∂w² (2, 2)."""
        return self.data.x_train.T @ self.data.x_train / 2


def points(seed):
    """Return four points with two features and a target, all drawn from N(0, 1), as Data."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(4, 2)), rng.normal(size=4)
    return Data("four points", None, x, y, x, y, x, y)


@cached_run
def net(seed):
    """Return three softsign units on the four points of this seed."""
    return Tiny(points(seed), (3,), "softsign", "squared_error")


def seed_of(name):
    """Return a whole number for a reader's name: the same on every computer, and hardly ever anybody else's."""
    return int(hashlib.sha256(name.strip().lower().encode()).hexdigest()[:8], 16)


def line(seed):
    """Return the control on the four points of this seed."""
    return Line(points(seed))


def edge_of_line(seed):
    """Return a place on the control's border, in decades: both rates 2/λmax of the Hessian, scaled so that the larger
    eigenvalue of diag(rates) H is 2.
    """
    limit = 2 / np.linalg.eigvalsh(line(seed).hessian)[-1]
    return (round(float(np.log10(limit)), 4),) * 2
