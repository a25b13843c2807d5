"""The kinds of questions that lessons ask: predictions, exercises, exercises in code, and how a number is judged.

Right answers are computed when asked for, never stored.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from . import all_questions

NUMBER = "a number, such as 0.5"


@dataclass(frozen=True)
class Prediction:
    """A question put before anything moves.

    `truth()` computes which of the choices is right; None where no lesson measures it yet.
    """

    choices: tuple
    truth: Callable | None
    about: str = ""  # what a grid of predictions writes above this one
    text: str = ""  # as the lesson's cell asks it, in Markdown; "" where another question's text asks this one too
    hint: str = ""  # what folds open below it


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

    `value` is a number, or a function that works it out when asked.
    """

    value: object
    share: float = 0.01

    def __call__(self, answer):
        return bool(np.isclose(answer, self.right(), rtol=self.share, atol=0))

    def right(self):
        """Return the right number."""
        return self.value() if callable(self.value) else self.value


def came_out(question, choice):
    """Return a function that returns whether a prediction's truth is this choice; a text may rest on it."""

    def holds():
        return all_questions()[question].truth() == choice

    return holds
