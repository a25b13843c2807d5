"""What lesson 03's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..question import came_out

FACTS = {}
BY_HAND = {
    "exercise-1": {"2.1": "given"},
    "explain-2": {"0.795": "1 − 0.205 · 1", "1.05": "0.205 · 10 − 1", "2.05": "0.205 · 10"},
    "card-1": {"2.05": "0.205 · 10"},
}
SAID = {
    "explain-1": {"yet the loss goes down": came_out("03.1", "falls smoothly")},
    "explain-2": {
        "Good progress in one direction hid the divergence in another": came_out("03.2", "falls, then explodes")
    },
    "explain-3": {"over the barrier, into the flat well": came_out("03.3", "the sharp one")},
}
