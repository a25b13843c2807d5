"""Lesson 14's figures: the best rate against any size, a rule tried on an unseen one, batch sizes, the gradient's
noise.
"""

import numpy as np

from ...plots.base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, label, styled
from ...table import Table
from ..lesson_08 import quickest
from .experiments import (
    BASE,
    BASE_BATCH,
    BASE_RATE,
    BATCH_RATES,
    BATCHES,
    DEPTH_RATES,
    DEPTHS,
    EPOCH_RATES,
    EPOCHS,
    FEW,
    RATES,
    STEP_RATES,
    TIMED,
    WIDEST,
    WIDTHS,
    best_at_equal_steps,
    best_by_width,
    by_batch_size,
    by_batch_size_and_steps,
    by_depth,
    by_epochs,
    by_width,
    foretold,
    loss_at,
    loss_by_batch,
    lowest,
    noise_along,
    power_law,
    same_loss,
    sums_moved,
    trade_off,
    with_rate,
)


@styled
def best_rates(sizes, rates, losses, name, exponents=(), loss="training loss"):
    """draw(size): left the loss over the rate at that size, its best marked; right the best rate of every size, with
    power laws of the given exponents through the first. `losses(size)` (seeds, rates).
    """
    figure, (left, right) = axes("", "Best rate", height=3.9)
    label(left, "learning rate η", f"{loss}, median", xlog=True, ylog=True)
    label(right, name, "best rate η", xlog=True, ylog=True)
    curves = {size: np.median(losses(size), axis=0) for size in sizes}
    best = np.array([lowest(rates, losses(size)) for size in sizes])
    for curve in curves.values():
        left.plot(rates, curve, color=FAINT, lw=0.8, label="_behind")
    right.set(xticks=sizes, xticklabels=sizes, ylim=(0.002, 0.2))
    right.minorticks_off()
    ends = np.array([sizes[0], sizes[-1]])
    for (exponent, words), dashes in zip(exponents, (":", "--")):
        right.plot(ends, best[0, 0] * (ends / ends[0]) ** exponent, dashes, color=GREY, lw=1.2, label=words)
    right.plot(sizes, best[:, 0], "o-", color=INK, ms=5, lw=1.2, label="best")
    (curve,) = left.plot([], [], "o-", color=INK, ms=4, label="median of five seeds")
    (mark,) = left.plot([], [], "D", color=RIGHT, ms=8, label="best")
    (other,) = right.plot([], [], "D", color=RIGHT, ms=9, label="_here")
    right.legend(loc="lower left")
    title = left.set_title("")

    def draw(size):
        i = list(sizes).index(size)
        curve.set_data(rates, curves[size])
        mark.set_data(*best[i][:, None])
        other.set_data([size], best[i, :1])
        title.set_text(f"{name.capitalize()} {size}: best rate {best[i, 0]:.2g}, loss {best[i, 1]:.2g}")
        return curve, mark, other, title

    return draw


def widths(base=None):
    """draw(width): with the usual weights, or in µP from that base on."""
    powers = ((-1, "as 1/width"), (-0.5, "as 1/√width"))
    return best_rates(WIDTHS, RATES, lambda width: by_width(width, base), "width", () if base else powers)


def depths():
    """draw(depth): so many hidden layers of 32 units."""
    return best_rates(DEPTHS, DEPTH_RATES, by_depth, "depth", ((-1, "as 1/depth"), (-1.5, "as 1/depth^1.5")))


def epochs(loss):
    """draw(epochs): the best by "training loss" or "validation loss" after so many epochs."""
    found = dict(zip(EPOCHS, by_epochs()[loss]))
    return best_rates(EPOCHS, EPOCH_RATES, found.get, "epochs", loss=loss)


@styled
def rule():
    """draw(count): the power law through the best rates of the `count` smallest widths, and what it foretells for the
    widest, beside that width's own losses.
    """
    figure, (left, right) = axes("", f"Width {WIDEST}", height=3.9)
    label(left, "width", "best rate η", xlog=True, ylog=True)
    label(right, "learning rate η", "training loss, median", xlog=True, ylog=True)
    left.set(xlim=(12, 700), ylim=(0.002, 0.1), xticks=WIDTHS, xticklabels=WIDTHS)
    left.minorticks_off()
    rates, losses = best_by_width(), by_width(WIDEST)
    right.plot(RATES, np.median(losses, axis=0), "o-", color=INK, ms=4, label="tried")
    right.axvline(rates[0], color=LARGE, lw=1.5, ls="--", label="width 16's best rate")
    left.plot(WIDTHS, rates, "o", color=INK, mfc="none", ms=7, label="not yet seen")
    (seen,) = left.plot([], [], "o", color=INK, ms=7, label="fitted")
    (line,) = left.plot([], [], "--", color=SMALL, lw=1.5, label="power law")
    (guess,) = left.plot([], [], "D", color=RIGHT, ms=9, label="foretold")
    (tried,) = right.plot([], [], "D", color=RIGHT, ms=9, label="foretold, and tried")
    left.legend(loc="lower left")
    right.legend(loc="upper left")
    title = left.set_title("")

    def draw(count):
        factor, exponent = power_law(WIDTHS[:count], rates[:count])
        rate = foretold(count)
        seen.set_data(WIDTHS[:count], rates[:count])
        line.set_data([WIDTHS[0], WIDEST], factor * np.array([WIDTHS[0], WIDEST]) ** exponent)
        guess.set_data([WIDEST], [rate])
        tried.set_data([rate], [with_rate(rate)])
        title.set_text(f"Exponent {exponent:.2f}: {rate:.2g} for width {WIDEST}")
        return seen, line, guess, tried, title

    return draw


@styled
def batches():
    """draw(size): the loss after three epochs with batches of this size, over the rate, and over the rate by the batch
    size; the dashed line is the loss of batches of 2 at a rate of 0.02. The largest rates of batches of 2, 4 and 8 are
    left out: with 2 and 4, rounding decides where such a run ends.
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
    """After 40 steps with each batch size: the loss at one rate, and the best rate."""
    rows = [
        (str(size), f"{loss_at(rate, by_batch_size_and_steps(size), STEP_RATES):.1f}", f"{best:.2g}")
        for size, best in zip(FEW, best_at_equal_steps())
    ]
    return Table(("batch size", f"loss at a rate of {rate}", "best rate"), tuple(rows))


@styled
def critical():
    """draw(critical): steps to an accuracy of 0.93 by batch size, beside the curve that a critical batch size gives:
    fewest steps · (1 + critical / batch).
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
    """draw(seed): the noise scale along one run, with the critical batch size that the steps gave."""
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


def moved():
    """How far one step at one rate moves the sums of each layer at the narrowest and at the widest."""
    narrow, wide = sums_moved(BASE), sums_moved(WIDEST)
    rows = zip(("first", "hidden", "last"), *(map("{:.2g}".format, some) for some in (narrow, wide, wide / narrow)))
    return Table(("layer", f"move at width {BASE}", f"at width {WIDEST}", "ratio"), tuple(rows))


def kept_and_lost():
    """Width 512 with the usual weights and in µP: loss at width 16's best rate, and at its own."""
    rows = []
    for name, base in (("usual", None), ("µP from 16 on", BASE)):
        losses = by_width(WIDEST, base)
        small = best_by_width(base, (BASE,))[0]
        own, least = lowest(RATES, losses)
        rows.append((name, f"{loss_at(small, losses):.1f}", f"{own:.2g}", f"{least:.1f}"))
    return Table(("weights and rates", "loss with width 16's rate", "its own best rate", "loss with that"), tuple(rows))
