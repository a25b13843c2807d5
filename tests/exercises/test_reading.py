"""What is typed as an answer is read as it is meant, and never executed."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lrcourse.exercises.reading import as_choice, as_number, as_numbers


@pytest.mark.parametrize(
    "text, value",
    [
        ("2,5", 2.5),
        ("1/4", 0.25),
        ("(2+2*0.9)/8", 0.475),
        ("(2 + 2·0,9) / 8", 0.475),
        ("0.9**10", 0.9**10),
        ("0.9^10", 0.9**10),
        ("ln(10)", math.log(10)),
        ("np.log(10)", math.log(10)),
        ("-log(0.1)", math.log(10)),
        ("sqrt(2)", math.sqrt(2)),
        ("exp(-1)", math.exp(-1)),
        ("2/(1+pi)", 2 / (1 + math.pi)),
        ("−1", -1.0),
        (" 1e-3 ", 0.001),
        ("1_000", 1000.0),
        ("007", 7.0),
        ("35 %", 0.35),
        ("34,9%", 0.349),
    ],
)
def test_arithmetic_is_worked_out(text, value):
    assert as_number(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "x",
            "1/0",
            "ln(0)",
            "ln(-1)",
            "(-8)**(1/3)",
            "9**9**9**9",
            "1e308*10",
            "nan",
            "inf",
            "1j",
            "True",
            "'1'",
        ),
        *(
            "__import__('os').abort()",
            "open('x')",
            "exec(1)",
            "sqrt(2, 3)",
            "sqrt(x=2)",
            "sqrt",
            "[1][0]",
            "1 if 2 else 3",
        ),
        *(
            "(lambda: 1)()",
            "1; 2",
            "1\n2",
            "\0",
            "\ud800",
            "(" * 90,
            "(" * 45 + "1" + ")" * 45 + "+" + "1" * 60,
            "1+" * 500 + "1",
        ),
        *("-" * 99 + "x", "2 << 9", "5 % 2", "1 + 5 %", "1 < 2", "a := 1", "1 if", "f'1'", "0x"),
    ],
    ids=lambda text: text[:20].encode("ascii", "backslashreplace").decode(),
)
def test_all_else_is_no_number(text):
    assert as_number(text) is None


@given(st.text("0123456789+-*/^().,lnsqrtexpie \n'[]{}:=", max_size=110))
def test_no_text_raises_or_takes_long(text):
    began = time.monotonic()
    value = as_number(text)
    assert (value is None or math.isfinite(value)) and time.monotonic() - began < 1


@pytest.mark.parametrize(
    "text", ["0.5, sqrt(4)", "[0.5, 2]", "[0,5; 2,0]", "(0.5, 2)", "(1+0)/2, (2)", "0.5, 4**(1/2)"]
)
def test_a_list_is_read_as_it_is_typed(text):
    assert as_numbers(text, 2) == [0.5, 2.0] and as_numbers(text, 3) is None


RATES = ("0.1", "0.18", "about 0.55", "about 17,600", "−1")
RANGES = ("fewer than 10", "10 to 20", "more than 20")


@pytest.mark.parametrize(
    "typed, choices, meant",
    [
        (0.1, RATES, "0.1"),
        ("0,18", RATES, "0.18"),
        (0.55, RATES, "about 0.55"),
        ("0.55", RATES, "about 0.55"),
        (17600, RATES, "about 17,600"),
        ("17,600", RATES, "about 17,600"),
        (-1, RATES, "−1"),
        ("ABOUT 0.55", RATES, "about 0.55"),
        ("about", RATES, None),
        (5, RATES, None),
        ("0", RATES, None),
        (10, RANGES, None),
        ("fewer", RANGES, "fewer than 10"),
        ("Zigzags ", ("rises", "zigzags"), "zigzags"),
        ("same", ("lower", "the same", "higher"), "the same"),
        (1, ("one", "two"), None),
        (True, ("1", "2"), None),
        ("", ("one",), None),
    ],
)
def test_a_choice_is_found_by_what_only_it_has(typed, choices, meant):
    assert as_choice(typed, choices) == meant
