"""Figures of training and validation where labels are wrong.

`paths` is what experiments.sets() gives: for each seed {rate: Path}.
"""

import numpy as np
from matplotlib.lines import Line2D

from ...plots.alt_text import BEHIND
from ...plots.base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, label, styled
from .experiments import COOL_EPOCHS, COOL_RATE, EPOCHS, NOISE

LOOKS = {
    0.05: (SMALL, "v"),
    0.1: (SMALL, "^"),
    0.3: (RIGHT, "o"),
    0.6: (LARGE, "s"),
    1: (LARGE, "P"),
}  # a rate's colour and mark
EPOCH_TICKS = 2, 5, 10, 20, 60, 200
LOSSES = 1.75, 0.5  # what the axes of the training loss show: a better fit is on the right


def _median(paths, rate, name, row=0):
    """Return the median over the seeds at each checkpoint; `row` is 0 as trained, 1 cooled."""
    return np.median([getattr(one[rate], name)[row] for one in paths], axis=0)


def _epoch_axis(ax, name, limits):
    label(ax, "epoch", name, xlog=True)
    ax.set(xlim=(1.8, 240), ylim=limits)
    ax.set_xticks(EPOCH_TICKS, map(str, EPOCH_TICKS))
    ax.minorticks_off()
    ax.axvline(EPOCHS, color=GREY, lw=1, ls=":")


def _rate_axis(ax, rates, name, limits):
    label(ax, "learning rate η", name, xlog=True)
    ax.set(xlim=(rates[0] / 1.4, rates[-1] * 1.4), ylim=limits)
    ax.set_xticks(rates, [f"{rate:g}" for rate in rates])
    ax.minorticks_off()


def _seed_lines(ax, seeds, **look):
    return [ax.plot([], [], color=INK, lw=0.6, alpha=0.5, label=BEHIND, **look)[0] for _ in range(seeds)]


def _proxies(lines):
    """Return legend entries, in ink, for lines whose colour and mark change."""
    return [
        Line2D(
            [],
            [],
            color=INK,
            ls=line.get_linestyle(),
            marker=line.get_marker(),
            ms=line.get_markersize(),
            label=line.get_label(),
        )
        for line in lines
    ]


@styled
def over_training(paths):
    """Return draw(rate): left accuracy by epoch on the training labels and on clean validation images, right the test
    accuracy after 60 epochs at every rate.
    """
    rates = list(paths[0])
    figure, (left, right) = axes(
        "Accuracy by epoch, medians and five seeds",
        f"Test accuracy after {EPOCHS} epochs, a mark for each seed",
        height=4.2,
    )
    _epoch_axis(left, "share of right guesses", (0.3, 1.09))
    level = left.axhline(1 - NOISE, color=GREY, lw=1, ls="-.", label=f"share of right labels, {1 - NOISE:g}")
    shapes = {"validation": "-", "train": "--"}
    seeds = {name: _seed_lines(left, len(paths), ls=style) for name, style in shapes.items()}
    lines = {
        name: left.plot([], [], style, label={"train": "training, as labelled"}.get(name, "validation, clean"))[0]
        for name, style in shapes.items()
    }
    figure.legend(handles=[*_proxies(lines.values()), level], loc="outside lower center", ncols=3)
    _rate_axis(right, rates, "share of right guesses", (0.55, 1))
    test = np.array([[one[rate].after(EPOCHS, one[rate].test[0]) for rate in rates] for one in paths])  # (seeds, rates)
    right.plot(rates, np.median(test, axis=0), color=FAINT, lw=1.5, label="median")
    for rate, column in zip(rates, test.T):
        right.plot(np.full(len(column), rate), column, LOOKS[rate][1], color=LOOKS[rate][0], label="_")
    mark = right.axvline(rates[0], color=INK, lw=1.3)
    title = left.text(0.02, 0.97, "", transform=left.transAxes, weight="bold", va="top")

    def draw(rate):
        for name, line in lines.items():
            line.set_data(paths[0][rate].epochs, _median(paths, rate, name))
            line.set_color(LOOKS[rate][0])
            for one, thin in zip(paths, seeds[name]):
                thin.set_data(one[rate].epochs, getattr(one[rate], name)[0])
        mark.set_xdata([rate, rate])
        ends = [
            np.median([one[rate].after(EPOCHS, getattr(one[rate], name)[0]) for one in paths])
            for name in ("train", "test")
        ]
        title.set_text(f"η = {rate:g}. After {EPOCHS} epochs:\ntraining {ends[0]:.2f}, test {ends[1]:.2f}")
        return *seeds["validation"], *seeds["train"], *lines.values(), mark, title

    return draw


