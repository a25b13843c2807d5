"""predict, check, solution: immediate, kind, and nothing is lost."""

import json
import math
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from lrcourse import answers, check, my_progress, outcome, predict, predict_table, reset_answers, solution
from lrcourse.checks import show
from lrcourse.exercises import asking, keeping
from lrcourse.exercises.asking import is_right
from lrcourse.lessons import all_questions
from lrcourse.lessons.question import Code, Counted, Exercise, Numbers, Prediction, near
from lrcourse.lessons.verdicts.questions import guesses

NASTY = [
    *(None, ..., "", " ", "a quarter", "1e99999999", "1/0", "1/2/3", "9" * 10**6, b"0.25", 2**64, 10**400),
    *(-1e308, 1e-320, math.nan, -math.inf, True, 1j, Fraction(1, 3), Decimal("0.5"), object(), int, print, {}, {1}),
    *([], [0.25], [[1], [1, 2]], list(range(10**6)), (), np.array(0.25), np.array([0.25, np.nan]), np.zeros(10**6)),
    *(np.float32(0.25), np.int64(3), np.array(["a"]), np.array([1j]), np.bool_(True)),
]


class Refuses:
    """Neither shows nor compares itself."""

    def __repr__(self):
        raise RuntimeError

    def __eq__(self, other):
        raise RuntimeError

    __hash__ = object.__hash__


@pytest.mark.parametrize("blank", [None, ..., "", "  "], ids=repr)
def test_a_blank_is_no_mistake_and_is_not_kept(blank, capsys):
    check("too_large.4", blank)
    assert "no answer yet" in capsys.readouterr().out
    assert answers.read() == []


@pytest.mark.parametrize("name", all_questions())
def test_whatever_is_typed_in_nothing_raises(name, capsys, empty_answers):
    """Each nasty value, for each question, gets an answer of bounded length, and the file of answers stays whole."""
    asked = all_questions()[name]
    for value in [*NASTY, Refuses()]:
        predict(name, value, value) if isinstance(asked, Prediction) else check(name, value)
    if isinstance(asked, Prediction):
        for value in [*NASTY, Refuses()]:
            predict(name, asked.choices[0], value)
    assert all(len(line) < 500 for line in capsys.readouterr().out.splitlines())
    assert all(record["question"] == name for record in answers.read())


@pytest.mark.parametrize("call", [check, predict, solution, outcome, predict_table])
@pytest.mark.parametrize("name", [*NASTY, Refuses(), "3.1", "03.99", "x" * 10**6], ids=lambda name: type(name).__name__)
def test_a_name_that_is_none_gets_one_sentence(call, name, capsys):
    call(name)
    out = capsys.readouterr().out
    assert out.count("\n") == 1 and len(out) < 400 and answers.read() == []


@pytest.mark.parametrize(
    "call, name, meant",
    [
        (check, "3.4", "'too_large.4'"),
        (predict, 3.1, "predict('too_large.1')"),
        (check, 14.4, "check('from_small_to_large.4')"),
        (outcome, "too_large-1", "'too_large.1'"),
    ],
)
def test_a_mistyped_name_is_guessed(call, name, meant, capsys):
    call(name)
    assert f"did you mean {meant}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "call, name, other",
    [(check, "too_large.1", "predict"), (predict, "too_large.4", "check"), (solution, "too_large.1", "predict")],
)
def test_the_other_call_is_named(call, name, other, capsys):
    call(name)
    assert f"is asked by {other}('{name}')" in capsys.readouterr().out


@pytest.mark.parametrize("answer", [0.25, "0.25", "1/4", "0,25", 0.2501, np.array(0.25)], ids=repr)
def test_a_right_answer_in_any_notation(answer, capsys):
    check("too_large.4", answer)
    assert "right" in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["a quarter", [0.25], {}, float("nan"), float("inf"), True, "1/0", 1j], ids=repr)
def test_what_cannot_be_read_is_said_kindly_and_not_kept(answer, capsys):
    check("too_large.4", answer)
    assert "takes a number" in capsys.readouterr().out
    assert answers.read() == []


def test_a_wrong_answer_gets_the_remark_that_fits_and_does_not_give_the_answer_away(capsys):
    check("too_large.4", 1.0)
    assert "flattest" in capsys.readouterr().out
    check("too_large.4", 0.3)
    out = capsys.readouterr().out
    assert "not yet" in out and "0.25" not in out


