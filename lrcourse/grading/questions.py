"""The questions of every assignment, and the marks that values get. Pure: no code of a student runs here."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module

import numpy as np

from ..checks import one_of
from ..homework import ASSIGNMENTS, checked_id
from ..homework.fields import plain, show


@dataclass(frozen=True)
class Mark:
    """What an answer earned: a share of the points from 0 to 1, what was given, what was expected of it (not the answer
    itself), why points were lost ("" if none were), and a known misconception that leads there.
    """

    share: float
    given: str
    expected: str
    why: str = ""
    slip: str = ""


def any_form(value):
    """Return "": a value of any form will do."""
    return ""


def no_samples(student, cases):
    """Return {}: no answers are marked for the record."""
    return {}


@dataclass(frozen=True)
class Question:
    """One question of an assignment; without a `judge` a person reads it.

    `judge(student, value, cases)` returns (share of the points, why some are lost, slip); before it sees a value,
    `fault(value)` says what is wrong with its form, "" if nothing is. `cases(rng)` draws inputs for a question in code.
    A slip is (name, wrong(student, cases)): a misconception, and the value that it leads to.

    `title`, `text` and, below a figure or a run, `more` put the question to students, in Markdown.

    For the record that a reviewer reads: `bounds`, what the judge forgives, in words {what: how much}, and
    `samples(student, cases)`, answers {what they are: value} to mark.
    """

    name: str
    points: float
    asks: str
    judge: Callable | None = None
    fault: Callable = any_form
    cases: Callable | None = None
    practice: bool = False
    slips: tuple = ()
    bounds: dict = field(default_factory=dict)
    samples: Callable = no_samples
    title: str = ""
    text: str = ""
    more: str = ""

    def cells(self):
        """Return {id of a cell: its Markdown} of the cells of the notebook that put the question; {} without a text."""
        if not self.text:
            return {}
        number = self.name.partition(".")[2]
        points = f"{self.points:g} point{'s' * (self.points != 1)}"
        found = {f"q{number}": f"## Question {number} · {self.title} ({points})\n\n{self.text}"}
        return found | ({f"q{number}-ask": self.more} if self.more else {})

    def mark(self, student, value, cases=None):
        """Return the Mark of a plain value; `cases` are the inputs that the answer to a question in code was made from.

        An answer whose form is wrong gets nothing, and the mark says what is wrong.
        """
        fault = self.fault(value)
        share, why, slip = (0, fault, "") if fault else self.judge(student, value, cases)
        return Mark(share, show(value), self.asks, *(("", "") if share == 1 else (why, slip)))


@dataclass(frozen=True)
class Person:
    """A question that a person has to mark, and why."""

    reason: str


READ = Person("a text is to be read")


def questions(assignment):
    """Return {name: Question} of an assignment, such as "hw1", in its order."""
    return {one.name: one for one in _module(assignment).QUESTIONS}


def fresh_cases(assignment, secret, student, attempt):
    """Return {question: [inputs, …]} for the questions in code: nobody foresees them without the secret."""
    found = {}
    for name, question in questions(assignment).items():
        if question.cases:
            text = "|".join((assignment, checked_id(student), str(attempt), name))
            key = secret if isinstance(secret, bytes) else str(secret).encode()
            seed = hmac.new(key, text.encode(), hashlib.sha256).digest()
            found[name] = question.cases(np.random.default_rng(list(seed)))
    return found


def mark(assignment, student, answers, cases):
    """Return {name: Mark or Person} of every question, from values {name: value}. Never raises on any value.

    A value that is missing, or is refused with a reason, gets nothing, and the mark says so in words.
    """
    student = checked_id(student)
    return {
        name: _mark(question, student, answers.get(name), cases) for name, question in questions(assignment).items()
    }


def _mark(question, student, value, cases):
    if question.judge is None:
        if isinstance(value, str) and not value.strip():
            return Mark(0, "nothing", question.asks, "no answer was given")
        return READ
    if value is None:
        return Mark(0, "nothing", question.asks, "no answer was given")
    given, fault = plain(value)
    if fault:
        reason = getattr(value, "reason", None)  # of a value that was refused on its way here
        fault = reason if type(reason) is str else fault
        return Mark(0, "nothing that counts", question.asks, f"the answer was refused: {fault}"[:300])
    try:
        return question.mark(student, given, (cases or {}).get(question.name))
    except Exception as error:  # our fault, not the student's: it costs nobody points unseen
        return Person(f"its judge stopped with {type(error).__name__} at {show(given)}")


def _module(assignment):
    return import_module(f".{one_of('assignment', assignment, ASSIGNMENTS)}", __package__)
