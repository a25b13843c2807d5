"""Optimizers that choose their rate: each against its authors' published algorithm, written out here step by step."""

import numpy as np
import pytest

from lrcourse import data, networks, sgd, surfaces, train
from lrcourse.engine.muon import muon, orthogonalised
from lrcourse.engine.rate_free import dog, hypergradient, learned, polyak, prodigy, schedule_free, schedule_free_adamw

STEPS, RUNS, SIZE = 12, 3, 23
RNG = np.random.default_rng(0)
START, GRADS = RNG.normal(size=(RUNS, SIZE)), RNG.normal(size=(STEPS, RUNS, SIZE))
LR = np.array([[0.01], [0.3], [2.0]])


def ours(optimizer, lr=LR):
    """Return the parameters after each step under the given gradients, and the last state."""
    params, state, path = START, optimizer.init(START), []
    for grad in GRADS:
        params, state = optimizer.update(params, grad, state, lr)
        path.append(params)
    return np.array(path), state


def test_polyak_takes_what_is_left_over_the_squared_gradient():
    losses = RNG.uniform(0.5, 3, size=(STEPS, RUNS, 1))
    params = START
    for grad, loss in zip(GRADS, losses):
        expected = [
            params[run] - LR[run, 0] * (loss[run, 0] - 0.2) / np.linalg.norm(grad[run]) ** 2 * grad[run]
            for run in range(RUNS)
        ]
        params, _ = polyak(least=0.2).update(params, grad, (), LR, loss)
        np.testing.assert_allclose(params, expected, rtol=1e-12, atol=1e-12)


def test_polyak_stays_where_there_is_no_slope():
    params, _ = polyak().update(START, np.zeros_like(START), (), LR, np.ones((RUNS, 1)))
    np.testing.assert_array_equal(params, START)


@pytest.mark.parametrize("factor, left", [(1.0, 0.5), (2.0, 0.0), (3.0, -0.5)])
def test_on_a_parabola_the_engine_tells_polyak_the_loss_and_its_step_goes_half_of_the_way(factor, left):
    runs = train(surfaces.quadratic([3.0]), polyak(), factor, 4)
    np.testing.assert_allclose(runs.path[0, 1:, 0], left * runs.path[0, :-1, 0], rtol=1e-12, atol=1e-12)


def test_hypergradient_is_algorithm_sgd_hd_of_baydin_et_al():
    path, _ = ours(hypergradient(beta=0.02))
    for run in range(RUNS):
        theta, alpha, before = START[run].copy(), LR[run, 0], np.zeros(SIZE)
        for t in range(STEPS):
            alpha += 0.02 * np.dot(GRADS[t, run], before)
            theta -= alpha * GRADS[t, run]
            before = GRADS[t, run]
            np.testing.assert_allclose(path[t, run], theta, rtol=1e-12, atol=1e-12)


def test_dog_is_the_formula_of_ivgi_et_al():
    path, _ = ours(dog(), np.ones((RUNS, 1)))
    for run in range(RUNS):
        x, squares, distances = START[run].copy(), 0.0, [1e-6 * (1 + np.linalg.norm(START[run]))]
        for t in range(STEPS):
            distances.append(np.linalg.norm(x - START[run]))
            squares += np.linalg.norm(GRADS[t, run]) ** 2
            x -= max(distances) / np.sqrt(squares + 1e-8) * GRADS[t, run]
            np.testing.assert_allclose(path[t, run], x, rtol=1e-12, atol=1e-14)


def test_prodigy_is_algorithm_4_of_mishchenko_and_defazio():
    path, (*_, last) = ours(prodigy())
    for run in range(RUNS):
        x0, x, gamma, d = START[run], START[run].copy(), LR[run, 0], 1e-6
        m, v, s, r = np.zeros(SIZE), np.zeros(SIZE), np.zeros(SIZE), 0.0
        for t in range(STEPS):
            g = GRADS[t, run]
            m, v = 0.9 * m + 0.1 * d * g, 0.999 * v + 0.001 * d**2 * g**2
            r = np.sqrt(0.999) * r + (1 - np.sqrt(0.999)) * gamma * d**2 * np.dot(g, x0 - x)
            s = np.sqrt(0.999) * s + (1 - np.sqrt(0.999)) * gamma * d**2 * g
            x = x - gamma * d * m / (np.sqrt(v) + d * 1e-8)
            d = max(d, r / np.linalg.norm(s, 1))
            np.testing.assert_allclose(path[t, run], x, rtol=1e-11, atol=1e-13)
        np.testing.assert_allclose(last[run], d, rtol=1e-9)


