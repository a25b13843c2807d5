"""What lesson 14's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ... import data
from ..question import came_out

FACTS = {"training images": lambda: data.digits().y_train.size}
BY_HAND = {
    "exercise-1": {"0.015": "given"},
    "explain-2": {".125": "the paper's, in its section 3.1"},
    "exercise-3": {"1000": "given"},
}
SAID = {
    "explain-1": {"the smaller the best rate": came_out("14.1", "smaller")},
    "explain-2": {"near the best rate the loss hardly cares": came_out("14.3", "within a tenth")},
    "explain-3": {"The best rate stays": came_out("14.2", "about the same")},
    "explain-4": {"It takes 8 times the rate": came_out("14.7", "about 8 times as large")},
    "explain-7": {"The training loss asks for more speed": came_out("14.9", "larger")},
}
