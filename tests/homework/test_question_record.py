"""Each assignment's questions are on record: what is asked, forgiven, and how sample answers are marked."""

import re
from pathlib import Path

import nbformat
import pytest

from lrcourse.grading import hw1
from lrcourse.grading.folders import COURSE
from lrcourse.grading.questions import questions
from lrcourse.grading.sample_marks import record
from lrcourse.homework import ASSIGNMENTS
from lrcourse.tools import question_record, question_text


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_record_is_that_of_the_judges(assignment):
    changes = question_record.differences(record(assignment), question_record.stored(assignment))
    assert not changes, "\n".join(changes)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_notebook_puts_each_question_in_the_words_beside_its_judge(assignment):
    (path,) = (COURSE / "source").glob(f"{assignment}_*/*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    texts = question_text.texts(notebook, path)
    assert {at: notebook.cells[at].source for at in texts} == texts
    begin = [cell.source.partition("\n")[0] for cell in notebook.cells if cell.source.startswith("## Question ")]
    for (name, question), heading in zip(questions(assignment).items(), begin, strict=True):
        assert heading.startswith(f"## Question {name.partition('.')[2]} · ") and question.text, name


def test_a_question_without_its_cell_is_named():
    notebook = nbformat.v4.new_notebook()
    with pytest.raises(ValueError, match="hw0: no cell has the id q1"):
        question_text.texts(notebook, COURSE / "source" / "hw0_template" / "hw0_template.ipynb")


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_what_is_forgiven_is_not_typed_into_the_words(assignment):
    source = (Path(hw1.__file__).parent / f"{assignment}.py").read_text(encoding="utf-8")
    typed = re.findall(
        r"(?:within|give or take|factor of|accuracy of|right for) \d.*", source.partition("QUESTIONS = (")[2]
    )
    assert typed == [], "write {CLOSE} in an f-string, with the name that the judge has"


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_record_shows_where_points_begin_and_end(assignment):
    """Of every judged question some answers earn all points, some a part, and every slip is named."""
    found, names = record(assignment), questions(assignment)
    assert list(found) == list(names)
    for name, told in found.items():
        marks = list(told["marks"].values())
        if names[name].judge:
            assert told["forgiven"] and any(mark.startswith("1 for ") for mark in marks), name
            assert any(not mark.startswith(("0 for ", "1 for ")) for mark in marks), name
        for slip, _ in names[name].slips:
            assert f"[{slip}]" in told["marks"][f"slip: {slip}"], name


def test_a_wider_tolerance_is_a_difference(monkeypatch):
    before = record("hw1")
    monkeypatch.setattr(hw1, "CLOSE", hw1.within(0.1))  # as the judge of question 4 reads it
    changes = question_record.differences(record("hw1"), before)
    assert changes and all(change.startswith("hw1.4 marks") for change in changes)
