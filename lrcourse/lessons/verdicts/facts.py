"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from collections import Counter

from ..claim import HOLDS_IF, article_verdicts
from ..question import came_out
from .cells import CELLS

FACTS = {}
BY_HAND = {}
SAID = {
    "explain-1": {"at the rate 1 the seeds need 7 epochs": came_out("verdicts.1", "about 7")},
    "explain-2": {"At the best rate five of the ten overshoot at every step": came_out("verdicts.2", "half of them")},
    "explain-4": {
        "The commonest, *holds, if…*, needs its condition": lambda: (
            Counter(article_verdicts().values()).most_common(1)[0][0] == HOLDS_IF
        )
    },
    "explain-table": {
        "Nine cells come out true": lambda: sum(cell[2] for row in CELLS.values() for cell in row().values()) == 9
    },
    "explain-3": {"How many of each verdict": came_out("verdicts.3", "fewer than 10")},
}
