"""Its predictions and exercises."""

import numpy as np

from ...diagnosis.metrics import accuracies
from ...engine.optimizers import adagrad, adam, rmsprop
from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import DEFAULT, RATES, REDDI_ADAM, decades, on_ravine, reddi, sweep
from .valley import race

WIDER = ("no wider", "wider by up to 1 decade", "by 1 to 2 decades", "by 2 decades or more")


def _explodes():
    plain, other = (
        not (loss := on_ravine(method, 1000).loss[0])[-1] < loss[0] for method in ("gradient descent", "Adam")
    )
    return {(True, True): "both", (True, False): "gradient descent only", (False, True): "Adam only"}.get(
        (plain, other), "neither"
    )


def _turned():
    now, then, plain = race("AdaGrad", 30)[0], race("AdaGrad", 0)[0], race("gradient descent", 30)[0]
    return "5, as before" if now <= 1.5 * then else "more than gradient descent" if now > plain else "about 50"


def _wider():
    gap = np.median(decades("Adam")) - np.median(decades("gradient descent"))
    return WIDER[np.searchsorted([0.1, 1, 2], gap, side="right")]


def _default():
    middle = np.median(accuracies(sweep("Adam")), axis=0)
    best = middle.max()
    if middle[RATES.index(DEFAULT)] > best - 0.01:
        return "at the best"
    return "below the best" if middle.argmax() > RATES.index(DEFAULT) else "above the best"


def _reddi():
    return min(("−1", "0", "+1"), key=lambda choice: abs(float(choice.replace("−", "-")) - reddi(REDDI_ADAM)[-1]))


def first_step(optimizer, gradient, rate=1.0):
    """The length of the first step for one gradient."""
    start = np.zeros((1, 1))
    return abs(optimizer.update(start, np.full((1, 1), gradient), optimizer.init(start), rate)[0].item())


def _halves(gradient):
    return gradient != 0 and abs(first_step(adam(), abs(gradient)) - 0.5) < 0.005


QUESTIONS = {
    "adaptive_methods.0": Exercise(
        near(2 / 31),
        lambda: "2/(λmin + λmax) = 2/31 ≈ 0.0645: there both ends shrink alike",
        slips=(
            (near(2 / 30), "That is the limit. A little less is better."),
            (near(1 / 30), "That is what the stiff direction alone would choose."),
            (near(1), "That is what the flat direction alone would choose; it lies beyond the limit."),
        ),
    ),
    "adaptive_methods.1": Prediction(("both", "gradient descent only", "Adam only", "neither"), _explodes),
    "adaptive_methods.2": Prediction(("5, as before", "about 50", "more than gradient descent"), _turned),
    "adaptive_methods.3": Prediction(WIDER, _wider),
    "adaptive_methods.4": Exercise(
        _halves,
        lambda: f"the step is η·g/(g + ε): half of η at g = ε = {adam().eps:g}",
        slips=(
            (near(0), "Without a gradient there is no step at all."),
            (near(0.5), "At 0.5 the divisor is 0.5, too: the step is a whole η."),
            (near(2e-8), "There it is two thirds of the rate."),
            (near(1e-16), "ε stands outside the root."),
        ),
    ),
    "adaptive_methods.5": Exercise(
        near(lambda: first_step(rmsprop(), 0.4), 0.005),
        lambda: f"v = (1 − α)g² = 0.01 g², so g/√v = 1/√0.01 = {first_step(rmsprop(), 0.4):.3g}, whatever g is",
        slips=(
            (near(1), "That is Adam's first step. RMSprop's v starts at 0 and is not corrected."),
            (near(100), "Divided by the root of v, not by v."),
            (near(1 / np.sqrt(0.99)), "In v the new g² has the weight 1 − α."),
            (near(0.1), "The small v is the divisor: is the step shorter or longer for it?"),
        ),
    ),
    "adaptive_methods.6": Prediction(("at the best", "below the best", "above the best"), _default),
    "adaptive_methods.7": Prediction(("−1", "0", "+1"), _reddi),
    "adaptive_methods.8": Exercise(
        near(lambda: 2 * np.hypot(first_step(adagrad(), 6.0), first_step(adagrad(), 300.0))),
        lambda: "each weight moves by the whole rate, whatever its gradient: √(2² + 2²) = 2.83",
        slips=(
            (near(2), "That is how far one weight moves. There are two."),
            (near(4), "The two moves stand at right angles: do not add their lengths."),
            (
                near(2 * np.hypot(6, 300)),
                "That is gradient descent's. What is left of the gradients' sizes in AdaGrad's first step?",
            ),
        ),
    ),
} | CODING
