"""Figures of speed, margins and overshooting, and of how sure the reader was."""

import numpy as np

from ...diagnosis import stability_limit
from ...plots.alt_text import BEHIND
from ...plots.base import FAINT, GREY, INK, RIGHT, SMALL, axes, label, styled, within
from ...plots.base import LARGE as TOO_LARGE
from ..image_classifier import RATES
from .experiments import BUDGET, LARGE, SLOW, TARGET, arrivals, first_failure, good_rates

STOPS = tuple(rate for rate in RATES if SLOW[0] <= rate <= LARGE)  # rates of the speed figure
NEVER = 140  # height of the marks that never arrive
MARKS = {SMALL: "v", RIGHT: "o", TOO_LARGE: "x"}


@styled
def speed_and_wall(short, long):
    """Return draw(rate): training loss by epoch, a line for each seed; and epochs to a loss of 0.1 at every rate.

    `short`, `long`: Runs of the sweep and of 80 epochs, one for each seed.
    """
    epochs, good, wall = (
        arrivals(range(len(short)), STOPS),
        good_rates(range(len(short))),
        first_failure(range(len(short))),
    )
    figure, (left, right) = axes(
        "Training loss by epoch, a line for each seed", f"Epochs until the loss is below {TARGET:g}", height=4
    )
    label(left, "epoch (log scale)", "training loss", xlog=True, ylog=True)
    left.set(xlim=(1, BUDGET), ylim=(0.02, 20), xticks=(1, 3, 10, 30, 80), xticklabels=("1", "3", "10", "30", "80"))
    left.axhline(TARGET, color=GREY, lw=1, ls=":")
    lines = [left.plot([], [], lw=1.6, label="a seed" if i == 0 else BEHIND)[0] for i in range(len(short))]
    mark = _wall_axes(right, epochs, good, wall)
    figure.legend(handles=right.lines[:-1], loc="outside lower center", ncols=4)
    title = left.text(0.03, 0.97, "", transform=left.transAxes, weight="bold", va="top")

    def draw(rate):
        i = int(np.abs(np.log(np.array(STOPS) / rate)).argmin())
        for line, a, b in zip(lines, short, long):
            losses = b if STOPS[i] in (*SLOW, LARGE) else a
            losses = losses.train_loss[losses.at(STOPS[i])]
            line.set_data(np.arange(1, len(losses)), within(losses[1:], 0.02, 20))
            line.set_color(_hue(STOPS[i], good, wall))
        mark.set_xdata([STOPS[i]] * 2)
        title.set_text(
            f"η = {STOPS[i]:g}: {np.isfinite(epochs[:, i]).sum()} of {len(epochs)} seeds arrive" + _middle(epochs[:, i])
        )
        return *lines, mark, title

    return draw


def _middle(epochs):
    middle = np.median(epochs)
    return f"\nmedian: {middle:.3g} epochs" if np.isfinite(middle) else "\nmedian: never"


def _hue(rate, good, wall):
    return TOO_LARGE if rate >= wall else RIGHT if rate >= good.min() else SMALL


def _wall_axes(ax, epochs, good, wall):
    """Draw the epochs to the target against the rate, with the line of slope −1 and the good rates.

    Return the line that marks one rate.
    """
    label(ax, "learning rate η", "epochs", xlog=True, ylog=True)
    ax.set(xlim=(STOPS[0] / 1.3, STOPS[-1] * 1.3), ylim=(3, 230))
    ticks = (5, 10, 20, 40, 80, NEVER)
    ax.set_yticks(ticks, [*map(str, ticks[:-1]), "never"])
    ax.set_xticks((0.05, 0.1, 0.2, 0.4, 1, 2), ("0.05", "0.1", "0.2", "0.4", "1", "2"))
    ax.minorticks_off()
    ax.axvspan(good.min(), good.max(), color=RIGHT, alpha=0.1, lw=0)
    ax.text(np.sqrt(good.min() * good.max()), 60, "good rates", color=RIGHT, ha="center", size=9)
    line = np.array([STOPS[0], STOPS[-1]])
    ax.plot(line, np.median(epochs[:, 0]) * STOPS[0] / line, color=FAINT, lw=1.5, label="rate × epochs constant")
    names = {SMALL: "small", RIGHT: "good", TOO_LARGE: "a seed fails"}
    hues = np.array([_hue(rate, good, wall) for rate in STOPS])
    for hue, shape in MARKS.items():
        here = np.flatnonzero(hues == hue)
        heights = np.nan_to_num(epochs[:, here], posinf=NEVER)
        ax.plot(np.tile(np.array(STOPS)[here], len(epochs)), heights.ravel(), shape, color=hue, ms=5, label=names[hue])
    return ax.axvline(STOPS[0], color=INK, lw=1.3)


