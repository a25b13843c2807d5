"""Exercises in code refuse what is wrong and accept what is right, in each of 50 draws of their inputs.

`wrong/NAME.py` holds functions for lesson NAME as students write them: WRONG ones, each with its reason, and RIGHT ones
that go another way than the exercise's own source.
"""

import copy
from importlib import import_module
from itertools import combinations

import numpy as np
import pytest

from lrcourse.exercises import code
from lrcourse.lessons import all_questions, lesson_of
from lrcourse.lessons.question import Code

DRAWS = 50
FEWEST = 8  # wrong functions for each exercise
EXERCISES = {lesson_of(name): asked for name, asked in all_questions().items() if isinstance(asked, Code)}
WRITTEN = {lesson: import_module(f"tests.lessons.wrong.{lesson}") for lesson in EXERCISES}
WRONG = [(lesson, function) for lesson in EXERCISES for function in WRITTEN[lesson].WRONG]
RIGHT = [(lesson, function) for lesson in EXERCISES for function in WRITTEN[lesson].RIGHT]


def named(value):
    return getattr(value, "__name__", value)


@pytest.fixture(autouse=True)
def quickly(monkeypatch):
    """Call functions without a thread each, for all of these end; and look for no remark."""

    def run(function, arguments, seconds):
        try:
            with np.errstate(all="ignore"):
                return code.Call(function(*arguments), ended=True)
        except Exception as error:
            return code.Call(error=error, ended=True)

    monkeypatch.setattr(code, "run", run)
    monkeypatch.setattr(code, "_slip", lambda *given: "")


def said_in_each_draw(lesson, function):
    """Yield (right, what is said) of a function, for each draw."""
    for seed in range(DRAWS):
        yield code.try_out(EXERCISES[lesson], function, rng=np.random.default_rng(seed))


@pytest.mark.parametrize("lesson, function", WRONG, ids=named)
def test_a_wrong_function_is_refused_in_every_draw(lesson, function):
    assert [right for right, _ in said_in_each_draw(lesson, function)] == [False] * DRAWS, function.__doc__


@pytest.mark.parametrize("lesson, function", RIGHT, ids=named)
def test_a_right_function_is_accepted_in_every_draw(lesson, function):
    assert [said for right, said in said_in_each_draw(lesson, function) if not right] == []


@pytest.mark.parametrize("lesson", EXERCISES)
def test_the_worked_solution_is_accepted_in_every_draw(lesson):
    space = {"np": np}
    exec(EXERCISES[lesson].source, space)
    assert [said for right, said in said_in_each_draw(lesson, space[EXERCISES[lesson].name]) if not right] == []


@pytest.mark.parametrize("lesson", EXERCISES)
def test_the_wrong_functions_are_many_and_no_two_do_the_same(lesson):
    wrong = WRITTEN[lesson].WRONG
    assert len(wrong) >= FEWEST and all(function.__doc__ for function in wrong)
    assert len(WRITTEN[lesson].RIGHT) >= 2
    inputs = EXERCISES[lesson].inputs(np.random.default_rng(0))
    done = {function.__name__: [outcome(function, arguments) for arguments in inputs] for function in wrong}
    assert [pair for pair in combinations(done, 2) if code.same(done[pair[0]], done[pair[1]])] == []


def outcome(function, arguments):
    """Return what a function gives, or the kind of its error, and what has become of its arguments."""
    arguments = copy.deepcopy(arguments)
    call = code.run(function, arguments, None)
    return [type(call.error).__name__ if call.error else call.value, arguments]
