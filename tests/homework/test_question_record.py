"""Each assignment's questions are on record: what is asked, forgiven, and how sample answers are marked."""

import pytest

from lrcourse.grading import hw1
from lrcourse.grading.questions import questions
from lrcourse.grading.sample_marks import record
from lrcourse.homework import ASSIGNMENTS
from lrcourse.tools import question_record


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_record_is_that_of_the_judges(assignment):
    changes = question_record.differences(record(assignment), question_record.stored(assignment))
    assert not changes, "\n".join(changes)


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
