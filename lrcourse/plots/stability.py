"""Figures of what limits a rate: conditioning and momentum (lesson just_right)."""

import numpy as np
from matplotlib.patheffects import withStroke

from ..diagnosis import heavy_ball_radius
from .alt_text import BEHIND
from .base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, colour, label, styled, within

__all__ = ["momentum_band", "track_and_factors"]

SHOWN = 40  # steps of a track that are drawn
COUNTED = np.arange(20_000)  # steps within which the distance has to become a thousandth


def _steps_to_thousandth(start, factors):
    """Return in words the steps until the distance is a thousandth of the first, if a step multiplies the directions by
    `factors`.
    """
    if np.abs(factors).max() >= 1 - 1e-9:
        return "never a thousandth"
    distance = np.linalg.norm(start * factors ** COUNTED[:, None], axis=1)
    steps = int(np.argmax(distance < 1e-3 * distance[0]))
    return f"{steps} step{'s' * (steps > 1)} to a thousandth"


def _ellipses(flat, stiff, reach):
    """Return level lines of ½(flat x² + stiff y²), one after the other, separated by NaN: (points, 2)."""
    turn = np.linspace(0, 2 * np.pi, 90)
    ring = np.stack([np.cos(turn), np.sqrt(flat / stiff) * np.sin(turn)], axis=1)
    return np.concatenate([np.vstack([r * ring, [[np.nan, np.nan]]]) for r in np.arange(1, 11) * 0.2 * reach])


def _track_axes(ax, start):
    """Prepare the axes of a track that begins at `start`; return what changes: (level lines, track, title)."""
    (levels,) = ax.plot([], [], color=FAINT, lw=0.9, label=BEHIND)
    ax.plot(0, 0, "+", color=INK, ms=12, mew=2, label="minimum")
    (track,) = ax.plot([], [], "o-", lw=1, ms=4, label="track")
    ax.set(xlim=(-1.25 * start[0], 1.25 * start[0]), ylim=(-0.85 * start[0], 0.85 * start[0]), aspect="equal")
    label(ax, "flat direction x₁", "stiff direction x₂")
    return levels, track, ax.set_title("Track")


def _mark_one(ax):
    """Draw the line at 1, above which a distance grows."""
    ax.axhline(1, color=INK, lw=1)
    ax.text(0.02, 1.03, "above 1: grows", transform=ax.get_yaxis_transform(), color=INK, fontsize=9)


def _factor_axes(ax, rates, stiff):
    """Prepare the axes of the factor by rate, with the stiff direction's line; return what changes: (flat, slower,
    best, here).
    """
    (fixed,) = ax.plot(rates, np.abs(1 - rates * stiff), color=LARGE, label="stiff, |1 − ηλ₂|")
    (flat,) = ax.plot([], [], color=SMALL, ls="--", label="flat, |1 − ηλ₁|")
    (slower,) = ax.plot([], [], color=GREY, lw=8, alpha=0.35, label="the slower of the two")
    (best,) = ax.plot([], [], "*", color=RIGHT, ms=19, clip_on=False, label="best rate, once found")
    (here,) = ax.plot([], [], "o", color=INK, ms=6, clip_on=False, label="this rate")
    _mark_one(ax)
    label(ax, "learning rate η", "factor a step")
    ax.set(xlim=(0, rates[-1]), ylim=(0, 1.3))
    ax.figure.legend(handles=[fixed, flat, slower, best, here], loc="outside lower center", ncols=5)
    return flat, slower, best, here


@styled
def track_and_factors(surface):
    """Return draw(learning_rate, condition_number=None) for a quadratic of two curvatures: its track, and what a step
    leaves of each direction.

    `condition_number` keeps the largest curvature and sets the smallest.
    """
    start, stiff = np.abs(surface.start()), surface.curvatures[1]
    rates = np.linspace(0, 2.4 / stiff, 241)
    figure, (left, right) = axes("Track", "What a step leaves of the distance")
    levels, track, title = _track_axes(left, start)
    flat_line, slower, best, here = _factor_axes(right, rates, stiff)

    def draw(learning_rate, condition_number=None):
        flat = stiff / condition_number if condition_number else surface.curvatures[0]
        curvatures, optimum = np.array([flat, stiff]), 2 / (flat + stiff)
        factors = 1 - learning_rate * curvatures
        levels.set_data(*_ellipses(flat, stiff, start[0]).T)
        track.set_data(*within(start * factors ** COUNTED[: SHOWN + 1, None], -1e5, 1e5).T)
        track.set_color(colour(learning_rate, 2 / stiff, 0.9 * optimum))
        flat_line.set_data(rates, np.abs(1 - rates * flat))
        slower.set_data(rates, np.abs(1 - np.outer(curvatures, rates)).max(0))
        best.set_data([optimum], [1 - optimum * flat])
        best.set_visible(bool(np.isclose(learning_rate, optimum, rtol=1e-3)))  # a star before would end the search
        here.set_data([learning_rate], [np.abs(factors).max()])
        title.set_text(f"η = {learning_rate:.3g}, κ = {stiff / flat:.3g}: {_steps_to_thousandth(start, factors)}")
        return levels, track, flat_line, slower, best, here, title

    return draw


def _band_axes(ax, products):
    """Draw the heavy ball's factor for every ηλ and momentum, white where it diverges; return what changes: (this
    momentum, its limit).
    """
    betas = np.linspace(0, 0.95, 96)
    factor = heavy_ball_radius(products, betas[:, None])
    mesh = ax.pcolormesh(
        products, betas, np.where(factor < 1, factor, np.nan), vmin=0, vmax=1, shading="nearest", rasterized=True
    )
    ax.figure.colorbar(mesh, ax=ax, label="factor a step")
    ax.grid(False)
    ax.text(3.3, 0.2, "diverges", color=LARGE, weight="bold")
    (row,) = ax.plot(
        [], [], color="white", lw=2.5, path_effects=[withStroke(linewidth=5, foreground=INK)], label="this momentum"
    )
    (end,) = ax.plot([], [], "o", color=LARGE, mec="white", ms=10, label="its limit")
    label(ax, "rate × curvature, ηλ", "momentum β")
    ax.set(xlim=(0, products[-1]), ylim=(-0.03, 0.98))
    return row, end


@styled
def momentum_band():
    """Return draw(momentum): what a step of the heavy ball leaves in the long run, by ηλ; and, for every momentum, the
    band of ηλ that converges.
    """
    products = np.linspace(0, 4.2, 421)
    figure, (left, right) = axes("Factor", "The same for every momentum")
    (plain,) = left.plot(
        products, heavy_ball_radius(products, 0), color=GREY, lw=1.2, ls="--", label="without momentum"
    )
    _mark_one(left)
    (curve,) = left.plot([], [], color=INK, label="with momentum β")
    (limit,) = left.plot([], [], "o", color=LARGE, mec="white", ms=10, label="limit")
    label(left, "rate × curvature, ηλ", "factor a step, in the long run")
    left.set(xlim=(0, products[-1]), ylim=(0, 1.3))
    row, end = _band_axes(right, products)
    figure.legend(handles=[curve, limit, plain], loc="outside lower center", ncols=3)
    title = left.set_title("Factor")

    def draw(momentum):
        edge = 2 + 2 * momentum
        curve.set_data(products, heavy_ball_radius(products, momentum))
        limit.set_data([edge], [1])
        row.set_data([0, edge], [momentum, momentum])
        end.set_data([edge], [momentum])
        title.set_text(f"β = {momentum:.3g}: shrinks below ηλ = {edge:.3g}")
        return curve, limit, row, end, title

    return draw
