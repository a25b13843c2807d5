"""Figures of single steps (lesson one_step): where they land, how long they are, which way they head."""

import numpy as np

from ..diagnosis.metrics import degrees_off
from ..engine import surfaces
from .alt_text import BEHIND
from .base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, colour, label, styled

__all__ = ["heading", "step_lengths", "two_steps"]


@styled
def two_steps(surface, rates, reach=10.0):
    """Return draw(learning_rate, start_x) on a parabola: two steps with the tangent that the first follows, and their
    lengths against the rate.
    """
    curvature, rates = surface.curvatures[0], np.asarray(rates, float)
    figure, (left, right) = axes("Two steps on the loss", "Length of the two steps")
    parabola = _parabola(left, surface, reach)
    label(right, "learning rate η", "length of the step, in units of x")
    right.set(xlim=(0, rates.max() * 1.02), ylim=(0, 1.8 * reach))
    lines = [
        right.plot([], [], ls, color=INK, lw=1.5, label=name)[0]
        for ls, name in (("-", "first step"), ("--", "second step"))
    ]
    dots = [
        right.plot([], [], mark, ms=8, label=f"{name} step at this rate")[0]
        for mark, name in (("o", "first"), ("s", "second"))
    ]
    right.legend(handles=lines, loc="upper left")

    def draw(learning_rate, start_x):
        hue = colour(learning_rate, 2 / curvature, 1 / curvature)
        slope = curvature * start_x
        first = np.abs(rates * slope)
        for line, dot, lengths in zip(lines, dots, (first, first * np.abs(1 - rates * curvature))):
            line.set_data(rates, lengths)
            dot.set_data([learning_rate], np.interp([learning_rate], rates, lengths))
            dot.set_color(hue)
        return *parabola(learning_rate, start_x, hue), *lines, *dots

    return draw


def _parabola(ax, surface, reach):
    """Return draw(rate, start, hue): the start and two steps on the curve, numbered, with the tangent at the start."""
    curvature, x = surface.curvatures[0], np.linspace(-reach, reach, 201)
    top = surface([reach])
    ax.plot(x, surface(x[:, None]), color=GREY, lw=1.5, label="loss")
    ax.set(xlim=(-reach, reach), ylim=(-0.06 * top, top))
    label(ax, "parameter x", "loss L(x)")
    (tangent,) = ax.plot([], [], "--", color=INK, lw=1.2, label="tangent at the start")
    (jumps,) = ax.plot([], [], "o-", lw=1.2, ms=7, label="start, step 1, step 2")
    numbers = [ax.text(0, 0, str(k), ha="center", weight="bold") for k in range(3)]
    title = ax.set_title("Two steps")

    def draw(rate, start, hue):
        path = start * (1 - rate * curvature) ** np.arange(3)
        height, slope = surface(path[:, None]), curvature * start
        tangent.set_data(x, height[0] + slope * (x - start))
        jumps.set_data(path, height)
        jumps.set_color(hue)
        apart = np.abs(np.diff(path, prepend=2 * reach)) > 0.06 * reach  # otherwise the numbers would overlap
        for text, px, py, clear in zip(numbers, path, height, apart):
            text.set(position=(px, py + 0.04 * top), visible=bool(clear and py < 0.9 * top))
        title.set_text(f"η = {rate:.3g}: slope {slope:.3g}, first step {-rate * slope + 0.0:.3g}".replace("-", "−"))
        return tangent, jumps, *numbers, title

    return draw


@styled
def step_lengths(named):
    """Draw the loss and the length of each step, for up to three sets of one run each: {name: Runs}."""
    figure, (left, right) = axes("Loss by step", "Length of each step")
    looks = (
        dict(color=SMALL, marker="o"),
        dict(color=SMALL, marker="s", ms=12, mfc="none", ls=":"),
        dict(color=LARGE, marker="^", ms=7),
    )
    for (name, runs), look in zip(named.items(), looks):
        lengths = np.linalg.norm(np.diff(runs.path[0], axis=0), axis=1)
        left.plot(runs.loss[0], label=name, **look)
        right.plot(np.arange(1, runs.steps + 1), lengths, label=name, **look)
    label(left, "steps taken", "loss", ylog=True)
    label(right, "step", "length of the step, in units of x", ylog=True)
    left.set_xticks(range(runs.steps + 1))
    right.set_xticks(range(1, runs.steps + 1))
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


@styled
def heading(ratios, start=(1.0, 1.0)):
    """Return draw(ratio of the two curvatures): level lines, the downhill direction and the line to the minimum, and
    the angle in degrees between them.
    """
    figure, (left, right) = axes("Level lines, seen from above", "Angle between the two directions", height=4)
    bowl = _bowl_from_above(left, np.asarray(start, float))
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=4)
    angles = [degrees_off(surfaces.quadratic([1, ratio], start=start)) for ratio in ratios]
    right.plot(ratios, angles, color=INK, label="angle")
    (dot,) = right.plot([], [], "o", color=LARGE, ms=8, label="this ratio")
    label(right, "ratio of the curvatures λ₂ / λ₁", "degrees off the straight line", xlog=True)
    right.set_xticks([1, 2, 5, 10, 20, 30], ["1", "2", "5", "10", "20", "30"])
    right.set(ylim=(-2, 50))
    title = right.text(0.03, 0.9, "", transform=right.transAxes, weight="bold")

    def draw(ratio):
        surface = surfaces.quadratic([1, ratio], start=start)
        angle = degrees_off(surface)
        dot.set_data([ratio], [angle])
        title.set_text(f"curvatures 1 and {ratio:.3g}: {angle + 1e-9:.0f}° off")
        return *bowl(surface, ratio), dot, title

    return draw


def _bowl_from_above(ax, start, length=0.9):
    """Return draw(surface, ratio): level lines as ellipses, and −g from the start, drawn `length` long."""
    ax.set(xlim=(-1.6, 1.8), ylim=(-0.7, 1.5), aspect="equal")
    label(ax, "x₁", "x₂")
    circle = np.linspace(0, 2 * np.pi, 121)
    rings = [ax.plot([], [], color=FAINT, lw=0.9, label=BEHIND)[0] for _ in range(6)]
    ax.plot(*np.transpose([start, (0, 0)]), "--", color=RIGHT, label="straight to the minimum")
    ax.plot([0], [0], "+", color=RIGHT, ms=12, mew=2, ls="none", label="minimum")
    (arrow,) = ax.plot([], [], "-o", color=LARGE, ms=6, markevery=[1], label="downhill, −g")
    (here,) = ax.plot(*start[:, None], "o", color=INK, ms=6, label="you")

    def draw(surface, ratio):
        gradient = surface.loss_and_grad(start[None])[1][0]
        for k, ring in enumerate(rings, start=1):
            size = np.hypot(*(start * np.sqrt([1, ratio]))) * k / 4  # the fourth goes through the start
            ring.set_data(size * np.cos(circle), size / np.sqrt(ratio) * np.sin(circle))
        arrow.set_data(*np.transpose([start, start - length * gradient / np.linalg.norm(gradient)]))
        return *rings, arrow, here

    return draw
