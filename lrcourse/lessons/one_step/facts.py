"""What the numbers of the text rest on, in the text's order, and what its key sentences rest on."""

import numpy as np

from ...diagnosis.metrics import degrees_off
from ...engine import surfaces
from ..fact import Coded, Shown
from ..question import came_out
from .questions import CURVATURE, RATE, VALLEY, scaled


def slope(x):
    """Return the gradient of round 1's parabola at a place."""
    return surfaces.quadratic([CURVATURE]).loss_and_grad(np.array([[x]]))[1][0, 0]


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
    "explain-1": {"The rate stayed the same; the steps shrank": came_out("one_step.1", "2 and 1.2")},
    "explain-2": {
        "The first step on 1000 × the loss is 2000 long instead of 2": came_out("one_step.2", "1000 times as long")
    },
    "explain-3": {"crosses the valley instead of following it": came_out("one_step.3", "about 40° off")},
}
