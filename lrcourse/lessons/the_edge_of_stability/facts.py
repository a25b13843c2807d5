"""What the text rests on: each of its numbers with its source, and sentences held to a truth."""

import numpy as np

from ... import diagnosis
from ...engine.optimizers import adam, sgd
from ...engine.training import train
from ..fact import Shown
from ..question import came_out
from .experiments import (
    ADAM_RATES,
    BLOCK,
    BLOCKS,
    CALM,
    CALM_STEPS,
    DRIVERS,
    EVERY,
    FIVE,
    LARGE,
    NUDGE,
    RATES,
    SHRUNK,
    STEPS,
    THEN,
    THEN_STEPS,
    WARM_STEPS,
    adam_limit,
    bowl_scores,
    changed,
    digits_scores,
    sharpened,
    smooth_network,
    start_of,
)
from .questions import RAISED


def _usual():
    """Return the sharpness at the usual first weights."""
    return diagnosis.sharpness(smooth_network(), smooth_network().start(0))


def _late(rate):
    """Return the sharpness at a rate over the last quarter of the steps."""
    run = sharpened()
    return np.median(run.sharpness[list(run.lr).index(rate), -5:])


def _faster():
    """Return whether over the first 100 steps the sharpness rises, and more at each larger rate."""
    run = sharpened()
    gained = run.sharpness[:, list(run.at).index(100)] - run.sharpness[:, 0]
    return gained[0] > 0 and bool(np.all(np.diff(gained) > 0))


def _sooner():
    """Return whether of the rates that come to their limit a larger one is there earlier."""
    run = sharpened()
    there = (run.lr[:, None] * run.sharpness >= 2)[[_late(rate) > 1.8 / rate for rate in run.lr]]
    return len(there) > 1 and bool(np.all(np.diff(there.argmax(axis=1)) < 0))


def _too_few(rate):
    """Return whether STEPS leave the sharpness at this rate below nine tenths of its limit."""
    return _late(rate) < 0.9 * 2 / rate


def _too_few_at_the_smallest(steps=10_000):
    """Return whether at rate 0.1 ten thousand steps leave the sharpness below half of its limit."""
    run = train(smooth_network(), sgd(), 0.1, steps, start=start_of(0), evaluate_every=steps)
    return 0.1 * diagnosis.sharpness(smooth_network(), run.params[0]) / 2 < 0.5


def _calm():
    """Return the sharpness at the step at which the rate is changed."""
    return changed().sharpness[0, 10]


def _come_back():
    """Return which of the rates THEN end below the loss at the change."""
    run = changed()
    return run.loss[:, -1] < run.loss[:, CALM_STEPS]


def _lands_near_the_limit():
    """Return whether the sharpness, above the new limit at the change, ends within a sixth of it, up to rate 1.2."""
    run = changed()
    landed = [run.lr[i] * run.sharpness[i, [10, -1]] / 2 for i in np.flatnonzero((run.lr > 0.65) & (run.lr < 1.3))]
    return all(before > 1 and abs(after - 1) < 1 / 6 for before, after in landed)


def _first_thrown_out():
    """Return the smallest rate from which on none comes back."""
    return min(rate for i, rate in enumerate(THEN) if not _come_back()[i:].any())


def _farthest_back():
    """Return the largest rate that comes back, by the largest stable rate at the change."""
    return max(np.array(THEN)[_come_back()]) * _calm() / 2


def _lower_after():
    """Return whether the loss and the sharpness, 500 steps after the rate was raised to 0.9, are below those before."""
    run = changed()
    i = THEN.index(0.9)
    return run.loss[i, -1] < run.loss[i, CALM_STEPS] and run.sharpness[i, -1] < _calm()


def _best_last_rate():
    """Return the rate m/(m + 1) that is best at the last step, m being the mean of x² that the best rates arrive at."""
    m = bowl_scores((0.1,) * BLOCKS)[-1][-1]
    return m / (m + 1)


NUMBERS = {
    "round-1": [
        ("200", lambda: smooth_network().n),
        ("32", lambda: smooth_network().hidden[0]),
        ("0.3", lambda: SHRUNK),
        ("50", lambda: EVERY),
        ("0.0001", lambda: NUDGE),
    ],
    "look-1": [("0.1", lambda: RATES[0])],
    "explain-1": [
        ("0.5", lambda: _too_few(0.5)),
        ("0.3", lambda: _too_few(0.3)),
        ("1000", lambda: STEPS),
        ("0.1", lambda: _too_few(0.1)),
        ("10,000", _too_few_at_the_smallest),
        "1",
        ("2", lambda: _late(1)),
    ],
    "round-2": [
        ("0.5", lambda: CALM),
        ("1000", lambda: CALM_STEPS),
        ("3", _calm),
        ("4", lambda: 2 / CALM),
        ("0.9", lambda: RAISED),
        ("2.2", lambda: 2 / RAISED),
    ],
    "look-2": [("0.25", lambda: THEN[0]), ("0.5", lambda: CALM), ("0.9", lambda: RAISED)],
    "explain-2": [
        ("seven", Shown("jumps", "to 0.9:")),
        ("500", lambda: THEN_STEPS),
        "two",
        ("1.5", _first_thrown_out),
        ("twice", lambda: 2 < _first_thrown_out() * _calm() / 2 < 3),
    ],
    "round-3": [("0.9", lambda: adam().beta1)],
    "look-3": [("three", lambda: len(ADAM_RATES))],
    "explain-3": [
        ("38", lambda: adam_limit(1)),
        ("3.8", lambda: 2 + 2 * adam().beta1),
        ("tenth", lambda: 1 - adam().beta1),
        ("ten", lambda: 1 / (1 - adam().beta1)),
        ("38", lambda: adam_limit(1)),
        ("0.9", lambda: adam().beta1),
    ],
    "warm-up": [
        ("4.5", _usual),
        ("1.4", lambda: LARGE[2]),
        ("three", lambda: LARGE[2] * _usual() / 2),
        ("Five", lambda: len(FIVE)),
        ("400", lambda: WARM_STEPS),
    ],
    "drive": [
        ("Ten", lambda: BLOCKS),
        ("20", lambda: BLOCK),
        ("three", lambda: len(DRIVERS)),
        ("ten", lambda: BLOCKS),
    ],
    "own-explain": [("0.005", _best_last_rate)],
    "summary": [("twice", _farthest_back), ("38", Shown("adam-shares", "rate 0.01:", 1))],
}
SAID = {
    "explain-1": {
        "So it is largest in between": came_out("the_edge_of_stability.1", "in between"),
        "faster at a larger rate": _faster,
        "and the sooner the sharpness gets there": _sooner,
    },
    "explain-2": {
        "500 steps later the two runs are level": came_out("the_edge_of_stability.2", "about the same"),
        "with the sharpness near the new limit": _lands_near_the_limit,
    },
    "card-1": {"after a catapult both are lower than before": _lower_after},
    "explain-3": {"It settles near $38/\\eta$": came_out("the_edge_of_stability.3", "about 38/η")},
    "own-explain": {
        "the digits want larger rates for longer": lambda: (
            digits_scores((0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.3, 0.2, 0.1))
            > digits_scores((0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.02, 0.01, 0.01)) + 0.02
        ),
    },
}
