"""The calls of a lesson that ask and answer: predict, outcome, check, solution. Each answers at once, in a sentence.

Whatever a reader types in, nothing raises, nothing hangs and nothing is lost.
"""

import html
from dataclasses import dataclass
from difflib import get_close_matches
from numbers import Real

import numpy as np
from IPython.display import display

from ..checks import show
from ..lessons import all_questions, lesson_of
from ..lessons.former import current
from ..lessons.question import Code, Counted, Exercise, Prediction, near
from . import answers
from .code import try_out
from .reading import LONGEST, as_choice, as_number, as_wanted, is_blank

HINT = "The hint folds open below."
CLOSE, EXACT = 0.03, 0.001  # an answer this near to the right one is close; a tolerance below this one wants it exactly


def predict(question, choice=None, confidence=None):
    """Note what you expect before you look: by a click, or as one of the choices with how sure you are, in percent.

    Your first choice counts; a later one is noted as a change of mind.
    """
    question = current(question)
    if not _is(question, Prediction):
        return print(_no_such(question, "predict", Prediction))
    tell_trouble()
    if choice is None:
        from . import forms

        return display(forms.Choice(question, note))
    print(note(question, choice, confidence))


def note(question, choice, confidence=None):
    """Keep a prediction and return what to say to the reader."""
    asked = all_questions()[question]
    choices, least = asked.choices, asked.by_chance
    if (said := as_choice(choice, choices)) is None:
        return f"{question}: {show(choice)} is not among the choices: {', '.join(map(repr, choices))}"
    sure = None if confidence is None else as_number(confidence)
    if confidence is not None and (sure is None or not least <= sure <= 100):
        return (
            f"{question}: confidence={show(confidence)}: a number from {least} (a guess among {len(choices)}) to 100 "
            "(certain), or leave it out"
        )
    saved = answers.append({"kind": "prediction", "question": question, "choice": said, "confidence": sure})
    return f"{question}: {_noted(question, Counted(said, sure))}{saved}"


def _noted(question, said):
    """Return a sentence about a prediction that was just kept: whether it counts, or what counts in its place."""
    counts, shown = answers.counted(question), answers.shown(question)
    if counts is None:
        return f"{said} is noted, but does not count: what came out has been shown."
    if said.choice != counts.choice:
        return f"{said} is noted as a change of mind. Your first choice counts, {counts}."
    return f"noted, {counts}." + ("" if shown else " Now look.")


def predict_table(lesson):
    """Show a lesson's table of statements, such as "start_here", with a choice to click for each."""
    lesson = current(lesson)
    names = [name for name in in_tables() if isinstance(lesson, str) and name.startswith(f"{lesson}.")]
    if not names:
        there = lesson_of(in_tables()[0])
        return print(f"predict_table: {show(lesson)} has no table; there is one in lesson {there!r}")
    tell_trouble()
    from . import forms

    display(forms.Grid(names, note))


def in_tables():
    """Return the names of the predictions that lessons ask in a table."""
    return [name for name, asked in all_questions().items() if isinstance(asked, Prediction) and asked.about]


def outcome(question):
    """Show what came out beside what you predicted, in one line; folded in a notebook until you predict."""
    question = current(question)
    if not _is(question, Prediction):
        return print(_no_such(question, "outcome", Prediction))
    tell_trouble()
    truth = all_questions()[question].truth
    if truth is None:
        return print(f"{question}: no lesson measures this yet.")
    display(CameOut(question, _compared(question, truth()), folded=not _choice(question)))
    if not answers.shown(question):
        answers.append({"kind": "outcome", "question": question})  # no prediction after it counts


def _compared(question, truth):
    """Return a sentence: what came out, beside the prediction that counts."""
    counts, last = answers.counted(question), _choice(question)
    if counts is None:
        why = "Your prediction came after this was shown, and does not count." if last else "You noted no prediction."
        return f"it came out as {truth!r}. ({why})"
    first = " first" if last != counts.choice else ""
    if counts.choice == truth:
        return f"you{first} predicted {counts}, and so it came out."
    return f"you{first} predicted {counts}; it came out as {truth!r}."


def _choice(question):
    """Return the reader's last choice for a prediction, whether it counts or not; None if there is none."""
    choice = (answers.newest(question) or {}).get("choice")
    return choice if isinstance(choice, str) and choice in all_questions()[question].choices else None


@dataclass(frozen=True)
class CameOut:
    """A line that says what came out. In a notebook it unfolds by a click, so that nobody reads it by accident."""

    question: str
    said: str
    folded: bool

    def __repr__(self):
        return f"{self.question}: {self.said}"

    def _repr_html_(self):
        said = html.escape(self.said[0].upper() + self.said[1:], quote=False)
        opened = "" if self.folded else " open"
        return f"<details{opened}><summary>{self.question}: what came out?</summary>\n<p>{said}</p></details>"


