"""What the lesson asks: its predictions and exercises."""

import numpy as np

from ...engine.optimizers import adam
from ..claim import trial
from ..question import Exercise, Prediction, near
from .boosting import boosted
from .coding import CODING
from .experiments import BETA, EPOCHS, FIRST_RATES, METHODS, UNITS, WITHIN, decades, rates_by_step

WITH_RATES = "SGD", "Adam", "Schedule-Free", "Muon"
TRIED = len(METHODS["SGD"][1])  # rates
ADAM, ADAM_RATE = adam(), 0.001
FARTHEST, NORM, SQUARED_NORM = 6, 2, 5  # DoG's farthest distance, its first gradient's norm, the second's square
RATE, PRODUCT = 0.05, 0.3  # hypergradient descent's rate, and the product of two gradients


def _dog():
    """Return where DoG comes out beside SGD with a tuned rate."""
    short, _, tuned, *_ = trial(37)[1].values()
    return "level with it" if short >= tuned - WITHIN else "clearly behind" if short > 0.5 else "not off the ground"


def _meets():
    """Return what becomes of the first rates of hypergradient descent."""
    ends = rates_by_step((1e-6, 1e-3, 1.0))[:, -1]
    return "all end near one rate" if ends.max() < 3 * ends.min() else "each stays near its first"


def _widest():
    """Return the method with the widest good range of rates."""
    return max(WITH_RATES, key=decades)


def _shrinkage():
    """Return from where on the training error of boosting no longer falls."""
    ends = [boosted(shrinkage)[0][0, -1] / boosted(shrinkage)[0][0, 0] for shrinkage in (0.5, 1.5, 1.9, 2.1)]
    failed = [not end < 1 for end in ends]
    return "beyond 2" if failed == [False] * 3 + [True] else "beyond 1" if failed[1] else "at none"


def _dogs_rate():
    """Return DoG's rate from FARTHEST and the two gradients' norms."""
    return FARTHEST / np.sqrt(NORM**2 + SQUARED_NORM)


QUESTIONS = {
    "without_a_rate.0": Exercise(
        text=f"**From memory.** How long is Adam's first step in each coordinate at a rate of {ADAM_RATE}?",
        right=near(ADAM_RATE),
        worked=lambda: f"bias-corrected, m̂/√v̂ = g/|g|, so the first step is the rate itself: {ADAM_RATE}",
        slips=(
            (
                near((1 - ADAM.beta1) * ADAM_RATE),
                f"Without its bias correction m would be {1 - ADAM.beta1:.1f} g. Adam corrects it.",
            ),
            (
                near((1 - ADAM.beta1) / np.sqrt(1 - ADAM.beta2) * ADAM_RATE),
                "That is without the bias corrections of m and v.",
            ),
            (
                near(ADAM_RATE / np.sqrt(1 - ADAM.beta2)),
                "Adam corrects the bias of v as well as that of m.",
            ),
            (
                near(ADAM_RATE / (1 - ADAM.beta1)),
                "So far momentum that adds up may go after many steps. This is the first, and Adam takes a mean.",
            ),
            (near(1.0), "That is the gradient over its own size. Which factor does Adam put before it?"),
        ),
    ),
    "without_a_rate.1": Prediction(
        text=(
            f"**Predict.** The digits, one hidden layer of {UNITS} units, {EPOCHS} epochs. SGD may try {TRIED} rates "
            "and keep the best. DoG tries nothing. Where does it come out?"
        ),
        choices=("level with it", "clearly behind", "not off the ground"),
        truth=_dog,
    ),
    "without_a_rate.2": Prediction(
        text=(
            rf"**Predict.** With $\beta={BETA}$ we start from seven first rates, {FIRST_RATES[0]:f} to "
            f"{FIRST_RATES[-1]:g}. What do the rates do?"
        ),
        choices=("all end near one rate", "each stays near its first", "the small ones never move"),
        truth=_meets,
    ),
    "without_a_rate.3": Prediction(
        text=(
            f"**Predict.** Each method tries {TRIED} rates with the same minibatches and five seeds. A rate is *good* "
            f"if the median accuracy is within {WITHIN} of the method's best. Whose good range spans the most decades?"
        ),
        choices=WITH_RATES,
        truth=_widest,
    ),
    "without_a_rate.4": Exercise(
        text=(
            f"**Exercise.** At DoG's second step the farthest distance so far is {FARTHEST}, and the two gradients so "
            rf"far have the norms {NORM} and $\sqrt{SQUARED_NORM}$. What is the rate?"
        ),
        hint=(
            "What does the formula do with each norm before it adds them, and what afterwards? "
            'After a try, `solution("without_a_rate.4")` shows the way.'
        ),
        right=near(_dogs_rate),
        worked=lambda: (
            f"the farthest distance over the root of the sum of squares: {FARTHEST}/√({NORM**2} + {SQUARED_NORM}) = "
            f"{_dogs_rate():g}"
        ),
        slips=(
            (near(FARTHEST / (NORM**2 + SQUARED_NORM)), "Take the root of the sum of the squared gradients."),
            (
                near(FARTHEST / (NORM + np.sqrt(SQUARED_NORM))),
                "The squares are added up, and then the root is taken.",
            ),
            (near(np.sqrt(NORM**2 + SQUARED_NORM) / FARTHEST), "That is the gradients over the distance."),
            (near(FARTHEST / np.sqrt(NORM + np.sqrt(SQUARED_NORM))), "Under the root stand the squares of the norms."),
            (
                near(FARTHEST / np.sqrt(NORM**2 + SQUARED_NORM**2)),
                "The second norm is a root already. What is its square?",
            ),
            (near(FARTHEST / NORM), "That counts the first gradient only."),
            (near(FARTHEST / np.sqrt(SQUARED_NORM)), "All gradients so far count, not the last alone."),
        ),
    ),
    "without_a_rate.5": Exercise(
        text=(
            rf"**Exercise.** The rate is {RATE}, $\beta={BETA}$, and the product of this gradient with the last is "
            f"{PRODUCT}. What is the rate now?"
        ),
        hint="Was the last step too short or too long? The formula says by how much the rate changes.",
        right=near(RATE + BETA * PRODUCT),
        worked=lambda: f"η + β g·g₋₁ = {RATE} + {BETA} · {PRODUCT} = {RATE + BETA * PRODUCT:g}",
        slips=(
            (near(RATE - BETA * PRODUCT), "Gradients that agree say that the step was too short."),
            (near(RATE + PRODUCT), "The product is multiplied by β before it is added."),
            (near(BETA * PRODUCT), "By that the rate changes. From which rate on?"),
            (near(RATE * (1 + BETA * PRODUCT)), "The change is added to the rate; it does not multiply it."),
            (near(RATE * BETA * PRODUCT), "The change is added to the rate; it does not multiply it."),
            (near(RATE + BETA), "How far the gradients agree counts, too: their product."),
            (near(RATE + BETA + PRODUCT), "β and the product are multiplied, not added."),
        ),
    ),
    "without_a_rate.7": Prediction(
        text="**Predict.** At which shrinkage does the training error no longer fall?",
        choices=("beyond 1", "beyond 2", "at none"),
        truth=_shrinkage,
    ),
} | CODING
