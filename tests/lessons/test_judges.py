"""Every claim's judge moves as its claim declares: as a number grows, the verdict gets no worse, no better, or stays.

Each number is swept over its declared range with the others held, at the record's and at combinations drawn with a
fixed seed.
"""

import numpy as np
import pytest

from lrcourse.lessons import all_claims
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, MISLEADS, RANGES, VERDICTS, WAYS, record

NAMED = [f"{claim.lesson} {number}" for number, claim in all_claims().items()]  # as -k finds them
COMBINATIONS = 60  # beside the record's; in each about half of the numbers are drawn anew
SCALES = np.geomspace(1e-10, 1e5, 46)
NEAR = (0.3, 0.5, 0.8, 0.9, 0.97, 0.999, 1, 1.001, 1.03, 1.1, 1.3, 2, 3)  # times any of the claim's numbers


def sweep(kind, numbers):
    """Return the values that a number takes, ascending: all of its range, finer near the others, where judges turn."""
    if kind == "share":
        return np.linspace(0, 1, 21)
    near = np.outer(NEAR, [*numbers.values(), 1]).ravel()
    values = np.concatenate([SCALES, np.arange(0.05, 2, 0.1), np.abs(near[near != 0])])
    return np.unique(np.concatenate([-values, [0], values]) if kind == "signed" else values)


def turns(judge, recorded, directions, combinations=COMBINATIONS):
    """Return the first number found along which the verdict does not move as declared, in words; "" if none does."""
    kinds = {name: direction.split() for name, direction in zip(recorded, directions)}
    rng, items = np.random.default_rng(0), recorded.items()
    drawn = [
        {name: _draw(rng, sweep(kinds[name][0], recorded)) if rng.random() < 0.5 else value for name, value in items}
        for _ in range(combinations)
    ]
    for numbers in (recorded, *drawn):
        for name in recorded:
            kind, way = kinds[name]
            verdicts = [judge(numbers | {name: float(value)}) for value in sweep(kind, numbers)]
            steps = np.diff([VERDICTS.index(verdict) for verdict in verdicts])  # above 0: to a worse one
            worse, better = bool((steps > 0).any()), bool((steps < 0).any())
            if {"up": worse, "down": better, "none": worse or better, "either": worse and better}[way]:
                path = [verdicts[0], *(verdict for verdict, step in zip(verdicts[1:], steps) if step)]
                others = {other: value for other, value in numbers.items() if other != name}
                return f"as {name!r} grows ({kind} {way}), the verdict goes {' → '.join(path)}, with {others}"
    return ""


def _draw(rng, values):
    """One of the values, every other time the lowest or the highest: judges turn at "none" and "all"."""
    return float(rng.choice(values[[0, -1]] if rng.random() < 0.5 else values))


@pytest.mark.parametrize("number", all_claims(), ids=NAMED)
def test_a_claim_declares_how_its_verdict_moves_with_each_number(number):
    names, directions = list(record(number)["numbers"]), all_claims()[number].directions
    assert len(directions) == len(names), (
        f"claim {number}: directions=(…) says for each of {names}, in this order, its range, {' or '.join(RANGES)}, "
        f"and its way, {' or '.join(WAYS)}: such as 'share up'"
    )
    assert all(len(one.split()) == 2 and one.split()[0] in RANGES and one.split()[1] in WAYS for one in directions)


@pytest.mark.parametrize("number", all_claims(), ids=NAMED)
def test_a_judge_moves_as_declared(number):
    claim, numbers = all_claims()[number], record(number)["numbers"]
    assert turns(claim.judge, numbers, claim.directions) == "", f"claim {number}"
    low, high = zip(*(RANGES[one.split()[0]] for one in claim.directions))
    assert all(a <= value <= b for a, value, b in zip(low, numbers.values(), high)), "a number lies outside its range"


@pytest.mark.parametrize(
    "judge",
    [
        lambda numbers: HOLDS if abs(numbers["slope"] + 1) < 0.05 else FAILS,
        lambda numbers: HOLDS if numbers["share"] == 0 else HOLDS_IF if numbers["share"] < 1 else HOLDS,
        lambda numbers: MISLEADS if numbers["slope"] < numbers["share"] < 2 * numbers["slope"] else FAILS,
    ],
)
def test_a_judge_that_turns_back_is_found(judge):
    assert turns(judge, {"slope": -1.0, "share": 0.5}, ("signed either", "share either"))


@pytest.mark.parametrize("way, found", [("up", False), ("either", False), ("down", True), ("none", True)])
def test_a_judge_that_only_rises_is_held_to_that(way, found):
    def judge(numbers):
        return HOLDS if numbers["share"] >= 1 else FAILS

    assert bool(turns(judge, {"slope": -1.0, "share": 0.5}, ("signed none", f"share {way}"))) is found
