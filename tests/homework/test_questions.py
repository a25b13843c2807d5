"""Marks: the model solution earns all points, a blank none, a slip is named, junk is survived, a copy does not pass."""

import json
import os
import re
import time
from functools import cache
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from lrcourse import homework, sgd, train
from lrcourse.grading import hw1, hw2, hw3, questions
from lrcourse.grading.questions import Mark, Person
from lrcourse.homework import hw1 as hw1_problem
from lrcourse.homework import hw2 as hw2_problem
from lrcourse.homework import hw3 as hw3_problem
from lrcourse.tools import notebooks

from .test_problems import ODD

READY = ("hw1", "hw2", "hw3")
IDS = [f"student{i}" for i in range(20)]
SECONDS = {"hw1": 5, "hw2": 5, "hw3": 15}  # to mark one submission
SECRET = b"of this course"


def source(assignment):
    """Return the assignment's notebook, with its solutions."""
    (path,) = (notebooks.FOLDER / "homework" / "source").glob(f"{assignment}_*/{assignment}_*.ipynb")
    return nbformat.read(path, as_version=4)


def cases(assignment, student, attempt=1):
    return questions.fresh_cases(assignment, SECRET, student, attempt)


@cache
def solved(assignment, student):
    """Return the model solution's answers {question: value} on fresh cases."""
    return {name: value for name, (value, _) in ran(assignment, student).items()}


def ran(assignment, student, blank=False):
    """Return {question: (value, what is said)} of the source notebook's own cells, without pictures; `blank`: as a
    student gets them.
    """
    file = Path(os.environ["LRCOURSE_RUNS"]) / f"{assignment}-{student}.json"
    file.write_text(json.dumps(cases(assignment, student)))
    InteractiveShell.instance()
    room, found = {"display": print}, {}
    os.environ[homework.CASES] = str(file)
    try:
        for cell in source(assignment).cells:
            if cell.cell_type == "code" and not cell.source.startswith(("scrub(", "explore(")):
                lines = [line for line in cell.source.splitlines() if not line.startswith(("scrub(", "explore("))]
                code = "\n".join(lines).replace('STUDENT = "your-id"', f"STUDENT = {student!r}")
                if blank:
                    code = re.sub(r"### BEGIN SOLUTION.*?### END SOLUTION", "# YOUR CODE HERE", code, flags=re.S)
                with capture_output() as caught:
                    exec(code, room)
                for output in caught.outputs:
                    if cell.source.startswith("homework.answer"):
                        name, said = cell.source.split('"')[1], output.data["text/plain"]
                        found[name] = output.data.get(homework.ANSWER, {}).get("value"), said
    finally:
        del os.environ[homework.CASES]
    return found


def all_questions():
    return [(name, one) for name in READY for one in questions.questions(name).values()]


@pytest.mark.parametrize("assignment", READY)
def test_points_and_questions_agree_with_the_notebook(assignment):
    graded = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
        for cell in source(assignment).cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert graded == {name.replace(".", "-"): one.points for name, one in questions.questions(assignment).items()}
    assert sum(graded.values()) == 20


@pytest.mark.parametrize("assignment", READY)
def test_a_locked_cell_only_hands_over(assignment):
    for cell in source(assignment).cells:
        data = cell.metadata.get("nbgrader", {})
        if data.get("grade") and cell.cell_type == "code":
            name = data.grade_id.replace("-", ".")
            assert data.locked and cell.source.startswith(f'homework.answer("{name}", ')
            assert len(cell.source.splitlines()) == 1
        elif data.get("solution") and cell.cell_type == "code":
            assert cell.source.count("### BEGIN SOLUTION") == cell.source.count("### END SOLUTION") == 1


@pytest.mark.parametrize("student", IDS)
@pytest.mark.parametrize("assignment", READY)
def test_the_model_solution_gets_full_marks(assignment, student):
    marks = questions.mark(assignment, student, solved(assignment, student), cases(assignment, student))
    assert {name for name, mark in marks.items() if isinstance(mark, Person)} == {
        name for name, one in questions.questions(assignment).items() if one.judge is None
    }
    assert [(name, mark) for name, mark in marks.items() if isinstance(mark, Mark) and mark.share < 1] == []
    assert all(mark.why == mark.slip == "" for mark in marks.values() if isinstance(mark, Mark))


