"""What an answer may look like: plain values within bounds, and the form and scale of each question's answer."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from .. import checks

CHARACTERS = 2000  # of all texts in an answer together
DEEPEST = 3  # lists in lists
MOST = 2000  # numbers, bools and texts in all
HUGE = 1e300
WHOLE = 10**15  # from here on a whole number is refused: beyond 2**53, floats have gaps
DIGITS = 6  # of a number that is handed over: far finer than any tolerance, and the same on every machine

show = partial(checks.show, digits=3, length=60)  # a value as homework says it back


@dataclass(frozen=True)
class Form:
    """The form of a question's answer. `wants` says it in words; `fault(value)` returns what is wrong with the form or
    scale of a plain value, "" if nothing is; `right(student, value)` tells whether it is right, for practice only.
    """

    wants: str
    fault: Callable
    right: Callable | None = None


def blank(value, depth=0):
    """Return True if nothing was filled in yet: None, ..., or a list of nothing else."""
    if isinstance(value, (list, tuple)):
        return 0 < len(value) <= MOST and depth < DEEPEST and all(blank(one, depth + 1) for one in value)
    return value is None or value is ...


def plain(value):
    """Return (the value as numbers, bools, texts and lists of them, "") or (None, why it is refused). Never raises.

    These are the rules for what is handed over and for what comes out of the grader's sandbox.
    """
    try:
        found = _plain(value, 0, [0])
        if sum(map(len, _texts(found))) > CHARACTERS:
            raise _Refused(f"the texts in it have more than {CHARACTERS} characters together")
        return found, ""
    except _Refused as refused:
        return None, str(refused)
    except Exception as error:  # of an object that only looks like a number
        return None, f"it cannot be read ({type(error).__name__})"


class _Refused(Exception):
    """Says why a value is refused."""


def _plain(value, depth, count):
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufU":
        value = value.tolist()
    elif isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (list, tuple, range)):
        if depth >= DEEPEST:
            raise _Refused(f"lists stand more than {DEEPEST} deep in each other")
        if len(value) > MOST:
            raise _Refused(f"it holds more than {MOST} values")
        return [_plain(one, depth + 1, count) for one in value]
    count[0] += 1
    if count[0] > MOST:
        raise _Refused(f"it holds more than {MOST} values")
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) >= WHOLE:
            raise _Refused("a whole number in it has more than 15 digits")
        return int(value)
    if isinstance(value, float):
        if math.isnan(value):
            raise _Refused("a number in it is NaN, not a number")
        if abs(value) > HUGE:
            raise _Refused("a number in it is infinite, or nearly so")
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, str):
        if len(value) > CHARACTERS:
            raise _Refused(f"a text in it has more than {CHARACTERS} characters")
        return str(value)
    raise _Refused("it holds nothing at one place" if value is None else f"it holds a {type(value).__name__[:40]}")


def _texts(value):
    if isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value


def is_number(value):
    """Return True if a plain value is one number; True and False are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def number(low, high, what="a number"):
    """Return the Form of one number between two bounds, which tell the scale and nothing more."""

    def fault(value):
        if not is_number(value):
            return "that is not one number"
        return "" if low <= value <= high else f"such a number lies between {low:g} and {high:g}"

    return Form(what, fault)


def numbers(bounds, what):
    """Return the Form of a list of numbers, each between its (low, high)."""

    def fault(value):
        if not isinstance(value, list) or len(value) != len(bounds):
            return f"that is not a list of {len(bounds)}"
        faults = (number(*bound).fault(one) for one, bound in zip(value, bounds))
        return next((f"value {i}: {said}" for i, said in enumerate(faults, start=1) if said), "")

    return Form(what, fault)
