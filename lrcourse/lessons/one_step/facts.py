"""What the numbers of the text rest on, in the text's order, and what its key sentences rest on."""

import numpy as np

from ...diagnosis.metrics import degrees_off
from ...engine import surfaces
from ..fact import Coded, Shown
from ..question import came_out
from .questions import CURVATURE, RATE, START, VALLEY, lengths, scaled


def slope(x):
    """Return the gradient of round 1's parabola at a place."""
    return surfaces.quadratic([CURVATURE]).loss_and_grad(np.array([[x]]))[1][0, 0]


def is_the_bowl():
    """Return whether the losses of rounds 1 and 3 have the stated formulas."""
    x, y = 3.0, -2.0
    one, two = surfaces.quadratic([CURVATURE])(np.array([[x]])), surfaces.quadratic(VALLEY)(np.array([[x, y]]))
    return bool(one[0] == CURVATURE * x**2 / 2 and two[0] == (VALLEY[0] * x**2 + VALLEY[1] * y**2) / 2)


def lands_where_the_formula_says():
    """Return whether the first step on round 1's parabola lands at (1 − ηλ) x₀."""
    return START - lengths()[0] == (1 - RATE * CURVATURE) * START


RATE_BY_CODE = Coded("prove-1-path", "lr=")
SCALE = Coded("lengths", '+ 1000": plus, "')
NUMBERS = {
    "title": ["two"],
    "round-1-step": ["0"],
    "look-1": [("0.1", RATE_BY_CODE), ("5", Coded("bowl", "start=[")), "1"],
    "explain-1": [
        ("20", Shown("first-steps", "gradient ")),
        ("0.1", RATE_BY_CODE),
        ("20", Shown("first-steps", "gradient ")),
        ("12", lambda: slope(3.0)),
        ("1.2", Shown("prove-1-path", "steps [", 1)),
        ("0.25", lambda: 1 / CURVATURE),
        "0",
    ],
    "prove-1": [("0.4", lambda: RATE * CURVATURE), "half", "twice"],
    "round-2": [
        ("1000", SCALE),
        ("1000", Coded("three-losses", "** 2 + ")),
        "three",
        ("three", Coded("lengths", "steps=")),
        ("0.1", Coded("lengths", "lr=")),
    ],
    "look-2": ["three"],
    "explain-2": [
        ("1000", SCALE),
        ("2000", Shown("first-steps", "1000 × the loss", 1)),
        ("2", Shown("first-steps", "first step ")),
        ("1000", Coded("three-losses", "** 2 + ")),
    ],
    "round-3": ["Two", "two"],
    "look-3": [("10", Coded("heading", "ratios = [", 7))],
    "explain-3": [("10", lambda: max(VALLEY)), ("39", Shown("angle", "curvatures 1 and 10: "))],
    "prove-3": ["two", ("45", lambda: degrees_off(surfaces.quadratic([1, 1e9], start=[1, 1])))],
    "card-1": [("0", lambda: degrees_off(surfaces.quadratic([1, 10], start=[1, 0])) < 1e-5)],
    "summary": [("1000", SCALE), ("1000", scaled)],
}
SAID = {
    "round-1": {r"$$L(x)=\tfrac12\lambda x^2 .$$": is_the_bowl},
    "round-1-step": {r"We take $\lambda=4$ and start at $x=5$": lambda: (CURVATURE, START) == (4, 5)},
    "explain-1": {
        r"At $x=5$ the gradient is $4\cdot5=20$, and the step is $0.1\cdot20=2$": lambda: lengths()[0] == 2,
        "At $x=3$ the gradient is only 12": lambda: START - lengths()[0] == 3,
        r"$$x_1=(1-\eta\lambda)\,x_0 .$$": lands_where_the_formula_says,
        r"The rate $1/\lambda=0.25$ makes it 0": lambda: lengths(rate=1 / CURVATURE)[0] == START,
        "The rate stayed the same; the steps shrank": came_out("one_step.1", "2 and 1.2"),
    },
    "prove-1": {r"$5\,(1-0.4)^t$": lambda: START == 5},
    "round-2": {"from $x=5$": lambda: START == 5},
    "explain-2": {
        "The first step on 1000 × the loss is 2000 long instead of 2": came_out("one_step.2", "1000 times as long")
    },
    "round-3": {r"$$L(x_1,x_2)=\tfrac12\left(\lambda_1x_1^2+\lambda_2x_2^2\right)$$": is_the_bowl},
    "explain-3": {"crosses the valley instead of following it": came_out("one_step.3", "about 40° off")},
    "card-1": {
        "at $(1,0)$, which lies on an eigen-direction, and at $(1,1)$. Only the first is 0": lambda: (
            degrees_off(surfaces.quadratic([1, 10], start=[1, 1])) > 1
        )
    },
    "summary": {r"lands at $(1-\eta\lambda)\,x_0$": lands_where_the_formula_says},
}
