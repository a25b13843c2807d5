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
LEARNED = 0.2  # too small: the loss is still above this share of the first
FALLING = 0.005  # … and its last tenth lies lower than the tenth before by at least this share, or it never moved


@dataclass(frozen=True)
class Reading:
    """One of "too small", "good", "unstable", "dead", "diverged", and why."""

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
    look unstable.
    """
    losses = np.asarray(losses)
    if losses.dtype.kind not in "iuf" or losses.ndim != 1 or len(losses) < 10:
        raise ValueError(
            f"losses: allowed is one curve of at least 10 numbers, not shape {losses.shape} of {losses.dtype}"
        )
    if chance is not None:
        positive("chance", chance)
    if np.min(losses) < 0:  # ratios to the first loss are what is read, and mean nothing there
        raise ValueError(
            f"losses down to {np.min(losses):.3g}: allowed are losses from 0 up; take off the lowest possible"
        )
    first, tenth = losses[0], max(1, len(losses) // 10)
    if not np.all(np.isfinite(losses)):
        return Reading("diverged", f"the loss was no longer a number from step {np.argmin(np.isfinite(losses))} on")
    late = losses[-(len(losses) // 4 + 1) :]
    end, before = np.median(losses[-tenth:]), np.median(losses[-2 * tenth : -tenth])
    if end > BLOW_UP * first:
        return Reading("diverged", f"at the end the loss is {end / first:.3g} times the first")
    peak = losses.max()
    spiked = peak > SPIKE * first
    if chance is not None and spiked and abs(end - chance) < NEAR_CHANCE * chance and abs(end - before) < FLAT * end:
        return Reading(
            "dead",
            f"after a spike to {peak:.3g} the loss lies flat at {end:.3g}, about that of guessing ({chance:.3g})",
        )
    low, high = np.quantile(late, [0.05, 0.95])
    if high - low > SWING * first and np.mean(np.diff(late) > 0) > RISES:
        return Reading("unstable", f"near the end the loss still swings between {low:.2g} and {high:.2g}")
    if end > (1 if spiked else RISEN) * first:
        return Reading("unstable", f"at the end the loss is {end:.3g}, above the first, {first:.3g}")
    if peak > THROWN * first and end > LEARNED * first:
        return Reading(
            "unstable", f"the loss was thrown from {first:.3g} up to {peak:.3g}, and has come down only to {end:.3g}"
        )
    unmoved, falling = end > 0.9 * first, end < (1 - FALLING) * before
    if end > LEARNED * first and (unmoved or falling):
        return Reading(
            "too small",
            f"the loss has come from {first:.3g} only to {end:.3g}" + " and is still falling" * bool(falling),
        )
    return Reading("good", f"the loss fell from {first:.3g} to {end:.3g} and is steady")


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