@pytest.mark.parametrize(
    "question, answer, words",
    [
        ("one_step.7", "close", "Close: give three digits."),
        ("start_here.3", 0.34, "Close: give three digits."),
        ("start_here.3", 0.387, "That is after 9 steps."),  # a slip's own number
        ("too_large.5", "beside", "Close, but it has to be exact."),
        ("too_large.4", 0.3, "The hint folds open below."),
        ("one_step.5", 1e9, ""),  # it has no hint
        ("too_small.6", 1e9, "The hint folds open below."),
    ],
)
def test_a_wrong_answer_is_told_how_near_it_is_and_of_a_hint_only_where_there_is_one(question, answer, words):
    right = all_questions()[question].right.right()
    value = {"close": right * 1.005, "beside": right * 1.02}.get(answer, answer)
    said = asking.judge(question, value)
    assert said == f"{question}: not yet, {show(float(value))}. {words}".rstrip()


def test_a_list_of_numbers_may_be_close():
    exercise = Exercise(near([1.0, 2.0], 0.01), lambda: "", Numbers(2), slips=((lambda _: True, "wrong"),))
    assert [asking.is_close(exercise, some) for some in ([1.0, 2.04], [1.0, 2.1], [1.0, 2.0])] == [True, False, False]


def test_a_number_finds_its_choice(capsys):
    predict("just_right.1", 0.15, 80)
    predict("schedules.3", "within")
    predict("too_large.1", "Rises")
    assert [record["choice"] for record in answers.read()] == ["0.15", "within 0.01", "rises"]


def test_a_prediction_is_noted_without_saying_whether_it_is_right(capsys):
    predict("too_large.1", "zigzags", confidence=80)
    predict("too_large.2", "falls, then explodes")
    wrong, right = capsys.readouterr().out.replace("large.2", "large.1").splitlines()
    assert wrong.replace("'zigzags' at 80 %", "…") == right.replace("'falls, then explodes'", "…")
    assert [(a["choice"], a["confidence"]) for a in answers.read()] == [("zigzags", 80), ("falls, then explodes", None)]


@pytest.mark.parametrize(
    "arguments",
    [("too_large.1", "sideways"), ("too_large.1", "rises", 20), ("too_large.1", "rises", "very"), ("too_large.1", 3)],
    ids=str,
)
def test_a_slip_in_a_prediction_is_said_and_not_kept(arguments, capsys):
    predict(*arguments)
    out = capsys.readouterr().out
    assert "noted" not in out and "from" in out + "from" * ("among the choices" in out)
    assert answers.read() == []


def test_the_solution_comes_after_an_attempt_at_the_same_question(capsys):
    check("too_small.4", 7)
    solution("too_large.4")
    assert "try it first" in capsys.readouterr().out.splitlines()[-1]
    check("too_large.4", 7)
    solution("too_large.4")
    assert "0.25" in capsys.readouterr().out


@pytest.mark.parametrize(
    "torn",
    [
        b"{broken",
        b"[1]\n",
        b'{"kind": "answer"}\n',
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b"9" * 5000 + b"\n",
        b'{"question": 3, "kind": []}',
    ],
    ids=["cut", "list", "no question", "not UTF-8", "deep", "a long integer", "other types"],
)
def test_a_torn_line_costs_no_other(torn, empty_answers):
    check("too_large.4", 7)
    with (empty_answers / "answers.jsonl").open("ab") as file:
        file.write(torn)
    check("too_large.4", 0.25)
    assert [a["answer"] for a in answers.read()] == [7, 0.25]
    assert guesses(answers.read()) == {} and repr(my_progress()).splitlines()[-1].startswith(
        "too_large | 0 of 3 | 1 of"
    )


def test_progress_names_a_table_and_how_many_of_its_statements_are_open():
    predict("start_here.speed.small", "true")
    assert repr(my_progress()).splitlines()[-1].endswith("| start_here.1, start_here.2, start_here.3, the table (11)")


def test_progress_counts_what_is_right_and_names_what_is_open():
    def row():
        return repr(my_progress()).splitlines()[-1]

    names = [name for name in all_questions() if name.startswith("too_large.")]
    predictions = [name for name in names if isinstance(all_questions()[name], Prediction)]
    counts = f"{len(predictions)} | {{}} of {len(names) - len(predictions)}"
    assert row().startswith("nothing noted or solved yet")
    check("too_large.4", 7)  # wrong
    assert row() == f"too_large | 0 of {counts.format(0)} | all"
    predict("too_large.1", "rises")
    left = [name for name in names if name != "too_large.1"]
    assert row() == f"too_large | 1 of {counts.format(0)} | {', '.join(left)}"
    for name in names:
        if name in predictions:
            predict(name, all_questions()[name].choices[0])
        else:
            answers.append({"kind": "answer", "question": name, "right": True})
    assert row() == f"too_large | {len(predictions)} of {counts.format(len(names) - len(predictions))} | nothing"


