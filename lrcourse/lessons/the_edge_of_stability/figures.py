"""Figures: loss and sharpness side by side, as a run unfolds and for each rate; and the drive."""

import numpy as np

from ...plots.base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, label, styled, within
from ...plots.table import Table
from .experiments import BLOCK, BLOCKS, WARM_UP, bowl_scores, digits_scores, survivors
from .experiments import LARGE as LARGE_RATES

LOW, HIGH = 1e-3, 10  # of losses that are drawn


def _two(along, limits, name):
    """Return axes for the loss and for the sharpness with its limit, and their empty lines."""
    figure, (left, right) = axes("Loss of the full batch", name.capitalize(), height=3.9)
    label(left, "step", "loss", ylog=True)
    label(right, "step", name, ylog=True)
    steps = along.loss.shape[1] - 1
    finite = along.sharpness[np.isfinite(along.sharpness)]
    left.set(xlim=(0, steps), ylim=(max(LOW, along.loss.min() / 2), min(HIGH, 5 * along.loss[:, 0].max())))
    right.set(xlim=(0, steps), ylim=(finite.min() / 1.5, 1.5 * max(finite.max(), *limits)))
    (loss,) = left.plot([], [], color=INK, lw=1, label="loss")
    (sharp,) = right.plot([], [], "o-", color=INK, ms=3, lw=1.2, label=name)
    (line,) = right.plot([], [], "--", color=LARGE, lw=1.5, label="limit")
    right.legend(handles=[sharp, line], loc="lower right")
    return left, right, loss, sharp, line


@styled
def unfold(along, rate):
    """Return draw(step): loss and sharpness of the run at `rate`, up to that step."""
    i = int(np.abs(np.log(along.lr / rate)).argmin())
    left, right, loss, sharp, line = _two(along, 2 / along.lr, "sharpness")
    line.set_data([0, along.loss.shape[1] - 1], [2 / rate] * 2)
    title = left.set_title("")

    def draw(step):
        shown = along.at <= step
        loss.set_data(np.arange(step + 1), within(along.loss[i, : step + 1], LOW, HIGH))
        sharp.set_data(along.at[shown], along.sharpness[i, shown])
        title.set_text(f"η = {rate:g}, step {step}: loss {along.loss[i, step]:.2g}")
        return loss, sharp, line, title

    return draw


@styled
def loss_and_sharpness(along, limit=lambda rate: 2 / rate, name="sharpness", changed_at=None):
    """Return draw(rate): loss and sharpness by step at that rate, with the limit that it sets; `changed_at` marks the
    step at which the rate became this one.
    """
    left, right, loss, sharp, line = _two(along, limit(along.lr), name)
    left.plot(within(along.loss, LOW, HIGH).T, color=FAINT, lw=0.5, label="_behind")
    from_step = changed_at or 0
    if changed_at:
        for ax in (left, right):
            ax.axvline(changed_at, color=GREY, lw=1, ls=":")
    title = left.set_title("")

    def draw(rate):
        i = int(np.abs(np.log(along.lr / rate)).argmin())
        loss.set_data(np.arange(along.loss.shape[1]), within(along.loss[i], LOW, HIGH))
        sharp.set_data(along.at, along.sharpness[i])
        line.set_data([from_step, along.loss.shape[1] - 1], [limit(along.lr[i])] * 2)
        title.set_text(f"η = {along.lr[i]:g}: the limit is {limit(along.lr[i]):.3g}")
        return loss, sharp, line, title

    return draw


def warm_up_table():
    """Return a table of the share of five seeds that train at each large rate, at once and after a warm-up."""
    at_once, warmed = (survivors(warm_up=steps).mean(axis=1) for steps in (0, WARM_UP))
    rows = tuple((f"{rate:g}", f"{a:.1f}", f"{b:.1f}") for rate, a, b in zip(LARGE_RATES, at_once, warmed))
    return Table(("rate", "share of seeds that train: at once", f"after a warm-up of {WARM_UP} steps"), rows)


@styled
def drive():
    """Return draw(a rate for each of ten blocks, by name): these rates, scored on the noisy bowl by its exact recursion
    and on the digits by training.
    """
    _, constant, best, each = bowl_scores((0.1,) * BLOCKS)
    figure, (left, right) = axes("The rate, block by block", "Mean of x² on the noisy bowl", height=3.9)
    label(left, "step", "learning rate η", ylog=True)
    label(right, "step", "mean of x²", ylog=True)
    left.set(xlim=(0, BLOCKS * BLOCK), ylim=(0.003, 1.5))
    right.set(xlim=(0, BLOCKS * BLOCK), ylim=(0.003, 200))
    left.axhline(best, color=LARGE, ls="--", lw=1.5)
    right.plot(constant, color=LARGE, ls="--", lw=1.5, label=f"best constant rate, {best:.2g}: {constant[-1]:.3g}")
    right.plot(each, color=RIGHT, ls=":", lw=2, label=f"the best rate at each step: {each[-1]:.3g}")
    (rate_line,) = left.plot([], [], color=SMALL, lw=2, label="yours")
    (own_line,) = right.plot([], [], color=SMALL, label="yours")
    right.legend(loc="upper right")
    titles = left.set_title(""), right.set_title("")

    def draw(**rates):
        rates = tuple(rates.values())
        own = bowl_scores(rates)[0]
        rate_line.set_data(np.arange(BLOCKS * BLOCK), np.repeat(rates, BLOCK))
        own_line.set_data(np.arange(len(own)), within(own, 1e-4, 1e4))
        titles[0].set_text(f"Digits, a block an epoch: {100 * digits_scores(rates):.1f} % validated")
        titles[1].set_text(f"Noisy bowl: mean of x² {own[-1]:.3g} at the end")
        return rate_line, own_line, *titles

    return draw
