"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..claim import trial
from ..question import came_out
from .experiments import CLOSER, boxes, slope, zoomed

FACTS = {"pixels along a side of a picture": lambda: len(zoomed("net", 1)), "times closer": lambda: CLOSER}
BY_HAND = {
    "exercise-2": {"40": "given", "110": "given"},
    "exercise-2-hint": {"110": "given", "40": "given"},
    "compare-2": {"1.17": "Sohl-Dickstein 2024", "1.98": "Sohl-Dickstein 2024"},
    "own-border": {"65,536": "256 · 256 pixels", "4096": "64 · 64 pixels"},
}
SAID = {
    "explain-1": {"bands lie between bands": came_out("the_border.1", "bands and islands")},
    "explain-2": {"more than a line and less than an area": came_out("the_border.2", "between 1 and 2")},
    "compare-2": {
        "The stripes fall to 1, the networks' borders do not": lambda: (
            trial(49)[1]["81 times closer, stripes: slope"] < 1.01
            and trial(49)[1]["81 times closer, three softsign units: least slope less twice its error"] > 1.1
        ),
        "at every zoom round 1 finds new bands": lambda: (
            min(slope(boxes(zoomed("net", zoom)))[0] for zoom in (27, 243, 2187)) > 1.3
        ),
    },
    "explain-3": {"another rate above it trains": came_out("the_border.3", "at most of layer 1's rates")},
}
