"""Stability limits by simulation on both sides, sharpness against dense Hessians, and readings of real curves
(reference values 1–7).
"""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrcourse import data, diagnosis, networks, surfaces, train
from lrcourse.diagnosis import sharpness, stability_limit
from lrcourse.diagnosis.curvature import curvatures, hessian_times, whole_hessian
from lrcourse.engine.optimizers import adagrad, adam, adamw, rmsprop, sgd

LN10 = np.log(10)
MOMENTA = [sgd(), sgd(0.5), sgd(0.9), sgd(0.5, nesterov=True), sgd(0.9, nesterov=True)]
properties = settings(derandomize=True, deadline=None, max_examples=40, database=None)


# Reference values 1, 4, 5: how large a rate may be


@pytest.mark.parametrize(
    "optimizer, factor",
    [(sgd(), 2), (sgd(0.5), 3), (sgd(0.9), 3.8), (sgd(0.5, nesterov=True), 1.5), (sgd(0.9, nesterov=True), 1.3571)],
    ids=repr,
)
def test_the_limit_times_the_largest_curvature_is_the_published_one(optimizer, factor):
    assert stability_limit(surfaces.quadratic([3.0, 0.5, 7.0]), optimizer) * 7 == pytest.approx(factor, abs=5e-5)
    assert diagnosis.stability_factor(optimizer) == pytest.approx(factor, abs=5e-5)


@pytest.mark.parametrize(
    "surface",
    [surfaces.quadratic([1.0, 10.0]), surfaces.ravine(), surfaces.noisy_bowl(4.0, 1e-9, [1.0, -1.0])],
    ids=["quadratic", "ravine", "bowl"],
)
@pytest.mark.parametrize("optimizer", MOMENTA, ids=repr)
def test_below_the_limit_a_run_shrinks_and_above_it_grows(surface, optimizer):
    limit = stability_limit(surface, optimizer)
    below, above = train(surface, optimizer, [0.99 * limit, 1.01 * limit], 2000).loss
    assert below[-1] < 1e-6 * below[0] and above[-1] > 1e6 * above[0]


@properties
@given(curvature=st.floats(0.1, 50), beta=st.floats(0, 0.95), nesterov=st.booleans())
def test_the_limit_is_where_the_iteration_s_spectral_radius_is_1(curvature, beta, nesterov):
    optimizer = sgd(beta, nesterov=nesterov and beta > 0)
    limit = stability_limit(surfaces.quadratic([curvature]), optimizer)

    def radius(rate):  # of (x, v) -> (x, v) for one coordinate; columns from the optimizer itself
        columns = []
        for x, v in ((1.0, 0.0), (0.0, 1.0)):
            state = np.array([[v]]) if beta else ()
            new_x, new_v = optimizer.update(np.array([[x]]), np.array([[curvature * x]]), state, rate)
            columns.append([new_x.item(), new_v.item() if beta else 0.0])
        return np.abs(np.linalg.eigvals(np.array(columns).T)).max()

    assert radius(limit) == pytest.approx(1, abs=1e-6) and radius(0.99 * limit) < 1 < radius(1.01 * limit)


def test_growth_is_what_the_last_step_makes_of_the_distance_to_the_minimum():
    """Next to the deeper well's bottom at 1, of curvature 2, a step leaves 1 − 2η of it."""
    runs = train(surfaces.double_well(depths=(0.1, 0.0), start=1.0001), sgd(), [0.3, 0.4, 1.2], 3)
    assert diagnosis.growth(runs) == pytest.approx([0.4, 0.2, 1.4], abs=1e-3)


@pytest.mark.parametrize(
    "problem",
    [networks.linear_regression(data.penguins()), networks.softmax_regression(data.digits(train=200))],
    ids=["linear", "softmax"],
)
def test_regressions_are_stable_below_their_limit(problem):
    limit = stability_limit(problem, sgd())
    below, above = train(problem, sgd(), [0.99 * limit, 1.01 * limit], 300).loss
    assert np.all(np.diff(below) <= 1e-12)
    if problem.loss == "squared_error":  # the limit is exact; for softmax regression it is only safe
        assert above[-1] > 100 * above[0]


def test_other_surfaces_have_the_limit_of_their_deepest_minimum():
    well = surfaces.double_well(depths=(0.2, 0.0), curvatures=(50.0, 4.0), barrier=1.0, start=1.4)
    assert stability_limit(well, sgd()) == 2 / 4
    assert stability_limit(surfaces.wavy(0.1, 1.0, 3.0), sgd()) == pytest.approx(2 / 9.1)
    near = surfaces.double_well(start=1.001)
    stays, leaves = train(near, sgd(), np.array([0.95, 1.05]) * stability_limit(near, sgd()), 300).path[:, -1, 0]
    assert stays == pytest.approx(1, abs=1e-9) and abs(leaves - 1) > 0.05


def radius_of(rates, betas, curvatures):
    """Return the spectral radius of the heavy ball's iteration, x ← x − αλx + β(x − x_before), over all curvatures."""
    return max(np.abs(np.roots([1, -(1 + betas - rates * lam), betas])).max() for lam in curvatures)


