"""What lesson 07's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..question import came_out
from .experiments import PEAKS, digits

FACTS = {"constant rates tried": lambda: len(PEAKS), "images": lambda: digits(0, "constant").problem.n}
BY_HAND = {}
SAID = {
    "explain-1": {"the level is three times that of 0.5": came_out("07.1", "triples")},
    "explain-2": {"inverse time with peak 1 and scale 1 beats the others": came_out("07.2", "inverse time")},
    "explain-3": {"Up to 0.3 the two end side by side": came_out("07.3", "within 0.01")},
    "explain-4": {
        "four times the rate then makes the loss end at about a fourteenth": came_out("07.4", "ends far lower")
    },
}
