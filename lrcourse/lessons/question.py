"""The kinds of questions that lessons ask: predictions, exercises, exercises in code, and how a number is judged.

Right answers are computed when asked for. What came out of predictions is also on record: lesson 11 compares them all.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..places import DATA
from . import all_questions

NUMBER = "a number, such as 0.5"
TRUTHS = DATA / "truths.json"  # {question: the choice that came out}, written by `python3 course.py notebooks`


@dataclass(frozen=True)
class Prediction:
    """A question put before anything moves.

    `truth()` computes which of the choices is right; None where no lesson measures it yet.
    """

    choices: tuple
    truth: Callable | None
    about: str = ""  # "row, column: statement", where a table of predictions asks it
    text: str = ""  # as the lesson's cell asks it, in Markdown; "" where another question's text asks this one too
    hint: str = ""  # what folds open below it

    @property
    def by_chance(self):
        """How sure a guess is, in whole percent: 33 of three choices."""
        return 100 // len(self.choices)


@dataclass(frozen=True)
class Counted:
    """What counts of a reader's predictions for one question: the first choice, and how sure, in percent or None."""

    choice: str
    confidence: float | None = None

    def __str__(self):
        return repr(self.choice) + ("" if self.confidence is None else f" at {self.confidence:g} %")


def what_counts(records):
    """Return {question: Counted} of a reader's records, oldest first. A first choice counts, unless its outcome had
    been shown; how sure may be said later, until another choice is made or the outcome is shown.

    Records that make no sense are passed over.
    """
    questions, found, closed = all_questions(), {}, set()
    for record in records:
        kind, name, choice, sure = (record.get(key) for key in ("kind", "question", "choice", "confidence"))
        asked = questions.get(name) if isinstance(name, str) else None
        if not isinstance(asked, Prediction) or name in closed:
            continue
        if kind == "outcome":
            closed.add(name)
        elif kind == "prediction" and isinstance(choice, str) and choice in asked.choices:
            first = found.setdefault(name, Counted(choice))
            number = isinstance(sure, (int, float)) and not isinstance(sure, bool)
            if choice != first.choice:
                closed.add(name)
            elif number and asked.by_chance <= sure <= 100:
                found[name] = Counted(choice, float(sure))
    return found


def truth_on_record(question):
    """Return the choice that came out of a prediction, as data/truths.json has it; worked out anew if it has none of
    the choices, None where no lesson measures it.
    """
    asked, found = all_questions()[question], recorded_truths().get(question)
    return found if found in asked.choices else asked.truth and asked.truth()


@cache
def recorded_truths():
    """Return {question: the choice that came out} of data/truths.json; {} if it cannot be read."""
    try:
        found = json.loads(TRUTHS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


@dataclass(frozen=True)
class Numbers:
    """What an exercise wants that takes a list of `count` numbers."""

    count: int

    def __str__(self):
        return f"a list of {self.count} numbers, such as [0.5, 0.25, …]"


@dataclass(frozen=True)
class Exercise:
    """A task with a goal.

    `right(answer)` decides; `wants` is NUMBER, Numbers(count) or a tuple of choices; `worked()` is the solution, in
    words.

    `slips` are pairs (test, message): what to say to a wrong answer for which test(answer) is true.
    """

    right: Callable
    worked: Callable
    wants: object = NUMBER
    slips: tuple = ()
    text: str = ""  # as of a Prediction
    hint: str = ""
    samples: tuple = ()  # answers that the record of questions tries, where no number says which to try


@dataclass(frozen=True)
class Code:
    """An exercise in code: a function that the reader writes.

    `inputs(rng)` draws a list of tries, the arguments of each a tuple; `expected(*arguments)` is what must come back,
    worked out by the engine or a closed form. `slips` are pairs (function, message): what to say to an answer that
    equals what that wrong function gives. `source` is one way to write it.
    """

    name: str
    wants: str  # what to say to a blank, such as "a function step(x, gradient, rate)"
    inputs: Callable
    expected: Callable
    source: str
    slips: tuple = ()
    text: str = ""  # as of a Prediction
    hint: str = ""

    def worked(self):
        """Return one way to write it, as text."""
        return f"one way is\n\n{self.source}"


@dataclass(frozen=True)
class near:
    """A judge of numbers: near(0.25)(answer) is whether the answer lies within `share` of the value.

    `value` is a number, a list of numbers, or a function that works it out when asked.
    """

    value: object
    share: float = 0.01

    def __call__(self, answer):
        return bool(np.all(np.isclose(answer, self.right(), rtol=self.share, atol=0)))

    def right(self):
        """Return the right number."""
        return self.value() if callable(self.value) else self.value


def came_out(question, choice):
    """Return a function that returns whether a prediction's truth is this choice; a text may rest on it."""

    def holds():
        return all_questions()[question].truth() == choice

    return holds
