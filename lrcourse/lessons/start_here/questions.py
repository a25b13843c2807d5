"""Questions of lesson start_here: the article's table as twelve predictions, and first ones on the sweep."""

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ..image_classifier import RATES, sweep
from ..question import Exercise, Prediction, near
from ..verdicts.cells import CELLS, COLUMNS, STATEMENTS

ENDS = ("near the small end", "in the middle", "near the large end")  # of the range of rates
SHARE, TIMES = 0.9, 10  # by which the first exercise multiplies a distance, and how often


def _best_end():
    """Return the third of the range, in decades, that holds the rate with the best median test accuracy."""
    best = np.median(accuracies(sweep(), "test"), axis=0).argmax()
    place = np.log(RATES[best] / RATES[0]) / np.log(RATES[-1] / RATES[0])
    return ENDS[min(int(3 * place), 2)]


def highest():
    """Return the highest rate of the sweep at which every seed has a test accuracy above 0.9."""
    return max(np.array(RATES)[(accuracies(sweep(), "test") > LEARNED).all(axis=0)])


def next_rate():
    """Return the rate of the sweep above that one."""
    return RATES[RATES.index(highest()) + 1]


def _cell(row, column):
    """Return a function that says whether a cell of the article's table came out "true" or "false".

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
            f"**Predict.** The rates span a factor of {RATES[-1] / RATES[0]:.0f}. Where is test accuracy best: "
            f"{ENDS[0]}, {ENDS[1]} of the range (around {(RATES[0] * RATES[-1]) ** 0.5:.1g}), or {ENDS[2]}?"
        ),
    ),
    "start_here.2": Exercise(
        near(highest),
        lambda: f"at {highest():g} all five marks lie above {LEARNED:g}; at the next rate one seed has failed",
        text=(
            "**Exercise.** Of the rates on the slider, which is the highest at which *every* seed has a test "
            f"accuracy above {LEARNED:g}?"
        ),
        hint=(
            "Each mark on the right is one seed. The median hides a seed that fails: look at the lowest mark "
            "of each rate."
        ),
        slips=(
            (near(next_rate), "Most seeds do. Look for the one that does not, far below."),
            (lambda rate: rate < highest(), "There is a higher one: go on to the right."),
            (lambda rate: rate > highest(), "There a seed fails: go back to the left."),
        ),
    ),
    "start_here.3": Exercise(
        near(SHARE**TIMES),
        lambda: f"{SHARE:g} ** {TIMES} = {SHARE**TIMES:.3f}: about a third, and it never quite reaches 0",
        text=(
            "**Exercises** tell you at once whether your answer is right. Run the cell, type a number and "
            "press Enter, as often as you like."
            "\n\n"
            f"A distance is multiplied by {SHARE:g}, {TIMES} times over. What share of it is left?"
        ),
        hint=(
            "Each time a tenth of what is *left* goes. Python writes powers as `base ** exponent`. After a try, "
            '`solution("start_here.3")` in a new cell (*Esc*, then *B*) shows the way.'
        ),
        slips=(
            (lambda share: abs(share) < 0.05, "Each step takes a tenth of what is left, so something always remains."),
            (near(SHARE ** (TIMES - 1)), f"That is after {TIMES - 1} times."),
            (near(SHARE * TIMES), "That adds up; here each step multiplies."),
            (near(1 - SHARE**TIMES), "That is what has gone; what is left?"),
        ),
    ),
}
