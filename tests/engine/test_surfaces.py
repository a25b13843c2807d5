"""Surfaces: gradients against finite differences, and what gradient descent does on them against closed forms
(reference values 8, 9).
"""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrcourse import surfaces, train
from lrcourse.engine.optimizers import sgd

properties = settings(derandomize=True, deadline=None, max_examples=40, database=None)


def saddle(point):
    """Return ½(uv)², the smallest network with a catapult; its sharpness on the minima is u² + v²."""
    u, v = point
    return 0.5 * (u * v) ** 2, np.array([u * v**2, u**2 * v])


SURFACES = {
    "quadratic": surfaces.quadratic([1.0, 7.0, 30.0]),
    "ravine": surfaces.ravine((0.5, 20.0), angle=70),
    "double well": surfaces.double_well(),
    "unequal wells": surfaces.double_well(depths=(0.3, 0.0), curvatures=(50.0, 3.0), barrier=0.9),
    "rosenbrock": surfaces.rosenbrock(),
    "wavy": surfaces.wavy(0.2, 0.7, 4.0),
    "noisy bowl": surfaces.noisy_bowl(3.0, 1.0, start=[1.0, 2.0]),
    "from_function": surfaces.from_function(saddle, [1.0, 0.5]),
}
ALL = [pytest.param(surface, id=name) for name, surface in SURFACES.items()]


def slopes(surface, points, step=1e-6):
    """Return gradients (runs, size) by central differences."""
    return np.stack(
        [(surface(points + h) - surface(points - h)) / (2 * step) for h in step * np.eye(surface.size)], axis=1
    )


def hessian(surface, point, step=1e-5):
    """Return the Hessian (size, size) by central differences of the gradient."""
    rows = [
        (surface.formula((point + h)[None])[1] - surface.formula((point - h)[None])[1])[0] / (2 * step)
        for h in step * np.eye(surface.size)
    ]
    return np.array(rows)


@pytest.mark.parametrize("surface", ALL)
def test_gradient_agrees_with_finite_differences(surface):
    points = np.random.default_rng(0).uniform(-1.5, 1.5, (50, surface.size))
    loss, grad = surface.loss_and_grad(points)
    assert loss.shape == (50,) and grad.shape == points.shape
    np.testing.assert_array_equal(loss, surface(points))
    np.testing.assert_allclose(grad, slopes(surface, points), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("surface", [p for p in ALL if p.values[0].minimum is not None])
def test_the_minimum_is_0_and_its_curvatures_are_the_hessian_s(surface):
    loss, grad = surface.formula(surface.minimum[None])
    assert loss.item() == pytest.approx(0, abs=1e-15) and np.abs(grad).max() < 1e-12
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian(surface, surface.minimum)), surface.curvatures, rtol=1e-5)
    grid = np.random.default_rng(1).uniform(-8, 8, (20000, surface.size))
    assert surface(grid).min() >= 0


@pytest.mark.parametrize("surface", ALL)
def test_calls_take_points_of_any_shape_and_keep_their_precision(surface):
    grid = np.random.default_rng(2).normal(size=(4, 3, surface.size))
    assert surface(grid).shape == (4, 3) and surface(grid[0, 0]).shape == ()
    assert surface(grid)[2, 1] == surface(grid[2, 1])
    loss, grad = surface.formula(grid[0].astype(np.float32))
    assert (loss.dtype, grad.dtype) == (np.float32, np.float32)


# Quadratics


