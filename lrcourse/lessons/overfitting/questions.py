"""The predictions and exercises of this lesson."""

from fractions import Fraction

import numpy as np

from .. import SEEDS
from ..claim import trial
from ..question import Exercise, Prediction, near
from ..schedules import floor
from .coding import CODING
from .experiments import EPOCHS, FIT, GOES_ON, RATES, SAME, compared, medians, sets

WIDE = 0.02  # accuracies within this count as right
STOP, OTHER = 0.3, 0.4  # the rate whose stop is asked for; a rate that is not on the slider
KNOWN, ASKED = 0.5, 0.2  # rates on the noisy bowl: one whose floor the text gives, and one whose floor it asks for
SMALL, BIG = 0.05, 0.6  # the rates that claim 26 compares
AT_SMALL = 0.91  # the median test accuracy at SMALL after EPOCHS, as the text gives it; SAID holds it
BEHIND = 0.17  # by which BIG was behind there, in the median of ten seeds, as the text gives it; SAID holds it


def _ahead():
    """Return by how much BIG is ahead of SMALL in the three comparisons."""
    return list(trial(26)[1].values())[::2]


def _equal_epochs():
    first, *_, last = next(iter(medians().values()))
    return "about the same" if abs(last - first) < SAME else "clearly higher" if last > first else "clearly lower"


def _goes_on():
    _, _, median, late, _ = trial(27)[1].values()
    return "falls" if late < median - 0.02 else "rises" if late > median + 0.02 else "stays"


def _equal_fit():
    epochs, fit, _ = _ahead()
    return "level or higher" if fit >= 0 else "lower, by as much" if fit < epochs + SAME else "lower, but by less"


def _once_cooled():
    *_, gap = _ahead()
    return "still lower" if gap < -0.01 else "higher" if gap > 0.01 else "level"


def validation(epoch):
    """Return the median validation accuracy at STOP after so many epochs, interpolated between checkpoints."""
    every = [one[STOP] for one in sets()]
    return np.interp(
        np.log(max(epoch, 1)), np.log(every[0].epochs), np.median([path.validation[0] for path in every], axis=0)
    )


def _best():
    return max(sets()[0][STOP].epochs, key=validation)


def _stops():
    good = [epoch for epoch in range(1, EPOCHS + 1) if validation(epoch) >= validation(_best()) - WIDE]
    return (
        f"the median validation accuracy is highest after {_best()} epochs, {validation(_best()):.2f}; from {good[0]} "
        f"to {good[-1]} it is mostly within {WIDE:g} of that"
    )


def other():
    """Return the median test accuracy at OTHER in the three comparisons: equal epochs, equal fit, and once cooled."""
    return [float(np.median(values)) for values in compared(SEEDS, (OTHER,)).values()]


def _within(which):
    """Return a judge: answer -> whether it is within WIDE of the accuracy in that comparison."""
    return lambda answer: abs(answer - other()[which]) <= WIDE


