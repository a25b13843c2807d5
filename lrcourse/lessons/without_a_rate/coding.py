"""The exercise in code: DoG's rate from distances and norms."""

import numpy as np

from ..question import Code


def _inputs(rng):
    """Draw pairs of lists, of distances and of norms, short to long, large to tiny; the farthest is anywhere."""
    found = []
    for n, farthest, scale in ((1, 0, 1), (2, 0, 1), (2, 1, 1), (3, 1, 1e3), (5, 2, 1), (8, 4, 1e-5), (13, 12, 1)):
        distances, norms = rng.uniform(0.001, 2, n), scale * rng.uniform(0.1, 5, n)
        distances[farthest] = rng.uniform(2.2, 3)
        found.append((distances.round(3).tolist(), norms.round(8).tolist()))
    found[4][0][0] = 0.0  # at the start it is nowhere yet
    return [found[i] for i in rng.permutation(len(found))]


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
            (lambda d, n: sum(d) / np.sqrt(np.sum(np.square(n))), "Only the farthest distance counts, not their sum."),
            (lambda d, n: max(d) / np.sqrt(np.sum(n)), "The norms are squared before they are added."),
            (lambda d, n: max(d) / np.sqrt(np.mean(np.square(n))), "The squares are added, not averaged."),
            (lambda d, n: max(d) / max(n), "All gradients so far count, not the largest alone."),
            (lambda d, n: np.sqrt(np.sum(np.square(n))) / max(d), "The distance stands above, the root below."),
            (lambda d, n: max(d) / n[-1], "All gradients so far count, not the last alone."),
        ),
        text=(
            "**Exercise, in code.** Write DoG's rate, from the list of all distances from the start and the "
            "list of all gradients' norms."
        ),
        hint="`max(distances)` is the farthest; `sum(norm**2 for norm in norms)` is what stands under the root.",
    )
}
