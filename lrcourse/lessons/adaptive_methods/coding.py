"""An exercise in code: one step of AdaGrad."""

import numpy as np

from ...engine.optimizers import adagrad
from ..question import Code


def _inputs(rng):
    first = [(float(rng.normal()), float(rng.normal(0, 3)), 0.0, 0.1)]
    later = [tuple(map(float, (*rng.normal(0, 3, 2), *rng.uniform(0.01, 5, 2)))) for _ in range(8)]
    return first + later


def _step(x, gradient, total, rate):
    return adagrad().update(x, gradient, total, rate)


EPS = adagrad().eps
SOURCE = f"""def adagrad_step(x, gradient, total, rate):
    total = total + gradient**2
    x = x - rate * gradient / (np.sqrt(total) + {EPS:g})
    return x, total"""

CODING = {
    "adaptive_methods.9": Code(
        name="adagrad_step",
        text=(
            "**Exercise, in code.** Write one step of AdaGrad for one weight. Add the new squared gradient "
            f"to `total`, their sum so far, before you divide, and {EPS:g} to the root. Return the new $x$ and "
            "the new sum."
        ),
        hint="A root is a power: `total ** 0.5`. Return both, separated by a comma.",
        wants="a function adagrad_step(x, gradient, total, rate)",
        inputs=_inputs,
        expected=_step,
        source=SOURCE,
        slips=(
            (
                lambda x, g, total, rate: (x - rate * g / (total + g**2), total + g**2),
                "Divide by the *root* of the sum.",
            ),
            (
                lambda x, g, total, rate: (x - rate * g / (np.sqrt(g**2) + EPS), g**2),
                "The earlier squares stay in the sum.",
            ),
            (
                lambda x, g, total, rate: (x - rate * g / np.sqrt(total), total + g**2),
                "First add the new square, then divide.",
            ),
            (lambda x, g, total, rate: (x - rate * g, total + g**2), "The gradient is still to be divided."),
            (lambda x, g, total, rate: _step(x, g, total, rate)[0], "Both are wanted: x and the sum."),
            (lambda x, g, total, rate: _step(x, g, total, -rate), "That walks uphill."),
        ),
    )
}
