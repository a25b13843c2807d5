"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ..question import came_out
from .bowl import PEAKS
from .experiments import (
    BUDGETS,
    FRESH,
    PEAK_RATES,
    WRONG,
    digits,
    endings,
    ends_of_adam,
    gain_with_wrong_labels,
    tuned_endings,
)


def averages_lead():
    """Whether the average is ahead of the last weights in every seed and at every budget, at rate 0.2."""
    return all((average > last).all() for last, average, *_ in (endings(seed)[1] for seed in FRESH))


def best_rates_agree():
    """Whether fall and cosine, each at its best of five rates, end within 0.005, the cosine ahead, at every budget."""
    behind = np.median(np.subtract(*tuned_endings(FRESH).swapaxes(0, 1)[2:]), axis=0)
    return bool(np.all(np.abs(behind) < 0.005))


def warm_up_leads():
    """Whether Adam at 0.2 ends higher with a warm-up in every seed, and without one below 0.8 in the median."""
    constant, warmed = ends_of_adam(FRESH, 0), ends_of_adam(FRESH, 3)
    return bool(np.all(warmed > constant) and np.median(constant) < 0.8)


def cosine_leads_again():
    """Whether the cosine's median gain with wrong labels lies about 0.01, above 0.005."""
    return 0.005 < np.median([gain_with_wrong_labels(seed) for seed in FRESH]) < 0.02


FACTS = {
    "constant rates tried": lambda: len(PEAKS),
    "images": lambda: digits(0, "constant").problem.n,
    "wrong labels, in percent": lambda: 100 * WRONG,
    "epochs in all, with falls": lambda: BUDGETS[-1] + 0.2 * sum(BUDGETS),
    "epochs in all, with cosines": lambda: sum(BUDGETS),
    "peak rates tried for each way to end": lambda: len(PEAK_RATES),
}
BY_HAND = {}
SAID = {
    "explain-1": {"the level is three times that of 0.5": came_out("schedules.1", "triples")},
    "explain-2": {"inverse time with peak 1 and scale 1 beats the others": came_out("schedules.2", "inverse time")},
    "explain-3": {"Up to 0.3 the two end side by side": came_out("schedules.3", "within 0.01")},
    "explain-3c": {"the cosine leads again after 10 epochs": cosine_leads_again},
    "explain-both-ways": {"within 0.005 at each budget": best_rates_agree},
    "explain-averaging": {
        "ahead of the last weights in every seed": averages_lead,
        "catch up with a cosine": came_out("schedules.9", "as high or higher"),
    },
    "adam-warmed-read": {"In each seed the warm-up leads": warm_up_leads},
    "explain-4": {
        "four times the rate then makes the loss end at about a fourteenth": came_out("schedules.4", "ends far lower")
    },
}
