"""An exercise in code: one step of AdaGrad."""

import numpy as np

from ...engine.optimizers import adagrad
from ..question import Code


def _inputs(rng):
    """Draw the tries (x, gradient, total, rate): a first step, no gradient, tiny and large ones, and others."""
    found = [(*rng.normal(0, 3, 2), 0.0, 0.1), (rng.normal(), 0.0, 0.0, 0.5), (rng.normal(), 0.0, 2.0, 0.5)]
    found += [(rng.normal(), rng.choice((-1, 1)) * size, size**2, 0.5) for size in (1e-9, 1e-5, 1e5)]
    found += [(*rng.normal(0, 3, 2), *rng.uniform(0.01, 5, 2)) for _ in range(6)]
    return [tuple(map(float, found[i])) for i in rng.permutation(len(found))]


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
            f"to `total`, their sum so far, before you divide by its root. Add {EPS:g} to the root, outside of it, so "
            "that a weight without any gradient stays where it is. Return the new $x$ and the new sum."
        ),
        hint="A root is a power: `total ** 0.5`. Return both, separated by a comma.",
        wants="a function adagrad_step(x, gradient, total, rate)",
        inputs=_inputs,
        expected=_step,
        source=SOURCE,
        slips=(
            (
                lambda x, g, total, rate: (x - rate * g / (total + g**2 + EPS), total + g**2),
                "Divide by the *root* of the sum.",
            ),
            (
                lambda x, g, total, rate: (x - rate * g / (np.sqrt(g**2) + EPS), g**2),
                "The earlier squares stay in the sum.",
            ),
            (
                lambda x, g, total, rate: (x - rate * g / (np.sqrt(total) + EPS), total + g**2),
                "First add the new square, then divide.",
            ),
            (
                lambda x, g, total, rate: (x - rate * g / np.sqrt(total + g**2 + EPS), total + g**2),
                f"{EPS:g} is added to the root, outside of it.",
            ),
            (
                lambda x, g, total, rate: (x - rate * g / np.sqrt(total + g**2), total + g**2),
                f"Where there was no gradient yet, that is 0/0: add {EPS:g} to the root.",
            ),
            (
                lambda x, g, total, rate: (_step(x, g, total, rate)[0], total),
                "The *new* sum is to come back, for the next step.",
            ),
            (
                lambda x, g, total, rate: (
                    x - rate * g / (np.sqrt(0.9 * total + 0.1 * g**2) + EPS),
                    0.9 * total + 0.1 * g**2,
                ),
                "That is RMSProp's running average. AdaGrad's sum forgets nothing.",
            ),
            (lambda x, g, total, rate: (x - rate * g, total + g**2), "The gradient is still to be divided."),
            (lambda x, g, total, rate: _step(x, g, total, rate)[0], "Both are wanted: x and the sum."),
            (lambda x, g, total, rate: _step(x, g, total, -rate), "That walks uphill."),
        ),
    )
}
