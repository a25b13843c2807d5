"""The training loop: PyTorch's losses with given minibatches, the exact meaning of `Runs`, and its invariants."""

import dataclasses
import json
import pickle
import warnings
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrcourse import data, networks, schedules, surfaces, train
from lrcourse.engine.optimizers import adagrad, adam, adamw, rmsprop, sgd
from lrcourse.engine.problems import has_data
from lrcourse.engine.training import BLOCK, Runs
from lrcourse.places import DATA

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "reference.json").read_text(encoding="utf-8"))[
    "training"
]
OPTIMIZERS = {
    "sgd": sgd(),
    "momentum": sgd(0.9),
    "nesterov": sgd(0.9, True),
    "adagrad": adagrad(),
    "rmsprop": rmsprop(),
    "adam": adam(),
    "adamw": adamw(),
}
FEW = data.digits(train=50, validation=30)
NETWORK = networks.mlp(FEW, hidden=(6,))
properties = settings(derandomize=True, deadline=None, max_examples=20, database=None)


class Wrapped:
    """A problem that behaves as the one given, until a subclass says otherwise."""

    def __init__(self, problem):
        self.problem = problem

    def __getattr__(self, name):
        return getattr(self.problem, name)


class GivenBatches:
    """A network without `n`, whose minibatches come from a list instead of a shuffle."""

    def __init__(self, network, start, batches):
        self.size, self.loss_and_grad = network.size, network.loss_and_grad
        self.start, self.batches = lambda seed: np.array(start), map(np.array, batches)

    def draw(self, rng):
        return next(self.batches)


class Spy(Wrapped):
    """Remembers every minibatch and the parameters it came with."""

    def __init__(self, problem):
        super().__init__(problem)
        self.calls = []

    def loss_and_grad(self, params, batch=None):
        self.calls.append((params.copy(), None if batch is None else batch.copy()))
        return self.problem.loss_and_grad(params, batch)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_training_on_given_minibatches_is_pytorch_s(name):
    rows = np.loadtxt(DATA / "digits.csv.gz", delimiter=",", max_rows=40)
    x, y = rows[:, :64] / 16, rows[:, 64].astype(int)
    network = networks.mlp(data.Data("forty", 10, x, y, x, y, x, y), hidden=tuple(REFERENCE["hidden"]))
    problem, expected = GivenBatches(network, REFERENCE["start"], REFERENCE["batches"]), REFERENCE["results"][name]
    runs = train(problem, OPTIMIZERS[name], [0.3, REFERENCE["lr"], 0.001], steps=len(REFERENCE["batches"]) - 1)
    np.testing.assert_allclose(runs.loss[1], expected["loss"], rtol=1e-10)
    np.testing.assert_allclose(runs.params[1, ::7], expected["last_params_every_7th"], rtol=1e-8, atol=1e-10)


# What Runs holds


def test_shapes_with_data():
    runs = train(NETWORK, adam(), [0.01, 0.1, 1.0], steps=12, batch_size=16, evaluate_every=2)
    assert runs.lr.tolist() == [0.01, 0.1, 1.0] and runs.steps == 12 and runs.path is None
    assert runs.loss.shape == (3, 13) and runs.params.shape == (3, NETWORK.size) and runs.diverged_at.shape == (3,)
    assert runs.evaluated_at.tolist() == [0, 6, 12]  # 50 // 16 = 3 steps an epoch, the short last minibatch dropped
    assert {
        getattr(runs, f"{part}_{what}").shape for part in ("train", "validation") for what in ("loss", "accuracy")
    } == {(3, 3)}
    assert runs.problem is NETWORK and runs.optimizer == adam()


def test_shapes_on_a_surface():
    runs = train(surfaces.rosenbrock(), sgd(), 1e-3, steps=7)
    assert (
        runs.loss.shape == (1, 8)
        and runs.path.shape == (1, 8, 2)
        and runs.evaluated_at is None
        and runs.train_loss is None
    )
    np.testing.assert_array_equal(runs.path[:, 0], [[-1.5, 1.5]])
    np.testing.assert_array_equal(runs.path[:, -1], runs.params)
    np.testing.assert_array_equal(runs.loss, surfaces.rosenbrock()(runs.path))


