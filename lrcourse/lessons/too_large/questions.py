"""Predictions and exercises of lesson too_large."""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import BLOW_UP, train
from ..claim import trial
from ..question import Exercise, Prediction, near
from .coding import CODING

KNOWN_RATE, KNOWN_STEPS, WITHIN, ASKED_RATE = 0.02, 100, 0.01, 0.01  # of the question from memory
CURVATURE, CROSSING = 4.0, 0.475  # round 1's parabola, and a rate whose every step crosses its minimum
VALLEY, FAR_AND_NEAR = (1, 10), (10, 0.1)  # round 2's curvatures, and its start
LATE, STEPS = 0.205, 100  # the rate at which its loss explodes late, and how long it trains
THREE = 2, 3, 8  # curvatures of its exercise
PRODUCT = 2.1  # rate × curvature of round 1's exercise
GROWTH = PRODUCT - 1  # of the distance in a step; of the loss it is the square


def steps_by_rule():
    """Return the steps at the rate asked for, by the rule that steps × rate stay the same."""
    return KNOWN_STEPS * KNOWN_RATE / ASKED_RATE


def steps_by_formula():
    """Return the same by the formula (1 − ηλ)ᵗ, with the curvature that the known steps tell."""
    curvature = (1 - WITHIN ** (1 / KNOWN_STEPS)) / KNOWN_RATE
    return np.log(WITHIN) / np.log(1 - ASKED_RATE * curvature)


def _crossing():
    falls = np.all(np.diff(train(surfaces.quadratic([CURVATURE]), sgd(), lr=CROSSING, steps=30).loss) < 0)
    return "falls smoothly" if falls else "zigzags"


def valley():
    """Return round 2's runs, one, on its two directions."""
    return train(surfaces.quadratic(VALLEY, start=FAR_AND_NEAR), sgd(), lr=LATE, steps=STEPS)


def _two_curvatures():
    runs = valley()
    early, late = runs.loss[0, 15] / runs.loss[0, 0], runs.diverged_at[0]
    return "falls, then explodes" if early < 0.01 and late > 15 else "grows from the start"


def _wells():
    _, sharp_large, _, flat_large = trial(8)[1].values()
    return "the sharp one" if sharp_large < 0.1 and flat_large > 0.9 else "the shallow one"


def limit():
    """Return the stability limit of the bowl with three directions."""
    return diagnosis.stability_limit(surfaces.quadratic(THREE), sgd())


def steps_to_ten():
    """Return the steps until the loss is above BLOW_UP times the first, at the exercise's rate × curvature."""
    return int(train(surfaces.quadratic([1.0]), sgd(), lr=PRODUCT, steps=50).diverged_at[0])


def steps_at(factor):
    """Return the steps until what is multiplied by `factor` in each is above BLOW_UP times the first."""
    return int(np.ceil(np.log(BLOW_UP) / np.log(factor)))


QUESTIONS = {
    "too_large.0": Exercise(
        near(steps_by_rule, 0.05),  # "about how many"; the formula's answer counts too
        lambda: f"half the rate, twice the steps: {steps_by_rule():g} (the formula gives {steps_by_formula():.0f})",
        text=(
            f"**From memory.** On some parabola a rate of {KNOWN_RATE:g} takes {KNOWN_STEPS} steps to come within "
            f"{100 * WITHIN:g} % of the minimum. About how many does {ASKED_RATE:g} take?"
        ),
        slips=(
            (lambda steps: steps <= KNOWN_STEPS, "A smaller step needs more of them."),
            (near(2 * steps_by_rule()), "Twice, not four times: steps and rate trade one for one."),
        ),
    ),
    "too_large.1": Prediction(
        ("rises", "zigzags", "falls smoothly"),
        _crossing,
        text=rf"**Predict.** At $\eta={CROSSING:g}$ each step crosses the minimum. What does the *loss* do?",
    ),
    "too_large.2": Prediction(
        ("grows from the start", "falls, then explodes", "falls for good"),
        _two_curvatures,
        text=rf"**Predict.** At $\eta={LATE:g}$, what does the loss do over {STEPS} steps?",
    ),
    "too_large.3": Prediction(
        ("the deep one", "the shallow one", "the sharp one", "the flat one"),
        _wells,
        text=(
            "**Predict.** We try two such losses: in the first the shallow well is the sharp one, in the second the "
            "deep one is. Which well do runs at a large rate leave, in *both*: the deep one, the shallow one, the "
            "sharp one, or the flat one?"
        ),
    ),
    "too_large.4": Exercise(
        near(limit),
        lambda: (
            f"each direction has its limit 2/λ, and the sharpest, λ = {max(THREE)}, is reached first: 2/{max(THREE)} = "
            f"{limit():g}"
        ),
        text=(
            f"**Exercise.** A bowl has three directions, with curvatures {THREE[0]}, {THREE[1]} and {THREE[2]}. Up to "
            "which rate does the loss not grow, wherever you start?"
        ),
        hint="Work out the limit of each direction alone. Which is reached first when you turn the rate up from zero?",
        slips=(
            (near(2 / min(THREE)), "That is the limit of the flattest direction. Which one fails first?"),
            (
                near(1 / max(THREE)),
                "From there on the stiffest direction overshoots. Does its distance grow?",
            ),
            (
                near(2 / sorted(THREE)[1]),
                "At that rate one direction is already far beyond its own limit. Which one?",
            ),
            (near(max(THREE) / 2), "The other way up: the sharper a direction, the lower its limit."),
            (
                near(2 / np.mean(THREE)),
                "That is for the mean curvature. A direction beyond its own limit grows, however tame the others are.",
            ),
            (near(2 / sum(THREE)), "Curvatures of different directions do not add up: each has its own parameter."),
        ),
    ),
    "too_large.5": Exercise(
        near(steps_to_ten, 1e-9),
        lambda: (
            f"each step multiplies x by −{GROWTH:g} and the loss by {GROWTH**2:.2f}; {GROWTH**2:.2f}ᵗ first passes "
            f"{BLOW_UP} at t = {steps_to_ten()}"
        ),
        text=(
            rf"**Exercise.** A parabola has $\eta\lambda={PRODUCT:g}$. After how many steps is the loss first more "
            f"than {BLOW_UP} times what it was at the start?"
        ),
        hint=(
            f"By what does one step multiply $x$? By what, then, the loss? Count the factors until they pass {BLOW_UP}."
        ),
        slips=(
            (
                near(steps_at(GROWTH), 1e-9),
                f"That is when the distance passes {BLOW_UP}. The loss is proportional to its square.",
            ),
            (
                near(steps_at(GROWTH) - 1, 1e-9),
                "That is the distance. The loss is proportional to its square.",
            ),
            (
                near(lambda: steps_to_ten() - 1, 1e-9),
                f"Close: {GROWTH**2:.2f} to the power of {steps_to_ten() - 1} is "
                f"{GROWTH ** (2 * (steps_to_ten() - 1)):.2f}.",
            ),
            (near(lambda: steps_to_ten() + 1, 1e-9), "One step earlier it is above already."),
            (
                lambda steps: steps in (steps_at(PRODUCT), steps_at(PRODUCT**2)),
                f"A step multiplies x by 1 − ηλ, not by {PRODUCT:g}.",
            ),
        ),
    ),
} | CODING
