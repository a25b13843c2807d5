"""The exercise in code of lesson too_large: tell whether a rate diverges on a bowl."""

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ..question import Code


def _inputs(rng):
    """Draw the tries (rate, curvatures): three that tell the slips apart, and twelve below and beyond the limit."""
    curvatures = [sorted(rng.uniform(0.5, 12, rng.integers(1, 5)).round(2).tolist()) for _ in range(12)]
    near = [
        (float(share * 2 / max(some)), some)
        for share, some in zip(rng.permutation([0.3, 0.7, 0.95, 1.05, 1.5, 3] * 2), curvatures)
    ]
    # exactly at the limit; beyond the limit of the sharp direction only; overshooting, and still below the limit
    return [(0.5, [1.0, 4.0]), (0.25, [1.0, 10.0]), (0.15, [2.0, 10.0]), *near]


def _diverges(rate, curvatures):
    """Return whether the rate lies beyond the stability limit that the engine gives."""
    return rate > diagnosis.stability_limit(surfaces.quadratic(curvatures), sgd())


SOURCE = """def diverges(rate, curvatures):
    largest = max(curvatures)
    factor = 1 - rate * largest
    return abs(factor) > 1"""

CODING = {
    "too_large.6": Code(
        "diverges",
        "a function diverges(rate, curvatures)",
        _inputs,
        _diverges,
        SOURCE,
        (
            (lambda rate, curvatures: rate * max(curvatures) >= 2, "At exactly 2/λ nothing grows: it hops for ever."),
            (lambda rate, curvatures: rate * max(curvatures) > 1, "Beyond 1/λ a step overshoots, and still converges."),
            (
                lambda rate, curvatures: rate * min(curvatures) > 2,
                "The sharpest direction fails first, not the flattest.",
            ),
            (lambda rate, curvatures: rate * max(curvatures) <= 2, "That says when it does *not* diverge."),
        ),
        text=(
            "**Exercise, in code.** Write the rule as a function: does gradient descent with this rate "
            "*diverge* on a bowl with these curvatures, a list? Mind the rate exactly on the border."
        ),
        hint=(
            "Which curvature fails first? `max` finds it in the list. A direction grows if its factor is larger than "
            "one in size, whatever its sign; `abs` drops the sign."
        ),
    )
}