@styled
def overshooting_directions(runs):
    """Return draw(rate): each direction's factor in one step, by its curvature; how many overshoot, at every rate.

    `runs`: on a quadratic, one step.
    """
    lam, rates = runs.problem.curvatures, runs.lr
    factors = runs.path[:, 1] / runs.path[:, 0]  # (rates, directions)
    limit, best = stability_limit(runs.problem, runs.optimizer), 2 / (lam[0] + lam[-1])
    figure, (left, right) = axes(
        "Each direction's distance after one step, as a factor",
        "How many overshoot, and land farther out (dashed)",
        widths=(4, 4),
        height=3.9,
    )
    label(left, "curvature λ of the direction", "factor 1 − ηλ")
    left.set(xlim=(0.3, lam[-1] + 0.7), ylim=(-1.6, 1.45), yticks=(-1, 0, 1))
    for height in (-1, 0):
        left.axhline(height, color=GREY, lw=1, ls=":")
    names = {
        SMALL: "short of the minimum",
        RIGHT: "overshoots, lands nearer",
        TOO_LARGE: "overshoots, lands farther out",
    }
    dots = [left.plot([], [], MARKS[hue], color=hue, ms=7, label=names[hue])[0] for hue in MARKS]
    figure.legend(handles=dots, loc="outside lower center", ncols=3)
    label(right, "learning rate η", "directions")
    right.set(xlim=(0, rates[-1] * 1.02), ylim=(-0.3, len(lam) + 0.6))
    for mask, hue, words in ((factors < 0, RIGHT, "overshoot"), (factors < -1 - 1e-9, TOO_LARGE, "land farther out")):
        right.plot(rates, mask.sum(1), color=hue, ls="-" if hue == RIGHT else "--", drawstyle="steps-post", label=words)
    for place, words, side in ((best, "best ", "right"), (limit, " limit", "left")):
        right.axvline(place, color=GREY, lw=1, ls=":")
        right.text(place, len(lam) - 0.4, words, ha=side, va="bottom", size=9, color=GREY)
    mark = right.axvline(rates[0], color=INK, lw=1.3)
    title = left.text(0.97, 0.96, "", transform=left.transAxes, weight="bold", ha="right", va="top")

    def draw(rate):
        now = factors[runs.at(rate)]
        masks = now >= 0, (now < 0) & (now >= -1 - 1e-9), now < -1 - 1e-9
        for dot, mask in zip(dots, masks):
            dot.set_data(lam[mask], now[mask])
        mark.set_xdata([rate, rate])
        title.set_text(f"η = {rate:.3g}: {np.sum(now < 0)} of {len(lam)} overshoot")
        return *dots, mark, title

    return draw


@styled
def margins(runs):
    """Return a figure of every rate's distance to the first failure of a seed, as a factor; what is below 1 fails.

    `runs`: a list, one Runs for each seed.
    """
    good, wall = good_rates(range(len(runs))), first_failure(range(len(runs)))
    figure, (ax,) = axes(f"How far is each rate from {wall:g}, where the first seed fails?", height=2.7)
    label(ax, "learning rate η", "times the rate", xlog=True, ylog=True)
    names = {SMALL: "small", RIGHT: "good", TOO_LARGE: "a seed fails"}
    for hue, shape in MARKS.items():
        rates = np.array([rate for rate in STOPS if _hue(rate, good, wall) == hue])
        ax.plot(rates, wall / rates, shape, color=hue, ms=7, label=names[hue])
    for rate in STOPS:
        ax.text(rate, wall / rate * 1.25, f"{wall / rate:.2g}", ha="center", va="bottom", size=9)
    ax.axhline(1, color=INK, lw=1, ls=":")
    ax.set(xlim=(0.04, 2.6), ylim=(0.4, 60))
    ax.set_xticks((0.05, 0.1, 0.2, 0.4, 1, 2), ("0.05", "0.1", "0.2", "0.4", "1", "2"))
    ax.set_yticks((1, 3, 10, 30), ("1", "3", "10", "30"))
    ax.minorticks_off()
    ax.legend(loc="upper right")
    return figure


BINS = (0, 30, 50, 60, 70, 80, 90, 101)  # of confidence, in percent


@styled
def calibration(guesses):
    """Return a figure of the share of predictions that came true, by the confidence they were made with.

    `guesses`: {question: Guess}, of all lessons.
    """
    figure, (ax,) = axes("How sure you were, and how often you were right", height=3.6)
    label(ax, "confidence, in percent", "share of right predictions")
    ax.set(xlim=(18, 102), ylim=(-0.05, 1.12))
    ax.plot([20, 100], [0.2, 1], color=GREY, lw=1, ls=":", label="as sure as you were right")
    sure = np.array(
        [(g.confidence, g.choice == g.truth) for g in guesses.values() if g.confidence is not None], float
    ).reshape(-1, 2)
    for low, high in zip(BINS, BINS[1:]):
        rows = sure[(sure[:, 0] >= low) & (sure[:, 0] < high)]
        if len(rows):
            x, y = rows.mean(0)
            ax.plot([x], [y], "o" if y >= x / 100 else "s", color=INK, ms=7)
            ax.text(x + 0.8, y + 0.03, f"{rows[:, 1].sum():.0f} of {len(rows)}", size=9)
    ax.legend(loc="lower right")
    if not len(sure):
        ax.text(
            60,
            0.3,
            "No predictions with a confidence yet, so there is nothing to draw.\n"
            "Go back to Start here, fill in the twelve, and run this lesson again.",
            ha="center",
            va="center",
            size=11,
        )
    return figure
