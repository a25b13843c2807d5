"""What lesson 13's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..question import came_out

FACTS = {}
BY_HAND = {"exercise-2": {"0.05": "given", "0.3": "given"}}
SAID = {
    "explain-1": {"Most of the 20 epochs went into the run-up": came_out("13.1", "clearly behind")},
    "explain-2": {"All come to the same rate": came_out("13.2", "all end near one rate")},
    "explain-4": {"The limit is 2, once more": came_out("13.7", "beyond 2")},
    "explain-3": {"Adam's is the widest": came_out("13.3", "Adam")},
}
