"""What lesson 12's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ... import diagnosis
from ..question import came_out
from .experiments import BLOCKS, NUDGE, bowl_scores, digits_scores, smooth_network


def _usual():
    """The sharpness at the usual first weights."""
    return diagnosis.sharpness(smooth_network(), smooth_network().start(0))


def _best_last_rate():
    """The rate m/(m + 1) that is best at the last step, m being the mean of x² at which the best rates arrive."""
    m = bowl_scores((0.1,) * BLOCKS)[-1][-1]
    return m / (m + 1)


FACTS = {"each nudge": lambda: NUDGE, "sharpness at the usual first weights": _usual}
BY_HAND = {}
SAID = {
    "explain-1": {"It rises, with no hand on the rate": came_out("12.1", "rises to about 2, and stops")},
    "explain-2": {"The loss jumps, and comes down again": came_out("12.2", "jumps, and then falls on")},
    "warm-up": {"a rate of 1.4 is three times the limit": lambda: abs(1.4 * _usual() / 2 - 3) < 0.3},
    "own-explain": {
        "down to a two-hundredth": lambda: abs(200 * _best_last_rate() - 1) < 0.05,
        "the digits want larger rates for longer": lambda: (
            digits_scores((0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.3, 0.2, 0.1))
            > digits_scores((0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.02, 0.01, 0.01)) + 0.02
        ),
    },
    "explain-3": {"settles near the limit of its own": came_out("12.3", "about 38/η")},
}
