"""hw0, a small assignment to copy: what is right, what it is worth, and the slips that lead elsewhere."""

from ..homework import hw0
from ..homework.fields import is_number
from .judging import in_code, numeric, within
from .questions import Question

LIMIT = within(0.002)
SAME = within(1e-4)  # of a place that a function gives; near 0 as much as at 0.001


def _over(top):
    """Return right(student): `top` over the student's curvature."""
    return lambda student: [top / hw0.problem(student).curvature]


def _close(given, right):
    return is_number(given) and abs(given - right) <= SAME.width(max(abs(right), 1e-3))


QUESTIONS = (
    numeric(
        "hw0.1",
        2,
        f"the limit of your parabola, within {LIMIT}",
        _over(2),
        [LIMIT],
        [("the landing rate 1/λ for the limit 2/λ", _over(1))],
        title="A number",
        text=(
            r"Your parabola $\tfrac12\lambda x^2$ has the curvature `mine.curvature`. From which rate on "
            f"does gradient descent no longer come home? Within {LIMIT}."
        ),
    ),
    in_code(
        "hw0.2",
        3,
        "the place after one step of gradient descent, for each fresh case",
        lambda x, rate, curvature: x - rate * curvature * x,
        _close,
        hw0.INPUTS["hw0.2"],
        [("the step goes uphill", lambda x, rate, curvature: x + rate * curvature * x)],
        tolerance=SAME,
        title="A function",
        text=(
            "Write one step of gradient descent: from `x`, the rate and the curvature, return where it "
            'ends. It is tried on inputs that you have not seen; `homework.cases("hw0.2")` gives you '
            "some to practise on."
        ),
    ),
    Question(
        "hw0.3",
        1,
        "why overshooting is not divergence, with your own number",
        title="In words",
        text=(
            "Why does a step that overshoots the minimum not mean that gradient descent diverges? Cite "
            "your own number. (A person reads this.)"
        ),
    ),
)
