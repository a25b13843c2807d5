"""The predictions and exercises of this lesson, and the reader's guesses in all lessons."""

from dataclasses import dataclass

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from .. import ARTICLE
from ..claim import HOLDS, article_verdicts
from ..image_classifier import run
from ..overfitting import EPOCHS
from ..question import Exercise, Prediction, near, truth_on_record, what_counts
from .experiments import CURVATURES, SLOW, SMALL, TARGET, arrivals, table_rates

SLOWER = 0.025  # the exercise's rate, below all that the lesson shows
SHARE = 0.1  # to either side of its answer is right
KNOWN, SIX_TIMES = SLOW[-1], 1.2  # rates of the first prediction: whose epochs the text gives, and asks for
EPOCHS_OF_KNOWN = 19  # as the text gives them; SAID holds it
BOWL = (2, 3, 8)  # curvatures of the last exercise


@dataclass(frozen=True)
class Guess:
    """What counts of the reader's predictions for one question, how sure (percent, or None), and what was measured."""

    question: str
    choice: str
    confidence: float | None
    truth: str


def guesses(records):
    """Return what counts of the predictions among `records`, as answers.read() gives them, with what came out:
    {question: Guess}.
    """
    counted = what_counts(records)
    truths = {name: truth_on_record(name) for name in counted}
    return {
        name: Guess(name, counts.choice, counts.confidence, truths[name])
        for name, counts in counted.items()
        if truths[name] is not None
    }


def _six_times():
    """Return the choice that fits the epochs to TARGET at the rate SIX_TIMES, in the median of the seeds."""
    epochs = np.median(arrivals(rates=(SIX_TIMES,)))
    if np.isinf(epochs):
        return "they do not arrive"
    return "about 3" if epochs < 5.5 else "about 11" if epochs < 15 else "about 19"


def _directions():
    """Return the choice that fits how many of the ten directions overshoot at the best rate."""
    before, after = train(surfaces.quadratic(CURVATURES), sgd(), lr=table_rates()[1], steps=1).path[0]
    count = int(np.sum(before * after < 0))
    return "none" if count == 0 else "all ten" if count == 10 else "half of them"


def _plain():
    """Return the choice that fits how many of the article's claims hold without a condition, on record."""
    count = list(article_verdicts().values()).count(HOLDS)
    return "fewer than 10" if count < 10 else "10 to 20" if count <= 20 else "more than 20"


def product():
    """Return rate × epochs to a training loss of TARGET, the median over seeds at SMALL, the lesson's smallest rate."""
    return SMALL * float(np.median(arrivals(rates=(SMALL,))))


def measured_epochs(seed=0):
    """Return the epochs to a training loss of TARGET at SLOWER, trained."""
    return int((run(seed, SLOWER, epochs=180).train_loss[0] < TARGET).argmax())


def first_overshoot():
    """Return the rate from which on some direction of the BOWL overshoots."""
    return 1 / surfaces.quadratic(BOWL).curvatures.max()


QUESTIONS = {
    "verdicts.0": Exercise(
        text=(
            f"**From memory.** In [Over-fitting]() two rates were compared after {EPOCHS} epochs each. To ask which of "
            "them over-fits, what must be equal instead?"
        ),
        right=lambda answer: answer == "the training loss",
        worked=lambda: "at equal training loss both have fitted as much, and what is left, once cooled, is the rate's",
        wants=("the training loss", "the test accuracy", "the number of steps"),
        slips=(
            (
                lambda answer: answer == "the test accuracy",
                "That is what is compared. What decides how far a run fits?",
            ),
            (lambda answer: answer == "the number of steps", "Equal epochs are equal steps here: that was done."),
        ),
    ),
    "verdicts.6": Prediction(
        text=(
            f"**Predict.** At a rate of {KNOWN:g} the five seeds need about {EPOCHS_OF_KNOWN} epochs. About how many "
            f"at a rate of {SIX_TIMES:g}, six times as large, in the median?"
        ),
        choices=("about 3", "about 11", "about 19", "they do not arrive"),
        truth=_six_times,
    ),
    "verdicts.2": Prediction(
        text="**Predict.** At the best rate, how many of the ten directions overshoot at every step?",
        choices=("none", "half of them", "all ten"),
        truth=_directions,
    ),
    "verdicts.3": Prediction(
        text=(
            f"**Predict.** In the whole article we found {len(ARTICLE)} claims. Of how many is the verdict a plain "
            "*holds*, without an *if*?"
        ),
        choices=("fewer than 10", "10 to 20", "more than 20"),
        truth=_plain,
    ),
    "verdicts.4": Exercise(
        text=(
            f"**Exercise.** About how many epochs does a rate of {SLOWER:g} need until the training loss is below "
            f"{TARGET:g}? (Ten percent to either side will do.)"
        ),
        hint='Take rate × epochs at the slowest rate. After a try, `solution("verdicts.4")` trains it and compares.',
        right=near(lambda: product() / SLOWER, SHARE),
        worked=lambda: (
            f"rate × epochs stays near {product():.2g}, so about {product() / SLOWER:.0f} epochs; trained, it takes "
            f"{measured_epochs()}"
        ),
        slips=(
            (near(lambda: product() / SMALL, SHARE), f"That is for a rate of {SMALL:g}."),
            (
                near(lambda: product() * SLOWER / SMALL**2, SHARE),
                "A smaller rate needs more epochs, not fewer.",
            ),
            (
                near(lambda: product() * SMALL / SLOWER**2, SHARE),
                "Half the rate: twice as many epochs, not four times.",
            ),
            (near(product, SHARE), "That is rate × epochs. Which epochs go with this rate?"),
            (near(lambda: SLOWER * product(), SHARE), "Rate × epochs stays the same: multiply or divide?"),
            (near(lambda: SLOWER / product(), SHARE), "Is the fraction upside down?"),
            (lambda epochs: epochs < product() / SLOWER, "By then so small a rate has not come that far."),
            (lambda epochs: epochs > product() / SLOWER, "By then it is there already."),
        ),
    ),
    "verdicts.5": Exercise(
        text=(
            f"**Exercise.** A bowl has the curvatures {BOWL[0]}, {BOWL[1]} and {BOWL[2]}. From which rate on does at "
            "least one direction overshoot?"
        ),
        hint=r"Each direction overshoots from its own rate on. As the rate goes up, which direction is the first?",
        right=near(first_overshoot),
        worked=lambda: f"the sharpest direction comes first: 1/{max(BOWL)} = {first_overshoot():g}",
        slips=(
            (
                near(lambda: diagnosis.stability_limit(surfaces.quadratic(BOWL), sgd())),
                "From there on the distance grows. Overshooting begins earlier.",
            ),
            (near(1 / min(BOWL)), "From there on every direction overshoots. When does the first?"),
            (near(max(BOWL)), "Is the fraction upside down? A rate times a curvature is a plain number."),
            (near(2 / (min(BOWL) + max(BOWL))), "That is the best rate. Does every direction stop short there?"),
            (near(1 / sum(BOWL)), "Each direction has its own curvature; they do not add up."),
            (lambda rate: rate <= 0, "A rate is above 0."),
            (lambda rate: rate < first_overshoot(), "At that rate every direction still stops short."),
            (lambda rate: rate > first_overshoot(), "At that rate a direction overshoots already. When does it begin?"),
        ),
    ),
}
