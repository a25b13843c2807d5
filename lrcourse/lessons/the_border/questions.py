"""What the lesson asks: its predictions and exercises."""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ..claim import trial
from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import border, boxes, slope, zoomed

ZOOM = 81
CURVATURES = FLAT, SHARP = 2, 8
WEIGHT_RATES = 0.9, 0.3  # of the weight with each of the curvatures
SIDES, COUNTS = (4, 2), (40, 110)  # of boxes, and how many of each the border touches
SMALLER, GROWN = SIDES[0] // SIDES[1], COUNTS[1] / COUNTS[0]  # by what they fall and grow


def _seen():
    """Return what the net's border is at ZOOM."""
    picture = zoomed("net", ZOOM)
    share = (picture > 0).mean()
    by_chance = 1 - share**3 - (1 - share) ** 3  # of pixels at the border, if each were drawn on its own
    if slope(boxes(picture))[0] < 1.1:
        return "a smooth line"
    return "bands and islands" if border(picture).mean() < 0.7 * by_chance else "noise without form"


def _slope():
    """Return between which numbers the median slope of the nets' borders lies."""
    return "between 1 and 2" if 1.05 < trial(49)[1]["three softsign units: median slope"] < 1.95 else "1, a line"


def _between():
    """Return at how many of layer 1's rates a rate of layer 2 fails below one that trains."""
    nets, _ = trial(50)[1].values()
    return "seldom, or never" if nets < 0.1 else "at most of layer 1's rates" if nets > 0.5 else "at some of them"


def limit():
    """Return the recalled limit, of both CURVATURES."""
    return diagnosis.stability_limit(surfaces.quadratic(CURVATURES), sgd())


def _fate():
    """Return what becomes of the quadratic of both CURVATURES at WEIGHT_RATES."""
    return "fails" if max(rate * curvature for rate, curvature in zip(WEIGHT_RATES, CURVATURES)) > 2 else "trains"


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
        ),
    ),
    "the_border.1": Prediction(
        text=(
            "**Predict.** From afar both borders look more or less like lines. What is the network's border at a zoom "
            f"of {ZOOM}?"
        ),
        choices=("a smooth line", "bands and islands", "noise without form"),
        truth=_seen,
    ),
    "the_border.2": Prediction(
        text=(
            "**Predict.** Five networks, each on its own four points, five times closer than the whole "
            "picture. What is the slope $s$ of their borders?"
        ),
        choices=("1, a line", "between 1 and 2", "2, an area"),
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
            f"rate is {WEIGHT_RATES[0]}, the second's {WEIGHT_RATES[1]}. Does it train?"
        ),
        hint=(
            "Each weight is a parabola of its own, with its own rate. Multiply each rate by its curvature. "
            'After a try, `solution("the_border.4")` shows the way.'
        ),
        right=lambda answer: answer == _fate(),
        worked=lambda: (
            f"the second weight steps by {WEIGHT_RATES[1]} · {SHARP} = {WEIGHT_RATES[1] * SHARP:g} times its distance, "
            "beyond 2: it fails, whatever the first does"
        ),
        wants=("trains", "fails"),
    ),
    "the_border.5": Exercise(
        text=(
            f"**Exercise.** A border touches {COUNTS[0]} boxes of side {SIDES[0]}, and {COUNTS[1]} of side {SIDES[1]}. "
            "What is its slope?"
        ),
        hint=(
            f"The side was halved, so the count grew by ${SMALLER}^s$. Which $s$ makes "
            f"${SMALLER}^s={COUNTS[1]}/{COUNTS[0]}$? `np.log2` knows."
        ),
        right=near(box_slope),
        worked=lambda: (
            f"the side halves, the count grows by {COUNTS[1]}/{COUNTS[0]}: log₂({COUNTS[1]}/{COUNTS[0]}) = "
            f"{box_slope():.3g}"
        ),
        slips=(
            (near(GROWN), "By that the count grows. Which power of 2 is it?"),
            (near(np.log(GROWN)), "Divide by the logarithm of what the side shrinks by, 2."),
        ),
    ),
} | CODING
