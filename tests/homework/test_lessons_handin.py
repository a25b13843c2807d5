"""Lessons as homework: one file, computed anew from its values, whatever is in it."""

import csv
import io
import json

import pytest

from lrcourse import answers, check, outcome, predict
from lrcourse.grading import lessons
from lrcourse.grading.collect import collect
from lrcourse.grading.folders import LESSONS, Folders, id_fault, read_roster, write_file
from lrcourse.grading.lessons import Counted, count, grade_lessons, read_records, table
from lrcourse.homework import handin

FAST = "too_large"
RIGHT = 0.25  # of too_large.4


@pytest.fixture
def folders(tmp_path):
    course = Folders(tmp_path / "course")
    write_file(course.roster, "id,name\nada,Ada\nbob,Bob\nzoë,Zoë\nnone,N\n")
    return course


def file_of(records, student="ada"):
    return json.dumps({"format": handin.FORMAT, "version": 1, "student": student, "records": records}).encode()


def prediction(choice, question="too_large.1"):
    return {"kind": "prediction", "question": question, "choice": choice}


def answer(value, question="too_large.4", right=True):
    return {"kind": "answer", "question": question, "answer": value, "right": right}


SHOWN = {"kind": "outcome", "question": "too_large.1"}


def test_what_a_student_did_is_handed_in_and_counted(folders, tmp_path, capsys):
    predict("too_large.1", "rises", 60)
    outcome("too_large.1")
    outcome("too_large.1")
    predict("too_large.2", "falls, then explodes")
    check("too_large.4", 7)
    check("too_large.4", "1/4")
    assert [record["kind"] for record in answers.read()].count("outcome") == 1
    assert handin.main(["--student", "Ada ", "--to", str(tmp_path)]) == 0
    assert "2 predictions and 2 answers of too_large" in capsys.readouterr().out
    told = json.loads((tmp_path / "Ada.json").read_text(encoding="utf-8"))
    assert told["student"] == "Ada" and all("at" in record for record in told["records"])
    (tmp_path / "in").mkdir()
    (tmp_path / "Ada.json").rename(tmp_path / "in" / "Ada.json")
    assert collect(folders, LESSONS, tmp_path / "in") == ({"ada"}, {})
    row, counted = grade_lessons(folders, [FAST])[0]
    assert (row.state, row.remarks, counted) == ("graded", (), {FAST: Counted(2, 2, 1, 1, 0)})


@pytest.mark.parametrize("count, said", [(0, "0 predictions"), (1, "1 prediction"), (2, "2 predictions")])
def test_what_is_counted_agrees_with_its_number(tmp_path, capsys, count, said):
    for question in ("too_large.1", "too_large.2")[:count]:
        answers.append(prediction("rises", question))
    check("too_large.4", 7)
    assert handin.main(["--student", "ada", "--to", str(tmp_path)]) == 0
    assert f"{said} and 1 answer of too_large:" in capsys.readouterr().out


def test_a_lesson_that_is_not_there_and_a_place_that_is_not_there_get_a_sentence(tmp_path, capsys):
    check("too_large.4", 7)
    capsys.readouterr()
    assert handin.main(["99", "--student", "ada"]) == 2
    assert "lesson '99': allowed is one of 00 start_here, 01 one_step, " in capsys.readouterr().err
    place = tmp_path / "nowhere" / "x.json"
    assert handin.main(["--student", "ada", "--to", str(place)]) == 2
    assert f"--to {place}: cannot be written (No such file or directory)" in capsys.readouterr().err


def test_an_outcome_that_was_seen_does_not_hide_the_prediction(capsys):
    predict("too_large.1", "rises")
    outcome("too_large.1")
    outcome("too_large.1")
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == lines[2] and "you predicted 'rises'" in lines[1]


@pytest.mark.parametrize(
    "records, expected",
    [
        ([], Counted()),
        ([prediction("falls smoothly")], Counted(1, 1, 1)),
        ([prediction("falls smoothly"), SHOWN], Counted(1, 1, 1)),
        ([SHOWN, prediction("falls smoothly")], Counted(1, 0, 0)),
        ([prediction("rises"), SHOWN, prediction("falls smoothly")], Counted(1, 1, 0)),
        ([prediction("falls smoothly"), prediction("rises"), SHOWN], Counted(1, 1, 1)),
        ([prediction("up"), prediction(["rises"]), prediction(None)], Counted()),
        ([answer(RIGHT, right=False)], Counted(solved=1)),
        ([answer(7, right=True)], Counted()),
        ([answer("0,25")], Counted(solved=1)),
        ([answer(RIGHT), answer(7)], Counted(solved=1)),
    ],
)
def test_what_counts_is_the_value_and_the_order(records, expected):
    assert count(records, [FAST]) == {FAST: expected}


def test_code_is_not_run_and_counted_apart():
    code = next(name for name, asked in lessons.all_questions().items() if isinstance(asked, lessons.Code))
    lesson = code.split(".")[0]
    assert count([answer("step", code)], [lesson])[lesson] == Counted(said=1)
    assert count([answer("__import__('os').abort()", code, right="yes")], [lesson])[lesson] == Counted()


NASTY = [
    *(None, True, "", "x" * 100_000, -1e308, 2**70, [], [[]], [1] * 10_000, {"a": 1}, "1/0", "=1+1", "\ud800"),
    *(float("nan"), float("inf"), "<script>1</script>"),
]


def test_a_file_from_when_lessons_were_numbers_counts():
    records, _, person = read_records(file_of([prediction("falls smoothly", "03.1"), answer(RIGHT, "03.4")]))
    assert person == "" and count(records, [FAST]) == {FAST: Counted(1, 1, 1, 1, 0)}


