"""What the text rests on: each of its numbers with its source, and sentences held to a truth."""

import numpy as np

from .. import SEEDS
from ..claim import trial
from ..fact import Shown
from ..question import came_out
from .experiments import (
    APART,
    CLOSER,
    LATE,
    SEED,
    SIZES,
    STEPS,
    WHOLE,
    boxes,
    deeper,
    near_border,
    near_view,
    slope,
    stripes,
    zoomed,
)
from .figures import POSTCARD, WANDERED
from .nets import line, net
from .travel import path


def _slopes():
    """Return the slopes of the five nets' borders, from afar and close by (10,)."""
    return np.array([slope(boxes(picture(seed)))[0] for picture in (_near, deeper) for seed in SEEDS])


def _near(seed):
    """Return the picture of a net's border from afar."""
    return near_border("net", seed)


def _stripes():
    """Return the slopes of the stripes, from afar and close by."""
    numbers = trial(49)[1]
    return numbers["stripes: slope"], numbers["81 times closer, stripes: slope"]


def _how_much_closer():
    """Return how much narrower than the whole picture the views are in which borders are compared."""
    return WHOLE[2] / near_view("net", 0)[2]


def _all_touched():
    """Return whether the stripes' borders touch nearly all boxes of APART pixels or more, but not the smaller ones."""
    picture = stripes()
    return [size for size, count in zip(SIZES, boxes(picture)) if count > 0.9 * (len(picture) / size) ** 2] == [
        4,
        8,
        16,
    ]


def _torn_close_by():
    """Return whether close by every net's slope is above 1 by more than its error."""
    return trial(49)[1]["81 times closer, three softsign units: least slope less twice its error"] > 1.1


def _new_bands():
    """Return whether the net of round 1 keeps its bands at each zoom that the text lists."""
    return min(slope(boxes(zoomed("net", zoom)))[0] for zoom in (27, 243, 2187)) > 1.3


NUMBERS = {
    "round-1": [
        "Two",
        ("three", lambda: net(SEED).hidden[0]),
        ("four", lambda: net(SEED).n),
        ("two", lambda: net(SEED).data.x_train.shape[1]),
        ("two", lambda: len(net(SEED).layer_sizes)),
        ("300", lambda: STEPS),
        ("20", lambda: LATE),
    ],
    "pixels": [
        ("80", lambda: len(zoomed("net", 1))),
        ("80", lambda: zoomed("net", 1).shape[1]),
        ("two", lambda: line(SEED).size),
        ("four", lambda: line(SEED).n),
    ],
    "look-1": ["two"],
    "explain-1": [
        ("81", came_out("the_border.1", "bands and islands")),
        ("2", Shown("smooth-curve", "1 of the place in the middle: largest eigenvalue")),
    ],
    "explain-net": [("300", lambda: STEPS), "0"],
    "round-2": ["Halve", "doubles", "four"],
    "look-2": [("five", lambda: len(SEEDS)), ("four", lambda: net(SEED).n), ("five", _how_much_closer), "two"],
    "between": [("1", lambda: trial(49)[1]["quadratic: largest slope"] < 1.005), ("4", lambda: APART)],
    "explain-2": [("16", _all_touched), ("8", _all_touched), ("4", lambda: APART)],
    "closer": [("81", lambda: CLOSER)],
    "compare-2": [
        ("1", lambda: abs(_stripes()[1] - 1) < 0.01),
        "2",  # an area's slope
        "1.17",  # as the paper has them, also the decades
        "1.98",
        "ten",
    ],
    "round-3": ["two"],
    "own-border": [
        ("four", lambda: net(SEED).n),
        ("4096", lambda: WANDERED**2),
        ("Four", lambda: len(path("Ada"))),
        ("65,536", lambda: POSTCARD**2),
    ],
    "summary": [("81", lambda: CLOSER), "two"],
}
SAID = {
    "explain-1": {"bands lie between bands": came_out("the_border.1", "bands and islands")},
    "between": {
        "more than a line and less than an area": lambda: 1.05 < np.median(_slopes()[: len(SEEDS)]) < 1.95,
    },
    "explain-2": {"The stripes come out between a line and an area": came_out("the_border.2", "between 1 and 2")},
    "compare-2": {
        "the networks' borders do not": _torn_close_by,
        "at every zoom round 1 finds new bands": _new_bands,
        "ours spread as widely": lambda: _slopes().min() < 1.17 and np.ptp(_slopes()) > 0.95 * (1.98 - 1.17),
    },
    "explain-3": {"another rate above it trains": came_out("the_border.3", "at most of layer 1's rates")},
}
