"""Figures and a table of searches on the digits: scores by rate, range tests, what batch size and budget do."""

import numpy as np

from ...plots.alt_text import BEHIND
from ...plots.base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, label, styled
from ...plots.table import Table
from .experiments import HIGH, LOW, TARGET, WALL_RATES, after

GUESSING = 0.1


def _score_axes(ax, found):
    """Draw the score of every rate on `ax`: a faint line for each seed, and the mean.

    Return the line of the mean.
    """
    label(ax, "learning rate η", found.measure, xlog=True)
    ax.set(xlim=(found.rates[0] / 1.3, found.rates[-1] * 1.3), ylim=(0, 1.03))
    ax.axhline(GUESSING, color=GREY, lw=1, ls=":")
    ax.plot(found.rates, found.scores.T, color=FAINT, lw=0.8, label=BEHIND)
    return ax.plot(found.rates, found.mean, "o-", color=INK, ms=4, lw=1.5, label=f"mean of {len(found.seeds)} seeds")[0]


@styled
def scores(found):
    """Return a figure of what a Search on the digits found: accuracy at every rate, and the good interval."""
    low, high = found.interval()
    figure, (ax,) = axes(f"{len(found.rates)} rates × {len(found.seeds)} seeds", height=3)
    _score_axes(ax, found)
    ax.text(found.rates[0], GUESSING + 0.02, "guessing", color=GREY, size=9)
    ax.axvspan(low, high, color=RIGHT, alpha=0.2, lw=0, label="within 0.01 of the best")
    ax.plot([found.best], [found.mean.max()], "D", color=RIGHT, ms=8, label="best")
    ax.legend(loc="upper left", bbox_to_anchor=(0, 0.9))
    return figure


@styled
def range_tests(tests, found):
    """Return draw(seed): one range test's loss with the rates it suggests.

    On the right, the suggestions of all `tests` lie on the scores of the Search `found`.
    """
    figure, (left, right) = axes("Range test: loss while the rate grows", "Where the suggestions lie", height=4)
    label(left, "learning rate η of the step", "loss of the minibatch", xlog=True, ylog=True)
    left.set(xlim=(LOW, HIGH), ylim=(0.3, 30))
    (raw,) = left.plot([], [], color=FAINT, lw=1, label="loss")
    (smoothed,) = left.plot([], [], color=INK, lw=2, label="smoothed loss")
    _score_axes(right, found).set_markersize(3)
    right.axvspan(*found.interval(), color=RIGHT, alpha=0.2, lw=0)
    marks = {
        "tenth": ("v", SMALL, "minimum / 10", 0.52),
        "steepest": ("X", LARGE, "steepest fall", 0.36),
        "valley": ("s", INK, "valley", 0.2),
    }
    now = []
    for name, (shape, hue, words, height) in marks.items():
        rates = [getattr(test, name) for test in tests]
        right.plot(rates, [height] * len(tests), shape, color=hue, mfc="none", ms=7, label=f"{words}, all seeds")
        (one,) = left.plot([], [], shape, color=hue, ms=10, ls="none", label=words)
        (other,) = right.plot([], [], shape, color=hue, ms=11, label=f"{words}, this seed")
        now.append((one, other))
    figure.legend(handles=[raw, smoothed, *(mark for mark, _ in now)], loc="outside lower center", ncols=5)
    title = left.text(0.03, 0.97, "", transform=left.transAxes, va="top", weight="bold")

    def draw(seed):
        test = tests[seed]
        end = test.rates <= (test.stop or HIGH * 2)
        for line, values in ((raw, test.loss), (smoothed, test.smoothed)):
            line.set_data(test.rates[end], values[end])
        for (name, (_, _, _, height)), (one, other) in zip(marks.items(), now):
            rate = getattr(test, name)
            one.set_data([rate], [test.smoothed[test.rates >= rate * (1 - 1e-9)][0]])
            other.set_data([rate], [height])
        title.set_text(
            f"seed {seed}: minimum / 10 = {test.tenth:.2g}\n"
            f"steepest fall at {test.steepest:.2g}\nvalley at {test.valley:.2g}"
        )
        return raw, smoothed, *(mark for pair in now for mark in pair), title

    return draw


