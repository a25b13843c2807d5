"""One submission from bytes to marks: rebuilt, run in the sandbox, its values judged. Nothing here raises for what a
student sent.
"""

import base64
import json
from functools import lru_cache
from hashlib import sha256

import nbformat
import numpy as np

from .. import used_code
from .folders import secret
from .questions import READ, Person, fresh_cases, mark, questions
from .rebuild import grade_id, overwrite, rebuild
from .sandbox import run
from .untrusted_output import Refused

DIED = "the kernel died"  # what run_inside.py says of the cell in which it did
LONG = 150  # characters of a solution that two people do not write alike; shorter ones, a line or two, they may


def short(assignment):
    """Return the name under which the package knows an assignment: hw1 for hw1_stability."""
    return assignment.partition("_")[0]


def question_of(name):
    """Return the question that a cell of the release is about: hw1.3 for hw1-3."""
    return name.replace("-", ".", 1)


def key(folders, assignment, student, content, confined):
    """Return a text that changes with all that a result depends on: submission, release and source, the secret, the
    sandbox, numpy, and the code that grades and that the notebook was handed out to run.
    """
    release, source = (
        path.read_bytes() if path.exists() else b""
        for path in (folders.handed_out(step, assignment) for step in ("release", "source"))
    )
    others = [assignment, student, confined, np.__version__, secret(folders), _code(short(assignment), release)]
    parts = [content, release, source, json.dumps(others).encode()]
    return sha256(b"".join(sha256(part).digest() for part in parts)).hexdigest()


@lru_cache
def _code(name, release):
    """Return the digest of the code that grades "hw1", say, or that the release's cells (its bytes) import."""
    modules = ["grading.examine", "grading.run_inside", f"grading.{name}", f"homework.{name}"]
    cells = nbformat.reads(release.decode(), as_version=4).cells if release else ()
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    return used_code.digest([f"lrcourse.{module}" for module in modules], code)


def examine(folders, assignment, student, content, remarks, confined=True):
    """Grade a submission -> a result (JSON): person, remarks, questions {name: …}, cells."""
    release = nbformat.read(folders.handed_out("release", assignment), as_version=4)
    rebuilt = rebuild(content, release, student)
    result = {"student": student, "remarks": [*remarks, *rebuilt.remarks], "person": rebuilt.person}
    if rebuilt.person:
        return result | {"questions": unmarked(assignment, rebuilt.person), "cells": []}
    name = short(assignment)
    cases = fresh_cases(name, secret(folders), student, sha256(content).hexdigest())
    ran = run([source for _, kind, source in rebuilt.cells if kind == "code"], cases, confined=confined)
    done = iter(ran.cells)
    cells = [(grade, kind, source, next(done) if kind == "code" else None) for grade, kind, source in rebuilt.cells]
    worked = _worked(cells, release, student)
    answers, doubts = _answers(cells, release, rebuilt.odd, ran.ended, any(kind != "code" for kind in worked))
    marks = mark(name, student, answers, cases) | doubts
    blank = not rebuilt.odd and not worked
    result |= {"questions": {q: _question_result(questions(name)[q], marks[q], blank) for q in questions(name)}}
    if not blank and all(q not in doubts and isinstance(answers.get(q), (Refused, type(None))) for q in _judged(name)):
        error = next((cell.error for *_, cell in cells if cell and cell.status == "error"), "")
        result["person"] = f"none of its answers came{f': a cell stopped with {error}' * bool(error)}"
    if ran.ended:
        result["remarks"].append(ran.ended)
    if same := _as_in_source(cells, release, folders.handed_out("source", assignment)):
        result["remarks"].append(f"word for word the course's own solution: {', '.join(same)}")
    given = {question: value for question, value in answers.items() if not isinstance(value, Refused)}
    return result | {"answers": given, "cells": [_cell_result(*cell) for cell in cells]}


def unmarked(assignment, reason):
    """Return the questions of a submission that a person has to mark as a whole."""
    return {
        name: _question_result(question, Person(reason), False)
        for name, question in questions(short(assignment)).items()
    }


