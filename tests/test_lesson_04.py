"""Judges of lesson 04 give another verdict for other numbers, and its figure counts what training gives."""

import numpy as np
import pytest

from lrcourse import diagnosis, networks, surfaces, train
from lrcourse.data import penguins, standardised
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, trial
from lrcourse.lessons.lesson_04.claims import judge_optimal
from lrcourse.optimizers import sgd
from lrcourse.plots.stability import _steps_to_thousandth


@pytest.mark.parametrize("full, on_bowl, verdict", [(0, 10, FAILS), (1, 10, HOLDS), (0.4, 10, HOLDS_IF), (1, 9, FAILS)])
def test_optimal_solution(full, on_bowl, verdict):
    numbers = dict(trial(29)[1])
    share, _, bowl = numbers
    assert judge_optimal(numbers | {share: full, bowl: on_bowl}) == verdict


@pytest.mark.parametrize("rate, condition", [(2 / 11, 10), (0.1, 10), (0.15, 2), (2 / 10.1, 100)])
def test_the_steps_that_the_figure_names_are_those_of_training(rate, condition):
    curvatures = np.array([10 / condition, 10])
    path = train(surfaces.quadratic(curvatures, start=[10, 3]), sgd(), lr=rate, steps=400).path[0]
    steps = np.argmax(np.linalg.norm(path, axis=1) < 1e-3 * np.linalg.norm(path[0]))
    assert _steps_to_thousandth(np.array([10, 3]), 1 - rate * curvatures).startswith(f"{steps} step")


def test_best_heavy_ball_is_polyaks():
    rate, momentum = diagnosis.best_heavy_ball(1, 10)
    assert (rate, momentum) == pytest.approx((0.23089, 0.26987), abs=1e-5)
    matrix = [np.abs(np.linalg.eigvals([[1 + momentum - rate * lam, -momentum], [1, 0]])).max() for lam in (1, 4, 10)]
    assert diagnosis.heavy_ball_radius(rate * np.array([1, 4, 10]), momentum) == pytest.approx(matrix, abs=1e-6)
    assert max(matrix) == pytest.approx(0.51949, abs=1e-5)


@pytest.mark.parametrize("momentum", [0, 0.5, 0.9])
def test_heavy_ball_shrinks_exactly_below_its_limit(momentum):
    limit = diagnosis.stability_factor(sgd(momentum))
    assert diagnosis.heavy_ball_radius([limit - 1e-6, limit, limit + 1e-6], momentum) - 1 == pytest.approx(
        [0, 0, 0], abs=1e-4
    )
    assert diagnosis.heavy_ball_radius(limit - 1e-3, momentum) < 1 < diagnosis.heavy_ball_radius(limit + 1e-3, momentum)


def test_curvatures_of_a_regression_are_the_eigenvalues_of_its_columns():
    data = standardised(penguins())
    model = networks.linear_regression(data)
    columns = np.column_stack([data.x_train, np.ones(model.n)])
    assert diagnosis.curvatures(model, model.start()) == pytest.approx(
        np.linalg.eigvalsh(2 * columns.T @ columns / model.n)
    )
    assert (data.x_train.mean(0), data.x_train.std(0)) == (
        pytest.approx(np.zeros(3), abs=1e-9),
        pytest.approx(np.ones(3)),
    )
