"""The exercise in code: a power law through small sizes, and the rate that it predicts for a large one."""

import numpy as np

from ..question import Code


def _inputs(rng):
    """Draw eight tries: a few sizes in any order, their best rates near a power law, and another size."""
    found = []
    for count, exponent in ((2, -0.7), (3, -0.5), (3, -0.9), (4, 0.6), (4, -0.3), (5, -0.8), (6, -0.4), (3, -1.1)):
        sizes = np.sort(16 * 2 ** rng.choice(6, count, replace=False))
        off = rng.uniform(0.05, 0.15, count) * np.resize((1, -1), count)  # up and down: no three lie on a line
        rates = rng.uniform(0.1, 1) * (sizes / 16) ** (exponent + rng.uniform(-0.08, 0.08)) * np.exp(off)
        order = rng.permutation(count)
        found.append((sizes[order].tolist(), rates[order].round(5).tolist(), int(rng.choice((1024, 1536, 4096)))))
    return [found[i] for i in rng.permutation(len(found))]


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


def _line(x, y, at):
    """Return the line through all points, at a place: slips are made from these."""
    return float(np.polyval(np.polyfit(x, y, 1), at))


def _exchanged(sizes, rates, size):
    """Return the power law whose slope and intercept have changed places."""
    start, exponent = np.polyfit(np.log(sizes), np.log(rates), 1)
    return np.exp(start + exponent * np.log(size))


CODING = {
    "from_small_to_large.6": Code(
        "rate_for",
        "a function rate_for(sizes, rates, size)",
        _inputs,
        _rate_for,
        SOURCE,
        (
            (_line, "A line through the numbers themselves soon falls below 0. Take logarithms of both."),
            (lambda sizes, rates, size: np.exp(_line(sizes, np.log(rates), size)), "The sizes need a logarithm, too."),
            (
                lambda sizes, rates, size: _line(np.log(sizes), np.log(rates), np.log(size)),
                "That is the rate's logarithm.",
            ),
            (
                lambda sizes, rates, size: np.exp(_line(np.log(sizes), np.log(rates), size)),
                "Ask the line at the *logarithm* of the size.",
            ),
            (
                lambda sizes, rates, size: np.exp(_line(np.log10(sizes), np.log10(rates), np.log10(size))),
                "A logarithm to base 10 is undone by a power of 10; `np.exp` undoes `np.log`.",
            ),
            (
                lambda sizes, rates, size: np.exp(np.mean(np.log(rates) + np.log(sizes)) - np.log(size)),
                "The exponent need not be −1: it is the line's slope.",
            ),
            (_by_ends, "That is the line through the first and the last point. Fit all of them."),
            (
                lambda sizes, rates, size: _line(np.log(sizes), rates, np.log(size)),
                "The rates need a logarithm, too.",
            ),
            (_exchanged, "`np.polyfit` returns the slope first, then the intercept."),
        ),
        text=(
            "**Exercise, in code.** Write the rule: the rate for a size, from sizes, in any order, and the best rate "
            "of each."
        ),
        hint=(
            "`np.polyfit(x, y, 1)` returns a line's slope and its intercept. What are `x` and `y` here? At "
            "the end, undo the logarithm."
        ),
    )
}
