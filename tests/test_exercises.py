"""predict, check, solution: immediate, kind, and nothing is lost."""

import json

import pytest

from lrcourse import check, exercises, predict, reset_answers, solution
from lrcourse.lessons import all_questions
from lrcourse.lessons.question import Exercise, Prediction


@pytest.mark.parametrize("blank", [None, ..., "", "  "], ids=repr)
def test_a_blank_is_no_mistake_and_is_not_kept(blank, capsys):
    check("03.4", blank)
    assert "no answer yet" in capsys.readouterr().out
    assert exercises.answers() == []


@pytest.mark.parametrize("answer", [0.25, "0.25", "1/4", "0,25", 0.2501], ids=repr)
def test_a_right_answer_in_any_notation(answer, capsys):
    check("03.4", answer)
    assert "right" in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["a quarter", [0.25], {}, float("nan"), float("inf"), True, "1/0", 1j], ids=repr)
def test_what_cannot_be_read_is_said_kindly_and_not_kept(answer, capsys):
    check("03.4", answer)
    assert "takes a number" in capsys.readouterr().out
    assert exercises.answers() == []


def test_a_wrong_answer_gets_the_remark_that_fits_and_does_not_give_the_answer_away(capsys):
    check("03.4", 1.0)
    assert "flattest" in capsys.readouterr().out
    check("03.4", 0.3)
    out = capsys.readouterr().out
    assert "not yet" in out and "0.25" not in out


def test_a_prediction_is_noted_without_saying_whether_it_is_right(capsys):
    predict("03.1", "zigzags", confidence=80)
    predict("03.1", "falls smoothly")
    wrong, right = capsys.readouterr().out.splitlines()
    assert wrong.replace("'zigzags' at 80 %", "…") == right.replace("'falls smoothly'", "…")
    assert [(a["choice"], a["confidence"]) for a in exercises.answers()] == [("zigzags", 80), ("falls smoothly", None)]


@pytest.mark.parametrize(
    "arguments", [("03.1", "sideways"), ("03.1", "rises", 20), ("03.1", "rises", "very"), ("03.1", 3)], ids=str
)
def test_a_slip_in_a_prediction_is_said_and_not_kept(arguments, capsys):
    predict(*arguments)
    out = capsys.readouterr().out
    assert "noted" not in out and "from" in out + "from" * ("among the choices" in out)
    assert exercises.answers() == []


@pytest.mark.parametrize("call", [check, predict, solution])
def test_an_unknown_question_is_an_error_that_lists_the_known(call):
    with pytest.raises(ValueError, match=r"question='99.9': allowed is one of .*03\."):
        call("99.9")


def test_the_solution_comes_after_an_attempt(capsys):
    solution("03.4")
    assert "try it first" in capsys.readouterr().out
    check("03.4", 7)
    solution("03.4")
    assert "0.25" in capsys.readouterr().out


def test_answers_are_appended_and_a_broken_line_loses_nothing(empty_answers):
    check("03.4", 7)
    with (empty_answers / "answers.jsonl").open("a") as file:
        file.write("{broken\n[1]\n")
    check("03.4", 0.25)
    assert [a["answer"] for a in exercises.answers()] == [7, 0.25]


def test_a_reset_keeps_the_old_answers_aside(empty_answers, capsys):
    reset_answers()
    assert "no answers" in capsys.readouterr().out
    for answer in (7, 8):
        check("03.4", answer)
        reset_answers()
    assert exercises.answers() == []
    assert [json.loads((empty_answers / f"answers-{i}.jsonl").read_text())["answer"] for i in (1, 2)] == [7, 8]


def test_a_folder_that_cannot_be_written_is_said_and_the_answer_still_checked(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(tmp_path / "file"))
    check("03.4", 0.25)
    out = capsys.readouterr().out
    assert "right" in out and "could not be saved" in out


@pytest.mark.parametrize("name", all_questions())
def test_every_question_has_what_it_takes(name):
    question = all_questions()[name]
    if isinstance(question, Prediction):
        assert len(question.choices) == len(set(question.choices)) >= 2
        assert question.truth is None or question.truth() in question.choices
    else:
        assert isinstance(question, Exercise) and question.worked().strip()
        for _, message in question.slips:  # a slip must not be reached by a right answer
            assert message.strip()
