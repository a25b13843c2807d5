"""Figures of the methods: their tracks, the steps they take, their good rates, and Reddi's example."""

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ...engine import surfaces
from ...engine.training import train
from ...plots.alt_text import BEHIND
from ...plots.base import FAINT, GREY, INK, axes, label, styled, within
from ...plots.paths import _contours
from ...plots.sweeps import MARKS, WORDS, accuracy_axes, result_colours
from .experiments import METHODS, RATES, REDDI_ADAM, good_range, on_ravine, reddi
from .valley import RACERS, VALLEY, race

SHOWN = 60  # steps of a track in the turned valley that are drawn
LINES = {  # colour, mark and dashes of each method: no colour that means a rate too small, right or too large
    "gradient descent": (INK, "o", "-"),
    "… with momentum 0.9": (GREY, "D", "--"),
    "AdaGrad": ("#B8860B", "s", "-"),
    "RMSprop": ("#AA4499", "^", "-."),
    "Adam without m": ("#8899CC", ">", ":"),
    "Adam": ("#332288", "v", "-"),
}


def _lines(ax, names, size=5, wide=1.6):
    """Return an empty line on `ax` for each of the methods named."""
    return [
        ax.plot([], [], dashes, marker=mark, color=hue, ms=size, lw=wide, label=name)[0]
        for name in names
        for hue, mark, dashes in [LINES[name]]
    ]


@styled
def tracks_by_scale(factors):
    """Return draw(factor): tracks on the ravine with its loss multiplied by the factor.

    On the right, how much of the loss is left after 100 steps, by the factor.
    """
    runs = {(name, factor): on_ravine(name, factor) for name in METHODS for factor in factors}
    surface = surfaces.ravine()
    low, high = 1e-6, 1e3
    figure, (left, right) = axes("Tracks", "Loss after 100 steps, as a share of the first", height=4.1)
    _contours(left, surface, np.array([7.5, 5.0]))
    tracks = _lines(left, ("gradient descent", "Adam"), size=3.5, wide=1)
    curves = _lines(right, METHODS)
    for name, curve in zip(METHODS, curves):
        curve.set_data(
            factors, [within(runs[name, f].loss[0, -1] / runs[name, f].loss[0, 0], low, high) for f in factors]
        )
    label(right, "factor on the loss", "share of the first loss", xlog=True, ylog=True)
    right.set(xlim=(factors[0] / 3, factors[-1] * 3), ylim=(low / 5, high * 5))
    mark = right.axvline(1, color=INK, lw=1.3)
    figure.legend(handles=curves, loc="outside lower center", ncols=4)
    title = left.set_title("Tracks")

    def draw(factor):
        for name, track in zip(("gradient descent", "Adam"), tracks):
            track.set_data(*within(runs[name, factor].path[0], -80, 80).T)
        mark.set_xdata([factor, factor])
        title.set_text(f"Tracks with the loss × {factor:g}")
        return *tracks, mark, title

    return draw


@styled
def turned_valley(angles):
    """Return draw(angle): two tracks in a valley turned by so many degrees.

    On the right, the steps each method needs there at its best rate, by the angle.
    """
    figure, (left, right) = axes("Tracks", "Steps to 0.0001 of the loss, at the best rate", height=4.1)
    (levels,) = left.plot([], [], color=FAINT, lw=0.9, label=BEHIND)
    left.plot(0, 0, "+", color=INK, ms=12, mew=2, label="minimum")
    tracks = _lines(left, ("AdaGrad", "Adam"), size=3.5, wide=1)
    label(left, "x₁", "x₂")
    left.set(xlim=(-8.5, 8.5), ylim=(-6.5, 6.5))
    curves = _lines(right, RACERS)
    for name, curve in zip(RACERS, curves):
        curve.set_data(angles, [race(name, angle)[0] for angle in angles])
    label(right, "angle of the valley, degrees", "steps", ylog=True)
    right.set(xlim=(-2, angles[-1] + 2), ylim=(3, 1500))
    mark = right.axvline(0, color=INK, lw=1.3)
    figure.legend(handles=curves, loc="outside lower center", ncols=3)
    title = left.set_title("Tracks")

    def draw(angle):
        levels.set_data(*_turned_levels(angle).T)
        for name, track in zip(("AdaGrad", "Adam"), tracks):
            track.set_data(*race(name, angle)[1][:SHOWN].T)
        mark.set_xdata([angle, angle])
        title.set_text(
            f"Valley at {angle:g}°: AdaGrad {race('AdaGrad', angle)[0]} steps, Adam {race('Adam', angle)[0]}"
        )
        return levels, *tracks, mark, title

    return draw


