"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ... import diagnosis
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import came_out
from .experiments import BLOCKS, CALM_STEPS, NUDGE, bowl_scores, changed, digits_scores, smooth_network, start_of


def _usual():
    """The sharpness at the usual first weights."""
    return diagnosis.sharpness(smooth_network(), smooth_network().start(0))


def _best_last_rate():
    """The rate m/(m + 1) that is best at the last step, m being the mean of x² at which the best rates arrive."""
    m = bowl_scores((0.1,) * BLOCKS)[-1][-1]
    return m / (m + 1)


def _lands_near_the_limit():
    """Whether the sharpness, above the new limit at the change, is within a sixth of it in the end, up to 1.2."""
    run = changed()
    landed = [run.lr[i] * run.sharpness[i, [10, -1]] / 2 for i in np.flatnonzero((run.lr > 0.65) & (run.lr < 1.3))]
    return all(before > 1 and abs(after - 1) < 1 / 6 for before, after in landed)


def _thrown_out():
    """Whether the runs at 1.5 and 2 do not come back, and 1.5 is two to three times 2 over the sharpness then."""
    run = changed()
    out = run.lr >= 1.5
    return not (run.loss[out, -1] < run.loss[out, CALM_STEPS]).any() and 2 < 1.5 * run.sharpness[0, 10] / 2 < 3


def _too_few():
    """Whether at rate 0.1 ten thousand steps leave the sharpness below half of its limit."""
    run = train(smooth_network(), sgd(), 0.1, 10_000, start=start_of(0), evaluate_every=10_000)
    return 0.1 * diagnosis.sharpness(smooth_network(), run.params[0]) / 2 < 0.5


FACTS = {"each nudge": lambda: NUDGE, "sharpness at the usual first weights": _usual}
BY_HAND = {}
SAID = {
    "explain-1": {
        "It rises, though the rate stays the same": came_out("the_edge_of_stability.1", "rises to about 2, and stops")
    },
    "explain-rates": {"at 0.1 ten thousand are, too": _too_few},
    "explain-2": {
        "The loss jumps, and comes down again": came_out("the_edge_of_stability.2", "jumps, and then falls on"),
        "with the sharpness near the new limit": _lands_near_the_limit,
        "From 1.5 on, more than twice the largest stable rate": _thrown_out,
    },
    "warm-up": {"a rate of 1.4 is three times the limit": lambda: abs(1.4 * _usual() / 2 - 3) < 0.3},
    "own-explain": {
        "down to a two-hundredth": lambda: abs(200 * _best_last_rate() - 1) < 0.05,
        "the digits want larger rates for longer": lambda: (
            digits_scores((0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.3, 0.2, 0.1))
            > digits_scores((0.5, 0.3, 0.2, 0.1, 0.05, 0.03, 0.02, 0.02, 0.01, 0.01)) + 0.02
        ),
    },
    "explain-3": {
        "settles near the limit of a $D$ that holds still": came_out("the_edge_of_stability.3", "about 38/η")
    },
}
