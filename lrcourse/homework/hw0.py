"""hw0, a small assignment to copy: a parabola of one's own. See "An assignment of your own" in notebooks/homework."""

from dataclasses import dataclass

from . import chance
from .fields import Form, is_number, number


@dataclass(frozen=True)
class Problem:
    """A parabola ½λx² with the curvature λ."""

    curvature: float


def problem(student):
    """Return the Problem of a student (an id as checked_id gives it): everything follows from hashes of it."""
    return Problem(round(10 ** (2 * chance("hw0", student, "curvature") - 1), 3))


def _cases_of_a_step(rng):
    """Return [x, rate, curvature] for three steps; the first from the left of the minimum, and not across it."""
    cases = rng.uniform(0.1, 2, (3, 3))
    cases[0] *= -1, 0.25, 1
    return cases.round(3).tolist()


INPUTS = {"hw0.2": _cases_of_a_step}  # what homework.cases draws from


def _three_numbers(value):
    good = isinstance(value, list) and len(value) == 3 and all(map(is_number, value))
    return "" if good else "that is not a number for each case"


FORMS = {  # what is told before the deadline: form and scale, not whether the answer is right
    "hw0.1": number(1e-2, 1e3, "a number, the rate"),
    "hw0.2": Form("what step gives for every case of homework.cases", _three_numbers),
}
