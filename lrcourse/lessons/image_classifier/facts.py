"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ..question import came_out
from .experiments import RATES, another, sweep


def saturated():
    """The lowest share of tanh's values beyond ±0.99 of ten seeds, at a rate of 10, and the highest at 0.6."""
    shares = []
    for seed in range(10):
        runs = another("tanh", seed, (0.6, 10))
        units = runs.problem.forward(runs.params, runs.problem.data.x_train)[0]
        shares.append((np.abs(units) > 0.99).mean(axis=(1, 2)))
    return np.min(shares, axis=0)[1], np.max(shares, axis=0)[0]


def exploded():
    """The lowest training loss of ten seeds of the linear classifier at a rate of 1."""
    return min(another("linear", seed, (0.2, 1)).train_loss[1, -1] for seed in range(10))


def gaps(low, high):
    """Validation loss minus training loss of the five seeds after 12 epochs, at the rates between (seeds, rates)."""
    at = [i for i, rate in enumerate(RATES) if low <= rate <= high]
    return np.array([(runs.validation_loss - runs.train_loss)[at, -1] for runs in sweep()])


def first_gaps():
    """Validation loss minus training loss of the five seeds before training (seeds,)."""
    return np.array([(runs.validation_loss - runs.train_loss)[0, 0] for runs in sweep()])


def thrown_up():
    """Whether the one seed that fails at 1.2 had halved its training loss by epoch 3, and has lost that by epoch 12."""
    losses = np.array([runs.train_loss[RATES.index(1.2)] for runs in sweep()])
    first, third, last = losses[losses[:, -1].argmax()][[0, 3, -1]]
    return third < first / 2 and last > 1.5 * third


FACTS = {"gaps before training, lowest and highest": lambda: (first_gaps().min(), first_gaps().max())}
BY_HAND = {"exercise-1": {"26": "the letters of the alphabet"}}
SAID = {
    "explain-1": {"comes back, and then lies flat on the line": came_out("image_classifier.1", "lies flat")},
    "explain-2": {
        "each of them ends with a gap that is positive and larger than its first": lambda: (
            gaps(0.4, 1.2) > np.maximum(first_gaps(), 0)[:, None]
        ).all()
    },
    "others-read": {
        "nearly all lie close to −1 or 1": lambda: saturated()[0] > 0.95 and saturated()[1] < 0.05,
        "explodes as in [Too large]": lambda: exploded() > 1e20,
    },
    "explain-3": {
        "comes down for three epochs, is thrown up again and does not recover": thrown_up,
        "while the other four end almost as well as before": came_out("image_classifier.3", "most of them"),
    },
}
