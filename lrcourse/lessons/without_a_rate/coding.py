"""The exercise in code: DoG's rate from distances and norms."""

import numpy as np

from ..question import Code


def _inputs(rng):
    """Draw six pairs of lists, of distances and of norms."""
    return [
        (rng.uniform(0.001, 3, n).round(3).tolist(), rng.uniform(0.1, 5, n).round(3).tolist())
        for n in (1, 2, 3, 5, 8, 13)
    ]


def _rate(distances, norms):
    """Return DoG's rate."""
    return max(distances) / np.sqrt(np.sum(np.square(norms)))


SOURCE = """def dog_rate(distances, norms):
    farthest = max(distances)
    total = sum(norm**2 for norm in norms)
    return farthest / total**0.5"""

CODING = {
    "without_a_rate.6": Code(
        "dog_rate",
        "a function dog_rate(distances, norms)",
        _inputs,
        _rate,
        SOURCE,
        (
            (lambda d, n: d[-1] / np.sqrt(np.sum(np.square(n))), "The farthest distance so far counts, not the last."),
            (lambda d, n: max(d) / np.sum(np.square(n)), "Take the root of the sum."),
            (lambda d, n: max(d) / np.sum(n), "The norms are squared before they are added."),
            (lambda d, n: max(d) / n[-1], "All gradients so far count, not the last alone."),
        ),
        text=(
            "**Exercise, in code.** Write DoG's rate, from the list of all distances from the start and the "
            "list of all gradients' norms."
        ),
        hint="`max(distances)` is the farthest; `sum(norm**2 for norm in norms)` is what stands under the root.",
    )
}
