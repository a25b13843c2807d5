"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ..question import came_out
from .experiments import DRAWS, HIGH, LOW, RUNS, by_batch, median_plane_misses


def _random_ahead_along_one():
    miss = median_plane_misses()
    return miss["random, one matters"] < miss["grid, one matters"]


FACTS = {
    "places drawn": lambda: DRAWS,
    "best rate at batch 64 over that at 4": lambda: by_batch(64).best / by_batch(4).best,
    "rates at equal steps of the rate itself": lambda: LOW + (np.arange(RUNS) + 0.5) * (HIGH - LOW) / RUNS,
}
BY_HAND = {
    "two-read": {"12": "4 · 3"},
    "exercise-2": {"60": "given"},
    "exercise-2-hint": {"60": "given"},
    "exercise-3": {"12": "given"},
    "wall": {"222": "6 · ⌊600/16⌋", "12.": "6 · ⌊600/256⌋"},
    "wall-read": {
        "1.15": "read off, between 1 and 1.2; a test finds it over ten seeds",
        "1.85": "read off, between 1.8 and 2; a test finds it over ten seeds",
        "1.6": "1.85/1.15",
        "12": "6 · ⌊600/256⌋",
    },
    "round-4": {"14.": "220/16", "220": "the median of the steps, in two digits; a test holds it"},
    "exercise-4": {"9000": "given", "1000": "given"},
    "exercise-4-hint": {"1000": "given"},
}
SAID = {
    "explain-1": {"A random draw leaves gaps": came_out("searching.1", "the grid")},
    "explain-2": {
        "Three of the six lie on the slope where they should, and train": came_out("searching.2", "two to four")
    },
    "explain-3": {"the best of these rates becomes 5.6 times as large": came_out("searching.3", "about 0.5")},
    "explain-4": {"the gain fades": came_out("searching.9", "about 40")},
    "summary": {"random draws are ahead if only one matters": _random_ahead_along_one},
}
