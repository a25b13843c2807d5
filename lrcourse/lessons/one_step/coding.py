"""The exercise in code of lesson one_step: gradient descent, its step and its loop."""

from dataclasses import dataclass

import numpy as np

from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import Code


@dataclass(frozen=True)
class Slope:
    """Compute the gradient of ½λ(x − m)²."""

    curvature: float
    lowest: float

    def __call__(self, x):
        return self.curvature * (x - self.lowest)

    def __repr__(self):
        sign = "-" if self.lowest >= 0 else "+"
        return f"gradient of {self.curvature / 2:.3g}·(x {sign} {abs(self.lowest):.3g})²"


def _inputs(rng):
    """Draw ten tries (x, gradient, rate, steps): few steps and many, from both sides, from the minimum, and far out."""
    lowest = rng.uniform(0.5, 3, 10) * rng.choice((-1, 1), 10)
    away = rng.uniform(0.5, 5, 10) * np.repeat((-1, 1), 5)
    away[3:5] = 0, 1e6
    steps = (1, 2, *rng.integers(3, 12, 4), 0, 40, *rng.integers(3, 12, 2))
    found = [
        (float(m + d), Slope(float(rng.uniform(0.5, 8)), float(m)), float(rng.uniform(0.02, 0.2)), int(n))
        for m, d, n in zip(lowest, away, steps)
    ]
    return [found[i] for i in rng.permutation(len(found))]


def _points(x, gradient, rate, steps):
    """Return the points of the engine's run (steps + 1,)."""
    bowl = surfaces.quadratic([gradient.curvature], start=[x - gradient.lowest])
    return train(bowl, sgd(), lr=rate, steps=max(steps, 1)).path[0, : steps + 1, 0] + gradient.lowest


SOURCE = """def descend(x, gradient, rate, steps):
    points = [x]
    for _ in range(steps):
        x = x - rate * gradient(x)
        points.append(x)
    return points"""


def _walk(x, gradient, rate, steps):
    """Return the points by the closed form, m + (1 − ηλ)ᵗ (x − m): slips are made from these."""
    m = gradient.lowest
    return [m + (x - m) * (1 - rate * gradient.curvature) ** t for t in range(steps + 1)]


CODING = {
    "one_step.8": Code(
        "descend",
        "a function descend(x, gradient, rate, steps)",
        _inputs,
        _points,
        SOURCE,
        (
            (lambda x, g, rate, n: _walk(x, g, -rate, n), "That walks uphill: the gradient is taken off."),
            (lambda x, g, rate, n: _walk(x, g, rate, n)[1:], "The start is the first of the points."),
            (lambda x, g, rate, n: _walk(x, g, rate, n - 1), "That is one step too few."),
            (lambda x, g, rate, n: _walk(x, g, rate, n + 1), "That is one step too many."),
            (lambda x, g, rate, n: _walk(x, g, rate, n)[-1], "That is the last point; all of them are wanted."),
            (
                lambda x, g, rate, n: [x, *(x - rate * g(x) for _ in range(n))],
                "Each step takes the gradient where it stands, not at the start.",
            ),
            (
                lambda x, g, rate, n: [x * (1 - rate) ** t for t in range(n + 1)],
                "`gradient` is a function: call it, `gradient(x)`.",
            ),
            (lambda x, g, rate, n: _walk(x, g, 1, n), "The gradient is still to be multiplied by the rate."),
        ),
        text=(
            "**Exercise, in code.** Write gradient descent yourself. `gradient` is a function: it takes the "
            "place $x$ and returns the slope there."
        ),
        hint=(
            "Begin with `points = [x]`. In a loop, `for _ in range(steps):`, take one step and add where it "
            "lands: `points.append(x)`. In the end `return points`."
        ),
    )
}
