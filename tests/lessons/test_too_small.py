"""Test that the judges of claims 20 to 22 follow the numbers, and that what they measure agrees with closed forms."""

import numpy as np
import pytest

from lrcourse import surfaces
from lrcourse.diagnosis.metrics import steps_to
from lrcourse.engine.optimizers import sgd
from lrcourse.engine.training import train
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, MISLEADS, trial
from lrcourse.lessons.too_small.claims import judge_missing, judge_slowness, judge_under_fitting
from lrcourse.lessons.too_small.experiments import cost_of_halving, steps_off_the_top


@pytest.mark.parametrize(
    "claim, judge, values, verdict",
    [
        (20, judge_under_fitting, (1.5, 0.6, 0.27, 0.25, 0.25, 0.27, 1), MISLEADS),
        (
            20,
            judge_under_fitting,
            (1.5, 0.6, 0.27, 0.60, 0.30, 0.27, 0),
            HOLDS,
        ),  # it learns less at equal rate × epochs too
        (20, judge_under_fitting, (0.3, 0.3, 0.27, 0.25, 0.25, 0.27, 1), FAILS),  # it learns as much at equal epochs
        (21, judge_slowness, (2.0, 1.9, 0.9), HOLDS),
        (21, judge_slowness, (2.0, 0.9, 0.9), FAILS),  # what the control measured in the place of the small rate
        (21, judge_slowness, (2.0, 1.5, 0.9), HOLDS_IF),
        (21, judge_slowness, (1.1, 1.9, 0.9), FAILS),
        (22, judge_missing, (0.6, 0, 1, 1, 176, 639), HOLDS_IF),
        (22, judge_missing, (0.6, 0, 0.2, 1, 176, 639), HOLDS),
        (22, judge_missing, (0.9, 1, 1, 1, 176, 639), FAILS),
    ],
)
def test_the_judges_follow_the_numbers(claim, judge, values, verdict):
    names = list(trial(claim)[1])
    assert len(names) == len(values)
    assert judge(dict(zip(names, values))) == verdict


RANKS = (FAILS, MISLEADS, HOLDS_IF, HOLDS)


@pytest.mark.parametrize("later", [0, 0.5, 1])
def test_learning_more_often_within_the_budget_never_helps_claim_22(later):
    ranks = [
        RANKS.index(judge_missing(dict(enumerate((0.6, within, later, 1, 176, 639)))))
        for within in np.linspace(0, 1, 11)
    ]
    assert ranks == sorted(ranks, reverse=True)


def test_halving_a_small_rate_costs_epochs_on_the_digits_and_halving_a_large_one_does_not():
    seeds = range(100, 110)
    assert (cost_of_halving(seeds, 0.1, 26) >= 1.6).all() and np.median(cost_of_halving(seeds, 1, 8)) <= 1.2


def test_steps_to_a_target():
    runs = train(surfaces.quadratic([2.0], start=[3.0]), sgd(), lr=[0.01, 0.1, 1.2], steps=400)
    assert list(steps_to(runs, 0.03)) == [
        int(np.ceil(np.log(0.01) / np.log(0.98))),
        int(np.ceil(np.log(0.01) / np.log(0.8))),
        -1,
    ]


def test_a_plateau_costs_a_fixed_number_of_steps_for_each_factor_of_ten():
    assert steps_off_the_top(1e-6) - steps_off_the_top(1e-5) == pytest.approx(np.log(10) / np.log(1.01), abs=1)
