"""What a reader types in, read as it is meant. Whatever it is, nothing raises."""

import math
from numbers import Real

import numpy as np

from ..lessons.question import Numbers

LONGEST = 60  # characters of a number that is typed in


def is_blank(answer):
    """Whether nothing was answered: None, an ellipsis as the cells hold it, or white space."""
    return answer is None or answer is ... or (isinstance(answer, str) and not answer.strip())


def read(answer, wants):
    """The answer in the form that is wanted, a float, a list of floats or a choice; None if it is not."""
    if isinstance(wants, tuple):
        return answer if isinstance(answer, str) and answer in wants else None
    if not isinstance(wants, Numbers):
        return as_number(answer)
    if isinstance(answer, str):  # as it is typed into a field: 0.5, 0.25 or [0.5; 0.25]
        answer = answer.strip(" []()")[: 100 * wants.count].split(";" if ";" in answer else ",")
    elif isinstance(answer, np.ndarray):
        answer = answer.tolist()
    if not isinstance(answer, (list, tuple)) or len(answer) != wants.count:
        return None
    values = [as_number(part) for part in answer]
    return None if None in values else values


def as_number(answer):
    """A finite float from a number, or from text such as "0.25", "0,25" or "1/4"; None if it is neither."""
    try:
        if isinstance(answer, np.ndarray) and not answer.ndim:  # as a surface gives a loss
            answer = answer.item()
        if isinstance(answer, str):
            parts = [float(part) for part in answer[:LONGEST].replace(",", ".").split("/")]
            answer = parts[0] / parts[1] if len(parts) == 2 else parts[0] if len(parts) == 1 else None
        good = isinstance(answer, (Real, np.number)) and not isinstance(answer, (bool, np.complexfloating))
        return float(answer) if good and math.isfinite(float(answer)) else None
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
