"""Its predictions and exercises."""

import numpy as np

from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import CALM_STEPS, adam_along, adam_limit, changed, sharpened


def _rises():
    run = sharpened(0)
    share = run.lr[4] * run.sharpness[4] / 2
    if not np.isfinite(run.loss[4, -1]):
        return "rises past 2, and the loss explodes"
    return "rises to about 2, and stops" if 0.9 < np.median(share[-5:]) < 1.2 else "stays near 0.7"


def _raised():
    loss = changed(then=(0.9,)).loss[0, CALM_STEPS:]
    if not loss[-1] < 2 * loss[0]:
        return "explodes"
    return "jumps, and then falls on" if loss.max() > 1.5 * loss[0] else "falls on as before"


def _adams():
    run = adam_along()
    late = np.median(run.sharpness[-1, -5:])
    rate = run.lr[-1]
    return "about 38/η" if abs(late / adam_limit(rate) - 1) < 0.15 else "about 2/η" if late * rate < 2.5 else "neither"


def _room():
    run = changed()
    before, after = run.sharpness[list(run.lr).index(0.25), [10, -1]]
    return (
        "2/0.2 = 10. Whether training gets there is another matter: lowered from 0.5 to 0.25, where the limit is 8, it "
        f"sharpened this network from {before:.1f} to {after:.1f} in 500 steps"
    )


QUESTIONS = {
    "the_edge_of_stability.0": Exercise(
        near(3.8),
        lambda: "a momentum β raises the limit from 2 to 2 + 2β: 2 + 2 · 0.9 = 3.8",
        slips=(
            (near(2.0), "That is the limit without momentum."),
            (near(20.0), "That is 2/(1 − β). Momentum's limit is another: see Just right."),
        ),
        text=(
            "**From memory.** On a bowl, with a momentum of 0.9, up to which value of rate × curvature is "
            "training stable?"
        ),
    ),
    "the_edge_of_stability.1": Prediction(
        ("stays near 0.7", "rises to about 2, and stops", "rises past 2, and the loss explodes"),
        _rises,
        text=(
            "**Predict.** We train at the rate 1, whose limit is a sharpness of 2. What does the sharpness "
            "do over 1000 steps?"
        ),
    ),
    "the_edge_of_stability.2": Prediction(
        ("explodes", "jumps, and then falls on", "falls on as before"),
        _raised,
        text="**Predict.** From 0.5 to 0.9, whose limit is 2.2. What does the loss do?",
    ),
    "the_edge_of_stability.3": Prediction(
        ("about 2/η", "about 38/η", "neither"),
        _adams,
        text=(
            "**Predict.** But $D$ does not hold still. At a rate of 0.01, where does the preconditioned "
            "sharpness settle?"
        ),
    ),
    "the_edge_of_stability.4": Exercise(
        near(10.0, 0.05),
        _room,
        slips=(
            (near(5.0), "That is the limit of the old rate. What is that of the new one?"),
            (near(2.5), "A smaller rate allows a larger sharpness, not a smaller."),
        ),
        text=(
            "**Exercise.** A network trains at the edge at a rate of 0.4. You lower the rate to 0.2. Which "
            "sharpness may training reach now before the rate is at its limit?"
        ),
        hint="What was its sharpness at 0.4? What does the limit become?",
    ),
    "the_edge_of_stability.5": Exercise(
        near(lambda: adam_limit(0.01, beta1=0.5)),
        lambda: f"(2 + 2 · 0.5)/((1 − 0.5) · 0.01) = {adam_limit(0.01, beta1=0.5):g}",
        slips=(
            (near(3800.0), "That is with β₁ = 0.9."),
            (near(300.0), "And the denominator's 1 − β₁?"),
        ),
        text=r"**Exercise.** With $\beta_1=0.5$ and a rate of 0.01, at which preconditioned sharpness is Adam's edge?",
        hint=(
            'Put both numbers into the formula above. After a try, `solution("the_edge_of_stability.5")` shows the way.'
        ),
    ),
} | CODING
