"""The record of questions: each asks, accepts and refuses what it did, and a change is a difference to be read."""

import ast
import copy
import json

import nbformat
import pytest

from lrcourse import lessons
from lrcourse.lessons import question as kinds
from lrcourse.lessons.question import Code, near, recorded_truths
from lrcourse.tools import question_record
from lrcourse.tools.links import with_targets
from lrcourse.tools.question_text import texts
from tests.lessons import backing


@pytest.mark.parametrize("name", lessons.names())
def test_questions_are_as_their_record_has_them(name):
    found = question_record.differences(question_record.record(name), question_record.stored(name))
    assert found == [], f"if it is meant: python3 course.py notebooks {name}, and read the record's difference"


def test_what_came_out_of_every_prediction_is_on_record():
    on_record = [question_record.truths(question_record.stored(name)) for name in lessons.names()]
    assert recorded_truths() == {question: truth for some in on_record for question, truth in some.items()}


def test_a_lesson_that_is_stored_changes_its_own_truths_only(tmp_path, monkeypatch):
    path = tmp_path / "truths.json"
    path.write_text(json.dumps(recorded_truths() | {"one_step.1": "else", "one_step.99": "gone"}))
    for module in (kinds, question_record):
        monkeypatch.setattr(module, "TRUTHS", path)
    monkeypatch.setattr(question_record, "RECORDS", tmp_path)
    question_record.write("too_small")
    assert json.loads(path.read_text())["one_step.1"] == "else"
    question_record.write("one_step")
    assert json.loads(path.read_text()) == recorded_truths()


@pytest.mark.parametrize(
    "content, computed", [('{"one_step.1": "2 and 2"}', 0), ("{}", 1), ('{"one_step.1": 3}', 1), ("[", 1)]
)
def test_a_truth_that_is_not_on_record_is_worked_out(content, computed, tmp_path, monkeypatch):
    (tmp_path / "truths.json").write_text(content)
    monkeypatch.setattr(kinds, "TRUTHS", tmp_path / "truths.json")
    monkeypatch.setattr(kinds, "recorded_truths", recorded_truths.__wrapped__)
    assert kinds.truth_on_record("one_step.1") == ("2 and 1.2" if computed else "2 and 2")


@pytest.mark.parametrize("name", lessons.names())
def test_every_question_has_its_text_in_the_lesson(name):
    """Its own, or that of the question above it, as of several that are asked alike."""
    path = lessons.notebook(name)
    notebook = nbformat.read(path, as_version=4)
    questions = lessons.module(name, "questions").QUESTIONS.values()
    there = set(texts(notebook, path).values())
    assert all(with_targets(asked.text) in there for asked in questions if asked.text)
    assert all(asked.text for asked in questions if asked.hint)
    hints = [
        cell.id
        for at, cell in enumerate(notebook.cells)
        if cell.id.endswith("-hint") and at not in texts(notebook, path)
    ]
    assert hints == [], "a hint stands beside its question's judge, in questions.py or coding.py"


@pytest.mark.parametrize("name", lessons.names())
def test_the_numbers_of_a_question_are_its_judges_own(name):
    """They come into the text from the names and functions that the judge uses, and are not typed in again."""
    found = []
    for file in ("questions.py", "coding.py"):
        path = lessons.FOLDER / name / file
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path.exists() else ():
            if isinstance(node, ast.keyword) and node.arg in ("text", "hint"):
                typed = [part.value for part in ast.walk(node.value) if _is_typed(part, node.value)]
                numbers = [one for text in typed for one, *_, kind in backing.numbers(text) if kind != "word"]
                found += [f"{file}, line {node.value.lineno}: {number}" for number in numbers]
    assert found == [], "write {name} in an f-string, with a name that the judge uses too"


def _is_typed(part, whole):
    """Whether a piece of syntax is text as it is typed, and not a part of what stands between braces."""
    if not (isinstance(part, ast.Constant) and isinstance(part.value, str)):
        return False
    braces = [one for one in ast.walk(whole) if isinstance(one, ast.FormattedValue)]
    return not any(part is inside for one in braces for inside in ast.walk(one))


def test_a_functions_name_and_arguments_are_those_that_its_lesson_shows():
    for name, question in lessons.all_questions().items():
        if isinstance(question, Code):
            cells = nbformat.read(lessons.notebook(lessons.lesson_of(name)), as_version=4).cells
            (shown,) = [cell.source for cell in cells if f'check("{name}", {question.name})' in cell.source]
            assert f"def {question.wants.removeprefix('a function ')}:" in shown, name


@pytest.mark.parametrize("path", ["tolerance", "right", "hint", "slips", "samples"])
def test_a_difference_of_each_kind_is_named(path):
    before = question_record.record("too_small")
    fresh = copy.deepcopy(before)
    fresh["too_small.4"][path] = {"tolerance": 0.1, "right": 700.0, "hint": "688", "slips": [], "samples": {}}[path]
    found = question_record.differences(fresh, before)
    assert found and all(said.startswith(f"too_small.4 {path}") for said in found)


def test_a_judges_interval_is_on_record():
    told = question_record._of_judge(type("E", (), {"wants": "", "samples": (), "right": near(2.0, 0.05), "slips": ()}))
    assert told["right"] == 2.0 and told["tolerance"] == 0.05
    assert told["samples"] == {str(x): ("right" if 1.9 <= x <= 2.1 else "not yet") for x in map(float, told["samples"])}


def test_two_questions_for_one_cell_are_refused():
    path = lessons.notebook("too_small")
    notebook = nbformat.read(path, as_version=4)
    last = max(at for at in texts(notebook, path) if notebook.cells[at].source.startswith("**Exercise.**"))
    del notebook.cells[last]
    with pytest.raises(ValueError, match="holds another question's"):
        texts(notebook, path)
