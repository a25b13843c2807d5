"""Judges that questions share: numbers within a tolerance, with half of the points close by, and named slips."""

from dataclasses import dataclass

from ..homework.fields import is_number
from .questions import Question

NEAR = 4  # tolerances from the right number within which half of the points are earned
EDGES = (0.98, 1.02, 0.98 * NEAR, 1.02 * NEAR)  # tolerances from the right number, of the record's samples


@dataclass(frozen=True)
class Tolerance:
    """How far a number may be off at no cost: a share of the right number, or a size up or down."""

    size: float
    relative: bool = True

    def __call__(self, given, right):
        """Return how far two numbers lie from each other, in tolerances."""
        return abs(given - right) / self.width(right)

    def width(self, right):
        """Return the tolerance as a distance from `right`."""
        return max(self.size * abs(right), 1e-300) if self.relative else self.size

    def __str__(self):
        return f"{100 * self.size:g} %" if self.relative else f"{self.size:g} up or down"


def within(share):
    """Return the Tolerance of a share of the right number."""
    return Tolerance(share)


def plus_minus(size):
    """Return the Tolerance of so much, up or down."""
    return Tolerance(size, relative=False)


def numeric(name, points, asks, right, tolerances, slips=(), practice=False, **put):
    """Return a Question of one number, or of a list of as many as there are tolerances, which share the points alike.
    `put` is its title and text.

    `right(student)` gives the right numbers (a list); a slip is (name, wrong(student)), wrong numbers (a list).
    """
    count = len(tolerances)

    def numbers(value):
        return value if isinstance(value, list) else [value]

    def fault(value):
        given = numbers(value)
        if len(given) == count and all(map(is_number, given)):
            return ""
        return f"that is not {'one number' if count == 1 else f'a list of {count} numbers'}"

    def judge(student, value, cases):
        given = numbers(value)
        far = distances(given, right(student), tolerances)
        slip = next((name for name, wrong in slips if max(distances(given, wrong(student), tolerances)) <= 1), "")
        return sum(map(credit, far)) / count, _why(far), slip

    def samples(student, cases):
        return beside(right(student), named)

    named = {f"number {i}": one for i, one in enumerate(tolerances, start=1)}
    known = tuple((name, lambda student, cases, wrong=wrong: wrong(student)) for name, wrong in slips)
    return Question(name, points, asks, judge, fault, None, practice, known, forgiven(named), samples, **put)


def distances(given, right, tolerances):
    """Return how far numbers lie from others, each in its own tolerance."""
    return [tolerance(one, other) for tolerance, one, other in zip(tolerances, given, right)]


def credit(distance):
    """Return the share of a number's points: all within the tolerance, half within a few."""
    return 1 if distance <= 1 else 0.5 if distance <= NEAR else 0


def _why(far):
    said = {1: "", 0.5: "is close, but off by more than the tolerance", 0: "is not what your problem gives"}
    words = [said[credit(one)] for one in far]
    if len(words) == 1:
        return f"the number {words[0]}"
    return "; ".join(f"number {i} {word}" for i, word in enumerate(words, start=1) if word)


def forgiven(tolerances, half=True):
    """Return the bounds {what: how much} of tolerances {what: Tolerance}; `half`: some points for what is near."""
    found = {what: str(tolerance) for what, tolerance in tolerances.items()}
    return found | ({"half of the points": f"within {NEAR} tolerances"} if half else {})


def beside(right, tolerances, edges=EDGES):
    """Return {what: numbers} for the record: the right numbers, and each of them off by so many of its tolerances, of
    which there is one for each number, {what it is: Tolerance}.
    """
    found = {"right": list(right)}
    for i, (what, tolerance) in enumerate(tolerances.items()):
        for edge in edges:
            off = list(right)
            off[i] = right[i] + edge * tolerance.width(right[i])
            found[f"{what} off by {edge:g} tolerances"] = off
    return found


def in_code(
    name, points, asks, right, same, cases, slips=(), worth=lambda share: share, tolerance=None, bounds=None, **put
):
    """Return a Question of what a student's function gave on inputs from `cases(rng)`.

    `right(*case)` gives the right value, `same(given, right)` compares; a slip is (name, wrong(*case)). `worth(share of
    the inputs)` is the share of the points. For the record: the `tolerance` that `same` keeps to, and other `bounds`.
    `put` is the question's title and text.
    """

    def fault(value):
        return "" if isinstance(value, list) else "that is not a list with one value for each input"

    def judge(student, value, cases):
        if not cases:
            raise ValueError("cases: allowed is the list of inputs that the answer was made from")
        if len(value) != len(cases):
            return 0, f"there is not one value for each of the {len(cases)} inputs", ""
        good = [same(one, right(*case)) for one, case in zip(value, cases)]
        slip = next(
            (name for name, wrong in slips if all(same(one, wrong(*case)) for one, case in zip(value, cases))), ""
        )
        return worth(sum(good) / len(good)), f"right on {sum(good)} of {len(good)} inputs", slip

    def samples(student, cases):
        values, count = [right(*case) for case in cases], len(cases)
        wrong = sorted({1, count // 10, count // 10 + 1, count // 3, count // 3 + 1} - {0})
        found = {"right": values} | {f"wrong on {k} of {count} inputs": ["x"] * k + values[k:] for k in wrong}
        for edge in (0.9, 1.1) if tolerance else ():  # what is handed over has six digits
            found[f"all off by {edge:g} tolerances"] = _times(values, 1 + edge * tolerance.size)
        return found

    known = tuple((name, lambda student, cases, wrong=wrong: [wrong(*case) for case in cases]) for name, wrong in slips)
    bounds = (bounds or {}) | ({"a number": str(tolerance)} if tolerance else {})
    return Question(name, points, asks, judge, fault, cases, False, known, bounds, samples, **put)


def _times(value, factor):
    """Return a value with all its numbers multiplied."""
    return [_times(one, factor) for one in value] if isinstance(value, list) else factor * value
