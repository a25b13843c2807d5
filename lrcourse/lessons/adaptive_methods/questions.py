"""The predictions and exercises of this lesson."""

import numpy as np

from ...diagnosis.metrics import accuracies
from ...engine.optimizers import adagrad, adam, rmsprop
from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import (
    DEFAULT,
    FLAT,
    RATES,
    REDDI_ADAM,
    REDDI_STEPS,
    STIFF,
    decades,
    on_ravine,
    reddi,
    sweep,
)
from .valley import FROM, VALLEY, race

TIMES = 1000  # what the loss is multiplied by, in the text
TINY, LEFT, STEPS = 1e-11, 0.01, 100  # of the first prediction: the loss × TINY, below LEFT of its first in STEPS
TURN = 30  # degrees by which the valley is turned
CLOSE = 0.01  # of accuracy: so near to the best is among the best
RATE = 2  # of AdaGrad's step in the valley

WIDER = ("no wider", "wider by up to 1 decade", "by 1 to 2 decades", "by 2 decades or more")


def _arrives():
    """Return which of the two methods brings the tiny loss below LEFT of its first value, one of the choices."""
    losses = [on_ravine(method, TINY, STEPS).loss[0] for method in ("gradient descent", "Adam")]
    plain, other = (bool(loss[-1] < LEFT * loss[0]) for loss in losses)
    return {(True, True): "both", (True, False): "gradient descent only", (False, True): "Adam only"}.get(
        (plain, other), "neither"
    )


def _turned():
    now, then, plain = race("AdaGrad", TURN)[0], race("AdaGrad", 0)[0], race("gradient descent", TURN)[0]
    return "5, as before" if now <= 1.5 * then else "more than gradient descent" if now > plain else "about 50"


def _wider():
    gap = np.median(decades("Adam")) - np.median(decades("gradient descent"))
    return WIDER[np.searchsorted([0.1, 1, 2], gap, side="right")]


def _default():
    middle = np.median(accuracies(sweep("Adam")), axis=0)
    best = middle.max()
    if middle[RATES.index(DEFAULT)] > best - CLOSE:
        return "at the best"
    return "below the best" if middle.argmax() > RATES.index(DEFAULT) else "above the best"


def _reddi():
    return min(("−1", "0", "+1"), key=lambda choice: abs(float(choice.replace("−", "-")) - reddi(REDDI_ADAM)[-1]))


def first_step(optimizer, gradient, rate=1.0):
    """Return the length of an optimizer's first step for one gradient."""
    start = np.zeros((1, 1))
    return abs(optimizer.update(start, np.full((1, 1), gradient), optimizer.init(start), rate)[0].item())


def _halves(gradient):
    return gradient != 0 and abs(first_step(adam(), abs(gradient)) - 0.5) < 0.005


def best_rate():
    """Return the best fixed rate of gradient descent in the valley of the first exercise."""
    return 2 / (FLAT + STIFF)


def uncorrected():
    """Return the length of RMSprop's first step at a rate of 1."""
    return first_step(rmsprop(), 0.4)


def first_move():
    """Return how far AdaGrad's first step at RATE moves in the valley along the axes."""
    return RATE * np.hypot(*(first_step(adagrad(), gradient) for gradient in _at_the_start()))


def _at_the_start():
    """Return the two components of the gradient at the start of the valley along the axes."""
    return [curvature * place for curvature, place in zip(VALLEY, FROM)]


