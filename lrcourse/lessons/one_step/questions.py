"""Predictions and exercises of lesson one_step."""

import numpy as np

from ...diagnosis.metrics import degrees_off
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import Exercise, Prediction, near
from .coding import CODING

CURVATURE, START, RATE = 4.0, 5.0, 0.1  # of rounds 1 and 2
FACTOR = 1000  # by which round 2 multiplies the loss
SHARPER, FROM, LENGTH = 8.0, 3.0, 0.6  # of round 1's exercise: curvature, start, length of a first step
VALLEY, HERE = (1, 10), (1, 1)  # of round 3: curvatures, start
WIDER = 1, 3  # the curvatures of its exercise


def lengths(curvature=CURVATURE, start=START, rate=RATE):
    """Return how long the first two steps on a parabola are (2,)."""
    return np.abs(np.diff(train(surfaces.quadratic([curvature], start=[start]), sgd(), lr=rate, steps=2).path[0, :, 0]))


def scaled():
    """Return how many times as long the first step on the multiplied loss is."""
    return lengths(FACTOR * CURVATURE)[0] / lengths()[0]


def off(curvatures):
    """Return by how many degrees −g at (1, 1) misses the minimum."""
    return degrees_off(surfaces.quadratic(curvatures, start=HERE))


def _two_steps():
    first, second = lengths()
    return f"{first:g} and {second:g}"


def _scaled():
    return f"{FACTOR} times as long" if near(FACTOR)(scaled()) else "as long as before"


def _heading():
    degrees = off(VALLEY)
    return "about 40° off" if degrees > 25 else "about 10° off" if degrees > 1 else "straight at the minimum"


def landing_rate():
    """Return the rate whose first step on the sharper parabola lands in the minimum: 1/λ."""
    return 1 / surfaces.quadratic([SHARPER]).curvatures[0]


def gradient():
    """Return the gradient at the exercise's start."""
    return lengths(SHARPER, FROM, rate=1.0)[0]


def short_rate():
    """Return the rate whose first step there has the length asked for."""
    return LENGTH / gradient()


def rescaled_rate():
    """Return the rate at which the multiplied loss takes the steps that the loss takes at 0.1."""
    return RATE * lengths()[0] / lengths(FACTOR * CURVATURE)[0]


def _below_the_axis(curvatures):
    """Return by how many degrees −g at (1, 1) points below the x₁ axis."""
    return np.degrees(np.arctan2(curvatures[1] * HERE[1], curvatures[0] * HERE[0]))


def _point(point):
    return f"({point[0]:g},{point[1]:g})"


