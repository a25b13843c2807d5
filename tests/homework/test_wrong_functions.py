"""Functions that homework asks for: a wrong one never earns all points, a right one always does, in 50 draws.

hw2.4 is not here: what is judged there is the share of the runs that a rule of thumb gets right.
"""

import numpy as np
import pytest

from lrcourse.grading import hw0, hw1

DRAWS = 50
QUESTIONS = {question.name: question for question in (*hw0.QUESTIONS, *hw1.QUESTIONS)}


def descent(hessian, x, rate, steps, dot=np.matmul, move=lambda x, step: x - step, stops=lambda loss: not loss < 1e12):
    """Return the losses of gradient descent, with what students change in it."""
    hessian, x, losses = np.array(hessian), np.array(x), []
    with np.errstate(all="ignore"):
        for _ in range(steps + 1):
            slope = dot(hessian, x)
            loss = float(x @ slope / 2)
            if stops(loss):
                break
            losses.append(loss)
            x = move(x, rate * slope)
    return losses


def padded(hessian, start, rate, steps):
    losses = descent(hessian, start, rate, steps)
    return losses + [losses[-1]] * (steps + 1 - len(losses))


WRONG = {
    "hw0.2": {
        "uphill": lambda x, rate, curvature: x + rate * curvature * x,
        "the curvature alone": lambda x, rate, curvature: x - rate * curvature,
        "without the curvature": lambda x, rate, curvature: x - rate * x,
        "without the rate": lambda x, rate, curvature: x - curvature * x,
        "the loss λx²": lambda x, rate, curvature: x - 2 * rate * curvature * x,
        "the loss for the slope": lambda x, rate, curvature: x - rate * curvature * x**2 / 2,
        "only the step": lambda x, rate, curvature: -rate * curvature * x,
        "only the factor": lambda x, rate, curvature: 1 - rate * curvature,
        "distances for places": lambda x, rate, curvature: abs(x - rate * curvature * x),
        "never across": lambda x, rate, curvature: max(0, x - rate * curvature * x),
        "from the right only": lambda x, rate, curvature: abs(x) - rate * curvature * abs(x),
    },
    "hw1.6": {
        "the diagonal only": lambda *case: descent(*case, dot=lambda hessian, x: np.diag(hessian) * x),
        "entry by entry": lambda *case: descent(*case, dot=lambda hessian, x: (hessian * x).sum(0)),
        "uphill": lambda *case: descent(*case, move=lambda x, step: x + step),
        "steps of one length": lambda *case: descent(*case, move=lambda x, step: x - step / np.linalg.norm(step)),
        "never stops": lambda *case: descent(*case, stops=lambda loss: False),
        "stops at infinity": lambda *case: descent(*case, stops=lambda loss: not np.isfinite(loss)),
        "stops too late": lambda *case: descent(*case, stops=lambda loss: not loss < 1e100),
        "stops above a million": lambda *case: descent(*case, stops=lambda loss: not loss < 1e6),
        "at least one step": lambda *case: descent(*case[:3], max(case[3], 1)),
        "a step too few": lambda *case: descent(*case)[: case[3]],
        "without the start": lambda *case: descent(*case)[1:],
        "without the ½": lambda *case: [2 * loss for loss in descent(*case)],
        "filled up to the end": padded,
    },
}
RIGHT = {
    "hw0.2": {"as a factor": lambda x, rate, curvature: (1 - rate * curvature) * x},
    "hw1.6": {"as the lesson does": descent},
}


def shares(name, function):
    """Return the share of the points that a function earns in each draw."""
    question = QUESTIONS[name]
    drawn = [question.cases(np.random.default_rng(seed)) for seed in range(DRAWS)]
    return [question.judge("student", [function(*case) for case in cases], cases)[0] for cases in drawn]


@pytest.mark.parametrize("name, what", [(name, what) for name in WRONG for what in WRONG[name]])
def test_a_wrong_function_never_earns_all_points(name, what):
    assert max(shares(name, WRONG[name][what])) < 1


@pytest.mark.parametrize("name, what", [(name, what) for name in RIGHT for what in RIGHT[name]])
def test_a_right_function_always_does(name, what):
    assert shares(name, RIGHT[name][what]) == [1] * DRAWS
