"""The twelve cells of the article's table, each with what was measured and whether it came out true."""

from ..claim import HOLDS, HOLDS_IF, MISLEADS, trial
from .experiments import level

# The table's twelve cells: {column: (statement, what was measured, whether it came out true)}, a function a row, from
# the numbers of the trials above.


def speed_cells():
    """Slow: the small rate takes three times the optimal's epochs or more.

    Balanced: a faster rate lies beyond the good ones. Fast: at least half of the seeds arrive.
    """
    small, optimal, _, fastest, _, large = trial(17)[1].values()
    highest = trial(18)[1]["highest good rate ="]
    return {
        "small": ("slow", f"{small:.3g} epochs to loss 0.1, against {optimal:.3g}", small >= 3 * optimal),
        "optimal": (
            "balanced",
            f"the fastest rate, {fastest:g}, is {'no good one' if fastest > highest else 'itself a good one'}",
            bool(fastest > highest),
        ),
        "large": ("fast", f"{large:.0%} of the seeds arrive", large >= 0.5),
    }


def stability_cells():
    """High: ten times the rate or more before a seed fails; moderate: less, but above it; low: at or below it."""
    margins = list(trial(18)[1].values())[3:]
    return {
        column: (word, f"first failure at {margin:.2g} times the rate", level(margin) == word)
        for column, word, margin in zip(("small", "optimal", "large"), ("high", "moderate", "low"), margins)
    }


def overshooting_cells():
    """Low: no direction steps past its minimum. Moderate: some do, and none lands farther out.

    High: some land farther out.
    """
    _, *crossing, low, moderate, high = trial(19)[1].values()
    words = [
        f"{share:.0%} of directions overshoot, {far:.0%} land farther out"
        for share, far in zip(crossing, (low, moderate, high))
    ]
    return {
        "small": ("low", words[0], crossing[0] == 0),
        "optimal": ("moderate", words[1], bool(crossing[1] > 0 and moderate == 0)),
        "large": ("high", words[2], bool(high > 0)),
    }


def performance_cells():
    """Underfits: claim 20 holds, as it does only if a small rate ends worse at equal rate × epochs too.

    The best: no worse than the others. Poor: below 0.5 on test images.
    """
    verdict = trial(20)[0]
    first, small, optimal, large, *_ = trial(28)[1].values()
    return {
        "small": (
            "underfits",
            "under-trained: as good at equal rate × epochs" if verdict == MISLEADS else f"claim 20: {verdict}",
            verdict in (HOLDS, HOLDS_IF),
        ),
        "optimal": (
            "the best",
            f"test accuracy {optimal:.2f}; small {small:.2f}, large {large:.2f}",
            optimal >= max(first, small, large),
        ),
        "large": ("poor", f"test accuracy {large:.2f}", large < 0.5),
    }


CELLS = {
    "speed": speed_cells,
    "stability": stability_cells,
    "overshooting": overshooting_cells,
    "performance": performance_cells,
}