@pytest.mark.parametrize("assignment", READY)
def test_a_blank_gets_nothing_and_words(assignment):
    names = questions.questions(assignment)
    for answers in ({}, dict.fromkeys(names), dict.fromkeys(names, "")):
        for mark in questions.mark(assignment, "ada", answers, cases(assignment, "ada")).values():
            assert isinstance(mark, Person) or (mark.share == 0 and mark.why and mark.given and mark.expected)
    blank = questions.mark(assignment, "ada", dict.fromkeys(names, " "), cases(assignment, "ada"))
    texts = [blank[name] for name, one in names.items() if one.judge is None]
    assert texts and all(mark.share == 0 and mark.why for mark in texts)


@pytest.mark.parametrize("assignment", READY)
def test_a_notebook_that_is_left_blank_runs_to_its_end_and_says_what_is_missing(assignment):
    found = ran(assignment, "ada", blank=True)
    names = questions.questions(assignment)
    assert list(found) == [name for name, one in names.items() if one.judge]
    for said in (said for _, said in found.values()):
        assert "it takes" in said
    marks = questions.mark(assignment, "ada", {n: v for n, (v, _) in found.items()}, cases(assignment, "ada"))
    assert all(mark.share == 0 and mark.why for mark in marks.values() if isinstance(mark, Mark))


EXTREME = {  # of the right form, and as far out as the form allows
    "hw2.3": [["batch", 4, [1e6] * 5], ["width", 128, [0] * 5], ["rate", 100, [0.0] * 5], ["momentum", 0.99, [1] * 5]],
    "hw3.1": [[1e7, 1e-7, 0], [0.0000001, 1e7, 1e9]],
    "hw3.2": [[[1e7, 1e7, 1, 1e9]] * 12, [[1e-7, 0, 0, 0]] * 4],
    "hw3.3": [[1e7] + [0] * 5, [1e-7] + [1e9] * 5],
    "hw3.4": [[1e7, 1e-7, 0], [1e-7, 1e7, 1e9], [1e-7, 1e-7, 0]],
    "hw3.5": [["worse", [1e7, 1e7], [0, 0]], ["no difference", [1e-7, 1e7], [1e9, 1e9]]],
    "hw3.6": [[100, 0.01, 1e7, 0], [0.01, 100, 1e-7, 1e9]],
}


@pytest.mark.parametrize("name", EXTREME)
def test_the_farthest_values_of_the_right_form_are_marked_in_time(name):
    assignment = name.split(".")[0]
    for value in EXTREME[name]:
        started = time.monotonic()
        mark = questions.mark(assignment, "ada", {name: value}, cases(assignment, "ada"))[name]
        assert isinstance(mark, Mark) and mark.share < 1 and mark.why, value
        assert time.monotonic() - started < SECONDS[assignment], value


@pytest.mark.parametrize("name, question", [(one.name, one) for _, one in all_questions() if one.slips])
def test_each_named_slip_is_named(name, question):
    assignment = name.split(".")[0]
    assert len({slip for slip, _ in question.slips}) == len(question.slips)
    for student in IDS[: 3 if assignment == "hw3" else 10]:
        inputs = cases(assignment, student)
        for slip, wrong in question.slips:
            value = wrong(student, inputs.get(name))
            mark = questions.mark(assignment, student, {name: value}, inputs)[name]
            assert mark.slip == slip and mark.share < 1 and mark.why, (student, mark)


@pytest.mark.parametrize("assignment", READY)
def test_what_is_said_gives_nothing_away(assignment):
    """No word of a mark holds a number of the right answer: feedback is read by others too."""
    answers = solved(assignment, "student1")
    wrong = dict.fromkeys(answers, 12345.0)
    for name, mark in questions.mark(assignment, "student1", wrong, cases(assignment, "student1")).items():
        if isinstance(mark, Mark):
            text = mark.expected + mark.why
            assert not any(f"{number:.3g}" in text for number in _floats(answers[name])), name


