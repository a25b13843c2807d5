"""The class at a glance: the counts are right, and nothing of a student can act in it."""

import json
import sys
from hashlib import sha256

import nbformat
import pytest

from lrcourse.grading import hw0, report
from lrcourse.grading.folders import LESSONS, write_file
from lrcourse.grading.standing import standings
from lrcourse.homework.handin import FORMAT

from .conftest import NAME, filled, hand_in, new_course
from .test_feedback import HALF, RIGHT, TEXT, Parts

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def course(tmp_path, released):
    """Make a course of four students: right, two who slipped alike, one whose reason is evil."""
    folders = new_course(tmp_path, released, dict.fromkeys("abcde", EVIL))
    none = HALF | {"share": 0.0, "why": EVIL, "slip": ""}
    for student, first in zip("abcd", (RIGHT, HALF, HALF, none)):
        path = hand_in(folders, student, nbformat.writes(filled(released)).encode())
        result = {"student": student, "person": "", "remarks": [], "cells": [], "key": "k"}
        result |= {"questions": {"hw0.1": first, "hw0.3": TEXT}, "answers": {"hw0.1": 7}}
        write_file(folders.result(NAME, student), json.dumps(result | {"of": sha256(path.read_bytes()).hexdigest()}))
    return folders


def test_the_counts_are_those_of_the_class(course):
    found = standings(course, NAME)
    assert report.shares(NAME, found) == {
        "hw0.1": {"full": 1, "part": 2, "none": 1, "open": 0},
        "hw0.2": {"full": 0, "part": 0, "none": 0, "open": 0},
        "hw0.3": {"full": 0, "part": 0, "none": 0, "open": 4},
    }
    assert report.losses(found, "slip") == [(("hw0.1", "the landing rate"), 2)]
    assert report.losses(found, "why") == [(("hw0.1", "the number is close"), 2), (("hw0.1", EVIL), 1)]


def test_a_page_and_a_picture_in_which_nothing_acts(course):
    path = report.report(course, NAME)
    page = Parts(path.read_text(encoding="utf-8"))
    assert EVIL in page.text and "the landing rate" in page.text and "4 to be read, 1 nothing handed in" in page.text
    assert not {"script", "svg", "a", "iframe"} & {tag for tag, _ in page.elements}
    assert path.with_suffix(".png").read_bytes().startswith(b"\x89PNG")


def test_calibration_is_the_assignments_own_or_that_of_the_lessons(course, monkeypatch):
    found = standings(course, NAME)
    assert report.calibration(course, NAME, found) == []
    prediction = {"kind": "prediction", "question": "too_large.1", "choice": "falls smoothly", "confidence": 80}
    bad = [prediction | {"confidence": value} for value in (None, True, "80", 1e9, [80])]
    told = {"format": FORMAT, "student": "a", "records": [prediction, prediction | {"choice": "rises"}, *bad]}
    write_file(course.notebook("submitted", LESSONS, "a"), json.dumps(told))
    assert report.calibration(course, NAME, found) == [(80, True)]  # the first choice counts
    monkeypatch.setattr(hw0, "calibration", lambda student, answers: [(90, answers == {"hw0.1": 7})], raising=False)
    assert report.calibration(course, NAME, found) == [(90, True)] * 4


def test_the_report_of_an_empty_class_is_drawn(course, tmp_path):
    for student in "abcd":
        course.result(NAME, student).unlink()
    assert report.report(course, NAME).exists() and "matplotlib.pyplot" not in sys.modules