def test_an_answer_is_a_line(empty_answers):
    for answer in (7, 8, 9):
        check("too_large.4", answer)
    assert len((empty_answers / "answers.jsonl").read_bytes().splitlines()) == 3


def test_an_answer_says_when_it_was_given():
    check("too_large.4", 7)
    assert abs((datetime.now(UTC) - datetime.fromisoformat(answers.read()[0]["at"])).total_seconds()) < 60


def test_two_kernels_at_once_lose_nothing():
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: answers.append({"kind": "answer", "question": "too_large.4", "answer": i}), range(200)))
    assert sorted(a["answer"] for a in answers.read()) == list(range(200))


def test_the_home_may_be_written_as_a_tilde(monkeypatch, tmp_path):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("LRCOURSE_ANSWERS", "~/mine")
    check("too_large.4", 7)
    assert (tmp_path / "mine" / "answers.jsonl").exists()


def test_two_resets_at_once_keep_everything(empty_answers, capsys):
    check("too_large.4", 7)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: reset_answers(), range(8)))
    kept = [path.read_text() for path in empty_answers.glob("answers-*.jsonl")]
    assert len(kept) == 1 and '"answer": 7' in kept[0]
    assert "afresh" in capsys.readouterr().out


@pytest.mark.parametrize("holder, name", [(answers.os, "replace"), (answers, "_unused_name")], ids=["move", "name"])
def test_a_reset_that_is_refused_says_so(holder, name, empty_answers, monkeypatch, capsys):
    check("too_large.4", 7)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(holder, name, refuse)
    reset_answers()
    assert "stay as they are" in capsys.readouterr().out.splitlines()[-1]
    assert [a["answer"] for a in answers.read()] == [7] and list(empty_answers.glob("answers-*")) == []


def test_what_came_out_stands_beside_what_was_predicted(capsys):
    predict("too_large.1", "rises", 80)
    predict("too_large.2", "falls, then explodes")
    capsys.readouterr()
    for question in ("too_large.1", "too_large.2", "too_large.3"):
        outcome(question)
    wrong, right, blank = capsys.readouterr().out.splitlines()
    assert wrong == "too_large.1: you predicted 'rises' at 80 %; it came out as 'falls smoothly'."
    assert right == "too_large.2: you predicted 'falls, then explodes', and so it came out."
    assert blank == "too_large.3: it came out as 'the sharp one'. (You noted no prediction.)"


def said(capsys, call, *arguments):
    """Return what a call prints, without the name of the question in front."""
    capsys.readouterr()
    call(*arguments)
    return capsys.readouterr().out.removeprefix("too_large.1: ").rstrip()


def test_the_first_choice_counts_and_a_later_one_is_a_change_of_mind(capsys):
    assert said(capsys, predict, "too_large.1", "rises", 80) == "noted, 'rises' at 80 %. Now look."
    changed = "'falls smoothly' is noted as a change of mind. Your first choice counts, 'rises' at 80 %."
    assert said(capsys, predict, "too_large.1", "falls smoothly") == changed
    compared = "you first predicted 'rises' at 80 %; it came out as 'falls smoothly'."
    assert said(capsys, outcome, "too_large.1") == compared
    assert said(capsys, predict, "too_large.1", "falls smoothly") == changed
    assert [record["choice"] for record in answers.read() if record["kind"] == "prediction"] == [
        *("rises", "falls smoothly", "falls smoothly")
    ]


def test_what_came_out_is_folded_in_a_notebook_until_there_is_a_prediction(monkeypatch):
    shown = []
    monkeypatch.setattr(asking, "display", shown.append)
    outcome("too_large.1")
    predict("too_large.2", "falls for good")
    outcome("too_large.2")
    predict("too_large.1", "rises")  # too late, but nothing is left to hide
    outcome("too_large.1")
    folded, *unfolded = (one._repr_html_() for one in shown)
    assert folded == (
        "<details><summary>too_large.1: what came out?</summary>\n<p>It came out as 'falls smoothly'. "
        "(You noted no prediction.)</p></details>"
    )
    assert all(html.startswith("<details open><summary>") for html in unfolded) and "You predicted" in unfolded[0]


