"""Each assignment's questions are on record: what is asked, forgiven, and how sample answers are marked."""

from difflib import unified_diff
from pathlib import Path

import pytest

from lrcourse.grading import question_record
from lrcourse.grading.questions import questions
from lrcourse.homework import ASSIGNMENTS

RECORDS = Path(__file__).parent.parent / "records" / "questions"


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_record_is_that_of_the_judges(assignment):
    stored = (RECORDS / f"{assignment}.json").read_text(encoding="utf-8").splitlines()
    changes = [
        *unified_diff(stored, question_record.text(assignment).splitlines(), "on record", "now", n=1, lineterm="")
    ]
    assert not changes, "\n".join(["questions are marked otherwise than is on record:", *changes])


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_record_shows_where_points_begin_and_end(assignment):
    """Of every judged question a right answer earns all points, and some answers near it do not."""
    record, names = question_record.record(assignment), questions(assignment)
    assert list(record) == list(names)
    for name, told in record.items():
        marks = list(told["marks"].values())
        if names[name].judge:
            assert told["forgiven"] and any(mark.startswith("1 for ") for mark in marks), name
            assert sum(not mark.startswith(("0 for ", "1 for ")) for mark in marks) > 0, name
        slips = {slip for slip, _ in names[name].slips}
        assert {slip for slip in slips if f"[{slip}]" in told["marks"][f"slip: {slip}"]} == slips, name


def test_a_wider_tolerance_shows_in_the_record(monkeypatch):
    from lrcourse.grading import hw1

    before = question_record.text("hw1")
    monkeypatch.setattr(hw1, "CLOSE", hw1.within(0.1))  # as the judge of question 4 reads it
    assert question_record.text("hw1") != before
