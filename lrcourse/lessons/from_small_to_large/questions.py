"""What the lesson asks: its predictions and exercises."""

import numpy as np

from ..claim import trial
from ..question import Exercise, Prediction, near
from .batch_size import BASE_RATE, same_loss
from .coding import CODING
from .experiments import (
    BASE,
    EPOCH_RATES,
    EPOCHS,
    RATES,
    WIDEST,
    WIDTHS,
    best_by_width,
    by_epochs,
    by_width,
    lowest,
    mup,
)

STABLE, SHARPER = 1, 16  # the largest stable rate, and how much larger the curvature becomes
ASKED = 256  # the width whose best rate is predicted
MUP_RATE, MUP_BASE, MUP_WIDTH = 0.02, 32, 256
NARROW, WIDE, WIDER = 32, 128, 512  # widths of another family, the last as much wider as the second is
NARROWS_RATE, WIDES_RATE = 0.03, 0.015
BATCH = 16
FEWEST_STEPS, FEWEST_IMAGES = 20, 1000
CRITICAL = FEWEST_IMAGES / FEWEST_STEPS  # batch size
WIDENED = "about the same", "about a quarter of it", "about a sixteenth of it"
COMPARED = "lower", "about the same", "higher"
MOVED = "smaller", "about the same", "larger"
BATCHED = "about 8 times as large", "about 3 times as large", "about the same"


def _widened():
    """Return how the best rate of ASKED compares with that of the base."""
    rates = best_by_width()
    ratio = rates[WIDTHS.index(ASKED)] / rates[0]
    return WIDENED[0] if ratio > 1 / 2 else WIDENED[1] if ratio > 1 / 8 else WIDENED[2]


def _compared():
    """Return how the lowest loss of the widest in µP compares with that of the usual weights; 1.25 times is higher."""
    usual, mup_s = (lowest(RATES, by_width(WIDEST, base))[1] for base in (None, BASE))
    return "lower" if mup_s < usual / 1.25 else "higher" if mup_s > 1.25 * usual else "about the same"


def _rule():
    """Return how good the rate is that the rule predicts."""
    relative = trial(42)[1]["training loss with it, by the lowest of the grid"]
    return "within a tenth" if relative < 1.1 else "up to twice as high" if relative < 2 else "more than twice as high"


def _batches():
    """Return how much larger a rate batches of BATCH take to the same loss."""
    times = same_loss(BATCH) / BASE_RATE
    return BATCHED[0] if times > 5 else BATCHED[1] if times > 1.7 else BATCHED[2]


def _budget():
    """Return where the best rate by training loss goes from the shortest to the longest budget."""
    short, long = (lowest(EPOCH_RATES, by_epochs()["training loss"][at])[0] for at in (0, -1))
    return "smaller" if long < short / 1.6 else "larger" if long > 1.6 * short else "about the same"


def _wider_rate():
    """Return what the power law of the other family says for its largest width."""
    exponent = np.log(WIDES_RATE / NARROWS_RATE) / np.log(WIDE / NARROW)
    return WIDES_RATE * (WIDER / WIDE) ** exponent


def _steps(batch):
    """Return the steps that a batch size takes, by the curve of the critical batch size."""
    return FEWEST_STEPS * (1 + CRITICAL / batch)


