"""What lesson 06's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

from ...measures import rising_share
from ..lesson_05 import network
from ..question import came_out
from .experiments import EDGE_EVERY, EDGE_RATE, EDGE_RATES, FIRST_STEPS, edge, fresh_loss, lowest_at
from .held_back import RATES, SEEDS, SETS, readings, shares


def rises_at_four_in_ten():
    """Whether the loss rises on 35 to 45 % of the late steps at EDGE_RATE."""
    return bool(0.35 < rising_share(edge().loss)[EDGE_RATES.index(EDGE_RATE)] < 0.45)


def comes_down_to_two():
    """Whether rate × sharpness begins beyond 2 and ends within a tenth of it, at EDGE_RATE."""
    product = edge().product[EDGE_RATES.index(EDGE_RATE)]
    return bool(product[0] > 2.5 and abs(product[-1] - 2) < 0.2)


def two_to_four_times():
    """Whether the median of the seeds lies between, of the epochs of the lowest loss at 0.03 over those at 0.1."""
    return 2 <= lowest_at()[0] / lowest_at()[1] <= 4


def one_in_twenty():
    """Whether the reader misnames 3 to 8 % of the runs held back, and leaves as many unsaid; and calls none that failed
    good.
    """
    found = shares().values()
    total = sum(count for count, *_ in found)
    parts = [sum(of[0] * of[k] for of in found) / total for k in (1, 2)]
    return all(0.03 < part < 0.08 for part in parts) and ("too large", "good") not in readings()


FACTS = {
    "hidden units": lambda: network().hidden,
    "lowest first loss with PyTorch's weights": lambda: fresh_loss(range(10)).min(),
    "highest first loss with PyTorch's weights": lambda: fresh_loss(range(10)).max(),
    "runs held back": lambda: len(SEEDS) * len(SETS) * RATES,
    "first steps": lambda: FIRST_STEPS,
    "steps between checks of the sharpness": lambda: EDGE_EVERY,
}
BY_HAND = {"exercise-1": {"1.39": "ln 4"}}
SAID = {
    "predict-3": {"rises at about four steps in ten": rises_at_four_in_ten},
    "explain-1": {"At 0.00001 the loss stays where it *began*": came_out("06.1", "log A, at 2.46")},
    "explain-3": {
        "At 0.7 the loss jags up and down, and still falls": came_out("06.3", "it still falls"),
        "*comes down* to 2": comes_down_to_two,
    },
    "explain-4": {
        "The reader misses three": came_out("06.4", "six or seven"),
        "misnames about one in twenty, and one in twenty it leaves unsaid": one_in_twenty,
    },
    "explain-5": {
        "in every seed, only later": came_out("06.7", "delays it"),
        "two to four times as late": two_to_four_times,
    },
}
