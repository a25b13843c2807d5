"""What the text rests on: each number's own source, and the sentences that are held to what came out."""

import numpy as np

from ...engine.search import STOP
from ..fact import Coded, Shown
from ..image_classifier import network
from ..question import came_out
from .experiments import (
    BATCH_RATES,
    BATCHES,
    EPOCHS,
    RUNS,
    SEEDS,
    SMOOTHING,
    TARGET,
    TEST_STEPS,
    WIDTH,
    by_batch,
    equal_steps,
    median_plane_misses,
    quickest,
    range_test_of,
    wall_at,
)
from .questions import BASE, BEST_OF_BASE, LARGE, SMALL, STEPS_OF_SMALL, TEST_SEEDS, steepest_that_train
from .toy import TOY_BEST

WALL = 1.2  # rate from which on seeds fail, as the cell other-settings has it


def _random_ahead_along_one():
    miss = median_plane_misses()
    return miss["random, one matters"] < miss["grid, one matters"]


def _beyond_the_wall():
    """Return those of the six range tests' steepest falls that lie beyond the wall, ascending."""
    return sorted(rate for rate in (range_test_of(seed).steepest for seed in TEST_SEEDS) if rate > WALL)


def _of_the_best(suggestion):
    """Return a suggestion of the range tests, in the median of the six, as a share of the best rate."""
    return np.median([getattr(range_test_of(seed), suggestion) for seed in TEST_SEEDS]) / by_batch(LARGE).best


