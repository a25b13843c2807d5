"""What lesson 09's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..question import came_out
from .valley import RACE_RATES, VALLEY, race

FACTS = {
    "curvatures of the valley": lambda: VALLEY,
    "steps of gradient descent in the valley": lambda: race("gradient descent", 0)[0],
    "rates of the race": lambda: len(RACE_RATES),
}
BY_HAND = {
    "exercise-3": {"0.99": "given"},
    "monday": dict.fromkeys(("2.13", "0.99", "0.004", "0.999"), "the libraries' own documentation"),
    "monday-notes": {"0.99": "the default above"},
}
SAID = {
    "explain-1": {"gradient descent leaves the picture": came_out("09.1", "gradient descent only")},
    "explain-2": {"more than gradient descent": came_out("09.2", "more than gradient descent")},
    "explain-3": {"Adam is too slow at 0.0002": came_out("09.6", "below the best")},
    "explain-5": {"Adam ends at the worst point": came_out("09.7", "+1")},
}