def test_regression_has_no_accuracy():
    runs = train(networks.linear_regression(data.penguins()), sgd(), 1e-6, steps=2)
    assert runs.train_accuracy is None and runs.validation_accuracy is None and runs.validation_loss.shape == (1, 3)


def test_loss_t_is_minibatch_t_s_before_step_t_and_the_last_the_next_one_s():
    spy, lr = Spy(NETWORK), np.array([0.05, 0.5])
    runs = train(spy, sgd(), lr, steps=10, batch_size=20)
    assert len(spy.calls) == 11
    for t, (params, batch) in enumerate(spy.calls):
        loss, grad = NETWORK.loss_and_grad(params, batch)
        np.testing.assert_array_equal(runs.loss[:, t], loss)
        if t < 10:
            np.testing.assert_array_equal(spy.calls[t + 1][0], params - lr[:, None] * grad)
    np.testing.assert_array_equal(spy.calls[0][0], [NETWORK.start(0)] * 2)
    np.testing.assert_array_equal(spy.calls[10][0], runs.params)


@properties
@given(batch_size=st.integers(1, 50), seed=st.integers(0, 2**31), steps=st.integers(1, 25))
def test_every_epoch_is_a_new_shuffle_without_repeats(batch_size, seed, steps):
    spy = Spy(NETWORK)
    train(spy, sgd(), 0.1, steps, batch_size=batch_size, seed=seed, evaluate_every=10**6)
    batches, an_epoch = [batch for _, batch in spy.calls], 50 // batch_size
    if batch_size == 50:
        assert batches == [None] * (steps + 1)  # all of it, in its own order
        return
    assert all(batch.shape == (batch_size,) for batch in batches)
    epochs = [np.concatenate(batches[first : first + an_epoch]) for first in range(0, len(batches), an_epoch)]
    assert all(len(set(epoch)) == len(epoch) and set(epoch) <= set(range(50)) for epoch in epochs)
    if len(epochs) > 1 and batch_size > 4:
        assert epochs[0].tolist()[:batch_size] != epochs[1].tolist()[:batch_size]


def test_runs_and_blocks_share_their_first_weights_and_minibatches():
    spy = Spy(NETWORK)
    train(spy, sgd(), np.geomspace(1e-3, 1, BLOCK + 3), steps=4, batch_size=8, seed=5)
    first, second = spy.calls[:5], spy.calls[5:]
    assert len(first[0][0]) == BLOCK and len(second[0][0]) == 3
    assert all(np.array_equal(a, b) for (_, a), (_, b) in zip(first, second, strict=True))
    np.testing.assert_array_equal(first[0][0][:3], second[0][0])


def test_evaluations_are_of_the_whole_sets_at_the_steps_named():
    settings_ = {"batch_size": 20, "seed": 3}
    runs = train(NETWORK, adam(), [0.003, 0.03], steps=7, **settings_)
    assert runs.evaluated_at.tolist() == [0, 2, 4, 6]
    for column, step in enumerate(runs.evaluated_at):
        params = (
            train(NETWORK, adam(), [0.003, 0.03], int(step), **settings_).params
            if step
            else np.array([NETWORK.start(3)] * 2)
        )
        for part in ("train", "validation"):
            loss, accuracy = NETWORK.evaluate(params, getattr(FEW, f"x_{part}"), getattr(FEW, f"y_{part}"))
            np.testing.assert_array_equal(getattr(runs, f"{part}_loss")[:, column], loss)
            np.testing.assert_array_equal(getattr(runs, f"{part}_accuracy")[:, column], accuracy)


def test_what_goes_on_and_ends_before_an_epoch_does_is_evaluated_nowhere():
    options = {"lr": [0.1, 0.2], "batch_size": 16}  # 3 steps an epoch
    rest = train(NETWORK, sgd(), steps=1, start=train(NETWORK, sgd(), steps=4, **options), **options)
    assert rest.evaluated_at.tolist() == [] and rest.train_loss.shape == rest.validation_accuracy.shape == (2, 0)


