"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ..question import came_out
from .experiments import sweep
from .fastest import BEYOND, FASTEST, beyond_fastest, race_to_target
from .valley import RACE_RATES, RACERS, VALLEY, race


def _chosen(method):
    """Test accuracy of each seed (seeds,) at the rate with the best median accuracy on the validation images."""
    runs = sweep(method)
    return accuracies(runs, "test")[:, np.median(accuracies(runs), axis=0).argmax()]


def _leads(method):
    """In what share of ten seeds a method is sooner at the training loss than gradient descent."""
    epochs = race_to_target(range(10))
    return np.mean(epochs[method] < epochs["gradient descent"])


def _learn(times):
    """{method: share of ten seeds that learn} at so many times its fastest rate."""
    at = BEYOND.index(times)
    return {name: np.mean([beyond_fastest(name, seed)[at] >= LEARNED for seed in range(10)]) for name in FASTEST}


def _more_stable():
    shares = _learn(2)
    return shares["gradient descent"] == 0 and all(shares[name] == 1 for name in ("Adam", "RMSprop", "AdaGrad"))


def _without_m():
    """How much of Adam's lead over gradient descent, in epochs, is left without m."""
    adam, bare, plain = (
        np.median(race_to_target(range(10))[name]) for name in ("Adam", "Adam without m", "gradient descent")
    )
    return (plain - bare) / (plain - adam)


FACTS = {
    "curvatures of the valley": lambda: VALLEY,
    "steps of gradient descent in the valley": lambda: race("gradient descent", 0)[0],
    "steps in the valley at 30°": lambda: [race(name, 30)[0] for name in RACERS],
    "steps along the axes": lambda: [race(name, 0)[0] for name in RACERS],
    "rates of the race": lambda: len(RACE_RATES),
}
BY_HAND = {
    "exercise-3": {"0.99": "given"},
    "monday": dict.fromkeys(("2.13", "0.99", "0.004", "0.999"), "the libraries' own documentation"),
}
SAID = {
    "explain-1": {"gradient descent leaves the picture": came_out("adaptive_methods.1", "gradient descent only")},
    "explain-2": {"more than gradient descent": came_out("adaptive_methods.2", "more than gradient descent")},
    "explain-3": {"Adam is too slow at 0.0002": came_out("adaptive_methods.6", "below the best")},
    "explain-3b": {
        "the same share of the test images, within 0.01": lambda: (
            abs(np.median(_chosen("Adam") - _chosen("gradient descent"))) <= 0.01
        )
    },
    "sooner-read": {
        "Adam is sooner than gradient descent in every seed": lambda: _leads("Adam") == 1,
        "So is momentum in most": lambda: 0.5 < _leads("gradient descent, momentum 0.9") < 1,
        "RMSprop and AdaGrad are not": lambda: max(_leads("RMSprop"), _leads("AdaGrad")) < 0.5,
        "keeps less than half of the lead": lambda: 0.2 < _without_m() < 0.5,
    },
    "steadier-read": {
        "Each adaptive method bears twice its fastest rate. Gradient descent does not": _more_stable,
        "Momentum lies between": lambda: 0.2 < _learn(2)["gradient descent, momentum 0.9"] < 0.8,
        "At 20 times none learns": lambda: max(_learn(20).values()) == 0,
    },
    "who-helps": {
        "in the turned valley Adam owes its speed to $m$": lambda: (
            race("Adam", 30)[0] < 0.5 * race("Adam without m", 30)[0]
        ),
        "Along the axes the divisors are quicker without it": lambda: (
            race("Adam without m", 0)[0] < 0.5 * race("Adam", 0)[0]
        ),
    },
    "explain-5": {"Adam ends at the worst point": came_out("adaptive_methods.7", "+1")},
}
