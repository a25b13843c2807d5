"""A function that a reader wrote is tried on fresh inputs, compared with the engine, within a time limit."""

import contextlib
import copy
import ctypes
import dis
import io
import math
import re
import threading
import traceback
from dataclasses import dataclass

import numpy as np

from ..checks import show

SECONDS = 2  # for each input
NOT_FINITE = re.compile(r" gave -?(nan|inf), and should give (?!-?(nan|inf))| stopped with OverflowError")
BEYOND = (
    " On the way a number became too large for a float, or so small that it is 0: look at each power, and at each "
    "logarithm of a small number."
)
STEPS_OF_NOTHING = set(  # the bytecode of a function that does nothing
    "RESUME NOP POP_TOP LOAD_CONST LOAD_COMMON_CONSTANT RETURN_CONST RETURN_VALUE".split()
)


class TooLong(BaseException):
    """Raised in a reader's function that does not end; no `except Exception` of theirs catches it."""


@dataclass
class Call:
    """One call of a reader's function: what it gave, or how it stopped."""

    value: object = None
    error: BaseException | None = None
    ended: bool = False  # by itself, within the time that it had


def try_out(code, function, seconds=SECONDS, rng=None):
    """Try `function` as the answer to a Code exercise, on fresh inputs; return (right, what to say).

    `right` is None where there was nothing to try: no function, or one that is not filled in.
    """
    if not callable(function):
        return None, f"that is no function; it takes {code.wants}"
    if _is_empty(function):
        return None, f"not filled in yet; it takes {code.wants}"
    inputs = code.inputs(np.random.default_rng(rng))
    for arguments in inputs:
        fault = _fault(code, function, arguments, seconds)
        if fault:
            slip = _slip(code, function, inputs, seconds) if "and should give" in fault else ""
            return False, f"not yet: {fault}{slip or (BEYOND if NOT_FINITE.search(fault) else '')}"
    return True, f"right, on {len(inputs)} fresh inputs"


def _fault(code, function, arguments, seconds):
    """Return what is wrong with the function on these arguments, in one sentence; "" if nothing is."""
    given, shown = copy.deepcopy(arguments), f"{code.name}({', '.join(map(show, arguments))})"
    call = run(function, given, seconds)
    if not call.ended:
        return f"{shown} does not end within {seconds:g} seconds. Is there a loop that never stops?"
    if call.error is not None:
        return f"{shown} stopped with {_said(call.error, function)}."
    if not same(given, arguments):
        return f"{shown} changed what it was given; work on a copy, or write x = x - … in the place of x -= …"
    expected = code.expected(*copy.deepcopy(arguments))
    if same(call.value, expected):
        return ""
    if call.value is None:
        return f"{shown} gave nothing back. Is a `return` missing?"
    return f"{shown} gave {show(call.value)}, and should give {show(expected)}."


@np.errstate(all="ignore")
def _slip(code, function, inputs, seconds):
    """Return the remark on the slip that gives what the function gives, on every input; "" if there is none."""
    slips = list(code.slips)
    for arguments in inputs:  # what comes back may be large: one is held at a time
        call = run(function, copy.deepcopy(arguments), seconds)
        if not call.ended or call.error is not None:
            return ""
        slips = [(wrong, said) for wrong, said in slips if same(call.value, wrong(*copy.deepcopy(arguments)))]
        if not slips:
            return ""
    return f" {slips[0][1]}"


def run(function, arguments, seconds=SECONDS):
    """Call a function, its prints swallowed, and return a Call. After `seconds` it is told to stop, then left alone."""
    call = Call()

    def work():
        try:
            with np.errstate(all="ignore"):
                call.value = function(*arguments)
        except BaseException as error:  # SystemExit and KeyboardInterrupt of a reader's code too
            call.error = error
        call.ended = not isinstance(call.error, TooLong)

    with contextlib.redirect_stdout(_Nowhere()), contextlib.redirect_stderr(_Nowhere()):
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        try:
            thread.join(seconds)
        finally:  # also when the reader interrupts the kernel
            _stop(thread)
    return call if call.ended else Call()


def _stop(thread):
    """Tell a thread to stop, as often as it takes: a loop that catches everything has to be told more than once."""
    for _ in range(20):
        if not thread.is_alive():
            break
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(TooLong))
        thread.join(0.05)


def same(one, other):
    """Return whether two values agree: numbers to six digits, rows of them in length and order, all else exactly."""
    try:
        return _agree(one, other)
    except Exception:  # a number too large, a list that holds itself, an object that refuses to be compared
        return False


def _agree(one, other):
    if _has_rows(one) or _has_rows(other):  # an array of 100 million numbers is not unpacked
        return _has_rows(one) and _has_rows(other) and len(one) == len(other) and all(map(_agree, one, other))
    one, other = (value.item() if isinstance(value, (np.ndarray, np.generic)) else value for value in (one, other))
    if _is_number(one) and _is_number(other):
        both_nan = one != one and other != other
        return both_nan or math.isclose(float(one), float(other), rel_tol=1e-6, abs_tol=1e-12)
    if isinstance(one, (bool, np.bool_)) and isinstance(other, (bool, np.bool_)):
        return bool(one == other)
    return type(one) is type(other) and bool(one == other)


def _has_rows(value):
    return isinstance(value, (tuple, list)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _is_number(value):
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def _said(error, function):
    """Return an error in a few words, and the line of the function that it came from."""
    first = getattr(getattr(function, "__code__", None), "co_firstlineno", None)
    file = getattr(getattr(function, "__code__", None), "co_filename", None)
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    where = f", in line {lines[-1] - first + 1} of the function" if lines and first else ""
    return f"{type(error).__name__}: {str(error)[:120]}{where}"


def _is_empty(function):
    """Return whether a function holds nothing but its docstring, `...` or `pass`."""
    try:
        steps = {step.opname for step in dis.get_instructions(function)}
        return steps <= STEPS_OF_NOTHING and function.__code__.co_consts[-1] in (None, ..., function.__doc__)
    except (AttributeError, TypeError):
        return False


class _Nowhere(io.TextIOBase):
    """What is printed here is gone, however much it is."""

    def write(self, text):
        return len(text)
