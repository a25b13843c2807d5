"""The figures of schedules and of the floor of the noise."""

import numpy as np

from ...checks import floats
from ...diagnosis.metrics import accuracies
from ...engine.optimizers import sgd
from ...engine.surfaces import noisy_bowl
from ...engine.training import train
from ...plots.base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, label, styled, within
from ...plots.picture import Picture
from .bowl import GALLERY, START, STEPS, best_possible, floor, mean_squares, schedule_named

SQUARES = 2e-3, 3000  # what the axis of x² shows
PURPLE = "#AA3377"  # the cosine beside a constant rate
SEEN = 8  # runs drawn one by one


@styled
def noise_floor(runs):
    """Return draw(rate): eight of many noisy bowls by step, and where the mean of x² settles at every rate.

    `runs` on a bowl with λ = σ = 1.
    """
    late = 2 * runs.loss[:, runs.steps // 2 :].mean(axis=1) / runs.problem.size
    fine = np.linspace(0.02, 1.97, 200)
    figure, (left, right) = axes("Eight runs, each with its own noise", "Where the mean square settles", height=3.9)
    lines = left.plot(np.full((2, SEEN), np.nan), color=INK, lw=0.8, alpha=0.7)
    for k, line in enumerate(lines):
        line.set_label(f"run {k}")
    label(left, "step", "parameter x")
    left.set(xlim=(0, runs.steps), ylim=(-11, 11))
    right.plot(fine, floor(fine), color=GREY, lw=1.5, label="formula")
    right.plot(runs.lr, late, "o", color=INK, ms=4.5, label="measured")
    (dot,) = right.plot([], [], "o", ms=11, mfc="none", mew=2.5, color=PURPLE, label="this rate")
    label(right, "learning rate η", "mean of x², second half", ylog=True)
    right.legend(loc="upper left")
    title = right.text(0.97, 0.05, "", transform=right.transAxes, ha="right", weight="bold")

    def draw(rate):
        i = runs.at(rate)
        for k, line in enumerate(lines):
            line.set_data(np.arange(runs.steps + 1), runs.path[i, :, k])
        dot.set_data([rate], [late[i]])
        title.set_text(f"η = {rate:g}: mean of x² {late[i]:.2g}")
        return *lines, dot, title

    return draw


def _race(left, right, seen):
    """Lay out the axes of the rate and of x² by step on the noisy bowl.

    Returns the empty line of the rate, `seen` of single runs and one of the mean.
    """
    label(left, "step", "learning rate η", ylog=True)
    left.set(xlim=(0, STEPS), ylim=(1e-3, 20))
    label(right, "step", "x²", ylog=True)
    right.set(xlim=(0, STEPS), ylim=SQUARES)
    right.axhline(best_possible()[1], color=GREY, lw=1.2, ls=":", label="least possible at the end")
    (rate,) = left.plot([], [], color=INK, lw=2, drawstyle="steps-post", label="rate")
    runs = right.plot(np.full((2, seen), np.nan), color=FAINT, lw=0.8) if seen else []
    (mean,) = right.plot([], [], lw=2.5, color=INK, label="mean of x², exact")
    right.legend(handles=[mean, right.lines[0]], loc="upper right")
    return rate, runs, mean


@styled
def schedule_and_loss():
    """Return draw(kind, peak_rate, time_scale): a schedule's rate by step, and x² on the noisy bowl, of eight seeds and
    the exact mean.
    """
    figure, (left, right) = axes("Learning rate by step", "Distance to the minimum, squared", height=4)
    rate, runs, mean = _race(left, right, SEEN)
    bowl, t = noisy_bowl(1, 1, start=np.full(SEEN, START)), np.arange(STEPS)
    for k, line in enumerate(runs):
        line.set_label(f"seed {k}")
    title = left.text(0.04, 0.96, "", transform=left.transAxes, va="top", weight="bold")

    def draw(kind, peak_rate, time_scale):
        schedule = schedule_named(kind, time_scale)
        squares = mean_squares(peak_rate * schedule(t))
        single = train(bowl, sgd(), lr=peak_rate, steps=STEPS, schedule=schedule).path[0] ** 2  # (steps + 1, seeds)
        rate.set_data(t, within(peak_rate * schedule(t), 1e-4, 9))
        for line, values in zip(runs, single.T):
            line.set_data(np.arange(STEPS + 1), within(values, SQUARES[0] / 9, SQUARES[1] * 9))
        mean.set_data(np.arange(STEPS + 1), within(squares, SQUARES[0] / 9, SQUARES[1] * 9))
        settings = f"{kind}, peak {peak_rate:g}" + f", scale {time_scale:g}" * (kind != "constant")
        title.set_text(f"{settings}\nmean of x² at the end {squares[-1]:.3g}")
        return rate, *runs, mean, title

    return draw


@styled
def drive(rates):
    """Draw your ten rates, each for a block of steps, and the mean of x² on the noisy bowl with its score at the end.

    Other than ten numbers from 0 up: ValueError.
    """
    blocks = floats("rates", rates, "is a list of 10 numbers, none of them negative")
    if blocks.shape != (10,) or np.any(blocks < 0):
        raise ValueError(f"rates={rates!r}: allowed is a list of 10 numbers, none of them negative")
    by_step = np.repeat(blocks, STEPS // 10)
    squares = mean_squares(by_step)
    figure, (left, right) = axes(
        "Your rate, block by block", f"Score: mean of x² at the end, {squares[-1]:.4f}", height=3.4
    )
    rate, _, mean = _race(left, right, 0)
    rate.set_data(np.arange(STEPS + 1), within(np.r_[by_step, by_step[-1]], 1e-4, 9))
    mean.set_data(np.arange(STEPS + 1), within(squares, SQUARES[0] / 9, SQUARES[1] * 9))
    return figure


@styled
def constant_and_cosine(constant, cosine):
    """Return draw(rate): training loss by epoch, and test accuracy of both kinds joined seed by seed.

    `constant` and `cosine` are lists of Runs, one Runs a seed.
    """
    sets, epochs = (constant, cosine), np.arange(len(constant[0].evaluated_at))
    test = np.stack([accuracies(runs, "test") for runs in sets])  # (kinds, seeds, rates)
    figure, (left, right) = axes(
        "Training loss by epoch, a line a seed",
        f"Test accuracy after {epochs[-1]} epochs, a line a seed",
        height=4,
        widths=(5, 4),
    )
    label(left, "epoch", "training loss", ylog=True)
    left.set(xlim=(0, epochs[-1]), ylim=(5e-3, 100))  # above 10 is room for the legend
    label(right, "schedule", "share of right guesses")
    right.set(xlim=(-0.4, 1.4), ylim=(0.66, 1))
    right.set_xticks([0, 1], ["constant", "cosine"])
    lines = []
    for name, hue, dash in (("constant", INK, "-"), ("cosine", PURPLE, "--")):
        lines += [
            left.plot([], [], dash, color=hue, lw=1.3, label=f"{name}, seed {k}")[0] for k in range(len(constant))
        ]
    pairs = right.plot(np.full((2, len(constant)), np.nan), "o-", color=INK, lw=1.2)
    left.legend(lines[:: len(constant)], ["constant", "cosine"], loc="upper right", ncols=2)
    title = right.text(0.97, 0.04, "", transform=right.transAxes, ha="right", weight="bold")

    def draw(rate):
        i = constant[0].at(rate)
        for line, run in zip(lines, (*constant, *cosine)):
            line.set_data(epochs, within(run.train_loss[i], 1e-4, 20))
        for pair, accuracy in zip(pairs, test[:, :, i].T):
            pair.set_data([0, 1], within(accuracy, 0.665, 1))
        title.set_text(
            f"peak rate η = {rate:g}\nmedian {np.median(test[0, :, i]):.3f} and {np.median(test[1, :, i]):.3f}"
        )
        return *lines, *pairs, title

    return draw


@styled
def gallery():
    """Draw ten schedules in common use, as multiples of the base rate, over 200 steps."""
    figure, t = Picture(figsize=(9, 4.2)), np.arange(STEPS)
    for ax, (name, schedule) in zip(figure.subplots(2, 5, sharex=True, sharey=True).ravel(), GALLERY.items()):
        values = schedule(t)
        ax.fill_between(t, values, color=FAINT, alpha=0.4, lw=0)
        ax.plot(t, values, color=INK, lw=2)
        ax.set(title=name.replace(", ", ",\n", 1), ylim=(0, 1.08), xlim=(0, STEPS))
        label(ax, "step", "× base rate")
        ax.label_outer()
    return figure


@styled
def warmed(constant, warm, schedule):
    """Draw on x⁴ the rate by step with the limit 1/(2x²) of where the warmed-up run stands, and the losses.

    Runs on x⁴; `warm` of one rate, with `schedule`.
    """
    surface_limit = 1 / (2 * warm.path[0, :-1, 0] ** 2)
    rates, t = warm.lr[0] * schedule(np.arange(warm.steps)), np.arange(warm.steps + 1)
    figure, (left, right) = axes("The rate, and the limit where the run stands", "Loss by step", height=3.8)
    left.plot(t[:-1], rates, color=RIGHT, label="rate, warmed up")
    left.plot(t[:-1], surface_limit, "--", color=GREY, label="limit at this step's x")
    label(left, "step", "learning rate η", ylog=True)
    for k, rate in enumerate(constant.lr):
        right.plot(t, within(constant.loss[k], 1e-9, 1e4), color=(SMALL, LARGE)[k], label=f"constant {rate:g}")
    right.plot(t, warm.loss[0], color=RIGHT, label=f"warm-up to {warm.lr[0]:g}")
    label(right, "step", "loss x⁴", ylog=True)
    right.set(ylim=(1e-8, 1e3))
    for ax, corner in ((left, "lower right"), (right, "upper right")):
        ax.set_xlim(0, warm.steps)
        ax.legend(loc=corner)
    return figure
