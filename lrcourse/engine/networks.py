"""Linear regression, softmax regression and multilayer perceptrons on real data, for many runs at once.

Parameters are arrays (runs, size); activations are (runs, units, batch), units before examples, because the softmax is
quicker over an outer axis.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np

from ..checks import one_of, points, rows, whole
from ..data import Data

WIDEST = 100_000  # units of a layer that a computer at home can hold
SMALL = 128  # examples up to which BLAS multiplies quickly run by run


@dataclass(frozen=True)
class Network:
    """A problem for `train`: layers of the given sizes on `data`. The three functions below make one."""

    data: Data
    hidden: tuple = ()
    activation: str = "relu"
    loss: str = "cross_entropy"

    @property
    def widths(self):
        """Units of every layer, from the inputs to the outputs."""
        return (self.data.x_train.shape[1], *self.hidden, self.data.classes or 1)

    @property
    def size(self):
        """The number of parameters: weights and biases of every layer."""
        return sum(self.layer_sizes)

    @property
    def layer_sizes(self):
        """The number of parameters of each layer, weights and biases, in the order of params."""
        return tuple((n_in + 1) * n_out for n_in, n_out in zip(self.widths, self.widths[1:]))

    @cached_property
    def _places(self):
        """Each layer's (out, in, where its weights begin in params, where its biases begin, where they end)."""
        ends = list(accumulate(self.layer_sizes, initial=0))
        shapes = zip(self.widths[1:], self.widths)
        return [(*shape, at, end - shape[0], end) for shape, at, end in zip(shapes, ends, ends[1:])]

    @property
    def n(self):
        """The number of training examples."""
        return len(self.data.y_train)

    def start(self, seed=0):
        """Return the first weights (size,): N(0, 2/inputs) for ReLU (He et al. 2015), N(0, 1/inputs) for the others,
        biases 0; all 0 without hidden layers.
        """
        rng = np.random.default_rng(seed)
        gain = (2.0 if self.activation == "relu" else 1.0) if self.hidden else 0.0
        layers = [
            (rng.normal(0, np.sqrt(gain / n_in), (n_out, n_in)), np.zeros(n_out))
            for n_in, n_out in zip(self.widths, self.widths[1:])
        ]
        return np.concatenate([part.ravel() for layer in layers for part in layer])

    def layers(self, params):
        """Return views into params (runs, size): for each layer W (runs, out, in) and b (runs, out, 1)."""
        return [
            (params[:, at:biases].reshape(-1, n_out, n_in), params[:, biases:end, None])
            for n_out, n_in, at, biases, end in self._places
        ]

    def forward(self, params, x):
        """Return the activations of every layer for the examples x (batch, features): [(runs, units, batch), …], the
        outputs last.
        """
        return self._forward(self.layers(params), x)

    def _forward(self, layers, x):
        """Return what `forward` does, from the views that `layers` gives."""
        values = []
        for depth, (weights, bias) in enumerate(layers):
            if depth == 0 and len(x) > SMALL:  # one product for all runs is worth the copy that it needs
                z = (weights.reshape(-1, x.shape[1]) @ x.T).reshape(len(weights), -1, len(x))
            else:
                z = weights @ (values[-1] if depth else np.ascontiguousarray(x.T))
            z += bias
            if depth < len(layers) - 1:
                z = _activated(self.activation, z)
            values.append(z)
        return values

    def loss_and_grad(self, params, batch=None):
        """Return the mean loss (runs,) and its gradient (runs, size) over the training examples whose indices `batch`
        holds (None: all).
        """
        params = rows("params", params, self.size)
        chosen = slice(None) if batch is None else batch
        x, y = self.data.x_train[chosen].astype(params.dtype, copy=False), self.data.y_train[chosen]
        layers, grad = self.layers(params), np.empty_like(params)
        *hidden, outputs = self._forward(layers, x)
        loss, delta = self.loss_and_slope(outputs, y)
        ones = np.ones((len(x), 1), params.dtype)
        pairs = list(zip(layers, self.layers(grad)))
        for depth, ((weights, _), (grad_weights, grad_bias)) in reversed(list(enumerate(pairs))):
            np.matmul(delta, ones, out=grad_bias)  # sums over the examples in a third of the time that .sum() takes
            if depth == 0:
                np.matmul(delta, x, out=grad_weights)
                return loss, grad
            below = hidden[depth - 1]
            np.matmul(delta, below.transpose(0, 2, 1), out=grad_weights)
            delta = weights.transpose(0, 2, 1) @ delta
            delta *= slope_of(self.activation, below)

    def _loss(self, outputs, y):
        """Return the mean loss (runs,) of the outputs (runs, out, batch) and, for cross-entropy, the sum over the
        classes (runs, batch) of e to the outputs less the largest.

        The outputs are overwritten: by the errors, or by e to the outputs less the largest.
        """
        if self.loss == "squared_error":  # the mean over examples and outputs, as PyTorch's MSELoss
            outputs -= self._targets(y)
            return (outputs**2).mean(axis=(1, 2)), None
        outputs -= outputs.max(axis=1, keepdims=True)
        picked = outputs[:, y, np.arange(len(y))]
        np.exp(outputs, out=outputs)
        total = np.ones(outputs.shape[1], outputs.dtype) @ outputs
        return (np.log(total) - picked).sum(axis=1) / len(y), total

    def loss_and_slope(self, outputs, y):
        """Return the mean loss (runs,) and its derivative by the outputs (runs, out, batch), in whose place it is
        written.
        """
        loss, total = self._loss(outputs, y)
        if self.loss == "squared_error":
            return loss, np.multiply(outputs, 2 / outputs[0].size, out=outputs)
        outputs /= (total * len(y))[:, None]
        outputs[:, y, np.arange(len(y))] -= 1 / len(y)
        return loss, outputs

    def _targets(self, y):
        """Return what the outputs should be: y itself (batch,), or one-hot (classes, batch)."""
        return y if self.data.classes is None else np.eye(self.data.classes)[:, y]

    def evaluate(self, params, x, y):
        """Return mean loss (runs,) and accuracy (runs,) on any examples x (examples, features).

        Accuracy is None for regression; an output that is not a number counts as wrong, and such a loss as infinite.
        """
        outputs = self.forward(params, x.astype(params.dtype, copy=False))[-1]
        accuracy = None
        if self.data.classes:
            accuracy = ((_first_largest(outputs) == y) & np.isfinite(outputs).all(axis=1)).mean(1)
        loss, _ = self._loss(outputs, y)
        return np.where(np.isfinite(loss), loss, np.inf), accuracy

    def accuracy(self, params, part="test"):
        """Return the share of right answers (runs,) on "train", "validation" or "test"."""
        x, y = self.data.part(part)
        with np.errstate(all="ignore"):
            return self.evaluate(points("params", params, self.size), x, y)[1]

    def predict(self, params, x):
        """Return the most likely class (runs, examples), or the predicted number, for x (examples, features)."""
        x = points("x", x, self.widths[0])
        with np.errstate(all="ignore"):
            outputs = self.forward(points("params", params, self.size), x)[-1]
        return outputs.argmax(axis=1) if self.data.classes else outputs[:, 0]

    @property
    def largest_curvature(self):
        """λmax of the Hessian: exact for linear regression, an upper bound for softmax regression (Böhning 1992).

        None with hidden layers.
        """
        if self.hidden:
            return None
        x = np.column_stack([self.data.x_train, np.ones(self.n)])
        top = np.linalg.eigvalsh(x.T @ x / self.n)[-1]
        return 2 * top / self.widths[-1] if self.loss == "squared_error" else top / 2


