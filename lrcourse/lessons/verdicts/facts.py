"""What the text rests on: each number's own source, and the sentences that are held to what came out."""

from collections import Counter

import numpy as np

from ... import data, diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from .. import SEEDS, all_claims
from ..claim import HOLDS_IF, article_verdicts, on_record
from ..fact import Shown
from ..image_classifier import EPOCHS
from ..question import came_out
from .cells import CELLS
from .experiments import (
    BUDGET,
    CURVATURES,
    GOOD,
    LARGE,
    OPTIMAL,
    SLOW,
    SMALL,
    TARGET,
    arrivals,
    first_failure,
    good_rates,
    table_rates,
)
from .figures import STOPS
from .questions import EPOCHS_OF_KNOWN, KNOWN, SIX_TIMES, product


def cells():
    """Return the article's twelve cells, each (statement, what was measured, whether it came out true)."""
    return [cell for row in CELLS.values() for cell in row().values()]


def true_cells():
    """Return how many of the cells came out true."""
    return sum(true for _, _, true in cells())


def false_statements():
    """Return the statements of the cells that did not come out true."""
    return [statement for statement, _, true in cells() if not true]


def fastest():
    """Return the two rates, ascending, with the fewest epochs to TARGET in the mean of the seeds."""
    means = arrivals(rates=STOPS).mean(axis=0)
    return sorted(np.array(STOPS)[means.argsort()[:2]])


def _arrive(rate):
    """Return how many of the seeds arrive at TARGET at a rate."""
    return int(np.isfinite(arrivals(rates=(rate,))).sum())


def _none_sooner(rate):
    """Return whether no seed arrives sooner at this rate than at OPTIMAL."""
    return bool((arrivals(rates=(rate,)) >= arrivals(rates=(OPTIMAL,))).all())


def _epochs(rate):
    """Return the median epochs to TARGET at a rate."""
    return np.median(arrivals(rates=(rate,)))


def _lowest_good():
    """Return the lowest good rate as a share of the rate at which the first seed fails."""
    return good_rates().min() / first_failure()


def _recorded(number, name):
    """Return one number of a claim's record."""
    return on_record(number)[1][name]


def _later(rate):
    """Return whether after 8 epochs the rate 0.02 has a higher training loss than `rate`."""
    after = "training loss after 8 epochs at rate {:g} ="
    return _recorded(20, after.format(0.02)) > _recorded(20, after.format(rate))


def _caught_up():
    """Return whether 0.02 has caught up with 0.16 after 64 epochs."""
    later = _recorded(20, "after 64 epochs at rate 0.02 =")
    return later < 1.05 * _recorded(20, "training loss after 8 epochs at rate 0.16 =")


def _separate(rate):
    """Return a function: whether training and validation separate at a rate in every seed of claim 12."""
    return lambda: _recorded(12, f"rate {rate:g}: they part, share of seeds") == 1


