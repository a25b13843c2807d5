"""The checks: what they let through, unchanged, and the words with which they refuse."""

from fractions import Fraction

import numpy as np
import pytest

from lrcourse import checks


@pytest.mark.parametrize("value", [1, 7, np.int64(3), np.uint8(200), 10**30])
def test_whole_numbers_come_back_as_int(value):
    assert checks.whole("n", value) == value and type(checks.whole("n", value)) is int


@pytest.mark.parametrize("value", [0, -1, 1.0, "1", None, True, np.True_, np.float64(2), [1], float("nan")])
def test_what_is_no_whole_number_is_refused(value):
    with pytest.raises(ValueError) as error:
        checks.whole("n", value)
    assert str(error.value) == f"n={value!r}: allowed is a whole number from 1"


@pytest.mark.parametrize("value", [0, 1, 0.5, np.float32(0.25), np.int8(1), Fraction(1, 3)])
def test_numbers_in_range_come_back_as_float(value):
    assert checks.number("x", value, 0, 1) == float(value) and type(checks.number("x", value, 0, 1)) is float


@pytest.mark.parametrize(
    "value", [-1e-9, 1 + 1e-9, float("nan"), float("inf"), "0.5", None, True, 1j, [0.5], np.array([0.5])]
)
def test_numbers_out_of_range_are_refused(value):
    with pytest.raises(ValueError) as error:
        checks.number("x", value, 0, 1)
    assert str(error.value) == f"x={value!r}: allowed is a number from 0 to 1"


@pytest.mark.parametrize("value", [1, 0.5, np.float32(0.25), np.int8(1), Fraction(1, 3)])
def test_numbers_above_0_come_back_as_float(value):
    assert checks.positive("x", value) == float(value) and type(checks.positive("x", value)) is float


@pytest.mark.parametrize("value", [[1, 2], (0.5,), np.arange(3), 4, [[1.0], [2.0]], []])
def test_arrays_come_back_as_floats_of_their_shape_and_are_copies(value):
    array = checks.floats("a", value, "is")
    np.testing.assert_array_equal(array, value)
    assert array.dtype == float and not np.shares_memory(array, value)


@pytest.mark.parametrize(
    "value", ["12", ["1"], [True], [None], None, [1, np.nan], [np.inf], [[1], [2, 3]], [1j], {1}, object]
)
def test_what_is_no_array_of_finite_numbers_is_refused(value):
    with pytest.raises(ValueError) as error:
        checks.floats("a", value, "are two numbers")
    assert str(error.value) == f"a={value!r}: allowed are two numbers"


def test_one_of():
    assert checks.one_of("c", "a", ("a", "b")) == "a"
    with pytest.raises(ValueError, match="^c='x': allowed is one of 'a', 'b'$"):
        checks.one_of("c", "x", ("a", "b"))


class Odd(list):
    """Refuses to be shown."""

    def __len__(self):
        raise RuntimeError


ENDLESS = [1]
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize(
    "value, text",
    [
        (0.1 + 0.2, "0.3"),
        (np.float64(1 / 3), "0.333333"),
        (np.array(0.5), "0.5"),
        ([1 / 3, (2, "a")], "[0.333333, [2, 'a']]"),
        (np.array([[0.5, 2 / 3]]), "[[0.5, 0.666667]]"),
        (list(range(8)), "[0, 1, 2, 3, 4, 5, 6, 7]"),
        ([0] * 31, "a list of 31"),
        (["a" * 50] * 3, "a list of 3"),
        (True, "True"),
        (None, "None"),
        (-(10**14), "-100000000000000"),
        (10**6000, "a huge number"),
        ("two\nlines \u202e", r"'two\nlines \u202e'"),
        ({"a": 1}, "{'a': 1}"),
        (Odd(), "something of the type Odd"),
        (ENDLESS, "[1, [1, [1, a list of 2]]]"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_a_value_is_shown_in_a_few_characters(value, text):
    assert checks.show(value) == text and len(checks.show([value] * 1000)) <= 120


def test_shown_values_are_cut_short():
    assert checks.show(2 / 3, digits=3) == "0.667"
    for value in ("x" * 10**6, list(range(10**6)), dict.fromkeys(range(10**6)), [["x" * 50] * 30] * 30, 1j, b"x" * 999):
        assert len(checks.show(value)) <= 120 and len(checks.show(value, length=60)) <= 60
