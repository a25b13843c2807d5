"""Its predictions and exercises."""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import seeds_that_learn

FATES = ("creeps down one side", "overshoots and converges", "diverges")


def _fate():
    x = train(surfaces.quadratic([5.0]), sgd(), lr=0.3, steps=20).path[0, :, 0]
    return FATES[0] if np.all(x[1:] * x[:-1] > 0) else FATES[1] if abs(x[-1]) < abs(x[0]) else FATES[2]


def best_rate(curvatures):
    """The fixed rate that shrinks the slowest direction of a bowl most."""
    return 2 / (min(curvatures) + max(curvatures))


def best_factor(curvatures):
    """What a step at the best fixed rate leaves of the distance, measured."""
    return float(diagnosis.growth(train(surfaces.quadratic(curvatures), sgd(), lr=best_rate(curvatures), steps=200))[0])


def steps_to_thousandth(condition):
    """Steps at the best fixed rate until the distance is a thousandth of the first, for curvatures 10 / condition and
    10.
    """
    curvatures = [10 / condition, 10]
    runs = train(surfaces.quadratic(curvatures, start=[10, 3]), sgd(), lr=best_rate(curvatures), steps=10 * condition)
    distance = np.linalg.norm(runs.path[0], axis=1)
    return int(np.argmax(distance < 1e-3 * distance[0]))


def _rate_for_two():
    rates = {"0.1": 0.1, "0.18": 2 / 11, "0.55": 0.55, "1": 1.0}
    runs = train(surfaces.quadratic([1, 10]), sgd(), lr=list(rates.values()), steps=30)
    return list(rates)[int(runs.loss[:, -1].argmin())]


def _cost_of_condition():
    choices, wanted = ("about 35", "about 70", "about 350", "about 3500"), steps_to_thousandth(100)
    return min(choices, key=lambda choice: abs(np.log(float(choice.split()[1]) / wanted)))


def _momentum_limit():
    product = diagnosis.stability_factor(sgd(momentum=0.9))
    return "lower" if product < 1.99 else "higher" if product > 2.01 else "the same"


def _first_failure():
    """The lowest of a few rates at which a seed of ten fails on the digits, with momentum 0.9 against without."""
    rates = np.array([0.2, 0.6, 1, 2])
    plain, heavy = (rates[np.argmax(seeds_that_learn(momentum, rates) < 10)] for momentum in (0, 0.9))
    return "lower" if heavy < plain else "higher" if heavy > plain else "the same"


def column_condition():
    """κ for two uncorrelated columns of mean 0 and standard deviations 1 and 3, with a bias: the Hessian is diagonal,
    2·(1, 9, 1).
    """
    x = np.array([[a, 3 * b, 1] for a in (-1, 1) for b in (-1, 1)])
    return float(np.linalg.cond(2 * x.T @ x / len(x)))


def limit_with_momentum():
    """The limit for curvatures 2, 3 and 8 with momentum 0.9."""
    return diagnosis.stability_limit(surfaces.quadratic([2, 3, 8]), sgd(momentum=0.9))


