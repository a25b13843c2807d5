"""What the lesson asks: its predictions and exercises."""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ..claim import trial
from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import APART, border, boxes, out_of_order, slope, stripes, zoomed

ZOOM = 81
SLOPES = "1, as of a line", "between 1 and 2", "2, as of an area"
CURVATURES = FLAT, SHARP = 2, 8
WEIGHT_RATES = 0.9, 0.3  # of the weight with each of the curvatures
FATES = "both", "only the first", "only the second", "neither"
SIDES, COUNTS = (4, 2), (40, 110)  # of boxes, and how many of each the border touches
SMALLER, GROWN = SIDES[0] // SIDES[1], COUNTS[1] / COUNTS[0]  # by what they fall and grow


def _seen():
    """Return what the net's border is at ZOOM."""
    picture = zoomed("net", ZOOM)
    share = (picture > 0).mean()
    by_chance = 1 - share**3 - (1 - share) ** 3  # of pixels at the border, if each were drawn on its own
    if slope(boxes(picture))[0] < 1.1:
        return "a smooth line"
    if out_of_order(picture) < 0.5:
        return "one jagged line"
    return "bands and islands" if border(picture).mean() < 0.7 * by_chance else "noise without form"


def _slope():
    """Return between which numbers the slope of the stripes lies."""
    found, _ = slope(boxes(stripes()))
    return SLOPES[0] if found < 1.05 else SLOPES[1] if found < 1.95 else SLOPES[2]


def _between():
    """Return at how many of layer 1's rates a rate of layer 2 fails below one that trains."""
    nets, _ = trial(50)[1].values()
    return "seldom, or never" if nets < 0.1 else "at most of layer 1's rates" if nets > 0.5 else "at some of them"


def limit():
    """Return the recalled limit, of both CURVATURES."""
    return diagnosis.stability_limit(surfaces.quadratic(CURVATURES), sgd())


def _fate():
    """Return which weights of the quadratic of both CURVATURES reach the minimum at WEIGHT_RATES."""
    first, second = (rate * curvature < 2 for rate, curvature in zip(WEIGHT_RATES, CURVATURES))
    return FATES[0] if first and second else FATES[1] if first else FATES[2] if second else FATES[3]


def box_slope():
    """Return the slope that COUNTS of boxes of SIDES give."""
    return np.log(GROWN) / np.log(SMALLER)


QUESTIONS = {
    "the_border.0": Exercise(
        text=(
            f"**From memory.** On a bowl with the curvatures {FLAT} and {SHARP}, from which rate on does gradient "
            "descent diverge?"
        ),
        right=near(limit),
        worked=lambda: f"the largest curvature decides: 2/{SHARP} = {limit():g}",
        slips=(
            (near(2 / FLAT), "That is the flat direction's limit. Which fails first?"),
            (near(1 / SHARP), "From there on a step overshoots. When does it land farther out?"),
            (
                near(2 / np.mean(CURVATURES)),
                "The directions are not averaged. Each has a limit of its own: which is passed first?",
            ),
            (
                near(2 / sum(CURVATURES)),
                "The curvatures are not added. Each direction has a limit: which is passed first?",
            ),
            (near(SHARP / 2), "That is half the curvature. Which rate, times the curvature, is 2?"),
            (near(2 * SHARP), "The sharper the bowl, the smaller the limit."),
            (
                near(4 / SHARP),
                "There each step lands three times as far out. When does it first land farther out?",
            ),
        ),
    ),
    "the_border.1": Prediction(
        text=(
            "**Predict.** From afar both borders look more or less like lines. What is the network's border at a zoom "
            f"of {ZOOM}?"
        ),
        choices=("a smooth line", "one jagged line", "bands and islands", "noise without form"),
        truth=_seen,
    ),
    "the_border.2": Prediction(
        text=f"**Predict.** What is the slope $s$ of the borders of these stripes, {APART} pixels apart?",
        choices=SLOPES,
        truth=_slope,
    ),
    "the_border.3": Prediction(
        text=(
            "**Predict.** At how many of layer 1's rates does some rate of layer 2 fail although a larger "
            "one trains? The median of the five networks decides."
        ),
        choices=("seldom, or never", "at some of them", "at most of layer 1's rates"),
        truth=_between,
    ),
    "the_border.4": Exercise(
        text=(
            f"**Exercise.** A quadratic without mixed terms has the curvatures {FLAT} and {SHARP}. The first weight's "
            f"rate is {WEIGHT_RATES[0]}, the second's {WEIGHT_RATES[1]}. Do they reach the minimum?"
        ),
        hint=(
            "Each weight is a parabola of its own, with its own rate. What decides on a parabola? "
            'After a try, `solution("the_border.4")` shows the way.'
        ),
        right=lambda answer: answer == _fate(),
        worked=lambda: (
            f"the first weight steps by {WEIGHT_RATES[0]} · {FLAT} = {WEIGHT_RATES[0] * FLAT:g} times its distance and "
            f"comes nearer; the second by {WEIGHT_RATES[1]} · {SHARP} = {WEIGHT_RATES[1] * SHARP:g} times, beyond 2: "
            "it moves away, and with it the loss grows"
        ),
        wants=FATES,
        slips=(
            (
                lambda answer: answer == FATES[0],
                "One of the two is beyond its limit. What is rate × curvature of each?",
            ),
            (lambda answer: answer == FATES[2], "The larger rate belongs to the flatter direction."),
            (
                lambda answer: answer == FATES[3],
                "The limit of a weight is set by its own curvature, not by the other's.",
            ),
        ),
    ),
    "the_border.5": Exercise(
        text=(
            f"**Exercise.** A border touches {COUNTS[0]} boxes of side {SIDES[0]}, and {COUNTS[1]} of side {SIDES[1]}. "
            "What is its slope?"
        ),
        hint=(
            "By what did $1/\\text{side}$ grow, and by what the count? By the formula the second is a power of "
            "the first."
        ),
        right=near(box_slope),
        worked=lambda: (
            f"the side halves, the count grows by {COUNTS[1]}/{COUNTS[0]}: log₂({COUNTS[1]}/{COUNTS[0]}) = "
            f"{box_slope():.3g}"
        ),
        slips=(
            (near(GROWN), "By that the count grows. Which power of 2 is it?"),
            (near(2.0), "An area's boxes become four times as many. How many times as many are these?"),
            (near(1.0), "A line's boxes become twice as many. How many times as many are these?"),
            (near(np.log(GROWN)), "Divide by the logarithm of what the side shrinks by, 2."),
            (near(np.log10(GROWN)), "Divide by the logarithm of what the side shrinks by, 2."),
            (near(lambda: -box_slope()), "The boxes get smaller and their count larger: the power is of 1/side."),
            (
                near(lambda: 1 / box_slope()),
                "It is the other way round: the count's logarithm by the side's.",
            ),
            (near(GROWN / SMALLER), "The count grows by a power of what the side shrinks by. Take logarithms."),
            (near(lambda: box_slope() / 2), f"By what did the side shrink, from {SIDES[0]} to {SIDES[1]}?"),
            (near(np.log(COUNTS[1]) / np.log(COUNTS[0])), "Divide the counts first, then take the logarithm."),
        ),
    ),
} | CODING
