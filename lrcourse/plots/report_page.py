"""The picture of a learning-rate report."""

import textwrap

import numpy as np

from .base import GREY, INK, RIGHT, SMALL, axes, label, styled, within
from .base import LARGE as TOO_LARGE

WIDTH = 58  # letters of a line of words


@styled
def learning_rate_page(page):
    """Figure: a learning-rate report on one page. `page`: a report.Report."""
    figure, (left, right) = axes(page.title, "", widths=(5, 4), height=4.4 + 0.5 * len(page.doubts))
    low, high = min(page.floor, page.first), max(page.floor, page.first)
    room = 0.08 * (high - low or 1.0)
    label(left, "learning rate η", page.measure, xlog=True)
    left.set(xlim=(page.rates[0] / 1.3, page.rates[-1] * 1.3), ylim=(low - room, high + 3 * room))
    if page.good is not None:
        left.axvspan(*page.good, color=RIGHT, alpha=0.12, lw=0, label="good rates")
    top = high + 2 * room
    for name, scores, hue, line in (
        ("constant", page.constant, INK, "-"),
        ("cosine schedule", page.cosine, SMALL, "--"),
    ):
        left.plot(page.rates, within(scores.max(axis=0), low - room, top), line, color=hue, label=name)
    left.plot(
        np.tile(page.rates, len(page.constant)),
        within(page.constant, low - room, top).ravel(),
        ".",
        color=GREY,
        ms=3,
        label="constant, a seed",
    )
    if page.limit is not None:
        left.axvline(page.limit, color=TOO_LARGE, ls=":", lw=1.5, label="limit" if page.known else "limit at the start")
    figure.legend(handles=left.get_legend_handles_labels()[0], loc="outside lower center", ncols=5, columnspacing=1)
    right.set_axis_off()
    lines = [(name, textwrap.wrap(words, WIDTH)) for name, words in page.lines]
    rows = sum(1.6 + len(words) for _, words in lines)
    at = 0.0
    for name, words in lines:
        right.text(0, 1 - at / rows, name, va="top", weight="bold", size=10, transform=right.transAxes)
        for i, part in enumerate(words, start=1):
            right.text(0, 1 - (at + i) / rows, part, va="top", size=9.5, transform=right.transAxes)
        at += 1.6 + len(words)
    return figure
