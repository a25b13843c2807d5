"""hw1's question in code: the losses that a student's gradient descent should give, and those of its slips."""

import numpy as np

from ..homework import hw1
from ..homework.fields import is_number

SAME = 1e-4  # of a loss that a function gives, as a share


def descent(hessian, start, rate, steps, factor=1.0, half=0.5, cut=hw1.LARGEST):
    """The losses that gradient_descent should give; the last three arguments make its slips."""
    hessian, x = np.array(hessian), np.array(start)
    losses = []
    with np.errstate(all="ignore"):
        for _ in range(steps + 1):
            slope = hessian @ x
            loss = float(half * x @ slope)
            if not loss < cut:
                break
            losses.append(loss)
            x = x - factor * rate * slope
    return losses


def _one_too_many(*case):
    losses = descent(*case)
    return descent(*case, cut=1e300)[: len(losses) + 1]


def same_losses(given, right):
    """Whether a list of losses has the right length and the right numbers."""
    if not isinstance(given, list) or len(given) != len(right) or not all(map(is_number, given)):
        return False
    return bool(np.allclose(given, right, rtol=SAME, atol=1e-9))


DESCENT_SLIPS = (
    ("the first loss, before any step, is missing", lambda *case: descent(*case)[1:]),
    ("the last loss is missing: n steps have n + 1 losses", lambda *case: descent(*case)[:-1]),
    ("the steps go uphill", lambda *case: descent(*case, factor=-1.0)),
    ("the ½ of the loss is missing", lambda *case: descent(*case, half=1.0)),
    ("the loss that is too large is kept", _one_too_many),
    ("nothing stops the list where the loss explodes", lambda *case: descent(*case, cut=1e300)),
)
