"""The students' side: everything follows from the id, `answer` takes anything, and says form and scale only."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.utils.capture import capture_output

from lrcourse import diagnosis, homework, networks, sgd, train
from lrcourse.grading import bank
from lrcourse.grading import hw2 as judges
from lrcourse.homework import fields, hw1, hw2, hw3

from ..test_package import imported

IDS = [f"student{i}" for i in range(200)]


def handed(question, value):
    """Return what `answer` says, and the value that it hands over (None if none)."""
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
        ([0.1, None], "nothing at one place"),
        (Odd(), "Odd"),
        (np.array([np.nan]), "NaN"),
        (1j, "complex"),
    ],
    ids=range(12),
)
def test_what_is_not_plain_is_refused_with_a_reason(value, why):
    said, given = handed("hw1.1", value)
    assert given is None and why in said


@pytest.mark.parametrize("value", [None, ..., [None], (None, None), [[None, ...], None], [None] * 8])
def test_what_was_not_filled_in_is_no_answer_yet(value):
    said, given = handed("hw1.1", value)
    assert given is None and said.startswith("hw1.1: no answer yet; it takes")


def test_a_list_that_holds_itself_is_refused_in_words():
    endless = [None]
    endless.append(endless)
    assert "not handed over" in handed("hw1.1", endless)[0]


def test_arrays_become_lists_and_numbers_six_digits():
    assert fields.plain((np.float64(1 / 3), np.arange(2), np.True_)) == ([0.333333, [0, 1], True], "")


@pytest.mark.parametrize(
    "question, value, fault",
    [
        ("hw1.1", -3.0, "lies between"),
        ("hw1.1", [1.0, 2.0], "not one number"),
        ("hw1.1", True, "not one number"),
        ("hw1.2", 0.1, "not a list of 2"),
        ("hw1.2", [0.1, 1e9], "value 2"),
        ("hw1.4", [[1] * 9, 0.1, 3.0], "signs"),
        ("hw1.4", [[1] * 10, -0.1, 3.0], "rate"),
        ("hw1.4", [[1] * 10, 0.1, -3.0], "loss"),
        ("hw1.4", [[1] * 10, 3.0], "[signs, rate, loss]"),
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
    lam = hw1.parameters("ada").curvatures[1]
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
    low, high = hw1.parameters("ada").curvatures
    with pytest.raises(ValueError, match="curvature is known"):
        diagnosis.stability_limit(mine.surface, sgd())
    shown = repr(mine) + repr(mine.surface)
    assert not any(f"{number:.3g}" in shown for number in (low, high, 2 / high))
    ends = [homework.problem("hw1", name).rates[-1] * hw1.parameters(name).curvatures[1] for name in IDS]
    assert len({round(end, 1) for end in ends}) > 15


def test_hw1_s_oracle_counts():
    look = homework.problem("hw1", "ada").oracle(calls=2)
    for _ in range(2):
        assert look([1.0, 2.0]).shape == (2,)
    with pytest.raises(RuntimeError, match="2 gradients are used up"):
        look([1.0, 2.0])


def test_hw1_is_equally_hard_for_all():
    """The ratio of the curvatures and the share of both directions at the start keep within narrow bounds."""
    for name in IDS:
        mine, (low, high) = homework.problem("hw1", name), hw1.parameters(name).curvatures
        assert 8 <= high / low <= 18 and 0.5 <= mine.momentum <= 0.9
        slope = mine.surface.loss_and_grad(mine.start[None])[1][0]
        stiff = (slope - low * mine.start) / (high - low)  # the start's part in the stiff direction
        assert 0.4 < np.linalg.norm(stiff) / np.linalg.norm(mine.start) < 0.92
        ends = train(mine.surface, sgd(), lr=[1.9 / high, 2.1 / high], steps=200).loss[:, -1] / mine.surface(mine.start)
        assert ends[0] < 0.01 and ends[1] > 100


# hw2


def test_the_bank_holds_what_it_says_and_no_cause_looks_like_another():
    rows = hw2.recorded_runs()
    assert rows.shape == (8 * hw2.BLOCKS, hw2.POINTS + 2 * hw2.CHECKS + 2)
    for i, row in enumerate(rows):
        like = [cause for cause in hw2.CAUSES if bank.CRITERIA[cause](bank.facts(row))]
        assert like == [hw2.CAUSES[bank.order(i // 8)[i % 8]]], i
    assert len({tuple(bank.order(block)) for block in range(hw2.BLOCKS)}) == hw2.BLOCKS


@pytest.mark.parametrize("cause", ["too small", "good", "small batch", "diverged", "over-fitting"])
def test_the_bank_can_be_recorded_anew(cause):
    """Of runs that are no chaos the first that is kept comes out as it is stored."""
    row, stored = next(bank.runs_of(cause)), hw2.recorded_runs()[bank.order(0).index(hw2.CAUSES.index(cause))]
    assert np.allclose(row, stored, rtol=0.01, atol=0.01)


def test_hw2_deals_every_cause_once_in_an_order_of_one_s_own():
    orders = {judges.causes(name) for name in IDS}
    assert len(orders) == len(IDS) and all(sorted(order) == sorted(hw2.CAUSES) for order in orders)
    first = [order[0] for order in orders]
    assert max(first.count(cause) for cause in hw2.CAUSES) < 45


def test_the_students_side_does_not_know_the_causes():
    """Which row has which cause stands in lrcourse.grading alone."""
    for file in Path(homework.__file__).parent.glob("*.py"):
        assert not any(name.startswith("lrcourse.grading") for name in imported(file)), file.name


def test_hw2_s_broken_runs_are_broken_and_of_every_kind():
    kinds = set()
    for name in IDS[:25]:
        mine = homework.problem("hw2", name)
        assert np.sum(mine.run().validation_accuracy[:, -1] >= hw2.TARGET) <= 1, mine.broken
        kinds.add((mine.broken["rate"] > 1, mine.broken["rate"] < 0.01, mine.broken["batch"], mine.broken["width"] < 3))
    assert len({kind[0] for kind in kinds}) == len({kind[1] for kind in kinds}) == 2


def test_hw2_refuses_what_no_setting_may_be():
    mine = homework.problem("hw2", "ada")
    for change in ({"rate": 1000}, {"width": 0}, {"epochs": 5}, {"momentum": 1}, {"batch": "all"}):
        (name,) = change
        with pytest.raises(ValueError, match=f"{name}.*allowed"):
            mine.run(**change)


def test_hw2_s_validation_loss_turns_at_wrong_labels_and_not_at_clean_ones():
    for name in IDS[:15]:
        loss = hw2.parting(name).validation_loss[0]
        clean = hw2.parting(name, noise=0.0).validation_loss[0]
        assert loss[-1] > 1.15 * loss.min() and clean[-1] < 0.7 * loss[-1], name


@pytest.mark.parametrize(
    "question, value, fault",
    [
        ("hw2.1", ["good"] * 7, "eight names"),
        ("hw2.1", ["fine"] * 8, "not among"),
        ("hw2.2", [["good"] * 8, [30] * 8], "from 50"),
        ("hw2.3", ["epochs", 3, [1.0] * 5], "a setting from"),
        ("hw2.3", ["rate", 1000, [1.0] * 5], "not a number from"),
        ("hw2.3", ["rate", 0.1, [1.0] * 4], "five losses"),
        ("hw2.4", [1, 0], "True and False"),
        ("hw2.5", ["clean labels", "down", [1, 2, 3, 4]], "words from"),
        ("hw2.5", ["clean labels", "lower", [1, 2, 3]], "four numbers"),
    ],
)
def test_hw2_says_what_is_wrong_with_a_form(question, value, fault):
    said, given = handed(question, value)
    assert fault in said and given is not None


# hw3


def test_hw3_is_a_classifier_whose_rates_go_with_its_unit():
    """With the rate over the unit, the course's own network takes the same steps."""
    for name in IDS[:5]:
        its, net = hw3.parameters(name), hw3.network(name)
        plain = networks.mlp(net.data, hidden=(its.width,))
        own = train(net, sgd(), lr=0.1 / its.unit, steps=30, batch_size=its.batch, seed=its.seed, evaluate_every=1)
        other = train(plain, sgd(), lr=0.1, steps=30, batch_size=its.batch, seed=its.seed, evaluate_every=1)
        assert np.allclose(own.loss, its.unit * other.loss) and np.allclose(own.params, other.params)
        assert np.allclose(own.train_loss, its.unit * other.train_loss)
        assert np.array_equal(own.validation_accuracy, other.validation_accuracy)


