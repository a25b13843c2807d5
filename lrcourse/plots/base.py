"""Shared by every figure: the style, the colours and their meaning, empty axes, values kept in view."""

from functools import wraps

import matplotlib as mpl
import numpy as np

from .picture import LOOK, Picture

SMALL, RIGHT, LARGE = "#0072B2", "#009E73", "#D55E00"  # a rate that is too small, right, too large, in every figure
BETWEEN = 2, 5  # where a decade of a log axis has small ticks
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
GREY, FAINT, INK = "#767676", "#bdbdbd", "#222222"


def styled(function):
    """Return a figure function that draws in the course's style, whatever the notebook has set."""

    @wraps(function)
    def inner(*args, **kwargs):
        with mpl.rc_context(LOOK):
            return function(*args, **kwargs)

    return inner


def axes(*titles, widths=None, height=3.6):
    """Return a new figure with one axes per title, side by side: (figure, [axes…]); `height` in inches, of 9 wide."""
    figure = Picture(figsize=(9, height))
    row = figure.subplots(1, len(titles), width_ratios=widths, squeeze=False)[0]
    for ax, title in zip(row, titles):
        ax.set_title(title)
    return figure, list(row)


def label(ax, x, y, xlog=False, ylog=False):
    """Name both axes, with their units in the name, and set their scales."""
    ax.set_xlabel(x)
    ax.set_ylabel(y)
    if xlog:
        ax.set_xscale("log", subs=BETWEEN)
        ax.xaxis.set_major_formatter(_power_of_ten)
    if ylog:
        ax.set_yscale("log", subs=BETWEEN)
        ax.yaxis.set_major_formatter(_power_of_ten)


def _power_of_ten(value, _):
    """Return 10⁻³ in plain letters: written as formulas, the labels of a log axis take a third of a figure's time."""
    return "10" + str(round(np.log10(value))).translate(RAISED)


def colour(rate, limit, best=None):
    """Return the colour of a rate's meaning: too large from `limit` on, right from `best` (half the limit by default),
    else small.
    """
    return LARGE if rate >= limit * (1 - 1e-9) else RIGHT if rate >= (best or limit / 2) * (1 - 1e-9) else SMALL


def within(values, low, high):
    """Return values clipped to [low, high]; what is not a number goes to `high`, so that an exploded loss leaves
    through the top.
    """
    return np.clip(np.nan_to_num(values, nan=high, posinf=high, neginf=low), low, high)
