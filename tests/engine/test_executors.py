"""Training over a pool of processes: the same numbers to the bit, whatever happens to the pool."""

import os
import pickle
import signal
import time
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, fields

import numpy as np
import pytest

from lrcourse import data, networks, search, surfaces, train
from lrcourse.engine.executors import run_jobs
from lrcourse.engine.optimizers import adam, sgd

HERE = os.getpid()
MODEL = networks.mlp(data.digits(), hidden=(8,))
RATES = np.geomspace(1e-3, 1, 70)  # three blocks


def half_square(x):
    return 0.5 * x @ x, x


@dataclass(frozen=True)
class Elsewhere(sgd):
    """Gradient descent that does something else in another process than that of the tests."""

    what: str = ""

    def update(self, params, grad, state, lr):
        if os.getpid() != HERE and self.what == "dies":
            os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        if os.getpid() != HERE and self.what == "raises":
            raise ZeroDivisionError("the worker's own message")
        return super().update(params, grad, state, lr)


@pytest.fixture(scope="module")
def pool():
    with ProcessPoolExecutor(2) as pool:
        yield pool


def assert_same(one, other):
    for field in fields(one):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if isinstance(left, np.ndarray):
            np.testing.assert_array_equal(left, right, err_msg=field.name)


@pytest.mark.parametrize(
    "problem, options",
    [
        (MODEL, dict(batch_size=64)),
        (MODEL, dict(batch_size=64, dtype=np.float32, evaluate_every=3)),
        (surfaces.ravine(), {}),
        (surfaces.noisy_bowl(1.0, 0.1, start=np.linspace(1, 2, 25)), {}),
        (surfaces.double_well(start=np.linspace(-2, 2, 1030)[:, None]), {}),
    ],
    ids=["network", "float32", "surface", "noisy bowl", "many starts"],
)
def test_a_pool_gives_the_same_numbers_to_the_bit(pool, problem, options):
    rates = 0.1 if problem.start().ndim == 2 else RATES
    here = train(problem, adam(), rates, 40, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # nothing broke
        assert_same(train(problem, adam(), rates, 40, executor=pool, **options), here)


def test_a_pool_goes_on_from_earlier_runs(pool):
    options = dict(batch_size=64, executor=pool)
    first = train(MODEL, adam(), RATES, 20, **options)
    assert_same(
        train(MODEL, adam(), RATES, 20, start=first, **options),
        train(MODEL, adam(), RATES, 20, start=train(MODEL, adam(), RATES, 20, batch_size=64), batch_size=64),
    )


def test_a_search_spreads_all_its_seeds(pool):
    reported = []
    options = dict(batch_size=64, seeds=range(3))
    spread_out = search.grid(
        MODEL, sgd(), RATES, 20, executor=pool, progress=lambda *at: reported.append(at), **options
    )
    here = search.grid(MODEL, sgd(), RATES, 20, **options)
    np.testing.assert_array_equal(spread_out.scores, here.scores)
    for one, other in zip(spread_out.runs, here.runs):
        assert_same(one, other)
    assert reported == [(20 * done, 20 * 9) for done in range(1, 10)]  # three seeds of three blocks
    drawn = search.random(MODEL, sgd(), 1e-3, 1, 5, 20, executor=pool, **options)
    np.testing.assert_array_equal(drawn.scores, search.random(MODEL, sgd(), 1e-3, 1, 5, 20, **options).scores)


def test_a_killed_process_loses_nothing():
    here = train(MODEL, sgd(), RATES, 20, batch_size=64)
    reported = []
    broke = "broke, and what it left undone was done here"
    with ProcessPoolExecutor(1) as pool:
        options = dict(progress=lambda *at: reported.append(at))
        with pytest.warns(UserWarning, match=broke):
            assert_same(train(MODEL, Elsewhere(what="dies"), RATES, 20, batch_size=64, executor=pool, **options), here)
        assert reported == [(20, 60), (40, 60), (60, 60)]
        with pytest.warns(UserWarning, match=broke):  # it takes no job any more
            assert_same(train(MODEL, sgd(), RATES, 20, batch_size=64, executor=pool), here)


def test_an_error_arrives_as_it_is_and_cancels_the_rest(pool):
    with pytest.raises(ZeroDivisionError, match="the worker's own message"):
        train(MODEL, Elsewhere(what="raises"), RATES, 20, batch_size=64, executor=pool)
    begun = []

    def job(number):
        begun.append(number)
        time.sleep(0.05)
        raise KeyError(number)

    with ThreadPoolExecutor(1) as one, pytest.raises(KeyError, match="0"):
        run_jobs(job, [(number,) for number in range(50)], one, print)
    assert len(begun) < 5


@pytest.mark.parametrize("executor", [2, "pool", ProcessPoolExecutor, print])
def test_what_is_no_executor_is_refused(executor):
    for call in (
        lambda: train(MODEL, sgd(), RATES, 20, executor=executor),
        lambda: search.grid(MODEL, sgd(), RATES, 20, executor=executor),
    ):
        with pytest.raises(ValueError, match="executor=.*allowed is a concurrent.futures.Executor"):
            call()


@pytest.mark.parametrize(
    "surface",
    [
        surfaces.quadratic([1, 4], start=[[1, 2], [3, 4]]),
        surfaces.ravine(angle=10),
        surfaces.double_well(depths=(0, 0.1)),
        surfaces.rosenbrock(),
        surfaces.wavy(wave=2.0),
        surfaces.noisy_bowl(2.0, sigma=0.5),
        surfaces.from_function(half_square, [1.0]),
    ],
    ids=lambda surface: surface.name,
)
def test_a_surface_pickles_as_the_call_that_makes_it(surface):
    copy = pickle.loads(pickle.dumps(surface))
    at = np.full((3, surface.size), 0.3)
    np.testing.assert_array_equal(copy(at), surface(at))
    np.testing.assert_array_equal(copy.start(), surface.start())
    assert copy.sigma == surface.sigma and copy.name == surface.name