def test_what_was_right_first_is_praised_after_a_change_of_mind(capsys):
    predict("too_large.1", "falls smoothly")
    predict("too_large.1", "rises")
    assert said(capsys, outcome, "too_large.1") == "you first predicted 'falls smoothly', and so it came out."


def test_a_prediction_after_the_outcome_does_not_count_and_says_so(capsys):
    outcome("too_large.1")
    late = "'falls smoothly' is noted, but does not count: what came out has been shown."
    assert said(capsys, predict, "too_large.1", "falls smoothly") == late
    compared = "it came out as 'falls smoothly'. (Your prediction came after this was shown, and does not count.)"
    assert said(capsys, outcome, "too_large.1") == compared
    first, last = repr(my_progress()).splitlines()[-1].split(" | ")[1::2]
    assert first == "0 of 3" and "too_large.1" not in last and guesses(answers.read()) == {}


def test_how_sure_can_be_said_until_another_choice_is_made_or_the_outcome_is_shown(capsys):
    predict("too_large.1", "rises")
    assert said(capsys, predict, "too_large.1", "rises", 60) == "noted, 'rises' at 60 %. Now look."
    assert said(capsys, predict, "too_large.1", "rises") == "noted, 'rises' at 60 %. Now look."
    outcome("too_large.1")
    assert said(capsys, predict, "too_large.1", "rises", 100) == "noted, 'rises' at 60 %."
    predict("too_large.2", "falls for good", 60)
    predict("too_large.2", "falls, then explodes", 70)
    predict("too_large.2", "falls for good", 100)
    assert answers.counted("too_large.2") == Counted("falls for good", 60)


@pytest.mark.parametrize("question, least", [("too_large.1", 33), ("too_large.3", 25), ("start_here.speed.small", 50)])
def test_how_sure_begins_at_what_a_guess_gives(question, least, capsys):
    choices = all_questions()[question].choices
    predict(question, choices[0], least)
    predict(question, choices[0], least - 1)
    noted, refused = capsys.readouterr().out.splitlines()
    assert f"at {least} %" in noted and f"from {least} (a guess among {len(choices)}) to 100" in refused


def test_the_first_look_at_an_outcome_is_kept_and_no_later_one():
    predict("too_large.1", "rises")
    for question in ("too_large.1", "too_large.1", "too_large.2", "too_large.1"):
        outcome(question)
    assert [(a["kind"], a["question"]) for a in answers.read()[1:]] == [
        ("outcome", "too_large.1"),
        ("outcome", "too_large.2"),
    ]


def test_a_try_at_a_function_is_kept_with_whether_it_was_right(capsys):
    code = all_questions()["too_small.7"]
    for function in (code.expected, lambda *_: "nothing", 3):
        check("too_small.7", function)
    assert [(a["answer"], a["right"]) for a in answers.read()] == [(code.name, True), (code.name, False)]


@pytest.mark.parametrize("answer, right", [("1/4", True), (7, False), ("a quarter", None), ("", None)])
def test_whether_an_answer_is_right_can_be_asked_and_nothing_is_kept(answer, right):
    assert is_right("too_large.4", answer) is right and answers.read() == []


def test_a_list_may_be_typed_as_text(capsys):
    (name, asked) = next((n, q) for n, q in all_questions().items() if isinstance(getattr(q, "wants", None), Numbers))
    for text in (", ".join(["0.5"] * asked.wants.count), "[" + "; ".join(["0,5"] * asked.wants.count) + "]"):
        check(name, text)
        assert "cannot be checked" not in capsys.readouterr().out
    check(name, "0.5")
    assert "cannot be checked" in capsys.readouterr().out


def test_a_reset_keeps_the_old_answers_aside(empty_answers, capsys):
    reset_answers()
    assert "no answers" in capsys.readouterr().out
    for answer in (7, 8):
        check("too_large.4", answer)
        reset_answers()
    assert answers.read() == []
    assert [json.loads((empty_answers / f"answers-{i}.jsonl").read_text())["answer"] for i in (1, 2)] == [7, 8]


def test_a_folder_that_cannot_be_written_is_said_and_the_answer_still_checked(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(tmp_path / "file"))
    check("too_large.4", 0.25)
    out = capsys.readouterr().out
    assert "right" in out and "(It could not be saved: File exists. It counts until the kernel stops.)" in out


