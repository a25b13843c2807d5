"""Its predictions and exercises."""

import numpy as np

from ..claim import trial
from ..question import Exercise, Prediction, near
from .boosting import boosted
from .coding import CODING
from .experiments import decades, rates_by_step

WITH_RATES = "SGD", "Adam", "Schedule-Free", "Muon"


def _dog():
    short, _, tuned, *_ = trial(37)[1].values()
    return "level with it" if short >= tuned - 0.01 else "clearly behind" if short > 0.5 else "not off the ground"


def _meets():
    ends = rates_by_step((1e-6, 1e-3, 1.0))[:, -1]
    return "all end near one rate" if ends.max() < 3 * ends.min() else "each stays near its first"


def _widest():
    return max(WITH_RATES, key=decades)


def _shrinkage():
    ends = [boosted(shrinkage)[0][0, -1] / boosted(shrinkage)[0][0, 0] for shrinkage in (0.5, 1.5, 1.9, 2.1)]
    failed = [not end < 1 for end in ends]
    return "beyond 2" if failed == [False] * 3 + [True] else "beyond 1" if failed[1] else "at none"


QUESTIONS = {
    "without_a_rate.0": Exercise(
        near(0.001),
        lambda: "bias-corrected, m̂/√v̂ = g/|g|, so the first step is the rate itself: 0.001",
        slips=((near(0.1), "Without its bias correction m would be 0.1 g. Adam corrects it."),),
        text="**From memory.** How long is Adam's first step in each coordinate at a rate of 0.001?",
    ),
    "without_a_rate.1": Prediction(
        ("level with it", "clearly behind", "not off the ground"),
        _dog,
        text=(
            "**Predict.** [An image classifier]()'s classifier, 20 epochs. SGD may try 17 rates and keep the "
            "best. DoG tries nothing. Where does it come out?"
        ),
    ),
    "without_a_rate.2": Prediction(
        ("all end near one rate", "each stays near its first", "the small ones never move"),
        _meets,
        text=r"**Predict.** With $\beta=0.1$ we start from seven first rates, 0.000001 to 1. What do the rates do?",
    ),
    "without_a_rate.3": Prediction(
        WITH_RATES,
        _widest,
        text=(
            "**Predict.** Each method tries 17 rates with the same minibatches and five seeds. A rate is "
            "*good* if the median accuracy is within 0.01 of the method's best. Whose good range spans the "
            "most decades?"
        ),
    ),
    "without_a_rate.4": Exercise(
        near(3 / np.sqrt(4 + 5)),
        lambda: "the farthest distance over the root of the sum of squares: 3/√(4 + 5) = 1",
        slips=(
            (near(3 / 9), "Take the root of the sum of the squared gradients."),
            (near(3 / (2 + np.sqrt(5))), "The squares are added up, and then the root is taken."),
        ),
        text=(
            "**Exercise.** At DoG's second step the farthest distance so far is 3, and the two gradients so "
            r"far have the norms 2 and $\sqrt5$. What is the rate?"
        ),
        hint='Square the norms, add them up, take the root. After a try, `solution("without_a_rate.4")` shows the way.',
    ),
    "without_a_rate.5": Exercise(
        near(0.05 + 0.1 * 0.3),
        lambda: f"η + β g·g₋₁ = 0.05 + 0.1 · 0.3 = {0.05 + 0.1 * 0.3:g}",
        slips=((near(0.02), "Gradients that agree say that the step was too short."),),
        text=(
            r"**Exercise.** The rate is 0.05, $\beta=0.1$, and the product of this gradient with the last is "
            "0.3. What is the rate now?"
        ),
        hint="The gradients agree. Does the rate rise or fall, and by how much?",
    ),
    "without_a_rate.7": Prediction(
        ("beyond 1", "beyond 2", "at none"),
        _shrinkage,
        text="**Predict.** At which shrinkage does the training error no longer fall?",
    ),
} | CODING
