"""The claims: between training and failing lies no line (49), and above a failing rate others train (50)."""

import numpy as np

from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import CLOSER, boxes, deeper, near_border, out_of_order, slope, stripes


def fractal(seeds):
    """Measure claim 49: the box-counting slope of each seed's net and of the quadratic on the same points; and again 81
    times closer, where stripes, which are no fractal, can be told from one.
    """
    nets, quadratics, close = (
        np.array([slope(boxes(picture(seed))) for seed in seeds])
        for picture in (lambda seed: near_border("net", seed), lambda seed: near_border("quadratic", seed), deeper)
    )
    return {
        "three softsign units: median slope": np.median(nets[:, 0]),
        "three softsign units: least slope less twice its error": (nets[:, 0] - 2 * nets[:, 1]).min(),
        "quadratic: largest slope": quadratics[:, 0].max(),
        "stripes: slope": slope(boxes(stripes()))[0],
        "81 times closer, three softsign units: median slope": np.median(close[:, 0]),
        "81 times closer, three softsign units: least slope less twice its error": (
            close[:, 0] - 2 * close[:, 1]
        ).min(),
        "81 times closer, stripes: slope": slope(boxes(stripes(CLOSER, 64)))[0],
    }


def judge_fractal(numbers):
    """Judge claim 49: it holds if every net's slope is clearly above 1 from afar and close by. It fails if a
    quadratic's is too, or the stripes' close by: then the method is no good.
    """
    median, least, quadratic, _, close_median, close_least, close_stripes = numbers.values()
    if max(quadratic, close_stripes) > 1.05 or min(median, close_median) < 1.05:
        return FAILS
    return HOLDS if min(least, close_least) > 1 else HOLDS_IF


def islands(seeds):
    """Measure claim 50: the share of layer 1's rates at which a failing rate of layer 2 lies below one that trains."""
    return {
        f"{name}: median share of columns with a failing rate below one that trains": np.median(
            [out_of_order(near_border(kind, seed)) for seed in seeds]
        )
        for kind, name in (("net", "three softsign units"), ("quadratic", "quadratic"))
    }


def judge_islands(numbers):
    """Judge claim 50: it holds if that is common with the nets and never happens with a quadratic."""
    nets, control = numbers.values()
    return FAILS if control > 0 or nets < 0.05 else HOLDS if nets > 0.5 else HOLDS_IF


SOURCE = "Sohl-Dickstein 2024"
CLAIMS = (
    Claim(
        49,
        "The border between the rates that train a network and those that fail is a fractal.",
        "three softsign units, four points, 300 steps, a rate per layer; boxes of 1/128 to 1/8 of half a decade, "
        "and again 81 times closer, where the border is densest: parallel stripes pass the first, not the second",
        SOURCE,
        fractal,
        judge_fractal,
        directions=(
            "signed up",
            "signed up",
            "signed down",
            "signed none",
            "signed up",
            "signed up",
            "signed down",
        ),
    ),
    Claim(
        50,
        "A rate between two that train may fail.",
        "the same pictures; layer 1's rate kept, layer 2's raised. With a quadratic all rates beyond the limit fail",
        SOURCE,
        islands,
        judge_islands,
        directions=(
            "share up",
            "share down",
        ),
    ),
)
