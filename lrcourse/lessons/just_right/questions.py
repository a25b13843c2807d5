"""The predictions and exercises of this lesson, each text with the numbers that its judge uses."""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import BETA, SEEDS, VALLEY, seeds_that_learn

FATES = ("creeps down one side", "overshoots and converges", "diverges")
RECALLED_CURVATURE, RECALLED_RATE = 5, 0.3  # of just_right.0's parabola
STEPS = 30  # of just_right.1's four runs
SECOND_CONDITION = 100  # condition number of the second valley
COUNTS = (35, 70, 350, 3500)  # steps among which just_right.2 lets the reader choose
BOWL = (2, 50)  # smallest and largest curvature in just_right.4 and 5
MEAN, DEVIATIONS = 0, (1, 30)  # of just_right.6's columns; the second one in millimetres
MILLIMETRES = 10  # in a centimetre
SHORTENED = (DEVIATIONS[0], DEVIATIONS[1] / MILLIMETRES)
THREE = (2, 3, 8)  # curvatures in just_right.7


def limit(curvatures, beta=0.0):
    """Return the rate from which on gradient descent with momentum `beta` diverges on a bowl."""
    return diagnosis.stability_limit(surfaces.quadratic(curvatures), sgd(momentum=beta))


def best_rate(curvatures):
    """Return the fixed rate that shrinks the slowest direction of a bowl most, 2/(λ_min + λ_max)."""
    return 2 / (min(curvatures) + max(curvatures))


def best_factor(curvatures):
    """Return the share of the distance that a step at the best fixed rate leaves, measured in a training."""
    return float(diagnosis.growth(train(surfaces.quadratic(curvatures), sgd(), lr=best_rate(curvatures), steps=200))[0])


def steps_to_thousandth(condition):
    """Return the steps at the best fixed rate until the distance is a thousandth of the first, for curvatures
    10 / condition and 10.
    """
    curvatures = [max(VALLEY) / condition, max(VALLEY)]
    runs = train(surfaces.quadratic(curvatures, start=[10, 3]), sgd(), lr=best_rate(curvatures), steps=10 * condition)
    distance = np.linalg.norm(runs.path[0], axis=1)
    return int(np.argmax(distance < 1e-3 * distance[0]))


def column_condition(deviations, mean=MEAN):
    """Return κ of a linear regression on two uncorrelated columns of this mean and these standard deviations, and a
    bias. With mean 0 the Hessian is diagonal, 2 · (deviation₁², deviation₂², 1).
    """
    first, second = deviations
    x = np.array([[mean + a * first, mean + b * second, 1] for a in (-1, 1) for b in (-1, 1)])
    return float(np.linalg.cond(2 * x.T @ x / len(x)))


def _fate():
    """Return which of FATES the path of the recalled parabola has."""
    x = train(surfaces.quadratic([RECALLED_CURVATURE]), sgd(), lr=RECALLED_RATE, steps=20).path[0, :, 0]
    return FATES[0] if np.all(x[1:] * x[:-1] > 0) else FATES[1] if abs(x[-1]) < abs(x[0]) else FATES[2]


def _four_rates():
    """Return {its name among the choices: rate}: half the stiff direction's own, its own, one halfway from there to the
    limit, and the best, which lies just below the limit.
    """
    own = 1 / max(VALLEY)
    return {f"{rate:.2g}": rate for rate in (own / 2, own, (own + limit(VALLEY)) / 2, best_rate(VALLEY))}


def _nearest():
    """Return which of the four rates ends with the lowest loss."""
    runs = train(surfaces.quadratic(VALLEY, start=[10, 3]), sgd(), lr=list(_four_rates().values()), steps=STEPS)
    return list(_four_rates())[int(runs.loss[:, -1].argmin())]


def _cost_of_condition():
    """Return which of COUNTS is nearest to the steps that the second valley takes."""
    wanted = steps_to_thousandth(SECOND_CONDITION)
    return f"about {min(COUNTS, key=lambda count: abs(np.log(count / wanted)))}"


