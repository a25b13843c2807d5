"""The predictions and exercises of this lesson, each text with the numbers that its judge uses."""

import numpy as np

from ... import diagnosis
from ...diagnosis.metrics import accuracies
from ...engine import surfaces
from ...engine.optimizers import sgd
from .. import SEEDS
from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import CHANCE, EPOCHS, RATES, run, sweep

RECALLED_CURVATURE = 5  # of image_classifier.0's bowl
FINE, LARGE, EDGE = 0.1, 2, 1.2  # rates: one that learns well, one that does not, one where the seed decides
CLOSE = 0.1  # accuracies that differ by less are near each other
GOAL = 0.94  # validation accuracy that every seed has to exceed
LETTERS = 26  # classes in image_classifier.5
LOGARITHM = 0.005  # the share that an answer may differ from the logarithm of LETTERS


def limit_of_recalled():
    """Return the rate from which on gradient descent diverges on the recalled bowl."""
    return diagnosis.stability_limit(surfaces.quadratic([RECALLED_CURVATURE]), sgd())


def _at_two():
    """Return what the first seed's training loss does at LARGE, one of the choices."""
    losses = sweep()[0].train_loss[RATES.index(LARGE)]
    if not np.isfinite(losses[-1]):
        return "becomes NaN"
    late = losses[len(losses) // 2 :]
    return (
        "lies flat"
        if np.ptp(late) < 0.1 and abs(late[-1] - CHANCE) < 0.1
        else "keeps rising"
        if losses[-1] > losses[0]
        else "falls slowly"
    )


def _gap():
    """Return how the first seed's validation accuracy compares with the training one at LARGE, one of the choices."""
    train, validation = (accuracies(sweep()[:1], part)[0, RATES.index(LARGE)] for part in ("train", "validation"))
    return "near" if abs(train - validation) < CLOSE else "far lower" if validation < train else "far higher"


def _unlucky():
    """Return what the training loss of the worst seed does at EDGE, one of the choices."""
    losses = max((runs.train_loss[RATES.index(EDGE)] for runs in sweep()), key=lambda losses: losses[-1])
    if losses[1:].min() < 0.5 * losses[0] and losses[-1] > 1.5 * losses.min():
        return "falls, and is thrown up"
    return "lies flat from the first epoch on" if np.ptp(losses[1:]) < 0.5 else "falls more slowly than the others"


def lowest(rate):
    """Return the lowest validation accuracy of the five seeds at a rate, trained now; 0 if the rate is not above 0."""
    return accuracies([run(seed, rate, evaluate_every=EPOCHS) for seed in SEEDS]).min() if rate > 0 else 0.0


def _stretch():
    """Return which of the slider's rates solve image_classifier.4, in words."""
    good = [rate for rate, low in zip(RATES, accuracies(sweep()).min(axis=0)) if low > GOAL]
    return (
        f"of the slider's rates {', '.join(f'{rate:g}' for rate in good)} do; the lowest seed at {good[0]:g} has "
        f"{lowest(good[0]):.3f}"
    )


QUESTIONS = {
    "image_classifier.0": Exercise(
        text=(
            "**From memory.** A bowl's sharpest direction set the limit in [Too large](). If its curvature "
            f"is {RECALLED_CURVATURE}, from which rate on does gradient descent no longer converge?"
        ),
        right=near(limit_of_recalled),
        worked=lambda: f"the limit is 2/λ = 2/{RECALLED_CURVATURE} = {limit_of_recalled():g}",
        slips=(
            (near(1 / RECALLED_CURVATURE), "From there on a step overshoots, and the distance still shrinks."),
            (near(RECALLED_CURVATURE / 2), "The other way up: the sharper the direction, the lower its limit."),
            (near(2 * RECALLED_CURVATURE), "Two divided by the curvature, not times."),
        ),
    ),
    "image_classifier.1": Prediction(
        text=(
            f"**Predict.** At a rate of {FINE} this network learns well. At {LARGE}, what does its training loss do "
            f"in {EPOCHS} epochs? (NaN, *not a number*, is what an overflow leaves.)"
        ),
        choices=("keeps rising", "becomes NaN", "lies flat", "falls slowly"),
        truth=_at_two,
    ),
    "image_classifier.2": Prediction(
        text=(
            f"**Predict.** And at that rate of {LARGE}, how does accuracy on the validation images compare with "
            f"that on the training images? (Near: less than {CLOSE} apart.)"
        ),
        choices=("far lower", "near", "far higher"),
        truth=_gap,
    ),
    "image_classifier.7": Prediction(
        text=(
            f"**Predict.** With seed 0 a rate of {EDGE} was fine. One of the other four fails there. What does its "
            "training loss do on the way?"
        ),
        choices=("lies flat from the first epoch on", "falls, and is thrown up", "falls more slowly than the others"),
        truth=_unlucky,
    ),
    "image_classifier.4": Exercise(
        text=(
            "**Exercise.** Find a rate at which *every* one of the five seeds has a validation accuracy "
            f"above {GOAL}. It may lie between the slider's stops: yours is trained when you check it."
        ),
        hint=(
            "Look for the stretch where the *lowest* of the five marks is high. After a try, "
            '`solution("image_classifier.4")` shows the way.'
        ),
        right=lambda rate: lowest(rate) > GOAL,
        worked=_stretch,
        slips=(
            (lambda rate: rate <= 0, "A rate is above 0."),
            (
                lambda rate: rate < 0.2,
                f"Some seed is still at or below {GOAL} after {EPOCHS} epochs. Does it need more speed or less?",
            ),
            (lambda rate: rate > 1, f"Some seed ends at or below {GOAL}. How close is this to the edge?"),
        ),
        samples=(0, 0.02, 0.1, 0.15, 0.2, 0.3, 0.5, 0.6, 0.9, 1.2, 2),
    ),
    "image_classifier.5": Exercise(
        text=(
            f"**Exercise.** A network is to read the {LETTERS} letters, all equally frequent. At far too large a "
            "rate all its units die. At what loss does it lie flat?"
        ),
        hint=(
            "What probability does each letter get, and what is the cross-entropy of that? Python: `from "
            'math import log`. After a try, `solution("image_classifier.5")` shows the way.'
        ),
        right=near(np.log(LETTERS), LOGARITHM),
        worked=lambda: (
            f"every letter gets the probability 1/{LETTERS}, which costs −ln(1/{LETTERS}) = ln {LETTERS} = "
            f"{np.log(LETTERS):.3f}"
        ),
        slips=(
            (near(CHANCE, LOGARITHM), "That is for ten classes."),
            (near(np.log2(LETTERS), LOGARITHM), "That is in bits; the loss uses the natural logarithm."),
            (near(np.log10(LETTERS), LOGARITHM), "That is the logarithm to base 10; the loss uses the natural one."),
            (near(-np.log(LETTERS), LOGARITHM), "The sign: −ln of a probability is never below 0."),
            (near(1 / LETTERS), "That is the probability of each letter; what does it cost?"),
        ),
    ),
} | CODING