@pytest.mark.parametrize("value", NASTY, ids=lambda value: str(value)[:20])
def test_no_value_raises_or_earns_anything(value):
    exercises = [name for name, asked in lessons.all_questions().items() if isinstance(asked, lessons.Prediction)]
    records = [answer(value, name, right="yes") for name in lessons.all_questions()]
    records += [prediction(value, name) | {"confidence": value} for name in exercises[:3]]
    records, _, person = read_records(file_of(records))
    assert person == "" and set(count(records, ["too_small", FAST]).values()) == {Counted()}


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "no JSON"),
        (b"\x89PNG", "no JSON"),
        (file_of([])[:20], "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"9" * 10_000, "no JSON"),
        (b"[]", "hand-in"),
        (b'{"format": "lrcourse-lessons"}', "hand-in"),
        (b'{"format": "lrcourse-lessons", "records": {}}', "hand-in"),
        (b'{"nbformat": 4, "cells": []}', "hand-in"),
        (file_of([{}] * 50_001), "50001 records"),
    ],
)
def test_what_is_no_file_of_ours_needs_a_person(folders, content, words):
    write_file(folders.notebook("submitted", LESSONS, "ada"), content)
    row, counted = grade_lessons(folders, [FAST])[0]
    assert row.state == "needs a person" and words in row.reason and counted == {}


def test_records_that_are_none_are_passed_over():
    odd = [
        7,
        None,
        "x",
        [],
        {"question": 3},
        {"question": "99.1"},
        {"question": "too_large.1"},
        {"kind": 1, "question": "too_large.4"},
    ]
    records, _, person = read_records(file_of([*odd, answer(RIGHT)]))
    assert person == "" and count(records, [FAST])[FAST] == Counted(solved=1)


def test_everybody_has_a_line_and_whose_it_says_it_is(folders, tmp_path):
    (tmp_path / "in").mkdir()
    for name, content in {
        "ada.json": file_of([prediction("falls smoothly"), answer(RIGHT)]),
        "bob.json": file_of([answer(RIGHT)], student="=ada"),
        "zoë.json": b"torn",
        "eve.json": file_of([]),
        "mallory.ipynb": b"{}",
    }.items():
        (tmp_path / "in" / name).write_bytes(content)
    collect(folders, LESSONS, tmp_path / "in")
    text = table(grade_lessons(folders, [FAST]))
    lines = {line["id"]: line for line in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    states = {name: line["state"] for name, line in lines.items()}
    assert states == {
        "ada": "graded",
        "bob": "graded",
        "zoë": "needs a person",
        "none": "nothing handed in",
        "eve.json": "needs a person",
        "mallory.ipynb": "needs a person",
    }
    assert (
        lines["ada"]["predicted"] == "1"
        and lines["ada"]["too_large before of 3"] == "1"
        and lines["ada"]["remarks"] == ""
    )
    assert "says that it is =ada’s" in lines["bob"]["remarks"] and lines["bob"]["too_large predicted of 3"] == "0"
    assert lines["zoë"]["predicted"] == ""


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["--student", "ada"], "nothing to hand in yet"),
        (["--student", " "], "your id"),
        (["--student", "ada", "77"], "lesson '77': allowed is one of 00 start_here, 01 one_step"),
    ],
)
def test_hand_in_says_what_is_missing(arguments, words, capsys):
    assert handin.main(arguments) == 2
    assert words in capsys.readouterr().err


def test_only_the_lessons_asked_for_are_handed_in(tmp_path):
    predict("too_large.1", "rises")
    check("one_step.4", 7)
    check("too_large.4", 7)
    path, records = handin.hand_in("a/b", [FAST], tmp_path)
    assert path.name == "a_b.json" and {record["question"] for record in records} == {"too_large.1", "too_large.4"}
    with pytest.raises(ValueError, match="of just_right"):
        handin.hand_in("ada", ["04"], tmp_path)


def test_the_file_of_every_id_that_a_roster_may_have_is_taken_for_that_id(folders, tmp_path):
    check("too_large.4", 7)
    likely = [
        "ada.l@uni.edu",
        "ada_l_uni_edu",
        "o'neil",
        "ada+1",
        "Zoë É",
        "-a",
        "漢字",
        "x.json",
        "b_LATE_1_2_c",
        "a" * 100,
    ]
    ids = likely + [student for student in (f"x{chr(code)}y" for code in range(32, 127)) if not id_fault(student)]
    ids = list({student.casefold(): student for student in ids}.values())
    lines = [f'"{student.replace(chr(34), chr(34) * 2)}";N\n' for student in ids]
    write_file(folders.roster, "id;name\n" + "".join(lines))
    assert list(read_roster(folders)) == ids
    (tmp_path / "in").mkdir()
    for student in ids:
        handin.hand_in(student, to=tmp_path / "in")
    assert collect(folders, LESSONS, tmp_path / "in") == (set(ids), {})
    assert {row.state for row, _ in grade_lessons(folders, [FAST])} == {"graded"}
    assert all(row.remarks == () for row, _ in grade_lessons(folders, [FAST]))


@pytest.mark.parametrize("student", ["a/b", "a\\b", "a:b", "a*b", ".b", "b.", 'a"b', "a\x00b", "a\u202eb", "a<b>|?"])
def test_an_id_that_no_roster_may_have_gets_a_name_that_every_disk_bears(student, tmp_path):
    check("too_large.4", 7)
    assert id_fault(student)
    path, _ = handin.hand_in(student, to=tmp_path)
    assert path.parent == tmp_path and not id_fault(path.stem) and path.exists()