def test_full_batch_is_evaluated_at_every_step():
    runs = train(NETWORK, sgd(), 0.1, steps=5)
    assert runs.evaluated_at.tolist() == [0, 1, 2, 3, 4, 5]
    np.testing.assert_allclose(runs.train_loss, runs.loss, rtol=1e-13)


# Divergence is a result

EXPLODING = [
    pytest.param(surfaces.quadratic([1.0, 5.0]), sgd(), [0.1, 3.0, 1e30, 1e300], 60, None, id="quadratic"),
    pytest.param(surfaces.rosenbrock(), sgd(0.9), [1e-4, 1.0, 1e10], 30, None, id="rosenbrock"),
    pytest.param(surfaces.double_well(), sgd(), [0.1, 50.0, 1e100], 40, None, id="double well"),
    pytest.param(NETWORK, sgd(), [0.1, 1e3, 1e300], 30, 16, id="network"),
    pytest.param(
        networks.mlp(FEW, activation="tanh", loss="squared_error"),
        sgd(0.9),
        [0.1, 1e3, 1e300],
        30,
        None,
        id="squared error",
    ),
    pytest.param(networks.linear_regression(data.penguins()), sgd(), [1e-6, 1.0], 200, None, id="linear regression"),
    pytest.param(NETWORK, adam(), [0.1, 1e200], 30, 16, id="adam"),
]


@pytest.mark.parametrize("problem, optimizer, lr, steps, batch_size", EXPLODING)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_an_exploding_rate_is_silent_and_recorded(problem, optimizer, lr, steps, batch_size, dtype, capfd):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        runs = train(problem, optimizer, lr, steps, batch_size=batch_size, dtype=dtype)
    assert capfd.readouterr() == ("", "")
    assert not np.isnan(runs.loss).any()
    for loss, at in zip(runs.loss, runs.diverged_at):
        beyond = [t for t, value in enumerate(loss) if value > 10 * loss[0]]
        assert at == (beyond[0] if beyond else -1)
        assert list(accumulate(np.isinf(loss).tolist(), max)) == np.isinf(loss).tolist()  # once inf, always inf
    assert runs.diverged_at[0] == -1 and runs.diverged_at[-1] > 0
    if runs.train_loss is not None:
        assert not np.isnan(runs.train_loss).any() and not np.isnan(runs.validation_loss).any()
    if runs.train_accuracy is not None:
        assert np.all((0 <= runs.train_accuracy) & (runs.train_accuracy <= 1))


def test_a_loss_that_becomes_finite_again_stays_inf():
    class Hiccup(Wrapped):
        def loss_and_grad(self, params, batch=None):
            loss, grad = self.problem.loss_and_grad(params)
            return np.where(np.abs(params[:, 0] - 0.9**3) < 1e-9, np.nan, loss), grad

    runs = train(Hiccup(surfaces.quadratic([1.0])), sgd(), [0.1, 0.2], 6)
    assert np.isinf(runs.loss[0]).tolist() == [False] * 3 + [True] * 4 and runs.diverged_at.tolist() == [3, -1]
    assert runs.params[0, 0] == pytest.approx(0.9**6)  # a record only: the run goes on


def test_diverged_at_is_the_first_step_above_ten_times_the_first_loss():
    runs = train(surfaces.quadratic([1.0]), sgd(), [2.5, 1.9, 4.0], 20)  # the loss grows by (1 − ηλ)² = 2.25, .81, 9
    assert runs.diverged_at.tolist() == [3, -1, 2]


def test_a_run_may_pass_ten_times_its_first_loss_and_recover():
    runs = train(networks.mlp(data.digits()), rmsprop(), 0.1, steps=440, batch_size=64)
    assert runs.diverged_at[0] == 1 and runs.validation_accuracy[0, -1] > 0.85


# One run alone, among others, in another order, twice


def everything(runs):
    return {name: value for name, value in vars(runs).items() if isinstance(value, np.ndarray)}


