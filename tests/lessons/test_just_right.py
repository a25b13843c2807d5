"""The judge of claim 29 gives another verdict for other numbers, and the figures count what training gives."""

import numpy as np
import pytest

from lrcourse import diagnosis, networks, surfaces, train
from lrcourse.data import penguins, standardised
from lrcourse.diagnosis.metrics import firing
from lrcourse.engine.optimizers import sgd
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, trial
from lrcourse.lessons.just_right.claims import judge_optimal
from lrcourse.lessons.just_right.experiments import digits_with, from_all, seeds_that_learn, two_wells
from lrcourse.lessons.too_large import wells
from lrcourse.plots.stability import _steps_to_thousandth


@pytest.mark.parametrize(
    "on_bowl, sharper, others, verdict",
    [(10, 1, 0, HOLDS_IF), (10, 1, 1, HOLDS), (10, 1, 0.4, HOLDS_IF), (10, 0.9, 0, FAILS), (9, 1, 1, FAILS)],
)
def test_optimal_solution(on_bowl, sharper, others, verdict):
    numbers = dict(trial(29)[1])
    bowl, six_times, *_, three = numbers
    assert judge_optimal(numbers | {bowl: on_bowl, six_times: sharper, three: others}) == verdict


def test_a_rate_brings_every_start_to_the_deepest_well_where_the_other_is_twice_as_sharp():
    """Ten fresh sets of starts: by a factor of 1.5 it does not yet, and where the deepest is the sharper, never."""
    best = {
        pair: [two_wells(pair, seed).max() for seed in range(100, 110)] for pair in ((2, 4), (2, 3), (2, 2), (12, 2))
    }
    assert min(best[2, 4]) == 10 and max(best[2, 3] + best[2, 2] + best[12, 2]) < 10
    bouncing = from_all(lambda start: wells((2, 3), start), np.linspace(0.1, 1.3, 20), np.linspace(0.7, 0.95, 6))
    assert (bouncing.path[:, -50:] > 0).all() and (np.ptp(bouncing.path[:, -50:], axis=1) > 0.1).all()
    curvatures = {round(diagnosis.curvatures(surfaces.wavy(), [x])[0], 2) for x in _minima_of_wavy()}
    assert max(curvatures) == 9.1 and min(curvatures) > 8.9  # about equally sharp, the deepest most


def _minima_of_wavy():
    """Return the minima between −5 and 5, from starts near where the wave has its own: (5,)."""
    starts = 2 * np.pi / 3 * np.arange(-2, 3)
    return train(surfaces.wavy(start=starts[:, None]), sgd(), lr=0.05, steps=400).params[:, 0]


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


def test_on_digits_momentum_fails_sooner_and_at_a_larger_effective_rate():
    """Ten fresh seeds: on a bowl momentum raises the limit, here it lowers the first rate at which seeds fail."""
    fresh = range(100, 110)
    heavy, plain = seeds_that_learn(0.9, [0.2, 0.6], fresh), seeds_that_learn(0, [0.6, 1, 2], fresh)
    assert heavy[0] >= 9 and heavy[1] <= 1 and plain[0] == 10 and plain[1] >= 9 and plain[2] == 0
    units = [firing(runs)[0] for runs in digits_with(0.9, 0.6, fresh)]
    assert np.median(units) < 0.3  # what fails is no bounce: most units are dead


def test_over_steady_gradients_momentum_acts_as_ten_times_the_rate():
    """The same training loss, within a tenth, at equal effective rates; at equal rates more than twice as high."""
    end = [
        np.median([runs.train_loss[0, -1] for runs in digits_with(momentum, rate, range(100, 110))])
        for rate, momentum in ((0.02, 0.9), (0.2, 0), (0.02, 0))
    ]
    assert abs(end[0] / end[1] - 1) < 0.1 and end[2] > 2 * end[0]