def _steps(batch_size):
    """Return how many steps EPOCHS are with a batch size."""
    return EPOCHS * (network().n // batch_size)


def _wall_at(batch_size):
    """Return a function that gives the rate at which half of the seeds fail after 100 steps."""
    return lambda: wall_at(batch_size, 100)


NUMBERS = {
    "round-1": [("Nine", lambda: RUNS), ("six", lambda: WIDTH), "0.001", "0.01"],
    "toy": [("0.01", lambda: TOY_BEST)],
    "look-1": [("0", Coded("explore-1", "shifts = [")), ("1", Coded("explore-1", "0.9,")), "four"],
    "explain-1": [
        "0",
        "half",
        ("nine", lambda: RUNS),
        ("36", lambda: 4 * RUNS),
        ("0.17", lambda: WIDTH / (4 * RUNS)),
        "half",
        ("0.23", lambda: np.log(2) * WIDTH / (2 * RUNS)),
        ("nine", lambda: RUNS),
    ],
    "prove-1": [
        ("20,000", Coded("misses", "rng.uniform(-5, 1, (")),
        "third",
        ("0.56", lambda: equal_steps()[0]),
        ("1.67", lambda: equal_steps()[1]),
        ("9.44", lambda: equal_steps()[-1]),
    ],
    "prove-1-read": [("0.56", lambda: equal_steps()[0])],
    "round-1b": [
        "Two",
        ("nine", lambda: RUNS),
        ("3", Shown("two-parameters", "[Grid of")),
        ("3", Shown("two-parameters", "[Grid of", 1)),
    ],
    "two-read": [
        ("nine", lambda: RUNS),
        ("three", Shown("two-parameters", "[Grid of")),
        ("12", lambda: 4 * np.sqrt(RUNS)),
        ("0.5", Shown("two-matter", "grid, one matters: median miss")),
        ("nine", lambda: RUNS),
        ("six", lambda: WIDTH),
    ],
    "round-2": [
        ("180", Coded("long-search", 'progress_bar("')),
        ("six", lambda: EPOCHS),
        ("36", Coded("long-search", "cells(")),
        ("six", lambda: WIDTH),
        ("five", Coded("long-search", "seeds=range(")),
    ],
    "long-read": [("0.01", Shown("long-interval", "within"))],
    "range-test": [
        ("200", lambda: TEST_STEPS),
        ("four", lambda: STOP),
        "Three",
        "10",
        "tenth",
        "half",
    ],
    "explain-2": [
        ("Three", steepest_that_train),
        ("six", lambda: len(TEST_SEEDS)),
        ("three", lambda: len(_beyond_the_wall())),
        ("2.7", lambda: _beyond_the_wall()[0]),
        "10",
        ("sixth", lambda: _of_the_best("tenth")),
    ],
    "settings": [("200", lambda: TEST_STEPS), ("0.95", lambda: SMOOTHING)],
    "settings-read": [("six", Shown("other-settings", "beyond 1.2 in", 1))],
    "card-1": ["three", "ten", ("200", lambda: TEST_STEPS)],
    "round-3": [
        ("11", lambda: len(BATCH_RATES)),
        ("0.01", lambda: BATCH_RATES[0]),
        ("3.2", lambda: BATCH_RATES[-1]),
        ("four", lambda: len(BATCHES)),
        ("six", lambda: EPOCHS),
        ("five", lambda: len(SEEDS)),
        "16",
    ],
    "look-3": [
        ("16", Coded("explore-3", '"batch_size":')),
        ("4", lambda: BATCHES[0]),
        ("256", lambda: BATCHES[-1]),
        ("six", lambda: EPOCHS),
        ("1", Coded("explore-3", "epochs=[")),
    ],
    "explain-3": [
        ("4", lambda: SMALL),
        ("16", lambda: BASE),
        ("5.6", lambda: by_batch(BASE).best / by_batch(SMALL).best),
        ("16", lambda: BASE),
        ("256", lambda: BATCHES[-1]),
        ("six", lambda: EPOCHS),
    ],
    "wall": [
        ("six", lambda: EPOCHS),
        ("16", Coded("wall-figure", "for batch in (")),
        ("222", lambda: _steps(16)),
        ("256", Coded("wall-figure", "for batch in (", 2)),
        ("12", lambda: _steps(256)),
        ("six", Coded("wall-figure", "wall(batch,")),
        ("100", Coded("wall-figure", "steps = {batch: wall(batch,")),
        "half",
    ],
    "wall-read": [
        "Half",
        ("1.1", _wall_at(16)),
        ("16", Coded("wall-figure", "for batch in (")),
        ("1.9", _wall_at(256)),
        ("256", Coded("wall-figure", "for batch in (", 2)),
        ("1.7", lambda: _wall_at(256)() / _wall_at(16)()),
        ("16", lambda: 256 / 16),
        ("12", lambda: _steps(256)),
    ],
    "budget-read": [("0.1", Coded("narrow", "0.03,"))],
    "round-4": [("93 %", lambda: TARGET), "ten", "twenty"],
    "explain-4": [
        ("4", Shown("steps-and-images", "batch ")),
        ("16", lambda: 4 * SMALL),
        ("third", Shown("steps-and-images", "batch 16:")),
        ("quarter", lambda: 4 / 16),
    ],
    "summary": [("1.4", lambda: 2 * np.log(2)), "two"],
}
SAID = {
    "predict-3": {
        "With batches of 16, a rate of 0.56 is best": lambda: np.isclose(by_batch(BASE).best, BEST_OF_BASE),
    },
    "predict-4": {
        "Batches of 4 take about 220 steps": lambda: abs(np.median(quickest(SMALL)) / STEPS_OF_SMALL - 1) < 0.05,
    },
    "explain-1": {"A random draw leaves gaps": came_out("searching.1", "the grid")},
    "explain-2": {
        "Three of the six lie on the slope where they should, and train": came_out("searching.2", "two to four"),
        "a sixth and a twelfth of the best rate": lambda: abs(12 * _of_the_best("valley") - 1) < 0.1,
    },
    "explain-3": {"From 16 on it grows no more": came_out("searching.11", "no larger")},
    "explain-4": {"the gain fades": came_out("searching.9", "about 40")},
    "summary": {"random draws are ahead if only one matters": _random_ahead_along_one},
}