@pytest.mark.parametrize(
    "problem, batch_size",
    [(NETWORK, 16), (NETWORK, None), (surfaces.noisy_bowl(1.0, 0.5, [1.0, 2.0]), None)],
    ids=["minibatches", "full batch", "surface"],
)
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_train_is_pure(problem, batch_size, optimizer):
    lr, start = np.array([0.01, 0.1]), problem.start(0).copy()
    x = FEW.x_train.copy()
    first, second = (everything(train(problem, optimizer, lr, 12, batch_size=batch_size)) for _ in range(2))
    assert first.keys() == second.keys()
    for name in first:
        np.testing.assert_array_equal(first[name], second[name], name)
    np.testing.assert_array_equal(problem.start(0), start)
    np.testing.assert_array_equal(FEW.x_train, x)
    np.testing.assert_array_equal(lr, [0.01, 0.1])
    first["params"][:], first["lr"][:] = 0, 0  # what is done to a result reaches neither the problem nor the caller
    np.testing.assert_array_equal(problem.start(0), start)
    np.testing.assert_array_equal(lr, [0.01, 0.1])


@properties
@given(lr=st.lists(st.floats(1e-4, 1e3), min_size=2, max_size=6), data_=st.data())
def test_on_surfaces_a_run_is_the_same_to_the_bit_alone_and_in_any_order(lr, data_):
    surface = data_.draw(
        st.sampled_from([surfaces.ravine(), surfaces.rosenbrock(), surfaces.wavy(), surfaces.noisy_bowl(1.0, 1.0)])
    )
    optimizer = data_.draw(st.sampled_from(list(OPTIMIZERS.values())))
    order = data_.draw(st.permutations(range(len(lr))))
    together = train(surface, optimizer, lr, 15)
    shuffled = train(surface, optimizer, [lr[i] for i in order], 15)
    for at, run in enumerate(order):
        alone = train(surface, optimizer, lr[run], 15)
        for name in ("loss", "path", "params", "diverged_at"):
            np.testing.assert_array_equal(getattr(shuffled, name)[at], getattr(together, name)[run], name)
            np.testing.assert_array_equal(getattr(alone, name)[0], getattr(together, name)[run], name)


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_on_data_a_run_is_the_same_alone_and_in_any_order(optimizer):
    lr = np.array([0.003, 1e4, 0.03, 0.001])  # one of them explodes with sgd
    arguments = {"steps": 20, "batch_size": 16, "seed": 2}
    together, reverse = train(NETWORK, optimizer, lr, **arguments), train(NETWORK, optimizer, lr[::-1], **arguments)
    for run in (0, 2, 3):
        alone = train(NETWORK, optimizer, lr[run], **arguments)
        for name in ("loss", "params", "train_loss", "validation_accuracy"):
            np.testing.assert_allclose(getattr(alone, name)[0], getattr(together, name)[run], rtol=1e-9, atol=1e-11)
            np.testing.assert_allclose(
                getattr(reverse, name)[3 - run], getattr(together, name)[run], rtol=1e-9, atol=1e-11
            )


def test_blocks_keep_a_run_the_same_to_the_bit_whatever_follows():
    lr = np.geomspace(1e-3, 10, BLOCK)
    few, many = (
        train(NETWORK, adam(), lr, 15, batch_size=16),
        train(NETWORK, adam(), [*lr, *lr, 0.5], 15, batch_size=16),
    )
    for name in (
        "loss",
        "params",
        "train_loss",
        "validation_loss",
        "train_accuracy",
        "validation_accuracy",
        "diverged_at",
    ):
        np.testing.assert_array_equal(getattr(many, name)[:BLOCK], getattr(few, name), name)
        np.testing.assert_array_equal(getattr(many, name)[BLOCK : 2 * BLOCK], getattr(few, name), name)
    assert len(many.lr) == len(many.loss) == 2 * BLOCK + 1


@properties
@given(rate=st.floats(1e-4, 1), factor=st.floats(0.1, 10))
def test_one_step_of_sgd_is_linear_in_the_rate(rate, factor):
    moved = train(NETWORK, sgd(), [rate, rate * factor], 1, batch_size=16).params - NETWORK.start(0)
    np.testing.assert_allclose(moved[1], factor * moved[0], rtol=1e-6, atol=1e-13)