QUESTIONS = {
    "overfitting.0": Exercise(
        text=(
            r"**From memory.** On the noisy bowl of [Schedules](), with $\lambda=\sigma=1$, the variance settled at a "
            f"floor: {Fraction(floor(KNOWN)).limit_denominator(10)} at a rate of {KNOWN:g}. Where is it at {ASKED:g}?"
        ),
        right=near(floor(ASKED)),
        worked=lambda: f"η σ²/(λ(2 − ηλ)) = {ASKED:g}/{2 - ASKED:g} = {floor(ASKED):.3f}",
        slips=(
            (
                near(floor(KNOWN) * ASKED / KNOWN),
                "Nearly in proportion to the rate, but not quite: what stands below the fraction bar?",
            ),
            (near(ASKED / 2), "That is the rule for very small rates; the exact one has 2 − ηλ below the bar."),
            (near(ASKED / (2 + ASKED)), "Mind the sign below the bar."),
            (near(1 / floor(ASKED)), "Is the fraction upside down?"),
            (near(floor(KNOWN)), f"That is at a rate of {KNOWN:g}."),
            (lambda level: level > floor(KNOWN), "A smaller rate jitters less, not more."),
            (lambda level: level <= 0, "A variance is above 0 where there is noise."),
            (lambda level: level < floor(ASKED), "It settles higher. Does your formula give the level that is known?"),
            (lambda level: level > floor(ASKED), "It settles lower. Does your formula give the level that is known?"),
        ),
    ),
    "overfitting.1": Prediction(
        text=(
            f"**Predict.** After {EPOCHS} epochs at a rate of {SMALL:g} the median test accuracy is {AT_SMALL:g}. What "
            f"is it after {EPOCHS} epochs at a rate of {RATES[-1]:g}?"
        ),
        choices=("clearly higher", "about the same", "clearly lower"),
        truth=_equal_epochs,
    ),
    "overfitting.2": Prediction(
        text=(
            f"**Predict.** The run at {SMALL:g} goes on from {EPOCHS} to {GOES_ON[SMALL]} epochs. What does its test "
            "accuracy do?"
        ),
        choices=("rises", "stays", "falls"),
        truth=_goes_on,
    ),
    "overfitting.3": Prediction(
        text=(
            f"**Predict.** At {EPOCHS} epochs {BIG:g} was {BEHIND:g} behind {SMALL:g} in test accuracy (median of ten "
            f"pairs, five seeds more than you saw). How does it compare at a training loss of {FIT:g}?"
        ),
        choices=("lower, by as much", "lower, but by less", "level or higher"),
        truth=_equal_fit,
    ),
    "overfitting.4": Prediction(
        text=(
            f"**Predict.** Cooling changes the training loss too, so we compare where it is {FIT:g} *after* the "
            f"cooling. How does {BIG:g} compare with {SMALL:g} in test accuracy now?"
        ),
        choices=("still lower", "level", "higher"),
        truth=_once_cooled,
    ),
    "overfitting.5": Exercise(
        text=(
            f"**Exercise.** At the rate {STOP:g}, after how many epochs would you stop? Any epoch counts whose median "
            f"validation accuracy, in the left picture, is within {WIDE:g} of the best."
        ),
        hint=f'Follow the solid line at {STOP:g}. After a try, `solution("overfitting.5")` shows the way.',
        right=lambda epoch: 1 <= epoch <= EPOCHS and validation(epoch) >= validation(_best()) - WIDE,
        worked=_stops,
        slips=(
            (lambda epoch: epoch < 1 or epoch > EPOCHS, f"The run at {STOP:g} has epochs 1 to {EPOCHS}."),
            (lambda epoch: epoch < _best(), "There it is still learning what helps."),
            (
                lambda epoch: epoch > _best(),
                "There validation accuracy has fallen already, while the training accuracy rises.",
            ),
        ),
        samples=(0, 2, 4, 6, 7, 10, 13, 16, 25, 31, 60, 61),
    ),
    "overfitting.6": Exercise(
        text=(
            f"**Exercise.** Trained at {OTHER:g}, which is not on the slider, and cooled, with a training loss of "
            f"{FIT:g}: what median test accuracy do you expect? Within {WIDE:g} is right. (The check trains the five "
            "seeds, for a second or two.)"
        ),
        hint=f"Put the last slider at {FIT:g}, and read between the filled marks of the neighbours.",
        right=_within(2),
        worked=lambda: (
            f"cooled, all rates lie close together at one training loss; at {OTHER:g} and {FIT:g} the median is "
            f"{other()[2]:.2f}"
        ),
        slips=(
            (lambda answer: not 0 <= answer <= 1, "An accuracy is between 0 and 1."),
            (_within(1), "That is about as trained, with its jitter."),
            (_within(0), f"That is about what {EPOCHS} epochs give, with more fitting."),
            (lambda answer: answer > other()[2], "Higher than any rate on the right at this loss."),
            (lambda answer: answer < other()[2], "Lower than the cooled runs at the rates beside it."),
        ),
        samples=(-0.1, 0.5, 0.74, 0.76, 0.8, 0.83, 0.85, 0.87, 0.89, 0.91, 0.93, 1.1),
    ),
} | CODING
