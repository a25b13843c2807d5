"""Claims 20 to 22: each judge changes its verdict with the numbers, and what they measure agrees with closed forms."""

import numpy as np
import pytest

from lrcourse import surfaces
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, MISLEADS, trial
from lrcourse.lessons.lesson_02.claims import judge_missing, judge_slowness, judge_under_fitting
from lrcourse.lessons.lesson_02.experiments import steps_off_the_top
from lrcourse.measures import steps_to
from lrcourse.optimizers import sgd
from lrcourse.training import train


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
        (21, judge_slowness, (459, 919, -1.0), HOLDS),
        (21, judge_slowness, (459, 480, -0.1), FAILS),
        (21, judge_slowness, (459, 650, -0.5), HOLDS_IF),
        (22, judge_missing, (0.6, 0, 1, 176, 639), HOLDS_IF),
        (22, judge_missing, (0.6, 0, 0.2, 176, 639), HOLDS),
        (22, judge_missing, (0.9, 1, 1, 176, 639), FAILS),
    ],
)
def test_the_judges_follow_the_numbers(claim, judge, values, verdict):
    names = list(trial(claim)[1])
    assert len(names) == len(values)
    assert judge(dict(zip(names, values))) == verdict


def test_steps_to_a_target():
    runs = train(surfaces.quadratic([2.0], start=[3.0]), sgd(), lr=[0.01, 0.1, 1.2], steps=400)
    assert list(steps_to(runs, 0.03)) == [
        int(np.ceil(np.log(0.01) / np.log(0.98))),
        int(np.ceil(np.log(0.01) / np.log(0.8))),
        -1,
    ]


def test_a_plateau_costs_a_fixed_number_of_steps_for_each_factor_of_ten():
    assert steps_off_the_top(1e-6) - steps_off_the_top(1e-5) == pytest.approx(np.log(10) / np.log(1.01), abs=1)
