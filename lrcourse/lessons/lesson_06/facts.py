"""What lesson 06's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ..lesson_05 import network
from ..question import came_out
from .experiments import EDGE_EVERY, EDGE_RATES, edge


def stays_above_two():
    """Whether rate × sharpness lies above 2 at every check after the first, at rate 1."""
    return bool((edge().product[EDGE_RATES.index(1), 1:] > 2).all())


FACTS = {
    "hidden units": lambda: network().hidden,
    "steps between checks of the sharpness": lambda: EDGE_EVERY,
}
BY_HAND = {"exercise-1": {"1.62": "given", "1.39": "ln 4"}}
SAID = {
    "predict-3": {"lies above 2 from step 100 on": stays_above_two},
    "explain-1": {"At 0.00001 the loss stays where it *began*": came_out("06.1", "log A, at 2.46")},
    "explain-3": {"At 1 the loss jags up and down, and still falls": came_out("06.3", "it still falls")},
    "explain-4": {"The reader misses three": came_out("06.4", "six or seven")},
    "explain-5": {"in every seed, only later": came_out("06.7", "delays it")},
}