def _floats(value):
    """Return all numbers in a value that are no whole ones."""
    if isinstance(value, list):
        return [number for one in value for number in _floats(one)]
    return [value] if isinstance(value, float) and value % 1 else []


class Refused:
    reason = "a number in it is NaN"


@pytest.mark.parametrize("assignment", READY)
def test_a_value_that_was_refused_says_why(assignment):
    names = questions.questions(assignment)
    marks = questions.mark(assignment, "ada", {name: Refused() for name in names}, cases(assignment, "ada"))
    for name, mark in marks.items():
        assert isinstance(mark, Person) or (mark.share == 0 and "NaN" in mark.why), name


@pytest.mark.parametrize("assignment", READY)
def test_no_value_stops_the_marking(assignment):
    names, inputs = questions.questions(assignment), cases(assignment, "ada")

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ODD)
    def tried(value):
        for one in (value, [value, value], [[value], value]):
            for name, mark in questions.mark(assignment, "ada", dict.fromkeys(names, one), inputs).items():
                assert isinstance(mark, Person) == (names[name].judge is None and not _blank(one)), (name, mark)
                assert isinstance(mark, Person) or 0 <= mark.share <= 1

    tried()


def _blank(value):
    return isinstance(value, str) and not value.strip()


@pytest.mark.parametrize("assignment", READY)
def test_numbers_beside_the_right_ones_lose_points(assignment):
    """Every number of a right answer counts: 3 % off, and something is lost."""
    answers, inputs = solved(assignment, "student2"), cases(assignment, "student2")
    for name, value in answers.items():
        if isinstance(value, float):
            mark = questions.mark(assignment, "student2", {name: value * 1.03}, inputs)[name]
            assert mark.share < 1, name


@pytest.mark.parametrize("assignment", READY)
def test_marking_is_quick(assignment):
    answers = solved(assignment, "student3")
    started = time.monotonic()
    questions.mark(assignment, "student3", answers, cases(assignment, "student3"))
    assert time.monotonic() - started < SECONDS[assignment]


@pytest.mark.parametrize("assignment", READY)
def test_fresh_cases_are_fresh(assignment):
    one, other = cases(assignment, "ada"), cases(assignment, "ada", attempt=2)
    assert one == cases(assignment, " ADA ") and one == json.loads(json.dumps(one))
    for name in one:
        assert one[name] != other[name] and one[name] != cases(assignment, "bo")[name]
        assert one[name] != questions.fresh_cases(assignment, "another secret", "ada", 1)[name]


def three_digits(number):
    """Return a number as it is printed."""
    return float(f"{number:.3g}")


def rounded_hw1(student, used):
    """Return the right numbers where λ, and what follows from it, keep three digits; `used`: what goes on with."""
    its, mine = hw1_problem.parameters(student), homework.problem("hw1", student)
    flat, stiff = map(three_digits, its.curvatures)
    near, best = used(1.9 / stiff), used(2 / (flat + stiff))
    losses = train(mine.surface, sgd(), lr=best, steps=200).loss[0]
    answers = {
        "hw1.0": [1 / its.warm_up, 2 / its.warm_up],
        "hw1.1": [stiff],
        "hw1.2": [1 / stiff, 2 / stiff],
        "hw1.3": [2 / stiff],
        "hw1.5": [best, int((losses <= losses[0] / 1000).argmax())],
        "hw1.7": [(2 + 2 * its.momentum) / stiff],
    }
    answers = {name: [three_digits(number) for number in numbers] for name, numbers in answers.items()}
    after = train(mine.surface, sgd(), lr=near, steps=10).loss[0, -1]
    return answers | {"hw1.4": [[-1] * 10, three_digits(near), three_digits(after)]}


@pytest.mark.parametrize("used", [three_digits, float], ids=["rounded rates", "rates with all digits"])
def test_three_digits_lose_nothing_in_hw1(used):
    names = questions.questions("hw1")
    for student in (f"id{i}" for i in range(300)):
        for name, value in rounded_hw1(student, used).items():
            mark = names[name].mark(student, value)
            assert mark.share == 1, (student, name, mark)


