"""Optimizers against PyTorch's and optax's own paths, the reference values (10, 11, 13, 3) and their invariants."""

import json
import pickle
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lrcourse import optimizers, surfaces, train
from lrcourse.engine.optimizers import adagrad, adam, adamw, rmsprop, sgd

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "reference.json").read_text(encoding="utf-8"))[
    "optimizers"
]
OURS = {
    "sgd": sgd(),
    "momentum": sgd(momentum=0.9),
    "nesterov": sgd(momentum=0.9, nesterov=True),
    "adagrad": adagrad(),
    "rmsprop": rmsprop(),
    "adam": adam(),
    "adamw": adamw(),
    "adam, beta1 .5, beta2 .9, eps .01": adam(beta1=0.5, beta2=0.9, eps=0.01),
    "rmsprop, alpha .9, eps .01": rmsprop(alpha=0.9, eps=0.01),
    "adagrad, eps .01": adagrad(eps=0.01),
    "adagrad, eps 0": adagrad(eps=0),
    "adamw, weight decay .3": adamw(weight_decay=0.3),
}
ALL = [pytest.param(optimizer, id=name) for name, optimizer in OURS.items()]
CASES = [
    pytest.param(problem, library, name, id=f"{library}: {name}, {problem}")
    for problem, libraries in REFERENCE["paths"].items()
    for library, paths in libraries.items()
    for name in paths
]
properties = settings(derandomize=True, deadline=None, max_examples=40, database=None)


def follow(optimizer, grads, lr, start=None):
    """Return the points (runs, steps + 1, size) that given gradients (steps, runs, size) lead to."""
    grads = np.asarray(grads, float)
    params = np.zeros(grads.shape[1:]) if start is None else np.array(start, float)
    state, path = optimizer.init(params), [params]
    for grad in grads:
        params, state = optimizer.update(params, grad, state, np.reshape(lr, (-1, 1)))
        path.append(params)
    return np.stack(path, axis=1)


def moments(state):
    """Return the arrays of a state: one, several or none."""
    return [part for part in (state if isinstance(state, tuple) else (state,)) if isinstance(part, np.ndarray)]


@pytest.mark.parametrize("problem, library, name", CASES)
def test_path_is_the_library_s(problem, library, name):
    expected = np.array(REFERENCE["paths"][problem][library][name])  # (steps + 1, 3)
    if problem == "quadratic":  # through train, among other rates
        surface = surfaces.quadratic(REFERENCE["curvatures"], start=REFERENCE["start"])
        path = train(surface, OURS[name], [0.01, REFERENCE["lr"], 0.3], steps=len(expected) - 1).path[1]
    else:
        grads = np.array(REFERENCE["given_gradients"])[:, None]
        path = follow(OURS[name], grads, REFERENCE["lr"], [REFERENCE["start"]])[0]
    np.testing.assert_allclose(path, expected, rtol=1e-12, atol=1e-14)


def test_reference_covers_every_optimizer():
    for libraries in REFERENCE["paths"].values():
        assert set(libraries["torch"]) | set(libraries["optax"]) == set(OURS)


