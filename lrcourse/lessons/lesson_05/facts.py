"""What lesson 05's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..question import came_out

FACTS = {}
BY_HAND = {"exercise-1": {"26": "the letters of the alphabet"}}
SAID = {
    "explain-1": {"comes back, and then lies flat on the line": came_out("05.1", "lies flat")},
    "explain-3": {"while the other four end almost as well as before": came_out("05.3", "most of them")},
}