@properties
@given(
    curvatures=st.lists(st.floats(0.01, 10), min_size=1, max_size=4), rate=st.floats(1e-3, 0.5), start=st.floats(-3, 3)
)
def test_gradient_descent_on_a_quadratic_is_a_power(curvatures, rate, start):
    lam = np.array(curvatures)
    runs = train(surfaces.quadratic(curvatures, np.full(lam.size, start)), sgd(), rate, 30)
    exact = start * (1 - rate * lam) ** np.arange(31)[:, None]  # (steps + 1, size)
    np.testing.assert_allclose(runs.path[0], exact, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(runs.loss[0], 0.5 * (exact**2 @ lam), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("angle", [0, 30, 90, 210])
def test_the_ravine_is_a_turned_quadratic(angle):
    ravine, flat = surfaces.ravine((2.0, 9.0), angle), surfaces.quadratic([2.0, 9.0])
    along, across = np.deg2rad([angle, angle + 90])
    points = np.random.default_rng(0).normal(size=(9, 2))
    axes = np.array([[np.cos(along), np.sin(along)], [np.cos(across), np.sin(across)]])  # the flat direction first
    np.testing.assert_allclose(ravine(points), flat(points @ axes.T), rtol=1e-12)
    np.testing.assert_array_equal(surfaces.ravine((9.0, 2.0), angle)(points), ravine(points))


# The double well


@pytest.mark.parametrize(
    "depths, curvatures, barrier",
    [((0, 0), (2, 2), 0.25), ((0, 0.5), (4, 40), 1.0), ((0.3, 0), (100, 1), 0.4), ((0.2, 0), (0.5, 9), 3.0)],
)
def test_double_well_has_the_depths_curvatures_and_barrier_asked_for(depths, curvatures, barrier):
    well = surfaces.double_well(depths, curvatures, barrier)
    for side, depth, curvature in zip((-1, 1), depths, curvatures):
        x = side * np.geomspace(1e-3, 30, 400001)
        bottom = x[well(x[:, None]).argmin()]
        assert well([bottom]) == pytest.approx(depth, abs=1e-6)
        h = 1e-4
        assert (well([bottom + h]) - 2 * well([bottom]) + well([bottom - h])) / h**2 == pytest.approx(
            curvature, rel=1e-3
        )
        assert bottom == pytest.approx(side * np.sqrt(8 * (barrier - depth) / curvature), rel=1e-4)
        assert well([side * 1e-9]) == pytest.approx(barrier) and np.all(
            np.abs(well.formula(np.array([[side * 1e-9]]))[1]) < 1e-6
        )
    deeper = int(depths[1] < depths[0])
    assert np.sign(well.minimum[0]) == (-1, 1)[deeper] and well.curvatures.tolist() == [curvatures[deeper]]


def test_double_well_by_default_is_a_quarter_of_x_squared_minus_1_squared():
    x = np.linspace(-3, 3, 601)[:, None]
    loss, grad = surfaces.double_well().formula(x)
    np.testing.assert_allclose(loss, 0.25 * (x[:, 0] ** 2 - 1) ** 2, atol=1e-13)
    np.testing.assert_allclose(grad, x**3 - x, atol=1e-13)


@pytest.mark.parametrize("start, steps", [(0.1, 176), (0.001, 639)])
def test_leaving_the_barrier_takes_long(start, steps):
    x = train(surfaces.double_well(start=start), sgd(), 0.01, 1000).path[0, :, 0]
    assert np.argmax(x >= 0.5) == steps
    by_hand, count = start, 0
    while by_hand < 0.5:
        by_hand, count = by_hand - 0.01 * (by_hand**3 - by_hand), count + 1
    assert count == steps


def test_gradient_descent_falls_into_the_well_it_starts_in_unless_the_rate_is_too_large_for_it():
    """Near a bottom of curvature λ the limit is 2/λ: from the sharp well a larger rate throws the point over to the
    flat one.
    """
    well = surfaces.double_well(depths=(0.2, 0.0), curvatures=(100.0, 2.0), barrier=0.5, start=-0.1)
    small, large = train(well, sgd(), [1.8 / 100, 3.5 / 100], 2000).path[:, -1, 0]
    assert small == pytest.approx(-np.sqrt(8 * 0.3 / 100), rel=1e-6) and large == pytest.approx(
        np.sqrt(8 * 0.5 / 2), rel=1e-6
    )


def test_wavy_has_many_minima_and_one_deepest():
    x = np.linspace(-6, 6, 120001)
    loss = surfaces.wavy()(x[:, None])
    bottoms = x[1:-1][(loss[1:-1] < loss[:-2]) & (loss[1:-1] < loss[2:])]
    assert len(bottoms) >= 5 and abs(x[loss.argmin()]) < 1e-4
    assert np.sort(surfaces.wavy()(bottoms[:, None]))[1] > 0.1  # the second deepest lies well above 0


def test_rosenbrock_s_known_values():
    rosenbrock = surfaces.rosenbrock()
    assert rosenbrock([1.0, 1.0]) == 0 and rosenbrock([-1.2, 1.0]) == pytest.approx(24.2)
    assert rosenbrock.curvatures[-1] / rosenbrock.curvatures[0] == pytest.approx(
        2508, abs=1
    )  # the published condition number


# Reference value 9


@pytest.mark.parametrize("curvature, sigma, rate", [(1.0, 1.0, 0.1), (4.0, 0.5, 0.1), (2.0, 1.0, 0.9)])
def test_noisy_bowl_s_variance_settles_at_the_closed_form(curvature, sigma, rate):
    bowl = surfaces.noisy_bowl(curvature, sigma, start=np.zeros(40000))  # as many independent chains
    runs = train(bowl, sgd(), rate, 80)
    assert runs.params[0].var() == pytest.approx(rate * sigma**2 / (curvature * (2 - rate * curvature)), rel=0.03)
    assert runs.loss[0, -1] == pytest.approx(
        0.5 * curvature * (runs.params[0] ** 2).sum(), rel=1e-12
    )  # the loss without noise


def test_noisy_bowl_s_noise_is_shared_by_the_runs_and_drawn_from_the_seed():
    bowl = surfaces.noisy_bowl(1.0, 2.0, start=[3.0])
    same, seeds = (
        train(bowl, sgd(), [0.1, 0.1], 20),
        [train(bowl, sgd(), 0.1, 20, seed=seed).path for seed in (0, 0, 1)],
    )
    np.testing.assert_array_equal(same.path[0], same.path[1])
    np.testing.assert_array_equal(seeds[0], seeds[1])
    assert not np.array_equal(seeds[0], seeds[2])
    noise = (same.path[0, :-1] - same.path[0, 1:]) / 0.1 - same.path[0, :-1]  # what each step took beyond the gradient
    assert len(np.unique(noise.round(9))) == 20 and 1 < noise.std() < 3


# Reference value 8: λ0 = u² + v², rates k/λ0

CATAPULT = surfaces.from_function(saddle, [1.0, 0.09])


def test_catapult_rises_falls_and_ends_flatter():
    flatness = (CATAPULT.starts**2).sum()
    runs = train(CATAPULT, sgd(), np.array([1.0, 1.9, 3.0, 3.99, 4.05]) / flatness, 500)
    first, ends = runs.loss[:, 1] / runs.loss[:, 0], (runs.params**2).sum(1) / flatness
    assert np.all(np.diff(runs.loss[:2]) <= 0)
    np.testing.assert_allclose(first[2:4], [3.7, 8.2], atol=0.05)
    assert np.all(runs.loss[:4, -1] < 1e-6 * runs.loss[:4, 0]) and np.isinf(runs.loss[4, -1])
    assert np.all(ends[:2] > 0.9)  # below 2 hardly any flattening
    assert np.all(runs.lr[2:4] * flatness * ends[2:4] < 2)  # a catapult ends where the rate is stable
    assert np.all(ends[2:4] < 0.5)


# Your own function


@pytest.mark.parametrize(
    "function, words",
    [
        (lambda p: (0.5 * p @ p, -p), "its gradient at [1. 2.] is [-1. -2.], but the loss changes there by [1. 2.]"),
        (lambda p: (0.5 * p @ p, 2 * p), "its gradient at"),
        (lambda p: 0.5 * p @ p, "returns its loss and its gradient"),
        (lambda p: (p, p), "a loss of one number"),
        (lambda p: (p @ p, 2 * p[0]), "not of shapes () and ()"),
        (lambda p: None, "returns its loss and its gradient"),
        (lambda p, q: (0.0, p), "a function of one point"),
        (lambda p: (float("nan"), p), "allowed at the start is a finite loss and gradient"),
        (lambda p: (p @ p, [2.0, float("inf")]), "allowed at the start is a finite loss and gradient"),
    ],
    ids=["sign", "factor", "no gradient", "vector loss", "one slope", "None", "two arguments", "NaN", "infinite"],
)
def test_a_wrong_function_is_refused_with_the_reason(function, words):
    with pytest.raises(ValueError) as error:
        surfaces.from_function(function, [1.0, 2.0])
    assert str(error.value).startswith("loss_and_grad='<lambda>': ") and words in str(error.value)


@pytest.mark.parametrize(
    "function",
    [
        lambda p: (0.5 * p @ p, p),
        lambda p: (np.array([0.5 * p @ p]), list(p)),
        lambda p: (0.5 * (p**2).sum(keepdims=True), p[None]),
    ],
    ids=["arrays", "lists", "extra axes"],
)
def test_from_function_takes_the_shapes_people_return(function):
    own, ours = surfaces.from_function(function, [1.0, 2.0]), surfaces.quadratic([1.0, 1.0], [1.0, 2.0])
    np.testing.assert_array_equal(train(own, sgd(), [0.1, 0.5], 9).path, train(ours, sgd(), [0.1, 0.5], 9).path)


def test_from_function_takes_a_right_gradient_far_from_0():
    """Where a step of 1e-5 would be rounded by a hundredth of itself."""
    surface = surfaces.from_function(lambda x: (0.5 * (x[0] - 1e9) ** 2, x - 1e9), [1e9 + 1])
    assert surface(surface.start()) == 0.5


def test_from_function_survives_a_function_that_writes_into_its_argument():
    def careless(p):
        value = p[0] ** 2
        p *= 2
        return value, p

    path = train(surfaces.from_function(careless, [1.0]), sgd(), 0.25, 3).path[0, :, 0]
    np.testing.assert_array_equal(path, [1, 0.5, 0.25, 0.125])


@pytest.mark.parametrize(
    "make, named",
    [
        *(
            (lambda v=v: surfaces.quadratic(v), f"curvatures={v!r}: allowed is")
            for v in (
                [],
                [[1.0, 2.0]],
                3.0,
                [1.0, -1.0],
                [0.0],
                [float("nan")],
                [float("inf")],
                "steep",
                None,
                ["a"],
                [[1], [2, 3]],
            )
        ),
        *(
            (lambda v=v: surfaces.quadratic([1.0, 2.0], v), f"start={v!r}: allowed is a point of 2 finite numbers")
            for v in ([1.0], [1.0, 2.0, 3.0], [[1.0], [2.0]], [1.0, float("nan")], [[[1.0, 2.0]]], "here", 3.0, [])
        ),
        *(
            (lambda v=v: surfaces.ravine(v), "curvatures=")
            for v in ((1.0,), (1.0, 2.0, 3.0), (1.0, -2.0), 5.0, (0.0, 1.0), "ab", None)
        ),
        (lambda: surfaces.ravine(angle="steep"), "angle='steep': allowed is"),
        (lambda: surfaces.ravine(start=[1.0]), "start=[1.0]: allowed is a point of 2"),
        *(
            (
                lambda v=v: surfaces.double_well(depths=v),
                f"depths={v!r}: allowed are two numbers, the smaller of them 0",
            )
            for v in ((0.1, 0.2), (-1.0, 0.0), (0.0,), (0.0, 0.0, 0.0), 0.0, (0.0, float("nan")), ("a", "b"), None)
        ),
        *(
            (lambda v=v: surfaces.double_well(curvatures=v), f"curvatures={v!r}: allowed are two")
            for v in ((1.0, 0.0), (1.0,), (1.0, -1.0), (1.0, float("nan")), (1.0, float("inf")), 2.0, "ab", None)
        ),
        *(
            (lambda v=v: surfaces.double_well((0.5, 0.0), barrier=v), f"barrier={v!r}: allowed is")
            for v in (0.5, 0.1, -1.0, float("nan"), float("inf"), "high", None)
        ),
        *(
            (lambda v=v: surfaces.double_well(start=v), f"start={v!r}: allowed is a point of 1 finite number")
            for v in ([1.0, 2.0], float("inf"), "left")
        ),
        *(
            (lambda v=v: surfaces.rosenbrock(v), f"start={v!r}: allowed is a point of 2")
            for v in ([1.0], 1.0, [[1.0, 2.0, 3.0]])
        ),
        *(
            (lambda n=n, v=v: surfaces.wavy(**{n: v}), f"{n}={v!r}: allowed is a finite number above 0")
            for n in ("curvature", "wave", "frequency")
            for v in (0, -1.0, float("nan"), "big", None)
        ),
        *(
            (lambda v=v: surfaces.noisy_bowl(v, 1.0), f"curvature={v!r}: allowed is a finite number above 0")
            for v in (0, -1.0, float("inf"), "big", [1.0])
        ),
        *(
            (lambda v=v: surfaces.noisy_bowl(1.0, v), f"sigma={v!r}: allowed is a finite number above 0")
            for v in (0, -1.0, float("inf"), "big", None)
        ),
        *(
            (lambda v=v: surfaces.from_function(v, [1.0]), f"loss_and_grad={v!r}: allowed is a function")
            for v in (None, 3.0, "x**2")
        ),
        *(
            (lambda v=v: surfaces.from_function(saddle, v), f"start={v!r}: allowed is a point")
            for v in (None, [], "here", [float("nan"), 1.0])
        ),
    ],
)
def test_bad_input_is_named(make, named):
    with pytest.raises(ValueError) as error:
        make()
    assert str(error.value).startswith(named)


@pytest.mark.parametrize("scale, more", [(1e-5, 0), (1, 1e5)])
def test_a_small_gradient_of_the_wrong_sign_is_refused(scale, more):
    with pytest.raises(ValueError, match="but the loss changes there by"):
        surfaces.from_function(lambda x: (scale * (x @ x) + more, -2 * scale * x), [1.0])


@pytest.mark.parametrize(
    "function",
    [
        lambda x: (float(x[0]) ** 4, [4 * float(x[0]) ** 3]),
        lambda x: (math.exp(float(x[0]) ** 2), [2 * float(x[0]) * math.exp(float(x[0]) ** 2)]),
        lambda x: (-math.log(2 - float(x[0])) + x[0] ** 2, [1 / (2 - float(x[0])) + 2 * x[0]]),
    ],
    ids=["overflow", "exp", "domain"],
)
def test_where_python_s_own_numbers_raise_the_loss_is_infinite(function):
    runs = train(surfaces.from_function(function, [1.0]), sgd(), [0.01, 3.0], 40)
    assert np.isfinite(runs.loss[0]).all() and np.isinf(runs.loss[1, -1])
