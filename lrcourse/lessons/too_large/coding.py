"""The exercise in code of lesson too_large: tell whether a rate diverges on a bowl."""

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ..question import Code


def _inputs(rng):
    """Draw the tries (rate, curvatures), below, at and beyond the limit; the sharpest direction stands anywhere."""
    found = []
    for place, size in ((0, 1), (0, 3), (1, 3), (2, 3), (0, 2), (1, 2)):
        for share in (0.3, 0.9, 1.1, 3):  # of the limit
            curvatures = rng.uniform(0.2, 0.6, size)
            curvatures[place] = 1
            curvatures = (curvatures * 10 ** rng.uniform(-2, 3)).round(4).tolist()
            found.append((float(share * 2 / max(curvatures)), curvatures))
    # exactly at the limit, in powers of two, which nothing rounds
    for curvatures in ([4.0], [1.0, 4.0], [2.0, 16.0, 16.0, 1.0], [0.125, 0.0625]):
        found.append((2 / max(curvatures), rng.permutation(curvatures).tolist()))
    return [found[i] for i in rng.permutation(len(found))]


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
            (
                lambda rate, curvatures: rate * curvatures[-1] > 2,
                "The sharpest direction may stand anywhere in the list.",
            ),
            (
                lambda rate, curvatures: rate * sum(curvatures) > 2,
                "Curvatures don't add up: each direction has its own limit.",
            ),
            (
                lambda rate, curvatures: 1 - rate * max(curvatures) > 1,
                "The factor fails below −1: `abs` drops the sign.",
            ),
        ),
        text=(
            "**Exercise, in code.** Write the rule as a function: does gradient descent with this rate "
            "*diverge* on a bowl with these curvatures, a list in any order? Mind the rate exactly on the border."
        ),
        hint=(
            "Which curvature fails first? `max` finds it in the list. A direction grows if its factor is larger than "
            "one in size, whatever its sign; `abs` drops the sign."
        ),
    )
}
