"""predict, check, solution: immediate and kind; a blank or a slip of the keyboard never raises. Answers are kept, never overwritten."""

import json
import os
from fractions import Fraction
from pathlib import Path

import numpy as np

from .lessons import all_questions
from .lessons.question import NUMBER, Exercise, Numbers, Prediction

FOLDER = Path(__file__).resolve().parent.parent / "answers"  # git-ignored; LRCOURSE_ANSWERS names another


def predict(question, choice=None, confidence=None):
    """Note what you expect before you look: one of the choices, and how sure you are, 50 to 100 percent. Blank lists the choices."""
    choices = _find(question, Prediction).choices
    listed = ", ".join(repr(c) for c in choices)
    if choice is None:
        return print(f"{question}: your prediction, one of {listed}")
    if choice not in choices:
        return print(f"{question}: {choice!r} is not among the choices: {listed}")
    if confidence is not None and not (_is_number(confidence) and 50 <= confidence <= 100):
        return print(
            f"{question}: confidence={confidence!r}: a number from 50 (a coin's toss) to 100 (certain), or leave it out"
        )
    saved = _append({"kind": "prediction", "question": question, "choice": choice, "confidence": confidence})
    print(
        f"{question}: noted, {choice!r}"
        + (f" at {confidence:g} %" if confidence is not None else "")
        + f". Now look.{saved}"
    )


def check(question, answer=None):
    """Is this answer right? Says so at once; a blank is no mistake."""
    exercise = _find(question, Exercise)
    wants = f"one of {', '.join(map(repr, exercise.wants))}" if isinstance(exercise.wants, tuple) else exercise.wants
    if answer is None or answer is ... or (isinstance(answer, str) and not answer.strip()):
        return print(f"{question}: no answer yet; it takes {wants}")
    value = _read(answer, exercise.wants)
    if value is None:
        return print(f"{question}: {answer!r} cannot be checked; it takes {wants}")
    right = bool(exercise.right(value))
    saved = _append({"kind": "answer", "question": question, "answer": value, "right": right})
    if right:
        return print(f"{question}: right, {_shown(value)}.{saved}")
    slip = next((message for test, message in exercise.slips if test(value)), "The hint folds open below.")
    print(f"{question}: not yet, {_shown(value)}. {slip}{saved}")


def solution(question):
    """The worked solution, once you have tried."""
    exercise = _find(question, Exercise)
    tried = any(record.get("question") == question and record.get("kind") == "answer" for record in answers())
    print(
        f"{question}: {exercise.worked()}"
        if tried
        else f"{question}: try it first, a wrong answer will do; then ask again"
    )


def answers():
    """Every prediction and answer so far, oldest first: a list of dicts. Lines that cannot be read are passed over."""
    try:
        lines = _file().read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
    return [record for record in map(_parse, lines) if isinstance(record, dict)]


def reset_answers():
    """Start afresh. The old answers are kept beside, under a new name."""
    old = _file()
    if not old.exists():
        return print("There are no answers yet.")
    kept = next(path for i in range(1, 10**6) if not (path := old.with_name(f"answers-{i}.jsonl")).exists())
    old.rename(kept)
    print(f"Your answers start afresh; the old ones are kept in {kept.parent.name}/{kept.name}.")


def _file():
    return Path(os.environ.get("LRCOURSE_ANSWERS") or FOLDER) / "answers.jsonl"


def _append(record):
    """Add one line to the file: earlier answers stay. Returns a remark if it could not be written."""
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        with _file().open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
    except OSError as error:
        return f" (It could not be saved: {error.strerror}.)"
    return ""


def _parse(line):
    try:
        return json.loads(line)
    except ValueError:
        return None


def _find(question, kind):
    questions = {name: q for name, q in all_questions().items() if isinstance(q, kind)}
    if question not in questions:
        raise ValueError(f"question={question!r}: allowed is one of {', '.join(questions)}")
    return questions[question]


def _is_number(value):
    return (
        isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool) and np.isfinite(value)
    )


def _read(answer, wants):
    """The answer in the form that is wanted, a float, a list of floats or a choice; None if it is not."""
    if isinstance(wants, Numbers):
        values = [_as_number(part) for part in answer] if isinstance(answer, (list, tuple, np.ndarray)) else []
        return values if len(values) == wants.count and None not in values else None
    return _as_number(answer) if wants == NUMBER else answer if answer in wants else None


def _as_number(answer):
    """A float from a number, or from text such as "0.25" or "1/4"; None if it is neither."""
    if isinstance(answer, str):
        try:
            answer = float(Fraction(answer.replace(" ", "").replace(",", ".")))
        except (ValueError, ZeroDivisionError, OverflowError):
            return None
    return float(answer) if _is_number(answer) else None


def _shown(value):
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    return repr(value) if isinstance(value, str) else f"{value:.6g}"
