"""Its predictions and exercises."""

import numpy as np

from ..claim import trial
from ..question import Exercise, Prediction, near
from .batch_size import BASE_RATE, same_loss
from .coding import CODING
from .experiments import BASE, EPOCH_RATES, best_by_width, by_epochs, lowest, mup


def _moved(rates):
    """How the last rate stands to the first: "smaller" or "larger" by more than a factor of 1.6, else "about the
    same".
    """
    ratio = rates[-1] / rates[0]
    return "smaller" if ratio < 1 / 1.6 else "larger" if ratio > 1.6 else "about the same"


MOVED = "smaller", "about the same", "larger"


def _rule():
    relative = trial(42)[1]["training loss with it, by the lowest of the grid"]
    return "within a tenth" if relative < 1.1 else "up to twice as high" if relative < 2 else "more than twice as high"


def _batches():
    times = same_loss(16) / BASE_RATE
    return BATCHED[0] if times > 5 else BATCHED[1] if times > 1.7 else BATCHED[2]


BATCHED = "about 8 times as large", "about 3 times as large", "about the same"

QUESTIONS = {
    "from_small_to_large.0": Exercise(
        near(1 / 16),
        lambda: "the limit is 2/λ: sixteen times the curvature, a sixteenth of the rate: 1/16",
        slips=(
            (near(16), "A sharper bowl wants shorter steps."),
            (near(1 / 4), "The limit goes with the curvature itself, not with its root."),
        ),
        text=(
            "**From memory.** At a rate of 1 gradient descent is just stable. Then the largest curvature "
            "becomes 16 times as large. What is the largest stable rate now?"
        ),
    ),
    "from_small_to_large.1": Prediction(
        MOVED, lambda: _moved(best_by_width()[[0, 4]]), text="**Predict.** And at width 256? Its best rate is"
    ),
    "from_small_to_large.2": Prediction(
        MOVED,
        lambda: _moved(best_by_width(BASE)[[0, 5]]),
        text="**Predict.** With µP from width 16 on: compared with width 16's best rate, that of width 512 is",
    ),
    "from_small_to_large.3": Prediction(
        ("within a tenth", "up to twice as high", "more than twice as high"),
        _rule,
        text=(
            "**Predict.** We train width 512 at the rate that the rule foretells. Compared with the lowest "
            "loss of its own seven rates, the loss is"
        ),
    ),
    "from_small_to_large.4": Exercise(
        near(mup(0.02, 256, base=32)[1]),
        lambda: "the width is eight times the base, so the rate there is an eighth: 0.02 · 32/256 = 0.0025",
        slips=(
            (near(0.02), "That is the first layer's. Between hidden layers the rate falls."),
            (near(0.02 / np.sqrt(8)), "The rate goes with one over the width; the root is for first weights."),
        ),
        text=(
            "**Exercise.** In µP from a base of width 32 with a rate of 0.02: which rate does Adam take "
            "between hidden layers of width 256?"
        ),
        hint="How many times as wide is it? Which layers keep the rate?",
    ),
    "from_small_to_large.5": Exercise(
        near(0.0075),
        lambda: "four times the width halved the rate, so it does so again: 0.015/2 = 0.0075",
        slips=((near(0.00375), "It took four times the width to halve the rate, not twice."),),
        text=(
            "**Exercise.** In another family of networks the best rate is 0.03 at width 32 and 0.015 at "
            "width 128. What does a power law say for width 512?"
        ),
        hint="What did four times the width do to the rate? From 128 to 512 it is four times again.",
    ),
    "from_small_to_large.7": Prediction(
        BATCHED,
        _batches,
        text="**Predict.** Batches of 16 are to reach the same loss with as many images. The rate that this takes is",
    ),
    "from_small_to_large.8": Exercise(
        near(2 * 20),
        lambda: "the critical batch size is 1000/20 = 50; with it the steps are 20 · (1 + 50/50) = 40",
        slips=(
            (near(50), "That is the critical batch size. How many steps does it take?"),
            (near(20), "The fewest steps are those of an endless batch."),
        ),
        text=(
            "**Exercise.** To some accuracy a network needs at least 20 steps, with an endless batch, and at "
            "least 1000 images, one by one. How many steps does it take at its critical batch size?"
        ),
        hint='The formula with $b=B$. After a try, `solution("from_small_to_large.8")` shows the way.',
    ),
    "from_small_to_large.9": Prediction(
        MOVED,
        lambda: _moved([lowest(EPOCH_RATES, losses)[0] for losses in by_epochs()["training loss"][[0, -1]]]),
        text="**Predict.** Now the budget. From 5 epochs to 40, the rate with the lowest *training* loss becomes",
    ),
} | CODING
