"""Its predictions and exercises."""

import numpy as np

from .. import SEEDS
from ..claim import trial
from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import EPOCHS, FIT, SAME, compared, medians, sets

WIDE = 0.02  # accuracies within this count as right
STOP, OTHER = 0.3, 0.4  # the rate whose stop is asked for; a rate that is not on the slider


def _ahead():
    """By how much 0.6 is ahead of 0.05 in the three comparisons."""
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
    """Median validation accuracy of the seeds at the exercise's rate after so many epochs, between two checkpoints in
    proportion.
    """
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
        f"to {good[-1]} it is mostly within 0.02 of that"
    )


def other():
    """Median test accuracy at the other rate in the three comparisons: 60 epochs, equal fit, equal fit once cooled."""
    return [float(np.median(values)) for values in compared(SEEDS, (OTHER,)).values()]


def _within(which):
    return lambda answer: abs(answer - other()[which]) <= WIDE


QUESTIONS = {
    "overfitting.0": Exercise(
        near(0.2 / 1.8),
        lambda: "η σ²/(λ(2 − ηλ)) = 0.2/1.8 = 0.111",
        slips=(
            (near(1 / 3 * 0.4), "Nearly in proportion to the rate, but not quite: what stands below the fraction bar?"),
            (near(0.1), "That is the rule for very small rates; the exact one has 2 − ηλ below the bar."),
        ),
        text=(
            r"**From memory.** On the noisy bowl of [Schedules](), with $\lambda=\sigma=1$, the variance "
            "settled at a floor: 1/3 at a rate of 0.5. Where is it at 0.2?"
        ),
    ),
    "overfitting.1": Prediction(
        ("clearly higher", "about the same", "clearly lower"),
        _equal_epochs,
        text=(
            "**Predict.** After 60 epochs at a rate of 0.05 the median test accuracy is 0.91. What is it "
            "after 60 epochs at a rate of 1?"
        ),
    ),
    "overfitting.2": Prediction(
        ("rises", "stays", "falls"),
        _goes_on,
        text="**Predict.** The run at 0.05 goes on from 60 to 210 epochs. What does its test accuracy do?",
    ),
    "overfitting.3": Prediction(
        ("lower, by as much", "lower, but by less", "level or higher"),
        _equal_fit,
        text=(
            "**Predict.** At 60 epochs 0.6 was 0.17 behind 0.05 in test accuracy (median of ten pairs, five "
            "seeds more than you saw). How does it compare at a training loss of 0.9?"
        ),
    ),
    "overfitting.4": Prediction(
        ("still lower", "level", "higher"),
        _once_cooled,
        text=(
            "**Predict.** Cooling changes the training loss too, so we compare where it is 0.9 *after* the "
            "cooling. How is 0.6 beside 0.05 in test accuracy now?"
        ),
    ),
    "overfitting.5": Exercise(
        lambda epoch: 1 <= epoch <= EPOCHS and validation(epoch) >= validation(_best()) - WIDE,
        _stops,
        slips=(
            (lambda epoch: epoch < 1 or epoch > EPOCHS, f"The run at {STOP:g} has epochs 1 to {EPOCHS}."),
            (lambda epoch: epoch < _best(), "There it is still learning what helps."),
            (
                lambda epoch: epoch > _best(),
                "There validation accuracy has fallen already, while the training accuracy rises.",
            ),
        ),
        text=(
            "**Exercise.** At the rate 0.3, after how many epochs would you stop? Any epoch counts whose "
            "median validation accuracy, in the left picture, is within 0.02 of the best."
        ),
        hint='Follow the solid line at 0.3. After a try, `solution("overfitting.5")` shows the way.',
    ),
    "overfitting.6": Exercise(
        _within(2),
        lambda: (
            f"cooled, all rates lie close together at one training loss; at {OTHER:g} and {FIT:g} the median is "
            f"{other()[2]:.2f}"
        ),
        slips=(
            (lambda answer: not 0 <= answer <= 1, "An accuracy is between 0 and 1."),
            (_within(1), "That is about as trained, with its jitter."),
            (_within(0), "That is about what 60 epochs give, with more fitting."),
            (lambda answer: answer > other()[2], "Higher than any rate on the right at this loss."),
        ),
        text=(
            "**Exercise.** Trained at 0.4, which is not on the slider, and cooled, with a training loss of "
            "0.9: what median test accuracy do you expect? Within 0.02 is right. (The check trains the five "
            "seeds, for a second or two.)"
        ),
        hint="Put the last slider at 0.9, and read between the filled marks of the neighbours.",
    ),
} | CODING
