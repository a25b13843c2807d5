"""What the lesson asks: its predictions and exercises."""

import numpy as np

from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import (
    ADAM_RATES,
    CALM,
    RATES,
    STEPS,
    THEN,
    THEN_STEPS,
    adam_along,
    adam_limit,
    changed,
    sharpened,
)

MOMENTUM = 0.9
RAISED = 0.9  # the rate that CALM is raised to
BEFORE, LOWERED = 0.8, 0.2  # a rate at its edge, and the rate after
BETA1, ADAM_RATE = 0.8, 0.01  # of Adam
SHARPEST = f"at {RATES[0]}, the smallest", "in between", f"at {RATES[-1]}, the largest"
LATER = "more than a fifth higher", "about the same", "more than a fifth lower"
SETTLES = {2: "about 2/η", 2 + 2 * MOMENTUM: "about 3.8/η", adam_limit(1): "about 38/η"}


def _sharpest():
    """Return at which of RATES the sharpness is largest over the last quarter of STEPS."""
    late = np.median(sharpened().sharpness[:, -5:], axis=1)
    return {0: SHARPEST[0], len(RATES) - 1: SHARPEST[-1]}.get(int(late.argmax()), SHARPEST[1])


def _raised():
    """Return where the loss that was raised to RAISED ends, compared with the one that stayed at CALM."""
    stayed, raised = changed(then=(CALM, RAISED)).loss[:, -1]
    return LATER[0] if not raised < 1.2 * stayed else LATER[2] if raised < stayed / 1.2 else LATER[1]


def _adams():
    """Return where Adam's preconditioned sharpness settles at its largest rate."""
    run = adam_along()
    late = np.median(run.sharpness[-1, -5:]) * run.lr[-1]
    return next((said for limit, said in SETTLES.items() if abs(late / limit - 1) < 0.15), "elsewhere")


def _room():
    """Return the solution, with what this lesson's network did with such room."""
    run, lower = changed(), THEN[0]
    before, after = run.sharpness[list(run.lr).index(lower), [10, -1]]
    return (
        f"2/{LOWERED} = {2 / LOWERED:g}. Whether training gets there is another matter: lowered from {CALM} to "
        f"{lower}, where the limit is {2 / lower:g}, it sharpened this network from {before:.1f} to {after:.1f} in "
        f"{THEN_STEPS} steps"
    )


QUESTIONS = {
    "the_edge_of_stability.0": Exercise(
        text=(
            f"**From memory.** On a bowl, with a momentum of {MOMENTUM}, up to which value of rate × curvature is "
            "training stable?"
        ),
        right=near(2 + 2 * MOMENTUM),
        worked=lambda: f"a momentum β raises the limit from 2 to 2 + 2β: 2 + 2 · {MOMENTUM} = {2 + 2 * MOMENTUM:g}",
        slips=(
            (near(2.0), "That is the limit without momentum."),
            (near(2 / (1 - MOMENTUM)), "That is 2/(1 − β). Momentum's limit is another: see Just right."),
            (near(2 * MOMENTUM), "Without momentum that would be 0. What is the limit then?"),
            (
                near(1 + MOMENTUM),
                "Without momentum that would be 1. From there on a step overshoots; when does it diverge?",
            ),
            (near(2 - 2 * MOMENTUM), "Near the limit the gradient flips at each step. Do its old ones help or hinder?"),
        ),
    ),
    "the_edge_of_stability.1": Prediction(
        text=(
            f"**Predict.** From these weights we train {STEPS} steps at each of six rates, {RATES[0]} to {RATES[-1]}. "
            "At which is the sharpness largest at the end?"
        ),
        choices=SHARPEST,
        truth=_sharpest,
    ),
    "the_edge_of_stability.2": Prediction(
        text=(
            f"**Predict.** Compared with a run that stays at {CALM}, the loss {THEN_STEPS} steps after the rate was "
            f"raised to {RAISED} is"
        ),
        choices=LATER,
        truth=_raised,
    ),
    "the_edge_of_stability.3": Prediction(
        text=f"**Predict.** At a rate of {ADAM_RATES[-1]}, where does the preconditioned sharpness settle?",
        choices=tuple(SETTLES.values()),
        truth=_adams,
    ),
    "the_edge_of_stability.4": Exercise(
        text=(
            f"**Exercise.** A network trains at the edge at a rate of {BEFORE}. You lower the rate to {LOWERED}. Which "
            "sharpness may training reach now before the rate is at its limit?"
        ),
        hint=f"What was its sharpness at {BEFORE}? What does the limit become?",
        right=near(2 / LOWERED, 0.05),
        worked=_room,
        slips=(
            (near(2 / BEFORE), "That is the limit of the old rate. What is that of the new one?"),
            (near(2 / BEFORE * LOWERED / BEFORE), "A smaller rate allows a larger sharpness, not a smaller."),
            (near(2 / LOWERED - 2 / BEFORE), "By so much it may rise. From where?"),
            (near(1 / LOWERED), "There a step would land in the minimum at once. The limit lies beyond."),
            (near(2 * LOWERED), "At the limit rate × sharpness is 2. Solve that for the sharpness."),
            (near(LOWERED / 2), "That divides the rate by the limit. Which sharpness, times the rate, is 2?"),
        ),
    ),
    "the_edge_of_stability.5": Exercise(
        text=(
            rf"**Exercise.** With $\beta_1={BETA1}$ and a rate of {ADAM_RATE}, at which preconditioned sharpness is "
            "Adam's edge?"
        ),
        hint=(
            'Put both numbers into the formula above. After a try, `solution("the_edge_of_stability.5")` shows the way.'
        ),
        right=near(lambda: adam_limit(ADAM_RATE, BETA1)),
        worked=lambda: f"(2 + 2 · {BETA1})/((1 − {BETA1}) · {ADAM_RATE}) = {adam_limit(ADAM_RATE, BETA1):g}",
        slips=(
            (near(lambda: adam_limit(ADAM_RATE)), "That is with β₁ = 0.9."),
            (near((2 + 2 * BETA1) / ADAM_RATE), "And the denominator's 1 − β₁?"),
            (near((2 + 2 * BETA1) / (BETA1 * ADAM_RATE)), "The denominator holds 1 − β₁, not β₁."),
            (near(2 / ((1 - BETA1) * ADAM_RATE)), "That leaves out what momentum adds to the 2."),
            (near((2 + 2 * BETA1) / (1 - BETA1)), "And the rate?"),
            (near(2 / ADAM_RATE), "That is gradient descent's limit. Adam has momentum, and a mean of gradients."),
        ),
    ),
} | CODING