def test_the_seed_decides_weights_and_minibatches():
    runs = {seed: train(NETWORK, sgd(), 0.1, 5, batch_size=16, seed=seed) for seed in (0, 1)}
    assert runs[0].loss[0, 0] != runs[1].loss[0, 0]
    regression = networks.softmax_regression(FEW)  # starts from 0 whatever the seed: only the minibatches differ
    assert not np.array_equal(*(train(regression, sgd(), 0.1, 5, batch_size=16, seed=seed).params for seed in (0, 1)))
    np.testing.assert_allclose(*(train(regression, sgd(), 0.1, 5, seed=seed).params for seed in (0, 1)))


class InPlace:
    """An optimizer of one's own, without a base class, that writes into its parameters."""

    def init(self, params):
        return 0

    def update(self, params, grad, state, lr):
        params -= lr * grad
        return params, state + 1


@pytest.mark.parametrize(
    "problem", [NETWORK, surfaces.quadratic([1.0, 3.0], [[1.0, 2.0], [3.0, 4.0]])], ids=["network", "surface"]
)
def test_an_optimizer_of_one_s_own_may_write_in_place(problem):
    start = problem.start(0).copy()
    own, ours = (train(problem, optimizer, [0.1, 0.2], 5) for optimizer in (InPlace(), sgd()))
    np.testing.assert_array_equal(problem.start(0), start)
    np.testing.assert_array_equal(own.loss, ours.loss)
    np.testing.assert_array_equal(own.params, ours.params)


class OwnBowl:
    """A problem of one's own: no data, no noise."""

    size = 1

    def start(self, seed):
        return np.ones(1)

    def loss_and_grad(self, params, batch=None):
        return 0.5 * params[:, 0] ** 2, params


def test_a_problem_of_one_s_own_needs_a_size_a_start_and_its_loss_and_gradient():
    own, ours = (train(problem, sgd(), [0.1, 0.2], 5) for problem in (OwnBowl(), surfaces.quadratic([1.0])))
    np.testing.assert_array_equal(own.path, ours.path)
    assert not has_data(OwnBowl()) and not has_data(surfaces.ravine()) and has_data(NETWORK)


class OwnRegression:
    """A problem of one's own with data: y = wx, without a bias."""

    size, n = 1, 50

    def __init__(self):
        x = np.linspace(1, 2, 50)[:, None]
        self.data = data.Data("a line", None, *(x, 3 * x[:, 0]) * 3)

    def start(self, seed):
        return np.zeros(1)

    def evaluate(self, params, x, y):
        return ((params @ x.T - y) ** 2).mean(axis=1), None

    def loss_and_grad(self, params, batch=None):
        x, y = (part[slice(None) if batch is None else batch] for part in self.data.part("train"))
        error = params @ x.T - y
        return (error**2).mean(axis=1), 2 * error @ x / len(y)


def test_a_problem_of_one_s_own_with_data_also_needs_n_data_and_evaluate():
    problem = OwnRegression()
    assert has_data(problem)
    runs = train(problem, sgd(), [0.01, 0.1], 40, batch_size=10)
    assert runs.path is None and runs.train_accuracy is None and runs.evaluated_at.tolist() == list(range(0, 41, 5))
    np.testing.assert_allclose(runs.train_loss[:, 0], 9 * np.mean(np.linspace(1, 2, 50) ** 2))
    assert abs(runs.params[1, 0] - 3) < 1e-3 < abs(runs.params[0, 0] - 3)


# Starts, schedules, dtype, progress, the value itself


def test_one_start_a_run():
    starts = [[1.0, 2.0], [3.0, -1.0], [0.0, 0.5]]
    one_rate = train(surfaces.quadratic([1.0, 2.0], starts), sgd(), 0.1, 4)
    rates = train(surfaces.quadratic([1.0, 2.0], starts), sgd(), [0.1, 0.2, 0.1], 4)
    np.testing.assert_array_equal(one_rate.path[:, 0], starts)
    assert one_rate.lr.tolist() == [0.1] * 3 and rates.lr.tolist() == [0.1, 0.2, 0.1]
    np.testing.assert_allclose(rates.params, np.array(starts) * [[0.9**4, 0.8**4], [0.8**4, 0.6**4], [0.9**4, 0.8**4]])
    np.testing.assert_array_equal(one_rate.path[[0, 2]], rates.path[[0, 2]])
    with pytest.raises(ValueError, match="lr=.*: allowed with 3 starts is one rate or 3, not 2"):
        train(surfaces.quadratic([1.0, 2.0], starts), sgd(), [0.1, 0.2], 4)


