"""Questions of lesson start_here: the article's table as twelve predictions, and first ones on the sweep."""

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ..image_classifier import RATES, sweep
from ..question import Exercise, Prediction, near
from ..verdicts.cells import CELLS, COLUMNS, STATEMENTS

LOW, HIGH = 0.01, 0.1  # between them lie the rates of the middle choice
PLACES = (f"below {LOW:g}", f"{LOW:g} to {HIGH:g}", f"above {HIGH:g}")
SMALL, TIMES = 0.05, 10  # the rate of the exercise on the loop, and its steps
SHARE = 1 - 2 * SMALL  # by which such a step multiplies the parameter, as the gradient is 2θ


def _best_place():
    """Return the choice that holds the rate with the best median test accuracy."""
    best = RATES[np.median(accuracies(sweep(), "test"), axis=0).argmax()]
    return PLACES[(best >= LOW) + (best > HIGH)]


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
        PLACES,
        _best_place,
        text=(
            f"**Predict.** At which rates is test accuracy best: {PLACES[0]}, {PLACES[1]}, or {PLACES[2]}? Click your "
            "answer below, and say how sure you are, if you like. Only your first answer counts, so don't look yet."
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
            "Go back to the slider. Each mark on the right is one seed. The median hides a seed that fails: look "
            "at the lowest mark of each rate."
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
            f"**Exercise.** At a rate of {SMALL:g} each step multiplies $\\theta$ by {SHARE:g}. What share of "
            f"$\\theta$ is left after {TIMES} steps? Type a number and press Enter: you're told at once whether it is "
            "right, and you may try as often as you like."
        ),
        hint=(
            "Each step takes a tenth of what is *left*. Python writes powers as `base ** exponent`. After a try, "
            '`solution("start_here.3")` in a new cell (*Esc*, then *B*) shows the way.'
        ),
        slips=(
            (lambda share: abs(share) < 0.05, "Each step takes a tenth of what is left, so something always remains."),
            (near(SHARE ** (TIMES - 1)), f"That is after {TIMES - 1} steps."),
            (near(SHARE * TIMES), "That adds up; here each step multiplies."),
            (near(1 - SHARE**TIMES), "That is what has gone; what is left?"),
        ),
    ),
}