NUMBERS = {
    "title": [("twelve", lambda: len(cells()))],
    "round-1": [
        ("0.1", lambda: TARGET),
        ("five", lambda: len(SEEDS)),
    ],
    "look-1": [
        ("0.05", lambda: STOPS[0]),
        ("0.2", lambda: SLOW[-1]),
        ("2", lambda: LARGE),
        ("80", lambda: BUDGET),
        ("12", lambda: EPOCHS),
    ],
    "explain-1": [
        ("0.2", lambda: SLOW[-1]),
        ("halves", lambda: _epochs(SLOW[2]) / _epochs(SLOW[1])),
        "1",
        ("7", Shown("product", "rate 1:")),
        ("4", product),
        ("1.2", lambda: SIX_TIMES),
        ("11", Shown("product", "rate 1.2:")),
        "1",
    ],
    "wall": [
        ("0.8", lambda: fastest()[0]),
        ("1", lambda: fastest()[1]),
        ("0.01", lambda: GOOD),
        ("1.2", first_failure),
        ("0.6", lambda: OPTIMAL),
        ("1.5", lambda: _arrive(1.5) == 0),
        ("2", lambda: _arrive(2) == 0),
    ],
    "explain-margins": [
        ("sixth", _lowest_good),
        ("0.05", lambda: SMALL),
        ("0.6", lambda: OPTIMAL),
        ("2", lambda: LARGE),
        ("five", lambda: len(SEEDS)),
        ("ten", lambda: all_claims()[18].seeds),
    ],
    "round-2": [("ten", lambda: len(CURVATURES)), ("11", lambda: CURVATURES[0] + CURVATURES[-1])],
    "explain-2": [
        ("0.1", lambda: 1 / CURVATURES[-1]),
        ("1", lambda: 1 / CURVATURES[0]),
        ("five", Shown("count-directions", "rate 0.18:")),
        ("ten", lambda: len(CURVATURES)),
        ("0.2", lambda: 2 / CURVATURES[-1]),
    ],
    "round-3": [
        ("0.05", lambda: SMALL),
        ("0.6", lambda: OPTIMAL),
        ("2", lambda: LARGE),
        ("0.05", lambda: table_rates()[0]),
        ("2", lambda: table_rates()[1] * (CURVATURES[0] + CURVATURES[-1])),
        ("11", lambda: CURVATURES[0] + CURVATURES[-1]),
        ("0.22", lambda: table_rates()[2]),
        ("ten", lambda: len(CURVATURES)),
    ],
    "explain-table": [("Nine", true_cells)],
    "calibration": ["70 %", "seven", "ten"],
    "one-trial": [("0.1", lambda: TARGET), ("0.6", lambda: OPTIMAL)],
    "exercise-3": ["three"],
    "exercise-3-model": [
        "20",
        ("8", lambda: _later(0.16)),
        ("0.02", lambda: _later(0.16)),
        ("0.16", lambda: _later(0.16)),
        ("64", _caught_up),
        "19",
        "12",
        ("30 %", lambda: "30 %" in all_claims()[12].condition),
        ("0.03", _separate(0.03)),
        ("0.5", _separate(0.5)),
        ("ten", lambda: all_claims()[12].seeds),
        ("0.1", lambda: _recorded(12, "rate 0.1, no wrong label: they part, share of seeds") == 0),
    ],
    "glossary": [("2", lambda: diagnosis.stability_limit(surfaces.quadratic([1.0]), sgd())), "0", "half"],
    "capstone-explain": [("three", lambda: data.standardised(data.penguins()).x_train.shape[1])],
    "summary": [("twelve", lambda: len(cells())), ("nine", true_cells), "ten"],
}
SAID = {
    "predict-1": {
        "At a rate of 0.2 the five seeds need about 19 epochs": lambda: _epochs(KNOWN) == EPOCHS_OF_KNOWN,
    },
    "explain-1": {
        "At 1.2 they need 11, more than at 1": came_out("verdicts.6", "about 11"),
        "one of them never arrives": lambda: _arrive(1.2) == len(SEEDS) - 1,
    },
    "wall": {
        "the seeds that arrive do so no earlier than at 0.6": lambda: _none_sooner(1.2),
    },
    "explain-2": {"At the best rate five of the ten overshoot at every step": came_out("verdicts.2", "half of them")},
    "explain-4": {
        "The commonest, *holds, if…*, needs its condition": lambda: (
            Counter(article_verdicts().values()).most_common(1)[0][0] == HOLDS_IF
        )
    },
    "explain-table": {
        "Nine cells come out true": lambda: true_cells() == 9,
        "Not so *balanced*": lambda: false_statements() == ["balanced", "fast", "underfits"],
    },
    "explain-3": {"How many of each verdict": came_out("verdicts.3", "fewer than 10")},
    "summary": {
        "*balanced*, *fast* and *underfits* did not": lambda: false_statements() == ["balanced", "fast", "underfits"],
    },
}