@pytest.mark.parametrize(
    "name, defaults",
    {
        "sgd": {"momentum": 0.0, "nesterov": False},
        "adagrad": {"eps": 1e-10},
        "rmsprop": {"alpha": 0.99, "eps": 1e-8},
        "adam": {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
        "adamw": {"weight_decay": 0.01, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    }.items(),
)
def test_defaults_are_pytorch_s(name, defaults):
    assert asdict(getattr(optimizers, name)()) == defaults


# Reference values 10 and 11, at a rate of 1e-3


def test_adam_moves_by_the_rate_under_a_constant_gradient():
    grads = np.broadcast_to([[3.0, -0.02, 1e3]], (50, 1, 3))
    path = follow(adam(), grads, 1e-3)[0]
    np.testing.assert_allclose(np.diff(path, axis=0), np.broadcast_to([-1e-3, 1e-3, -1e-3], (50, 3)), rtol=1e-6)


def test_adam_without_bias_correction_would_start_3_162_times_as_far():
    g = 0.7
    _, (m, v, _) = adam().update(np.zeros((1, 1)), np.full((1, 1), g), adam().init(np.zeros((1, 1))), 1e-3)
    assert (m / np.sqrt(v)).item() == pytest.approx(3.162, abs=5e-4)


def test_rmsprop_s_first_step_is_ten_rates():
    path = follow(rmsprop(), [[[5.0, -0.3]]], 1e-3)[0]
    np.testing.assert_allclose(path[1], [-1e-2, 1e-2], rtol=1e-6)


def test_adagrad_s_steps_fall_with_the_root_of_t():
    path = follow(adagrad(), np.full((100, 1, 1), 0.4), 1e-3)[0, :, 0]
    np.testing.assert_allclose(-np.diff(path), 1e-3 / np.sqrt(np.arange(1, 101)), rtol=1e-8)
    assert -path[-1] / 1e-3 == pytest.approx(18.5896, abs=5e-5)


# Reference value 12: three gradients, +3 at every third step and −1 else, pull to −1 on average; Adam goes to +1


def test_reddi_s_example_leads_adam_to_the_worst_point():
    optimizer = adam(beta1=0, beta2=0.1)
    x = np.zeros((1, 1))
    state = optimizer.init(x)
    for t in range(1, 3001):
        grad = np.full((1, 1), 3.0 if t % 3 == 1 else -1.0)
        x, state = optimizer.update(x, grad, state, 0.5 / np.sqrt(t))
        x = np.clip(x, -1, 1)  # the paper's feasible set
        if t > 2900:
            assert x.item() > 0.9, t
    assert x.item() == 1


def test_sgd_on_reddi_s_example_finds_the_optimum():
    x = np.zeros((1, 1))
    for t in range(1, 3001):
        x = np.clip(sgd().update(x, 3.0 if t % 3 == 1 else -1.0, (), 0.5 / np.sqrt(t))[0], -1, 1)
    assert x.item() == pytest.approx(-1, abs=0.05)


# Invariants

finite = st.floats(-100, 100, allow_subnormal=False)
grad_lists = arrays(float, (4, 2, 3), elements=finite)  # (steps, runs, size)


@pytest.mark.parametrize("optimizer", ALL)
def test_update_leaves_its_inputs_alone_and_keeps_their_shape(optimizer):
    rng = np.random.default_rng(1)
    params, grad, lr = rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), np.array([[0.1], [0.2], [0.3]])
    _, state = optimizer.update(params, grad, optimizer.init(params), lr)
    before = [array.copy() for array in (params, grad, lr, *moments(state))]
    new, new_state = optimizer.update(params, grad, state, lr)
    for old, now in zip(before, (params, grad, lr, *moments(state)), strict=True):
        np.testing.assert_array_equal(old, now)
    assert new.shape == params.shape and not np.shares_memory(new, params)
    assert [a.shape for a in moments(new_state)] == [a.shape for a in moments(state)]
    np.testing.assert_array_equal(new, optimizer.update(params, grad, state, lr)[0], "the same call twice")


@pytest.mark.parametrize("optimizer", ALL)
@properties
@given(grads=grad_lists, first=st.floats(1e-3, 1), second=st.floats(1e-3, 1))
def test_runs_do_not_influence_each_other(optimizer, grads, first, second):
    with np.errstate(all="ignore"):  # 0/0 where ε = 0 and a gradient is 0, as in PyTorch
        together = follow(optimizer, grads, [first, second])
        np.testing.assert_array_equal(together[:1], follow(optimizer, grads[:, :1], [first]))
        np.testing.assert_array_equal(together[::-1], follow(optimizer, grads[:, ::-1], [second, first]))


@properties
@given(
    grads=arrays(float, (5, 1, 3), elements=st.floats(-10, 10).filter(lambda g: abs(g) > 1e-3)),
    scale=st.floats(1e-3, 1e3),
)
def test_adam_does_not_see_the_loss_s_scale(grads, scale):
    for optimizer in (adam(eps=0), rmsprop(eps=0), adagrad(eps=0)):
        np.testing.assert_allclose(
            follow(optimizer, scale * grads, 0.1), follow(optimizer, grads, 0.1), rtol=1e-9, atol=1e-12
        )


@properties
@given(grads=grad_lists, scale=st.floats(1e-2, 1e2))
def test_sgd_is_linear_in_the_rate_and_in_the_gradient(grads, scale):
    for optimizer in (sgd(), sgd(0.9), sgd(0.9, nesterov=True)):
        moved = follow(optimizer, grads, 0.1)
        np.testing.assert_allclose(follow(optimizer, grads, 0.1 * scale), scale * moved, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(follow(optimizer, scale * grads, 0.1), scale * moved, rtol=1e-9, atol=1e-9)


@properties
@given(grads=grad_lists)
def test_adam_s_steps_are_bounded(grads):
    """Kingma & Ba 2015, section 2.1: at most lr (1 − β1)/√(1 − β2) a step, where that is above lr."""
    steps = np.diff(follow(adam(), grads, 1.0), axis=1)
    assert np.abs(steps).max() <= 0.1 / np.sqrt(0.001) + 1e-9


def test_adamw_without_decay_is_adam_and_decay_alone_shrinks():
    grads = np.random.default_rng(0).normal(size=(6, 2, 3))
    np.testing.assert_array_equal(follow(adamw(weight_decay=0), grads, 0.1), follow(adam(), grads, 0.1))
    shrunk = follow(adamw(weight_decay=0.5), np.zeros((3, 1, 1)), 0.1, start=[[1.0]])
    np.testing.assert_allclose(shrunk[0, :, 0], 0.95 ** np.arange(4))


@pytest.mark.parametrize("optimizer", ALL)
def test_values_print_compare_hash_and_pickle(optimizer):
    assert eval(repr(optimizer), vars(optimizers)) == optimizer
    assert pickle.loads(pickle.dumps(optimizer)) == optimizer and hash(eval(repr(optimizer), vars(optimizers))) == hash(
        optimizer
    )
    assert [other for other in OURS.values() if other == optimizer] == [optimizer]
    with pytest.raises(AttributeError):  # frozen
        optimizer.eps = 1
    assert isinstance(optimizer, optimizers.Optimizer)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("optimizer", ALL)
def test_dtype_is_kept(optimizer, dtype):
    params = np.ones((2, 3), dtype)
    new, state = optimizer.update(params, params, optimizer.init(params), np.full((2, 1), 0.1, dtype))
    assert {new.dtype, *(a.dtype for a in moments(state))} == {np.dtype(dtype)}


@pytest.mark.parametrize(
    "make, value",
    [
        *(
            (make, value)
            for value in (1, 1.5, -0.1, float("nan"), float("inf"), "0.9", None, True)
            for make in (
                lambda v: sgd(momentum=v),
                lambda v: rmsprop(alpha=v),
                lambda v: adam(beta1=v),
                lambda v: adam(beta2=v),
                lambda v: adamw(beta1=v),
            )
        ),
        *(
            (make, value)
            for value in (-1e-9, float("nan"), float("inf"), "small", None)
            for make in (
                lambda v: adagrad(eps=v),
                lambda v: rmsprop(eps=v),
                lambda v: adam(eps=v),
                lambda v: adamw(eps=v),
                lambda v: adamw(weight_decay=v),
            )
        ),
    ],
)
def test_bad_input_is_named(make, value):
    with pytest.raises(ValueError, match="^(momentum|alpha|beta1|beta2|eps|weight_decay)=") as error:
        make(value)
    assert f"={value!r}: allowed is" in str(error.value)


def test_nesterov_needs_momentum():
    with pytest.raises(ValueError, match="momentum=0.0: allowed with nesterov=True"):
        sgd(nesterov=True)