def test_prodigy_stays_where_there_is_no_slope():
    optimizer = prodigy()
    params, _ = optimizer.update(START, np.zeros_like(START), optimizer.init(START), LR)
    np.testing.assert_array_equal(params, START)


def test_schedule_free_is_algorithm_1_of_defazio_et_al():
    path, (_, mean, _) = ours(schedule_free(beta=0.8))
    for run in range(RUNS):
        z, zs = START[run].copy(), [START[run]]
        for t in range(STEPS):
            z = z - LR[run, 0] * GRADS[t, run]
            zs.append(z)
            x = np.mean(zs, axis=0)  # with c = 1/(t + 1) the mean of all iterates, the first among them
            np.testing.assert_allclose(path[t, run], 0.2 * z + 0.8 * x, rtol=1e-11, atol=1e-11)
        np.testing.assert_allclose(mean[run], x, rtol=1e-11, atol=1e-11)


def test_schedule_free_adamw_is_algorithm_1_of_defazio_et_al_with_a_warm_up():
    optimizer, params, beta1, beta2, decay = schedule_free_adamw(0.1, beta1=0.8), START, 0.8, 0.999, 0.1
    state, path = optimizer.init(params), []
    for t, grad in enumerate(GRADS):
        params, state = optimizer.update(params, grad, state, LR * min(1, (t + 1) / 5))
        path.append(params)
    for run in range(RUNS):
        z, x, y, v, total = START[run].copy(), START[run].copy(), START[run].copy(), np.zeros(SIZE), 0.0
        for t in range(1, STEPS + 1):
            g, gamma = GRADS[t - 1, run], LR[run, 0] * min(1, t / 5)
            v = beta2 * v + (1 - beta2) * g**2
            z = z - gamma * g / (np.sqrt(v / (1 - beta2**t)) + 1e-8) - gamma * decay * y
            total += gamma**2
            c = gamma**2 / total
            x = (1 - c) * x + c * z
            y = (1 - beta1) * z + beta1 * x
            np.testing.assert_allclose(path[t - 1][run], y, rtol=1e-10, atol=1e-11)
        np.testing.assert_allclose(state[1][run], x, rtol=1e-10, atol=1e-11)


def test_schedule_free_adamw_at_a_rate_of_zero_stays():
    optimizer = schedule_free_adamw()
    params, _ = optimizer.update(START, GRADS[0], optimizer.init(START), np.zeros((RUNS, 1)))
    np.testing.assert_allclose(params, START, rtol=1e-15)


