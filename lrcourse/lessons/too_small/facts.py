"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..question import came_out

FACTS = {}
BY_HAND = {
    "explain-3": {"116.": "ln √10 / ln 1.01"},
    "explain-3-flat": {"300": "somebody's budget, shorter than the 639 steps"},
    "exercise-3-hint": {"1.01": "1 + η, with the rate 0.01"},
}
SAID = {
    "explain-1": {"Half the rate took twice the steps": came_out("too_small.1", "about 920")},
    "explain-2": {
        "A small rate takes the same way as one eight times as large, and only takes longer": came_out(
            "too_small.2", "the same, within 5 %"
        )
    },
    "explain-3": {"the loss lay flat for most of them": came_out("too_small.3", "about 640")},
}
