"""The figure of ten starts, and where one and the same rate takes them."""

import numpy as np

from ...engine import surfaces
from ...plots.base import GREY, INK, LARGE, RIGHT, SMALL, axes, label, styled
from .experiments import LIMIT, RATES, arrived, bowl, from_all


@styled
def starts_and_ends(starts):
    """Draw where each of the starts on the wavy surface ends at half the limit, and beside it how many arrive at the
    deepest minimum at each rate, there and on a bowl.
    """
    runs = from_all(surfaces.wavy, starts)
    figure, (left, right) = axes(
        "Ten starts, and where they end at η = 0.11", "How many of the ten reach the deepest minimum"
    )
    _draw_ends(left, runs)
    right.plot(RATES, arrived(from_all(bowl, starts)).sum(1), "s--", color=GREY, ms=4, lw=1, label="one minimum")
    right.plot(RATES, arrived(runs).sum(1), "o-", color=RIGHT, ms=4, lw=1, label="several minima")
    right.axvline(LIMIT, color=LARGE, lw=1.5, label="limit 2/λ")
    label(right, "learning rate η", "starts of ten")
    right.set(xlim=(0, RATES[-1] * 1.02), ylim=(-0.5, 11))
    right.legend(loc="center right")
    return figure


def _draw_ends(ax, runs):
    """Draw the wavy surface, the starts, and where they end at the rate nearest to half the limit."""
    surface, row = runs.problem, int(np.abs(RATES - LIMIT / 2).argmin())
    x = np.linspace(-5.4, 5.4, 401)
    path = runs.path.reshape(len(RATES), -1, runs.steps + 1)[row]  # (starts, steps + 1)
    there = arrived(runs)[row]
    ax.plot(x, surface(x[:, None]), color=GREY, lw=1.5, label="loss")
    for steps, mark, hue, size, name in (
        (path[:, :1], "o", INK, 7, "start"),
        (path[there, -1:], "*", RIGHT, 15, "end, deepest"),
        (path[~there, -1:], "s", SMALL, 7, "end, elsewhere"),
    ):
        ax.plot(
            steps[:, 0], surface(steps), mark, color=hue, mfc="white" if name == "start" else hue, ms=size, label=name
        )
    label(ax, "parameter x", "loss L(x)")
    ax.set(xlim=(x[0], x[-1]), ylim=(-0.3, 4.6))
    ax.legend(loc="upper center", ncols=4, columnspacing=0.9, handletextpad=0.2)
