"""The judges of lesson 09's claims give another verdict when their numbers are others.

Its changed loss, its race and its table say what they claim.
"""

import numpy as np
import pytest

from lrcourse import surfaces, train
from lrcourse.lessons import lesson_09 as lesson
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, MISLEADS
from lrcourse.lessons.lesson_05 import network
from lrcourse.lessons.lesson_09.claims import judge_adjusting, judge_multiplies, judge_performance, judge_stability
from lrcourse.lessons.lesson_09.questions import first_step
from lrcourse.optimizers import adam, rmsprop, sgd


@pytest.mark.parametrize(
    "equal, shifted, plain, verdict", [(5.5, 0, 0, MISLEADS), (1, 0.3, 0, HOLDS), (1, 0, 0, FAILS), (5.5, 0, 1, FAILS)]
)
def test_multiplies(equal, shifted, plain, verdict):
    assert judge_multiplies({"equal": equal, "shifted": shifted, "plain": plain, "Adam": 1}) == verdict


@pytest.mark.parametrize("spread, fails, verdict", [(150, 1, HOLDS_IF), (150, 0, HOLDS), (1, 1, FAILS)])
def test_adjusting(spread, fails, verdict):
    assert judge_adjusting({"width": 2.1, "spread": spread, "fails": fails}) == verdict


@pytest.mark.parametrize("shifted, stretched, verdict", [(0, 0, FAILS), (0.1, 0, HOLDS), (0, 1, MISLEADS)])
def test_performance(shifted, stretched, verdict):
    assert judge_performance({"shifted": shifted, "stretched": stretched, "usual": 0.96, "shrunk": 0.8}) == verdict


@pytest.mark.parametrize(
    "good, high, rms, worst, verdict", [(1, 0, 1, 1, HOLDS_IF), (1, 1, 0, -1, HOLDS), (0.8, 0, 1, 1, FAILS)]
)
def test_stability(good, high, rms, worst, verdict):
    assert judge_stability({"good": good, "high": high, "rms": rms, "worst": worst, "gain": 0.06, "lead": 0}) == verdict


def test_changed_loss_has_the_gradient_of_what_it_says():
    problem = lesson.Changed(network(), np.array([2.0, 1.0]), np.array([0.0, 7.0]))
    params = np.stack([problem.start(0), problem.start(0)])
    loss, grad = problem.loss_and_grad(params)
    plain, slope = network().loss_and_grad(params)
    assert loss == pytest.approx(plain * [2, 1] + [0, 7]) and np.array_equal(grad, slope * [[2], [1]])


def test_the_ravines_loss_times_a_factor_is_the_ravine_with_curvatures_times_it():
    point = np.array([1.2, -0.7])
    assert surfaces.ravine(curvatures=(1000, 30000))(point) == pytest.approx(1000 * surfaces.ravine()(point))


@pytest.mark.parametrize("angle", [0, 30])
def test_turning_the_valley_leaves_the_start_where_it_lay_in_it(angle):
    runs = train(lesson.valley(angle), sgd(), lr=0.005, steps=50)
    assert runs.loss[0, [0, -1]] == pytest.approx(train(lesson.valley(0), sgd(), lr=0.005, steps=50).loss[0, [0, -1]])
    assert lesson.race("gradient descent", angle)[0] == lesson.race("gradient descent", 0)[0]


def test_good_range_is_found_where_it_is_put():
    low, high = lesson.good_range(
        np.where((np.array(lesson.RATES) > 0.003) & (np.array(lesson.RATES) < 0.3), 0.95, 0.85)
    )
    assert 0.002 < low < 0.005 and 0.2 < high < 0.5
    assert np.isnan(lesson.good_range(np.zeros(len(lesson.RATES)))).all()


def test_first_steps_that_the_notebook_states():
    assert first_step(rmsprop(alpha=0.9), 1.0) == pytest.approx(3.16, abs=5e-3)  # Keras, optax
    assert first_step(adam(), 3.0) == pytest.approx(1)
