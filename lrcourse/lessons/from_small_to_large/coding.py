"""The exercise in code: a power law through small sizes, and the rate that it predicts for a large one."""

import numpy as np

from ..question import Code


def _inputs(rng):
    """Draw six tries: a few sizes, their best rates near a power law, and a larger size."""
    found = []
    for count in (2, 3, 4, 5, 3, 4):
        sizes = (16 * 2 ** np.arange(count)).tolist()
        rates = 0.3 * np.power(sizes, -rng.uniform(0.3, 1.1)) * np.exp(rng.normal(0, 0.1, count))
        found.append((sizes, rates.round(5).tolist(), int(rng.choice((512, 1024, 4096)))))
    return found


def _rate_for(sizes, rates, size):
    """Return the power law through all points, by least squares on the logarithms, at `size`."""
    exponent, start = np.polyfit(np.log(sizes), np.log(rates), 1)
    return float(np.exp(start + exponent * np.log(size)))


def _by_ends(sizes, rates, size):
    """Return the power law through the first and the last point, at `size`."""
    exponent = np.log(rates[-1] / rates[0]) / np.log(sizes[-1] / sizes[0])
    return float(rates[-1] * (size / sizes[-1]) ** exponent)


SOURCE = """def rate_for(sizes, rates, size):
    x, y = np.log(sizes), np.log(rates)
    exponent, start = np.polyfit(x, y, 1)
    return np.exp(start + exponent * np.log(size))"""

CODING = {
    "from_small_to_large.6": Code(
        "rate_for",
        "a function rate_for(sizes, rates, size)",
        _inputs,
        _rate_for,
        SOURCE,
        (
            (
                lambda sizes, rates, size: float(np.polyval(np.polyfit(sizes, rates, 1), size)),
                "A line through the numbers themselves soon falls below 0. Take logarithms of both.",
            ),
            (
                lambda sizes, rates, size: float(np.exp(np.polyval(np.polyfit(sizes, np.log(rates), 1), size))),
                "The sizes want a logarithm, too.",
            ),
            (
                lambda sizes, rates, size: float(np.polyval(np.polyfit(np.log(sizes), np.log(rates), 1), np.log(size))),
                "That is the rate's logarithm.",
            ),
            (_by_ends, "That is the line through the first and the last point. Fit all of them."),
            (
                lambda sizes, rates, size: float(np.polyval(np.polyfit(np.log(sizes), rates, 1), np.log(size))),
                "The rates want a logarithm, too.",
            ),
        ),
        text="**Exercise, in code.** Write the rule: the rate for a size, from sizes and their best rates.",
        hint=(
            "`np.polyfit(x, y, 1)` returns a line's slope and its intercept. What are `x` and `y` here? At "
            "the end, undo the logarithm."
        ),
    )
}
