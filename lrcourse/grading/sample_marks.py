"""Mark sample answers to an assignment's questions: in their record a reviewer sees what a change of a judge does."""

from ..checks import show
from .questions import Mark, fresh_cases, mark, questions

STUDENT = "ada"  # whose answers are marked


def record(assignment):
    """Return {question: what it is, and how it marks sample answers} of an assignment such as "hw1", as plain data.

    Marked are no answer, a word, the right answer, answers just inside and outside of what is forgiven, and every slip.
    Numbers keep four digits, so that the record is the same on every machine.
    """
    cases = fresh_cases(assignment, "record", STUDENT, attempt=1)
    return {name: _recorded(assignment, question, cases.get(name)) for name, question in questions(assignment).items()}


def _recorded(assignment, question, cases):
    text = "\n\n".join(question.cells().values())
    told = {"text": text, "asks": question.asks, "points": question.points, "practice": question.practice}
    answers = {"no answer": None if question.judge else "", "a word": "word"} | question.samples(STUDENT, cases)
    answers |= {f"slip: {slip}": wrong(STUDENT, cases) for slip, wrong in question.slips}
    marks = {what: _said(assignment, question.name, value, cases) for what, value in answers.items()}
    return told | {"forgiven": question.bounds, "marks": marks}


def _said(assignment, name, value, cases):
    """Return an answer and its mark in one line: the share of the points, the answer, why points are lost, the slip."""
    found = mark(assignment, STUDENT, {name: value}, {name: cases})[name]
    if not isinstance(found, Mark):
        return f"a person: {found.reason}"
    slip = f" [{found.slip}]" if found.slip else ""
    return f"{found.share:.4g} for {show(value, digits=4)}{': ' * bool(found.why)}{found.why}{slip}"
