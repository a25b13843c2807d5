"""A figure in words: for screen readers, and for tests."""

import re
from itertools import groupby

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

BEHIND = "_behind"  # the label of faint lines, which the text only counts
MANY = 5  # from so many on, lines that differ only in their run or seed are described together
NUMBERED = re.compile(r"(?:(?<=run )|(?<=seed ))\d+$")
POINTS = 5  # how many points of each line the text gives


def describe(figure, colours=False):
    """Return what a figure shows: titles, labels, scales, and a few points of each line, in numbers of two digits.

    What would repeat itself is said once. With `colours`, as the record of sliders needs it, nothing is joined, and
    each line and text is followed by its colour.
    """
    above = [text.get_text() for text in figure.texts if text.get_visible()]  # a figure's title is one of its texts
    pairs = zip(figure.axes, [None, *figure.axes])
    return "\n".join([*filter(None, above), *(_describe_axes(*pair, colours) for pair in pairs)])


def _describe_axes(ax, before, colours):
    """Return the lines of text on one axes; `before` is the axes before it, or None."""
    title = " – ".join(filter(None, map(ax.get_title, ("center", "left", "right"))))
    title = _one_line(title or ax.get_ylabel() or "untitled")
    x = _axis("x", ax.get_xlabel(), ax.get_xscale(), ax.get_xlim())
    y = _axis("y", ax.get_ylabel(), ax.get_yscale(), ax.get_ylim())
    visible = _visible(ax)
    behind = sum(label == BEHIND for label, *_ in visible)
    axes = "axes as before" if not colours and _repeats(ax, before) else f"{x}; {y}"
    lines = [f"[{title}] {axes}"] + ([f"  {behind} faint line{'s' * (behind > 1)} behind"] if behind else [])
    seen = [
        (label, np.asarray(points, float), colour)
        for label, points, in_data, colour in visible
        if label != BEHIND and in_data and len(points)
    ]
    for _, together in groupby(enumerate(seen), _family):
        labels, points, shades = zip(*(line for _, line in together))
        if len(labels) >= MANY and not colours:
            lines.append(_line(ax, f"{labels[0]} to {NUMBERED.search(labels[-1]).group()}", points))
        else:
            lines += [
                _line(ax, label, [some]) + (f" {shade}" if colours else "")
                for label, some, shade in zip(labels, points, shades)
            ]
    for text in ax.texts:
        if text.get_visible() and text.get_text():
            lines.append(f"  text: {_one_line(text.get_text())}" + (f" {to_hex(text.get_color())}" if colours else ""))
    return "\n".join(lines)


def _repeats(ax, before):
    """Return whether axes repeat the scales of those before, as a label left out shows."""
    grids = (ax.get_shared_x_axes(), ax.get_shared_y_axes())
    return not (ax.get_xlabel() and ax.get_ylabel()) and before and all(grid.joined(ax, before) for grid in grids)


def _family(numbered):
    """Return what lines described together share: the name up to its number, and x. A line of no family gets its own
    index.
    """
    at, (label, points, _) = numbered
    together = NUMBERED.search(label) and np.isfinite(points).all()  # a line that is not finite is described alone
    return (NUMBERED.sub("", label), points[:, 0].tolist()) if together else at


def _visible(ax):
    """Return the visible lines and scattered points: (label, points (points, 2), whether in data units, colours)."""
    lines = [
        (
            line.get_label(),
            line.get_xydata(),
            line.get_transform().contains_branch(ax.transData),
            to_hex(line.get_color()),
        )
        for line in ax.lines
        if line.get_visible()
    ]
    scattered = [some for some in ax.collections if isinstance(some, PathCollection) and some.get_visible()]
    return lines + [
        (
            some.get_label(),
            np.ma.filled(some.get_offsets(), np.nan),
            True,
            " ".join(dict.fromkeys(map(to_hex, some.get_facecolor()))),
        )
        for some in scattered
    ]


def _axis(axis, label, scale, limits):
    """Return one axis in words: its name, label, limits and scale."""
    return f"{axis} {_one_line(label) or 'without label'} {two_digits(limits[0])} to {two_digits(limits[1])}, {scale}"


def _line(ax, label, lines):
    """Return the name and a few points of a line, or of `lines` that share their x, with y from the lowest to the
    highest.
    """
    points, ys = lines[0], [line[:, 1] for line in lines]
    chosen = np.unique(np.linspace(0, len(points) - 1, POINTS).round().astype(int))
    across, up = [
        abs(np.diff(limits).item()) if scale == "linear" else 0
        for limits, scale in ((ax.get_xlim(), ax.get_xscale()), (ax.get_ylim(), ax.get_yscale()))
    ]
    edges = np.transpose([np.min(ys, axis=0), np.max(ys, axis=0)])
    said = {i: " to ".join(dict.fromkeys(two_digits(edge, up) for edge in edges[i])) for i in chosen}
    shown = " ".join(f"({two_digits(points[i, 0], across)}, {y})" for i, y in said.items())
    kind, name = "dots" if len(points) > 1 else "dot", "" if label.startswith("_") else f" {_one_line(label)}"
    return f"  {kind}{name}: {shown}" + (f" of {len(points)}" if len(points) > len(chosen) else "")


def two_digits(value, span=0.0):
    """Return a value in two digits.

    What is negligible compared with `span` becomes 0, and exact halves round up, so that the last bit of a sum never
    shows.
    """
    if not np.isfinite(value):
        return "nothing" if np.isnan(value) else "infinite"
    if abs(value) <= max(1e-6 * span, 1e-12):
        return "0"
    return f"{value * (1 + 1e-9):.2g}"


def _one_line(text):
    """Return the text on one line, without the marks of formulas."""
    return " ".join(text.replace("$", "").replace("\\", "").split())
