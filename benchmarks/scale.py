"""Measure how much a pool of processes gains: 2,000 trainings, and a search of 5 seeds and 32 rates, by workers.

python -m benchmarks.scale [TRAININGS]
"""

import lrcourse  # noqa: F401, I001  before numpy, whose products then take one thread

import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np

from lrcourse import data, networks, search, train
from lrcourse.engine.optimizers import sgd

MODEL = networks.mlp(data.digits(), hidden=(32,))
WORKERS = 1, 2, 4
REPEATS = 3


def seconds(run):
    """Return the median of the wall seconds of REPEATS calls."""
    times = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        run()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def many(executor, count):
    """Train `count` runs from the same weights, each at a rate of its own."""
    train(MODEL, sgd(), np.geomspace(1e-3, 1, count), 110, batch_size=64, evaluate_every=11, executor=executor)


def find(executor):
    """Search 5 seeds and 32 rates, evaluated at the ends only."""
    search.grid(MODEL, sgd(), np.geomspace(1e-3, 1, 32), 440, batch_size=64, seeds=range(5), executor=executor)


def main(count="2000"):
    """Print a line per number of workers, with warm pools; and first the time in one process."""
    tasks = {f"{count} trainings": lambda pool: many(pool, int(count)), "search": find}
    here = {name: seconds(lambda task=task: task(None)) for name, task in tasks.items()}
    print("in one process:", ", ".join(f"{name} {took:.2f} s" for name, took in here.items()))
    for workers in WORKERS:
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            many(pool, 64)  # warm: the workers have imported what they need
            took = {name: seconds(lambda task=task: task(pool)) for name, task in tasks.items()}
        print(f"{workers} workers:", ", ".join(f"{n} {s:.2f} s ({here[n] / s:.2f} x)" for n, s in took.items()))


if __name__ == "__main__":
    main(*sys.argv[1:])
