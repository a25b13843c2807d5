"""An exercise in code: a grid on a log axis, and whether its best rate lies at an end."""

from dataclasses import dataclass

import numpy as np

from ..question import Code


@dataclass(frozen=True)
class Score:
    """A made-up score with two peaks, of which one is higher; it falls below 0 far from both."""

    best: float
    second: float
    top: float

    def __call__(self, rate):
        return self.top - np.minimum(np.log10(rate / self.best) ** 2, 0.5 + np.log10(rate / self.second) ** 2)

    def __repr__(self):
        return f"score, {self.top:.2g} near {self.best:.2g} and {self.top - 0.5:.2g} near {self.second:.2g}"


def _inputs(rng):
    """Draw the tries: the best rate below the grid, above it, within it and beyond a lower peak; few rates and many."""
    found = []
    for best, second, count in (
        (-0.3, -0.6, 5),
        (1.3, 1.6, 5),
        (0.6, -0.1, 8),
        (0.4, 1.1, 8),
        (0.5, 0.7, 3),
        (-0.1, 1.2, 2),
        (1.1, -0.2, 2),
        *rng.uniform((-0.3, -0.3, 3), (1.3, 1.3, 12), (4, 3)),
    ):
        low, decades = float(f"{10 ** rng.uniform(-6, -3):.2g}"), rng.uniform(3.5, 5)
        best, second = low * 10 ** (decades * np.array((best, second)) + rng.uniform(-0.1, 0.1, 2))
        score = Score(float(best), float(second), float(rng.choice((-1.0, 0.9))))
        found.append((score, low, float(f"{low * 10**decades:.2g}"), int(count)))
    return [found[i] for i in rng.permutation(len(found))]


def _best(score, low, high, count):
    """Return the best rate of the grid, and whether that is one of its ends."""
    rates = [low * (high / low) ** (place / (count - 1)) for place in range(count)]
    best = max(range(count), key=lambda place: score(rates[place]))
    return rates[best], best in (0, count - 1)


def _slip(rates, edge=lambda i, count: i in (0, count - 1)):
    def wrong(score, low, high, count):
        tried = rates(low, high, count)
        i = int(np.argmax([score(rate) for rate in tried]))
        return tried[i], edge(i, len(tried))

    return wrong


def _above_zero(score, low, high, count):
    """Return what a loop finds whose best score so far starts from 0: the first rate, if none is higher."""
    return _slip(np.geomspace)(lambda rate: max(score(rate), 0), low, high, count)


SOURCE = """def best_on_grid(score, low, high, count):
    rates = np.geomspace(low, high, count)
    scores = [score(rate) for rate in rates]
    best = np.argmax(scores)
    return rates[best], best in (0, count - 1)"""

CODING = {
    "searching.8": Code(
        name="best_on_grid",
        text=(
            "**Exercise, in code.** `score(rate)` says how well a run at that rate ends: higher is better, and a score "
            "may be negative. Try `count` rates from `low` to `high`, evenly spaced on a log axis. Return the best of "
            "them, and whether it lies at an end of the grid."
        ),
        hint=(
            "`np.geomspace(low, high, count)` gives the rates, `np.argmax(scores)` the place of the best "
            "score. The ends are the places `0` and `count - 1`."
        ),
        wants="a function best_on_grid(score, low, high, count)",
        inputs=_inputs,
        expected=_best,
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
                _slip(lambda low, high, count: np.geomspace(1e-4, 1, count)),
                "The grid runs from `low` to `high`, whatever they are.",
            ),
            (
                _slip(lambda low, high, count: np.geomspace(low, high, count, endpoint=False)),
                "`high` itself belongs to the grid.",
            ),
            (
                lambda score, *grid: _slip(np.geomspace)(lambda rate: -score(rate), *grid),
                "That is the rate with the *lowest* score.",
            ),
            (_above_zero, "A score may be negative, so the best so far can't start from 0."),
            (
                lambda *given: _best(*given)[0],
                "Two things are wanted: the best rate, and whether it is at an end.",
            ),
        ),
    )
}