def test_what_cannot_be_saved_counts_in_this_session_and_is_saved_once_it_can(tmp_path, monkeypatch, capsys):
    blocked = tmp_path / "blocked"
    blocked.write_text("in the way")
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(blocked))
    predict("too_large.1", "rises", 80)
    check("too_large.4", 0.25)
    capsys.readouterr()
    outcome("too_large.1")
    solution("too_large.4")
    came_out, worked = capsys.readouterr().out.splitlines()
    assert "you predicted 'rises' at 80 %" in came_out and "0.25" in worked
    assert repr(my_progress()).splitlines()[-1].startswith("too_large | 1 of 3 | 1 of")
    assert len(keeping.to_save()[0].split()) > 3 and capsys.readouterr().out == ""
    blocked.unlink()
    check("too_large.4", 7)
    assert "could not be saved" not in capsys.readouterr().out
    kept = [json.loads(line) for line in (blocked / "answers.jsonl").read_text().splitlines()]
    assert [record["kind"] for record in kept] == ["prediction", "answer", "outcome", "answer"]
    assert answers.read() == kept


def test_a_reset_forgets_what_could_not_be_saved(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(tmp_path / "file"))
    check("too_large.4", 0.25)
    reset_answers()
    reset_answers()
    assert capsys.readouterr().out.splitlines()[1:] == ["Your answers start afresh.", "There are no answers yet."]
    assert answers.read() == []


@pytest.mark.parametrize(
    "call",
    [
        lambda: predict("too_large.1", "rises"),
        lambda: outcome("too_large.1"),
        lambda: check("too_large.4", 7),
        lambda: solution("too_large.4"),
        lambda: predict_table("start_here"),
        my_progress,
    ],
)
def test_a_file_of_answers_that_cannot_be_read_is_said_once_a_call(call, empty_answers, capsys):
    (empty_answers / "answers.jsonl").mkdir(parents=True)
    for _ in range(2):
        call()
        assert capsys.readouterr().out.count("Your earlier answers cannot be read (Is a directory: ") == 1


def test_lines_that_cannot_be_read_are_said_once(empty_answers, capsys):
    check("too_large.4", 7)
    with (empty_answers / "answers.jsonl").open("a") as file:
        file.write("{torn\n\n[1]\n")
    capsys.readouterr()
    for said in (True, False):
        check("too_large.4", 7)
        assert ("2 lines of " in capsys.readouterr().out) is said
    assert len(answers.read()) == 3


@pytest.mark.parametrize("name", all_questions())
def test_every_question_has_what_it_takes(name):
    question = all_questions()[name]
    if isinstance(question, Prediction):
        assert len(question.choices) == len(set(question.choices)) >= 2
        assert question.truth is None or question.truth() in question.choices
        assert all(isinstance(choice, str) for choice in question.choices)
    else:
        assert isinstance(question, (Exercise, Code)) and question.worked().strip()
        for _, message in question.slips:  # a slip must not be reached by a right answer
            assert message.strip()


@pytest.fixture
def former_answers(empty_answers):
    """Write a file of answers from the time in which lessons had numbers for names."""
    kept = (
        {"kind": "prediction", "question": "00.speed.small", "choice": "true", "confidence": 60},
        {"kind": "prediction", "question": "03.1", "choice": "rises", "confidence": 80},
        {"kind": "answer", "question": "03.4", "answer": 0.25, "right": True},
    )
    empty_answers.mkdir()
    lines = "".join(json.dumps(record | {"at": "2026-05-01T08:00:00+00:00"}) + "\n" for record in kept)
    (empty_answers / "answers.jsonl").write_text(lines)


def test_answers_from_when_lessons_had_numbers_still_count(former_answers, capsys):
    assert answers.newest("too_large.1")["choice"] == "rises" and answers.newest("too_large.4")["right"]
    assert [guess.choice for guess in guesses(answers.read()).values()] == ["true", "rises"]
    first, last = repr(my_progress()).splitlines()[-2:]
    assert first.startswith("start_here | 1 of ") and last.startswith("too_large | 1 of 3 | 1 of")
    outcome("too_large.1")
    solution("too_large.4")
    came_out, worked = capsys.readouterr().out.splitlines()
    assert "you predicted 'rises' at 80 %" in came_out and "0.25" in worked


def test_a_copy_of_a_notebook_from_when_lessons_had_numbers_is_understood(capsys):
    predict("03.1", "zigzags", 70)
    check("03.4", "1/4")
    outcome("03.1")
    solution("03.4")
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in said] == ["too_large.1", "too_large.4", "too_large.1", "too_large.4"]
    assert "you predicted 'zigzags' at 70 %" in said[2]
    assert [record["question"] for record in answers.read()] == ["too_large.1", "too_large.4", "too_large.1"]
    predict_table("00")
    assert "speed, small rate: slow – true or false?" in capsys.readouterr().out
