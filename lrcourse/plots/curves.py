"""Figures of many loss curves (lesson too_small): slow on a parabola, late on the digits, stuck on a plateau."""

import numpy as np

from ..diagnosis.metrics import steps_to
from .alt_text import BEHIND
from .base import FAINT, GREY, INK, LARGE, SMALL, axes, colour, label, styled, within

__all__ = ["by_epoch_and_product", "leaving_a_plateau", "steps_to_target", "train_and_validation"]


@styled
def steps_to_target(runs, target=0.01):
    """Return draw(rate) on a parabola: the distance by step, and the steps that every rate needs until the share
    `target` of it is left.
    """
    curvature, distance = runs.problem.curvatures[0], np.abs(runs.path[:, :, 0] / runs.path[:, :1, 0])
    needed = steps_to(runs, target * np.abs(runs.path[:, 0, 0]))
    figure, (left, right) = axes(
        "Distance to the minimum", f"Steps until {target:.0%} of it is left".replace("%", " %")
    )
    left.plot(distance.T, color=FAINT, lw=0.5, label=BEHIND)
    left.axhline(target, color=GREY, lw=1, ls="--")
    left.text(runs.steps, target * 1.12, f"{100 * target:g} %", ha="right")
    label(left, "step", "distance / distance at the start", ylog=True)
    left.set(xlim=(0, runs.steps), ylim=(target / 10, 1.3))
    right.plot(
        runs.lr,
        np.log(1 / target) / (curvature * runs.lr),
        color=GREY,
        lw=1.2,
        ls="--",
        label=f"{np.log(1 / target):.1f} / (ηλ)",
    )
    right.plot(runs.lr, np.where(needed < 0, np.nan, needed), "o", color=FAINT, ms=6, label="every rate")
    label(right, "learning rate η", "steps", xlog=True, ylog=True)
    (dot,) = right.plot([], [], "o", color=SMALL, ms=10, label="this rate")
    (curve,) = left.plot([], [], label="distance")
    right.legend(handles=right.lines[:2], loc="lower left")
    title = right.text(0.97, 0.93, "", transform=right.transAxes, ha="right", weight="bold")

    def draw(rate):
        i, hue = runs.at(rate), colour(rate, 2 / curvature, 0.5 / curvature)
        curve.set_data(np.arange(runs.steps + 1), distance[i])
        dot.set_data([runs.lr[i]], [needed[i] if needed[i] >= 0 else np.nan])
        curve.set_color(hue)
        dot.set_color(hue)
        steps = f"{needed[i]} step{'' if needed[i] == 1 else 's'}" if needed[i] >= 0 else f"not in {runs.steps} steps"
        title.set_text(f"η = {runs.lr[i]:.3g}: {steps}")
        return curve, dot, title

    return draw


@styled
def by_epoch_and_product(runs, product):
    """Return draw(rate) on data, evaluated at every epoch: the training loss against epochs, and against rate × epochs,
    with all rates faint behind.
    """
    loss = within(runs.train_loss[:, 1:], 1e-9, 10)
    epochs = np.arange(1, loss.shape[1] + 1)
    figure, (left, right) = axes("Against epochs", "The same losses against rate × epochs")
    label(left, "epochs", "training loss", xlog=True, ylog=True)
    label(right, "learning rate × epochs", "training loss", xlog=True, ylog=True)
    for curve, rate in zip(loss, runs.lr):
        left.plot(epochs, curve, color=FAINT, lw=1, label=BEHIND)
        right.plot(epochs * rate, curve, color=FAINT, lw=1, label=BEHIND)
    left.set(xlim=(0.9, epochs[-1] * 1.1), ylim=(0.01, 3.5))
    right.set(xlim=(runs.lr.min() * 0.9, 12), ylim=(0.01, 3.5))
    right.axvline(product, color=GREY, lw=1, ls="--")
    right.text(product * 0.93, 2.4, f"{product:g}", ha="right")
    lines = [ax.plot([], [], "o-", ms=3, lw=2, label="this rate")[0] for ax in (left, right)]
    (mark,) = left.plot([], [], "D", color=INK, ms=8, label=f"rate × epochs = {product:g}")
    left.legend(handles=[mark], loc="lower left")
    title = right.text(0.03, 0.06, "", transform=right.transAxes, weight="bold")

    def draw(rate):
        i, k = runs.at(rate), round(product / rate)
        reached = 1 <= k <= len(epochs)
        for line, factor in zip(lines, (1, rate)):
            line.set_data(epochs * factor, loss[i])
            line.set_color(colour(rate, 1.3, 0.3))  # on these data 0.3 to 1 do best (lesson image_classifier)
        mark.set_data([k], [loss[i, k - 1] if reached else np.nan])
        said = f"loss {loss[i, k - 1]:.3f} after {k} epochs" if reached else f"{product / rate:.3g} epochs: not trained"
        title.set_text(f"η = {rate:.3g}\n{said}")
        return *lines, mark, title

    return draw


@styled
def leaving_a_plateau(runs, end=0.5):
    """Return draw(start) on the double well ¼(x² − 1)², from starts close to the top: the way down, and the loss by
    step.
    """
    starts, path = runs.path[:, 0, 0], runs.path[:, :, 0]
    passed, x = np.where((path >= end).any(1), (path >= end).argmax(1), -1), np.linspace(-1.5, 1.5, 201)
    figure, (left, right) = axes("Down from the top, a dot every 20 steps", "Loss by step")
    left.plot(x, runs.problem(x[:, None]), color=GREY, lw=1.5, label="loss")
    left.set(xlim=(x[0], x[-1]), ylim=(-0.02, 0.45))
    label(left, "parameter x", "loss L(x)")
    right.plot(runs.loss.T, color=FAINT, lw=0.7, label=BEHIND)
    right.set(xlim=(0, runs.steps), ylim=(-0.01, 0.32))
    label(right, "step", "loss")
    (dots,) = left.plot([], [], "o", color=SMALL, ms=5, label="every 20th step")
    (curve,) = right.plot([], [], color=SMALL, label="loss")
    (mark,) = right.plot([], [], "D", color=INK, ms=8, ls="none", label=f"x passes {end:g}")
    right.legend(handles=[mark], loc="upper right")
    title = left.text(0.5, 0.93, "", transform=left.transAxes, ha="center", weight="bold")

    def draw(start):
        i = int(np.abs(np.log(starts / start)).argmin())
        dots.set_data(path[i, ::20], runs.loss[i, ::20])
        curve.set_data(np.arange(runs.steps + 1), runs.loss[i])
        there = passed[i] >= 0
        mark.set_data([passed[i]], [runs.loss[i, passed[i]] if there else np.nan])
        steps = f"{passed[i]} steps to x = {end:g}" if there else f"x = {end:g} not in {runs.steps} steps"
        title.set_text(f"start {start:.2g}: {steps}")
        return dots, curve, mark, title

    return draw


@styled
def train_and_validation(runs):
    """Draw the loss of training and of validation data by epoch, of the first run of a set on data."""
    epochs = np.arange(len(runs.evaluated_at))
    figure, (ax,) = axes("Loss by epoch", height=2.8)
    ax.plot(epochs, runs.train_loss[0], color=INK, label="training data")
    ax.plot(epochs, runs.validation_loss[0], color=LARGE, ls="--", label="validation data")
    label(ax, "epoch", "loss")
    ax.set(xlim=(0, epochs[-1]), ylim=(0, None))
    ax.legend(loc="upper right")
    return figure
