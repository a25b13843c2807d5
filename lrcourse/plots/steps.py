"""Single steps (lesson 01): where they land, how long they are, which way they head."""
import numpy as np

from .. import surfaces
from ..claims.lesson_01 import degrees_off
from ..display import BEHIND
from .base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, colour, label, styled

__all__ = ["heading", "step_lengths", "two_steps"]


@styled
def two_steps(surface, rates, reach=10.0):
    """draw(learning_rate, start_x) on a parabola: two steps with the tangent they follow, and their lengths against the rate."""
    curvature, rates = surface.curvatures[0], np.asarray(rates, float)
    x = np.linspace(-reach, reach, 201)
    top = surface([reach])
    figure, (left, right) = axes("Two steps on the loss", "How long they are")
    left.plot(x, surface(x[:, None]), color=GREY, lw=1.5, label="loss")
    left.set(xlim=(-reach, reach), ylim=(-0.06 * top, top))
    label(left, "parameter x", "loss L(x)")
    label(right, "learning rate η", "length of the step, in units of x")
    right.set(xlim=(0, rates.max() * 1.02), ylim=(0, 1.3 * reach))
    (tangent,) = left.plot([], [], "--", color=INK, lw=1.2, label="tangent at the start")
    (jumps,) = left.plot([], [], "o-", lw=1.2, ms=7, label="start, step 1, step 2")
    numbers = [left.text(0, 0, str(k), ha="center", weight="bold") for k in range(3)]
    lines = [right.plot([], [], ls, color=INK, lw=1.5, label=name)[0] for ls, name in (("-", "first step"), ("--", "second step"))]
    dots = [right.plot([], [], mark, ms=8, label=f"{name} step at this rate")[0] for mark, name in (("o", "first"), ("s", "second"))]
    right.legend(handles=[*lines, *dots], loc="upper left", ncols=2)
    title = left.text(0.5, 0.93, "", transform=left.transAxes, ha="center", weight="bold")

    def draw(learning_rate, start_x):
        hue = colour(learning_rate, 2 / curvature, 1 / curvature)
        path = start_x * (1 - learning_rate * curvature) ** np.arange(3)
        height = surface(path[:, None])
        slope = curvature * start_x
        tangent.set_data(x, height[0] + slope * (x - start_x))
        jumps.set_data(path, np.minimum(height, 2 * top))
        for k, (text, px, py) in enumerate(zip(numbers, path, height)):
            text.set(position=(px, py + 0.04 * top), visible=bool(abs(px) < reach and py < 0.9 * top and (k == 0 or abs(path[k] - path[k - 1]) > 0.04 * reach)))
        first, second = np.abs(rates * slope), np.abs(rates * slope * (1 - rates * curvature))
        for line, dot, lengths in zip(lines, dots, (first, second)):
            line.set_data(rates, lengths)
            dot.set_data([learning_rate], np.interp([learning_rate], rates, lengths))
            dot.set_color(hue)
        jumps.set_color(hue)
        title.set_text(f"η = {learning_rate:.3g}     slope {slope:.3g}     step {-learning_rate * slope + 0.0:.3g}")
        return tangent, jumps, *numbers, *lines, *dots, title

    return draw


@styled
def step_lengths(named):
    """The loss and the length of each step, for several sets of one run each: {name: Runs}."""
    figure, (left, right) = axes("Loss by step", "Length of each step")
    for (name, runs), hue, mark in zip(named.items(), (SMALL, RIGHT, LARGE), "os^"):
        lengths = np.linalg.norm(np.diff(runs.path[0], axis=0), axis=1)
        left.plot(runs.loss[0], mark + "-", color=hue, label=name)
        right.plot(np.arange(1, runs.steps + 1), lengths, mark + "-", color=hue, label=name)
    label(left, "step", "loss", ylog=True)
    label(right, "step", "length of the step", ylog=True)
    for ax in (left, right):
        ax.set_xticks(range(runs.steps + 1))
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=3)
    return figure


@styled
def heading(ratios, start=(1.0, 1.0)):
    """draw(ratio of the two curvatures): level lines, the downhill direction and the line to the minimum; and the angle between them."""
    start, ratios = np.asarray(start, float), np.asarray(ratios, float)
    angles = [degrees_off(surfaces.quadratic([1, ratio], start=start)) for ratio in ratios]
    figure, (left, right) = axes("Level lines, seen from above", "Angle between the two directions")
    left.set(xlim=(-1.6, 1.8), ylim=(-0.7, 1.5), aspect="equal")
    label(left, "x₁", "x₂")
    circle = np.linspace(0, 2 * np.pi, 121)
    rings = [left.plot([], [], color=FAINT, lw=0.9, label=BEHIND)[0] for _ in range(6)]
    left.plot(*np.transpose([start, (0, 0)]), "--", color=RIGHT, label="straight to the minimum")
    left.plot([0], [0], "+", color=RIGHT, ms=12, mew=2, label="minimum")
    (arrow,) = left.plot([], [], "-", color=LARGE, label="downhill, −g")
    (tip,) = left.plot([], [], "o", color=LARGE, ms=7, label="tip of −g")
    left.plot(*start, "o", color=INK, ms=6, label="start")
    left.legend(handles=[left.lines[6], arrow], loc="upper left")
    right.plot(ratios, angles, color=INK, label="angle")
    (dot,) = right.plot([], [], "o", color=LARGE, ms=8, label="this ratio")
    label(right, "ratio of the curvatures λ₂ / λ₁", "degrees off the straight line", xlog=True)
    right.set(ylim=(-2, 50))
    title = right.text(0.03, 0.9, "", transform=right.transAxes, weight="bold")

    def draw(ratio):
        surface = surfaces.quadratic([1, ratio], start=start)
        gradient = surface.loss_and_grad(start[None])[1][0]
        end = start - 0.9 * gradient / np.linalg.norm(gradient)
        for k, ring in enumerate(rings):
            size = np.sqrt(1 + ratio) * (k + 1) / 4  # the fourth ring goes through (1, 1)
            ring.set_data(size * np.cos(circle), size / np.sqrt(ratio) * np.sin(circle))
        arrow.set_data(*np.transpose([start, end]))
        tip.set_data(*end[:, None])
        angle = degrees_off(surface)
        dot.set_data([ratio], [angle])
        title.set_text(f"curvatures 1 and {ratio:.3g}: {angle + 1e-9:.0f}° off")
        return *rings, arrow, tip, dot, title

    return draw