def test_the_best_fixed_rate_on_a_quadratic():
    """Reference value 2: 2/(λ1 + λn) shrinks every coordinate by (κ − 1)/(κ + 1) = .8182 at κ = 10, and no rate does
    better.
    """
    lam = np.linspace(1, 10, 10)
    best = 2 / 11
    rates = np.sort([*np.linspace(0.02, 0.199, 60), best])
    path = train(surfaces.quadratic(lam), sgd(), rates, 200).path  # (rates, steps + 1, 10)
    per_step = np.abs(path[:, -1]).max(1) ** (1 / 200)
    assert (
        rates[per_step.argmin()] == best
        and per_step.min() == pytest.approx(9 / 11, abs=1e-9)
        and 9 / 11 == pytest.approx(0.8182, abs=5e-5)
    )
    np.testing.assert_allclose(
        per_step, np.maximum(np.abs(1 - rates), np.abs(1 - 10 * rates)), rtol=1e-9
    )  # reference value 1


def test_the_best_heavy_ball_on_a_quadratic():
    """Reference value 3: α = .23089, β = .26987 at κ = 10 have radius .51949; the optimizer follows that recurrence."""
    lam = np.arange(1.0, 11.0)
    rate, beta = (2 / (1 + np.sqrt(10))) ** 2, ((np.sqrt(10) - 1) / (np.sqrt(10) + 1)) ** 2
    assert (rate, beta) == (pytest.approx(0.23089, abs=1e-5), pytest.approx(0.26987, abs=1e-5))
    assert radius_of(rate, beta, lam) == pytest.approx(0.51949, abs=1e-5) == np.sqrt(beta)
    path = train(surfaces.quadratic(lam), sgd(beta), rate, 60).path[0]
    np.testing.assert_allclose(
        path[2:], path[1:-1] * (1 - rate * lam) + beta * (path[1:-1] - path[:-2]), rtol=1e-9, atol=1e-14
    )
    for worse in ((rate * 1.1, beta), (rate * 0.9, beta), (rate, beta * 1.1), (rate, beta * 0.9)):
        assert radius_of(*worse, lam) > radius_of(rate, beta, lam)


def test_the_heavy_ball_shrinks_by_root_beta_where_its_roots_are_complex():
    path = train(surfaces.quadratic([1.0]), sgd(0.81), [0.1, 0.5, 2.0], 400).path[:, :, 0]
    envelope = np.maximum(np.abs(path[:, :-1]), np.abs(path[:, 1:]))
    np.testing.assert_allclose((envelope[:, -20:].max(1) / envelope[:, 100:120].max(1)) ** (1 / 279), 0.9, atol=0.003)


@pytest.mark.parametrize("optimizer", [adam(), adamw(weight_decay=0)], ids=["adam", "adamw"])
def test_adam_with_its_preconditioner_frozen_is_stable_up_to_38_over_the_rate(optimizer):
    """Reference value 6, at β1 = .9: m ← .9m + .1g, and x ← x − ηm."""
    factor = diagnosis.stability_factor(optimizer)
    assert factor == pytest.approx(38)

    def end(rate_times_curvature):
        x, m = 1.0, 0.0
        for _ in range(2000):
            m = 0.9 * m + 0.1 * x
            x -= rate_times_curvature * m
        return abs(x)

    assert end(0.99 * factor) < 1e-3 < 1e3 < end(1.01 * factor)


# Sharpness


def dense_hessian(problem, point, h=1e-5):
    return np.stack(
        [
            (problem.loss_and_grad((point + d)[None])[1] - problem.loss_and_grad((point - d)[None])[1])[0] / (2 * h)
            for d in h * np.eye(problem.size)
        ]
    )


TINY = data.digits(train=30)
PROBLEMS = {
    "quadratic": surfaces.quadratic([1.0, 4.0, 9.0, 9.0, 0.1]),
    "rosenbrock": surfaces.rosenbrock(),
    "tanh, cross-entropy": networks.mlp(TINY, hidden=(2, 2), activation="tanh"),
    "tanh, squared error": networks.mlp(TINY, hidden=(2,), activation="tanh", loss="squared_error"),
    "softsign, squared error": networks.mlp(TINY, hidden=(2, 3), activation="softsign", loss="squared_error"),
    "softmax": networks.softmax_regression(data.Data("few", 3, *(TINY.x_train[:9, 20:26], np.arange(9) % 3) * 3)),
    "linear": networks.linear_regression(data.penguins()),
}


@pytest.mark.parametrize("problem", PROBLEMS.values(), ids=PROBLEMS)
def test_sharpness_is_the_dense_hessian_s_largest_eigenvalue(problem):
    points = problem.start(0) + np.random.default_rng(1).normal(0, 0.3, (3, problem.size))
    tops = [np.linalg.eigvalsh(dense_hessian(problem, point))[-1] for point in points]
    np.testing.assert_allclose(sharpness(problem, points), tops, rtol=1e-4)
    assert type(sharpness(problem, points[1])) is float and sharpness(problem, points[1]) == pytest.approx(
        tops[1], rel=1e-4
    )


