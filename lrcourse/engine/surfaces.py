"""Losses with a formula, for many points at once: with exact gradients, and the deepest minimum with its curvatures.

Points are arrays (runs, size), losses (runs,). Every surface but those of `from_function` has loss 0 at its minimum.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps

import numpy as np

from ..checks import floats, number, positive, rows


@dataclass(frozen=True, eq=False)
class Surface:
    """A problem for `train`: `loss_and_grad`, a start (one point, or one per run) and, where known, the minimum and its
    curvatures.
    """

    name: str
    formula: Callable = field(repr=False)  # (runs, size) -> (runs,), (runs, size)
    starts: np.ndarray  # (size,), or (runs, size)
    minimum: np.ndarray | None = None  # (size,)
    curvatures: np.ndarray | None = None  # (size,): the Hessian's eigenvalues at the minimum, smallest first
    sigma: float = 0.0  # standard deviation of the noise on each gradient coordinate
    made: tuple = field(default=(), repr=False)  # the call that made it: name, arguments, options

    def __post_init__(self):
        for name in ("starts", "minimum", "curvatures"):
            if (value := getattr(self, name)) is not None:
                object.__setattr__(self, name, value.copy())
                getattr(self, name).setflags(write=False)  # runs share them

    def __reduce__(self):
        return _make, self.made  # pickled as the call that made it, because a formula cannot be pickled

    @property
    def size(self):
        """The number of parameters."""
        return self.starts.shape[-1]

    def start(self, seed=0):
        """Return the point to start from (size,), or one per run (runs, size); the seed makes no difference."""
        return self.starts

    def draw(self, rng):
        """Return this step's noise (size,), which `loss_and_grad` takes in a minibatch's place; None without noise."""
        return rng.standard_normal(self.size) if self.sigma else None

    def loss_and_grad(self, params, batch=None):
        """Return the loss (runs,), always without noise, and the gradient (runs, size), with it."""
        params = rows("params", params, self.size)
        loss, grad = self.formula(params)
        return loss, grad if batch is None else grad + self.sigma * batch.astype(params.dtype, copy=False)

    def __call__(self, params):
        """Return the loss alone, at points of any shape (…, size)."""
        params = np.asarray(params, float)
        if not params.ndim or params.shape[-1] != self.size:
            raise ValueError(f"params={params.shape}: allowed is an array (…, {self.size})")
        with np.errstate(all="ignore"):
            return self.formula(params.reshape(-1, self.size))[0].reshape(params.shape[:-1])


def _make(name, args, options):
    """Return the surface that a function of this module makes: what a pickled surface becomes again."""
    return globals()[name](*args, **options)


def _remembered(maker):
    """Return a maker of surfaces that remember the call that made them."""

    @wraps(maker)
    def remembering(*args, **options):
        return replace(maker(*args, **options), made=(maker.__name__, args, options))

    return remembering


@_remembered
def quadratic(curvatures, start=None):
    """Return ½ Σ λᵢ xᵢ² with the given curvatures λ; it starts at (1, …, 1) unless `start` is given."""
    lam = _curvatures(curvatures, "is a list of finite numbers above 0")

    def formula(x):
        slope = lam.astype(x.dtype, copy=False) * x
        return 0.5 * (slope * x).sum(1), slope

    return Surface("quadratic", formula, _starts(start, np.ones(lam.size)), np.zeros(lam.size), np.sort(lam))


@_remembered
def ravine(curvatures=(1.0, 30.0), angle=30.0, start=(-6.0, 1.0)):
    """Return a long narrow quadratic valley, turned by `angle` degrees, so that no coordinate runs along it."""
    low, high = np.sort(_curvatures(curvatures, "are two finite numbers above 0", count=2))
    turn = np.deg2rad(number("angle", angle))
    axes = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])  # rows: flat and steep direction
    hessian = axes.T @ np.diag([low, high]) @ axes

    def formula(x):
        slope = np.einsum("rj,ij->ri", x, hessian.astype(x.dtype, copy=False))
        return 0.5 * (slope * x).sum(1), slope

    return Surface("ravine", formula, _starts(start, size=2), np.zeros(2), np.array([low, high]))


@_remembered
def double_well(depths=(0.0, 0.0), curvatures=(2.0, 2.0), barrier=0.25, start=0.1):
    """Return two wells, left and right of a barrier at x = 0: on each side L = d + (h − d)(1 − (x/c)²)², c = √(8(h −
    d)/λ).

    `depths` d are the losses at the two bottoms (the deeper must be 0), `curvatures` λ the second derivatives there,
    `barrier` h the loss at 0. The defaults give ¼(x² − 1)².
    """
    d = floats("depths", depths, "are two numbers, the smaller of them 0")
    lam = _curvatures(curvatures, "are two finite numbers above 0", count=2)
    if d.shape != (2,) or d.min() != 0:
        raise ValueError(f"depths={depths!r}: allowed are two numbers, the smaller of them 0")
    above = f"a number above both depths, {d.max():g}"
    if number("barrier", barrier, allowed=above) <= d.max():
        raise ValueError(f"barrier={barrier!r}: allowed is {above}")
    bottom = np.sqrt(8 * (barrier - d) / lam) * [-1, 1]

    def formula(x):
        side = (x[:, 0] > 0).astype(int)
        inside = 1 - (x[:, 0] / bottom[side]) ** 2
        loss = d[side] + (barrier - d[side]) * inside**2
        slope = -0.5 * lam[side] * x[:, 0] * inside
        return loss.astype(x.dtype, copy=False), slope[:, None].astype(x.dtype, copy=False)

    deepest = int(d[1] < d[0])
    return Surface("double well", formula, _starts(start, size=1), bottom[[deepest]], lam[[deepest]])


@_remembered
def rosenbrock(start=(-1.5, 1.5)):
    """Return (1 − x)² + 100(y − x²)², a curved valley with its minimum at (1, 1) (Rosenbrock 1960)."""

    def formula(p):
        x, y = p.T
        off = y - x**2
        return (1 - x) ** 2 + 100 * off**2, np.stack([2 * (x - 1) - 400 * x * off, 200 * off], axis=1)

    curvatures = np.linalg.eigvalsh([[802.0, -400.0], [-400.0, 200.0]])
    return Surface("Rosenbrock", formula, _starts(start, size=2), np.ones(2), curvatures)


@_remembered
def wavy(curvature=0.1, wave=1.0, frequency=3.0, start=4.0):
    """Return ½ curvature x² + wave (1 − cos(frequency x)): many minima, the deepest at 0 (Rastrigin's idea, 1974, in
    one dimension).
    """
    bowl, wave, k = positive("curvature", curvature), positive("wave", wave), positive("frequency", frequency)

    def formula(p):
        x = p[:, 0]
        return 0.5 * bowl * x**2 + wave * (1 - np.cos(k * x)), (bowl * x + wave * k * np.sin(k * x))[:, None]

    return Surface("wavy", formula, _starts(start, size=1), np.zeros(1), np.array([bowl + wave * k**2]))


@_remembered
def noisy_bowl(curvature, sigma, start=1.0):
    """Return ½ curvature Σ xᵢ², whose gradient carries Gaussian noise of standard deviation `sigma`, drawn anew at each
    step.

    All runs of a set get the same noise. A start of many coordinates makes as many independent bowls side by side.
    """
    lam, sigma = positive("curvature", curvature), positive("sigma", sigma)
    starts = _starts(start)
    size = starts.shape[-1]
    return Surface(
        "noisy bowl", lambda x: (0.5 * lam * (x**2).sum(1), lam * x), starts, np.zeros(size), np.full(size, lam), sigma
    )


@_remembered
def from_function(loss_and_grad, start):
    """Return your own surface.

    `loss_and_grad(x)` takes one point (size,) and returns its loss, a number, and its gradient (size,).

    At the start the gradient is compared with finite differences: raise ValueError if it is wrong. Later, where the
    function cannot be computed (an overflow, the logarithm of a negative number), the loss counts as infinite.
    """
    if not callable(loss_and_grad):
        raise ValueError(f"loss_and_grad={loss_and_grad!r}: allowed is a function of one point")
    starts = _starts(start)

    def pair(point):
        try:
            return loss_and_grad(point.copy())
        except (ArithmeticError, ValueError):  # Python's own numbers raise where numpy's become infinite
            return np.inf, np.full(point.shape, np.nan)

    def formula(params):
        pairs = [pair(point) for point in params]
        loss = np.array([np.squeeze(pair[0]) for pair in pairs], params.dtype)
        return loss, np.array([np.reshape(pair[1], params.shape[1:]) for pair in pairs], params.dtype)

    _check_gradient(loss_and_grad, np.atleast_2d(starts)[0])
    return Surface("your function", formula, starts)


def _curvatures(curvatures, allowed, count=None):
    """Return the curvatures as floats (size,); raise ValueError unless all are above 0, and `count` in number."""
    lam = floats("curvatures", curvatures, allowed)
    if lam.ndim != 1 or not lam.size or np.any(lam <= 0) or (count and len(lam) != count):
        raise ValueError(f"curvatures={curvatures!r}: allowed {allowed}")
    return lam


def _starts(start, default=None, size=None):
    """Return `start` as floats, (size,) or (runs, size); `default` where it is None."""
    size = len(default) if default is not None else size
    allowed = f"is a point of {size or 'some'} finite number{'s' * (size != 1)}, or a list of such points, one per run"
    point = np.atleast_1d(default if start is None and default is not None else floats("start", start, allowed))
    if point.ndim > 2 or not point.size or size not in (None, point.shape[-1]):
        raise ValueError(f"start={start!r}: allowed {allowed}")
    return point


def _check_gradient(loss_and_grad, point):
    """Raise ValueError unless the function returns a finite loss and a gradient that central differences confirm."""
    problem = f"loss_and_grad={getattr(loss_and_grad, '__name__', loss_and_grad)!r}"
    try:
        loss, grad = loss_and_grad(point.copy())
    except (TypeError, ValueError, IndexError, ArithmeticError) as error:
        raise ValueError(
            f"{problem}: allowed is a function of one point that returns its loss and its gradient ({error})"
        ) from error
    if np.size(loss) != 1 or np.size(grad) != point.size:
        raise ValueError(
            f"{problem}: allowed is a loss of one number and a gradient of {point.size}, "
            f"not of shapes {np.shape(loss)} and {np.shape(grad)}"
        )
    if not np.all(np.isfinite([np.squeeze(loss), *np.ravel(grad)])):
        raise ValueError(f"{problem}: allowed at the start is a finite loss and gradient, not {loss} and {grad}")
    steps = 1e-5 * np.maximum(1, np.abs(point)) * np.eye(point.size)
    slopes = [
        (np.squeeze(loss_and_grad(point + h)[0]) - np.squeeze(loss_and_grad(point - h)[0])) / (2 * h.sum())
        for h in steps
    ]
    rounding = 1e-6 * (1 + abs(float(np.squeeze(loss))))  # of the differences, generously
    if not np.allclose(np.ravel(grad), slopes, rtol=1e-3, atol=rounding):
        raise ValueError(
            f"{problem}: its gradient at {point} is {np.ravel(grad)}, but the loss changes there by {np.array(slopes)}"
        )
