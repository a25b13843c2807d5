"""Figures about batch sizes: the loss over the rate, the critical batch size, the gradient's noise."""

import numpy as np

from ...plots.base import FAINT, INK, RIGHT, SMALL, axes, label, styled
from ...plots.table import Table
from ..searching import quickest
from .batch_size import (
    BASE_BATCH,
    BASE_RATE,
    BATCH_RATES,
    BATCHES,
    FEW,
    STEP_RATES,
    TIMED,
    best_at_equal_steps,
    by_batch_size,
    by_batch_size_and_steps,
    loss_by_batch,
    noise_along,
    same_loss,
    trade_off,
)
from .experiments import loss_at


@styled
def batches():
    """Return draw(size): the loss after three epochs with batches of this size, over the rate, and over the rate
    divided by the batch size; the dashed line is the loss of batches of 2 at a rate of 0.02. The largest rates of
    batches of 2, 4 and 8 are left out, as with 2 and 4 rounding decides where such a run ends.
    """
    figure, (left, right) = axes("", "Over the rate by the batch size", height=3.9)
    label(left, "learning rate η", "training loss, median", xlog=True, ylog=True)
    label(right, "η / batch size", "training loss, median", xlog=True, ylog=True)
    rates = {size: BATCH_RATES[BATCH_RATES <= 0.081 * size] for size in BATCHES}
    curves = {size: np.median(by_batch_size(size)[-1], axis=0)[: len(rates[size])] for size in BATCHES}
    goal, shown = loss_by_batch(BASE_BATCH, BASE_RATE), []
    for ax, power in ((left, 0), (right, 1)):
        for size, curve in curves.items():
            ax.plot(rates[size] / size**power, curve, color=FAINT, lw=0.8, label="_behind")
        ax.axhline(goal, color=SMALL, lw=1.2, ls="--", label="batches of 2 at 0.02")
        shown += ax.plot([], [], "o-", color=INK, ms=4, label="median of five seeds")
    right.legend(loc="lower left")
    title = left.set_title("")

    def draw(size):
        for line, power in zip(shown, (0, 1)):
            line.set_data(rates[size] / size**power, curves[size])
        rate = same_loss(size)
        title.set_text(f"Batch size {size}: " + (f"that loss at {rate:.2g}" if rate else "no rate reaches that loss"))
        return (*shown, title)

    return draw


def equal_steps(rate=0.05):
    """Return a table of the loss at one rate and the best rate after 40 steps, for each batch size."""
    rows = [
        (str(size), f"{loss_at(rate, by_batch_size_and_steps(size), STEP_RATES):.1f}", f"{best:.2g}")
        for size, best in zip(FEW, best_at_equal_steps())
    ]
    return Table(("batch size", f"loss at a rate of {rate}", "best rate"), tuple(rows))


@styled
def critical():
    """Return draw(critical): steps to an accuracy of 0.93 by batch size, beside the curve that a critical batch size
    gives: fewest steps · (1 + critical / batch).
    """
    figure, (ax,) = axes("", height=3.6)
    label(ax, "batch size", "steps to 0.93", xlog=True, ylog=True)
    steps, sizes = np.array([np.median(quickest(size)) for size in TIMED]), np.geomspace(1, 256, 60)
    ax.set(xlim=(0.8, 320), ylim=(15, 1500))
    ax.plot(TIMED, steps, "o", color=INK, ms=6, label="counted, median")
    (curve,) = ax.plot([], [], color=SMALL, label="curve of the critical batch size")
    ax.legend(loc="upper right")
    title = ax.set_title("")

    def draw(critical):
        shape = 1 + critical / np.array(TIMED)
        fewest = np.exp(np.mean(np.log(steps / shape)))
        off = np.abs(np.log(fewest * shape / steps)).max()
        curve.set_data(sizes, fewest * (1 + critical / sizes))
        title.set_text(f"Critical batch size {critical:g}: off by up to {100 * (np.exp(off) - 1):.0f} %")
        return curve, title

    return draw


@styled
def noise():
    """Return draw(seed): the noise scale along one run, with the critical batch size that the steps gave."""
    figure, (ax,) = axes("", height=3.4)
    label(ax, "step", "noise scale", ylog=True)
    along = [noise_along(seed) for seed in range(5)]
    steps = 20 * np.arange(len(along[0]))
    ax.set(xlim=(0, steps[-1]), ylim=(2, 300))
    ax.plot(steps, np.transpose(along), color=FAINT, lw=0.8, label="_behind")
    ax.axhline(trade_off()[2], color=RIGHT, lw=1.5, ls="--", label="critical batch size, from counted steps")
    (line,) = ax.plot([], [], "o-", color=INK, ms=4, label="noise scale")
    ax.legend(loc="upper left")
    title = ax.set_title("")

    def draw(seed):
        line.set_data(steps, along[seed])
        title.set_text(f"Seed {seed}: noise scale {np.median(along[seed]):.0f} in the median")
        return line, title

    return draw
