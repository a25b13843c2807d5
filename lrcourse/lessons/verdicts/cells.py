"""The twelve cells of the article's table, each with what was measured and whether it came out true."""

from ..claim import HOLDS, HOLDS_IF, MISLEADS, on_record
from .experiments import level

COLUMNS = ("small", "optimal", "large")
STATEMENTS = {  # what the article's table says, in our words: {row: (of a small, of an optimal, of a large rate)}
    "speed": ("slow", "balanced", "fast"),
    "stability": ("high", "moderate", "low"),
    "overshooting": ("low", "moderate", "high"),
    "performance": ("underfits", "the best", "poor"),
}


# A function for each row, from the numbers of the trials: {column: (statement, what was measured, whether it is true)}


def _row(name, *found):
    """Return a row's cells, from what was measured and whether that bears the statement out, for each column."""
    return {column: (said, *one) for column, said, one in zip(COLUMNS, STATEMENTS[name], found)}


def speed_cells():
    """Return the cells on speed. Slow: the small rate takes three times the optimal's epochs or more.

    Balanced: a rate beyond the good ones arrives sooner in most seeds. Fast: the rate 2 does.
    """
    small, optimal, _, _, *good, edge, beyond, large = on_record(17)[1].values()
    faster = max(edge, beyond, large)
    return _row(
        "speed",
        (f"{small:.3g} epochs to loss 0.1, against {optimal:.3g}", small >= 3 * optimal),
        (f"sooner: a larger good rate in {max(good):.0%} of the seeds, one beyond them in {faster:.0%}", faster > 0.5),
        (f"sooner than the optimal in {large:.0%} of the seeds", large > 0.5),
    )


def stability_cells():
    """Return the cells on stability. High: ten times the rate or more before a seed fails.

    Moderate: less, but above it. Low: at or below it.
    """
    margins = list(on_record(18)[1].values())[3:]
    words = zip(margins, STATEMENTS["stability"])
    found = [(f"first failure at {margin:.2g} times the rate", level(margin) == word) for margin, word in words]
    return _row("stability", *found)


def overshooting_cells():
    """Return the cells on overshooting. Low: no direction steps past its minimum.

    Moderate: some do, and none lands farther out. High: some land farther out.
    """
    _, _, *crossing, low, moderate, high = on_record(19)[1].values()
    words = [
        f"{share:.0%} of directions overshoot, {far:.0%} land farther out"
        for share, far in zip(crossing, (low, moderate, high))
    ]
    true = crossing[0] == 0, bool(crossing[1] > 0 and moderate == 0), bool(high > 0)
    return _row("overshooting", *zip(words, true))


def performance_cells():
    """Return the cells on performance. Underfits: claim 20 holds, a small rate ends worse at equal rate × epochs too.

    The best: no worse than the others. Poor: below 0.5 on test images.
    """
    verdict = on_record(20)[0]
    first, small, optimal, large, *_ = on_record(28)[1].values()
    trained = "under-trained: as good at equal rate × epochs" if verdict == MISLEADS else f"claim 20: {verdict}"
    return _row(
        "performance",
        (trained, verdict in (HOLDS, HOLDS_IF)),
        (f"test accuracy {optimal:.2f}; small {small:.2f}, large {large:.2f}", optimal >= max(first, small, large)),
        (f"test accuracy {large:.2f}", large < 0.5),
    )


CELLS = {
    "speed": speed_cells,
    "stability": stability_cells,
    "overshooting": overshooting_cells,
    "performance": performance_cells,
}
