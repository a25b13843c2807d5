"""What the text rests on: each number's own source, and the sentences that are held to what came out."""

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ...engine.optimizers import adagrad, adam, adamw, rmsprop
from .. import SEEDS
from ..fact import Coded, Shown
from ..image_classifier import EPOCHS
from ..question import came_out
from .experiments import (
    CHANGES,
    DEFAULT,
    GOOD,
    METHODS,
    POLYAK,
    RATES,
    RAVINE_RATES,
    REDDI_ADAM,
    REDDI_RATE,
    median_decades,
    on_ravine,
    sweep,
)
from .fastest import BEYOND, CHOOSERS, FASTEST, TARGET, beyond_fastest, race_to_target
from .questions import TIMES, TURN
from .valley import DONE, FROM, RACE_RATES, STAYS, VALLEY, race

ALL = range(10)  # seeds that the sentences on the race rest on


def _chosen(method):
    """Return the test accuracy of each seed (seeds,) at the rate with the best median on the validation images."""
    runs = sweep(method)
    return accuracies(runs, "test")[:, np.median(accuracies(runs), axis=0).argmax()]


def _leads(method):
    """Return in what share of ten seeds a method is sooner at the training loss than gradient descent."""
    epochs = race_to_target(ALL)
    return np.mean(epochs[method] < epochs["gradient descent"])


def _learn(times):
    """Return {method: share of ten seeds that learn} at so many times its fastest rate."""
    at = BEYOND.index(times)
    return {name: np.mean([beyond_fastest(name, seed)[at] >= LEARNED for seed in ALL]) for name in FASTEST}


def _more_stable():
    shares = _learn(2)
    return shares["gradient descent"] == 0 and all(shares[name] == 1 for name in ("Adam", "RMSprop", "AdaGrad"))


def _without_m():
    """Return the share of Adam's lead over gradient descent, in epochs, that is left without m."""
    adam, bare, plain = (
        np.median(race_to_target(ALL)[name]) for name in ("Adam", "Adam without m", "gradient descent")
    )
    return (plain - bare) / (plain - adam)


def _adam_at(rate):
    """Return Adam's median validation accuracy at one of RATES."""
    return np.median(accuracies(sweep("Adam")), axis=0)[RATES.index(rate)]


def _falls_apart():
    """Return the lowest rate above its best at which Adam's median validation accuracy is below LEARNED."""
    accuracy = np.median(accuracies(sweep("Adam")), axis=0)
    return next(rate for at, rate in enumerate(RATES) if at > accuracy.argmax() and accuracy[at] < LEARNED)


def _last_good(method):
    """Return whether a method's fastest rate is the last of RATES at which it learns, in the median."""
    accuracy = np.median(accuracies(sweep(method)), axis=0)
    return RATES[np.flatnonzero(accuracy >= LEARNED)[-1]] == FASTEST[method][1]


def _same_track(times, other):
    """Return whether Adam's tracks on the ravine with its loss times either number are the same, within 0.01."""
    return np.abs(on_ravine("Adam", times).path - on_ravine("Adam", other).path).max() < 0.01


def _divisors():
    """Return by what Adam divides the second three gradients of Reddi's example, 3, −1 and −1."""
    x, state, moves = np.zeros((1, 1)), REDDI_ADAM.init(np.zeros((1, 1))), []
    gradients = [3.0, -1.0, -1.0] * 2
    for gradient in gradients:
        new, state = REDDI_ADAM.update(x, np.full((1, 1), gradient), state, 1.0)
        moves.append((x - new).item())
        x = new
    return np.divide(gradients, moves)[3:]