QUESTIONS = {
    "adaptive_methods.0": Exercise(
        text=(
            f"**From memory.** A valley has curvatures {FLAT} and {STIFF}. Which fixed rate of plain gradient descent "
            "is the best ([Just right]())?"
        ),
        right=near(best_rate),
        worked=lambda: f"2/(λmin + λmax) = 2/{FLAT + STIFF} ≈ {best_rate():.4f}: there both ends shrink alike",
        slips=(
            (near(2 / STIFF), "That is the limit. A little less is better."),
            (near(1 / STIFF), "That is what the stiff direction alone would choose."),
            (near(1 / FLAT), "That is what the flat direction alone would choose; it lies beyond the limit."),
            (near(1 / best_rate()), "Is the fraction upside down? A rate times a curvature is a plain number."),
            (lambda rate: rate <= 0, "A rate is above 0."),
            (lambda rate: rate > 2 / STIFF, "That lies beyond the limit of the stiff direction."),
            (lambda rate: rate < best_rate(), "There the flat direction is slower than it has to be."),
            (lambda rate: rate > best_rate(), "There the stiff direction is slower than it has to be."),
        ),
    ),
    "adaptive_methods.10": Prediction(
        text=(
            f"**Predict.** Gradient descent and Adam both run well on a ravine with curvatures {FLAT} and {STIFF}. The "
            f"loss is multiplied by {TINY:g}, the rates stay. Which of the two still brings it below {LEFT:g} "
            f"of its first value in {STEPS} steps?"
        ),
        choices=("both", "gradient descent only", "Adam only", "neither"),
        truth=_arrives,
    ),
    "adaptive_methods.2": Prediction(
        text=(
            f"**Predict.** We turn the valley by {TURN}°, and its start with it. How many steps does AdaGrad need now, "
            "at its best rate?"
        ),
        choices=("5, as before", "about 50", "more than gradient descent"),
        truth=_turned,
    ),
    "adaptive_methods.3": Prediction(
        text="**Predict.** Compared with gradient descent's, how wide is Adam's good range?",
        choices=WIDER,
        truth=_wider,
    ),
    "adaptive_methods.4": Exercise(
        text="**Exercise.** At which size of the gradient is Adam's *first* step half of the rate?",
        hint=r"In the first step $\hat m=g$ and $\hat v=g^2$. Python writes $10^{-3}$ as `1e-3`.",
        right=_halves,
        worked=lambda: f"the step is η·g/(g + ε): half of η at g = ε = {adam().eps:g}",
        slips=(
            (near(0), "Without a gradient there is no step at all."),
            (near(0.5), "At 0.5 the divisor is 0.5, too: the step is a whole η."),
            (near(2 * adam().eps), "There it is two thirds of the rate."),
            (near(adam().eps ** 2), "ε stands outside the root."),
            (near(adam().eps ** 0.5), "ε stands outside the root."),
            (near(adagrad().eps), "That is AdaGrad's ε."),
            (lambda size: abs(size) > adam().eps, "There the first step is more than half of the rate."),
            (lambda size: abs(size) < adam().eps, "There the first step is less than half of the rate."),
        ),
        samples=(-1e-8, 1e-9, 9.7e-9, 9.9e-9, 1e-8, 1.01e-8, 1.03e-8, 1e-7),
    ),
    "adaptive_methods.5": Exercise(
        text=(
            "**Exercise.** RMSprop starts with $v=0$ and, unlike Adam, does not correct its mean. With "
            rf"$\alpha={rmsprop().alpha:g}$, how many times the rate $\eta$ is its first step? (Leave $\varepsilon$ "
            "out.)"
        ),
        hint="What is $v$ after one step, as a multiple of $g^2$? Divide $g$ by its root.",
        right=near(uncorrected, 0.005),
        worked=lambda: (
            f"v = (1 − α)g² = {1 - rmsprop().alpha:.2g} g², so g/√v = 1/√{1 - rmsprop().alpha:.2g} = "
            f"{uncorrected():.3g}, whatever g is"
        ),
        slips=(
            (near(1, 0.002), "That is Adam's first step. RMSprop's v starts at 0 and is not corrected."),
            (near(1 / (1 - rmsprop().alpha)), "Divided by the root of v, not by v."),
            (near(1 / np.sqrt(rmsprop().alpha), 0.002), "In v the new g² has the weight 1 − α."),
            (near(np.sqrt(1 - rmsprop().alpha)), "The small v is the divisor: is the step shorter or longer for it?"),
            (near(1 - rmsprop().alpha), "That is v as a multiple of g². How long is the step?"),
            (lambda times: times <= 0, "The gradient's sign is no matter here: give a length."),
            (lambda times: times < uncorrected(), "It is longer. How small is v after one step?"),
            (lambda times: times > uncorrected(), "It is shorter. Which root of v divides g?"),
        ),
    ),
    "adaptive_methods.6": Prediction(
        text=(
            f"**Predict.** Most libraries give Adam a rate of {DEFAULT:g} by default. Is it, on this sweep, among the "
            f"best rates (within {CLOSE:g} of the best median accuracy), below them or above them?"
        ),
        choices=("at the best", "below the best", "above the best"),
        truth=_default,
    ),
    "adaptive_methods.7": Prediction(
        text=f"**Predict.** Where is Adam after {REDDI_STEPS} steps?", choices=("−1", "0", "+1"), truth=_reddi
    ),
    "adaptive_methods.8": Exercise(
        text=(
            f"**Exercise.** In the valley along the axes AdaGrad starts at $({FROM[0]:g}, {FROM[1]:g})$ with a rate of "
            f"{RATE}. How far from the start does its first step land?"
        ),
        hint=(
            "How far does each of the two weights move in a first step? Then Pythagoras. After a try, "
            '`solution("adaptive_methods.8")` shows the way.'
        ),
        right=near(first_move),
        worked=lambda: (
            f"each weight moves by the whole rate, whatever its gradient: √({RATE}² + {RATE}²) = {first_move():.2f}"
        ),
        slips=(
            (near(RATE), "That is how far one weight moves. There are two."),
            (near(2 * RATE), "The two moves stand at right angles: do not add their lengths."),
            (
                near(RATE * np.hypot(*_at_the_start())),
                "That is gradient descent's. What is left of the gradients' sizes in AdaGrad's first step?",
            ),
            (near(np.sqrt(2)), f"That is for a rate of 1. Here it is {RATE}."),
            (near(2 * RATE**2), "That is the square of the distance."),
            (near(float(np.hypot(*FROM))), "That is how far the minimum is."),
            (
                lambda distance: True,
                "What is left of a gradient's size once AdaGrad has divided it in a first step?",
            ),
        ),
    ),
} | CODING