@pytest.mark.parametrize("name", ["hw1.0", "hw1.1", "hw1.2", "hw1.3", "hw1.4", "hw1.5", "hw1.7"])
def test_what_three_digits_forgive_hides_no_slip_in_hw1(name):
    question = questions.questions("hw1")[name]
    for student in (f"id{i}" for i in range(300)):
        for slip, wrong in question.slips:
            mark = question.mark(student, list(wrong(student, None)))
            assert mark.slip == slip and mark.share <= 0.5, (student, mark)


@pytest.mark.parametrize(
    "off, why", [(1.02, "the rate is off"), (1.1, "the rate is off"), (1, "not that of your rate")]
)
def test_the_loss_of_hw1_4_is_that_of_ten_steps_at_the_rate(off, why):
    for student in IDS:
        signs, rate, _ = hw1._with_signs(student, [-1] * 10)
        losses = train(homework.problem("hw1", student).surface, sgd(), lr=off * rate, steps=12).loss[0]
        for after in (10,) if off > 1 else (9, 11):
            mark = questions.questions("hw1")["hw1.4"].mark(student, [signs, off * rate, losses[after]])
            assert mark.share < 1 and why in mark.why, (student, after, mark)


# Copies


def right_hw1(student):
    flat, stiff = hw1_problem.parameters(student).curvatures
    beta, lam = hw1_problem.parameters(student).momentum, hw1_problem.parameters(student).warm_up
    return {
        "hw1.0": [1 / lam, 2 / lam],
        "hw1.1": stiff,
        "hw1.2": [1 / stiff, 2 / stiff],
        "hw1.3": 2 / stiff,
        "hw1.4": hw1._with_signs(student, [-1] * 10),
        "hw1.5": hw1._best(student),
        "hw1.7": (2 + 2 * beta) / stiff,
    }


def right_hw2(student):
    return {"hw2.1": list(hw2.causes(student)), "hw2.2": [list(hw2.causes(student)), [95] * 8]}


def mended(student):
    broken = hw2_problem.broken(student)
    change = (
        ("width", 40)
        if broken["width"] < 20
        else ("batch", 10)
        if broken["batch"] == 400
        else ("momentum", 0.0)
        if broken["momentum"]
        else ("rate", 0.2)
    )
    return {"hw2.3": [*change, hw2.tried(student, *change, tuple(hw2_problem.own_seeds(student)))[1].tolist()]}


def controlled(student):
    return {"hw2.5": ["clean labels", "lower", hw2.numbers_of_run(student)]}


def first_losses(student):
    unit = hw3_problem.parameters(student).unit
    return {"hw3.1": [0.08 / unit, 0.5 / unit, hw3.first_loss(student)]}


def tuned(student):
    """Return answers whose losses are real, at rates that are good for nearly everybody."""
    mine = homework.problem("hw3", student)
    rate = 0.2 / mine.unit
    for factor in (0.25, 0.5, 1, 2):
        mine.trial(factor * rate)
    low, high = 0.08 / mine.unit, 0.5 / mine.unit
    loss, cosine = hw3.own_loss(student, rate), hw3.own_loss(student, 2 * rate, cosine=True)
    return {
        "hw3.2": mine.log,
        "hw3.3": hw3._with_five_losses(student, rate),
        "hw3.4": [low, high, hw3.own_loss(student, hw3.middle(low, high))],
        "hw3.5": ["better", [rate, 2 * rate], [loss, cosine]],
        "hw3.6": [1.6, 1.6, 1.6 * rate, hw3.own_loss(student, 1.6 * rate, double=True)],
    }


def passes(question, student, value):
    """Return True if a value gets full marks; in hw3, which trains for minutes, if its losses are real."""
    proof = hw3.PROOFS.get(question.name)
    return proof(student, value) if proof else question.mark(student, value).share == 1


