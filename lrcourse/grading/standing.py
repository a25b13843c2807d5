"""Where every student stands: the grader's marks, and over them what a person gave in nbgrader's formgrader."""

from dataclasses import dataclass

from . import gradebook
from .examine import short
from .questions import questions
from .rows import Row, rows


@dataclass(frozen=True)
class Standing:
    """A row with its points: `got` {question: points or None, where a person still has to look}, `comments` {question:
    text}, the total (None while it is not known), and the state with what a person gave.
    """

    row: Row
    got: dict
    comments: dict
    total: float | None
    state: str


def standings(folders, assignment):
    """Return a Standing for every row of `rows`, in its order."""
    given = gradebook.scores(folders, assignment)
    return [_standing(row, given.get(row.student, {})) for row in rows(folders, assignment)]


def points(assignment):
    """Return {question: points} of an assignment."""
    return {name: question.points for name, question in questions(short(assignment)).items()}


def _standing(row, given):
    if not row.result:
        return Standing(row, {}, {}, None, row.state)
    got = {name: _got(one, row.result["person"], given.get(name)) for name, one in row.result["questions"].items()}
    known = None not in got.values()
    total = round(sum(got.values()), 3) if known else None
    comments = {name: comment for name, (_, _, comment) in given.items() if comment}
    return Standing(row, got, comments, total, "graded" if known else row.state)


def _got(one, person, given):
    """Return the points of a question; None where a person still has to look."""
    if given:
        score, left, _ = given
        return None if left else round(score, 3)
    return None if person or one["share"] is None else round(one["share"] * one["points"], 3)
