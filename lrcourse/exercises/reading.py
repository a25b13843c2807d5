"""Reading what is typed as an answer: a choice, a number, arithmetic, a list of numbers. Nothing typed is executed."""

import ast
import math
import operator
import re
import warnings
from numbers import Real

import numpy as np

from ..lessons.question import Numbers

LONGEST = 100  # characters of a number or of a name that are read; a longer text is none
TYPED = str.maketrans({",": ".", "^": "**", "−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "π": "pi"})
OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
FUNCTIONS = {"sqrt": math.sqrt, "ln": math.log, "log": math.log, "log10": math.log10, "exp": math.exp, "abs": abs}
CONSTANTS = {"pi": math.pi, "e": math.e}
IN_A_CHOICE = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")  # a number, as choices write it: "about 17,600"


def is_blank(answer):
    """Return whether nothing was answered: None, an ellipsis as the cells hold it, or white space."""
    return answer is None or answer is ... or (isinstance(answer, str) and not answer.strip())


def as_wanted(answer, wants):
    """Return an answer in the form that is wanted, a float, a list of floats or a choice; None if it does not fit."""
    if isinstance(wants, tuple):
        return as_choice(answer, wants)
    return as_numbers(answer, wants.count) if isinstance(wants, Numbers) else as_number(answer)


def as_choice(answer, choices):
    """Return the choice that is meant: as it stands there, in other letters, by its number, or by a part of it that no
    other choice has; None if there is none.
    """
    number = as_number(answer)
    text = answer.strip().casefold() if isinstance(answer, str) and len(answer) <= LONGEST else ""
    same = [choice for choice in choices if text and choice.casefold() == text]
    numbered = [choice for choice in choices if number is not None and number in _numbers_in(choice)]
    part = re.compile(rf"(?<!\d)(?<!\d[.,]){re.escape(text)}(?![.,]?\d)")
    parts = [choice for choice in choices if text and part.search(choice.casefold())]
    found = [some[0] for some in (same, numbered, parts) if len(some) == 1]
    return found[0] if found else None


def _numbers_in(choice):
    """Return the numbers that a choice names."""
    return [float(number.replace(",", "").replace("−", "-")) for number in IN_A_CHOICE.findall(choice)]


def as_numbers(answer, count):
    """Return a list of so many floats, from a list or as it is typed into a field: 0.5, 0.25 or [0,5; 0,25]; None from
    anything else.
    """
    if isinstance(answer, str):
        text = answer.strip(" []") if len(answer) <= LONGEST * count else ""
        parts = [text.split(";" if ";" in text else ",") for text in (text, text.strip("()"))]
        return next(filter(None, (as_numbers(some, count) for some in parts)), None)
    if isinstance(answer, np.ndarray):
        answer = answer.tolist() if answer.size <= count else None
    if not isinstance(answer, (list, tuple)) or len(answer) != count:
        return None
    values = [as_number(part) for part in answer]
    return None if None in values else values


def as_number(answer):
    """Return a finite float from a number, or from text such as "0.25", "0,25", "25 %", "1/4" or "(2+2*0.9)/8"; None
    from anything else.
    """
    try:
        if isinstance(answer, np.ndarray) and not answer.ndim:  # as a surface gives a loss
            answer = answer.item()
        if isinstance(answer, str):
            answer = _worked_out(answer)
        good = isinstance(answer, (Real, np.number)) and not isinstance(answer, (bool, np.complexfloating))
        return float(answer) if good and math.isfinite(float(answer)) else None
    except (ArithmeticError, ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None


def _worked_out(text):
    """Return what a text of arithmetic gives, with floats, so that no power grows; raise an error if it is none."""
    if len(text) > LONGEST:
        raise ValueError("it is too long to be a number")
    text = text.strip().translate(TYPED)
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's remarks on how it is written
            return _value(ast.parse(text, mode="eval").body)


def _value(node):
    """Return what a part of such a text gives; raise ValueError for anything but arithmetic."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(node.value)
    if isinstance(node, ast.Name) and node.id in CONSTANTS:
        return CONSTANTS[node.id]
    if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATIONS:
        return OPERATIONS[type(node.op)](_value(node.operand))
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        return OPERATIONS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")  # or np.sqrt
        if name in FUNCTIONS:
            return FUNCTIONS[name](_value(node.args[0]))
    raise ValueError("it is no arithmetic")