def check(question, answer=None):
    """Say at once whether an answer is right. Without an answer, show a field for it; a blank is no mistake."""
    question = current(question)
    if not _is(question, (Exercise, Code)):
        return print(_no_such(question, "check", (Exercise, Code)))
    tell_trouble()
    if isinstance(all_questions()[question], Code):
        return print(try_function(question, answer))
    if is_blank(answer):
        from . import forms

        return display(forms.Answer(question, judge))
    print(judge(question, answer))


def judge(question, answer):
    """Judge an answer, keep it, and return what to say to the reader."""
    exercise = all_questions()[question]
    if is_blank(answer):
        return f"{question}: no answer yet; it takes {wanted(exercise)}"
    value = as_wanted(answer, exercise.wants)
    if value is None:
        return f"{question}: {show(answer)} cannot be checked; it takes {wanted(exercise)}"
    right, said = judged(question, value)
    return said + answers.append({"kind": "answer", "question": question, "answer": value, "right": right})


def judged(question, value):
    """Return (whether a value that was read is right, what to say to the reader). Nothing is kept."""
    exercise = all_questions()[question]
    right, remark = verdict(exercise, value)
    if right:
        return True, f"{question}: right, {show(value)}."
    remark = _close(exercise) if is_close(exercise, value) else remark or (HINT if exercise.hint else "")
    return False, f"{question}: not yet, {show(value)}. {remark}".rstrip()


@np.errstate(all="ignore")
def is_close(exercise, value):
    """Return whether a wrong answer is so near to the right number that it was perhaps only rounded, and shows no slip
    that has a number of its own.
    """
    judge = exercise.right
    if not isinstance(judge, near) or judge.share >= CLOSE or judge(value):
        return False
    slips = [test for test, _ in exercise.slips if isinstance(test, near)]
    return near(judge.value, CLOSE)(value) and not any(test(value) for test in slips)


def _close(exercise):
    return "Close, but it has to be exact." if exercise.right.share < EXACT else "Close: give three digits."


def is_right(question, answer):
    """Return whether an answer to an exercise is right, None if it cannot be read. Nothing is kept."""
    exercise = all_questions()[question]
    value = None if is_blank(answer) else as_wanted(answer, exercise.wants)
    return None if value is None else _right(exercise, value)


@np.errstate(all="ignore")  # an answer may be far out
def verdict(exercise, value):
    """Return (whether a value that was read is right, the remark of the first slip that it shows or "")."""
    right = _right(exercise, value)
    return right, next((remark for test, remark in exercise.slips if not right and test(value)), "")


@np.errstate(all="ignore")
def _right(exercise, value):
    """Return whether a value that was read is right."""
    return bool(exercise.right(value))


def try_function(question, function):
    """Try a function of the reader's on fresh inputs, keep whether it was right, and return what to say."""
    exercise = all_questions()[question]
    if is_blank(function):
        return f"{question}: nothing to try yet; it takes {exercise.wants}"
    right, said = try_out(exercise, function)
    if right is None:
        return f"{question}: {said}"
    saved = answers.append({"kind": "answer", "question": question, "answer": exercise.name, "right": right})
    return f"{question}: {said}{saved}"


def tell_trouble():
    """Print that the file of answers, or a part of it, cannot be read, if that is so."""
    if trouble := answers.trouble():
        print(trouble)


def wanted(exercise):
    """Return in words what an exercise takes as its answer."""
    return (
        f"one of {', '.join(map(repr, exercise.wants))}" if isinstance(exercise.wants, tuple) else str(exercise.wants)
    )


def solution(question):
    """Print the worked solution, once you have tried."""
    question = current(question)
    if not _is(question, (Exercise, Code)):
        return print(_no_such(question, "solution", (Exercise, Code)))
    tell_trouble()
    if not any(record["question"] == question and record["kind"] == "answer" for record in answers.read()):
        return print(f"{question}: try it first, a wrong answer will do; then ask again")
    print(f"{question}: {all_questions()[question].worked()}")


def _is(question, kind):
    """Return whether a value is the name of a question of this kind, or of one of these kinds."""
    return isinstance(question, str) and isinstance(all_questions().get(question), kind)


def _no_such(question, call, kind):
    """Return a sentence about a name that no question has, or whose question another call asks."""
    names = [name for name, asked in all_questions().items() if isinstance(asked, kind)]
    if isinstance(question, Real):  # 3.1, for what was called "03.1"
        named = current(str(question)[:LONGEST].zfill(4))
        other = "predict" if isinstance(all_questions().get(named), Prediction) else "check"
        meant = f"did you mean {other}({named!r})?" if named in all_questions() else f"such as {names[0]!r}"
        return f"{call}: {show(question)} is no name of a question; {meant}"
    if isinstance(question, str) and question in all_questions():
        other = "predict" if isinstance(all_questions()[question], Prediction) else "check"
        return f"{call}: {question!r} is asked by {other}({question!r})"
    near = [name for name in names if name == current(f"0{question}")] if isinstance(question, str) else []
    if not near and isinstance(question, str):
        near = get_close_matches(question[:LONGEST], names, n=3, cutoff=0.5)
    meant = f"; did you mean {' or '.join(map(repr, near))}?" if near else f", such as {names[0]!r}"
    return f"{call}: {show(question)} is no name of a question{meant}"
