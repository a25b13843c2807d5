"""What lesson 12's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..question import came_out
from .experiments import NUDGE, digits_scores

FACTS = {"each nudge": lambda: NUDGE}
BY_HAND = {}
SAID = {
    "explain-1": {"It rises, with no hand on the rate": came_out("12.1", "rises to about 2, and stops")},
    "explain-2": {"The loss jumps, and comes down again": came_out("12.2", "jumps, and then falls on")},
    "own-explain": {
        "the digits want larger rates for longer": lambda: (
            digits_scores((0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.3, 0.2, 0.1))
            > digits_scores((0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.02, 0.01, 0.01)) + 0.02
        )
    },
    "explain-3": {"settles near the limit of its own": came_out("12.3", "about 38/η")},
}
