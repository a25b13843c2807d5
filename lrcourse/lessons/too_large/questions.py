"""Its predictions and exercises."""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..claim import trial
from ..question import Exercise, Prediction, near
from .coding import CODING


def _crossing():
    falls = np.all(np.diff(train(surfaces.quadratic([4.0]), sgd(), lr=0.475, steps=30).loss) < 0)
    return "falls smoothly" if falls else "zigzags"


def _two_curvatures():
    runs = train(surfaces.quadratic([1, 10], start=[10, 0.1]), sgd(), lr=0.205, steps=100)
    early, late = runs.loss[0, 15] / runs.loss[0, 0], runs.diverged_at[0]
    return "falls, then explodes" if early < 0.01 and late > 15 else "grows from the start"


def _wells():
    _, sharp_large, _, flat_large = trial(8)[1].values()
    return "the sharp one" if sharp_large < 0.1 and flat_large > 0.9 else "the shallow one"


def limit():
    """The exercise's limit for curvatures 2, 3 and 8."""
    return diagnosis.stability_limit(surfaces.quadratic([2, 3, 8]), sgd())


def steps_to_ten():
    """Steps until rate · λ = 2.1 has a loss above ten times the first."""
    return int(train(surfaces.quadratic([1.0]), sgd(), lr=2.1, steps=50).diverged_at[0])


QUESTIONS = {
    "too_large.0": Exercise(
        near(200.0),
        lambda: "half the rate, twice the steps: 200",
        slips=(
            (near(100.0), "A smaller step needs more of them."),
            (near(400.0), "Twice, not four times: steps and rate trade one for one."),
        ),
        text=(
            "**From memory.** On some parabola a rate of 0.02 takes 100 steps to come within 1 % of the "
            "minimum. About how many does 0.01 take?"
        ),
    ),
    "too_large.1": Prediction(
        ("rises", "zigzags", "falls smoothly"),
        _crossing,
        text=r"**Predict.** At $\eta=0.475$ each step crosses the minimum. What does the *loss* do?",
    ),
    "too_large.2": Prediction(
        ("grows from the start", "falls, then explodes", "falls for good"),
        _two_curvatures,
        text=r"**Predict.** At $\eta=0.205$, what does the loss do over 100 steps?",
    ),
    "too_large.3": Prediction(
        ("the deep one", "the shallow one", "the sharp one", "the flat one"),
        _wells,
        text=(
            "**Predict.** Which well does a large rate leave: the deep one, the shallow one, the sharp one, "
            "or the flat one?"
        ),
    ),
    "too_large.4": Exercise(
        near(limit),
        lambda: f"each direction has its limit 2/λ; the sharpest, λ = 8, speaks first: 2/8 = {limit():g}",
        slips=(
            (near(2 / 2), "That is the limit of the flattest direction. Which one fails first?"),
            (near(1 / 8), "From there on the stiffest direction overshoots. Does its distance grow?"),
            (near(2 / 13), "Curvatures of different directions do not add up: each has its own parameter."),
        ),
        text=(
            "**Exercise.** A bowl has three directions, with curvatures 2, 3 and 8. Up to which rate does "
            "the loss not grow, wherever you start?"
        ),
        hint="Work out the limit of each direction alone. Which is reached first when you turn the rate up from zero?",
    ),
    "too_large.5": Exercise(
        near(steps_to_ten, 1e-9),
        lambda: f"each step multiplies x by −1.1 and the loss by 1.21; 1.21ᵗ first passes 10 at t = {steps_to_ten()}",
        slips=(
            (near(25, 1e-9), "That is when the distance passes 10. The loss goes with its square."),
            (near(24, 1e-9), "That is the distance. The loss goes with its square."),
            (near(12, 1e-9), "Close: 1.21 to the power of 12 is 9.85."),
        ),
        text=(
            r"**Exercise.** A parabola has $\eta\lambda=2.1$. After how many steps is the loss first more "
            "than ten times what it was at the start?"
        ),
        hint="By what does one step multiply $x$? By what, then, the loss? Count the factors until they pass 10.",
    ),
} | CODING
