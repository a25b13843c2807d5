"""What one loss curve tells: a named verdict with its reason."""

from dataclasses import dataclass

import numpy as np

from ..checks import positive
from ..engine.training import BLOW_UP

# Shares of the first loss, unless said otherwise; lesson reading_loss_curves tuned them on some runs and judges them on
# others
SWING = 0.25  # unstable: the last quarter still swings by more than this (5th to 95th percentile)
RISES = 0.25  # … and rises at more than this share of those steps
RISEN = 1.05  # … or the end lies above this, spike or not
THROWN = 2  # … or a loss above this came before, and the end is not below LEARNED
CLIMBED = 0.1  # … or a tenth of the curve lies higher by this than one before it, and the end is not below LEARNED
SPIKE = 1.2  # dead: after a loss above this, the end lies flat near chance
FLAT = 0.05  # … that is, within this share of the tenth before
NEAR_CHANCE = 0.1  # … and within this share of chance, where no curve is good
LEARNED = 0.2  # too small: the loss is still above this
FALLING = 0.05  # … and of all its fall, this share came from the three tenths before the last three to these
LEAST_FALL = 0.01  # … and no less than this
UNMOVED = 0.9  # … or it is still above this
OFF_CHANCE = 1.05  # … and above this multiple of chance; nearer to it, nothing can be said
STEADY = 0.05  # good: what swings by less than this in the last quarter, and moves by no LEAST_FALL, is called steady


@dataclass(frozen=True)
class Reading:
    """One of "too small", "good", "unstable", "dead", "diverged", "cannot be said", and why."""

    verdict: str
    reason: str


@np.errstate(all="ignore")
def read(losses, chance=None):
    """What one loss curve (steps + 1,), from the first step on, says by its end and by the lowest it had come to.

    `chance` is the loss of guessing, ln 10 for ten balanced classes. Losses below 0 are measured from the lowest.

    Only the curve is seen, so this reader errs where causes look alike: a small batch can look unstable. A loss that
    lies at chance and was never thrown up "cannot be said": it has not learned yet, or is dead.
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
        return _end(losses, chance, LEARNED)
    lifted = _end(losses - lowest, chance and chance - lowest, 0)  # no level says that it has learned: see it settle
    return Reading(lifted.verdict, f"measured from the lowest loss, {lowest:.3g}: {lifted.reason}")


def _end(losses, chance, learned):
    """The Reading of finite losses from 0 up; at or below the share `learned` of the first it may go on falling."""
    levels = np.array([np.median(tenth) for tenth in np.array_split(losses, 10)])
    end, peak = levels[-1], losses.max()
    off = np.inf if chance is None else end / chance - 1  # beside guessing
    if abs(off) < NEAR_CHANCE and peak > SPIKE * losses[0] and abs(end - levels[-2]) < FLAT * end:
        flat = f"the loss lies flat at {end:.3g}, about that of guessing ({chance:.3g})"
        return Reading("dead", f"after a spike to {peak:.3g} {flat}")
    return _thrown(losses, levels) or _fallen(losses, levels, chance if off > -NEAR_CHANCE else None, learned)


def _thrown(losses, levels):
    """A Reading that the curve, whose tenths have the medians `levels`, is unstable, or None."""
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


def _fallen(losses, levels, chance, learned):
    """The Reading of a curve that is not thrown about; `chance` is given only if the end is not well below it."""
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
