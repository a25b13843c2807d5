"""Its predictions and exercises, and what the reader predicted in all lessons, held against what
was measured.
"""

from dataclasses import dataclass

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from .. import all_questions
from ..claim import HOLDS, article_verdicts
from ..image_classifier import run
from ..question import Exercise, Prediction, near
from .experiments import CURVATURES, TARGET, arrivals, table_rates

SLOWER = 0.025  # the exercise's rate, below all that the lesson shows


@dataclass(frozen=True)
class Guess:
    """What the reader predicted first for one question, how sure (percent, or None), and what was measured."""

    question: str
    choice: str
    confidence: float | None
    truth: str


def guesses(records):
    """The first prediction for each question among `records`, as answers.read() gives them: {question: Guess}.

    Records that make no sense are passed over, and predictions that came after the outcome.
    """
    questions, found, told = all_questions(), {}, set()
    for record in records:
        if record.get("kind") == "outcome":
            told.add(str(record.get("question")))
        name, choice, sure = (record.get(key) for key in ("question", "choice", "confidence"))
        asked = questions.get(name) if isinstance(name, str) else None
        if (
            not isinstance(asked, Prediction)
            or name in found
            or name in told
            or asked.truth is None
            or choice not in asked.choices
        ):
            continue
        known = isinstance(sure, (int, float)) and not isinstance(sure, bool) and 50 <= sure <= 100
        found[name] = Guess(name, choice, float(sure) if known else None, asked.truth())
    return found


def _five_times():
    """Epochs to a loss of 0.1 at rate 1: the median over seeds."""
    epochs = np.median(arrivals(rates=(1,)))
    return (
        "none arrives" if np.isinf(epochs) else "about 4" if epochs < 5.5 else "about 7" if epochs < 13 else "about 19"
    )


def _directions():
    """How many of the ten directions overshoot at the best rate."""
    before, after = train(surfaces.quadratic(CURVATURES), sgd(), lr=table_rates()[1], steps=1).path[0]
    count = int(np.sum(before * after < 0))
    return "none" if count == 0 else "all ten" if count == 10 else "half of them"


def _plain():
    """How many of the article's claims hold without a condition, from the record of all trials."""
    count = list(article_verdicts().values()).count(HOLDS)
    return "fewer than 10" if count < 10 else "10 to 20" if count <= 20 else "more than 20"


def product():
    """rate × epochs to a training loss of 0.1, the median over seeds at the lesson's smallest rate."""
    return 0.05 * float(np.median(arrivals(rates=(0.05,))))


def measured_epochs(seed=0):
    """Epochs to a training loss of 0.1 at the exercise's rate, trained."""
    return int((run(seed, SLOWER, epochs=180).train_loss[0] < TARGET).argmax())


def first_overshoot():
    """From which rate on some direction of a bowl with curvatures 2, 3 and 8 overshoots."""
    return 1 / surfaces.quadratic([2, 3, 8]).curvatures.max()


QUESTIONS = {
    "verdicts.0": Exercise(
        lambda answer: answer == "the training loss",
        lambda: "at equal training loss both have fitted as much, and what is left, once cooled, is the rate's",
        ("the training loss", "the test accuracy", "the number of steps"),
        (
            (
                lambda answer: answer == "the test accuracy",
                "That is what is compared. What decides how far a run fits?",
            ),
            (lambda answer: answer == "the number of steps", "Equal epochs are equal steps here: that was done."),
        ),
        text=(
            "**From memory.** In [Over-fitting]() two rates were compared after 60 epochs each. To ask which "
            "of them over-fits, what must be equal instead?"
        ),
    ),
    "verdicts.1": Prediction(
        ("about 4", "about 7", "about 19", "none arrives"),
        _five_times,
        text=(
            "**Predict.** At a rate of 0.2 the five seeds need about 19 epochs. About how many at a rate of "
            "1, five times as large?"
        ),
    ),
    "verdicts.2": Prediction(
        ("none", "half of them", "all ten"),
        _directions,
        text="**Predict.** At the best rate, how many of the ten directions overshoot at every step?",
    ),
    "verdicts.3": Prediction(
        ("fewer than 10", "10 to 20", "more than 20"),
        _plain,
        text=(
            "**Predict.** In the whole article we found 30 claims. Of how many is the verdict a plain "
            "*holds*, without an *if*?"
        ),
    ),
    "verdicts.4": Exercise(
        near(lambda: product() / SLOWER, 0.1),
        lambda: (
            f"rate × epochs stays near {product():.2g}, so about {product() / SLOWER:.0f} epochs; trained, it takes "
            f"{measured_epochs()}"
        ),
        slips=(
            (near(lambda: product() / 0.05, 0.1), "That is for a rate of 0.05."),
            (near(lambda: product() / 0.05 / 2, 0.1), "A smaller rate needs more epochs, not fewer."),
            (near(lambda: 4 * product() / 0.05, 0.1), "Half the rate: twice as many epochs, not four times."),
        ),
        text=(
            "**Exercise.** About how many epochs does a rate of 0.025 need until the training loss is below "
            "0.1? (Ten percent to either side will do.)"
        ),
        hint='Take rate × epochs at the slowest rate. After a try, `solution("verdicts.4")` trains it and compares.',
    ),
    "verdicts.5": Exercise(
        near(first_overshoot),
        lambda: f"the sharpest direction comes first: 1/8 = {first_overshoot():g}",
        slips=(
            (
                near(lambda: diagnosis.stability_limit(surfaces.quadratic([2, 3, 8]), sgd())),
                "From there on the distance grows. Overshooting begins earlier.",
            ),
            (near(1 / 2), "From there on every direction overshoots. When does the first?"),
        ),
        text=(
            "**Exercise.** A bowl has the curvatures 2, 3 and 8. From which rate on does at least one "
            "direction overshoot?"
        ),
        hint=r"Each direction has its own $1/\lambda$. Which is the smallest?",
    ),
}
