"""Figures of loss curves to be read, and of the probes that tell their causes apart (lesson reading_loss_curves)."""

import numpy as np

from ..diagnosis.metrics import accuracies, firing, rising_share
from .alt_text import BEHIND
from .base import FAINT, GREY, INK, LARGE, axes, label, styled, within
from .sweeps import result_colours

__all__ = ["edge_of_stability", "loss_and_firing", "run_cards", "two_logs"]


@styled
def two_logs(runs, rates, since=3):
    """Draw the training loss at two rates from epoch `since` on, without their names: A lies above B."""
    epochs = np.arange(since, runs.train_loss.shape[1])
    figure, (ax,) = axes(f"Two logs that begin after epoch {since}", height=2.8)
    losses_by_end = sorted((runs.train_loss[runs.at(rate), since:] for rate in rates), key=lambda losses: -losses[-1])
    for losses, style, name in zip(losses_by_end, ("-", "--"), "AB"):
        ax.plot(epochs, losses, style, color=INK, label=f"log {name}")
        ax.text(epochs[-1] + 0.15, losses[-1], f"{name}: {losses[-1]:.2f}", va="center")
    label(ax, "epoch", "training loss")
    ax.set(xlim=(0, epochs[-1] + 1.4), ylim=(2.2, 2.6))
    return figure


@styled
def loss_and_firing(runs):
    """Return draw(rate): training loss by epoch, with lines at the first loss and at that of guessing; and the share of
    units that fire, at every rate.
    """
    epochs, share, hues = np.arange(runs.train_loss.shape[1]), firing(runs), result_colours(accuracies([runs]))
    first, chance = runs.train_loss[0, 0], np.log(runs.problem.data.classes)
    figure, (left, right) = axes("Training loss by epoch", f"Hidden units that fire after {epochs[-1]} epochs")
    left.axhline(first, color=GREY, lw=1, ls="--", label=f"loss at the start: {first:.2f}")
    left.axhline(chance, color=INK, lw=1, ls=":", label=f"ln 10, equal chances: {chance:.2f}")
    label(left, "epoch", "training loss")
    left.set(xlim=(0, epochs[-1]), ylim=(0, 3.6))
    left.legend(loc="upper right")
    right.plot(runs.lr, share, "o", color=FAINT, ms=6, label="every rate")
    label(right, "learning rate η", "share of the units", xlog=True)
    right.set(ylim=(-0.05, 1.08))
    (curve,), (dot,) = left.plot([], [], label="this rate"), right.plot([], [], "o", ms=10, label="this rate")
    title = right.text(0.03, 0.08, "", transform=right.transAxes, weight="bold")

    def draw(rate):
        i = runs.at(rate)
        curve.set_data(epochs, within(runs.train_loss[i], 0, 3.6))
        dot.set_data([runs.lr[i]], [share[i]])
        curve.set_color(hues[i])
        dot.set_color(hues[i])
        title.set_text(
            f"η = {rate:g}\nloss {runs.train_loss[i, -1]:.2f} at the end\n{100 * share[i]:.0f} % of the units fire"
        )
        return curve, dot, title

    return draw


@styled
def edge_of_stability(followed):
    """Return draw(rate): full-batch loss by step; and rate × sharpness along the way, with the limit 2 of a bowl.

    `followed`: lr, loss, checked_at and product of full-batch runs, as lesson reading_loss_curves follows them.
    """
    late = rising_share(followed.loss)
    figure, (left, right) = axes("Loss of the full batch by step", "Rate × sharpness along the way")
    left.plot(followed.loss.T, color=FAINT, lw=0.5, label=BEHIND)
    right.plot(followed.checked_at, followed.product.T, color=FAINT, lw=0.7, label=BEHIND)
    right.axhline(2, color=LARGE, lw=1.2, ls="--", label="limit of a bowl: 2")
    label(left, "step", "loss", ylog=True)
    label(right, "step", "rate × sharpness")
    steps = followed.loss.shape[1] - 1
    left.set(xlim=(0, steps), ylim=(0.012, 1))
    right.set(xlim=(0, steps), ylim=(0, 4.2))
    right.legend(loc="upper right")
    (curve,) = left.plot([], [], color=INK, lw=1, label="loss")
    (product,) = right.plot([], [], "o-", color=INK, ms=4, lw=1.2, label="rate × sharpness")
    title = left.text(0.97, 0.95, "", transform=left.transAxes, ha="right", va="top", weight="bold")

    def draw(rate):
        i = int(np.abs(np.log(followed.lr / rate)).argmin())
        curve.set_data(np.arange(steps + 1), followed.loss[i])
        product.set_data(followed.checked_at, followed.product[i])
        title.set_text(f"η = {rate:g}: in the second half\nthe loss rises on {100 * late[i]:.0f} % of the steps")
        return curve, product, title

    return draw


@styled
def run_cards(curves):
    """Return draw(letter) of runs {letter: Curve}: the loss of the batch, and of all training and validation data,
    along the way, as shares of the first.
    """
    figure, (left, right) = axes("Loss of the batch", "Loss of all training data, and of validation data")
    for ax in (left, right):
        label(ax, "share of the training done", "loss / first loss", ylog=True)
        ax.set(xlim=(0, 1), ylim=(0.003, 60))
    (batch,) = left.plot([], [], color=INK, lw=1, label="batch")
    guess, note = left.plot([], [], color=GREY, lw=1, ls=":", label="guessing")[0], left.text(0.02, 1.1, "", color=GREY)
    (full,) = right.plot([], [], "o-", color=INK, ms=3, lw=1.5, label="all training data")
    (validation,) = right.plot([], [], "s--", color=LARGE, ms=3, lw=1.2, label="validation data")
    right.legend(handles=[full, validation], loc="upper right")
    title = left.set_title("Loss of the batch")

    def draw(letter):
        one = curves[letter]
        for line, losses in ((batch, one.loss), (full, one.full), (validation, one.validation)):
            line.set_data(np.linspace(0, 1, len(losses)), within(losses, 0.003, 60))
        guess.set_data([0, 1], [one.guessing] * 2)
        note.set_position((0.02, 1.1 * one.guessing))
        note.set_text("guessing")
        title.set_text(f"{letter}: loss of the batch; {100 * one.firing:.0f} % of the units fire at the end")
        return batch, guess, note, full, validation, title

    return draw