NUMBERS = {
    "round-1": ["0"],
    "adam-derive": ["0", ("5", Coded("adam-mean", "0.1 *"))],
    "look-1": [
        ("1000", lambda: TIMES),
        ("0.05", lambda: RAVINE_RATES["gradient descent"] == RAVINE_RATES["RMSprop"] == 0.05),
        ("0.3", lambda: RAVINE_RATES["Adam"]),
        ("3", lambda: RAVINE_RATES["AdaGrad"]),
    ],
    "explain-1": [
        ("1000", lambda: TIMES),
        ("thousand", lambda: TIMES),
        ("10,000", Shown("near-epsilon", "factor")),
        ("5", Coded("near-epsilon", "update(0.0,")),
        ("1", Coded("near-epsilon", "0.0, 0),")),
    ],
    "prove-1": [
        ("12", lambda: EPOCHS),
        ("1000", lambda: CHANGES["loss + 1000"][1]),
        ("tenth", lambda: POLYAK),
        "0",
    ],
    "prove-1-read": [("four", lambda: len(METHODS)), "0"],
    "round-2": [
        ("1", lambda: VALLEY[0]),
        ("300", lambda: VALLEY[1]),
        ("0.0001", lambda: DONE),
        ("ten", lambda: STAYS),
        ("5", Shown("racers", "AdaGrad:")),
        ("552", Shown("racers", "gradient descent:")),
        ("21", lambda: len(RACE_RATES)),
    ],
    "explain-2": [
        ("30", lambda: TURN),
        ("630", Shown("racers", "AdaGrad:", 1)),
        ("552", Shown("racers", "gradient descent:", 1)),
    ],
    "who-helps": [("30", lambda: TURN)],
    "card-1": [("1000", lambda: CHANGES["loss + 1000"][1])],
    "round-3": [
        ("13", lambda: len(RATES)),
        ("12", lambda: EPOCHS),
        ("five", lambda: len(SEEDS)),
        ("0.9", lambda: LEARNED),
    ],
    "look-3": [("0.0002", lambda: RATES[0]), ("2", lambda: RATES[-1])],
    "explain-3": [
        ("0.0002", lambda: RATES[0]),
        ("0.2", _falls_apart),
        ("1", lambda: _adam_at(1) < 0.15),
        "1",
        ("0.001", lambda: DEFAULT),
        ("12", lambda: EPOCHS),
    ],
    "suits": [
        ("0.02", lambda: GOOD["Adam"]),
        "200",
        ("4", lambda: 200 * GOOD["Adam"]),
        ("6", lambda: np.hypot(*FROM)),
        ("five", lambda: len(SEEDS)),
    ],
    "explain-3b": [
        ("two thirds", lambda: median_decades("Adam") - median_decades("gradient descent")),
        ("0.9", lambda: LEARNED),
        "0.01",  # SAID holds it
        ("0.1", lambda: TARGET),
        ("13", lambda: len(RATES)),
        ("ten", lambda: len(CHOOSERS)),
    ],
    "sooner-read": [("five", lambda: len(ALL) - len(SEEDS)), ("half", lambda: _without_m() < 1 / 2)],
    "steadier": [
        ("2", lambda: BEYOND[0]),
        ("20", lambda: BEYOND[1]),
        ("five", Coded("steadier-table", "seeds=range(")),
        ("0.9", lambda: LEARNED),
    ],
    "steadier-read": [
        ("twice", lambda: BEYOND[0]),
        ("1", lambda: FASTEST["gradient descent"][1]),
        ("20", lambda: BEYOND[1]),
    ],
    "round-4": [
        "−1",
        "1",
        "3",
        "third",
        "−1",
        "two",
        "−1",
        ("0.1", lambda: REDDI_ADAM.beta2),
        ("0.5", lambda: REDDI_RATE),
    ],
    "explain-5": [
        "3",
        ("3", lambda: _divisors()[0]),
        "−1",
        ("1", lambda: _divisors()[2]),
        "3",
    ],
    "decisive": [("two", lambda: 1.6 < -np.sum(np.divide([-1, -1], _divisors()[1:])) < 2)],
    "adamw": ["0"],
    "monday": [  # other libraries' defaults are their documentation's; PyTorch's are also ours
        *("2.13", "3", "1.9", "0.2"),
        *("0.001", "0", "0.01", "0", "0.001", "0.9"),
        *("0.01", ("1e-10", lambda: adagrad().eps), "0", "0.001", "1e-7", "0.1", "1e-7", "0.1"),
        *("0.01", ("0.99", lambda: rmsprop().alpha), ("1e-8", lambda: rmsprop().eps)),
        *("0.001", "0.9", "1e-7", "0.9", "1e-8"),
        *(("0.001", lambda: DEFAULT), ("1e-8", lambda: adam().eps), ("0.001", lambda: DEFAULT), "1e-7"),
        *(("0.001", lambda: DEFAULT), "1e-8", "1e-8"),
        *("0.001", ("0.01", lambda: adamw().weight_decay), "0.001", "0.004", "0.0001"),
        *("four", ("0.9", lambda: adam().beta1), ("0.999", lambda: adam().beta2)),
    ],
    "monday-notes": [
        "halves",
        ("0.001", lambda: 1 - adam().beta2),
        ("32", lambda: 1 / np.sqrt(1 - adam().beta2)),
    ],
    "own-surface": [("thousand", lambda: 100 / 0.1), "three"],
}
SAID = {
    "explain-1": {
        "Neither does": came_out("adaptive_methods.10", "neither"),
        "gradient descent leaves the picture": lambda: (
            not np.isfinite(on_ravine("gradient descent", TIMES).loss[0, -1])
        ),
        "Adam walks the same track, from a factor of 10,000 down": lambda: _same_track(1e4, 1e-6),
    },
    "explain-2": {"more than gradient descent": came_out("adaptive_methods.2", "more than gradient descent")},
    "explain-3": {
        "Adam is too slow at 0.0002": lambda: 0.15 < _adam_at(RATES[0]) < LEARNED,
        "The default 0.001 is good, but slow": came_out("adaptive_methods.6", "below the best"),
    },
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
        "Each adaptive method still learns at twice its fastest rate. Gradient descent does not": _more_stable,
        "its fastest, 1, is its last good one": lambda: _last_good("gradient descent"),
        "Momentum lies between": lambda: 0.2 < _learn(2)["gradient descent, momentum 0.9"] < 0.8,
        "At 20 times none learns": lambda: max(_learn(20).values()) == 0,
    },
    "who-helps": {
        "in the turned valley Adam owes its speed to $m$": lambda: (
            race("Adam", TURN)[0] < 0.5 * race("Adam without m", TURN)[0]
        ),
        "Along the axes the divisors are quicker without it": lambda: (
            race("Adam without m", 0)[0] < 0.5 * race("Adam", 0)[0]
        ),
    },
    "explain-5": {"Adam ends at the worst point": came_out("adaptive_methods.7", "+1")},
}
