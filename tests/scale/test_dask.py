"""Training over a Dask cluster: the same numbers to the bit, also when a worker dies in the middle."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from distributed import Client, LocalCluster

from lrcourse import data, networks, search, surfaces, train
from lrcourse.engine.optimizers import adam, sgd

MODEL = networks.mlp(data.digits(), hidden=(16,))
RATES = np.geomspace(1e-3, 1, 130)  # five blocks


@dataclass(frozen=True)
class DiesOnce(sgd):
    """Gradient descent in whose first step the process is killed, but only once: it leaves a file as a mark."""

    mark: str = ""
    spared: int = 0  # the tests' own process

    def update(self, params, grad, state, lr):
        if os.getpid() != self.spared and not Path(self.mark).exists():
            Path(self.mark).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().update(params, grad, state, lr)


@dataclass(frozen=True)
class Raises(sgd):
    """Gradient descent that cannot."""

    def update(self, params, grad, state, lr):
        raise ZeroDivisionError("the worker's own message")


@pytest.fixture(scope="module")
def executor():
    """Give an executor over a cluster of two workers on this machine."""
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster,
        Client(cluster) as client,
    ):
        yield client.get_executor(pure=False)


def same(one, other):
    """Raise AssertionError unless two results hold the same numbers, to the bit."""
    for name in ("loss", "params", "diverged_at", "train_loss", "validation_accuracy", "path"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@pytest.mark.parametrize(
    "problem, batch_size", [(MODEL, 64), (surfaces.rosenbrock(), None)], ids=["network", "surface"]
)
def test_a_cluster_gives_the_same_numbers_to_the_bit(executor, problem, batch_size):
    options = dict(batch_size=batch_size)
    same(train(problem, adam(), RATES, 40, executor=executor, **options), train(problem, adam(), RATES, 40, **options))


def test_a_search_over_a_cluster_moves_its_progress_bar(executor):
    reported, options = [], dict(batch_size=64, seeds=range(3))
    there = search.grid(
        MODEL, sgd(), RATES[:5], 40, executor=executor, progress=lambda *at: reported.append(at), **options
    )
    np.testing.assert_array_equal(there.scores, search.grid(MODEL, sgd(), RATES[:5], 40, **options).scores)
    assert reported == [(40, 120), (80, 120), (120, 120)]


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(executor, tmp_path):
    mark = tmp_path / "mark"
    there = train(MODEL, DiesOnce(mark=str(mark), spared=os.getpid()), RATES, 40, batch_size=64, executor=executor)
    assert mark.exists()
    same(there, train(MODEL, sgd(), RATES, 40, batch_size=64))


def test_an_error_arrives_with_its_own_message(executor):
    with pytest.raises(ZeroDivisionError, match="the worker's own message"):
        train(MODEL, Raises(), RATES, 40, batch_size=64, executor=executor)
