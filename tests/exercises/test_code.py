"""Exercises in code: the worked solution passes, every slip is named, and whatever a reader writes, nothing hangs or
raises.
"""

import math
import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrcourse.exercises import code
from lrcourse.exercises.code import try_out
from lrcourse.lessons import all_questions, lesson_of, names
from lrcourse.lessons.question import Code

EXERCISES = {name: asked for name, asked in all_questions().items() if isinstance(asked, Code)}
STEP = Code(
    "step",
    "a function step(x, gradient, rate)",
    lambda rng: (
        [tuple(rng.normal(size=3).tolist()) for _ in range(5)] + [(rng.normal(size=2), rng.normal(size=2), 0.5)]
    ),
    lambda x, gradient, rate: x - rate * gradient,
    "",
    ((lambda x, gradient, rate: x + rate * gradient, "That walks uphill."),),
)


def written(source, name):
    """Return the function that a source text defines."""
    space = {"np": np}
    exec(source, space)
    return space[name]


def test_every_lesson_but_the_first_and_the_one_of_verdicts_has_one():
    assert [lesson_of(name) for name in EXERCISES] == [
        name for name in names() if name not in ("start_here", "verdicts")
    ]


@pytest.mark.parametrize("name", EXERCISES)
def test_the_worked_solution_is_right_on_fresh_tries(name):
    code = EXERCISES[name]
    lines = code.source.splitlines()
    assert 3 <= len(lines) - 1 <= 8, "a solution has 3 to 8 lines below its def"
    assert lines[0].startswith(f"def {code.name}(") and lines[0][4:-1] in code.wants
    solution = written(code.source, code.name)
    for _ in range(12):
        right, said = try_out(code, solution)
        assert right, said


@pytest.mark.parametrize("name", EXERCISES)
def test_every_slip_is_caught_and_named(name):
    code = EXERCISES[name]
    assert len(code.slips) >= 4, "four slips or more: wrong functions that readers write"
    for wrong, message in code.slips:
        results = [try_out(code, wrong) for _ in range(4)]
        assert not any(right for right, _ in results), message
        assert any(message in said for _, said in results), (message, results[0])


@pytest.mark.parametrize("name", EXERCISES)
def test_a_constant_is_no_answer(name):
    for constant in (0, 1.0, True, False, None, (), "", [0.0]):
        right, said = try_out(EXERCISES[name], lambda *_, constant=constant: constant)
        assert right is not True and EXERCISES[name].name in said


def unfilled(x, gradient, rate):
    """What a step does."""
    ...


def only_passes(x, gradient, rate):
    pass


@pytest.mark.parametrize("function", [unfilled, only_passes, None, 3, "x - rate * gradient", np.arange(3)])
def test_what_is_not_filled_in_counts_as_no_try(function):
    right, said = try_out(STEP, function)
    assert right is None and "it takes a function step" in said


def endless(x, gradient, rate):
    while True:
        pass


enough = threading.Event()


def stubborn(x, gradient, rate):
    while not enough.is_set():
        try:
            while not enough.is_set():  # the test can end it; else it would slow all that follows in this process
                pass
        except BaseException:
            pass


def growing(x, gradient, rate):
    kept = []
    while True:
        kept.append(x)


def sleeping(x, gradient, rate):
    time.sleep(0.6)


def talking(x, gradient, rate):
    while True:
        print("again" * 100)


@pytest.mark.parametrize("function", [endless, stubborn, growing, sleeping, talking])
def test_what_does_not_end_is_stopped(function, capsys):
    enough.clear()
    before, began = threading.active_count(), time.monotonic()
    right, said = try_out(STEP, function, seconds=0.2)
    assert right is False and "does not end within 0.2 seconds" in said
    assert time.monotonic() - began < 20  # it came back at all
    assert capsys.readouterr() == ("", "")
    enough.set()
    assert try_out(STEP, STEP.expected)[0]  # and the next one is tried as ever
    time.sleep(0.7)
    assert threading.active_count() <= before


