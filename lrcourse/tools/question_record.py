"""The record of questions, beside that of sliders: what each asks, accepts and refuses, and what each slip is told.

A judge that accepts more than it did, or a slip that says something else, is a difference that a reviewer reads.
"""

import json

import numpy as np

from ..exercises.asking import verdict
from ..grading.sample_marks import record as of_assignment
from ..lessons import NOTEBOOKS, module, name_of, names
from ..lessons.question import Code, Prediction, near

RECORDS = NOTEBOOKS.parent / "tests" / "records" / "questions"
DIGITS = 4  # of a recorded number
OUTSIDE = (0.1, 0.5, 0.9, 1.1, 2, 10)  # times the right number: what a record tries beyond the slips' own numbers
SEED = 0  # of the inputs on which an exercise in code is recorded


def record(name):
    """Return the record of a lesson's questions: {question: what it asks, accepts and refuses}, as JSON holds it."""
    return {question: _recorded(asked) for question, asked in module(name, "questions").QUESTIONS.items()}


def _recorded(asked):
    told = {"text": asked.text, "hint": asked.hint}
    if isinstance(asked, Prediction):
        told |= {"about": asked.about, "choices": list(asked.choices), "truth": asked.truth and asked.truth()}
    elif isinstance(asked, Code):
        told |= _of_code(asked)
    else:
        told |= {"wants": list(asked.wants) if isinstance(asked.wants, tuple) else str(asked.wants)}
        told |= _of_judge(asked) | {"solution": asked.worked()}
    return {key: value for key, value in told.items() if value not in ("", [], None)}


def _of_judge(exercise):
    """What an exercise's judge accepts: its interval, where a number is right; and what it says of samples."""
    told, samples = {}, list(exercise.wants) if isinstance(exercise.wants, tuple) else list(exercise.samples)
    judges = [one for one in (exercise.right, *(test for test, _ in exercise.slips)) if isinstance(one, near)]
    samples += [judge.right() for judge in judges]
    if isinstance(exercise.right, near):
        value, share = exercise.right.right(), exercise.right.share
        told = {"right": _short(value), "tolerance": share}
        samples += [value * (1 + sign * part * share) for sign in (-1, 1) for part in (0.9, 1.1)]
        samples += [value * factor for factor in OUTSIDE]
    if not isinstance(exercise.wants, tuple):
        samples.sort()
    said = {str(_short(value)): _verdict(exercise, value) for value in samples}
    intervals = [
        {"from": _short(test.right() * (1 - test.share)), "to": _short(test.right() * (1 + test.share)), "says": says}
        if isinstance(test, near)
        else {"says": says}
        for test, says in exercise.slips
    ]
    return told | {"slips": intervals, "samples": said}


def _verdict(exercise, value):
    """What an answer gets: "right", or the remark of the first slip that it shows, or "not yet"."""
    right, remark = verdict(exercise, value)
    return "right" if right else remark or "not yet"


def _of_code(code):
    inputs = code.inputs(np.random.default_rng(SEED))
    tried = [{"given": _short(list(given)), "expected": _short(code.expected(*given))} for given in inputs[:3]]
    return {
        "name": code.name,
        "wants": code.wants,
        "source": code.source,
        "slips": [says for _, says in code.slips],
        "samples": tried,
    }


def _short(value):
    """A value as the record holds it: numbers with a few digits, arrays as lists."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.{DIGITS}g}") if np.isfinite(value) else str(value)
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_short(one) for one in value]
    return value if isinstance(value, str) or value is None else repr(value)


def path_of(name):
    """Return the file of a record: of a lesson's questions, or of an assignment's."""
    return RECORDS / f"{name}.json"


def write(path):
    """Write the record of the questions of the lesson, or of the assignment, whose notebook is at `path`."""
    name = name_of(path)
    if name in names():
        found = record(name)
    elif path.is_relative_to(NOTEBOOKS):
        name = name.partition("_")[0]
        found = of_assignment(name)
    else:
        return
    RECORDS.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    path_of(name).write_text(text, encoding="utf-8", newline="\n")


def read(name):
    """Return a stored record; an empty one if there is none."""
    return json.loads(path_of(name).read_text(encoding="utf-8")) if path_of(name).exists() else {}


def differences(fresh, stored, where=""):
    """Return how two records differ: a list of sentences, each with the place and both values."""
    if isinstance(fresh, dict) and isinstance(stored, dict):
        return [
            said
            for key in dict.fromkeys([*stored, *fresh])
            for said in differences(fresh.get(key, "nothing"), stored.get(key, "nothing"), f"{where} {key}".strip())
        ]
    if isinstance(fresh, list) and isinstance(stored, list) and len(fresh) == len(stored):
        pairs = enumerate(zip(fresh, stored), start=1)
        return [said for at, pair in pairs for said in differences(*pair, f"{where} {at}")]
    if isinstance(fresh, float) and isinstance(stored, (int, float)) and np.isclose(fresh, stored, rtol=2e-3, atol=0):
        return []  # where another machine rounds otherwise
    return [] if fresh == stored else [f"{where}: now {fresh!r}, on record {stored!r}"]