@styled
def good_rates(searches):
    """Return draw(batch_size, epochs): accuracy at every rate, and the good interval at every batch size.

    `searches`: {batch size: Search}.
    """
    first = next(iter(searches.values()))
    figure, (left, right) = axes("", "Rates within 0.01 of the best", height=4)
    label(left, "learning rate η", "mean validation accuracy", xlog=True)
    left.set(xlim=(first.rates[0] / 1.3, first.rates[-1] * 1.3), ylim=(0, 1.03))
    left.axhline(GUESSING, color=GREY, lw=1, ls=":")
    (curve,) = left.plot([], [], "o-", color=INK, ms=5, label="mean of five seeds")
    (good,) = left.plot([], [], "D", color=RIGHT, ms=8, label="within 0.01 of the best")
    label(right, "learning rate η", "batch size", xlog=True, ylog=True)
    right.set(xlim=left.get_xlim(), ylim=(2.5, 400), yticks=list(searches), yticklabels=list(searches))
    right.minorticks_off()
    bars = [right.plot([], [], "D-", color=RIGHT, ms=5, lw=3, label=f"batch {batch}")[0] for batch in searches]
    limits = [
        right.plot([], [], "x", color=LARGE, ms=8, mew=2, label=f"batch {batch}: first rate at which a seed fails")[0]
        for batch in searches
    ]
    (frame,) = right.plot([], [], "o", color=INK, mfc="none", ms=15, label="best at this batch size")
    names = (
        "mean of five seeds",
        "within 0.01 of the best",
        "best at this batch size",
        "next rate at which a seed fails",
    )
    figure.legend(
        handles=[curve, good, frame, limits[0]],
        labels=names,
        loc="outside lower center",
        ncols=4,
        columnspacing=1.2,
        handletextpad=0.4,
    )
    title = left.set_title("Batch 16, 1 epoch")

    def draw(batch_size, epochs):
        now = {batch: after(found, epochs) for batch, found in searches.items()}
        shown = now[batch_size]
        low, high = shown.interval()
        inside = (shown.rates >= low) & (shown.rates <= high)
        curve.set_data(shown.rates, shown.mean)
        good.set_data(shown.rates[inside], shown.mean[inside])
        for (batch, found), bar, limit in zip(now.items(), bars, limits):
            bar.set_data(found.interval(), [batch, batch])
            limit.set_data([_fails_from(found)], [batch])
        frame.set_data([shown.best], [batch_size])
        title.set_text(f"Batch {batch_size}, {epochs} epoch{'s' * (epochs > 1)}: good from {low:.2g} to {high:.2g}")
        return curve, good, *bars, *limits, frame, title

    return draw


def _fails_from(found):
    """Return the first rate above the best at which some seed has less than half of the best mean score.

    It is NaN if there is none.
    """
    failed = (found.scores.min(axis=0) < found.mean.max() / 2) & (found.rates > found.best)
    return found.rates[failed.argmax()] if failed.any() else np.nan


@styled
def walls(shares):
    """Return a figure of the share of seeds that learn at rates near the wall.

    `shares`: {title: {batch size: shares (rates,)}}, a panel for each title.
    """
    figure, panels = axes(*shares, height=3.3)
    for ax, by_size in zip(panels, shares.values()):
        for (batch, share), mark, style, hue in zip(by_size.items(), "osD", ("-", "--", ":"), (FAINT, GREY, INK)):
            ax.plot(WALL_RATES, share, mark, ls=style, color=hue, ms=6, lw=1.8, label=f"batch {batch}")
        label(ax, "learning rate η", "share of seeds that learn")
        ax.set(ylim=(-0.05, 1.08), xticks=WALL_RATES)
    figure.legend(handles=panels[0].lines, loc="outside lower center", ncols=3)
    return figure


@styled
def steps_by_batch(steps):
    """Return a figure of the steps, and images, to TARGET accuracy; `steps`: {batch size: steps (seeds,)}."""
    sizes = np.array(list(steps))
    counts = np.stack(list(steps.values()))  # (sizes, seeds)
    figure, panels = axes(f"Steps to {TARGET:g} validation accuracy", "Images to the same", height=3.6)
    for ax, shown, name in zip(panels, (counts, counts * sizes[:, None]), ("steps", "images")):
        medians = np.median(shown, axis=1)
        fair = medians[0] * (sizes[0] / sizes if name == "steps" else np.ones(len(sizes)))
        ax.plot(sizes, shown, "o", color=FAINT, ms=4, label=BEHIND)
        ax.plot(sizes, fair, ":", color=GREY, lw=1.5, label="perfect scaling")
        ax.plot(sizes, medians, "o-", color=INK, ms=6, lw=1.8, label="median of the seeds")
        label(ax, "batch size", name, xlog=True, ylog=True)
        ax.set(xticks=sizes, xticklabels=sizes)
        ax.tick_params(axis="x", which="minor", bottom=False)
    figure.legend(handles=panels[0].lines[-2:], loc="outside lower center", ncols=2)
    return figure


def intervals(searches):
    """Return a table with a row for each batch size: the best rate, and the interval within 0.01 of the best.

    `searches`: {batch size: Search}.
    """
    rows = tuple((batch, found.best, *found.interval(), found.mean.max()) for batch, found in searches.items())
    return Table(
        ("batch size", "best rate", "good from", "to", "accuracy at the best"),
        tuple((str(batch), *row[:-1], f"{row[-1]:.2f}") for batch, *row in rows),
    )