def test_a_reader_who_interrupts_leaves_no_thread_behind(monkeypatch):
    join = threading.Thread.join

    def interrupted(thread, timeout=None):
        monkeypatch.setattr(threading.Thread, "join", join)
        raise KeyboardInterrupt

    before = threading.active_count()
    monkeypatch.setattr(threading.Thread, "join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        try_out(STEP, endless)
    time.sleep(0.3)
    assert threading.active_count() <= before


@pytest.mark.parametrize("huge", [np.zeros(10**8), [0.0] * 10**8, [[0.0] * 10**7] * 10], ids=["array", "list", "rows"])
def test_what_comes_back_may_be_huge(huge):
    began = time.monotonic()
    right, said = try_out(EXERCISES["image_classifier.6"], lambda logits, label: huge)
    assert right is False and "gave a list of" in said and len(said) < 500
    right, said = try_out(STEP, lambda x, gradient, rate: huge)
    assert right is False and time.monotonic() - began < 2 * code.SECONDS


def test_what_overflows_gets_advice():
    def softmax(logits, label):
        powers = np.exp(logits - np.max(logits))
        return -np.log(powers[label] / powers.sum())

    def with_math(logits, label):
        return math.log(sum(math.exp(one) for one in logits)) - logits[label]

    exercise = EXERCISES["image_classifier.6"]
    for function, advice in ((softmax, "Take the logarithm of the fraction apart first."), (with_math, code.BEYOND)):
        said = {try_out(exercise, function)[1].partition(")")[2] for _ in range(8)}
        assert any(one.endswith(advice) for one in said), said
    right, said = try_out(STEP, lambda x, gradient, rate: x + rate * gradient)
    assert not right and code.BEYOND not in said


def test_an_endless_loop_leaves_no_thread_behind():
    before = threading.active_count()
    try_out(STEP, endless, seconds=0.1)
    time.sleep(0.3)
    assert threading.active_count() <= before


def divides(x, gradient, rate):
    y = 0
    return x / y


def leaves(x, gradient, rate):
    raise SystemExit(3)


def calls_itself(x, gradient, rate):
    return calls_itself(x, gradient, rate)


@pytest.mark.parametrize(
    "function, words",
    [
        (lambda x, gradient, rate: x + rate * gradient, "That walks uphill."),
        (lambda x, gradient, rate: print(x), "gave nothing back. Is a `return` missing?"),
        (lambda x, gradient, rate: [x, x], "and should give"),
        (lambda x, gradient, rate: "right", "gave 'right'"),
        (lambda x: x, "TypeError"),
        (divides, "line 3 of the function"),
        (leaves, "SystemExit"),
        (calls_itself, "RecursionError"),
        (print, "gave nothing back"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(function, words, capsys):
    right, said = try_out(STEP, function)
    assert right is False and words in said and "step(" in said and "\n" not in said
    assert capsys.readouterr() == ("", "")


def test_a_function_that_changes_what_it_is_given_is_told_so():
    def in_place(x, gradient, rate):
        x -= rate * gradient
        return x

    right, said = try_out(STEP, in_place)
    assert right is False and "changed what it was given" in said


@settings(max_examples=15, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=4))
def test_whatever_comes_back_is_answered(value):
    right, said = try_out(STEP, lambda *_: value)
    assert right is False and len(said) < 1000


class Mute:
    """What refuses to be shown and to be compared."""

    def __repr__(self):
        raise KeyError("no")

    __eq__ = __hash__ = None


def _ring():
    ring = []
    ring.append(ring)
    return ring


@pytest.mark.parametrize("value", [10**400, _ring(), Mute(), [10**400, Mute()]], ids=["huge", "ring", "mute", "both"])
def test_what_cannot_be_compared_or_shown_is_answered(value):
    right, said = try_out(STEP, lambda *_: value)
    assert right is False and "and should give" in said


@pytest.mark.parametrize(
    "one, other, agree",
    [
        (1, 1.0, True),
        (1.0, 1 + 1e-9, True),
        (1.0, 1.001, False),
        (np.nan, np.nan, True),
        (True, 1, False),
        (np.True_, True, True),
        ([1, 2], (1.0, 2.0), True),
        (np.array([1.0, 2]), [1, 2], True),
        ([1, 2], [1, 2, 3], False),
        ((1.0, True), (1.0, True), True),
        (np.ones((2, 1)), np.ones(2), False),
        ("a", "a", True),
        (None, 0, False),
    ],
)
def test_same(one, other, agree):
    assert code.same(one, other) is agree
