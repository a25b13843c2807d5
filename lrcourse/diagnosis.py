"""What the numbers say: how large a rate may be, how sharp a loss is, and what a loss curve tells (a named verdict with
its reason).
"""

from dataclasses import dataclass

import numpy as np

from .checks import positive
from .curvature import curvatures as curvatures  # both are handed on
from .curvature import sharpness as sharpness
from .optimizers import adam, adamw, sgd
from .training import BLOW_UP

SWING = (
    0.25  # unstable: the last quarter still swings by more than this share of the first loss (5th to 95th percentile)
)
RISES = 0.25  # … and rises at more than this share of those steps
NEAR_CHANCE = 0.1  # dead: the end lies within this share of chance
FLAT = 0.05  # … and the last tenth within this share of the tenth before
SPIKE = 1.2  # … after an early loss above this multiple of the first
RISEN = 1.05  # unstable too: the end lies above this multiple of the first, spike or not
THROWN = 2  # … or a loss above this multiple of the first came before, and the end is not below LEARNED of the first
BACK = 0.1  # … or the loss fell by this share of the first, and lies above the lowest by more than this share of it
AT_CHANCE = 0.03  # cannot be said: flat within this share of chance, with no spike before
STEADY = 0.01  # the last tenth differs from the tenth before by less than this share of the first loss
LEARNED = 0.2  # too small: the loss is still above this share of the first
FALLING = 0.005  # … and its last tenth lies lower than the tenth before by at least this share, or it never moved


@dataclass(frozen=True)
class Reading:
    """One of "too small", "good", "unstable", "dead", "diverged", "cannot be said", and why."""

    verdict: str
    reason: str


def stability_factor(optimizer):
    """The largest rate × curvature at which a quadratic does not grow.

    Gradient descent 2, heavy ball 2 + 2β (Goh 2017), Nesterov (2 + 2β)/(1 + 2β) (Cohen et al. 2021). For Adam, by the
    curvature *after* dividing by its √v, taken as frozen: (2 + 2β₁)/(1 − β₁) (Cohen et al. 2022, arXiv 2207.14484).
    """
    match optimizer:
        case sgd(momentum=beta, nesterov=True):
            return (2 + 2 * beta) / (1 + 2 * beta)
        case sgd(momentum=beta):
            return 2 + 2 * beta
        case adam(beta1=beta) | adamw(beta1=beta):
            return (2 + 2 * beta) / (1 - beta)
    raise ValueError(f"optimizer={optimizer!r}: allowed is sgd, adam or adamw; for the others no limit is known")


def stability_limit(problem, optimizer):
    """The largest learning rate at which gradient descent, with or without momentum, does not grow near the minimum.

    Exact for quadratics and linear regression; for softmax regression safe, from a bound; for other surfaces the limit
    at their deepest minimum. A network with hidden layers has no limit of its own, only one where it stands: use
    `sharpness`.
    """
    if not isinstance(optimizer, sgd):
        raise ValueError(
            f"optimizer={optimizer!r}: allowed is sgd, with or without momentum; the others rescale each coordinate "
            "as they go"
        )
    curvatures = getattr(problem, "curvatures", None)
    largest = max(curvatures) if curvatures is not None else getattr(problem, "largest_curvature", None)
    if largest is None:
        raise ValueError(
            f"problem={problem!r}: allowed is one whose curvature is known; here take {stability_factor(optimizer):g} "
            "/ sharpness(problem, params)"
        )
    return float(stability_factor(optimizer) / largest)


