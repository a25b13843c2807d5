"""Its predictions and exercises."""

import numpy as np

from ...diagnosis.metrics import degrees_off
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import Exercise, Prediction, near
from .coding import CODING


def _lengths(curvature=4.0, start=5.0, rate=0.1):
    return np.abs(np.diff(train(surfaces.quadratic([curvature], start=[start]), sgd(), lr=rate, steps=2).path[0, :, 0]))


def _two_steps():
    first, second = _lengths()
    return "2 and 1.2" if near(2.0)(first) and near(1.2)(second) else "2 and 2" if near(2.0)(second) else "0.1 and 0.1"


def _scaled():
    factor = _lengths(curvature=4000.0)[0] / _lengths()[0]
    return "1000 times as long" if near(1000.0)(factor) else "as long as before"


def _heading():
    off = degrees_off(surfaces.quadratic([1, 10], start=[1, 1]))
    return "about 40° off" if off > 25 else "about 10° off" if off > 1 else "straight at the minimum"


def landing_rate():
    """The rate whose first step on the parabola with λ = 8 lands in the minimum: 1/λ."""
    return 1 / surfaces.quadratic([8.0]).curvatures[0]


def short_rate(length=0.6):
    """The rate whose first step there, from x = 3, has this length."""
    return length / _lengths(8.0, 3.0, rate=1.0)[0]


def rescaled_rate():
    """The rate at which 1000 times the loss takes the steps that the loss takes at 0.1."""
    return 0.1 * _lengths()[0] / _lengths(curvature=4000.0)[0]


def angle():
    """Degrees between −g and the line to the minimum, for curvatures 1 and 3 from (1, 1)."""
    return degrees_off(surfaces.quadratic([1, 3], start=[1, 1]))


QUESTIONS = {
    "one_step.1": Prediction(
        ("0.1 and 0.1", "2 and 2", "2 and 1.2"),
        _two_steps,
        text="**Predict.** With the rate 0.1, how long are the first two steps, in units of $x$?",
    ),
    "one_step.2": Prediction(
        ("as long as before", "about 32 times as long", "1000 times as long"),
        _scaled,
        text=(
            "**Predict.** How long is the first step on 1000 × the loss, compared with the first step on the "
            "loss itself?"
        ),
    ),
    "one_step.3": Prediction(
        ("straight at the minimum", "about 10° off", "about 40° off"),
        _heading,
        text=(
            "**Predict.** The curvatures are 1 and 10, and you stand at $(1,1)$. The minimum is at $(0,0)$. "
            "Where does $-g$ point?"
        ),
    ),
    "one_step.4": Exercise(
        near(landing_rate),
        lambda: f"x₁ = (1 − 8η)·3 is 0 where η = 1/8 = {landing_rate():g}, from any start",
        slips=(
            (near(3 / 8), "Where would that land, from x = 3? The gradient there is 24."),
            (near(1 / 4), "That jumps to −3, just as far on the other side."),
            (near(1 / 24), "That makes a step of length 1. How far is the minimum?"),
        ),
        text=(
            r"**Exercise.** A parabola has $\lambda=8$, and you start at $x=3$. Which rate lands exactly in "
            "the minimum? And which makes a first step of length 0.6?"
        ),
        hint=(
            r"For which $\eta$ is the factor $1-\eta\lambda$ zero? What is the gradient at 3, and what has to "
            'multiply it to give 0.6? After a try, `solution("one_step.4")` shows the way.'
        ),
    ),
    "one_step.5": Exercise(
        near(short_rate),
        lambda: f"the gradient at 3 is 8·3 = 24, so η = 0.6/24 = {short_rate():g}",
        slips=(
            (near(0.6), "The rate is not the length of the step: the gradient multiplies it."),
            (near(0.6 / 3), "Divide by the gradient at 3, not by 3."),
            (near(0.6 / 8), "The gradient is λ·x, and x is 3."),
        ),
    ),
    "one_step.6": Exercise(
        near(rescaled_rate),
        lambda: f"the gradient is 1000 times as long, so the rate has to be 1000 times as small: {rescaled_rate():g}",
        slips=(
            (near(100.0), "That makes the steps a million times too long: rate and gradient are multiplied."),
            (near(0.1 / 1000**0.5), "The step goes with the gradient itself, and the gradient grew 1000 times."),
        ),
        text=(
            "**Exercise.** With which rate does 1000 × the loss take the same path as the loss does with the rate 0.1?"
        ),
        hint="The gradient has become 1000 times as long. What must the rate become for the product to stay?",
    ),
    "one_step.7": Exercise(
        near(angle),
        lambda: (
            f"−g = (−1, −3) points {np.degrees(np.arctan(3)):.1f}° below the x₁ axis and (−1, −1) points 45° below "
            f"it: {angle():.1f}° between"
        ),
        slips=(
            (near(np.degrees(np.arctan(3))), "That is the angle to the x₁ axis. The minimum does not lie on it."),
            (near(np.arctan(3) - np.pi / 4), "Right, but in radians; degrees, please."),
            (near(90 - np.degrees(np.arctan(3))), "That is the angle to the x₂ axis. The minimum does not lie on it."),
        ),
        text=(
            "**Exercise.** The curvatures are 1 and 3, the start is $(1,1)$. By how many degrees does $-g$ "
            "miss the minimum? (To a tenth of a degree.)"
        ),
        hint="Change one of the ratios in the cell with the cosine above.",
    ),
} | CODING