QUESTIONS = {
    "one_step.1": Prediction(
        ("0.1 and 0.1", "2 and 2", "2 and 1.2"),
        _two_steps,
        text=f"**Predict.** With the rate {RATE:g}, how long are the first two steps, in units of $x$?",
    ),
    "one_step.2": Prediction(
        ("as long as before", "about 32 times as long", f"{FACTOR} times as long"),
        _scaled,
        text=(
            f"**Predict.** How long is the first step on {FACTOR} × the loss, compared with the first step on the "
            "loss itself?"
        ),
    ),
    "one_step.3": Prediction(
        ("straight at the minimum", "about 10° off", "about 40° off"),
        _heading,
        text=(
            f"**Predict.** The curvatures are {VALLEY[0]} and {VALLEY[1]}, and you stand at ${_point(HERE)}$. "
            f"The minimum is at ${_point(surfaces.quadratic(VALLEY).minimum)}$. Where does $-g$ point?"
        ),
    ),
    "one_step.4": Exercise(
        near(landing_rate),
        lambda: f"x₁ = (1 − {SHARPER:g}η)·{FROM:g} is 0 where η = 1/{SHARPER:g} = {landing_rate():g}, from any start",
        text=(
            rf"**Exercise.** A parabola has $\lambda={SHARPER:g}$, and you start at $x={FROM:g}$. Which rate lands "
            f"exactly in the minimum? And which makes a first step of length {LENGTH:g}?"
        ),
        hint=(
            rf"For which $\eta$ is the factor $1-\eta\lambda$ zero? What is the gradient at {FROM:g}, and what has to "
            f'multiply it to give {LENGTH:g}? After a try, `solution("one_step.4")` shows the way.'
        ),
        slips=(
            (
                near(FROM / SHARPER),
                f"Where would that land, from x = {FROM:g}? The gradient there is {gradient():g}.",
            ),
            (near(SHARPER), "The other way up: the sharper the parabola, the smaller the rate."),
            (near(2 / SHARPER), f"That jumps to −{FROM:g}, just as far on the other side."),
            (near(1 / gradient()), "That makes a step of length 1. How far is the minimum?"),
        ),
    ),
    "one_step.5": Exercise(
        near(short_rate),
        lambda: (
            f"the gradient at {FROM:g} is {SHARPER:g}·{FROM:g} = {gradient():g}, so η = {LENGTH:g}/{gradient():g} = "
            f"{short_rate():g}"
        ),
        slips=(
            (near(LENGTH), "The rate is not the length of the step: the gradient multiplies it."),
            (near(lambda: gradient() / LENGTH), "The other way up: rate × gradient is the length."),
            (near(lambda: gradient() * LENGTH), "That multiplies. Rate × gradient is the length: which rate, then?"),
            (near(LENGTH / FROM), f"Divide by the gradient at {FROM:g}, not by {FROM:g}."),
            (near(LENGTH / SHARPER), f"The gradient is λ·x, and x is {FROM:g}."),
        ),
    ),
    "one_step.6": Exercise(
        near(rescaled_rate),
        lambda: (
            f"the gradient is {FACTOR} times as long, so the rate has to be {FACTOR} times as small: "
            f"{rescaled_rate():g}"
        ),
        text=(
            f"**Exercise.** With which rate does {FACTOR} × the loss take the same path as the loss does with the rate "
            f"{RATE:g}?"
        ),
        hint=f"The gradient has become {FACTOR} times as long. What must the rate become for the product to stay?",
        slips=(
            (
                near(RATE * FACTOR),
                f"That makes the steps {FACTOR**2:,} times too long: rate and gradient are multiplied.",
            ),
            (
                near(RATE / FACTOR**0.5),
                f"The step is proportional to the gradient itself, and the gradient grew {FACTOR} times.",
            ),
            (near(RATE), f"With the same rate the first step is {FACTOR} times as long."),
            (near(1 / FACTOR), f"That suits a rate of 1. Here the rate was {RATE:g}."),
        ),
    ),
    "one_step.7": Exercise(
        near(lambda: off(WIDER), 0.002),  # to a tenth of a degree
        lambda: (
            f"−g = (−{WIDER[0]}, −{WIDER[1]}) points {_below_the_axis(WIDER):.1f}° below the x₁ axis and "
            f"(−{HERE[0]}, −{HERE[1]}) points {_below_the_axis((1, 1)):g}° below it: {off(WIDER):.1f}° between"
        ),
        text=(
            f"**Exercise.** The curvatures are {WIDER[0]} and {WIDER[1]}, the start is ${_point(HERE)}$. By how many "
            "degrees does $-g$ miss the minimum? (To a tenth of a degree.)"
        ),
        hint="Change one of the ratios in the cell with the cosine above.",
        slips=(
            (near(_below_the_axis(WIDER)), "That is the angle to the x₁ axis. The minimum does not lie on it."),
            (near(lambda: np.cos(np.radians(off(WIDER)))), "That is the cosine. Which angle has it?"),
            (near(lambda: np.radians(off(WIDER))), "Right, but in radians; degrees, please."),
            (near(90 - _below_the_axis(WIDER)), "That is the angle to the x₂ axis. The minimum does not lie on it."),
        ),
    ),
} | CODING
