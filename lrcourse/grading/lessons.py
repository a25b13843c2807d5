"""Lessons as homework: every answer is computed anew from its value, and no code of a student runs.

A file that a student hands in is a text of theirs: its times and order can be made up, and its answers copied.
"""

import json
from dataclasses import dataclass

from ..exercises.asking import is_right
from ..homework import normal_id
from ..homework.handin import FORMAT
from ..lessons import all_questions, names
from ..lessons.former import current
from ..lessons.question import Code, Prediction, truth_on_record, what_counts
from .collect import refusals
from .export import text_of
from .folders import LESSONS, read_roster
from .rows import Row, handed_in_at, unassigned
from .safe_text import replace_controls
from .submission import handed_in

MOST = 50_000  # records of a file
TRIES = 200  # answers to one question that are looked at, the last ones


@dataclass(frozen=True)
class Counted:
    """What a student did in one lesson; `said` counts functions that the file says were right: they are not run."""

    predicted: int = 0
    before: int = 0  # of these, what counts: first choices, made before the outcome was shown
    came_out: int = 0  # of what counts
    solved: int = 0
    said: int = 0


COLUMNS = {"predicted": Prediction, "before": Prediction, "came_out": Prediction, "solved": None, "said": Code}


def grade_lessons(folders, lessons=()):
    """Return [(Row, {lesson: Counted})] for every student of the roster and everything that is nobody's."""
    lessons = [current(lesson) for lesson in lessons]
    unknown = [lesson for lesson in lessons if lesson not in names()]
    if unknown:
        raise ValueError(f"lesson {unknown[0]!r}: allowed is one of {', '.join(names())}")
    chosen = [lesson for lesson in names() if not lessons or lesson in lessons]
    found = [_graded(folders, student, name, chosen) for student, name in read_roster(folders).items()]
    return found + [(row, {}) for row in unassigned(folders, LESSONS)]


def table(found):
    """Return what grade_lessons found as the text of a CSV."""
    lessons = next((list(counted) for _, counted in found if counted), [])
    columns = [(lesson, column, _total(lesson, column)) for lesson in lessons for column in COLUMNS]
    columns = [column for column in columns if column[2]]
    lines = [["id", "name", "state", "late", "handed in", "reason", "remarks", *COLUMNS]]
    lines[0] += [f"{lesson} {column.replace('_', ' ')} of {total}" for lesson, column, total in columns]
    for row, counted in found:
        line = [row.student, row.name, row.state, "late" if row.late else "", row.time, row.reason]
        line += ["; ".join(row.remarks)]
        line += [sum(getattr(one, column) for one in counted.values()) if counted else None for column in COLUMNS]
        line += [getattr(counted[lesson], column) if counted else None for lesson, column, _ in columns]
        lines.append(line)
    return text_of(lines)


def read_records(content):
    """Return (records, whose they are said to be, why a person has to look or "") of a file that was handed in."""
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return [], "", "the file is no JSON: cut off, or another file"
    if not isinstance(raw, dict) or raw.get("format") != FORMAT or not isinstance(raw.get("records"), list):
        return [], "", "it is no file that `homework hand-in` writes"
    if len(raw["records"]) > MOST:
        return [], "", f"it has {len(raw['records'])} records; at most {MOST} are read"
    asked = all_questions()
    records = [one | {"question": current(one.get("question"))} for one in raw["records"] if isinstance(one, dict)]
    records = [one for one in records if isinstance(one["question"], str) and one["question"] in asked]
    return records, raw["student"] if isinstance(raw.get("student"), str) else "", ""


def count(records, lessons):
    """Return {lesson: Counted} of the records of one student, oldest first."""
    mine = {}
    for record in records:
        mine.setdefault(record["question"], []).append(record)
    counted = {}
    for lesson in lessons:
        marks = [_mark(question, mine.get(question, [])) for question in _of(lesson)]
        counted[lesson] = Counted(*(sum(column) for column in zip(*marks))) if marks else Counted()
    return counted


def sureness(folders):
    """Return pairs (confidence in percent, True if it came out) of all predictions that were handed in with one."""
    pairs = []
    for student in read_roster(folders):
        content = handed_in(folders, LESSONS, student)[0]
        for question, counts in what_counts(read_records(content)[0] if content is not None else ()).items():
            if counts.confidence is not None and all_questions()[question].truth:
                pairs.append((counts.confidence, counts.choice == truth_on_record(question)))
    return pairs


def _graded(folders, student, name, lessons):
    content, remarks, person = handed_in(folders, LESSONS, student)
    refused = [one["why"] for one in refusals(folders, LESSONS).values() if one["student"] == student]
    if content is None and not person and not refused:
        return Row(student, name, "nothing handed in"), {}
    late, time = handed_in_at(folders, LESSONS, student)
    records, whose, fault = read_records(content) if content is not None else ([], "", "")
    reason = person or fault or "".join(refused[:1])
    if reason:
        return Row(student, name, "needs a person", reason, late, time), {}
    if normal_id(whose) != normal_id(student):
        remarks = (*remarks, f"the file says that it is {replace_controls(whose)[:60] or 'nobody'}’s")
    return Row(student, name, "graded", "", late, time, remarks), count(records, lessons)


def _of(lesson):
    return [question for question in all_questions() if question.startswith(f"{lesson}.")]


def _total(lesson, column):
    """Return how many of a lesson's questions a column counts."""
    kinds = [type(all_questions()[question]) for question in _of(lesson)]
    if COLUMNS[column] is None:
        return sum(kind not in (Prediction, Code) for kind in kinds)
    return sum(kind is COLUMNS[column] for kind in kinds)


def _mark(question, records):
    """Return (predicted, before, came out, solved, said) of one question: 0 or 1 each."""
    asked = all_questions()[question]
    kinds = [record.get("kind") for record in records]
    if isinstance(asked, Prediction):
        choices = [record.get("choice") for kind, record in zip(kinds, records) if kind == "prediction"]
        counts = what_counts(records).get(question)
        predicted = any(isinstance(choice, str) and choice in asked.choices for choice in choices)
        return predicted, counts is not None, counts is not None and counts.choice == truth_on_record(question), 0, 0
    mine = [record for kind, record in zip(kinds, records) if kind == "answer"][-TRIES:]
    if isinstance(asked, Code):
        return 0, 0, 0, 0, any(record.get("right") is True for record in mine)
    return 0, 0, 0, any(_is_right(question, record.get("answer")) for record in mine), 0


def _is_right(question, answer):
    """Return True if an answer is right; one that is beyond all checking is not."""
    try:
        return is_right(question, answer) is True
    except Exception:  # a value of an absurd size or shape, which no cell of a lesson would have kept
        return False
