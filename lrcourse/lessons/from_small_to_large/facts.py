"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ... import data
from ..question import came_out
from .experiments import best_by_width, foretold, with_rate


def _nearer_and_higher():
    """Whether the rules of two and of five widths come nearer to width 512's best rate than that of four, at a loss
    that is higher by a tenth to a quarter.
    """
    best = best_by_width()[-1]
    off = {count: abs(np.log(foretold(count) / best)) for count in (2, 4, 5)}
    return all(
        off[count] < off[4] and 1.1 < with_rate(foretold(count)) / with_rate(foretold(4)) < 1.25 for count in (2, 5)
    )


FACTS = {"training images": lambda: data.digits().y_train.size}
BY_HAND = {
    "exercise-1": {"0.015": "given"},
    "explain-2": {".125": "the paper's, in its section 3.1"},
    "exercise-3": {"1000": "given"},
}
SAID = {
    "explain-1": {"the smaller the best rate": came_out("from_small_to_large.1", "smaller")},
    "explain-2": {
        "the loss is as low as the grid's": came_out("from_small_to_large.3", "within a tenth"),
        "Two widths or five come nearer to the best rate, at a higher loss": _nearer_and_higher,
    },
    "explain-3": {"The best rate stays": came_out("from_small_to_large.2", "about the same")},
    "explain-4": {"It takes 8 times the rate": came_out("from_small_to_large.7", "about 8 times as large")},
    "explain-7": {"By training loss a longer run wants a larger rate": came_out("from_small_to_large.9", "larger")},
}