def _answers(cells, release, odd, ended, words):
    """Return ({question: value}, {question: Person}): what graded cells handed over, and where that cannot be trusted.

    Only what a question's own cell hands over counts; a student may try others elsewhere. `words` is True if some stand
    in a cell of the student's.
    """
    answers, doubts = {}, {}
    stubs = {grade_id(cell): cell.source.strip() for cell in release.cells}
    needs, before = {}, set()
    for cell in release.cells:
        before |= {grade_id(cell)} - {None}
        if _is_graded(cell):
            needs[grade_id(cell)], before = before, set()
    last = next((cell for *_, cell in reversed(cells) if cell and cell.status != "not run"), None)  # before an end
    over = last and last.status == "error" and (ended or last.error == DIED)  # the kernel's end was there
    stopped = late = ""  # the first error, and the first cell that was stopped, since the last graded cell
    for name, kind, source, cell in cells:
        stopped = stopped or (cell.error if cell and cell.status == "error" else "")
        late = late or (cell.error if cell and cell.status == "timeout" else "")
        if name not in needs:
            continue
        error, slow, stopped, late = stopped, late, "", ""
        question = question_of(name)
        if kind != "code":
            answers[question] = "" if source.strip() == stubs[name] else source
            if not answers[question].strip() and (words or name in odd):
                where = "words stand in another cell" if words else "it was tampered with"
                doubts[question] = Person(f"its cell is empty, but {where}")
            continue
        values = {_text(value): value for asked, value in cell.answers if asked == question}
        if len(values) > 1:
            doubts[question] = Person("two different values were handed over")
        elif values:
            answers[question] = next(iter(values.values()))
        elif cell.status in ("timeout", "not run") or (cell is last and over):
            doubts[question] = Person(f"its cell did not come to an end: {cell.error or ended}")
        elif slow:
            doubts[question] = Person(f"no answer came, and a cell before did not come to an end: {slow}")
        elif needs[name] & odd:
            doubts[question] = Person(
                f"no answer came, and {' and '.join(sorted(needs[name] & odd))} was tampered with"
            )
        else:
            refused = cell.text.partition("not handed over, ")[2].partition("; it takes")[0].strip()[:200]
            reasons = [f"a cell stopped with {error}" if error else "", refused]
            if any(reasons):
                answers[question] = Refused("; ".join(filter(None, reasons)))
            elif "no answer yet" not in cell.text:
                doubts[question] = Person("its cell ran, but handed nothing over")
    return answers, doubts


def _judged(name):
    """Return the questions that values answer."""
    return [question for question, asked in questions(name).items() if asked.judge]


def _is_graded(cell):
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _text(value):
    return f"refused: {value.reason}" if isinstance(value, Refused) else json.dumps(value)


def _worked(cells, release, student):
    """Return the kinds of the cells in which a student wrote (their id apart)."""
    originals = {overwrite(one.source, student).strip() for one in release.cells} | {""}
    return [kind for _, kind, source, _ in cells if overwrite(source, student).strip() not in originals]


def _as_in_source(cells, release, path):
    """Return the names of cells that say word for word what a long solution of the source (if it is there) says."""
    source = nbformat.read(path, as_version=4) if path.exists() else release
    stubs = {grade_id(cell): cell.source for cell in release.cells}
    solutions = {grade_id(cell): _own_lines(cell.source, stubs.get(grade_id(cell), "")) for cell in source.cells}
    return [
        name
        for name, _, text, _ in cells
        if name and len("".join(solutions.get(name, ()))) >= LONG and _own_lines(text, stubs[name]) == solutions[name]
    ]


def _own_lines(source, stub):
    """Return the lines of a cell that are not in its stub, without blanks around them and without nbgrader's marks."""
    known = {line.strip() for line in stub.splitlines()} | {""}
    lines = [line.strip() for line in source.splitlines()]
    return [line for line in lines if line not in known and not line.startswith("### ")]


def _question_result(question, mark, blank):
    result = {
        "points": question.points,
        "asks": question.asks,
        "share": None,
        "person": "",
        "practice": question.practice,
    }
    if isinstance(mark, Person):
        return result | {"person": mark.reason, "text": mark == READ}
    result |= {"share": min(max(float(mark.share), 0.0), 1.0), "given": mark.given, "expected": mark.expected}
    return result | {"why": "it was handed in blank" if blank and mark.share < 1 else mark.why, "slip": mark.slip}


def _cell_result(name, kind, source, cell):
    result = {"grade_id": name, "kind": kind, "source": source}
    if cell:
        pictures = [base64.b64encode(one).decode() for one in cell.pictures]
        result |= {"status": cell.status, "error": cell.error, "text": cell.text, "pictures": pictures}
    return result
