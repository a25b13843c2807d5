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
    ),
    "from_small_to_large.1": Prediction(MOVED, lambda: _moved(best_by_width()[[0, 4]])),
    "from_small_to_large.2": Prediction(MOVED, lambda: _moved(best_by_width(BASE)[[0, 5]])),
    "from_small_to_large.3": Prediction(("within a tenth", "up to twice as high", "more than twice as high"), _rule),
    "from_small_to_large.4": Exercise(
        near(mup(0.02, 256, base=32)[1]),
        lambda: "the width is eight times the base, so the rate there is an eighth: 0.02 · 32/256 = 0.0025",
        slips=(
            (near(0.02), "That is the first layer's. Between hidden layers the rate falls."),
            (near(0.02 / np.sqrt(8)), "The rate goes with one over the width; the root is for first weights."),
        ),
    ),
    "from_small_to_large.5": Exercise(
        near(0.0075),
        lambda: "four times the width halved the rate, so it does so again: 0.015/2 = 0.0075",
        slips=((near(0.00375), "It took four times the width to halve the rate, not twice."),),
    ),
    "from_small_to_large.7": Prediction(BATCHED, _batches),
    "from_small_to_large.8": Exercise(
        near(2 * 20),
        lambda: "the critical batch size is 1000/20 = 50; with it the steps are 20 · (1 + 50/50) = 40",
        slips=(
            (near(50), "That is the critical batch size. How many steps does it take?"),
            (near(20), "The fewest steps are those of an endless batch."),
        ),
    ),
    "from_small_to_large.9": Prediction(
        MOVED, lambda: _moved([lowest(EPOCH_RATES, losses)[0] for losses in by_epochs()["training loss"][[0, -1]]])
    ),
} | CODING