def _activated(activation, z):
    """Return ReLU, tanh or softsign z / (1 + |z|) of z, written in its place."""
    if activation == "softsign":
        return np.divide(z, 1 + np.abs(z), out=z)
    return np.maximum(z, 0, out=z) if activation == "relu" else np.tanh(z, out=z)


def slope_of(activation, value):
    """Return the activation's derivative, from its value (an array); of softsign 1 / (1 + |z|)² = (1 − |value|)²."""
    if activation == "softsign":
        return (1 - np.abs(value)) ** 2
    return (value > 0).astype(value.dtype) if activation == "relu" else 1 - value**2


def _first_largest(outputs):
    """Return `outputs.argmax(axis=1)` in less than half its time; any class where an output is not a number."""
    ranks = np.arange(outputs.shape[1], 0, -1)[:, None].astype(np.min_scalar_type(outputs.shape[1]))
    return len(ranks) - ((outputs == outputs.max(axis=1, keepdims=True)) * ranks).max(axis=1)


def linear_regression(data):
    """Return least squares on data, mean (wx + b − y)², starting from 0; raise ValueError unless data has numbers to
    predict.
    """
    _check_data(data, classes=False)
    return Network(data, loss="squared_error")


def softmax_regression(data):
    """Return multinomial logistic regression with cross-entropy, starting from 0; raise ValueError unless data has
    classes.
    """
    _check_data(data, classes=True)
    return Network(data)


def mlp(data, hidden=(32,), activation="relu", loss="cross_entropy"):
    """Return a multilayer perceptron with the given hidden layers; raise ValueError for bad input.

    `activation` is "relu", "tanh" or "softsign"; `loss` is "cross_entropy" or "squared_error" (the mean over examples
    and outputs).
    """
    if not isinstance(hidden, (tuple, list)) or not hidden:
        raise ValueError(f"hidden={hidden!r}: allowed is a tuple of layer sizes, such as (32,)")
    for width in hidden:
        if whole("hidden", width) > WIDEST:
            raise ValueError(f"hidden={hidden!r}: allowed are layers of {WIDEST} units at most")
    one_of("activation", activation, ("relu", "tanh", "softsign"))
    one_of("loss", loss, ("cross_entropy", "squared_error"))
    _check_data(data, classes=True if loss == "cross_entropy" else None)
    return Network(data, tuple(hidden), activation, loss)


def _check_data(data, classes):
    """Raise ValueError unless data is Data with classes (True), with numbers to predict (False) or either (None)."""
    if not isinstance(data, Data) or classes not in (None, data.classes is not None):
        wanted = {
            True: "with classes, such as digits()",
            False: "with numbers to predict, such as penguins()",
            None: "such as digits()",
        }[classes]
        raise ValueError(f"data={getattr(data, 'name', data)!r}: allowed is data {wanted}")
