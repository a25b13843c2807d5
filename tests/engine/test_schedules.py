"""Schedules against PyTorch's and optax's own, closed forms (reference values 14, 15) and their invariants."""

import json
import math
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrcourse import optimizers, schedules, surfaces, train
from lrcourse.engine.optimizers import sgd
from lrcourse.engine.schedules import (
    constant,
    cosine,
    exponential,
    inverse_time,
    one_cycle,
    polynomial,
    stable,
    step_decay,
    triangular,
    warm_restarts,
    warmup,
)

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "reference.json").read_text(encoding="utf-8"))[
    "schedules"
]
CASES = [(library, name) for library, schedules_ in REFERENCE.items() for name in schedules_]
properties = settings(derandomize=True, deadline=None, max_examples=60, database=None)
periods, shares = st.integers(1, 60), st.floats(0.01, 1)
plain = st.one_of(
    st.builds(constant),
    st.builds(step_decay, periods, shares),
    st.builds(exponential, shares),
    st.builds(inverse_time, st.floats(1e-3, 10)),
    st.builds(polynomial, periods, st.floats(0.1, 5)),
    st.builds(cosine, periods),
    st.builds(triangular, periods, st.floats(0, 1)),
    st.builds(warm_restarts, periods, st.integers(1, 3)),
    st.builds(one_cycle, st.integers(4, 60), st.floats(0.3, 0.7), st.floats(1, 50), st.floats(1, 1e5)),
)
any_schedule = plain | st.builds(warmup, periods, plain) | st.builds(stable, st.integers(0, 60), plain)
steps = st.lists(st.integers(0, 5000), min_size=1, max_size=8)


@pytest.mark.parametrize("library, name", CASES, ids=[f"{library}: {name}" for library, name in CASES])
def test_multipliers_are_the_library_s(library, name):
    expected = np.array(REFERENCE[library][name])
    np.testing.assert_allclose(eval(name, vars(schedules))(np.arange(len(expected))), expected, rtol=0, atol=1e-14)


def test_reference_covers_every_schedule():
    named = " ".join(name for _, name in CASES)
    assert [
        s
        for s in (
            "step_decay",
            "exponential",
            "inverse_time",
            "polynomial",
            "cosine",
            "warmup",
            "one_cycle",
            "triangular",
            "warm_restarts",
        )
        if s not in named
    ] == []


@pytest.mark.parametrize(
    "schedule, values",
    [  # (step, multiplier) worked out by hand
        (constant(), [(0, 1), (10**6, 1)]),
        (step_decay(10, 0.5), [(0, 1), (9, 1), (10, 0.5), (29, 0.25)]),
        (exponential(0.5), [(0, 1), (3, 0.125)]),
        (inverse_time(0.5), [(0, 1), (2, 0.5), (18, 0.1)]),
        (polynomial(10), [(0, 1), (5, 0.5), (10, 0), (99, 0)]),
        (polynomial(10, power=0.5), [(0, 1), (7.5, 0.5), (11, 0)]),
        (cosine(12), [(0, 1), (4, 0.75), (6, 0.5), (8, 0.25), (12, 0), (13, 0), (24, 0)]),
        (warmup(4), [(0, 0.25), (1, 0.5), (3, 1), (4, 1), (50, 1)]),
        (warmup(4, cosine(12)), [(3, 1), (4, 1), (8, 0.75), (16, 0), (17, 0)]),
        (warmup(2, warmup(2)), [(0, 0.5), (1, 1), (2, 0.5), (3, 1)]),
        (stable(6, polynomial(4)), [(0, 1), (5, 1), (6, 1), (7, 0.75), (9, 0.25), (10, 0), (99, 0)]),
        (stable(0, polynomial(4)), [(0, 1), (1, 0.75), (4, 0)]),
        (warmup(2, stable(5, polynomial(2))), [(0, 0.5), (1, 1), (7, 1), (8, 0.5), (9, 0), (50, 0)]),
        (one_cycle(100), [(0, 1 / 25), (29, 1), (99, 1 / 25e4), (100, 1 / 25e4), (10**6, 1 / 25e4)]),
        (one_cycle(100, pct=0.5, div=4, final_div=10), [(0, 0.25), (24.5, 0.625), (49, 1), (99, 0.025)]),
        (triangular(10, 0.2), [(0, 0.2), (2.5, 0.6), (5, 1), (7.5, 0.6), (10, 0.2), (15, 1)]),
        (warm_restarts(4, 2), [(0, 1), (2, 0.5), (4, 1), (8, 0.5), (12, 1), (20, 0.5), (28, 1)]),
        (warm_restarts(3), [(0, 1), (1, 0.75), (2, 0.25), (3, 1), (300, 1)]),
    ],
    ids=repr,
)
def test_worked_values(schedule, values):
    for step, multiplier in values:
        assert schedule(step) == pytest.approx(multiplier, abs=1e-14), step


