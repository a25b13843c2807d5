"""Its predictions and exercises."""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ..claim import trial
from ..question import Exercise, Prediction, near
from .coding import CODING
from .experiments import border, boxes, slope, zoomed


def _seen():
    picture = zoomed("net", 81)
    share = (picture > 0).mean()
    by_chance = 1 - share**3 - (1 - share) ** 3  # of pixels at the border, if each were drawn on its own
    if slope(boxes(picture))[0] < 1.1:
        return "a smooth line"
    return "bands and islands" if border(picture).mean() < 0.7 * by_chance else "noise without form"


def _slope():
    return "between 1 and 2" if 1.05 < trial(49)[1]["three softsign units: median slope"] < 1.95 else "1, a line"


def _between():
    nets, _ = trial(50)[1].values()
    return "seldom, or never" if nets < 0.1 else "at most of layer 1's rates" if nets > 0.5 else "at some of them"


def limit():
    """The recalled limit, of curvatures 2 and 8."""
    return diagnosis.stability_limit(surfaces.quadratic([2, 8]), sgd())


QUESTIONS = {
    "the_border.0": Exercise(
        near(limit),
        lambda: f"the largest curvature decides: 2/8 = {limit():g}",
        slips=(
            (near(1.0), "That is the flat direction's limit. Which fails first?"),
            (near(1 / 8), "From there on a step overshoots. When does it land farther out?"),
        ),
        text=(
            "**From memory.** On a bowl with the curvatures 2 and 8, from which rate on does gradient descent diverge?"
        ),
    ),
    "the_border.1": Prediction(
        ("a smooth line", "bands and islands", "noise without form"),
        _seen,
        text=(
            "**Predict.** From afar both borders look more or less like lines. What is the network's border "
            "at a zoom of 81?"
        ),
    ),
    "the_border.2": Prediction(
        ("1, a line", "between 1 and 2", "2, an area"),
        _slope,
        text=(
            "**Predict.** Five networks, each on its own four points, five times closer than the whole "
            "picture. What is the slope $s$ of their borders?"
        ),
    ),
    "the_border.3": Prediction(
        ("seldom, or never", "at some of them", "at most of layer 1's rates"),
        _between,
        text=(
            "**Predict.** At how many of layer 1's rates does some rate of layer 2 fail although a larger "
            "one trains? The median of the five networks decides."
        ),
    ),
    "the_border.4": Exercise(
        lambda answer: answer == "fails",
        lambda: (
            "the second weight steps by 0.3 · 8 = 2.4 times its distance, beyond 2: it fails, whatever the first does"
        ),
        ("trains", "fails"),
        text=(
            "**Exercise.** A quadratic without mixed terms has the curvatures 2 and 8. The first weight's "
            "rate is 0.9, the second's 0.3. Does it train?"
        ),
        hint=(
            "Each weight is a parabola of its own, with its own rate. Multiply each rate by its curvature. "
            'After a try, `solution("the_border.4")` shows the way.'
        ),
    ),
    "the_border.5": Exercise(
        near(np.log2(110 / 40)),
        lambda: f"the side halves, the count grows by 110/40: log₂(110/40) = {np.log2(110 / 40):.3g}",
        slips=(
            (near(110 / 40), "By that the count grows. Which power of 2 is it?"),
            (near(np.log(110 / 40)), "Divide by the logarithm of what the side shrinks by, 2."),
        ),
        text="**Exercise.** A border touches 40 boxes of side 4, and 110 of side 2. What is its slope?",
        hint="The side was halved, so the count grew by $2^s$. Which $s$ makes $2^s=110/40$? `np.log2` knows.",
    ),
} | CODING
