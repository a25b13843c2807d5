"""The exercise in code of lesson too_small: count the steps that a small rate needs."""

from ...diagnosis.metrics import steps_to
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import Code


def _inputs(rng):
    """Draw eight tries (rate, curvature, share), with rate × curvature below 1."""
    return [
        (float(rate), float(curvature), float(share))
        for rate, curvature, share in zip(
            rng.uniform(0.06, 0.3, 8), rng.uniform(0.5, 2.5, 8), rng.uniform(0.01, 0.5, 8)
        )
    ]


def _steps(rate, curvature, share):
    """Return the steps that the engine takes on the parabola until `share` of the distance is left."""
    runs = train(surfaces.quadratic([curvature], start=[1.0]), sgd(), lr=rate, steps=160)
    return int(steps_to(runs, share)[0])


SOURCE = """def steps_until(rate, curvature, share):
    distance, steps = 1.0, 0
    while distance > share:
        distance = distance * (1 - rate * curvature)
        steps = steps + 1
    return steps"""

CODING = {
    "too_small.7": Code(
        "steps_until",
        "a function steps_until(rate, curvature, share)",
        _inputs,
        _steps,
        SOURCE,
        (
            (lambda *given: _steps(*given) - 1, "Count once more: at this step the distance is still too long."),
            (lambda *given: _steps(*given) + 1, "One step less is enough."),
            (lambda rate, curvature, share: _steps(rate, 1.0, share), "The curvature multiplies the rate."),
            (
                lambda rate, curvature, share: _steps(rate, curvature, 1 - share),
                "`share` is what is left of the distance, not what has gone.",
            ),
        ),
        text=(
            "**Exercise, in code.** Let the computer count: each step multiplies the distance by "
            r"$1-\eta\lambda$. (Here no step overshoots.)"
        ),
        hint=(
            "A `while` loop runs as long as the distance is above the share. Each time round, shrink the "
            "distance and count one more step."
        ),
    )
}