@pytest.mark.parametrize("total, pct", [(100, 0.3), (440, 0.25), (1000, 0.1)])
def test_one_cycle_peaks_at_pct_times_total_minus_one(total, pct):
    multipliers = one_cycle(total, pct)(np.arange(total))
    assert multipliers.argmax() == round(pct * total) - 1 and multipliers.max() == 1


@properties
@given(schedule=any_schedule, at=steps)
def test_multipliers_lie_in_0_to_1_and_scalar_and_array_calls_agree(schedule, at):
    multipliers = schedule(np.array(at))
    assert multipliers.shape == (len(at),) and multipliers.dtype == float
    assert np.all(np.isfinite(multipliers)) and multipliers.min() >= 0 and multipliers.max() <= 1
    for step, multiplier in zip(at, multipliers):
        assert type(schedule(step)) is float
        assert schedule(step) == pytest.approx(multiplier, rel=1e-14, abs=1e-300)
    grid = schedule(np.array([at, at]))
    np.testing.assert_array_equal(grid, [multipliers, multipliers])


@properties
@given(total=st.integers(4, 60), after=st.integers(0, 1000), warm=periods)
def test_a_schedule_keeps_its_last_value(total, after, warm):
    for schedule, last in ((cosine(total), total), (polynomial(total, 2), total), (one_cycle(total, 0.5), total - 1)):
        assert schedule(last + after) == schedule(last)
        for first in (warmup, stable):
            assert first(warm, schedule)(warm + last + after) == schedule(last)


def test_a_fall_branched_off_a_constant_run_is_what_the_whole_schedule_gives():
    bowl, whole = surfaces.quadratic([1.0, 3.0]), stable(6, polynomial(4))
    stays = train(bowl, optimizers.sgd(0.5), 0.1, 6)
    branched = train(bowl, optimizers.sgd(0.5), 0.1, 4, start=stays, schedule=whole)
    np.testing.assert_array_equal(branched.params, train(bowl, optimizers.sgd(0.5), 0.1, 10, schedule=whole).params)


@properties
@given(schedule=any_schedule)
def test_values_print_compare_hash_and_pickle(schedule):
    copies = eval(repr(schedule), vars(schedules)), pickle.loads(pickle.dumps(schedule))
    for copy in copies:
        assert copy == schedule and hash(copy) == hash(schedule) and repr(copy) == repr(schedule)
    assert schedule != warmup(61, schedule)
    with pytest.raises(AttributeError):
        schedule.total = 1


def test_train_multiplies_the_rate_of_step_t_by_schedule_t():
    schedule = warmup(3, cosine(5))
    path = train(surfaces.quadratic([1.0]), optimizers.sgd(), 0.5, 10, schedule=schedule).path[0, :, 0]
    np.testing.assert_allclose(path, np.cumprod([1, *(1 - 0.5 * schedule(t) for t in range(10))]), rtol=1e-14)


