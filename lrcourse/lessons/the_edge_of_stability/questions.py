"""What the lesson asks: its predictions and exercises."""

import numpy as np

from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import ADAM_RATES, CALM, CALM_STEPS, STEPS, THEN, adam_along, adam_limit, changed, sharpened

MOMENTUM = 0.9
RATE = 1  # of the run whose sharpness is predicted
RAISED = 0.9  # the rate that CALM is raised to
BEFORE, LOWERED = 0.4, 0.2  # a rate at its edge, and the rate after
BETA1, ADAM_RATE = 0.5, 0.01  # of Adam


def _rises():
    """Return the choice that the sharpness at RATE takes over STEPS."""
    run = sharpened(0)
    at = list(run.lr).index(RATE)
    share = run.lr[at] * run.sharpness[at] / 2
    if not np.isfinite(run.loss[at, -1]):
        return "rises past 2, and the loss explodes"
    return "rises to about 2, and stops" if 0.9 < np.median(share[-5:]) < 1.2 else "stays near 0.7"


def _raised():
    """Return the choice that the loss takes when the rate is raised to RAISED."""
    loss = changed(then=(RAISED,)).loss[0, CALM_STEPS:]
    if not loss[-1] < 2 * loss[0]:
        return "explodes"
    return "jumps, and then falls on" if loss.max() > 1.5 * loss[0] else "falls on as before"


def _adams():
    """Return where Adam's preconditioned sharpness settles at its largest rate."""
    run = adam_along()
    late = np.median(run.sharpness[-1, -5:])
    rate = run.lr[-1]
    return "about 38/η" if abs(late / adam_limit(rate) - 1) < 0.15 else "about 2/η" if late * rate < 2.5 else "neither"


def _room():
    """Return the solution, with what this lesson's network did with such room."""
    run, lower = changed(), THEN[0]
    before, after = run.sharpness[list(run.lr).index(lower), [10, -1]]
    return (
        f"2/{LOWERED} = {2 / LOWERED:g}. Whether training gets there is another matter: lowered from {CALM} to "
        f"{lower}, where the limit is {2 / lower:g}, it sharpened this network from {before:.1f} to {after:.1f} in 500 "
        "steps"
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
        ),
    ),
    "the_edge_of_stability.1": Prediction(
        text=(
            f"**Predict.** We train at the rate {RATE}, whose limit is a sharpness of {2 / RATE:g}. What does the "
            f"sharpness do over {STEPS} steps?"
        ),
        choices=("stays near 0.7", "rises to about 2, and stops", "rises past 2, and the loss explodes"),
        truth=_rises,
    ),
    "the_edge_of_stability.2": Prediction(
        text=f"**Predict.** From {CALM} to {RAISED}, whose limit is {2 / RAISED:.1f}. What does the loss do?",
        choices=("explodes", "jumps, and then falls on", "falls on as before"),
        truth=_raised,
    ),
    "the_edge_of_stability.3": Prediction(
        text=(
            f"**Predict.** But $D$ does not hold still. At a rate of {ADAM_RATES[-1]}, where does the preconditioned "
            "sharpness settle?"
        ),
        choices=("about 2/η", "about 38/η", "neither"),
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
        ),
    ),
} | CODING
