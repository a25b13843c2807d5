"""Bad input gets a ValueError that names the argument, the value and what is allowed; `show` says a value back."""

import math
from numbers import Integral, Real
from reprlib import Repr

import numpy as np

LISTED, NESTED = 30, 3  # entries of a list, and lists in lists, that `show` says back
HUGE = 10**15  # from here on a whole number is not said back


def whole(name, value, least=1):
    """Return `value` as an int; raise ValueError unless it is a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least:
        raise ValueError(f"{name}={value!r}: allowed is a whole number from {least}")
    return int(value)


def number(name, value, low=-math.inf, high=math.inf, allowed=None):
    """Return `value` as a float; raise ValueError unless it is finite and low <= value <= high.

    `allowed` words a stricter rule, the rest of which the caller checks.
    """
    good = isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value) and low <= value <= high
    if not good:
        raise ValueError(f"{name}={value!r}: allowed is {allowed or f'a number from {low:g} to {high:g}'}")
    return float(value)


def positive(name, value):
    """Return `value` as a float; raise ValueError unless it is finite and above 0."""
    allowed = "a finite number above 0"
    if number(name, value, allowed=allowed) <= 0:
        raise ValueError(f"{name}={value!r}: allowed is {allowed}")
    return float(value)


def floats(name, value, allowed):
    """Return `value` as an array of floats, of any shape; raise ValueError unless all are finite numbers.

    `allowed` words the rule, the rest of which the caller checks.
    """
    try:
        array = np.asarray(value)
        good = array.dtype.kind in "iuf" and np.all(np.isfinite(array))
    except ValueError:  # rows of different lengths
        good = False
    if not good:
        raise ValueError(f"{name}={value!r}: allowed {allowed}")
    return array.astype(float)


def points(name, value, size):
    """Return `value` as floats (points, size), from one point or a list of them; they need not be finite. Raise
    ValueError for another shape, or for what is not numbers.
    """
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or array.ndim not in (1, 2) or array.shape[-1] != size:
        raise ValueError(f"{name}={array.shape}: allowed is an array of numbers ({size},) or (runs, {size})")
    return np.atleast_2d(array.astype(float, copy=False))


def rows(name, value, size):
    """Return `value` as an array of floats (runs, size), in its own precision; raise ValueError for another shape.

    Quick, because every step begins with it.
    """
    value = np.asarray(value)
    if value.ndim != 2 or value.shape[1] != size:
        raise ValueError(f"{name} of shape {value.shape}: allowed is an array (runs, {size}), a row per point")
    return value if value.dtype.kind == "f" else value.astype(float)


def one_of(name, value, choices):
    """Return `value`; raise ValueError unless it is among `choices`."""
    if value not in choices:
        raise ValueError(f"{name}={value!r}: allowed is one of {', '.join(map(repr, choices))}")
    return value


def show(value, digits=6, length=120):
    """Return any value in at most `length` characters, numbers of `digits` digits; never raises.

    It may be a million numbers, or refuse to be shown: a long list is told by its length, the rest is cut short.
    """
    try:
        return _shown(value, digits, length, 0)
    except Exception:
        return f"something of the type {type(value).__name__}"[:length]


def _shown(value, digits, length, depth):
    if isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim):
        if len(value) <= LISTED and depth < NESTED:
            text = f"[{', '.join(_shown(one, digits, length, depth + 1) for one in value)}]"
            if len(text) <= length:
                return text
        return f"a list of {len(value)}"
    if isinstance(value, (np.generic, np.ndarray)):
        value = value.item()
    if isinstance(value, float):
        return f"{value:.{digits}g}"
    if isinstance(value, int) and abs(value) >= HUGE:
        return "a huge number"
    short = Repr()  # a dictionary, a set: their first entries
    short.maxstring = short.maxother = short.maxlong = length
    text = " ".join(short.repr(value).split())
    return text if len(text) <= length else text[: length - 1] + "…"
