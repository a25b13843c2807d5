"""Every claim's judge is monotone: as one measured number moves one way, the verdict moves one way or stays.

Each number is swept with the others held, at the record's and at combinations drawn with a fixed seed. A share or an
accuracy, whose name says so, runs from 0 to 1; a difference, or what is negative on record, runs over both signs;
anything else is positive.
"""

import numpy as np
import pytest

from lrcourse.lessons import all_claims
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, MISLEADS, VERDICTS, recorded

COMBINATIONS = 60  # beside the record's; in each about half of the numbers are drawn anew
SHARES = ("share", "accuracy")
DIFFERENCES = ("ahead", "gain", "minus", "slope")
SCALES = np.geomspace(1e-10, 1e5, 46)
NEAR = (0.3, 0.5, 0.8, 0.9, 0.97, 0.999, 1, 1.001, 1.03, 1.1, 1.3, 2, 3)  # times any of the claim's numbers


def sweep(name, numbers, recorded):
    """The values that the number `name` takes, ascending: a wide range, finer near the others, where thresholds lie."""
    unlike = any(word in name for word in DIFFERENCES)
    if any(word in name for word in SHARES) and not unlike:
        return np.linspace(0, 1, 21)
    near = np.outer(NEAR, [*numbers.values(), 1]).ravel()
    values = np.concatenate([SCALES, np.arange(0.05, 2, 0.1), np.abs(near[near != 0])])
    return np.unique(np.concatenate([-values, [0], values]) if unlike or recorded < 0 else values)


def turns(judge, recorded, combinations=COMBINATIONS):
    """The first number found along which the verdict goes up and down again: (name, others, [verdicts]); else None."""
    rng, items = np.random.default_rng(0), recorded.items()
    drawn = [
        {name: _draw(rng, sweep(name, recorded, value)) if rng.random() < 0.5 else value for name, value in items}
        for _ in range(combinations)
    ]
    for numbers in (recorded, *drawn):
        for name, value in items:
            verdicts = [judge(numbers | {name: float(v)}) for v in sweep(name, numbers, value)]
            steps = np.diff([VERDICTS.index(verdict) for verdict in verdicts])
            if (steps > 0).any() and (steps < 0).any():
                others = {other: numbers[other] for other in numbers if other != name}
                return name, others, [verdicts[0], *(v for v, step in zip(verdicts[1:], steps) if step)]
    return None


def _draw(rng, values):
    """One of the values, every other time the lowest or the highest: judges turn at "none" and "all"."""
    return float(rng.choice(values[[0, -1]] if rng.random() < 0.5 else values))


@pytest.mark.parametrize("number", all_claims())
def test_a_judge_is_monotone(number):
    found = turns(all_claims()[number].judge, recorded()["claims"][str(number)]["numbers"])
    if found:
        name, others, verdicts = found
        pytest.fail(f"claim {number}: as {name!r} grows, the verdict goes {' → '.join(verdicts)}, with {others}")


@pytest.mark.parametrize(
    "judge",
    [
        lambda numbers: HOLDS if abs(numbers["slope"] + 1) < 0.05 else FAILS,
        lambda numbers: HOLDS if numbers["share"] == 0 else HOLDS_IF if numbers["share"] < 1 else HOLDS,
        lambda numbers: MISLEADS if numbers["slope"] < numbers["share"] < 2 * numbers["slope"] else FAILS,
    ],
)
def test_a_judge_that_turns_back_is_found(judge):
    assert turns(judge, {"slope": -1.0, "share": 0.5})


def test_a_judge_that_only_falls_passes():
    assert not turns(lambda numbers: HOLDS if numbers["share"] >= 1 else FAILS, {"slope": -1.0, "share": 0.5})