def _turned_levels(angle):
    """Return the level lines of the valley, one after the other, with NaN between them: (points, 2)."""
    turn, (flat, stiff), tilt = np.linspace(0, 2 * np.pi, 121), VALLEY, np.deg2rad(angle)
    along, across = np.cos(turn) / np.sqrt(flat), np.sin(turn) / np.sqrt(stiff)
    ring = np.stack(
        [along * np.cos(tilt) - across * np.sin(tilt), along * np.sin(tilt) + across * np.cos(tilt)], axis=1
    )
    return np.concatenate([np.vstack([size * ring, [[np.nan, np.nan]]]) for size in (1.5, 3, 4.5, 6, 8, 10)])


@styled
def methods_by_rate(sweeps, steps=200):
    """Return draw(learning_rate, optimizer): the track on the ravine.

    On the right, the digits' accuracies by rate, with each method's good range. `sweeps`: {name: a Runs a seed}.
    """
    surface = surfaces.ravine()
    runs = {name: train(surface, METHODS[name], lr=RATES, steps=steps) for name in sweeps}
    figure, (left, right) = axes("Ravine", "Digits: validation accuracy after 12 epochs", height=4.6)
    _contours(left, surface, np.array([7.5, 5.0]))
    (track,) = left.plot([], [], "o-", ms=3.5, lw=1, color=INK, label="track")
    mark = accuracy_axes(right, np.array(RATES), "share of right guesses")
    bars = _range_bars(right, sweeps)
    dots = [right.plot([], [], shape, color=hue, ms=5, label=WORDS[hue])[0] for hue, shape in MARKS.items()]
    figure.legend(handles=dots, loc="outside lower center", ncols=3)
    titles = left.set_title("Ravine"), right.set_title("Digits")

    def draw(learning_rate, optimizer):
        i = RATES.index(learning_rate)
        accuracy, loss = accuracies(sweeps[optimizer]), runs[optimizer].loss[i]
        hues = result_colours(accuracy)
        for dot, hue in zip(dots, MARKS):
            here = np.flatnonzero(hues == hue)
            dot.set_data(np.tile(np.array(RATES)[here], len(accuracy)), accuracy[:, here].ravel())
        for name, bar in bars.items():
            bar.set_linewidth(9 if name == optimizer else 4)
        track.set_data(*within(runs[optimizer].path[i], -80, 80).T)
        mark.set_xdata([learning_rate, learning_rate])
        titles[0].set_text(f"Ravine, {steps} steps: {_left_over(loss[-1] / loss[0])}")
        titles[1].set_text(f"Digits, {optimizer}, η = {learning_rate:g}: median {np.median(accuracy[:, i]):.2f}")
        return track, *dots, *bars.values(), mark, *titles

    return draw


def _left_over(share):
    """Return how much of a loss is left, in words that hold on every machine."""
    return (
        "diverged"
        if not share < 10
        else "under 0.1 % of the loss left"
        if share < 1e-3
        else f"{100 * share:.2g} % of the loss left"
    )


def _range_bars(ax, sweeps):
    """Draw a bar for each method below the accuracies: the rates at which its median accuracy is LEARNED or more.

    Return the bars.
    """
    ax.set_ylim(-0.62, 1.05)
    ax.set_yticks(np.linspace(0, 1, 6))
    ax.axhline(-0.06, color=FAINT, lw=1)
    bars = {}
    for row, (name, runs) in enumerate(sweeps.items()):
        y = -0.16 - 0.12 * row
        ends = good_range(np.median(accuracies(runs), axis=0))
        (bars[name],) = ax.plot(
            ends,
            [y, y],
            color=LINES[name][0],
            solid_capstyle="butt",
            label=f"good range of {name}, {LEARNED:g} or more",
        )
        side, where = ("right", ends[0] / 1.15) if ends[0] > 2e-3 else ("left", ends[1] * 1.15)  # where there is room
        ax.text(where, y, name, va="center", ha=side, size=9, color=LINES[name][0])
    return bars


@styled
def reddis_example():
    """Return a figure of the paths of Adam and of gradient descent on Reddi's example, by step."""
    figure, (ax,) = axes("A slope that pulls by −3 once, and by +1 twice", height=3.2)
    for name, optimizer in (("gradient descent", METHODS["gradient descent"]), ("Adam", REDDI_ADAM)):
        hue, _, dashes = LINES[name]
        path = reddi(optimizer)[::30]
        ax.plot(np.arange(len(path)) * 30, path, dashes, color=hue, label=name)
    ax.axhline(-1, color=GREY, lw=1, ls=":", label="best point")
    label(ax, "step", "parameter x")
    ax.set_ylim(-1.15, 1.15)
    ax.legend(loc="center right")
    return figure
