"""What the text rests on: each number's own source, and the sentences that are held to what came out."""

import numpy as np

from .. import SEEDS, all_claims
from ..claim import on_record
from ..fact import Coded, Shown
from ..question import came_out
from .experiments import (
    BATCH,
    COOL_EPOCHS,
    COOL_RATE,
    EPOCHS,
    FIT,
    GOES_ON,
    NOISE,
    RATES,
    compared,
    median_at,
    medians,
    sets,
)
from .questions import AT_SMALL, BEHIND, BIG, SMALL


def _pairs():
    """Return the numbers of claim 26 on record, by ten pairs of runs: at equal epochs, at equal fit, once cooled;
    [(by how much 0.6 is ahead, median; share of seeds in which it is behind), …].
    """
    numbers = list(on_record(26)[1].values())
    return list(zip(numbers[::2], numbers[1::2]))


def _seeds():
    """Return how many seeds claim 26 is measured over."""
    return all_claims()[26].seeds


def _level_or_ahead():
    """Return whether BIG, cooled, is at most 0.005 behind SMALL at every training loss of the last slider."""
    losses, every = np.arange(1.25, FIT - 0.01, -0.05), sets()
    small, big = (
        [np.median([one[rate].at_loss(loss, cooled=True) for one in every]) for loss in losses] for rate in (SMALL, BIG)
    )
    return bool((np.subtract(big, small) >= -0.005).all())


def _lower_in_every_seed():
    first = compared()[f"{EPOCHS} epochs each"]  # (seeds, rates)
    return bool((first[:, -1] < first[:, 0]).all())


NUMBERS = {
    "title": ["two"],
    "round-1": [("30 %", lambda: NOISE), ("600", Shown("problem", "labels that were changed:", 1))],
    "memorise": [("0.7", Shown("problem", "share that is right:"))],
    "training": [
        ("Five", lambda: len(RATES)),
        ("32", lambda: BATCH),
        ("60", lambda: EPOCHS),
        ("0.1", lambda: RATES[1]),
        ("110", lambda: GOES_ON[0.1]),
        ("0.05", lambda: RATES[0]),
        ("210", lambda: GOES_ON[0.05]),
        ("five", Coded("five-seeds", "seeds=range(")),
    ],
    "look-1": [
        ("0.05", lambda: RATES[0]),
        ("1", lambda: RATES[-1]),
        ("0.7", lambda: 1 - NOISE),
        ("60", lambda: EPOCHS),
    ],
    "explain-1": [
        ("0.05", lambda: RATES[0]),
        ("1", lambda: RATES[-1]),
        ("0.91", Shown("three-rows", "60 epochs each |")),
        ("0.68", Shown("three-rows", "60 epochs each |", 4)),
    ],
    "by-heart-intro": [("60", Coded("by-heart", "steps=")), ("0.3", Coded("by-heart", "lr="))],
    "round-2": [("60", lambda: EPOCHS)],
    "equal-fit": [("0.9", lambda: FIT)],
    "look-2": [("0.9", lambda: FIT), ("0.05", lambda: RATES[0]), ("1", lambda: RATES[-1])],
    "explain-2": [
        ("ten", _seeds),
        ("0.17", lambda: _pairs()[0][0]),
        ("0.04", lambda: _pairs()[1][0]),
        ("ten", _seeds),
        ("0.6", lambda: BIG),
        ("five", lambda: len(SEEDS)),
    ],
    "jitter": [("0.05", lambda: RATES[0]), ("1", lambda: RATES[-1])],
    "card-1": [("60", lambda: EPOCHS)],
    "round-3": [("3", lambda: COOL_EPOCHS), ("0.03", lambda: COOL_RATE)],
    "look-3": [("1.25", Coded("scrub-3", "np.arange(")), ("0.9", lambda: FIT)],
    "explain-3": [
        ("five", lambda: len(RATES)),
        ("0.6", lambda: BIG),
        ("0.05", lambda: SMALL),
        ("three", lambda: len(medians())),
    ],
    "explain-3b": [
        ("0.6", lambda: BIG),
        ("0.05", lambda: SMALL),
        ("ten", _seeds),
        ("0.03", lambda: _pairs()[2][0]),
    ],
}
SAID = {
    "predict-1": {
        "the median test accuracy is 0.91": lambda: median_at(sets(), "test", EPOCHS)[RATES.index(SMALL)] == AT_SMALL,
    },
    "predict-3": {"0.6 was 0.17 behind 0.05": lambda: _pairs()[0][0] == -BEHIND},
    "explain-1": {
        "the article seems right, in every seed": _lower_in_every_seed,
        "the test accuracy falls from 0.91 to 0.68": came_out("overfitting.1", "clearly lower"),
        "A small rate is only later": came_out("overfitting.2", "falls"),
    },
    "explain-2": {
        "Most of the difference has gone": came_out("overfitting.3", "lower, but by less"),
        "in most of the ten 0.6 is still behind": lambda: 0.5 < _pairs()[1][1] < 1,
    },
    "explain-3": {
        "What is left of the rate points the other way": came_out("overfitting.4", "higher"),
        "at every loss on the slider the cooled 0.6 is level with 0.05 or ahead of it": _level_or_ahead,
    },
    "explain-3b": {"0.6 is ahead of 0.05, in each of ten seeds": lambda: _pairs()[2][1] == 0},
}
