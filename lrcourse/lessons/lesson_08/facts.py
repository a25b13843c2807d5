"""What lesson 08's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ..question import came_out
from .experiments import DRAWS, HIGH, LOW, RUNS

FACTS = {
    "places drawn": lambda: DRAWS,
    "rates at equal steps of the rate itself": lambda: LOW + (np.arange(RUNS) + 0.5) * (HIGH - LOW) / RUNS,
}
BY_HAND = {
    "two-read": {"12": "4 · 3"},
    "exercise-2": {"60": "given"},
    "exercise-2-hint": {"60": "given"},
    "exercise-3": {"12": "given"},
}
SAID = {
    "explain-1": {"A random draw leaves gaps": came_out("08.1", "the grid")},
    "explain-2": {"Three of the six lie on the slope where they should, and train": came_out("08.2", "two to four")},
    "explain-3": {"the best rate rises about fivefold, not sixteenfold": came_out("08.3", "about 0.5")},
}