QUESTIONS = {
    "from_small_to_large.0": Exercise(
        text=(
            f"**From memory.** At a rate of {STABLE} gradient descent is just stable. Then the largest curvature "
            f"becomes {SHARPER} times as large. What is the largest stable rate now?"
        ),
        right=near(STABLE / SHARPER),
        worked=lambda: (
            f"the limit is 2/λ: {SHARPER} times the curvature, a {SHARPER}th of the rate: {STABLE}/{SHARPER} = "
            f"{STABLE / SHARPER:g}"
        ),
        slips=(
            (near(STABLE * SHARPER), "A sharper bowl wants shorter steps."),
            (
                near(2 / SHARPER),
                f"That is for a curvature of {SHARPER}. How large was it before, if a rate of {STABLE} is just stable?",
            ),
            (near(STABLE), "Rate × curvature may not grow. What must the rate do?"),
            (
                near(STABLE / np.sqrt(SHARPER)),
                "The limit is inversely proportional to the curvature itself, not to its root.",
            ),
        ),
    ),
    "from_small_to_large.1": Prediction(
        text=f"**Predict.** And at width {ASKED}? Compared with width {BASE}'s best rate, its best rate is",
        choices=WIDENED,
        truth=_widened,
    ),
    "from_small_to_large.2": Prediction(
        text=(
            f"**Predict.** Width {WIDEST} with µP from width {BASE} on, and with the usual weights and one rate for "
            "all layers: both get their best rate. Compared with the usual, the training loss with µP is"
        ),
        choices=COMPARED,
        truth=_compared,
    ),
    "from_small_to_large.3": Prediction(
        text=(
            f"**Predict.** We train width {WIDEST} at the rate that the rule predicts. Compared with the lowest "
            "loss of its own seven rates, the loss is"
        ),
        choices=("within a tenth", "up to twice as high", "more than twice as high"),
        truth=_rule,
    ),
    "from_small_to_large.4": Exercise(
        text=(
            f"**Exercise.** In µP from a base of width {MUP_BASE} with a rate of {MUP_RATE}: which rate does Adam take "
            f"between hidden layers of width {MUP_WIDTH}?"
        ),
        hint="How many times as wide is it? Which layers keep the rate?",
        right=near(mup(MUP_RATE, MUP_WIDTH, base=MUP_BASE)[1]),
        worked=lambda: (
            f"the width is {MUP_WIDTH / MUP_BASE:g} times the base, so the rate is divided by that: {MUP_RATE} · "
            f"{MUP_BASE}/{MUP_WIDTH} = {MUP_RATE * MUP_BASE / MUP_WIDTH:g}"
        ),
        slips=(
            (near(MUP_RATE), "That is the first layer's. Between hidden layers the rate falls."),
            (near(MUP_RATE * MUP_WIDTH / MUP_BASE), "A unit adds up more inputs now. Must each move more, or less?"),
            (
                near(MUP_RATE / (MUP_WIDTH / MUP_BASE) ** 2),
                "The rate falls as one over the width, not over its square.",
            ),
            (
                near(MUP_RATE / np.log2(MUP_WIDTH / MUP_BASE)),
                "You counted how often the width doubles. How many times as wide is it?",
            ),
            (near(MUP_RATE / MUP_WIDTH), "What counts is the width divided by that of the base."),
            (near(MUP_RATE / MUP_BASE), "What counts is the width divided by that of the base."),
            (
                near(MUP_RATE / np.sqrt(MUP_WIDTH / MUP_BASE)),
                "The rate falls as one over the width; the root is for first weights.",
            ),
        ),
    ),
    "from_small_to_large.5": Exercise(
        text=(
            f"**Exercise.** In another family of networks the best rate is {NARROWS_RATE} at width {NARROW} and "
            f"{WIDES_RATE} at width {WIDE}. What does a power law say for width {WIDER}?"
        ),
        hint=(
            "A power law: equal factors of the width give equal factors of the rate. Which factors lead from width "
            f"{NARROW} to {WIDE}, and which from {WIDE} to {WIDER}?"
        ),
        right=near(_wider_rate),
        worked=lambda: (
            f"{WIDE // NARROW} times the width halved the rate, so it does so again: {WIDES_RATE}/2 = {_wider_rate():g}"
        ),
        slips=(
            (
                near(WIDES_RATE * (WIDES_RATE / NARROWS_RATE) ** 2),
                f"It took {WIDE // NARROW} times the width to halve the rate, not twice.",
            ),
            (
                lambda answer: answer <= 0,
                "That is a straight line through the numbers. A power law is one through their logarithms.",
            ),
            (near(WIDES_RATE), "The rate fell from the first width to the second, and it falls on."),
            (near(NARROWS_RATE), "Wider networks take smaller rates here."),
            (near(WIDES_RATE / np.sqrt(2)), "That is for twice the width. How much wider is the last?"),
        ),
    ),
    "from_small_to_large.7": Prediction(
        text=(
            f"**Predict.** Batches of {BATCH} are to reach the same loss with as many images. The rate that this takes "
            "is"
        ),
        choices=BATCHED,
        truth=_batches,
    ),
    "from_small_to_large.8": Exercise(
        text=(
            f"**Exercise.** To some accuracy a network needs at least {FEWEST_STEPS} steps, with an endless batch, and "
            f"at least {FEWEST_IMAGES} images, one by one. How many steps does it take at its critical batch size?"
        ),
        hint=(
            "Which $b$ stands in the formula at the critical batch size? "
            'After a try, `solution("from_small_to_large.8")` shows the way.'
        ),
        right=near(_steps(CRITICAL)),
        worked=lambda: (
            f"the critical batch size is {FEWEST_IMAGES}/{FEWEST_STEPS} = {CRITICAL:g}; with it the steps are "
            f"{FEWEST_STEPS} · (1 + {CRITICAL:g}/{CRITICAL:g}) = {_steps(CRITICAL):g}"
        ),
        slips=(
            (near(CRITICAL), "That is the critical batch size. How many steps does it take?"),
            (near(FEWEST_STEPS), "The fewest steps are those of an endless batch."),
            (near(FEWEST_STEPS + CRITICAL), "You added steps and a batch size. Put b = B into the formula."),
            (near(FEWEST_IMAGES), "One by one, each image is a step. With larger batches it takes fewer."),
            (near(FEWEST_STEPS / 2), "No batch takes fewer steps than an endless one."),
            (near(2 * FEWEST_IMAGES), "Those are the images. How many steps are they?"),
            (near(FEWEST_STEPS * (1 + CRITICAL)), "That is with a batch of 1. Which batch size is meant?"),
        ),
    ),
    "from_small_to_large.9": Prediction(
        text=(
            f"**Predict.** Now the budget. From {EPOCHS[0]} epochs to {EPOCHS[-1]}, the rate with the lowest "
            "*training* loss becomes"
        ),
        choices=MOVED,
        truth=_budget,
    ),
} | CODING
