"""Test that the judge of claim 5 follows the numbers, and that what it measures agrees with closed forms."""

import numpy as np
import pytest

from lrcourse import surfaces
from lrcourse.diagnosis.metrics import degrees_off
from lrcourse.engine.optimizers import adam, sgd
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, trial
from lrcourse.lessons.one_step.claims import judge_step_sizes, off_the_rate
from lrcourse.lessons.one_step.experiments import fixed_length, logged


@pytest.mark.parametrize(
    "first, last, error, verdict",
    [(0.0, 0.05, 0.0, HOLDS), (0.3, 0.6, 0.0, HOLDS_IF), (0.0, 0.6, 0.0, HOLDS_IF), (0.3, 0.6, 0.5, FAILS)],
)
def test_the_judge_follows_the_numbers(first, last, error, verdict):
    names = list(trial(5)[1])
    assert judge_step_sizes(dict(zip(names, (first, last, error, 0.0, 13.0, 0.0, 0.9)))) == verdict


@pytest.mark.parametrize(
    "optimizer, verdict", [(sgd(), HOLDS_IF), (fixed_length(), HOLDS), (adam(), FAILS)], ids=["sgd", "fixed", "adam"]
)
def test_the_same_trial_gives_other_methods_another_verdict(optimizer, verdict):
    measured = off_the_rate(optimizer, 0.01, range(100, 110))
    assert judge_step_sizes(dict(zip(("first", "last", "error"), measured))) == verdict


def test_logged_steps_on_a_parabola():
    lengths, gradients = logged(surfaces.quadratic([4.0], start=[5.0]), sgd(), 0.1, steps=4)
    assert np.allclose(gradients, 20 * 0.6 ** np.arange(4), rtol=1e-12)
    assert np.allclose(lengths, 2 * 0.6 ** np.arange(4), rtol=1e-12)


@pytest.mark.parametrize("start, ratio", [((1, 1), 1), ((1, 1), 10), ((2, 0), 10), ((0, 3), 7)])
def test_degrees_off(start, ratio):
    formula = abs(np.degrees(np.arctan2(ratio * start[1], start[0]) - np.arctan2(start[1], start[0])))
    assert degrees_off(surfaces.quadratic([1, ratio], start=start)) == pytest.approx(formula, abs=1e-5)
