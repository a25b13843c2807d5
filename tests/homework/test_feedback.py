"""Feedback and CSV: complete, and nothing in them can act."""

import csv
import io
import json
import re
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from lrcourse.grading import gradebook, rows
from lrcourse.grading.export import export, text_of
from lrcourse.grading.feedback import POLICY, feedback, page
from lrcourse.grading.folders import write_file
from lrcourse.grading.rows import Row
from lrcourse.grading.standing import Standing, standings

from .conftest import NAME, filled, hand_in, new_course

EVIL = "<script>alert(1)</script> \"' onload=alert(1) x='<img src=x onerror=alert(1)> [a](javascript:1) \x1b &lt;"
ASKED = {"points": 2, "asks": "the limit, within 0.2 %", "share": 0.5, "person": "", "practice": False}
RIGHT = ASKED | {"share": 1.0, "given": "0.2", "why": "", "slip": ""}
HALF = ASKED | {"given": "0.35", "expected": "the limit", "why": "the number is close", "slip": "the landing rate"}
TEXT = ASKED | {"points": 1, "share": None, "person": "a text is to be read", "text": True}


def standing(questions=None, cells=(), **row):
    result = {"questions": questions or {}, "person": "", "remarks": [], "cells": list(cells), "key": "k"}
    one = Row(**({"student": "ada", "name": "Ada", "state": "to be read", "result": result} | row))
    got = {
        name: None if asked["share"] is None else asked["share"] * asked["points"]
        for name, asked in (questions or {}).items()
    }
    return Standing(one, got, {}, None, one.state)


class Parts(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


def test_a_page_says_what_was_given_expected_and_lost():
    text = Parts(page(NAME, standing({"hw0.1": HALF, "hw0.3": TEXT}))).text
    for said in (
        "Question hw0.1",
        "1 of 2",
        "the limit, within 0.2 %",
        "0.35",
        "the number is close",
        "the landing rate",
    ):
        assert said in text
    assert "open, of 1" in text and "1 points so far" in text
    assert "landing" not in Parts(page(NAME, standing({"hw0.1": RIGHT}))).text


@pytest.mark.parametrize(
    "field", ["given", "why", "slip", "asks", "person", "name", "reason", "remark", "text", "time", "comment"]
)
def test_nothing_in_a_page_can_act(field):
    asked = dict(HALF) | ({field: EVIL} if field in HALF else {})
    asked |= {"share": None} if field == "person" else {}
    cells = [{"kind": "markdown", "grade_id": "hw0-1", "source": EVIL if field == "text" else "x"}]
    row = {"name": {"name": EVIL}, "reason": {"reason": EVIL, "state": "needs a person"}, "time": {"time": EVIL}}.get(
        field, {}
    )
    one = standing({"hw0.1": asked}, cells, **row, remarks=(EVIL,) if field == "remark" else ())
    one = replace(one, comments={"hw0.1": EVIL if field == "comment" else "x"})
    found = Parts(page(NAME, one))
    assert "<script>alert(1)</script> \"' onload=alert(1) x='<img src=x" in found.text
    assert {tag for tag, _ in found.elements} <= set(
        "html head meta title style body h1 h2 b p strong dl dt dd pre".split()
    )
    assert {key for _, values in found.elements for key in values} == {
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
    }


def test_the_policy_allows_nothing_but_the_pages_own_style():
    html = page(NAME, standing({"hw0.1": HALF}))
    assert POLICY.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in POLICY
    assert html.index("Content-Security-Policy") < html.index("<title>") and "http" not in html.replace(
        "http-equiv", ""
    )


def test_a_csv_holds_no_formula():
    evil = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r\n=1",
        " =1",
        "x;=1",
        'x",=1',
        "＝1",
        '=HYPERLINK("http://x")',
        "a|=1",
    ]
    text = text_of([evil, ["Ada-Lovelace", "a = b", 1.5, -2, None, "ü"]])
    cells = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(cells) == len(evil)
    for separator in ",;|\t":  # however a spreadsheet cuts the line
        for cell in text.removeprefix("\ufeff").splitlines()[0].split(separator):
            assert not re.match(r"[\s\"]*[=+\-@＝]", cell), cell
    assert text.splitlines()[1] == "Ada-Lovelace,a = b,1.5,-2,,ü"


@pytest.fixture
def course(tmp_path, released):
    """Make a course with results as grading leaves them, without having run anything."""
    folders = new_course(tmp_path, released, {"ada": "Ada", "=1+1": "-Evil", "zoë": "", "gone": "G"})
    for student, questions in (("ada", {"hw0.1": RIGHT, "hw0.2": RIGHT, "hw0.3": TEXT}), ("=1+1", {"hw0.1": HALF})):
        path = hand_in(folders, student, filled(released))
        result = {
            "student": student,
            "person": "",
            "remarks": ["it was called =1+1"],
            "questions": questions,
            "cells": [],
        }
        result |= {"key": "k", "of": sha256(path.read_bytes()).hexdigest()}
        write_file(folders.result(NAME, student), json.dumps(result))
    hand_in(folders, "zoë", b"torn")
    return folders


def test_a_page_for_every_student_of_the_roster(course):
    files = feedback(course, NAME)
    assert [file.parent.parent.name for file in files] == ["ada", "=1+1", "zoë", "gone"]
    texts = [Parts(file.read_text(encoding="utf-8")).text for file in files]
    assert "Nothing was handed in" in texts[3] and "it was not graded yet" in texts[2] and "Question hw0.1" in texts[0]


def test_the_csv_has_a_line_for_everybody(course, tmp_path):
    assert export(course, NAME, tmp_path / "out.csv") == 4
    text = (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    lines = {line["id"]: line for line in csv.DictReader(io.StringIO(text))}
    assert lines.keys() == {"ada", "'=1+1", "zoë", "gone"}
    assert lines["ada"]["state"] == "to be read" and lines["ada"]["points"] == "" and lines["ada"]["hw0.1"] == "2"
    assert lines["'=1+1"]["points"] == "1" and lines["'=1+1"]["name"] == "'-Evil"
    assert lines["zoë"]["state"] == "needs a person" and lines["zoë"]["reason"] == "it was not graded yet"
    assert lines["gone"]["state"] == "nothing handed in" and lines["gone"]["out of"] == "6"


def test_what_a_person_gave_counts(course, tmp_path):
    gradebook.update(course, NAME, [row for row in rows.rows(course, NAME) if row.result])
    with gradebook.open_gradebook(course) as book:
        for name, score in (("hw0-3", 0.5), ("hw0-1", 1.5)):
            given = book.find_grade(name, NAME, NAME, "ada")
            given.manual_score, given.needs_manual_grade = score, False
        book.find_comment("hw0-3", NAME, NAME, "ada").manual_comment = "Well put & <b>short</b>"
        book.db.commit()
    ada = standings(course, NAME)[0]
    assert (ada.total, ada.state, ada.got) == (4.0, "graded", {"hw0.1": 1.5, "hw0.2": 2, "hw0.3": 0.5})
    text = Parts(page(NAME, ada)).text
    assert "4 of 6 points" in text and "Well put & <b>short</b>" in text
