"""What every figure shares: the style, the colours and what they mean, empty axes, numbers kept in view."""

from functools import wraps

import matplotlib as mpl
import numpy as np

from .picture import LOOK, Picture

SMALL, RIGHT, LARGE = "#0072B2", "#009E73", "#D55E00"  # of a rate that is too small, right, too large: in every figure
BETWEEN = 2, 5  # where a decade of a log axis has small ticks
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
GREY, FAINT, INK = "#767676", "#bdbdbd", "#222222"


def styled(function):
    """Make a figure function draw in the course's style, whatever the notebook has set."""

    @wraps(function)
    def inner(*args, **kwargs):
        with mpl.rc_context(LOOK):
            return function(*args, **kwargs)

    return inner


def axes(*titles, widths=None, height=3.6):
    """A new figure with one axes a title, side by side: (figure, [axes…])."""
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
    """10⁻³ in plain letters: as formulas, the labels of a log axis take a third of a figure's time."""
    return "10" + str(round(np.log10(value))).translate(RAISED)


def colour(rate, limit, best=None):
    """A rate's meaning as a colour: too large from `limit` on, right from `best` (half the limit unless told), else
    small.
    """
    return LARGE if rate >= limit * (1 - 1e-9) else RIGHT if rate >= (best or limit / 2) * (1 - 1e-9) else SMALL


def within(values, low, high):
    """Values held inside [low, high]; what is not a number goes to `high`: an exploded loss leaves by the top of the
    picture.
    """
    return np.clip(np.nan_to_num(values, nan=high, posinf=high, neginf=low), low, high)
