"""Figures: what DoG and hypergradient descent do with their rate, how wide each method's choice is, and boosting."""

import numpy as np

from ...plots.base import FAINT, INK, LARGE, RIGHT, SMALL, axes, label, styled, within
from ...plots.table import Table
from .boosting import NOISE, TREES, boosted, noisy_sine
from .experiments import BUDGETS, EPOCHS, METHODS, accuracies, by_budget, dog_rates, good, losses, rates_by_step

WHAT = {
    "hypergradient": "first rate",
    "Polyak": "factor",
    "DoG": "factor",
    "Prodigy": "factor",
}  # what is left to choose; else the rate
GUESSES = 0.13  # accuracies below it are guesses


@styled
def dog_run_up():
    """Return draw(epoch): DoG's rate up to that epoch."""
    rates = dog_rates()
    epochs = 10 * np.arange(1, len(rates) + 1) / 9
    figure, (ax,) = axes("DoG's rate", height=3.4)
    label(ax, "epoch", "rate", ylog=True)
    ax.set(xlim=(0, 80), ylim=(1e-6, 10))
    ax.axvline(EPOCHS, color=FAINT, lw=1.5, ls="--")
    (line,) = ax.plot([], [], color=INK, label="rate")
    title = ax.set_title("")

    def draw(epoch):
        shown = epochs <= epoch
        line.set_data(epochs[shown], rates[shown])
        title.set_text(f"DoG after {epoch} epochs: rate {rates[shown][-1]:.2g}")
        return line, title

    return draw


@styled
def first_rates(firsts):
    """Return draw(first): hypergradient descent's rate by step, from that first rate."""
    rates = rates_by_step(tuple(firsts))
    steps = 10 * np.arange(1, rates.shape[1] + 1)
    figure, (ax,) = axes("Hypergradient descent's rate", height=3.4)
    label(ax, "step", "rate")
    ax.set(xlim=(0, steps[-1]), ylim=(-0.1, 0.9))
    ax.axhline(0, color=FAINT, lw=1)
    ax.plot(steps, rates.T, color=FAINT, lw=0.7, label="_behind")
    (line,) = ax.plot([], [], color=SMALL, label="this one")
    title = ax.set_title("")

    def draw(first):
        i = int(np.abs(np.log(np.array(firsts) / first)).argmin())
        line.set_data(steps, rates[i])
        title.set_text(f"First rate {first:.1g}: after 10 steps {rates[i, 0]:.2g}, at the end {rates[i, -1]:.2g}")
        return line, title

    return draw


@styled
def what_is_left():
    """Return draw(method): accuracy over what is left to choose with that method, its good range in green."""
    figure, (ax,) = axes("What is left to choose", height=3.9)
    label(ax, "rate, or what is left of it", "validation accuracy", xlog=True)
    ax.set(xlim=(5e-7, 200), ylim=(0, 1))
    for name in METHODS:
        ax.plot(METHODS[name][1], _medians(name), color=FAINT, lw=0.8, label="_behind")
    (line,) = ax.plot([], [], "o-", color=INK, ms=4, label="median; guesses at 0.1")
    (dots,) = ax.plot([], [], "o", color=RIGHT, ms=7, label="good: within 0.01 of its best")
    ax.legend(loc="lower left")
    title = ax.set_title("")

    def draw(method):
        grid, median = METHODS[method][1], _medians(method)
        best, _, low, high = good(method)
        line.set_data(grid, median)
        inside = (grid >= low) & (grid <= high)
        dots.set_data(grid[inside], median[inside])
        what = WHAT.get(method, "rate")
        title.set_text(f"{method}: best {best:.3f}; good {what} from {low:.2g} to {high:.2g}")
        return line, dots, title

    return draw


def _medians(method):
    """Return median accuracies (values,); all guesses as 0.1, since which one it is differs between kinds of CPU."""
    median = np.median(accuracies(method), axis=0)
    return np.where(median < GUESSES, 0.1, median)


def race():
    """Return a table of each method at its best: what is chosen, accuracy and loss there, and the good range."""
    rows = []
    for name in METHODS:
        best, at, low, high = good(name)
        wide = np.log10(high / low)
        loss = losses(name)[METHODS[name][1] == at].item()
        rows.append((name, f"{WHAT.get(name, 'rate')} {at:.2g}", f"{best:.3f}", loss, f"{wide:.2f}"))
    head = ("method", "best", "validation accuracy", "training loss there", "decades of good choices")
    return Table(head, tuple(rows))


def budgets():
    """Return a table of the validation accuracy at each budget, with three schedules."""
    found = [by_budget(epochs) for epochs in BUDGETS]
    rows = tuple((kind, *(f"{one[kind]:.2f}" for one in found)) for kind in found[0])
    return Table(("schedule", *(f"{epochs} epochs" for epochs in BUDGETS)), rows)


@styled
def boosting():
    """Return draw(shrinkage): left the points and the sum of 200 stumps, right the errors by number of trees."""
    (x, y), (other, _) = noisy_sine(0)
    figure, (left, right) = axes("The points, and the sum of the trees", "Mean squared error", height=3.9)
    label(left, "x", "y")
    label(right, "trees", "error", ylog=True)
    left.set(xlim=(0, 1), ylim=(-2.5, 2.5))
    right.set(xlim=(0, TREES), ylim=(1e-3, 10))
    left.plot(x, y, ".", color=FAINT, ms=6, label="points")
    right.axhline(NOISE**2, color=FAINT, lw=1, ls=":", label="the noise")
    (fit,) = left.plot([], [], color=SMALL, label="sum of 200 trees")
    (fitted,) = right.plot([], [], color=INK, label="these points")
    (others,) = right.plot([], [], color=LARGE, ls="--", label="others")
    right.legend(handles=[fitted, others], loc="lower left")
    title = right.set_title("")

    def draw(shrinkage):
        errors, there = boosted(shrinkage)
        fit.set_data(other, within(there[-1], -9, 9))
        fitted.set_data(np.arange(TREES + 1), within(errors[0], 1e-9, 1e9))
        others.set_data(np.arange(TREES + 1), within(errors[1], 1e-9, 1e9))
        best = int(errors[1].argmin())
        title.set_text(f"Shrinkage {shrinkage:g}: others best at {best} trees, {errors[1, best]:.2g}")
        return fit, fitted, others, title

    return draw
