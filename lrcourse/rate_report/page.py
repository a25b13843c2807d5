"""What a learning-rate report found, in words and as a page."""

from dataclasses import dataclass, field

import numpy as np

from .. import plots
from ..plots.picture import bundle, encode

ROUNDING = 1e-12  # losses below this share of the first are alike


@dataclass(frozen=True, eq=False)
class Report:
    """What `report` found; a notebook shows it as one page.

    Losses are taken at the end: on validation data, or on the surface itself.
    """

    title: str
    rates: np.ndarray  # (rates,): the grid
    constant: np.ndarray = field(repr=False)  # (seeds, rates): loss at the end at a constant rate
    cosine: np.ndarray = field(repr=False)  # (seeds, rates): with a cosine schedule down to 0
    first: float  # loss before training, median over seeds
    guess: float | None  # loss of the best answer that looks at no input, with data only
    limit: float | None  # of stability: None where the loss does not curve up there
    known: str  # how the limit is known: "at the minimum", "a safe bound", or "": from the curvature at the start
    limit_after: float | None  # from the curvature after training at the best rate
    good: tuple | None  # (lowest, highest) good rate; None if no rate lowers the loss
    edge: bool  # whether the good rates touch an end of the grid
    best: float  # the rate whose worst seed ends lowest
    failing: float | None  # the lowest rate above the best at which a seed fails
    fails: str  # what failing means here, said of a seed
    gain: tuple  # (median loss judged with the constant rate, with cosine, share of seeds that cosine helps)
    measure: str  # what the losses are
    doubts: tuple = ()  # sentences: what speaks against taking the page at its word

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
            *(("Beware", words) for words in self.doubts),
        )

    def _edge(self):
        if self.good is None:
            return "no rate to recommend; try other rates, or ask whether there is anything to learn"
        return (
            "yes: widen the grid, the best may lie outside" if self.edge else "no: worse rates were tried on both sides"
        )

    def _failing(self):
        if self.good is None:
            return "cannot be said, as no rate does well"
        if self.failing is None:
            return "no failure on this grid"
        return f"{self.failing:.2g}: there a seed {self.fails}"

    def _gain(self):
        constant, decayed, share = self.gain
        return (
            f"loss {self._short(constant)} constant, {self._short(decayed)} cosine; better in "
            f"{share * len(self.constant):.0f} of {len(self.constant)}"
        )

    def _short(self, loss):
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
        return bundle(encode(plots.learning_rate_page(self)), repr(self))


def worst(ends, first):
    """The highest loss of the seeds (rates,), from (seeds, rates): a rate is as good as its worst seed."""
    lowest = ends.min()
    return np.maximum(ends.max(axis=0), lowest + ROUNDING * abs(first - lowest))