# right values, of how many students, each beside so many others; fewer where a mark takes a training
COPIES = {
    "hw1": ((right_hw1, 1000, (1, 7, 41, 202, 499)),),
    "hw2": ((right_hw2, 1000, (1, 7, 41, 202, 499)), (mended, 60, (1, 7)), (controlled, 60, range(1, 60))),
    "hw3": ((first_losses, 1000, (1, 7, 41, 202, 499)), (tuned, 30, (1, 7))),
}


@pytest.mark.parametrize("assignment", READY)
def test_a_copied_answer_does_not_pass(assignment):
    """In less than 0.3 % of the cases a question, and never all answers of an assignment."""
    names, share, whole = questions.questions(assignment), {}, []
    for values, count, beside in COPIES[assignment]:
        everyone = [(f"id{i}", values(f"id{i}")) for i in range(count)]
        for name in everyone[0][1]:
            passed = {
                (i, k)
                for i, (student, own) in enumerate(everyone)
                for k in beside
                if passes(names[name], student, everyone[(i + k) % count][1][name])
            }
            assert passes(names[name], everyone[0][0], everyone[0][1][name])
            share[name] = len(passed) / count / len(beside)
            whole.append(passed)
    print({name: f"{one:.2%}" for name, one in share.items()})
    assert all(one < 0.003 for one in share.values()), share
    assert not set.intersection(*whole)
    asked = {name for name, one in names.items() if one.judge and not one.cases}
    assert set(share) == asked, "of every question that is no code and no text"


def test_hw2_tells_how_sure_a_student_was_of_each_name():
    right = list(hw2.causes("ada"))
    names, sure = [right[1], *right[1:]], [50, 60, 70, 80, 90, 100, 75, 85]
    assert hw2.calibration("ada", {"hw2.2": [names, sure]}) == [(50, False), *((one, True) for one in sure[1:])]
    assert hw2.calibration("ada", {}) == hw2.calibration("ada", {"hw2.2": [names, "sure"]}) == []


def test_hw2_5_judges_its_fourth_number_only_for_the_control_that_it_is_of():
    mark_of = questions.questions("hw2")["hw2.5"].mark
    for student in IDS[:3]:
        right = hw2.numbers_of_run(student)
        seeds = float(hw2_problem.parting(student, seed=1).validation_loss[0, -1])
        for fourth in (right[3], seeds):  # of the clean labels, and of the control that was chosen
            mark = mark_of(student, ["another seed", "the same", [*right[:3], fourth]])
            assert mark.share == 3 / 8 and "of the first 3 numbers 3 are right" in mark.why
            assert "the fourth belongs to another control" in mark.why and "of 4" not in mark.why
        mark = mark_of(student, ["clean labels", "lower", [*right[:3], seeds]])
        assert mark.share == 7 / 8 and mark.why == "3 of 4 numbers are right"


def test_hw3_2_looks_at_accuracies_seeds_and_different_runs():
    mark_of = questions.questions("hw3")["hw3.2"].mark
    mine = homework.problem("hw3", "ada")
    for factor in (0.05, 0.1, 0.2, 0.4):
        mine.trial(factor / mine.unit)
    log = [list(row) for row in mine.log]
    assert mark_of("ada", log).share == mark_of("ada", log + log[:2]).share == 1  # a row that is repeated costs nothing
    others = [[5, 7, 0.3, 1.0], [9, 9, 0.2, 2.0]]
    for wrong, most, why in (
        ([log[1]] * 4, 1 / 4, "fewer than 4 different runs"),
        ([[*log[1][:2], 0.3, log[1][3]]] * 4, 0, "fewer than 4 different runs"),
        ([[*row[:2], 1.0, row[3]] for row in log], 0, "came out otherwise"),
        ([[*row[:3], 2 * row[3]] for row in log], 0, "came out otherwise"),
        (log[:2] + others, 1 / 4, "not one of your five"),
        ([[*row[:2], 1.0, row[3]] for row in log[:2]] + others, 0, "not one of your five"),
    ):
        mark = mark_of("ada", wrong)
        assert mark.share <= most and why in mark.why, (wrong, mark)
