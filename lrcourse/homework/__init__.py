"""Homework, the student's side: a problem of one's own, and cells that hand over an answer. No solution stands here.

Everything about a problem follows from the assignment's name and the student's id, on every machine alike.
"""

import hashlib
import json
import os
import unicodedata
from importlib import import_module
from pathlib import Path

import numpy as np

from ..checks import one_of
from .fields import blank, plain, show

VERSION = "1"  # of the assignments: another one deals every student another problem
ASSIGNMENTS = tuple(sorted(path.stem for path in Path(__file__).parent.glob("hw*.py")))  # found, not listed
PLACEHOLDER = "your-id"
ANSWER = "application/vnd.lrcourse.answer+json"
CASES = "LRCOURSE_CASES"  # names a JSON file {question: [inputs, …]}: the grader's fresh inputs
LONGEST_ID = 100  # characters

_student = {}  # assignment -> the student whose problem this kernel holds


def problem(assignment, student):
    """Return the student's own problem of an assignment, such as "hw1"; its own help says what it offers."""
    module, student = _module(assignment), checked_id(student)
    _student[assignment] = student
    return module.problem(student)


def fingerprint(assignment, student):
    """Return a short text that stands for a student's problem: whoever mistypes the id sees another one."""
    one_of("assignment", assignment, ASSIGNMENTS)
    student = checked_id(student)
    digits = _hash(assignment, student, "fingerprint").hex()[:8]
    hint = ". Put your own id into STUDENT, and run this cell again." if student == PLACEHOLDER else ""
    return f"{assignment} of {student}: {digits[:4]}-{digits[4:]}{hint}"


def normal_id(text):
    """Return an id as it is compared: without blanks around it, in small letters, in one Unicode form."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text.strip()).casefold())


def checked_id(student):
    """Return the id as `normal_id` does; ValueError unless it is a text of 1 to LONGEST_ID characters."""
    found = normal_id(student) if isinstance(student, str) else ""
    if not 0 < len(found) <= LONGEST_ID:
        raise ValueError(f"student={show(student)}: allowed is a text of 1 to {LONGEST_ID} characters")
    return found


def chance(assignment, student, name):
    """Return a number in 0..1 (1 excluded) that only these three texts decide; `student` as checked_id gives it."""
    return int.from_bytes(_hash(assignment, student, name)[:6], "big") / 2**48


def between(assignment, student, low, high, name):
    """Return a number from `low` to `high` (excluded) that only the three texts decide."""
    return low + (high - low) * chance(assignment, student, name)


def cases(question):
    """Return what a function of yours is tried on, a list of inputs: here for practice, at grading fresh ones."""
    name = os.environ.get(CASES)
    if name:
        with open(name, encoding="utf-8") as file:
            return json.load(file)[question]
    assignment = str(question).split(".")[0]
    inputs = getattr(_module(assignment), "INPUTS", {})
    one_of("question", question, tuple(inputs))
    seed = _hash(assignment, _student.get(assignment, PLACEHOLDER), f"practice {question}")
    return inputs[question](np.random.default_rng(list(seed)))


def answer(question, value):
    """Hand over an answer, and say whether its form and scale are right, not whether the answer is; never raises."""
    from IPython.display import display

    given, said = _judged(question, value)
    data = {"text/plain": said}
    if given is not None:
        data[ANSWER] = {"question": question, "value": given}
    display(data, raw=True)


def _judged(question, value):
    """Return (the value to hand over or None, what to say)."""
    assignment = question.split(".")[0] if type(question) is str else ""
    forms = _module(assignment).FORMS if assignment in ASSIGNMENTS else {}
    if type(question) is not str or question not in forms:
        return None, f"{show(question)} is no question of {', '.join(ASSIGNMENTS)}"
    form = forms[question]
    if blank(value):
        return None, f"{question}: no answer yet; it takes {form.wants}"
    given, fault = plain(value)
    if fault:
        return None, f"{question}: not handed over, {fault}; it takes {form.wants}"
    fault = form.fault(given)
    if fault:
        return given, f"{question}: handed over, but {fault}; it takes {form.wants}"
    if form.right is None:
        return given, f"{question}: {show(given)}. Form and scale are right; more after the deadline."
    right = form.right(_student.get(assignment, PLACEHOLDER), given)
    return given, f"{question}: {show(given)} is {'right' if right else 'not right yet'} (this one is for practice)."


def _module(assignment):
    return import_module(f".{one_of('assignment', assignment, ASSIGNMENTS)}", __name__)


def _hash(*texts):
    return hashlib.sha256("|".join((VERSION, *texts)).encode()).digest()
