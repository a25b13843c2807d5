"""Figures: the best rate by any size, a rule tried on a size it has not seen, µP."""

import numpy as np

from ...plots.base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, label, styled
from ...plots.table import Table
from .experiments import (
    BASE,
    DEPTH_RATES,
    DEPTHS,
    EPOCH_RATES,
    EPOCHS,
    RATES,
    WIDEST,
    WIDTHS,
    best_by_width,
    by_depth,
    by_epochs,
    by_width,
    loss_at,
    lowest,
    power_law,
    predicted_rate,
    sums_moved,
    with_rate,
)


@styled
def best_rates(sizes, rates, losses, name, exponents=(), loss="training loss"):
    """Return draw(size): left the loss over the rate at that size, its best marked; right the best rate of every size,
    with power laws of the given exponents through the first. `losses(size)` (seeds, rates).
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
    """Return draw(width): in µP from that base on; or with the usual weights, up to the last but one."""
    powers = ((-1, "as 1/width"), (-0.5, "as 1/√width"))
    sizes, powers = (WIDTHS, ()) if base else (WIDTHS[:-1], powers)
    return best_rates(sizes, RATES, lambda width: by_width(width, base), "width", powers)


def depths():
    """Return draw(depth): so many hidden layers."""
    return best_rates(DEPTHS, DEPTH_RATES, by_depth, "depth", ((-1, "as 1/depth"), (-1.5, "as 1/depth^1.5")))


def epochs(loss):
    """Return draw(epochs): the best by "training loss" or "validation loss" after so many epochs."""
    found = dict(zip(EPOCHS, by_epochs()[loss]))
    return best_rates(EPOCHS, EPOCH_RATES, found.get, "epochs", loss=loss)


@styled
def rule():
    """Return draw(count): the power law through the best rates of the `count` smallest widths, and what it predicts for
    the widest, beside that width's own losses.
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
    (guess,) = left.plot([], [], "D", color=RIGHT, ms=9, label="predicted")
    (tried,) = right.plot([], [], "D", color=RIGHT, ms=9, label="predicted, and tried")
    left.legend(loc="lower left")
    right.legend(loc="upper left")
    title = left.set_title("")

    def draw(count):
        factor, exponent = power_law(WIDTHS[:count], rates[:count])
        rate = predicted_rate(count)
        seen.set_data(WIDTHS[:count], rates[:count])
        line.set_data([WIDTHS[0], WIDEST], factor * np.array([WIDTHS[0], WIDEST]) ** exponent)
        guess.set_data([WIDEST], [rate])
        tried.set_data([rate], [with_rate(rate)])
        title.set_text(f"Exponent {exponent:.2f}: {rate:.2g} for width {WIDEST}")
        return seen, line, guess, tried, title

    return draw


def moved():
    """Return a table of how far one step moves the sums of each layer at the narrowest and at the widest."""
    narrow, wide = sums_moved(BASE), sums_moved(WIDEST)
    rows = zip(("first", "hidden", "last"), *(map("{:.2g}".format, some) for some in (narrow, wide, wide / narrow)))
    return Table(("layer", f"move at width {BASE}", f"at width {WIDEST}", "ratio"), tuple(rows))


def kept_and_lost():
    """Tabulate width 512 with the usual weights and in µP: its loss at width 16's best rate, and at its own."""
    rows = []
    for name, base in (("usual", None), ("µP from 16 on", BASE)):
        losses = by_width(WIDEST, base)
        small = best_by_width(base, (BASE,))[0]
        own, least = lowest(RATES, losses)
        rows.append((name, f"{loss_at(small, losses):.1f}", f"{own:.2g}", f"{least:.1f}"))
    return Table(("weights and rates", "loss with width 16's rate", "its own best rate", "loss with that"), tuple(rows))
