"""Its predictions and exercises."""

import numpy as np

from ... import diagnosis
from ...diagnosis.metrics import LEARNED, accuracies
from ...engine import surfaces
from ...engine.optimizers import sgd
from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import EPOCHS, RATES, run, sweep

GOAL = 0.94  # validation accuracy that every seed has to exceed
CHANCE = np.log(10)


def _at_two():
    """What the first seed's training loss does at rate 2."""
    losses = sweep()[0].train_loss[RATES.index(2)]
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
    """How the first seed's accuracies compare at rate 2."""
    train, validation = (accuracies(sweep()[:1], part)[0, RATES.index(2)] for part in ("train", "validation"))
    return "near" if abs(train - validation) < 0.1 else "far lower" if validation < train else "far higher"


def _lucky():
    """How many of the five seeds learn at rate 1.2."""
    good = (accuracies(sweep())[:, RATES.index(1.2)] > LEARNED).sum()
    return "all five" if good == len(sweep()) else "most of them" if good > 2 else "only that one"


def lowest(rate):
    """The lowest validation accuracy of the five seeds at any rate, trained now; 0 if the rate is not above 0."""
    return accuracies([run(seed, rate, evaluate_every=EPOCHS) for seed in range(5)]).min() if rate > 0 else 0.0


def _stretch():
    good = [rate for rate, low in zip(RATES, accuracies(sweep()).min(axis=0)) if low > GOAL]
    return (
        f"of the slider's rates {', '.join(f'{rate:g}' for rate in good)} do; the lowest seed at {good[0]:g} has "
        f"{lowest(good[0]):.3f}"
    )


QUESTIONS = {
    "image_classifier.0": Exercise(
        near(lambda: diagnosis.stability_limit(surfaces.quadratic([5.0]), sgd())),
        lambda: "the limit is 2/λ = 2/5 = 0.4",
        slips=(
            (near(1 / 5), "From there on a step overshoots, and the distance still shrinks."),
            (near(10), "Two divided by the curvature, not times."),
        ),
        text=(
            "**From memory.** A bowl's sharpest direction set the limit in [Too large](). If its curvature "
            "is 5, from which rate on does gradient descent no longer converge?"
        ),
    ),
    "image_classifier.1": Prediction(
        ("keeps rising", "becomes NaN", "lies flat", "falls slowly"),
        _at_two,
        text=(
            "**Predict.** At a rate of 0.1 this network learns well. At 2, what does its training loss do in "
            "12 epochs? (NaN, *not a number*, is what an overflow leaves.)"
        ),
    ),
    "image_classifier.2": Prediction(
        ("far lower", "near", "far higher"),
        _gap,
        text=(
            "**Predict.** And at that rate of 2, how does accuracy on the validation images compare with "
            "that on the training images? (Near: less than 0.1 apart.)"
        ),
    ),
    "image_classifier.3": Prediction(
        ("all five", "most of them", "only that one"),
        _lucky,
        text=(
            "**Predict.** With seed 0 a rate of 1.2 was fine: validation accuracy 0.96. How many of the five "
            "seeds reach 0.9 there?"
        ),
    ),
    "image_classifier.4": Exercise(
        lambda rate: lowest(rate) > GOAL,
        _stretch,
        slips=(
            (lambda rate: rate <= 0, "A rate is above 0."),
            (
                lambda rate: rate < 0.2,
                "Some seed is still at or below 0.94 after 12 epochs. Does it need more speed or less?",
            ),
            (lambda rate: rate > 1, "Some seed ends at or below 0.94. How close is this to the edge?"),
        ),
        text=(
            "**Exercise.** Find a rate at which *every* one of the five seeds has a validation accuracy "
            "above 0.94. It may lie between the slider's stops: yours is trained when you check it."
        ),
        hint=(
            "Look for the stretch where the *lowest* of the five marks is high. After a try, "
            '`solution("image_classifier.4")` shows the way.'
        ),
    ),
    "image_classifier.5": Exercise(
        near(np.log(26), 0.005),
        lambda: f"every letter gets the probability 1/26, which costs −ln(1/26) = ln 26 = {np.log(26):.3f}",
        slips=(
            (near(np.log(10), 0.005), "That is for ten classes."),
            (near(np.log2(26), 0.005), "That is in bits; the loss uses the natural logarithm."),
            (near(np.log10(26), 0.005), "That is the logarithm to base 10; the loss uses the natural one."),
            (near(1 / 26), "That is the probability of each letter; what does it cost?"),
        ),
        text=(
            "**Exercise.** A network is to read the 26 letters, all equally frequent. At far too large a "
            "rate all its units die. At what loss does it lie flat?"
        ),
        hint=(
            "What probability does each letter get, and what is the cross-entropy of that? Python: `from "
            'math import log`. After a try, `solution("image_classifier.5")` shows the way.'
        ),
    ),
} | CODING
