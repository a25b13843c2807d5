"""What lesson 05's text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ..question import came_out
from .experiments import RATES, sweep


def gaps(low, high):
    """Validation loss minus training loss of the five seeds after 12 epochs, at the rates between (seeds, rates)."""
    at = [i for i, rate in enumerate(RATES) if low <= rate <= high]
    return np.array([(runs.validation_loss - runs.train_loss)[at, -1] for runs in sweep()])


def thrown_up():
    """Whether the one seed that fails at 1.2 had halved its training loss by epoch 3, and has lost that by epoch 12."""
    losses = np.array([runs.train_loss[RATES.index(1.2)] for runs in sweep()])
    first, third, last = losses[losses[:, -1].argmax()][[0, 3, -1]]
    return third < first / 2 and last > 1.5 * third


FACTS = {}
BY_HAND = {"exercise-1": {"26": "the letters of the alphabet"}}
SAID = {
    "explain-1": {"comes back, and then lies flat on the line": came_out("05.1", "lies flat")},
    "explain-2": {
        "is larger, and positive with each of the five seeds": lambda: gaps(0.4, 1.2).min() > gaps(0, 0.2).mean(1).max()
    },
    "explain-3": {
        "comes down for three epochs, is thrown up again and does not recover": thrown_up,
        "while the other four end almost as well as before": came_out("05.3", "most of them"),
    },
}
