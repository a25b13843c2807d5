"""An exercise in code: a grid on a log axis, and whether its best rate lies at an end."""

from dataclasses import dataclass

import numpy as np

from ..question import Code


@dataclass(frozen=True)
class Score:
    """A made-up accuracy, best at one rate."""

    best: float

    def __call__(self, rate):
        return 1 / (1 + np.log10(rate / self.best) ** 2)

    def __repr__(self):
        return f"score, best near {self.best:.2g}"


def _inputs(rng):
    return [
        (Score(float(10**best)), 1e-4, 1.0, int(count))
        for best, count in zip((-2.1, -5, 1, *rng.uniform(-6, 2, 9)), rng.integers(4, 10, 12))
    ]


def _by_closed_form(score, low, high, count):
    """Return the grid's rate next to the known best, and whether that is one of its ends."""
    decades = np.log10(high / low)
    place = np.clip(np.log10(score.best / low) / decades * (count - 1), 0, count - 1).round()
    return float(low * 10 ** (place * decades / (count - 1))), bool(place in (0, count - 1))


def _slip(rates, edge=lambda i, count: i in (0, count - 1)):
    def wrong(score, low, high, count):
        tried = rates(low, high, count)
        i = int(np.argmax([score(rate) for rate in tried]))
        return tried[i], edge(i, count)

    return wrong


SOURCE = """def best_on_grid(score, low, high, count):
    rates = np.geomspace(low, high, count)
    scores = [score(rate) for rate in rates]
    best = np.argmax(scores)
    return rates[best], best in (0, count - 1)"""

CODING = {
    "searching.8": Code(
        name="best_on_grid",
        text=(
            "**Exercise, in code.** `score(rate)` is what a run at that rate reaches, more being better. Try "
            "`count` rates from `low` to `high`, evenly spaced on a log axis. Return the best of them, and "
            "whether it lies at an end of the grid."
        ),
        hint=(
            "`np.geomspace(low, high, count)` gives the rates, `np.argmax(scores)` the place of the best "
            "score. The ends are the places `0` and `count - 1`."
        ),
        wants="a function best_on_grid(score, low, high, count)",
        inputs=_inputs,
        expected=_by_closed_form,
        source=SOURCE,
        slips=(
            (
                _slip(np.linspace),
                "Rates are spaced evenly on a log axis: each is the same *factor* above the one before.",
            ),
            (_slip(np.geomspace, lambda i, count: i == count - 1), "The grid has two ends."),
            (_slip(np.geomspace, lambda i, count: i == 0), "The grid has two ends."),
            (_slip(np.geomspace, lambda i, count: i not in (0, count - 1)), "True means: at an end."),
            (_slip(lambda low, high, count: np.geomspace(low, high, count + 1)), "That is one rate too many."),
            (
                lambda *given: _by_closed_form(*given)[0],
                "Two things are wanted: the best rate, and whether it is at an end.",
            ),
        ),
    )
}
