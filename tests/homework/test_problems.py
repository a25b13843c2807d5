"""The students' side: everything follows from the id, `answer` takes anything, and says form and scale only."""

import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.utils.capture import capture_output

from lrcourse import diagnosis, homework, sgd, train
from lrcourse.homework import forms, hw1

IDS = [f"student{i}" for i in range(200)]


def handed(question, value):
    """What `answer` says, and the value that it hands over (None if none)."""
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.instance()
    with capture_output() as caught:
        homework.answer(question, value)
    (output,) = caught.outputs
    return output.data["text/plain"], output.data.get(homework.ANSWER, {}).get("value")


@pytest.mark.parametrize("assignment", homework.ASSIGNMENTS)
def test_one_student_has_one_problem_however_the_id_is_typed(assignment):
    prints = {homework.fingerprint(assignment, name) for name in ("Zoë", " zoë ", "ZOE\u0308")}
    assert len(prints) == 1
    others = {homework.fingerprint(assignment, name).split(": ")[1] for name in IDS}
    assert len(others) == len(IDS)


def test_a_fingerprint_tells_who_has_not_put_in_an_id():
    assert "Put your own id" in homework.fingerprint("hw1", homework.PLACEHOLDER)
    assert "Put your own id" not in homework.fingerprint("hw1", "ada")


@pytest.mark.parametrize("student", [None, "", "   ", 7, ["ada"], "a" * 101])
def test_an_id_that_is_none_is_refused(student):
    with pytest.raises(ValueError, match="student=.*allowed is a text"):
        homework.problem("hw1", student)


def test_an_unknown_assignment_is_refused():
    with pytest.raises(ValueError, match="assignment='hw9'.*'hw1', 'hw2', 'hw3'"):
        homework.problem("hw9", "ada")


def test_the_numbers_of_an_id_never_change():
    """A new version of the course must not deal anew to a class that is at work; else raise homework.VERSION."""
    assert homework.fingerprint("hw1", "ada") == "hw1 of ada: 3fdd-f714"
    assert homework.problem("hw1", "ada").warm_up == 1.23


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=30)
    | st.binary(max_size=5)
    | st.builds(pow, st.just(10), st.just(6000))
    | st.just(object())
    | st.complex_numbers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(ODD, ODD)
def test_answer_takes_anything(question, value):
    for name in (question, "hw1.1", "hw1.4", "hw1.6"):
        said, given = handed(name, value)
        assert isinstance(said, str) and len(said) < 600
        json.dumps(given, allow_nan=False)


class Odd:
    """Equals everything, and raises at whatever else is asked of it."""

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        raise RuntimeError(name)


@pytest.mark.parametrize(
    "value, why",
    [
        (float("nan"), "NaN"),
        ([1.0, float("inf")], "infinite"),
        (10**6000, "15 digits"),
        ([[[[1]]]], "deep"),
        ([0.0] * 2001, "more than 2000"),
        ([[0.0] * 1500] * 2, "more than 2000"),
        ("x" * 2001, "2000 characters"),
        ({"a": 1}, "a dict"),
        ([None], "nothing at one place"),
        (Odd(), "Odd"),
        (np.array([np.nan]), "NaN"),
        (1j, "complex"),
    ],
    ids=range(12),
)
def test_what_is_not_plain_is_refused_with_a_reason(value, why):
    said, given = handed("hw1.1", value)
    assert given is None and why in said


def test_arrays_become_lists_and_numbers_six_digits():
    assert forms.plain((np.float64(1 / 3), np.arange(2), np.True_)) == ([0.333333, [0, 1], True], "")


@pytest.mark.parametrize(
    "question, value, fault",
    [
        ("hw1.1", -3.0, "lies between"),
        ("hw1.1", [1.0, 2.0], "not one number"),
        ("hw1.1", True, "not one number"),
        ("hw1.2", 0.1, "not a list of 2"),
        ("hw1.2", [0.1, 1e9], "value 2"),
        ("hw1.4", [[1] * 9, 3.0], "signs"),
        ("hw1.4", [[1] * 10, -3.0], "loss"),
        ("hw1.6", [1.0], "list of losses"),
        ("hw1.6", [["a"]], "not a number"),
    ],
)
def test_a_wrong_form_or_scale_is_said_and_handed_over_nevertheless(question, value, fault):
    said, given = handed(question, value)
    assert fault in said and given is not None


@pytest.mark.parametrize("question", [None, 3, "hw1", "hw1.99", "hw9.1", ["hw1.1"], "os.path"])
def test_a_question_that_is_none_is_said(question):
    said, given = handed(question, 1.0)
    assert "no question" in said and given is None


def test_only_practice_says_what_is_right():
    mine = homework.problem("hw1", "ada")
    right = [1 / mine.warm_up, 2 / mine.warm_up]
    assert "is right" in handed("hw1.0", right)[0] and "not right yet" in handed("hw1.0", right[::-1])[0]
    lam = hw1.drawn("ada").curvatures[1]
    said = [re.sub(r"[\d.]+", "n", handed("hw1.1", factor * lam)[0].split(":")[1]) for factor in (1, 1.3, 0.5)]
    assert len(set(said)) == 1, "right and wrong answers of one form and scale are answered alike"


def test_practice_cases_differ_from_student_to_student_and_stay_the_same():
    homework.problem("hw1", "ada")
    once, again = homework.cases("hw1.6"), homework.cases("hw1.6")
    homework.problem("hw1", "bo")
    assert once == again != homework.cases("hw1.6")


def test_the_grader_s_cases_come_from_its_file(tmp_path, monkeypatch):
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"hw1.6": [[[[1.0]], [1.0], 0.5, 3]]}))
    monkeypatch.setenv(homework.CASES, str(file))
    assert homework.cases("hw1.6") == [[[[1.0]], [1.0], 0.5, 3]]


# hw1


def test_hw1_does_not_tell_its_curvatures():
    mine = homework.problem("hw1", "ada")
    low, high = hw1.drawn("ada").curvatures
    with pytest.raises(ValueError, match="curvature is known"):
        diagnosis.stability_limit(mine.surface, sgd())
    shown = repr(mine) + repr(mine.surface)
    assert not any(f"{number:.3g}" in shown for number in (low, high, 2 / high))
    assert len({round(homework.problem("hw1", name).rates[-1] * hw1.drawn(name).curvatures[1], 1) for name in IDS}) > 15


def test_hw1_s_oracle_counts():
    look = homework.problem("hw1", "ada").oracle(calls=2)
    for _ in range(2):
        assert look([1.0, 2.0]).shape == (2,)
    with pytest.raises(RuntimeError, match="2 gradients are used up"):
        look([1.0, 2.0])


def test_hw1_is_equally_hard_for_all():
    """The ratio of the curvatures and the share of both directions at the start keep within narrow bounds."""
    for name in IDS:
        mine, (low, high) = homework.problem("hw1", name), hw1.drawn(name).curvatures
        assert 8 <= high / low <= 18 and 0.5 <= mine.momentum <= 0.9
        slope = mine.surface.loss_and_grad(mine.start[None])[1][0]
        stiff = (slope - low * mine.start) / (high - low)  # the start's part in the stiff direction
        assert 0.4 < np.linalg.norm(stiff) / np.linalg.norm(mine.start) < 0.92
        ends = train(mine.surface, sgd(), lr=[1.9 / high, 2.1 / high], steps=200).loss[:, -1] / mine.surface(mine.start)
        assert ends[0] < 0.01 and ends[1] > 100
