"""Measure how time and memory grow with the number of rates, the width, the depth and the batch.

    python -m benchmarks.growth     (draws benchmarks/growth.png)

Each point is a training of 110 steps of an MLP on 600 digits (32 rates, one hidden layer of 64, batches of 64, unless
the axis says otherwise), in a process of its own, in float64: its median of three, and its peak memory above an import.
"""

import multiprocessing
import resource
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from lrcourse import data, networks, train
from lrcourse.engine.optimizers import sgd
from lrcourse.plots import base

STEPS = 110
AXES = {
    "learning rates": (8, 32, 128, 512),
    "hidden units": (16, 64, 256),
    "hidden layers": (1, 2, 3),
    "batch": (8, 64, 600),
}
USUAL = {"learning rates": 32, "hidden units": 64, "hidden layers": 1, "batch": 64}


def measure(point):
    """Train once at this point; return (seconds, megabytes above an import)."""
    before = _peak()
    model = networks.mlp(data.digits(), hidden=(point["hidden units"],) * point["hidden layers"])
    rates = np.geomspace(1e-3, 1e-1, point["learning rates"])
    times = []
    for _ in range(3):
        began = time.perf_counter()
        train(model, sgd(), rates, STEPS, batch_size=point["batch"], evaluate_every=10_000)
        times.append(time.perf_counter() - began)
    return statistics.median(times), _peak() - before


def work(axis, value):
    """Return the multiplications of a step, with which the growth of the time is compared."""
    point = USUAL | {axis: value}
    inner = (point["hidden layers"] - 1) * point["hidden units"] ** 2
    return point["learning rates"] * point["batch"] * (74 * point["hidden units"] + inner)


def _peak():
    """Return this process's peak memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main():
    """Measure every point in a process of its own, print a line per point, and draw the figure."""
    context, found = multiprocessing.get_context("spawn"), {}
    for axis, values in AXES.items():
        for value in values:
            with context.Pool(1) as one:
                found[axis, value] = one.apply(measure, (USUAL | {axis: value},))
            seconds, megabytes = found[axis, value]
            print(f"{axis:15} {value:4}  {seconds:6.3f} s  {megabytes:4.0f} MB")
        seconds = [found[axis, value][0] for value in values]
        grown, more = seconds[-1] / seconds[0], work(axis, values[-1]) / work(axis, values[0])
        print(f"{'':15} time x {grown:.1f} for multiplications x {more:.1f}")
    draw(found).savefig(Path(__file__).with_suffix(".png"), dpi=96)


@base.styled
def draw(found):
    """Draw seconds and megabytes against each axis, with a line that grows as the multiplications do."""
    figure = base.Picture(figsize=(9, 4.4))
    rows = figure.subplots(2, len(AXES), sharey="row")
    for column, (axis, values) in zip(rows.T, AXES.items()):
        for row, ax in enumerate(column):
            measured = [found[axis, value][row] for value in values]
            ax.loglog(values, measured, "o-", color=base.SMALL)
            if row == 0:
                grown = [measured[0] * work(axis, value) / work(axis, values[0]) for value in values]
                ax.loglog(values, grown, ":", color=base.GREY, label="as the multiplications grow")
            ax.set_xticks(values, map(str, values))
            ax.minorticks_off()
        column[1].set_xlabel(axis)
    rows[0, 0].set_ylabel("seconds")
    rows[1, 0].set_ylabel("MB above an import")
    rows[1, 0].set_yticks([10, 30, 100], ["10", "30", "100"])
    rows[0, 2].legend(fontsize=8, loc="upper left")
    return figure


if __name__ == "__main__":
    main()
