"""The basin map: in which of two wells a run ends, for each start and each rate."""

import numpy as np
from matplotlib.colors import ListedColormap

from ...plots.base import GREY, LARGE, RIGHT, SMALL, axes, label, styled
from .experiments import landed


@styled
def basin_map(runs):
    """Return draw(rate) for runs on two wells: left where each start ends at this rate, right the same for all rates.

    `runs` were trained from `pairs(rates, starts)`.
    """
    rates, starts = np.unique(runs.lr), np.unique(runs.path[:, 0, 0])
    ends = landed(runs).reshape(len(rates), len(starts))
    surface = runs.problem
    x = np.linspace(1.1 * starts[0], 1.1 * starts[-1], 301)
    top = 1.5 * surface([0.0])
    figure, (left, right) = axes("Where each start ends", "The same for every rate", height=4)
    left.plot(x, surface(x[:, None]), color=GREY, lw=1.5, label="loss")
    left.set(ylim=(-0.08 * top, top), xlim=(x[0], x[-1]))
    label(left, "start x", "loss L(x)")
    kinds = [
        left.plot([], [], mark, color=hue, ms=6, label=name)[0]
        for hue, mark, name in ((RIGHT, "o", "deep well"), (SMALL, "s", "shallow well"), (LARGE, "x", "neither"))
    ]
    figure.legend(handles=kinds, loc="outside lower center", ncols=3)
    right.pcolormesh(
        starts,
        rates,
        ends,
        cmap=ListedColormap([RIGHT, SMALL, LARGE]),
        vmin=0,
        vmax=2,
        shading="nearest",
        rasterized=True,
    )
    label(right, "start x", "learning rate η", ylog=True)
    right.grid(False)
    (mark,) = right.plot([], [], color="white", lw=2.5, label="this rate")
    title = left.set_title("Where each start ends")

    def draw(rate):
        row = ends[int(np.abs(np.log(rates / rate)).argmin())]
        for kind, dots in enumerate(kinds):
            here = starts[row == kind]
            dots.set_data(here, np.minimum(surface(here[:, None]), top))
        mark.set_data(starts[[0, -1]], [rate, rate])
        title.set_text(f"Where each start ends, η = {rate:.3g}")
        return *kinds, mark, title

    return draw
