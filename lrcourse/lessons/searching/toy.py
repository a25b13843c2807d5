"""Figures of a toy whose best rate is known."""

import numpy as np

from ...plots.base import FAINT, GREY, LARGE, RIGHT, axes, label, styled
from .experiments import HIGH, LOW, WIDTH, cells, distances, misses

TOY_BEST = 0.01  # the middle of the range: the toy's best rate


def _toy(rates):
    """Return the toy's score (rates,): 1 at its best rate, and falling alike on both sides of it, on a log axis."""
    return np.exp(-np.abs(np.log10(rates / TOY_BEST)))


@styled
def probes():
    """Return draw(runs, shift): a grid and one random draw as probes on the toy's true curve.

    On the right, how often each misses the best rate by how much.
    """
    figure, (left, right) = axes("Probes on the true curve", "Share of searches that miss by at most so much", height=4)
    curve = cells(400)
    left.plot(curve, _toy(curve), color=GREY, lw=1.5, label="the toy's true score")
    left.axvline(TOY_BEST, color=GREY, lw=1, ls=":")
    label(left, "learning rate η", "score", xlog=True)
    left.set(xlim=(LOW, HIGH), ylim=(-0.05, 1.4))
    dots = [
        left.plot([], [], shape, color=hue, ms=8, label=name)[0]
        for shape, hue, name in (("o", RIGHT, "grid"), ("x", LARGE, "one random draw"))
    ]
    label(right, "miss, in decades", "share of searches")
    right.set(xlim=(0, 1.55), ylim=(0, 1.03))
    right.axhline(0.5, color=GREY, lw=1, ls=":")
    lines = [
        right.plot([], [], ls=style, color=hue, label=name)[0]
        for style, hue, name in (("-", RIGHT, "grids, at all shifts"), ("--", LARGE, "random draws"))
    ]
    (this,) = right.plot([], [], "o", color=RIGHT, ms=9, label="this grid")
    figure.legend(
        handles=[left.lines[0], *dots, *lines, this],
        loc="outside lower center",
        ncols=6,
        columnspacing=1.1,
        handlelength=1.6,
    )
    titles = [
        left.text(0.02, 0.97, "", transform=left.transAxes, va="top", weight="bold"),
        right.text(0.98, 0.05, "", transform=right.transAxes, ha="right", weight="bold"),
    ]

    def draw(runs, shift):
        rates = cells(runs, shift), LOW * (HIGH / LOW) ** np.random.default_rng(runs).random(runs)
        for dot, probed in zip(dots, rates):
            dot.set_data(probed, _toy(probed))
        found = misses(0, runs)
        for line, name in zip(lines, ("grid", "random")):
            line.set_data(np.sort(found[name])[::20], np.linspace(0, 1, len(found[name]))[::20])
        miss = distances(rates[0], np.array([TOY_BEST]))[0]
        this.set_data([miss], [np.mean(found["grid"] <= miss + 1e-9)])
        titles[0].set_text(f"{runs} runs, {WIDTH / runs:.2g} decades apart:\nthis grid misses by {miss:.2f}")
        titles[1].set_text(
            "median miss\n" + "\n".join(f"{name} {np.median(found[name]):.2f}" for name in ("grid", "random"))
        )
        return *dots, *lines, this, *titles

    return draw


@styled
def two_parameters():
    """Return a figure of nine runs over two parameters, as a 3 × 3 grid and as random draws.

    Grey lines lead down to the rates that were tried (after Bergstra and Bengio 2012).
    """
    figure, panels = axes("Grid of 3 × 3: three rates", "Nine random draws: nine rates", height=3)
    momentum = np.array([1, 3, 5]) / 6
    drawn = np.random.default_rng(3).random((9, 2))
    points = (np.repeat(cells(3), 3), np.tile(momentum, 3)), (LOW * (HIGH / LOW) ** drawn[:, 0], drawn[:, 1])
    for ax, (rates, other), shape, hue in zip(panels, points, "ox", (RIGHT, LARGE)):
        ax.vlines(rates, 0, other, color=FAINT, lw=1)
        ax.plot(rates, other, shape, color=hue, ms=8, label="runs")
        label(ax, "learning rate η", "second parameter", xlog=True)
        ax.set(xlim=(LOW, HIGH), ylim=(0, 1))
    return figure
