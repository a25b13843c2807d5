"""What the numbers of the text rest on, in the text's order, and what its key sentences rest on."""

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ...plots.sweeps import SHOWN
from .. import ARTICLE, SEEDS
from ..claim import VERDICTS, on_record
from ..fact import Shown
from ..image_classifier import EPOCHS, FOUR, NOTHING, RATES, network, sweep
from ..question import came_out
from ..verdicts.cells import STATEMENTS
from .questions import highest

ALIKE = 5 / 797  # test accuracies that differ by five images or fewer count as equally good


def test_images():
    """Return how many images the network has never seen when it is tested."""
    return len(network().data.y_test)


def among_the_best(rate):
    """Return whether the median test accuracy at a rate is as good as the best, and no seed fails there."""
    test = accuracies(sweep(), "test")
    medians, place = np.median(test, axis=0), RATES.index(rate)
    return medians[place] >= medians.max() - ALIKE and test[:, place].min() > LEARNED


def gone():
    """Return the lowest rate above those at which no seed has learned anything."""
    nothing = (accuracies(sweep(), "test") < NOTHING).all(axis=0)
    return min(rate for rate, none in zip(RATES, nothing) if none and rate > highest())


def best_of_four():
    """Return the rate, of the four of claim 6, with the best accuracy on record."""
    return FOUR[np.argmax(list(on_record(6)[1].values())[:4])]


LONG = 60  # epochs, as the verdict's cell says
LONG_BY_VERDICT = Shown("verdict-6", "batches of 32, ")
NUMBERS = {
    "title": [("twelve", lambda: sum(map(len, STATEMENTS.values()))), "20"],
    "round-1": [
        ("600", lambda: network().n),
        ("12", lambda: EPOCHS),
        ("16", lambda: len(RATES)),
        ("0.001", lambda: RATES[0]),
        ("3", lambda: RATES[-1]),
        ("five", lambda: len(SEEDS)),
        ("797", test_images),
        ("0.1", lambda: 1 / network().data.classes),
    ],
    "look": [("80", lambda: len(RATES) * len(SEEDS)), ("six", lambda: SHOWN)],
    "explain": [("0.6", lambda: among_the_best(best_of_four())), ("2", gone)],
    "formula": ["five"],
    "table": [("30", lambda: len(ARTICLE)), ("twelve", lambda: sum(map(len, STATEMENTS.values())))],
    "prove": [
        ("Four", lambda: len(FOUR)),
        ("60", LONG_BY_VERDICT),
        ("five", lambda: LONG / EPOCHS),
        ("0.6", best_of_four),
        ("four", lambda: len(VERDICTS)),
    ],
    "more-time": [
        ("0.001", lambda: FOUR[0]),
        ("0.11", Shown("scrub-sweep", "median accuracy ")),
        ("12", lambda: EPOCHS),
        ("0.38", Shown("verdict-6", "rate 0.001: median test accuracy ")),
        ("60", LONG_BY_VERDICT),
        ("2", lambda: on_record(6)[1]["rate 2: median test accuracy"] < NOTHING),
        "two",
        ("three", lambda: 3 <= FOUR[3] / best_of_four() < 3.5),
        ("ten", lambda: best_of_four() / FOUR[1]),
        ("0.01", Shown("verdict-6", "rate 0.6 minus rate 0.06, median ")),
    ],
    "how-to-keep": ["ten"],
    "summary": [("twelve", lambda: sum(map(len, STATEMENTS.values())))],
}
SAID = {
    "formula": {
        r"on the loss $\theta^2$, whose gradient is $2\theta$": lambda: np.isclose((3.001**2 - 2.999**2) / 0.002, 2 * 3)
    },
    "explain": {"the best rates lie close to the edge of a cliff": came_out("start_here.1", "above 0.1")},
}