def test_a_schedule_may_be_any_function_of_the_step():
    surface = surfaces.quadratic([1.0])
    np.testing.assert_array_equal(
        train(surface, sgd(), 0.1, 5, schedule=lambda t: 2.0).path, train(surface, sgd(), 0.2, 5).path
    )
    np.testing.assert_array_equal(
        train(surface, adam(), 0.1, 5, schedule=schedules.constant()).path, train(surface, adam(), 0.1, 5).path
    )
    assert train(surface, sgd(), 0.5, 9, schedule=schedules.polynomial(3)).path[0, 3:].std() == 0  # at 0 nothing moves


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_dtype_is_kept(dtype, optimizer):
    runs = train(NETWORK, optimizer, [0.01, 0.1], 6, batch_size=16, dtype=dtype, schedule=schedules.cosine(6))
    assert (runs.loss.dtype, runs.params.dtype, runs.lr.dtype) == (dtype, dtype, np.float64)
    assert train(surfaces.ravine(), optimizer, 0.01, 3, dtype=dtype).path.dtype == dtype
    reference = train(NETWORK, optimizer, [0.01, 0.1], 6, batch_size=16, schedule=schedules.cosine(6))
    np.testing.assert_allclose(runs.loss, reference.loss, rtol=2e-3)


@pytest.mark.parametrize(
    "problem, rates, steps",
    [(NETWORK, 1, 1), (NETWORK, 3, 45), (NETWORK, BLOCK + 1, 30), (surfaces.ravine(), 2, 100)],
    ids=["one step", "block", "two blocks", "surface"],
)
def test_progress_rises_to_its_total(problem, rates, steps):
    reported = []
    train(
        problem,
        sgd(),
        np.geomspace(1e-4, 1e-2, rates),
        steps,
        progress=lambda done, total: reported.append((done, total)),
    )
    done, totals = zip(*reported)
    assert len(set(totals)) == 1 and done[-1] == totals[0] and list(done) == sorted(done) and done[0] == 0
    assert len(reported) >= steps / 20 and all(type(value) is int for value in done)


def test_runs_are_frozen_and_print_shortly():
    runs = train(NETWORK, sgd(), [0.1, 0.2], 3, batch_size=16)
    with pytest.raises(dataclasses.FrozenInstanceError):
        runs.loss = None
    assert isinstance(runs, Runs) and len(repr(runs)) < 400
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(runs)).loss, runs.loss)


@pytest.mark.parametrize("asked, index", [(0.1, 1), (1e-9, 0), (0.031, 0), (0.033, 1), (5.0, 2), (2.0, 2)])
def test_at_finds_the_run_with_the_nearest_rate_as_a_ratio(asked, index):
    assert train(surfaces.quadratic([1.0]), sgd(), [0.01, 0.1, 10.0 / 3], 1).at(asked) == index


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_layers_with_one_rate_train_as_one_rate_does(optimizer):
    one = train(NETWORK, optimizer, [0.01, 0.1], 12, batch_size=25, schedule=schedules.cosine(12))
    by_layer = train(NETWORK, optimizer, [[0.01] * 2, [0.1] * 2], 12, batch_size=25, schedule=schedules.cosine(12))
    np.testing.assert_array_equal(one.params, by_layer.params)
    np.testing.assert_array_equal(one.loss, by_layer.loss)


def test_each_layer_steps_by_its_own_rate():
    start = NETWORK.start(0)[None]
    grad = NETWORK.loss_and_grad(start)[1]
    runs = train(NETWORK, sgd(), [[0.1, 0.7], [0.3, 0.2]], 1)
    first = NETWORK.layer_sizes[0]
    for params, rates in zip(runs.params, runs.lr):
        np.testing.assert_allclose(params[:first], (start - rates[0] * grad)[0, :first], rtol=1e-15)
        np.testing.assert_allclose(params[first:], (start - rates[1] * grad)[0, first:], rtol=1e-15)
    assert runs.at([0.3, 0.3]) == 1 and runs.at(0.25) == 1