def _momentum_limit():
    """Return how the largest ηλ that converges with momentum compares with 2, which is the limit without."""
    product = diagnosis.stability_factor(sgd(momentum=BETA))
    return "lower" if product < 1.99 else "higher" if product > 2.01 else "the same"


def _first_failure():
    """Return how the first of four rates at which a seed fails on the digits compares with that without momentum."""
    rates = np.array([0.2, 0.6, 1, 2])
    plain, heavy = (rates[np.argmax(seeds_that_learn(beta, rates) < len(SEEDS))] for beta in (0, BETA))
    return "lower" if heavy < plain else "higher" if heavy > plain else "the same"


QUESTIONS = {
    "just_right.0": Exercise(
        text=(
            f"**From memory.** A parabola has the curvature {RECALLED_CURVATURE}, and the rate is {RECALLED_RATE}. "
            "What does the path do?"
        ),
        right=lambda answer: answer == _fate(),
        worked=lambda: (
            f"ηλ = {RECALLED_RATE} · {RECALLED_CURVATURE} = {RECALLED_RATE * RECALLED_CURVATURE:g} lies between 1 and "
            f"2, so it {_fate()}"
        ),
        wants=FATES,
        slips=(
            (lambda answer: answer == FATES[0], "What is 1 − ηλ here, and what does its sign say?"),
            (lambda answer: answer == FATES[2], "What is |1 − ηλ| here?"),
        ),
    ),
    "just_right.1": Prediction(
        text=(
            f"**Predict.** Which of these four rates comes nearest to the minimum in {STEPS} steps: half the stiff "
            f"direction's own, its own, halfway from there to the limit of {limit(VALLEY):g}, or just below the limit?"
        ),
        choices=tuple(_four_rates()),
        truth=_nearest,
    ),
    "just_right.2": Prediction(
        text="**Predict.** How many steps to a thousandth are needed now, each valley having its own best rate?",
        choices=tuple(f"about {count}" for count in COUNTS),
        truth=_cost_of_condition,
    ),
    "just_right.3": Prediction(
        text=(
            r"**Predict.** Without momentum a direction of curvature $\lambda$ converges at rates up to $2/\lambda$. "
            rf"With $\beta={BETA}$, is its limit lower, the same, or higher?"
        ),
        choices=("lower", "the same", "higher"),
        truth=_momentum_limit,
    ),
    "just_right.9": Prediction(
        text=(
            rf"**Predict.** With $\beta={BETA}$, is the first rate at which a seed fails lower than without, the "
            "same, or higher?"
        ),
        choices=("lower", "the same", "higher"),
        truth=_first_failure,
    ),
    "just_right.4": Exercise(
        text=(
            f"**Exercise.** A bowl has curvatures from {BOWL[0]} up to {BOWL[1]}. What is its best fixed rate, and "
            "what factor of the distance does a step at that rate leave (three digits)?"
        ),
        hint=(
            "Only the two ends of the range matter. Put the best rate into either end's factor. After a try, "
            '`solution("just_right.5")` shows the way.'
        ),
        right=near(lambda: best_rate(BOWL)),
        worked=lambda: f"2/({BOWL[0]} + {BOWL[1]}) = {best_rate(BOWL):.4f}: there both ends of the range shrink alike",
        slips=(
            (near(2 / BOWL[1]), "That is the limit, where the stiffest direction no longer shrinks. A little less."),
            (
                near(1 / BOWL[1]),
                "The stiffest direction would be done in one step, and the flattest would wait. Balance the two.",
            ),
            (
                near(sum(1 / curvature for curvature in BOWL) / 2),
                f"The mean of the two ends' own rates lies far beyond the limit, 2/{BOWL[1]}.",
            ),
            (near(sum(BOWL) / 2), "The other way up: the sharper the bowl, the smaller the rate."),
            (near(1 / sum(BOWL)), f"Both ends must shrink alike: 1 − {BOWL[0]}η = {BOWL[1]}η − 1."),
        ),
    ),
    "just_right.5": Exercise(
        right=near(lambda: best_factor(BOWL), 0.002),
        worked=lambda: (
            f"(κ − 1)/(κ + 1) with κ = {BOWL[1] / BOWL[0]:g}, that is {BOWL[1] / BOWL[0] - 1:g}/"
            f"{BOWL[1] / BOWL[0] + 1:g} = {best_factor(BOWL):.3f}"
        ),
        slips=(
            (
                near((BOWL[1] - 1) / (BOWL[1] + 1), 0.002),
                "The condition number is the ratio of the largest curvature to the smallest.",
            ),
            (
                near(lambda: best_factor(BOWL) ** 2, 0.002),
                "That is the factor of the loss. The distance shrinks by its square root.",
            ),
            (near(lambda: -best_factor(BOWL), 0.002), "So it is at the stiff end. Give its size, without the sign."),
            (near(lambda: 1 - best_factor(BOWL), 0.002), "That share is gone after a step. What is left?"),
        ),
    ),
    "just_right.6": Exercise(
        text=(
            f"**Exercise.** A linear regression has two uncorrelated columns of mean {MEAN}, with standard deviations "
            f"{DEVIATIONS[0]} and {DEVIATIONS[1]}. The second is in millimetres, and you rewrite it in centimetres. "
            "What is the new condition number?"
        ),
        hint=(
            "The loss is the mean of $(w_1x_1+w_2x_2+b-y)^2$. Differentiate it twice by $w_2$: how does "
            "$x_2$ enter? (The constant $b$ has the same curvature as a column of ones.)"
        ),
        right=near(lambda: column_condition(SHORTENED)),
        worked=lambda: (
            f"the curvatures are proportional to the squares, {SHORTENED[1] ** 2:g} and {SHORTENED[0] ** 2:g}: "
            f"κ = {column_condition(SHORTENED):g}, {MILLIMETRES**2} times less than {column_condition(DEVIATIONS):g}"
        ),
        slips=(
            (
                near(SHORTENED[1] / SHORTENED[0]),
                "That is the ratio of the standard deviations. How does the curvature depend on them?",
            ),
            (
                near(lambda: column_condition(DEVIATIONS)),
                f"That is κ before the change of unit: {DEVIATIONS[1]} squared.",
            ),
            (near(lambda: 1 / column_condition(SHORTENED)), "The largest curvature by the smallest, so never below 1."),
            (
                near(lambda: column_condition((DEVIATIONS[0], DEVIATIONS[1] * MILLIMETRES))),
                "In centimetres the numbers become smaller, not larger.",
            ),
            (
                near(lambda: column_condition(DEVIATIONS) / MILLIMETRES),
                "The curvature is not proportional to the unit itself, but to its square.",
            ),
        ),
    ),
    "just_right.7": Exercise(
        text=(
            f"**Exercise.** A bowl has curvatures {THREE[0]}, {THREE[1]} and {THREE[2]}. Up to which rate does "
            f"gradient descent with a momentum of {BETA} converge?"
        ),
        hint=r"The product $\eta\lambda$ has a new limit. Which of the three directions reaches it first?",
        right=near(lambda: limit(THREE, BETA)),
        worked=lambda: f"the largest curvature decides again: (2 + 2 · {BETA})/{max(THREE)} = {limit(THREE, BETA):g}",
        slips=(
            (near(lambda: limit(THREE)), "That is the limit without momentum."),
            (
                near(lambda: limit(THREE[:1], BETA)),
                "That is the limit of the flattest direction. Which one fails first?",
            ),
            (
                near(lambda: limit(THREE) * (1 - BETA)),
                "That would be so if the gradients in the sum all had one sign.",
            ),
            (
                near(lambda: limit(THREE) / (1 - BETA)),
                "That would be so if the sum shrank to a tenth. At the limit it shrinks to g/(1 + β).",
            ),
            (near((2 + BETA) / max(THREE)), "Nearly: the limit of ηλ is 2 + 2β, with β twice."),
            (near(lambda: limit([1], BETA)), "That is the limit of ηλ. What is λ here?"),
        ),
    ),
} | CODING
