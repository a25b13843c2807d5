"""Figures of paths on surfaces: one parameter as jumps on a curve, two parameters as a track on contours."""

import numpy as np

from .alt_text import BEHIND
from .base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, colour, label, styled, within

__all__ = ["path_and_loss", "path_and_modes", "track_and_loss"]

FAR = 1e-30, 1e30  # losses are clipped to this, beyond every axis, so that no line lies along an edge


def _loss_axes(ax, runs, low=1e-6):
    """Draw all losses of the set in grey behind, on a log axis from `low` to 100 times the first."""
    first = runs.loss[:, 0].max()
    ax.plot(within(runs.loss, *FAR).T, color=FAINT, lw=0.5, label=BEHIND)
    label(ax, "step", "loss", ylog=True)
    ax.set_ylim(low * first, 100 * first)


@styled
def path_and_loss(runs):
    """Return draw(rate) for Runs on a surface of one parameter: the jumps on the curve, and the loss by step."""
    surface, curvature = runs.problem, runs.problem.curvatures[-1]
    reach = 1.6 * np.abs(runs.path[:, 0, 0] - surface.minimum[0]).max()
    x = surface.minimum[0] + np.linspace(-reach, reach, 201)
    height = surface(x[:, None])
    figure, (left, right) = axes("Jumps on the loss", "Loss by step")
    left.plot(x, height, color=GREY, lw=1.5, label="loss")
    left.axvline(surface.minimum[0], color=FAINT, lw=1)
    left.set(xlim=(x[0], x[-1]), ylim=(-0.05 * height.max(), height.max()))
    label(left, "parameter x", "loss L(x)")
    _loss_axes(right, runs)
    (jumps,) = left.plot([], [], "o-", lw=1, ms=5, label="path")
    (curve,) = right.plot([], [], label="loss")
    title = left.set_title("Jumps on the loss")

    def draw(rate):
        i = runs.at(rate)
        rate = runs.lr[i]
        hue = colour(rate, 2 / curvature, 1 / curvature)
        steps = runs.path[i, :, 0]
        jumps.set_data(within(steps, 3 * x[0], 3 * x[-1]), within(runs.loss[i], -1, 10 * height.max()))
        curve.set_data(np.arange(runs.steps + 1), within(runs.loss[i], *FAR))
        jumps.set_color(hue)
        curve.set_color(hue)
        title.set_text(f"Jumps on the loss, η = {rate:.3g}, ηλ = {rate * curvature:.3g}")
        return jumps, curve, title

    return draw


@styled
def path_and_modes(runs):
    """Return draw(rate) for a quadratic of two curvatures: the track on contours, and each direction's distance with
    the loss by step.
    """
    surface, curvatures = runs.problem, runs.problem.curvatures
    figure, (left, right) = axes("Track on the contours", "Each direction on its own, and the loss", height=4)
    reach = np.array([1.15, 0.92]) * np.abs(runs.path[:, 0]).max()
    _contours(left, surface, reach)
    left.set_aspect("equal")
    (track,) = left.plot([], [], "o-", lw=1, ms=4, color=INK, label="track")
    (crossings,) = left.plot([], [], "x", ms=6, mew=1.5, color=LARGE, label="crosses in the stiff direction")
    names = [f"|1 − ηλ|ᵗ, λ = {c:g}" for c in curvatures]
    modes = [right.plot([], [], color=hue, label=name)[0] for hue, name in zip((SMALL, LARGE), names)]
    (loss,) = right.plot([], [], color=INK, lw=1.5, ls="--", label="loss / first loss")
    right.axhline(1, color=FAINT, lw=1)
    label(right, "step", "share of the start", ylog=True)
    right.set(xlim=(0, runs.steps), ylim=(1e-4, 1e2))
    figure.legend(
        handles=[track, crossings, *modes, loss],
        loc="outside lower center",
        ncols=5,
        columnspacing=1.2,
        handlelength=1.5,
    )
    title = left.set_title("Track on the contours")
    stiff = int(np.argmax(curvatures))

    def draw(rate):
        i = runs.at(rate)
        path = within(runs.path[i], -9 * reach.max(), 9 * reach.max())
        track.set_data(*path.T)
        crossed = np.flatnonzero(path[1:, stiff] * path[:-1, stiff] < 0) + 1
        crossings.set_data(*path[crossed].T)
        t = np.arange(runs.steps + 1)
        for mode, curvature in zip(modes, curvatures):
            mode.set_data(t, within(np.abs(1 - rate * curvature) ** t, *FAR))
        loss.set_data(t, within(runs.loss[i] / runs.loss[i, 0], *FAR))
        title.set_text(f"Track on the contours, η = {rate:.3g}, ηλmax = {rate * curvatures.max():.3g}")
        return track, crossings, *modes, loss, title

    return draw


@styled
def track_and_loss(runs):
    """Return draw(rate) for any surface of two parameters: the track on contours, and the loss by step."""
    figure, (left, right) = axes("Track on the contours", "Loss by step", height=4)
    reach = 1.6 * np.abs(runs.path[:, 0] - runs.problem.minimum).max() * np.ones(2)
    _contours(left, runs.problem, reach)
    _loss_axes(right, runs)
    (track,) = left.plot([], [], "o-", lw=1, ms=4, label="track")
    (curve,) = right.plot([], [], label="loss")
    title = left.set_title("Track on the contours")

    def draw(rate):
        i = runs.at(rate)
        hue = LARGE if runs.loss[i, -1] > runs.loss[i, 0] else RIGHT
        track.set_data(*within(runs.path[i], -9 * reach.max(), 9 * reach.max()).T)
        curve.set_data(np.arange(runs.steps + 1), within(runs.loss[i], *FAR))
        track.set_color(hue)
        curve.set_color(hue)
        title.set_text(f"Track on the contours, η = {rate:.3g}")
        return track, curve, title

    return draw


def _contours(ax, surface, reach, levels=9):
    """Draw faint level lines of a surface of two parameters around its minimum, and a cross at the minimum."""
    x, y = (centre + np.linspace(-r, r, 121) for centre, r in zip(surface.minimum, reach))
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    height = surface(grid)
    ax.contour(x, y, height, levels=np.quantile(height, np.linspace(0.02, 0.98, levels)), colors=FAINT, linewidths=0.9)
    ax.plot(*surface.minimum, "+", color=RIGHT, ms=12, mew=2, label="minimum")
    ax.set(xlim=(x[0], x[-1]), ylim=(y[0], y[-1]))
    label(ax, "x₁", "x₂")
