"""hw1, stability: a bowl of one's own in two directions, of which only start, minimum and gradient are given."""

from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from ..engine import surfaces
from . import between
from .fields import Form, is_number, number, numbers

CALLS = 30  # gradients for the first question
STEPS = 10  # for the signs
TARGET = 1e-3  # share of the first loss
LARGEST = 1e12  # a list of losses ends before the first that is not below it


@dataclass(frozen=True)
class Parameters:
    """The numbers that make a student's problem."""

    curvatures: tuple  # (flat, stiff)
    angle: float  # degrees of the flat direction
    start: tuple
    momentum: float
    shift: float  # factor of the slider's rates, so that they do not tell the limit
    warm_up: float  # the curvature of the practice question


def parameters(student):
    """Return a student's numbers. Problems are alike up to units: scales differ widely, ratios of curvatures little."""
    draw = partial(between, "hw1", student)
    stiff = 10 ** draw(-2, 3, "curvature")
    angle, reach = draw(15, 75, "angle"), 10 ** draw(0, 1.5, "reach")
    turn, off = np.deg2rad(angle), np.deg2rad(draw(25, 65, "direction"))
    flat_way, stiff_way = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    start = reach * (np.cos(off) * flat_way + np.sin(off) * stiff_way)
    return Parameters(
        (stiff / draw(8, 18, "condition"), stiff),
        angle,
        tuple(start.tolist()),
        round(draw(0.5, 0.9, "momentum"), 2),
        10 ** draw(-0.15, 0.15, "shift"),
        round(10 ** draw(0, 2, "warm-up"), 2),
    )


@dataclass(frozen=True, eq=False)
class Problem:
    """A bowl with its minimum at (0, 0). `surface` is for `train`, `oracle()` gives gradients one by one, `rates` are
    a slider's stops, `momentum` is for question 7, and `warm_up` is the curvature of question 0.
    """

    student: str
    surface: surfaces.Surface = field(repr=False)
    start: np.ndarray  # (2,)
    momentum: float
    warm_up: float
    rates: np.ndarray = field(repr=False)  # (36,)

    def oracle(self, calls=CALLS):
        """Return a function gradient(point) that answers so many times, and then no more."""
        return Oracle(self.surface, calls)


class Oracle:
    """A function gradient(point) that gives one gradient (size,) per call, until all calls are used; `used` counts."""

    def __init__(self, surface, calls):
        self.surface, self.calls, self.used = surface, calls, 0

    def __call__(self, point):
        """Return the gradient at one point, both (size,); RuntimeError if no calls are left."""
        if self.used >= self.calls:
            raise RuntimeError(f"the {self.calls} gradients are used up; oracle() gives a new count")
        self.used += 1
        return self.surface.loss_and_grad(np.reshape(np.asarray(point, float), (1, -1)))[1][0]


def problem(student):
    """Return the Problem of a student (an id as checked_id gives it)."""
    mine = parameters(student)
    bowl = surfaces.ravine(mine.curvatures, mine.angle, mine.start)
    rates = np.geomspace(0.1, 3.4, 36) * mine.shift / mine.curvatures[1]
    rates = np.array([float(f"{rate:.3g}") for rate in rates])
    hidden = replace(bowl, name="your bowl", curvatures=None)
    return Problem(student, hidden, np.array(mine.start), mine.momentum, mine.warm_up, rates)


def _bowls(rng):
    """Return [hessian, start, rate, steps] of bowls in one to three directions; the rates in units of 1/λmax."""
    found = []
    for share, steps in ((0.3, 20), (1.0, 12), (1.9, 20), (2.05, 30), (4.0, 40), (1e120, 5), (0.5, 0)):
        size = int(rng.integers(1, 4))
        turn = np.linalg.qr(rng.normal(size=(size, size)))[0]
        curvatures = rng.uniform(0.5, 5, size)
        hessian = (turn.T @ np.diag(curvatures) @ turn).round(3)
        start = (rng.uniform(0.5, 2, size) * rng.choice([-1, 1], size)).round(2)
        rate = float(f"{share / np.linalg.eigvalsh(hessian)[-1]:.4g}")
        found.append([hessian.tolist(), start.tolist(), rate, steps])
    return found


INPUTS = {"hw1.6": _bowls}

_RATE = 1e-4, 1e5


def signs_fault(value):
    """Return what is wrong with the form of [signs, rate, loss], "" if nothing is."""
    if not isinstance(value, list) or len(value) != 3 or not isinstance(value[0], list):
        return "that is not a list [signs, rate, loss]"
    if len(value[0]) != STEPS or any(not is_number(sign) or sign not in (-1, 0, 1) for sign in value[0]):
        return f"the signs are not {STEPS} numbers from -1, 0 and 1"
    if number(*_RATE).fault(value[1]):
        return f"the rate is not a number between {_RATE[0]:g} and {_RATE[1]:g}"
    return number(0, 1e9).fault(value[2]) and "the loss is not a number from 0"


def _losses_fault(value):
    if not isinstance(value, list) or not all(isinstance(one, list) for one in value):
        return "that is not a list of losses for each case"
    return "" if all(map(is_number, sum(value, []))) else "a loss in it is not a number"


def _warm_up_is_right(student, value):
    lam = parameters(student).warm_up
    return bool(np.allclose(value, [1 / lam, 2 / lam], rtol=0.005))


FORMS = {
    "hw1.0": replace(
        numbers([_RATE] * 2, "two rates [landing, limit], such as [0.1, 0.2]"),
        right=_warm_up_is_right,
    ),
    "hw1.1": number(1e-3, 1e4, "a number, the curvature"),
    "hw1.2": numbers([_RATE] * 2, "two rates [landing, limit], such as [0.1, 0.2]"),
    "hw1.3": number(*_RATE, "a number, the rate"),
    "hw1.4": Form(f"[signs, rate, loss]: {STEPS} signs, such as [-1, 1, …], the rate and one loss", signs_fault),
    "hw1.5": numbers([_RATE, (1, 1000)], "a rate and a number of steps, such as [0.1, 25]"),
    "hw1.6": Form("what gradient_descent gives for every case of homework.cases", _losses_fault),
    "hw1.7": number(*_RATE, "a number, the rate"),
}
