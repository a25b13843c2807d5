"""Reading one loss curve: a named verdict, with its reason."""

from dataclasses import dataclass

import numpy as np

from ..checks import positive
from ..engine.training import BLOW_UP

# The rules' bounds. Losses are shares of the first, unless stated; they were tuned on some runs and are tested on
# others, in lessons/reading_loss_curves.
SWING = 0.25  # unstable: the last quarter still swings by more than this (5th to 95th percentile)
RISES = 0.25  # … and the loss rises on more than this share of its steps
RISEN = 1.05  # unstable, too: the end lies above this, with or without a spike
THROWN = 2  # unstable, too: a loss above this came before, and the end is above LEARNED
CLIMBED = 0.1  # unstable, too: a tenth of the curve is higher by this than an earlier one, and the end is above LEARNED
SPIKE = 1.2  # dead: after a loss above this, the end lies flat near chance
FLAT = 0.05  # flat: the last tenth is within this share of the one before
NEAR_CHANCE = 0.1  # near chance: within this share of the loss of guessing, where no curve is good
LEARNED = 0.2  # too small: the loss is still above this
FALLING = 0.05  # … and from the three tenths before the last three to the last three it fell by this share of its fall
LEAST_FALL = 0.01  # … and by this at least
UNMOVED = 0.9  # too small, too: the loss is still above this
OFF_CHANCE = 1.05  # … and above this multiple of chance; nearer to chance, nothing can be said
STEADY = 0.05  # good and steady: swings by less than this in the last quarter, and moves by less than LEAST_FALL


@dataclass(frozen=True)
class Reading:
    """A verdict, one of "too small", "good", "unstable", "dead", "diverged", "cannot be said", and its reason."""

    verdict: str
    reason: str


@np.errstate(all="ignore")
def read(losses, chance=None):
    """Return the Reading of one loss curve (steps + 1,), from the first step on; raise ValueError for anything else.

    `chance` is the loss of guessing, ln 10 for ten balanced classes. Losses below 0 are measured from the lowest.

    The verdict depends on the end and on the lowest loss so far. Only the curve is seen, so this reader errs where
    different causes look alike: a small batch can look unstable. A loss that lies at chance and never spiked "cannot be
    said": it has not learned yet, or it is dead.
    """
    losses = np.asarray(losses)
    if losses.dtype.kind not in "iuf" or losses.ndim != 1 or len(losses) < 10:
        raise ValueError(
            f"losses: allowed is one curve of at least 10 numbers, not shape {losses.shape} of {losses.dtype}"
        )
    if chance is not None:
        positive("chance", chance)
    if not np.all(np.isfinite(losses)):
        return Reading("diverged", f"the loss was no longer a number from step {np.argmin(np.isfinite(losses))} on")
    first, end, lowest = losses[0], np.median(losses[-(len(losses) // 10) :]), losses.min()
    if end > BLOW_UP * max(abs(first), first - lowest) > 0:
        return Reading("diverged", f"at the end the loss is {end:.3g}, more than ten times the first, {first:.3g}")
    if lowest >= 0:
        return _read_finite(losses, chance, LEARNED)
    # once lifted, no level says that it has learned: it has to have settled
    lifted = _read_finite(losses - lowest, chance and chance - lowest, 0)
    return Reading(lifted.verdict, f"measured from the lowest loss, {lowest:.3g}: {lifted.reason}")


def _read_finite(losses, chance, learned):
    """Return the Reading of finite losses from 0 up; at or below the share `learned` of the first, a loss may still be
    falling.
    """
    levels = np.array([np.median(tenth) for tenth in np.array_split(losses, 10)])
    end, peak = levels[-1], losses.max()
    off = np.inf if chance is None else end / chance - 1  # distance from chance, as a share of it
    if abs(off) < NEAR_CHANCE and peak > SPIKE * losses[0] and abs(end - levels[-2]) < FLAT * end:
        flat = f"the loss lies flat at {end:.3g}, about that of guessing ({chance:.3g})"
        return Reading("dead", f"after a spike to {peak:.3g} {flat}")
    return _read_unstable(losses, levels) or _read_fall(losses, levels, chance if off > -NEAR_CHANCE else None, learned)


def _read_unstable(losses, levels):
    """Return the Reading "unstable" of a curve whose tenths have the medians `levels`, or None if it is not."""
    late, first, end, peak = losses[-(len(losses) // 4 + 1) :], losses[0], levels[-1], losses.max()
    low, high = np.quantile(late, [0.05, 0.95])
    if high - low > SWING * first and np.mean(np.diff(late) > 0) > RISES:
        return Reading("unstable", f"near the end the loss still swings between {low:.2g} and {high:.2g}")
    if end > (1 if peak > SPIKE * first else RISEN) * first:
        return Reading("unstable", f"at the end the loss is {end:.3g}, above the first, {first:.3g}")
    if end > LEARNED * first and peak > THROWN * first:
        return Reading(
            "unstable", f"the loss was thrown from {first:.3g} up to {peak:.3g}, and has come down only to {end:.3g}"
        )
    lowest = np.minimum.accumulate(levels)
    top = (levels - lowest).argmax()
    if end > LEARNED * first and levels[top] - lowest[top] > CLIMBED * first:
        rose = f"the loss had come down to {lowest[top]:.3g}, rose again to {levels[top]:.3g}"
        return Reading("unstable", f"{rose}, and ends at {end:.3g}")
    return None


def _read_fall(losses, levels, chance, learned):
    """Return the Reading of a curve that is not unstable; `chance` is None if the end is well below it."""
    first, end = losses[0], levels[-1]
    unmoved = end > UNMOVED * first
    fall = levels[-6:-3].mean() - levels[-3:].mean()
    falling = fall > max(FALLING * (first - end), LEAST_FALL * first)
    if falling and (chance or end > learned * first):
        return Reading("too small", f"the loss has come from {first:.3g} only to {end:.3g} and is still falling")
    if chance and not (unmoved and end > OFF_CHANCE * chance):
        return Reading(
            "cannot be said",
            f"the loss lies at {end:.3g}, and guessing costs {chance:.3g}: not learned yet, or dead",
        )
    if unmoved:
        return Reading("too small", f"the loss has come from {first:.3g} only to {end:.3g}")
    low, high = np.quantile(losses[-(len(losses) // 4 + 1) :], [0.05, 0.95])
    how = "is steady" if high - low < STEADY * first else f"swings by {high - low:.2g}"
    if abs(fall) > LEAST_FALL * first:
        how = "still falls" if fall > 0 else "rises again"
    return Reading("good", f"the loss fell from {first:.3g} to {end:.3g} and {how}")