def test_training_with_rates_by_layer_goes_on_as_if_it_had_never_stopped():
    rates = np.geomspace(0.01, 1, 80).reshape(40, 2)
    half = train(NETWORK, sgd(0.9), rates, 7, batch_size=25)
    whole = train(NETWORK, sgd(0.9), rates, 17, batch_size=25)
    np.testing.assert_array_equal(train(NETWORK, sgd(0.9), rates, 10, batch_size=25, start=half).params, whole.params)


@pytest.mark.parametrize(
    "problem, lr, said",
    [
        (NETWORK, [[0.1, 0.1, 0.1]], r"lr=.*also an array \(runs, 2\), a column per layer"),
        (NETWORK, [[0.1, -0.1]], "lr=.*above 0"),
        (surfaces.quadratic([1, 2]), [[0.1, 0.1]], "lr=.*: allowed is a finite number above 0, or a list of them$"),
    ],
)
def test_rates_by_layer_that_do_not_fit_are_refused(problem, lr, said):
    with pytest.raises(ValueError, match=said):
        train(problem, sgd(), lr, 1)


def test_digits_are_learned():
    runs = train(networks.mlp(data.digits()), sgd(), [1e-3, 0.3], steps=440, batch_size=64)
    assert runs.validation_accuracy[1, -1] > 0.93 and runs.validation_accuracy[0, -1] < 0.6
    assert runs.train_loss[1, -1] < 0.1 < runs.train_loss[0, -1]


# Bad input


def call(**changes):
    arguments = {"problem": NETWORK, "optimizer": sgd(), "lr": 0.1, "steps": 2} | changes
    return train(
        arguments.pop("problem"), arguments.pop("optimizer"), arguments.pop("lr"), arguments.pop("steps"), **arguments
    )


@pytest.mark.parametrize(
    "name, value, allowed",
    [
        *(
            ("lr", value, "a finite number above 0, or a list of them")
            for value in (
                0,
                -0.1,
                float("nan"),
                float("inf"),
                "0.1",
                "fast",
                b"1",
                [],
                (),
                True,
                False,
                None,
                [0.1, 0],
                [0.1, None],
                [0.1, "0.2"],
                ["0.1"],
                [True],
                [[[0.1, 0.2]]],
                [[0.1], [0.1, 0.2]],
                {0.1},
                1j,
                np.nan,
                object,
            )
        ),
        *(
            ("steps", value, "a whole number from 1")
            for value in (0, -1, 2.5, 2.0, "10", None, True, [3], float("nan"))
        ),
        *(("evaluate_every", value, "a whole number from 1") for value in (0, -1, 1.5, None)),
        *(("seed", value, "a whole number from 0") for value in (-1, 1.5, "one", None)),
        *(("batch_size", value, "a whole number from 1") for value in (0, -1, 51, 10**9, 2.5, "16", True)),
        *(("schedule", value, "one of lrcourse.schedules") for value in (0.5, "cosine", [1, 2], schedules.constant)),
        *(("optimizer", value, "one of lrcourse.optimizers") for value in ("sgd", None, sgd, adam)),
        *(("dtype", value, "np.float32 or np.float64") for value in (int, "float46", np.complex128, bool)),
        *(("progress", value, "a function of (done, total)") for value in (True, "bar")),
        *(("problem", value, "a surface or a network") for value in (None, "digits", FEW, networks.mlp)),
    ],
    ids=lambda value: getattr(value, "__name__", repr(value)[:20]),
)
def test_bad_input_is_named(name, value, allowed):
    with pytest.raises(ValueError) as error:
        call(**{name: value})
    assert str(error.value).startswith(f"{name}={value!r}: allowed") and allowed in str(error.value)


def test_a_batch_larger_than_the_data_is_told_how_much_there_is():
    with pytest.raises(
        ValueError, match="batch_size=51: allowed is a whole number from 1 to 50, the number of training examples"
    ):
        call(batch_size=51)
    with pytest.raises(ValueError, match="batch_size=0: allowed is a whole number from 1"):
        call(batch_size=0)


def test_a_surface_takes_no_batch_size():
    with pytest.raises(ValueError, match="batch_size=8: allowed for a surface is None"):
        call(problem=surfaces.ravine(), batch_size=8)
