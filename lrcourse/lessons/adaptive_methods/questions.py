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
        text=(
            "**From memory.** A valley has curvatures 1 and 30. Which fixed rate of plain gradient descent "
            "is the best ([Just right]())?"
        ),
    ),
    "adaptive_methods.1": Prediction(
        ("both", "gradient descent only", "Adam only", "neither"),
        _explodes,
        text=(
            "**Predict.** Gradient descent and Adam both run well on a ravine with curvatures 1 and 30. The "
            "loss is multiplied by 1000, the rates stay. Which of the two now diverges?"
        ),
    ),
    "adaptive_methods.2": Prediction(
        ("5, as before", "about 50", "more than gradient descent"),
        _turned,
        text=(
            "**Predict.** We turn the valley by 30°, and its start with it. How many steps does AdaGrad need "
            "now, at its best rate?"
        ),
    ),
    "adaptive_methods.3": Prediction(
        WIDER, _wider, text="**Predict.** Compared with gradient descent's, how wide is Adam's good range?"
    ),
    "adaptive_methods.4": Exercise(
        _halves,
        lambda: f"the step is η·g/(g + ε): half of η at g = ε = {adam().eps:g}",
        slips=(
            (near(0), "Without a gradient there is no step at all."),
            (near(0.5), "At 0.5 the divisor is 0.5, too: the step is a whole η."),
            (near(2e-8), "There it is two thirds of the rate."),
            (near(1e-16), "ε stands outside the root."),
        ),
        text="**Exercise.** At which size of the gradient is Adam's *first* step half of the rate?",
        hint=r"In the first step $\hat m=g$ and $\hat v=g^2$. Python writes $10^{-3}$ as `1e-3`.",
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
        text=(
            "**Exercise.** RMSprop starts with $v=0$ and, unlike Adam, does not correct its mean. With "
            r"$\alpha=0.99$, how many times the rate $\eta$ is its first step? (Leave $\varepsilon$ out.)"
        ),
        hint="What is $v$ after one step, as a multiple of $g^2$? Divide $g$ by its root.",
    ),
    "adaptive_methods.6": Prediction(
        ("at the best", "below the best", "above the best"),
        _default,
        text=(
            "**Predict.** Most libraries give Adam a rate of 0.001 by default. Is it, on this sweep, among "
            "the best rates (within 0.01 of the best median accuracy), below them or above them?"
        ),
    ),
    "adaptive_methods.7": Prediction(("−1", "0", "+1"), _reddi, text="**Predict.** Where is Adam after 3000 steps?"),
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
        text=(
            "**Exercise.** In the valley along the axes AdaGrad starts at $(-6, 1)$ with a rate of 2. How "
            "far from the start does its first step land?"
        ),
        hint=(
            "How far does each of the two weights move in a first step? Then Pythagoras. After a try, "
            '`solution("adaptive_methods.8")` shows the way.'
        ),
    ),
} | CODING