@np.errstate(all="ignore")
def read(losses, chance=None):
    """What one loss curve (steps + 1,) says, judged by its end.

    `chance` is the loss of guessing, ln 10 for ten balanced classes.

    Only the curve is seen, so this reader errs where causes look alike: a small batch, or an edge of stability, can
    look unstable; and a loss that lies flat at chance, with no spike before, may come from either side. A loss that
    goes below 0 is read by its differences, beside the size of the first or of the fall.
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
    first, lowest = losses[0], losses.min()
    zero = first - max(abs(first), first - lowest) if lowest < 0 else 0  # ratios are taken above it
    said = _words(losses - zero, None if chance is None else chance - zero, zero)
    return Reading(*said)


def _words(losses, chance, zero):
    """(verdict, reason) of a finite curve from 0 up; the reason gives losses as they were, `zero` higher or lower."""
    first, tenth = losses[0], max(1, len(losses) // 10)

    def was(loss):
        return f"{loss + zero:.3g}"

    late = losses[-(len(losses) // 4 + 1) :]
    medians = [np.median(losses[at : at + tenth]) for at in range(0, len(losses) - tenth + 1, tenth)]
    end, before, peak = np.median(losses[-tenth:]), np.median(losses[-2 * tenth : -tenth]), losses.max()
    if end > BLOW_UP * first:
        times = "far above" if zero else f"{end / first:.3g} times"
        return "diverged", f"at the end the loss is {was(end)}, {times} the first"
    spiked, falling = peak > SPIKE * first, bool(end < (1 - FALLING) * before)
    flat = abs(end - before) < FLAT * end
    if chance is not None and spiked and abs(end - chance) < NEAR_CHANCE * chance and flat:
        return "dead", f"after a spike to {was(peak)} the loss lies flat at {was(end)}, about guessing ({was(chance)})"
    low, high = np.quantile(late, [0.05, 0.95])
    if high - low > SWING * first and np.mean(np.diff(late) > 0) > RISES:
        return "unstable", f"near the end the loss still swings between {low + zero:.2g} and {high + zero:.2g}"
    if end > (1 if spiked else RISEN) * first:
        return "unstable", f"at the end the loss is {was(end)}, above the first, {was(first)}"
    lowest = min(medians)
    if first - lowest > BACK * first and end - lowest > BACK * (first - lowest) and end > LEARNED * first:
        return "unstable", f"the loss had come down to {was(lowest)}, and ends at {was(end)}"
    if peak > THROWN * first and end > LEARNED * first:
        return (
            "unstable",
            f"the loss was thrown from {was(first)} up to {was(peak)}, and has come down only to {was(end)}",
        )
    if chance is not None and abs(end - chance) < AT_CHANCE * chance and flat:
        return "cannot be said", f"the loss lies flat at {was(end)}, about guessing ({was(chance)}): do its units fire?"
    if end > LEARNED * first and (end > 0.9 * first or falling):
        return (
            "too small",
            f"the loss has come from {was(first)} only to {was(end)}" + " and is still falling" * falling,
        )
    if chance is not None and end > (1 - NEAR_CHANCE) * chance:
        return "cannot be said", f"the loss ends at {was(end)}, near guessing ({was(chance)})"
    steady = abs(end - before) < STEADY * first
    return "good", f"the loss fell from {was(first)} to {was(end)} and " + ("is steady" if steady else "still falls")


def best_heavy_ball(smallest, largest):
    """(rate, momentum) with which the heavy ball is fastest on curvatures from `smallest` to `largest` (Polyak 1964.

    Goh 2017).
    """
    if positive("largest", largest) < positive("smallest", smallest):
        raise ValueError(f"largest={largest!r}: allowed is a number from smallest={smallest!r} up")
    low, high = np.sqrt([smallest, largest])
    return float((2 / (low + high)) ** 2), float(((high - low) / (high + low)) ** 2)


def heavy_ball_radius(product, momentum):
    """By how much a step of the heavy ball shrinks a direction in the long run, for ηλ = `product`: the larger root of
    z² − (1 + β − ηλ)z + β (Goh 2017).
    """
    middle = (1 + momentum - np.asarray(product, float)) / 2
    return np.where(
        middle**2 < momentum, np.sqrt(momentum), np.abs(middle) + np.sqrt(np.maximum(middle**2 - momentum, 0))
    )


def growth(runs):
    """By how much each run's last step multiplied the distance to the minimum (runs,).

    For surfaces whose minimum is known.
    """
    with np.errstate(all="ignore"):
        distance = np.linalg.norm(runs.path[:, -2:] - runs.problem.minimum, axis=2)  # (runs, 2)
        return distance[:, 1] / distance[:, 0]
