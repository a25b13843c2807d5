"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..question import came_out

FACTS = {}
BY_HAND = {"exercise-1": {"0.02": "given"}, "exercise-2": {"0.02": "given"}}
SAID = {
    "explain-1": {"the test accuracy falls from 0.91 to 0.68": came_out("overfitting.1", "clearly lower")},
    "explain-2": {"in most of the ten 0.6 is still behind": came_out("overfitting.3", "lower, but by less")},
    "explain-3": {"the cooled 0.6 is level with 0.05 or ahead of it": came_out("overfitting.4", "higher")},
}