@pytest.mark.parametrize(
    "make, argument",
    [
        (lambda v: step_decay(v, 0.5), "every"),
        (polynomial, "total"),
        (cosine, "total"),
        (warmup, "steps"),
        (one_cycle, "total"),
        (warm_restarts, "first"),
        (lambda v: warm_restarts(5, v), "mult"),
    ],
    ids=["step_decay", "polynomial", "cosine", "warmup", "one_cycle", "warm_restarts", "mult"],
)
@pytest.mark.parametrize("value", [0, -1, 2.5, float("nan"), "10", None, True, [3]])
def test_counts_are_whole_numbers(make, argument, value):
    with pytest.raises(ValueError, match=f"^{argument}=") as error:
        make(value)
    assert f"{argument}={value!r}: allowed is a whole number" in str(error.value)


@pytest.mark.parametrize(
    "make, argument",
    [
        (lambda v: step_decay(5, v), "factor"),
        (exponential, "rate"),
        (inverse_time, "rate"),
        (lambda v: polynomial(5, v), "power"),
        (lambda v: one_cycle(100, div=v), "div"),
        (lambda v: one_cycle(100, final_div=v), "final_div"),
        (lambda v: triangular(v, 0.5), "period"),
    ],
    ids=["step_decay", "exponential", "inverse_time", "polynomial", "div", "final_div", "triangular"],
)
@pytest.mark.parametrize("value", [0, -1, float("nan"), float("inf"), "0.5", None, True, [3]])
def test_factors_are_above_0(make, argument, value):
    with pytest.raises(ValueError) as error:
        make(value)
    assert str(error.value) == f"{argument}={value!r}: allowed is a finite number above 0"


@pytest.mark.parametrize(
    "make, named",
    [
        (lambda: triangular(5, -0.1), "low=-0.1: allowed is a number from 0 to 1"),
        (lambda: triangular(5, 1.1), "low=1.1: allowed is a number from 0 to 1"),
        (lambda: one_cycle(100, pct=1.5), "pct=1.5: allowed is a number from 0 to 1"),
        (lambda: one_cycle(100, pct=0.0), "pct=0.0: allowed is a share"),
        (lambda: one_cycle(10, pct=1.0), "pct=1.0: allowed is a share"),
        (
            lambda: one_cycle(3),
            "pct=0.3: allowed is a share that puts the peak between the first and the last of 3 steps",
        ),
        (lambda: one_cycle(1), "total=1: allowed is a whole number from 2"),
        (lambda: warmup(5, 0.5), "then=0.5: allowed is a schedule"),
        (lambda: warmup(5, None), "then=None: allowed is a schedule"),
        (lambda: stable(5, polynomial), f"then={polynomial!r}: allowed is a schedule"),
        (lambda: stable(-1, constant()), "steps=-1: allowed is a whole number from 0"),
        (lambda: stable(1.5, constant()), "steps=1.5: allowed is a whole number from 0"),
    ],
)
def test_other_bad_input_is_named(make, named):
    with pytest.raises(ValueError) as error:
        make()
    assert str(error.value).startswith(named)


@pytest.mark.parametrize(
    "schedule",
    [lambda t: 1.0 if t < 10 else 0.1, lambda t: math.exp(-t / 10), lambda t: 2**-t],  # numpy's 2**-t is an error
    ids=["if", "math", "power"],
)
def test_a_function_of_a_single_step_is_a_schedule(schedule):
    bowl, wanted = surfaces.quadratic([1.0]), [schedule(t) for t in range(20)]
    factors = train(bowl, sgd(), 0.1, 20, schedule=schedule).path[0, :, 0]
    np.testing.assert_allclose(factors[1:] / factors[:-1], 1 - 0.1 * np.array(wanted))
    np.testing.assert_allclose(schedules.warmup(5, schedule)(np.arange(5, 25)), wanted)
    with pytest.raises(ValueError, match="allowed is a function of the step"):
        train(bowl, sgd(), 0.1, 20, schedule=lambda t: "x")
