"""Networks: loss and gradient against PyTorch's autograd and finite differences.

Softmax regression's bound (reference value 17).
"""

import dataclasses
import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from lrcourse import data, networks
from lrcourse.data import Data

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "reference.json").read_text(encoding="utf-8"))[
    "networks"
]


def as_data(x, y, classes):
    """Return the same few examples as training, validation and test set."""
    x, y = np.array(x, float), np.array(y)
    return Data("few", classes, x, y, x, y, x, y)


CLASSES = as_data(REFERENCE["x"], REFERENCE["classes"], 3)
NUMBERS = as_data(REFERENCE["x"], REFERENCE["numbers"], None)


def network_of(case):
    examples = CLASSES if case["target"] == "classes" else NUMBERS
    if case["hidden"]:
        return networks.mlp(examples, tuple(case["hidden"]), case["activation"], case["loss"])
    return (
        networks.softmax_regression(examples) if case["target"] == "classes" else networks.linear_regression(examples)
    )


CASES = [
    pytest.param(case, id=f"{case['hidden']} {case['activation']} {case['loss']} {case['target']}")
    for case in REFERENCE["cases"]
]


@pytest.mark.parametrize("case", CASES)
def test_loss_and_gradient_are_pytorch_s(case):
    network, rng = network_of(case), np.random.default_rng(0)
    params = np.stack([rng.normal(size=network.size), case["params"], np.zeros(network.size)])  # one run among others
    loss, grad = network.loss_and_grad(params)
    assert loss[1] == pytest.approx(case["value"], rel=1e-13)
    np.testing.assert_allclose(grad[1], case["grad"], rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(network.evaluate(params, network.data.x_test, network.data.y_test)[0], loss, rtol=1e-13)


@pytest.mark.parametrize("case", CASES)
def test_gradient_agrees_with_finite_differences_on_a_minibatch(case):
    network, rng = network_of(case), np.random.default_rng(1)
    params, batch, h = rng.normal(0, 0.7, (4, network.size)), np.array([4, 1, 2]), 1e-6
    loss, grad = network.loss_and_grad(params, batch)
    slopes = np.stack(
        [
            (network.loss_and_grad(params + d, batch)[0] - network.loss_and_grad(params - d, batch)[0]) / (2 * h)
            for d in h * np.eye(network.size)
        ],
        axis=1,
    )
    np.testing.assert_allclose(grad, slopes, rtol=1e-5, atol=1e-8)
    assert grad.shape == params.shape and loss.shape == (4,)


@pytest.mark.parametrize("activation", ["tanh", "softsign"])
def test_three_hidden_layers_on_the_digits_along_random_directions(activation):
    network, rng = networks.mlp(data.digits(train=50), (9, 8, 7), activation), np.random.default_rng(2)
    params = network.start()[None] + rng.normal(0, 0.1, (1, network.size))
    slope = network.loss_and_grad(params)[1][0]
    for _ in range(5):
        v = rng.normal(size=network.size)
        v *= 1e-5 / np.linalg.norm(v)
        rise = network.loss_and_grad(params + v)[0] - network.loss_and_grad(params - v)[0]
        assert rise.item() / 2 == pytest.approx(slope @ v, rel=1e-4)


@pytest.mark.parametrize("case", CASES)
def test_loss_is_the_mean_over_examples_and_ignores_their_order(case):
    network = network_of(case)
    params = np.random.default_rng(3).normal(size=(2, network.size))
    each = [network.loss_and_grad(params, np.array([i])) for i in range(network.n)]
    loss, grad = network.loss_and_grad(params, np.random.default_rng(4).permutation(network.n))
    np.testing.assert_allclose(loss, np.mean([one for one, _ in each], axis=0), rtol=1e-12)
    np.testing.assert_allclose(grad, np.mean([one for _, one in each], axis=0), rtol=1e-10, atol=1e-14)
    np.testing.assert_allclose(loss, network.loss_and_grad(params)[0], rtol=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_inputs_are_left_alone_and_runs_do_not_influence_each_other(case):
    network, rng = network_of(case), np.random.default_rng(5)
    params = rng.normal(size=(5, network.size))
    before, x = params.copy(), network.data.x_train.copy()
    loss, grad = network.loss_and_grad(params)
    np.testing.assert_array_equal(params, before)
    np.testing.assert_array_equal(network.data.x_train, x)
    for run in range(5):
        alone = network.loss_and_grad(params[[run]])
        np.testing.assert_allclose(alone[0], loss[run], rtol=1e-13)
        np.testing.assert_allclose(alone[1][0], grad[run], rtol=1e-11, atol=1e-14)
    params[2] = np.nan  # a run that has exploded
    with np.errstate(all="ignore"):
        again = network.loss_and_grad(params)
    keep = [0, 1, 3, 4]
    np.testing.assert_array_equal(again[0][keep], loss[keep])
    np.testing.assert_array_equal(again[1][keep], grad[keep])


def test_size_and_layers_of_a_known_network():
    network = networks.mlp(data.digits(), hidden=(32,))
    assert network.size == 64 * 32 + 32 + 32 * 10 + 10 == 2410 and network.n == 600 and network.widths == (64, 32, 10)
    params = np.arange(2.0 * network.size).reshape(2, -1)
    (w1, b1), (w2, b2) = network.layers(params)
    assert (w1.shape, b1.shape, w2.shape, b2.shape) == ((2, 32, 64), (2, 32, 1), (2, 10, 32), (2, 10, 1))
    assert all(np.shares_memory(part, params) for part in (w1, b1, w2, b2))
    assert w1[1, 3, 5] == network.size + 3 * 64 + 5 and b2[0, 9, 0] == network.size - 1


@pytest.mark.parametrize("activation, gain", [("relu", 2), ("tanh", 1), ("softsign", 1)])
def test_first_weights_have_the_variance_the_design_says(activation, gain):
    network = networks.mlp(data.digits(), hidden=(200, 100), activation=activation)
    start = network.start(seed=7)
    for (weights, bias), n_in in zip(network.layers(start[None]), (64, 200, 100)):
        assert weights.var() == pytest.approx(gain / n_in, rel=0.1) and weights.mean() == pytest.approx(0, abs=0.01)
        assert np.all(bias == 0)
    np.testing.assert_array_equal(start, network.start(seed=7))
    assert not np.array_equal(start, network.start(seed=8)) and start.dtype == np.float64


@pytest.mark.parametrize(
    "network",
    [networks.softmax_regression(data.digits()), networks.linear_regression(data.penguins())],
    ids=["softmax", "linear"],
)
def test_regressions_start_at_0(network):
    assert np.all(network.start(3) == 0) and network.size == np.prod(network.widths) + network.widths[-1]


def test_the_loss_of_guessing_is_ln_10():
    network = networks.softmax_regression(data.digits())
    loss, accuracy = network.evaluate(np.zeros((1, network.size)), network.data.x_train, network.data.y_train)
    assert loss.item() == pytest.approx(np.log(10), rel=1e-14) and accuracy.item() == np.mean(network.data.y_train == 0)


def test_cross_entropy_does_not_overflow():
    network = networks.softmax_regression(CLASSES)
    params = 1e5 * np.random.default_rng(0).normal(size=(3, network.size))
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        loss, grad = network.loss_and_grad(params)
    assert np.all(np.isfinite(loss)) and np.all(np.isfinite(grad)) and loss.min() > 1


def test_accuracy_and_predictions_count_right_answers():
    network = networks.mlp(data.digits(), hidden=(16,))
    params = np.stack([network.start(seed) for seed in range(3)])
    for part in ("train", "validation", "test"):
        x, y = getattr(network.data, f"x_{part}"), getattr(network.data, f"y_{part}")
        predictions = network.predict(params, x)
        assert predictions.shape == (3, len(y))
        for run in range(3):  # one run by hand
            (w1, b1), (w2, b2) = [(w[run], b[run]) for w, b in network.layers(params)]
            by_hand = (w2 @ np.maximum(w1 @ x.T + b1, 0) + b2).argmax(0)
            np.testing.assert_array_equal(predictions[run], by_hand)
            assert (
                network.accuracy(params, part)[run] == np.mean(by_hand == y) == network.accuracy(params[run], part)[0]
            )
    with pytest.raises(ValueError, match="part='all': allowed is one of 'train', 'validation', 'test'"):
        network.accuracy(params, "all")


@pytest.mark.parametrize("classes", [2, 3, 300])
def test_of_equal_outputs_the_first_class_is_the_answer(classes):
    rng = np.random.default_rng(classes)
    x, y = rng.integers(-1, 2, (200, 2)).astype(float), rng.integers(classes, size=200)
    network = networks.softmax_regression(as_data(x, y, classes))
    params = rng.integers(-1, 2, (50, network.size)).astype(float)
    params[0] = 0
    outputs = network.forward(params, x)[-1]
    assert np.mean((outputs == outputs.max(axis=1, keepdims=True)).sum(axis=1) > 1) > 0.2
    np.testing.assert_array_equal(network.accuracy(params), (outputs.argmax(axis=1) == y).mean(axis=1))
    assert network.accuracy(params)[0] == np.mean(y == 0)


def test_outputs_that_are_no_numbers_are_wrong_answers():
    network = networks.softmax_regression(data.digits())
    params = np.stack([np.full(network.size, np.nan), np.zeros(network.size)])
    assert network.accuracy(params)[0] == 0  # argmax would have called every example a 0
    with np.errstate(all="ignore"):
        assert network.evaluate(params, network.data.x_test, network.data.y_test)[0][0] == np.inf


def test_linear_regression_s_minimum_is_least_squares():
    network = networks.linear_regression(data.penguins())
    x = np.column_stack([network.data.x_train, np.ones(network.n)])
    solution, residual, *_ = np.linalg.lstsq(x, network.data.y_train, rcond=None)
    loss, grad = network.loss_and_grad(solution[None])
    assert loss.item() == pytest.approx(residual.item() / network.n, rel=1e-9) and np.abs(grad).max() < 1e-7
    assert network.accuracy(solution) is None
    np.testing.assert_allclose(
        network.predict(solution, network.data.x_test)[0],
        np.column_stack([network.data.x_test, np.ones(71)]) @ solution,
    )


def hessian(network, point, h=1e-5):
    return np.stack(
        [
            (network.loss_and_grad((point + d)[None])[1] - network.loss_and_grad((point - d)[None])[1])[0] / (2 * h)
            for d in h * np.eye(network.size)
        ]
    )


def test_linear_regression_s_largest_curvature_is_the_hessian_s():
    network = networks.linear_regression(data.penguins())
    assert network.largest_curvature == pytest.approx(np.linalg.eigvalsh(hessian(network, np.zeros(4)))[-1], rel=1e-6)


def test_softmax_regression_s_bound_on_all_digits():
    """Reference value 17: L ≤ λmax(XᵀX/n)/2, and 2/L = .3495 on all 1797 digits, with a bias."""
    d = data.digits()
    whole = {
        "x_train": np.concatenate([d.x_train, d.x_validation, d.x_test]),
        "y_train": np.concatenate([d.y_train, d.y_validation, d.y_test]),
    }
    bound = networks.softmax_regression(dataclasses.replace(d, **whole)).largest_curvature
    assert 2 / bound == pytest.approx(0.3495, abs=5e-5)


def test_softmax_regression_s_curvature_stays_below_its_bound():
    network, rng = networks.softmax_regression(CLASSES), np.random.default_rng(6)
    tops = [
        np.linalg.eigvalsh(hessian(network, rng.normal(0, scale, network.size)))[-1]
        for scale in (0, 0.1, 0.5, 1, 2)
        for _ in range(4)
    ]
    assert max(tops) <= network.largest_curvature and max(tops) > 0.3 * network.largest_curvature
    assert networks.mlp(CLASSES).largest_curvature is None


@pytest.mark.parametrize("case", CASES)
def test_float32_stays_float32(case):
    network = network_of(case)
    params = np.array([case["params"]], np.float32)
    loss, grad = network.loss_and_grad(params)
    assert (loss.dtype, grad.dtype) == (np.float32, np.float32)
    np.testing.assert_allclose(grad[0], case["grad"], rtol=1e-3, atol=1e-5)


def test_networks_print_shortly_and_pickle():
    network = networks.mlp(CLASSES, hidden=[4, 3], activation="tanh")
    assert len(repr(network)) < 200 and "hidden=(4, 3)" in repr(network)
    copy = pickle.loads(pickle.dumps(network))
    np.testing.assert_array_equal(
        copy.loss_and_grad(copy.start()[None])[1], network.loss_and_grad(network.start()[None])[1]
    )


@pytest.mark.parametrize(
    "make, named",
    [
        *(
            (lambda v=v: networks.mlp(CLASSES, hidden=v), f"hidden={v!r}: allowed is a tuple of layer sizes")
            for v in ((), [], 32, None, "32")
        ),
        *(
            (lambda v=v: networks.mlp(CLASSES, hidden=(8, v)), f"hidden={v!r}: allowed is a whole number from 1")
            for v in (0, -1, 2.5, "8", None, True)
        ),
        *(
            (
                lambda v=v: networks.mlp(CLASSES, activation=v),
                f"activation={v!r}: allowed is one of 'relu', 'tanh', 'softsign'",
            )
            for v in ("sigmoid", None, 3, np.tanh)
        ),
        *(
            (
                lambda v=v: networks.mlp(CLASSES, loss=v),
                f"loss={v!r}: allowed is one of 'cross_entropy', 'squared_error'",
            )
            for v in ("hinge", None, 0)
        ),
        (lambda: networks.mlp(NUMBERS), "data='few': allowed is data with classes, such as digits()"),
        (lambda: networks.softmax_regression(NUMBERS), "data='few': allowed is data with classes, such as digits()"),
        (
            lambda: networks.linear_regression(CLASSES),
            "data='few': allowed is data with numbers to predict, such as penguins()",
        ),
        *(
            (lambda make=make: make("digits"), "data='digits': allowed is")
            for make in (networks.mlp, networks.softmax_regression, networks.linear_regression)
        ),
        (lambda: networks.mlp("digits", loss="squared_error"), "data='digits': allowed is data such as digits()"),
        *(
            (lambda make=make: make(data.digits), "data=<function digits")
            for make in (networks.mlp, networks.softmax_regression, networks.linear_regression)
        ),
    ],
)
def test_bad_input_is_named(make, named):
    with pytest.raises(ValueError) as error:
        make()
    assert str(error.value).startswith(named)
