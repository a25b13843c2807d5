"""The exercise in code of lesson one_step: gradient descent, its step and its loop."""

from dataclasses import dataclass

from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import Code


@dataclass(frozen=True)
class Slope:
    """Compute the gradient of ½λx²."""

    curvature: float

    def __call__(self, x):
        return self.curvature * x

    def __repr__(self):
        return f"gradient of {self.curvature / 2:.3g}·x²"


def _inputs(rng):
    """Draw ten tries (x, gradient, rate, steps), the first of one step and the second of two."""
    return [
        (float(rng.uniform(-5, 5)), Slope(float(rng.uniform(0.5, 8))), float(rng.uniform(0.02, 0.2)), int(steps))
        for steps in (1, 2, *rng.integers(3, 12, 8))
    ]


def _points(x, gradient, rate, steps):
    """Return the points of the engine's run (steps + 1,)."""
    bowl = surfaces.quadratic([gradient.curvature], start=[x])
    return train(bowl, sgd(), lr=rate, steps=steps).path[0, :, 0]


SOURCE = """def descend(x, gradient, rate, steps):
    points = [x]
    for _ in range(steps):
        x = x - rate * gradient(x)
        points.append(x)
    return points"""


def _walk(x, gradient, rate, steps):
    """Return the points by the closed form, (1 − ηλ)ᵗ x: slips are made from these."""
    return [x * (1 - rate * gradient.curvature) ** t for t in range(steps + 1)]


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
