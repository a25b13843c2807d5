"""Lesson start_here: the article's table as twelve predictions, and first questions about the sweep on the digits."""

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ..image_classifier import RATES, sweep
from ..question import Exercise, Prediction, near
from ..verdicts.cells import CELLS, COLUMNS, STATEMENTS

ENDS = ("near the small end", "in the middle", "near the large end")


def _best_end():
    """Which third of the range, in decades, holds the rate with the best median test accuracy."""
    best = np.median(accuracies(sweep(), "test"), axis=0).argmax()
    place = np.log(RATES[best] / RATES[0]) / np.log(RATES[-1] / RATES[0])
    return ENDS[min(int(3 * place), 2)]


def highest():
    """The highest rate of the sweep at which every seed has a test accuracy above 0.9."""
    return max(np.array(RATES)[(accuracies(sweep(), "test") > LEARNED).all(axis=0)])


def _cell(row, column):
    """A function that says whether a cell of the article's table came out "true" or "false".

    The rule stands at CELLS[row], where lesson verdicts reads it from the record.
    """
    return lambda: "true" if CELLS[row]()[column][2] else "false"


QUESTIONS = {
    f"start_here.{row}.{column}": Prediction(
        ("true", "false"), _cell(row, column), about=f"{row}, {column} rate: {said}"
    )
    for row, statements in STATEMENTS.items()
    for column, said in zip(COLUMNS, statements)
} | {
    "start_here.1": Prediction(
        ENDS,
        _best_end,
        text=(
            "**Predict.** The rates span a factor of 3000. Where is test accuracy best: near the small end, "
            "in the middle of the range (around 0.05), or near the large end?"
        ),
    ),
    "start_here.2": Exercise(
        near(highest),
        lambda: f"at {highest():g} all five marks lie above 0.9; at the next rate one seed has failed",
        slips=(
            (near(1.2), "Four seeds do. Look for the fifth, far below."),
            (lambda rate: rate < highest(), "There is a higher one: go on to the right."),
            (lambda rate: rate > highest(), "There a seed fails: go back to the left."),
        ),
        text=(
            "**Exercise.** Of the rates on the slider, which is the highest at which *every* seed has a test "
            "accuracy above 0.9?"
        ),
        hint=(
            "Each mark on the right is one seed. The median hides a seed that fails: look at the lowest mark "
            "of each rate."
        ),
    ),
    "start_here.3": Exercise(
        near(0.9**10),
        lambda: f"0.9 ** 10 = {0.9**10:.3f}: about a third, and it never quite reaches 0",
        slips=(
            (lambda share: abs(share) < 0.05, "Each step takes a tenth of what is left, so something always remains."),
            (near(0.9**9), "That is after nine times."),
            (near(0.9 * 10), "That adds up; here each step multiplies."),
            (near(1 - 0.9**10), "That is what has gone; what is left?"),
        ),
        text=(
            "**Exercises** tell you at once whether your answer is right. Run the cell, type a number and "
            "press Enter, as often as you like."
            "\n\n"
            "A distance is multiplied by 0.9, ten times over. What share of it is left?"
        ),
        hint=(
            "Each time a tenth of what is *left* goes. Python writes powers as `0.9 ** 10`. After a try, "
            '`solution("start_here.3")` in a new cell (*Esc*, then *B*) shows the way.'
        ),
    ),
}