def test_muon_is_the_published_step_for_each_matrix():
    widths = (3, 4, 2)  # 12 + 4 + 8 + 2 = 26 parameters
    rng = np.random.default_rng(1)
    start, grads = rng.normal(size=(2, 26)), rng.normal(size=(5, 2, 26))
    optimizer, params = muon(widths), start
    state = optimizer.init(params)
    for grad in grads:
        params, state = optimizer.update(params, grad, state, 0.1)
    for run in range(2):
        expected = start[run].copy()
        for rows, columns, at in ((4, 3, 0), (2, 4, 16)):
            weights = slice(at, at + rows * columns)
            buffer = np.zeros((rows, columns))
            for grad in grads[:, run, weights]:
                g = grad.reshape(rows, columns)
                buffer = 0.95 * buffer + g
                x = g + 0.95 * buffer
                x = x / (np.linalg.norm(x) + 1e-7)
                for _ in range(5):
                    a = x @ x.T
                    x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
                expected[weights] -= 0.1 * max(1, rows / columns) ** 0.5 * x.ravel()
        for biases in (slice(12, 16), slice(24, 26)):
            buffer = np.zeros(biases.stop - biases.start)
            for g in grads[:, run, biases]:
                buffer = 0.95 * buffer + g
                expected[biases] -= 0.1 * np.sign(g + 0.95 * buffer)
        np.testing.assert_allclose(params[run], expected, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("widths", [(3,), (), [3, 4, 2], 3, (3, 0, 2), (3, 4.0, 2), (True, 4, 2)])
def test_muon_names_widths_that_are_none(widths):
    with pytest.raises(ValueError, match="widths="):
        muon(widths)


@pytest.mark.parametrize("widths", [(3, 4), (3, 5, 2), (3, 4, 2, 1)])
def test_muon_refuses_the_parameters_of_another_network(widths):
    with pytest.raises(ValueError, match=r"widths=\(.*26 parameters"):
        muon(widths).init(np.zeros((2, 26)))
    with pytest.raises(ValueError, match="widths="):
        train(networks.mlp(data.digits(train=50, validation=30), hidden=(6,)), muon(widths), 0.1, 1)


@pytest.mark.parametrize("smaller", [0.002, 0.01, 0.1, 0.5, 0.7071])
def test_orthogonalised_levels_what_is_not_next_to_zero(smaller):
    values = np.linalg.svd(orthogonalised(np.diag([smaller, np.sqrt(1 - smaller**2), 0])), compute_uv=False)
    assert 0.68 < values[1] <= values[0] < 1.21 and values[2] == 0


def test_orthogonalised_keeps_the_singular_vectors_and_levels_the_values():
    matrix = np.random.default_rng(2).normal(size=(5, 8)) * np.geomspace(0.1, 10, 5)[:, None]
    left, values, right = np.linalg.svd(orthogonalised(matrix))
    before, _, behind = np.linalg.svd(matrix)
    assert values.max() < 1.3 and values.min() > 0.5
    np.testing.assert_allclose((left * values) @ right[:5], orthogonalised(matrix), atol=1e-12)
    np.testing.assert_allclose(
        before @ np.diag(np.diag(before.T @ orthogonalised(matrix) @ behind[:5].T)) @ behind[:5],
        orthogonalised(matrix),
        atol=1e-10,
    )


@pytest.mark.parametrize(
    "optimizer",
    [polyak(), hypergradient(), dog(), prodigy(), schedule_free(), schedule_free_adamw(), muon((64, 6, 10))],
)
def test_training_goes_on_as_if_it_had_never_stopped_and_learns(optimizer):
    network = networks.mlp(data.digits(train=50, validation=30), hidden=(6,))
    rates = np.geomspace(0.01, 1, 34)  # of more than one block
    half = train(network, optimizer, rates, 7, batch_size=25)
    whole = train(network, optimizer, rates, 16, batch_size=25)
    np.testing.assert_array_equal(train(network, optimizer, rates, 9, batch_size=25, start=half).params, whole.params)


@pytest.mark.parametrize("optimizer", [schedule_free(), schedule_free_adamw()])
def test_what_schedule_free_learned_is_the_mean_of_its_iterates(optimizer):
    runs = train(surfaces.quadratic([1.0]), optimizer, [0.1, 0.5], 400)
    assert learned(runs).shape == runs.params.shape
    assert np.all(np.abs(learned(runs)) < 0.3 * np.abs(runs.path[:, 0]))


@pytest.mark.parametrize("optimizer", [prodigy(), muon((1, 1)), sgd(0.9)])
def test_what_others_learned_is_not_in_their_state(optimizer):
    problem = surfaces.quadratic([1.0, 1.0])
    with pytest.raises(ValueError, match="optimizer=.*allowed is schedule_free or schedule_free_adamw"):
        learned(train(problem, optimizer, 0.1, 3))


@pytest.mark.parametrize(
    "make, name",
    [
        (lambda: hypergradient(-1), "beta"),
        (lambda: dog(np.nan), "first"),
        (lambda: prodigy(beta2=2), "beta2"),
        (lambda: schedule_free(2), "beta"),
        (lambda: schedule_free_adamw(-1), "weight_decay"),
        (lambda: schedule_free_adamw(beta2=1), "beta2"),
        (lambda: prodigy(beta1=1), "beta1"),
        (lambda: schedule_free_adamw(eps=-1), "eps"),
        (lambda: polyak(np.inf), "least"),
        (lambda: muon((3, 4, 2), momentum=1), "momentum"),
        (lambda: muon((3, 4, 2), momentum=-0.1), "momentum"),
        (lambda: muon((3, 4, 2), momentum=np.nan), "momentum"),
    ],
)
def test_bad_constants_are_named(make, name):
    with pytest.raises(ValueError, match=f"{name}="):
        make()
