"""The exercise in code: a step with momentum."""

from ...engine.optimizers import sgd
from ..question import Code


def _inputs(rng):
    """Draw ten tries: x, v, gradient, rate and beta; a first step, a flat place, and a steep slope."""
    found = [[*rng.normal(0, 3, 3), *rng.uniform(0.05, 0.95, 2)] for _ in range(10)]
    found[0][1] = found[1][2] = 0
    found[2][2] *= 1e6
    return [tuple(map(float, found[i])) for i in rng.permutation(len(found))]


def _step(x, v, gradient, rate, beta):
    """Return the new x and v, by the engine's own optimizer."""
    return sgd(momentum=beta).update(x, gradient, v, rate)


SOURCE = """def momentum_step(x, v, gradient, rate, beta):
    v = beta * v + gradient
    x = x - rate * v
    return x, v"""

CODING = {
    "just_right.8": Code(
        "momentum_step",
        "a function momentum_step(x, v, gradient, rate, beta)",
        _inputs,
        _step,
        SOURCE,
        (
            (lambda x, v, g, rate, beta: (x - rate * v, beta * v + g), "x goes by the new v, not by the old one."),
            (
                lambda x, v, g, rate, beta: _step(x, v, (1 - beta) * g, rate, beta),
                "That is a running average; here v is a sum, to which the whole gradient is added.",
            ),
            (lambda x, v, g, rate, beta: _step(x, v, g, rate, beta)[0], "Both are wanted: x and v."),
            (lambda x, v, g, rate, beta: _step(x, v, g, rate, beta)[::-1], "x comes first, then v."),
            (lambda x, v, g, rate, beta: (x + rate * (beta * v + g), beta * v + g), "That walks uphill."),
            (
                lambda x, v, g, rate, beta: (x - beta * v - rate * g, beta * v + rate * g),
                "In this lesson v sums the gradients alone; the rate multiplies v where x moves.",
            ),
            (
                lambda x, v, g, rate, beta: (x + beta * v - rate * g, beta * v - rate * g),
                "That v points downhill and holds the rate; in this lesson v sums the gradients.",
            ),
            (
                lambda x, v, g, rate, beta: (x - rate * (g + beta * (beta * v + g)), beta * v + g),
                "That is Nesterov's step; here x moves by v alone.",
            ),
            (lambda x, v, g, rate, beta: (x - rate * (v + g), v + g), "The old v fades: it is multiplied by β."),
            (lambda x, v, g, rate, beta: (x - rate * g, g), "The old v is missing: it stays, times β."),
        ),
        text=(
            "**Exercise, in code.** Write one step with momentum, as in this lesson's formula. Return both, $x$ first."
        ),
        hint="The order matters: $x$ moves by the *new* $v$. `return x, v` gives back both.",
    )
}
