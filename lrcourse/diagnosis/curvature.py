"""The Hessian of the full loss: its product with a vector, its largest eigenvalue (the sharpness), all of them."""

import numpy as np

from ..checks import points as as_points
from ..engine.networks import Network, slope_of


@np.errstate(all="ignore")
def sharpness(problem, params, iterations=60, scale=1.0):
    """Return the largest eigenvalue of the Hessian of the full loss at each of params (runs, size) -> (runs,).

    For one point (size,) return a number. NaN where params are not finite. With `scale` (runs, size), take D H D, where
    D is the diagonal matrix of scale: for an optimizer that divides each coordinate's step by d, scale = 1/√d.

    Computed by Lanczos iteration, with the products of `hessian_times`. Raise ValueError for params of another shape.
    """
    points = as_points("params", params, problem.size)
    runs, size = points.shape
    times = hessian_times(problem, points)
    k = min(size, iterations)
    basis = np.zeros((k, runs, size))
    tridiagonal = np.zeros((runs, k, k))
    v = np.random.default_rng(0).standard_normal((1, size)).repeat(runs, axis=0)
    v /= np.linalg.norm(v, axis=1, keepdims=True)
    for j in range(k):
        basis[j] = v
        w = scale * times(scale * v)
        found = v.any(axis=1)  # if no direction is left, repeat an eigenvalue that is known
        tridiagonal[:, j, j] = np.where(found, (v * w).sum(1), tridiagonal[:, 0, 0])
        for _ in range(2):  # make w orthogonal to all earlier directions; in floating point once is not enough
            w -= np.einsum("jrs,jr->rs", basis[: j + 1], np.einsum("jrs,rs->jr", basis[: j + 1], w))
        norm = np.linalg.norm(w, axis=1, keepdims=True)
        if j + 1 < k:
            largest = np.abs(tridiagonal).max(axis=(1, 2))[:, None]
            norm = np.where(norm > 1e-10 * largest, norm, 0)
            tridiagonal[:, j, j + 1] = tridiagonal[:, j + 1, j] = norm[:, 0]
            v = np.divide(w, norm, out=np.zeros_like(w), where=norm > 0)
    finite = np.isfinite(tridiagonal).all(axis=(1, 2))
    top = np.where(finite, np.linalg.eigvalsh(np.where(finite[:, None, None], tridiagonal, 0))[:, -1], np.nan)
    return float(top[0]) if np.ndim(params) == 1 else top


def curvatures(problem, params):
    """Return all eigenvalues of the Hessian of the full loss at one point (size,) -> (size,), smallest first.

    For small problems: the whole Hessian is built. Raise ValueError for a point of another size.
    """
    return np.linalg.eigvalsh(whole_hessian(problem, params))


def whole_hessian(problem, params):
    """Return the Hessian of the full loss at one point (size,) -> (size, size), from `size` products at once."""
    (point,) = as_points("params", np.ravel(params), problem.size)
    columns = hessian_times(problem, np.tile(point, (problem.size, 1)))(np.eye(problem.size))
    return (columns + columns.T) / 2


def hessian_times(problem, params):
    """Return times(v): the Hessian of the full loss at each of params (runs, size), times v (runs, size).

    Exact for networks; at a ReLU's kink it takes the slope that the gradient takes, 0. For a surface it comes from
    central differences of the gradient: exact, except for rounding, if the loss is quadratic. (For a ReLU network
    differences would be wrong: a step crosses kinks, at which the gradient jumps.)
    """
    return _times_exact(problem, params) if isinstance(problem, Network) else _times_by_differences(problem, params)


def _times_by_differences(surface, params):
    """Return times(v) by central differences of the gradient."""
    step = 1e-5 * np.maximum(1, np.abs(params).max(1, keepdims=True))

    def times(v):
        up, down = (surface.loss_and_grad(params + sign * step * v)[1] for sign in (1, -1))
        return (up - down) / (2 * step)

    return times


def _times_exact(network, params):
    """Return times(v) by the R-operator (Pearlmutter 1994): forward and backward once more, each line differentiated
    along v.

    A name with r_ in front is the derivative along v of what follows.
    """
    x = network.data.x_train.T  # (features, examples)
    layers = network.layers(params)
    *hidden, outputs = network.forward(params, x.T)
    below = [np.broadcast_to(x, (len(params), *x.shape)), *hidden]  # the input of each layer
    r_slope = _slope_along(network, outputs)
    delta = network.loss_and_slope(outputs, network.data.y_train)[1]
    slopes = [slope_of(network.activation, a) for a in hidden]  # φ'(z)
    bends = [_bend(network.activation, a) for a in hidden]

    def times(v):
        r_layers, result = network.layers(v), np.empty_like(params)
        r_below = [np.zeros_like(x)]
        for depth, ((weights, _), (r_weights, r_bias)) in enumerate(zip(layers, r_layers)):
            r_z = r_weights @ below[depth] + weights @ r_below[depth] + r_bias
            r_below.append(slopes[depth] * r_z if depth < len(slopes) else r_z)
        d, r_d = delta, r_slope(r_below.pop())
        for depth in reversed(range(len(layers))):
            a, r_a, (weights, _), (r_weights, _) = below[depth], r_below[depth], layers[depth], r_layers[depth]
            grad_weights, grad_bias = network.layers(result)[depth]
            grad_weights[:] = r_d @ a.swapaxes(-1, -2) + d @ r_a.swapaxes(-1, -2)
            grad_bias[:] = r_d.sum(2, keepdims=True)
            if depth:
                back, slope = weights.swapaxes(1, 2) @ d, slopes[depth - 1]
                r_back = r_weights.swapaxes(1, 2) @ d + weights.swapaxes(1, 2) @ r_d
                d, r_d = slope * back, slope * r_back + bends[depth - 1] * r_a * back
        return result

    return times


def _bend(activation, value):
    """Return the derivative of an activation's slope by its value, both as functions of the value."""
    if activation == "softsign":
        return -2 * np.sign(value) * (1 - np.abs(value))
    return 0 * value if activation == "relu" else -2 * value


def _slope_along(network, outputs):
    """Return a function of r_z (runs, out, examples) that gives the derivative along v of the loss's slope by the
    outputs.
    """
    out, n = outputs.shape[1:]
    if network.loss == "squared_error":
        return lambda r_z: 2 / (n * out) * r_z
    shares = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return lambda r_z: shares * (r_z - (shares * r_z).sum(axis=1, keepdims=True)) / n
