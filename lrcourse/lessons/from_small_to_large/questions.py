"""What the lesson asks: its predictions and exercises."""

import numpy as np

from ..claim import trial
from ..question import Exercise, Prediction, near
from .batch_size import BASE_RATE, same_loss
from .coding import CODING
from .experiments import BASE, EPOCH_RATES, EPOCHS, WIDEST, WIDTHS, best_by_width, by_epochs, lowest, mup

STABLE, SHARPER = 1, 16  # the largest stable rate, and how much larger the curvature becomes
ASKED = 256  # the width whose best rate is predicted
MUP_RATE, MUP_BASE, MUP_WIDTH = 0.02, 32, 256
NARROW, WIDE, WIDER = 32, 128, 512  # widths of another family, the last as much wider as the second is
NARROWS_RATE, WIDES_RATE = 0.03, 0.015
BATCH = 16
FEWEST_STEPS, FEWEST_IMAGES = 20, 1000
CRITICAL = FEWEST_IMAGES / FEWEST_STEPS  # batch size
MOVED = "smaller", "about the same", "larger"
BATCHED = "about 8 times as large", "about 3 times as large", "about the same"


def _moved(rates):
    """Return where the last rate stands to the first: "smaller" or "larger" by more than a factor of 1.6, else "about
    the same".
    """
    ratio = rates[-1] / rates[0]
    return "smaller" if ratio < 1 / 1.6 else "larger" if ratio > 1.6 else "about the same"


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
    losses = by_epochs()["training loss"]
    return _moved([lowest(EPOCH_RATES, losses[at])[0] for at in (0, -1)])


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
                near(STABLE / np.sqrt(SHARPER)),
                "The limit is inversely proportional to the curvature itself, not to its root.",
            ),
        ),
    ),
    "from_small_to_large.1": Prediction(
        text=f"**Predict.** And at width {ASKED}? Its best rate is",
        choices=MOVED,
        truth=lambda: _moved(best_by_width()[[0, WIDTHS.index(ASKED)]]),
    ),
    "from_small_to_large.2": Prediction(
        text=(
            f"**Predict.** With µP from width {BASE} on: compared with width {BASE}'s best rate, that of width "
            f"{WIDEST} is"
        ),
        choices=MOVED,
        truth=lambda: _moved(best_by_width(BASE)[[0, -1]]),
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
            f"What did {WIDE // NARROW} times the width do to the rate? From {WIDE} to {WIDER} it is "
            f"{WIDER // WIDE} times again."
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
        hint='The formula with $b=B$. After a try, `solution("from_small_to_large.8")` shows the way.',
        right=near(_steps(CRITICAL)),
        worked=lambda: (
            f"the critical batch size is {FEWEST_IMAGES}/{FEWEST_STEPS} = {CRITICAL:g}; with it the steps are "
            f"{FEWEST_STEPS} · (1 + {CRITICAL:g}/{CRITICAL:g}) = {_steps(CRITICAL):g}"
        ),
        slips=(
            (near(CRITICAL), "That is the critical batch size. How many steps does it take?"),
            (near(FEWEST_STEPS), "The fewest steps are those of an endless batch."),
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
