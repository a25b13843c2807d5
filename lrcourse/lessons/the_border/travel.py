"""Buttons that travel along a border, beside the sliders of an explore figure, and a path of saved places."""

import numpy as np

from ...widgets.sliders import Buttons
from ..run_cache import cached_run
from .experiments import WHOLE, ZOOMS, border, seen
from .figures import view_of

NEAR = ZOOMS[:4]
AWAY = [k / 100 for k in range(-120, 121)]  # decades to the side, half of the whole view each way
MOVES = {"left": (-1, 0), "right": (1, 0), "down": (0, -1), "up": (0, 1)}


@cached_run
def path(name, pixels=32):
    """Return a path into the border of the net that `name` seeds, places {zoom, across, up}: the whole view first, and
    each next around that pixel on the border which was nearest to the middle.
    """
    away, places = np.zeros(2), []
    for zoom in NEAR:
        places.append({"zoom": zoom, "across": float(away[0]), "up": float(away[1])})
        view = view_of(zoom, *away)
        rows, columns = np.nonzero(border(seen(name, view, pixels)))
        if len(rows):
            offsets = view[2] * ((np.stack([columns, rows], axis=1) + 1) / pixels - 0.5)  # their upper right corners
            away = (away + offsets[np.hypot(*offsets.T).argmin()]).round(2)
    return places


def journey(figure, places):
    """Return the explore figure of `wander`, its sliders zoom, across and up in this order, with buttons: a quarter of
    the view to each side, in and out, save; and one for each of the places, which leads there.
    """
    zoom, across, up = figure.sliders
    moves, saved = Buttons(), Buttons()

    def go(place):
        for slider, value in zip(figure.sliders, place):
            slider.index = int(np.abs(_stops(slider) - value).argmin())

    def move(right, upward):
        quarter = WHOLE[2] / _at(zoom) / 4
        go((_at(zoom), _at(across) + right * quarter, _at(up) + upward * quarter))

    def closer(by):
        zoom.index = min(max(zoom.index + by, 0), len(zoom.options) - 1)

    def save(place):
        name = "zoom {:g}: {:g}, {:g}".format(*place)
        if name not in [button.description for button in saved.children]:
            saved.add(name, f"go to {name}", lambda: go(place))

    for place in places:
        save((place["zoom"], place["across"], place["up"]))
    for name, by in MOVES.items():
        moves.add(name, f"move {name} by a quarter of the view", lambda by=by: move(*by))
    moves.add("in", "zoom in", lambda: closer(1))
    moves.add("out", "zoom out", lambda: closer(-1))
    moves.add("save", "save this place", lambda: save(tuple(_at(slider) for slider in figure.sliders)))
    figure.children = (moves, saved, *figure.children)
    return figure


def _stops(slider):
    return np.array([float(name) for name, _ in slider.options])


def _at(slider):
    return float(slider.label)
