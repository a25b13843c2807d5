"""The exercise in code of lesson too_small: count the steps that a small rate needs."""

import numpy as np

from ..question import Code


def _inputs(rng):
    """Draw ten tries (rate, curvature, share), with rate × curvature below 1: one step to hundreds, and two borders."""
    found = []
    for steps, product in ((1, 0.3), (2, 0.7), (4, 0.5), (7, 0.3), (12, 0.2), (25, 0.1), (150, 0.05), (300, 0.01)):
        product = product * rng.uniform(0.8, 1.2)
        curvature = 10 ** rng.uniform(-1, 2)
        last = rng.uniform(0.1, 0.4) + (0.5 if steps in (2, 7, 25) else 0)  # the share of the last step that is needed
        found.append((float(product / curvature), float(curvature), float((1 - product) ** (steps - 1 + last))))
    # exactly at the share, where each step halves the distance, which nothing rounds
    found += [(0.5**power, 2.0 ** (power - 1), share) for power, share in zip(rng.integers(1, 5, 2), (0.25, 0.0625))]
    return [found[i] for i in rng.permutation(len(found))]


def _steps(rate, curvature, share):
    """Return the number of steps until `share` of the distance is left, by logarithms."""
    return int(np.ceil(np.log(share) / np.log(1 - rate * curvature)))


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
            (
                lambda rate, curvature, share: _steps(rate, 1.0, share) if rate < 1 else 1,
                "The curvature multiplies the rate.",
            ),
            (
                lambda rate, curvature, share: _steps(rate, curvature, 1 - share),
                "`share` is what is left of the distance, not what has gone.",
            ),
            (
                lambda rate, curvature, share: int(np.ceil((1 - share) / (rate * curvature))),
                "Each step takes a share of what is *left*, not of the whole distance.",
            ),
            (
                lambda rate, curvature, share: int(np.log(share) / np.log(1 - rate * curvature)) + 1,
                "At exactly `share` it has arrived: no step more.",
            ),
            (
                lambda rate, curvature, share: int(np.log(share) / np.log(1 - rate * curvature)),
                "Rounding down leaves out the last step, of which only a part is needed.",
            ),
            (
                lambda rate, curvature, share: round(np.log(share) / np.log(1 - rate * curvature)),
                "A part of a step takes a whole one: round up, not to the nearest.",
            ),
            (
                lambda rate, curvature, share: _steps(rate, curvature, share**0.5),
                "The distance is to shrink to `share`, not its square.",
            ),
            (
                lambda rate, curvature, share: int(np.ceil(np.log(share) / np.log(rate * curvature))),
                "The factor is what each step *leaves*: 1 − ηλ.",
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