QUESTIONS = {
    "just_right.0": Exercise(
        lambda answer: answer == _fate(),
        lambda: f"ηλ = 0.3 · 5 = 1.5 lies between 1 and 2, so it {_fate()}",
        FATES,
        (
            (lambda answer: answer == FATES[0], "What is 1 − ηλ here, and what does its sign say?"),
            (lambda answer: answer == FATES[2], "What is |1 − ηλ| here?"),
        ),
        text="**From memory.** A parabola has the curvature 5, and the rate is 0.3. What does the path do?",
    ),
    "just_right.1": Prediction(
        ("0.1", "0.18", "0.55", "1"),
        _rate_for_two,
        text=(
            "**Predict.** Which of these four rates comes nearest to the minimum in 30 steps: the stiff "
            "direction's own, one just below the limit of 0.2, the mean of both wishes, or the flat "
            "direction's own?"
        ),
    ),
    "just_right.2": Prediction(
        ("about 35", "about 70", "about 350", "about 3500"),
        _cost_of_condition,
        text="**Predict.** How many steps to a thousandth are needed now, each valley having its own best rate?",
    ),
    "just_right.3": Prediction(
        ("lower", "the same", "higher"),
        _momentum_limit,
        text=(
            r"**Predict.** Without momentum a direction of curvature $\lambda$ bears rates up to $2/\lambda$. "
            r"With $\beta=0.9$, is its limit lower, the same, or higher?"
        ),
    ),
    "just_right.9": Prediction(
        ("lower", "the same", "higher"),
        _first_failure,
        text=(
            r"**Predict.** With $\beta=0.9$, is the first rate at which a seed fails lower than without, the "
            "same, or higher?"
        ),
    ),
    "just_right.4": Exercise(
        near(lambda: best_rate((2, 50))),
        lambda: f"2/(2 + 50) = {best_rate((2, 50)):.4f}: there both ends of the range shrink alike",
        slips=(
            (near(2 / 50), "That is the limit, where the stiffest direction no longer shrinks. A little less."),
            (
                near(1 / 50),
                "The stiffest direction would be done in one step, and the flattest would wait. Balance the two.",
            ),
            (near(1 / 52), "Both ends must shrink alike: 1 − 2η = 50η − 1."),
        ),
        text=(
            "**Exercise.** A bowl has curvatures from 2 up to 50. What is its best fixed rate, and what "
            "factor of the distance does a step at that rate leave (three digits)?"
        ),
        hint=(
            "Only the two ends of the range matter. Put the best rate into either end's factor. After a try, "
            '`solution("just_right.5")` shows the way.'
        ),
    ),
    "just_right.5": Exercise(
        near(lambda: best_factor((2, 50)), 0.002),
        lambda: f"(κ − 1)/(κ + 1) with κ = 25, that is 24/26 = {best_factor((2, 50)):.3f}",
        slips=(
            (near(49 / 51, 0.002), "The condition number is the ratio of the largest curvature to the smallest."),
            (near((24 / 26) ** 2, 0.002), "That is the factor of the loss. The distance goes with its root."),
            (near(2 / 26, 0.002), "That share is gone after a step. What is left?"),
        ),
    ),
    "just_right.6": Exercise(
        near(column_condition),
        lambda: (
            f"the curvatures go with the squares, 9 and 1: κ = {column_condition():g}, a hundred times less than 900"
        ),
        slips=(
            (near(3), "That is the ratio of the standard deviations. How does the curvature go with them?"),
            (near(900), "That is κ before the change of unit: 30 squared."),
            (near(90), "The curvature does not go with the unit itself, but with its square."),
        ),
        text=(
            "**Exercise.** A linear regression has two uncorrelated columns of mean 0, with standard "
            "deviations 1 and 30. The second is in millimetres, and you rewrite it in centimetres. What is "
            "the new condition number?"
        ),
        hint=(
            "The loss is the mean of $(w_1x_1+w_2x_2+b-y)^2$. Differentiate it twice by $w_2$: how does "
            "$x_2$ enter? (The constant $b$ has the same curvature as a column of ones.)"
        ),
    ),
    "just_right.7": Exercise(
        near(limit_with_momentum),
        lambda: f"the largest curvature decides again: (2 + 2 · 0.9)/8 = {limit_with_momentum():g}",
        slips=(
            (near(2 / 8), "That is the limit without momentum."),
            (near(3.8 / 2), "That is the limit of the flattest direction. Which one fails first?"),
            (near(0.1 * 2 / 8), "That would be so if the gradients in the sum all had one sign."),
            (near(3.8), "That is the limit of ηλ. What is λ here?"),
        ),
        text=(
            "**Exercise.** A bowl has curvatures 2, 3 and 8. Up to which rate does gradient descent with a "
            "momentum of 0.9 converge?"
        ),
        hint=r"The product $\eta\lambda$ has a new limit. Which of the three directions reaches it first?",
    ),
} | CODING
