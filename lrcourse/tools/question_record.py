"""The record of questions, beside that of sliders: what each asks, accepts and refuses, and what each slip is told.

A judge that accepts more than it did, or a slip that says something else, is a difference that a reviewer reads.
"""

import json

import numpy as np

from ..exercises.asking import verdict
from ..homework import ASSIGNMENTS
from ..lessons import NOTEBOOKS, all_questions, lesson_of, module, name_of, names
from ..lessons.question import TRUTHS, Code, Prediction, near, recorded_truths

RECORDS = NOTEBOOKS.parent / "tests" / "records" / "questions"
DIGITS = 4  # of a recorded number
OUTSIDE = (0.1, 0.5, 0.9, 1.1, 2, 10)  # times the right number: what a record tries beyond the slips' own numbers
SEED = 0  # of the inputs on which an exercise in code is recorded


def record(name):
    """Return {question: what it asks, accepts and refuses} of a lesson or an assignment ("hw1"), as JSON holds it."""
    if name in ASSIGNMENTS:
        from ..grading import sample_marks  # which the students' copy has not

        return sample_marks.record(name)
    return {question: _recorded(asked) for question, asked in module(name, "questions").QUESTIONS.items()}


def _recorded(asked):
    """Return the record of one question, without what is empty."""
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
    """Return what an exercise's judge accepts: its interval, where a number is right; and what it says of samples."""
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
    """Return what an answer gets: "right", or the remark of the first slip that it shows, or "not yet"."""
    right, remark = verdict(exercise, value)
    return "right" if right else remark or "not yet"


def _of_code(code):
    """Return what an exercise in code takes, and what must come back for a few inputs."""
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
    """Return a value as the record holds it: numbers with a few digits, arrays as lists."""
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
    """Return the path of the record of the questions of a lesson or an assignment."""
    return RECORDS / f"{name}.json"


def name_in(notebook):
    """Return whose questions the notebook at this path asks, a lesson's or an assignment's name: "hw1" for
    hw1_stability.ipynb; "" if it is neither.
    """
    found = (name_of(notebook), notebook.stem.partition("_")[0])
    return next((name for name in found if name in (*names(), *ASSIGNMENTS)), "")


def write(name):
    """Write the record of the questions of a lesson or an assignment."""
    RECORDS.mkdir(parents=True, exist_ok=True)
    found = record(name)
    _write(path_of(name), found)
    if name not in ASSIGNMENTS:
        kept = {key: truth for key, truth in recorded_truths.__wrapped__().items() if lesson_of(key) != name}
        known = kept | truths(found)
        _write(TRUTHS, {key: known[key] for key in all_questions() if key in known})


def truths(found):
    """Return {question: the choice that came out} of the predictions in a lesson's record."""
    return {question: told["truth"] for question, told in found.items() if "truth" in told}


def _write(path, found):
    text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def stored(name):
    """Return the record as the file has it; an empty one if there is no file."""
    return json.loads(path_of(name).read_text(encoding="utf-8")) if path_of(name).exists() else {}


def differences(fresh, before, where=""):
    """Return how two records differ: a list of sentences, each with the place and both values."""
    if isinstance(fresh, dict) and isinstance(before, dict):
        return [
            said
            for key in dict.fromkeys([*before, *fresh])
            for said in differences(fresh.get(key, "nothing"), before.get(key, "nothing"), f"{where} {key}".strip())
        ]
    if isinstance(fresh, list) and isinstance(before, list) and len(fresh) == len(before):
        pairs = enumerate(zip(fresh, before), start=1)
        return [said for at, pair in pairs for said in differences(*pair, f"{where} {at}")]
    if isinstance(fresh, float) and isinstance(before, (int, float)) and np.isclose(fresh, before, rtol=2e-3, atol=0):
        return []  # where another machine rounds otherwise
    return [] if fresh == before else [f"{where}: now {fresh!r}, on record {before!r}"]
