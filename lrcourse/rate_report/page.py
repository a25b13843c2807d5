"""The findings of a learning-rate report, in words and as a page."""

import textwrap
from dataclasses import dataclass, field

import numpy as np

from ..diagnosis.loss_curve import Reading
from ..plots.base import GREY, INK, RIGHT, SMALL, axes, label, styled, within
from ..plots.base import LARGE as TOO_LARGE
from ..plots.picture import bundle, encode

ROUNDING = 1e-12  # losses closer than this share of the first are taken as equal
WIDTH = 58  # letters per line of words


@dataclass(frozen=True, eq=False)
class Report:
    """The result of `report`; a notebook shows it as one page.

    Losses are taken at the end: on validation data, or on the surface itself.
    """

    title: str
    rates: np.ndarray  # (rates,): the grid
    constant: np.ndarray = field(repr=False)  # (seeds, rates): loss at the end at a constant rate
    cosine: np.ndarray = field(repr=False)  # (seeds, rates): with a cosine schedule down to 0
    first: float  # loss before training, median over seeds
    guess: float | None  # loss of the best answer that looks at no input; with data only
    limit: float | None  # of stability; None where the loss does not curve up at the start
    known: str  # how the limit is known: "at the minimum", "a safe bound", or "": from the curvature at the start
    limit_after: float | None  # from the curvature after training at the best rate
    good: tuple | None  # (lowest, highest) good rate; None if no rate lowers the loss
    edge: bool  # whether the good rates touch an end of the grid
    best: float  # the rate whose worst seed ends lowest
    failing: float | None  # the lowest rate above the best at which a seed fails
    fails: str  # what failing means here, said of a seed
    gain: tuple  # (median loss judged with the constant rate, with cosine, share of seeds that cosine helps)
    measure: str  # what the losses are
    reading: Reading  # of the curve of the first seed at the best rate
    warnings: tuple = ()  # sentences: reasons not to take the page at its word

    @property
    def floor(self):
        """The lowest loss that some constant rate reaches in every seed."""
        return float(worst(self.constant, self.first).min())

    @property
    def lines(self):
        """The page's findings, (name, words)."""
        at_best = self.constant[:, np.abs(self.rates - self.best).argmin()]
        after = "none" if self.limit_after is None else f"{self.limit_after:.3g}"
        limit = "none: the loss does not curve upwards" if self.limit is None else f"{self.limit:.3g}"
        good = (
            f"none on this grid {'lowers the loss' if self.guess is None else 'beats guessing'}"
            if self.good is None
            else f"{self.good[0]:.2g} to {self.good[1]:.2g}; lowest loss at {self.best:.2g}"
        )
        return (
            (
                "Limit of stability",
                f"{limit}, {self.known}" if self.known else f"{limit} at the start, {after} after training",
            ),
            ("Good rates, in every seed", good),
            ("On the grid's edge?", self._edge()),
            ("Too large from", self._failing()),
            (
                f"Spread over {len(self.constant)} seeds, at {self.best:.2g}",
                f"{self._short(at_best.min())} to {self._short(at_best.max())}",
            ),
            ("Cosine schedule, each tuned", self._gain()),
            (
                f"Curve at {self.best:.2g}",
                f"{self.reading.verdict}: {self.reading.reason}. Try next: {self.reading.next}",
            ),
            *(("Beware", words) for words in self.warnings),
        )

    def _edge(self):
        """Return in words whether a better rate may lie outside of the grid."""
        if self.good is None:
            return "no rate to recommend; try other rates, or ask whether there is anything to learn"
        return (
            "yes: widen the grid, the best may lie outside" if self.edge else "no: worse rates were tried on both sides"
        )

    def _failing(self):
        """Return in words from which rate on a seed fails."""
        if self.good is None:
            return "cannot be said, as no rate does well"
        if self.failing is None:
            return "no failure on this grid"
        return f"{self.failing:.2g}: there a seed {self.fails}"

    def _gain(self):
        """Return in words what the cosine schedule gained."""
        constant, decayed, share = self.gain
        return (
            f"loss {self._short(constant)} constant, {self._short(decayed)} cosine; better in "
            f"{share * len(self.constant):.0f} of {len(self.constant)}"
        )

    def _short(self, loss):
        """Return a loss in three digits, or that it exploded."""
        return (
            "exploded"
            if not loss <= self.first + 10 * abs(self.first)
            else "0"
            if abs(loss) < 1e-9 * abs(self.first)
            else f"{loss:.3g}"
        )

    def __repr__(self):
        return "\n".join([self.title, *(f"  {name}: {words}" for name, words in self.lines)])

    def _repr_mimebundle_(self, include=None, exclude=None):
        return bundle(encode(learning_rate_page(self)), repr(self))


def worst(ends, first):
    """Return the highest loss of the seeds (rates,), from (seeds, rates): a rate is as good as its worst seed."""
    lowest = ends.min()
    return np.maximum(ends.max(axis=0), lowest + ROUNDING * abs(first - lowest))


@styled
def learning_rate_page(page):
    """Draw a Report on one page."""
    figure, (left, right) = axes(page.title, "", widths=(5, 4), height=5.2 + 0.5 * len(page.warnings))
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