def test_sharpness_with_a_scale_is_that_of_the_scaled_hessian():
    network = networks.mlp(TINY, hidden=(3,), activation="tanh", loss="squared_error")
    rng = np.random.default_rng(4)
    points, scale = rng.normal(size=(3, network.size)), rng.uniform(0.2, 5, (3, network.size))
    exact = [
        np.linalg.eigvalsh(one[:, None] * whole_hessian(network, point) * one)[-1] for point, one in zip(points, scale)
    ]
    np.testing.assert_allclose(sharpness(network, points, scale=scale), exact, rtol=1e-6)


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
@pytest.mark.parametrize("hidden", [(8,), (6, 5)])
def test_the_hessian_of_a_trained_relu_network_is_exact(hidden, loss):
    """At trained weights, where units are close to their kinks: against differences so short that none crosses one."""
    network = networks.mlp(data.digits(train=200), hidden=hidden, loss=loss)
    (point,) = train(network, sgd(), 0.2, 300, batch_size=20, evaluate_every=300).params
    directions, step = np.random.default_rng(0).standard_normal((6, network.size)), 1e-8
    up, down = point + step * directions, point - step * directions
    x = network.data.x_train
    for one, other in zip(network.forward(up, x)[:-1], network.forward(down, x)[:-1]):
        assert np.array_equal(one > 0, other > 0)
    slopes = [network.loss_and_grad(points)[1] for points in (up, down)]
    found = hessian_times(network, np.tile(point, (6, 1)))(directions)
    np.testing.assert_allclose(found, (slopes[0] - slopes[1]) / (2 * step), atol=2e-6 * np.abs(found).max())
    exact = hessian_times(network, np.tile(point, (network.size, 1)))(np.eye(network.size))
    np.testing.assert_allclose(exact, exact.T, atol=1e-12)
    assert sharpness(network, point) == pytest.approx(np.linalg.eigvalsh(exact)[-1], rel=1e-6)
    assert curvatures(network, point)[-1] == pytest.approx(np.linalg.eigvalsh(exact)[-1], rel=1e-9)


def test_sharpness_of_a_surface_far_from_0():
    """Where a step of 1e-5 would be rounded by a hundredth of itself."""
    assert sharpness(surfaces.quadratic([1.0, 3.0]), [1e9 + 0.3, 1e9]) == pytest.approx(3, rel=1e-4)


def test_sharpness_of_a_negative_curvature_is_negative_and_of_no_number_nan():
    well = surfaces.double_well()
    assert sharpness(well, [0.0]) == pytest.approx(-1, rel=1e-6) and sharpness(well, [1.0]) == pytest.approx(
        2, rel=1e-6
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tops = sharpness(well, np.array([[1.0], [np.nan], [np.inf], [1e200]]))
    assert tops[0] == pytest.approx(2) and np.isnan(tops[1:3]).all()


def test_edge_of_stability():
    """Reference value 7: full-batch gradient descent sharpens its network until rate times sharpness is 2 (Cohen et al.
    2021).
    """
    network, rates = (
        networks.mlp(data.digits(train=200), hidden=(32,), activation="tanh", loss="squared_error"),
        np.array([0.5, 1.0]),
    )
    runs = train(network, sgd(), rates, 2000, evaluate_every=2000)
    np.testing.assert_allclose(rates * sharpness(network, runs.params), 2, rtol=0.1)
    assert np.all(runs.loss[:, -1] < 0.1 * runs.loss[:, 0])  # and still it learns


NETWORK = networks.mlp(data.digits())


# Bad input


@pytest.mark.parametrize(
    "make, named",
    [
        *(
            (lambda o=o: stability_limit(surfaces.ravine(), o), f"optimizer={o!r}: allowed is sgd")
            for o in (adam(), adagrad(), rmsprop(), adamw(), None, "sgd")
        ),
        *(
            (lambda o=o: diagnosis.stability_factor(o), f"optimizer={o!r}: allowed is sgd, adam or adamw")
            for o in (adagrad(), rmsprop(), None)
        ),
        (lambda: stability_limit(NETWORK, sgd()), "problem=Network("),
        (
            lambda: stability_limit(surfaces.from_function(lambda x: (x @ x, 2 * x), [1.0]), sgd(0.5)),
            "problem=Surface(name='your function'",
        ),
        (lambda: sharpness(surfaces.ravine(), [1.0, 2.0, 3.0]), "params="),
        (lambda: sharpness(surfaces.ravine(), np.ones((2, 2, 2))), "params="),
    ],
)
def test_bad_input_is_named(make, named):
    with pytest.raises(ValueError) as error:
        make()
    assert str(error.value).startswith(named) and "allowed is" in str(error.value)


def test_where_no_limit_is_known_the_error_says_what_to_do():
    with pytest.raises(ValueError, match=r"here take 3.8 / sharpness\(problem, params\)"):
        stability_limit(NETWORK, sgd(0.9))