def _fit_axis(ax, target):
    """Set the axes of test accuracy against training loss; return a line that marks one loss."""
    label(ax, "training loss (better fitted to the right)", "test accuracy")
    ax.set(xlim=LOSSES, ylim=(0.65, 0.95))
    return ax.axvline(target, color=GREY, lw=1.2, ls=":")


@styled
def fit_and_test(paths, target):
    """Return draw(rate): left the training loss by epoch, right the test accuracy against the training loss, with a dot
    where it reaches `target`; other rates are faint.
    """
    rates = list(paths[0])
    figure, (left, right) = axes(
        "Training loss by epoch, medians", "Test accuracy against training loss, medians", height=4.2
    )
    _epoch_axis(left, "training loss", (0.3, 2.2))
    left.axhline(target, color=GREY, lw=1.2, ls=":")
    left.text(2, target - 0.03, f"training loss {target:g}", color=GREY, size=9, va="top")
    _fit_axis(right, target)
    for rate in rates:
        left.plot(paths[0][rate].epochs, _median(paths, rate, "loss"), color=FAINT, lw=0.9, label=BEHIND)
        right.plot(_median(paths, rate, "loss"), _median(paths, rate, "test"), color=FAINT, lw=0.9, label=BEHIND)
    (fit,), (line,) = left.plot([], [], label="this rate"), right.plot([], [], label="this rate")
    (dot,) = right.plot([], [], "o", ms=9, mec=INK, label=f"where the loss reaches {target:g}")
    figure.legend(handles=_proxies([line, dot]), loc="outside lower center", ncols=2)
    title = left.text(0.03, 0.04, "", transform=left.transAxes, weight="bold")

    def draw(rate):
        hue, shape = LOOKS[rate]
        loss, reached = _median(paths, rate, "loss"), np.median([one[rate].at_loss(target) for one in paths])
        fit.set_data(paths[0][rate].epochs, loss)
        line.set_data(loss, _median(paths, rate, "test"))
        dot.set_data([target], [reached])
        for artist in (fit, line, dot):
            artist.set_color(hue)
            artist.set_marker(shape)
        title.set_text(f"η = {rate:g}: test {reached:.2f}\nat training loss {target:g}")
        return fit, line, dot, title

    return draw


@styled
def at_equal_fit(paths):
    """Return draw(loss): left the test accuracy of all rates against the training loss once cooled, right as trained
    and cooled at this training loss.
    """
    rates = list(paths[0])
    figure, (left, right) = axes(
        f"Once cooled: {COOL_EPOCHS} epochs at {COOL_RATE:g}, median of five seeds",
        "At this training loss, a mark for each seed",
        height=4.2,
    )
    for rate in rates:
        left.plot(
            _median(paths, rate, "loss", 1),
            _median(paths, rate, "test", 1),
            "-" + LOOKS[rate][1],
            color=LOOKS[rate][0],
            lw=1.3,
            label=f"η = {rate:g}",
        )
    mark = _fit_axis(left, LOSSES[0])
    figure.legend(loc="outside lower left", ncols=5, columnspacing=1)
    _rate_axis(right, rates, "test accuracy", (0.65, 0.95))
    looks = {"as trained": (0.94, "none", "--"), "once cooled": (1.06, INK, "-")}
    dots = [right.plot([], [], "o", color=INK, mfc=fill, ms=4, label=BEHIND)[0] for _, fill, _ in looks.values()]
    lines = [
        right.plot([], [], style + "o", color=INK, mfc=fill, ms=8, lw=1.3, label=name)[0]
        for name, (_, fill, style) in looks.items()
    ]
    right.legend(handles=lines[::-1], loc="lower left")
    title = right.set_title("")

    def draw(loss):
        mark.set_xdata([loss, loss])
        for cooled, (side, dot, line) in enumerate(zip((0.94, 1.06), dots, lines)):
            test = np.array([[one[rate].at_loss(loss, cooled) for rate in rates] for one in paths])
            dot.set_data(np.tile(side * np.array(rates), len(paths)), test.ravel())
            line.set_data(side * np.array(rates), np.median(test, axis=0))
        title.set_text(f"At training loss {loss:.2f}: median, and five seeds")
        return mark, *dots, *lines, title

    return draw