def test_hw3_s_units_are_far_from_1_and_from_each_other():
    units = np.array([hw3.parameters(name).unit for name in IDS])
    assert np.all((units <= 0.1) | (units >= 10)) and np.all((units >= 0.001) & (units <= 1000))
    assert 60 < np.sum(units > 1) < 140 and len(set(units.tolist())) > 190


def test_hw3_s_budget_is_twelve_runs():
    mine = homework.problem("hw3", "ada")
    for k in range(12):
        row = mine.trial(0.1 / mine.unit, seed=mine.seeds[k % 5])
        assert row == mine.log[-1] and row[1] == mine.seeds[k % 5]
    with pytest.raises(RuntimeError, match="12 runs are used up"):
        mine.trial(0.1)
    assert homework.problem("hw3", "ada").log == []


@pytest.mark.parametrize(
    "question, value, fault",
    [
        ("hw3.1", [0.1, 0.2], "not a list of 3"),
        ("hw3.1", [0.1, 0.2, -1.0], "value 3"),
        ("hw3.2", [[0.1, 1, 0.9, 0.3]] * 13, "4 to 12 rows"),
        ("hw3.2", [[0.1, 1, 0.9]] * 5, "row 1 is not four"),
        ("hw3.2", [[0.1, 1.5, 0.9, 0.3]] * 5, "whole seed"),
        ("hw3.3", 0.1, "not a list of 6"),
        ("hw3.5", ["best", [0.1, 0.2], [1.0, 1.0]], "word from"),
        ("hw3.5", ["better", [0.1, -0.2], [1.0, 1.0]], "value 2"),
        ("hw3.6", [2.0, 1000.0, 0.1, 1.0], "value 2"),
    ],
)
def test_hw3_says_what_is_wrong_with_a_form(question, value, fault):
    said, given = handed(question, value)
    assert fault in said and given is not None
