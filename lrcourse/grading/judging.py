"""Judges that questions share: numbers within a tolerance, with half of the points close by, and named slips."""

from ..homework.fields import is_number, show
from .questions import Mark, Question

NEAR = 4  # times the tolerance: half of the points


def within(share):
    """A tolerance relative to the right number: the distance, in tolerances."""
    return lambda given, right: abs(given - right) / max(share * abs(right), 1e-300)


def plus_minus(size):
    """A tolerance of so much, up or down: the distance, in tolerances."""
    return lambda given, right: abs(given - right) / size


def numeric(name, points, asks, right, tolerances, slips=(), practice=False):
    """A Question of one number, or of a list of as many as there are tolerances, which share the points alike.

    `right(student)` gives the right numbers (a list); a slip is (name, wrong(student)), wrong numbers (a list).
    """
    count = len(tolerances)

    def judge(student, value, cases=None):
        given = value if isinstance(value, list) else [value]
        if len(given) != count or not all(map(is_number, given)):
            wanted = "one number" if count == 1 else f"a list of {count} numbers"
            return Mark(0, show(value), asks, f"that is not {wanted}")
        far = distances(given, right(student), tolerances)
        share = sum(map(credit, far)) / count
        if share == 1:
            return Mark(1, show(value), asks)
        slip = next((name for name, wrong in slips if max(distances(given, wrong(student), tolerances)) <= 1), "")
        return Mark(share, show(value), asks, _why(far), slip)

    known = tuple((name, lambda student, cases, wrong=wrong: wrong(student)) for name, wrong in slips)
    return Question(name, points, asks, judge, practice=practice, slips=known)


def distances(given, right, tolerances):
    """How far numbers lie from others, each in its own tolerance."""
    return [far(one, other) for far, one, other in zip(tolerances, given, right)]


def credit(distance):
    """The share of a number's points: all within the tolerance, half within a few."""
    return 1 if distance <= 1 else 0.5 if distance <= NEAR else 0


def _why(far):
    said = {1: "", 0.5: "is close, but off by more than the tolerance", 0: "is not what your problem gives"}
    words = [said[credit(one)] for one in far]
    if len(words) == 1:
        return f"the number {words[0]}"
    return "; ".join(f"number {i} {word}" for i, word in enumerate(words, start=1) if word)


def in_code(name, points, asks, right, same, cases, slips=(), worth=lambda share: share):
    """A Question of what a student's function gave on inputs from `cases(rng)`.

    `right(*case)` gives the right value, `same(given, right)` compares; a slip is (name, wrong(*case)). `worth(share of
    the inputs)` is the share of the points.
    """

    def judge(student, value, cases):
        if not cases:
            raise ValueError("cases: allowed is the list of inputs that the answer was made from")
        if not isinstance(value, list) or len(value) != len(cases):
            return Mark(0, show(value), asks, f"there is not one value for each of the {len(cases)} inputs")
        good = [same(one, right(*case)) for one, case in zip(value, cases)]
        share = worth(sum(good) / len(good))
        if share == 1:
            return Mark(1, show(value), asks)
        slip = next(
            (name for name, wrong in slips if all(same(one, wrong(*case)) for one, case in zip(value, cases))), ""
        )
        return Mark(share, show(value), asks, f"right on {sum(good)} of {len(good)} inputs", slip)

    known = tuple((name, lambda student, cases, wrong=wrong: [wrong(*case) for case in cases]) for name, wrong in slips)
    return Question(name, points, asks, judge, cases, slips=known)
