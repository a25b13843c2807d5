"""Loss curves to be read, and the probes that tell their causes apart (lesson 06)."""

import numpy as np

from ..claims.lesson_05 import accuracies, firing
from ..claims.lesson_06 import full_batch, rising_share
from ..diagnosis import sharpness
from ..display import BEHIND, Table
from .base import FAINT, GREY, INK, LARGE, axes, label, styled, within
from .sweeps import _meaning

__all__ = ["PROBES", "curve_and_probe", "edge_of_stability", "loss_and_firing", "revealed", "two_logs"]

PROBES = ("none", "validation", "units that fire", "full batch", "sharpness")
LOSSES = 0.003, 30  # what the curves of the zoo are held between; above it is room for words


@styled
def two_logs(runs, rates, since=3):
    """Figure: the training loss at two rates from epoch `since` on, without saying which rate is which: A lies above B."""
    epochs = np.arange(since, runs.train_loss.shape[1])
    figure, (ax,) = axes(f"Two logs that begin after epoch {since}", height=2.8)
    kept = sorted((runs.train_loss[runs.at(rate), since:] for rate in rates), key=lambda losses: -losses[-1])
    for losses, style, name in zip(kept, ("-", "--"), "AB"):
        ax.plot(epochs, losses, style, color=INK, label=f"log {name}")
        ax.text(epochs[-1] + 0.15, losses[-1], f"{name}: {losses[-1]:.2f}", va="center")
    label(ax, "epoch", "training loss")
    ax.set(xlim=(0, epochs[-1] + 1.4), ylim=(2.2, 2.6))
    return figure


@styled
def loss_and_firing(runs):
    """draw(rate): training loss by epoch, with lines at the first loss and at that of guessing; the share of units that fire at every rate."""
    epochs, share, hues = np.arange(runs.train_loss.shape[1]), firing(runs), _meaning(accuracies([runs]))
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
    """draw(rate): full-batch loss by step; rate × sharpness along the way, with the limit 2 of a bowl. `followed`: from `claims.lesson_06.follow`."""
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
def curve_and_probe(specimens):
    """draw(curve, probe): the loss of minibatches of the specimen with this letter, and what one of PROBES shows. Probes are run when asked for."""
    figure, (left, right) = axes("The curve", "The probe", height=4)
    for ax in (left, right):
        label(ax, "share of the run", "loss", ylog=True)
        ax.set(xlim=(0, 1), ylim=(LOSSES[0], 20 * LOSSES[1]))
    (trace,) = left.plot([], [], color=INK, lw=0.9, label="loss of each step's batch")
    guess = [ax.plot([0, 1], [1, 1], color=GREY, lw=1.2, ls=":", label="guessing")[0] for ax in (left, right)]
    lines = {
        "train": right.plot([], [], color=INK, label="all training data")[0],
        "validation": right.plot([], [], color=INK, ls="--", label="validation data")[0],
        "full": right.plot([], [], color=GREY, lw=1.6, label="same rate, full batch")[0],
    }
    figure.legend(handles=[guess[0], *lines.values()], loc="outside lower center", ncols=4)
    words = [
        ax.text(x, 0.97, "", transform=ax.transAxes, ha=side, va="top", weight="bold")
        for ax, x, side in ((left, 0.97, "right"), (right, 0.97, "right"))
    ]

    def draw(curve, probe):
        one = next(specimen for specimen in specimens if specimen.letter == curve)
        losses = one.runs.loss[0]
        trace.set_data(np.linspace(0, 1, len(losses)), within(losses, *LOSSES))
        for line in guess:
            line.set_ydata([one.chance] * 2)
        words[0].set_text(
            f"{one.letter}: first {losses[0]:.2f}, at the end {_end(losses)}\n{one.runs.steps} steps, guessing costs {one.chance:.2f}"
        )
        words[1].set_text(_probe(one, probe, lines))
        return trace, *guess, *lines.values(), *words

    return draw


def _end(losses):
    """The median of the last tenth, in words."""
    end = np.median(losses[-(len(losses) // 10) :])
    return f"{end:.2f}" if end < LOSSES[1] else f"above {LOSSES[1]}"


def _probe(one, probe, lines):
    """Put what a probe finds into `lines`, and return it in words."""
    network, shown, at = one.runs.problem, {}, one.runs.evaluated_at / one.runs.steps
    if probe == "validation":
        shown = {"train": (at, one.runs.train_loss[0]), "validation": (at, one.runs.validation_loss[0])}
        words = f"at the end: training {_last(shown['train'])},\nvalidation {_last(shown['validation'])}"
    elif probe == "full batch":
        loss = full_batch(one)
        shown = {"full": (np.linspace(0, 1, len(loss)), loss)}
        words = f"from {loss[0]:.2f} to {_last(shown['full'])}"
    elif probe == "units that fire":
        words = (
            f"{100 * firing(one.runs)[0]:.0f} % of the hidden units fire"
            if network.hidden
            else "this model has no hidden units"
        )
    elif probe == "sharpness":
        words = (
            f"rate × sharpness at the end: {(sharpness(network, one.runs.params, iterations=25) * one.runs.lr)[0]:.2g}"
        )
    else:
        words = "no probe asked for"
    for name, line in lines.items():
        x, y = shown.get(name, ([], []))
        line.set_data(x, within(y, *LOSSES))
    return words


def _last(xy):
    return f"{xy[1][-1]:.2f}" if xy[1][-1] < LOSSES[1] else f"above {LOSSES[1]}"


def revealed(specimens):
    """A table of the specimens: what each is, how it was made, and what `diagnosis.read` calls it."""
    rows = [
        (
            one.letter,
            one.cause,
            f"{one.runs.lr[0]:.2g}",
            str(one.batch or "full"),
            one.reading.verdict,
            "yes" if one.reading.verdict == one.cause else "no",
        )
        for one in specimens
    ]
    return Table(("curve", "cause", "rate", "batch", "our reader says", "right"), tuple(rows))
