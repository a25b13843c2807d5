"""The measures and judges of the claims, a pair of functions each."""

import numpy as np

from ... import diagnosis
from ...diagnosis.metrics import rising_share
from ..claim import FAILS, HOLDS, HOLDS_IF, MISLEADS
from .edge_of_stability import BELOW_EDGE, EDGE_RATE, smooth_runs
from .experiments import (
    CHANCE,
    LARGER,
    NOISY_RATES,
    TINY,
    best_accuracies,
    bowl_losses,
    catapult,
    classifier,
    clean_run,
    jumps,
    lowest_epochs,
    parted,
    parting_share,
    small_batch,
)

OFTEN = 0.25  # of the late steps: a full-batch loss that rises on more of them keeps rising
WILD = 0.05  # of the steps: a loss that jumps on so many more of them than at a fine rate fluctuates wildly
THROWN = 1.3  # times its first value, and more: a loss that rose


def _verdicts(seeds, rate):
    """Return what the reader calls the classifier's curve at one of LARGER, for each seed."""
    return [diagnosis.read(classifier(seed).loss[LARGER.index(rate)], CHANCE).verdict for seed in seeds]


def _share(conditions):
    return float(np.mean(list(conditions)))


def _thrown(losses, rate):
    """Return the share of the seeds whose curve at one of LARGER rises to THROWN times its first value."""
    return _share(one[LARGER.index(rate)].max() > THROWN * one[LARGER.index(rate), 0] for one in losses)


def _rises_and_learns(seed, low, high):
    """Return whether a catapult from a random start, its product between two bounds, rises by half and converges."""
    rng = np.random.default_rng(seed)
    loss = catapult([rng.uniform(low, high)], rng.uniform([1.5, 0.03], [2.5, 0.15])).loss[0]
    return loss.max() > 1.5 * loss[0] and loss[-1] < 0.01 * loss[0]


def rising(seeds):
    """Measure for claim 7 how often what is too large rises, if only for a while, and what rises converges."""
    by_step, by_epoch = ([getattr(classifier(seed), name) for seed in seeds] for name in ("loss", "train_loss"))
    return {
        "bowl 3 % beyond its limit: rising steps, share": round(rising_share(bowl_losses(1.03))[0], 2),
        "network at rate 2: a batch's loss above 1.3 times the first, share of seeds": _thrown(by_step, 2),
        "rate 2, looked at once an epoch: the same, share": _thrown(by_epoch, 2),
        "network at rate 0.1: the same, share": _thrown(by_step, 0.1),
        "rate 2: dead in the end, flat near ln 10, share of seeds": _share(
            one == "dead" for one in _verdicts(seeds, 2)
        ),
        "½(uv)², rate × curvature 2.5 to 3.9: rises by half and converges, share of starts": _share(
            _rises_and_learns(seed, 2.5, 3.9) for seed in seeds
        ),
        "the same at 1 to 1.9, share": _share(_rises_and_learns(seed, 1, 1.9) for seed in seeds),
        "the same at 4.1 to 5, share": _share(_rises_and_learns(seed, 4.1, 5) for seed in seeds),
    }


def judge_rising(numbers):
    """Return FAILS if not even a bowl's loss rises; HOLDS if all failing networks are seen to rise, and no others."""
    bowl, rises, seen, fine, _, thrown, _, _ = numbers.values()
    if bowl < 0.5:
        return FAILS
    return HOLDS if min(rises, seen) > 0.9 and max(fine, thrown) < 0.1 else HOLDS_IF


def swinging(seeds):
    """Measure for claim 9 how often the loss jumps up at a fine rate and at two that are too large, early and late."""
    early, late = np.median([[jumps(losses) for losses in classifier(seed).loss] for seed in seeds], axis=0).T
    first = [round(float(share), 3) for share in early]
    return {
        "rate 0.1, first epoch: steps that raise the loss by over a tenth of the first, share (median)": first[0],
        "rate 2, first epoch: the same, share": first[2],
        "rate 2, last three epochs: over a twentieth more of the steps than at 0.1, 1 for yes": float(
            late[2] - late[0] > WILD
        ),
        "rate 1.5, first epoch: the same, share": first[1],
        "rate 1.5, last three epochs: the same, 1 for yes": float(late[1] - late[0] > WILD),
        "rate 0.1, last three epochs: the same, share": round(float(late[0]), 3),
    }


def judge_swinging(numbers):
    """Return HOLDS if at both large rates, early and late, the loss jumps far more often than at the fine one; FAILS if
    it never does.
    """
    fine, at_two, still_at_two, large, still, _ = numbers.values()
    wild = [*(share - fine > WILD for share in (large, at_two)), still > 0.5, still_at_two > 0.5]
    return HOLDS if all(wild) else HOLDS_IF if any(wild) else FAILS


def pointing(seeds):
    """Measure for claim 11 how often curves rise late, where the rate is too large and where it is not."""
    numbers = {
        f"bowl at {share:g} of its limit: rising steps, share": round(rising_share(bowl_losses(share))[0], 2)
        for share in (0.98, 1.03)
    }
    edge, below = smooth_runs(seeds, EDGE_RATE).loss, smooth_runs(seeds, BELOW_EDGE, 300).loss
    fine, tiny = (
        float(np.median([rising_share(small_batch(seed, rate).loss)[0] for seed in seeds])) for rate in (0.1, TINY)
    )
    return numbers | {
        "edge of stability, rate 0.7: rises on over a quarter of late steps, share of seeds": _share(
            rising_share(edge) > OFTEN
        ),
        "below the edge, rate 0.3: rises as often, share of seeds": _share(rising_share(below) > OFTEN),
        "at the edge lower than below it after 300 steps, share of seeds": _share(
            edge[:, 200:301].mean(axis=1) < below[:, 200:].mean(axis=1)
        ),
        "rate 0.1, batches of 4: late steps that raise the loss, share (median)": round(fine, 2),
        "rate 10⁻⁶, batches of 4: the same, share": round(tiny, 2),
    }


def judge_pointing(numbers):
    """Return FAILS if even on a bowl the sign is wrong; HOLDS only if it also misleads nobody on the networks."""
    below, beyond, edge_of_stability, _, lower, fine, tiny = numbers.values()
    if below > 0 or beyond < 0.5:
        return FAILS
    return HOLDS if max(fine, tiny) <= OFTEN and min(edge_of_stability, lower) < 0.1 else HOLDS_IF


def parting(seeds):
    """Measure for claim 12 at which rates validation accuracy falls while training accuracy rises, with wrong labels.

    Two of the rates are too large. One run has right labels only.
    """
    apart, epochs, best = parting_share(seeds), lowest_epochs(seeds), best_accuracies(seeds)
    return {
        f"rate {rate:g}: they part, share of seeds": float(share) for rate, share in zip(NOISY_RATES[:-1], apart)
    } | {
        f"rate {NOISY_RATES[-1]:g}: they part in most seeds, 1 for yes": float(apart[-1] > 0.5),
        "rate 0.1, no wrong label: they part, share of seeds": _share(parted(clean_run(seed))[0] for seed in seeds),
        "best validation accuracy, 0.03 minus 0.5 (median)": round(float(np.median(best[:, 0] - best[:, 2])), 3),
        "epoch of the lowest validation loss, 0.03 over 0.1 (median)": round(
            float(np.median(epochs[:, 0] / epochs[:, 1])), 1
        ),
    }


def judge_parting(numbers):
    """Return HOLDS if the sign comes in far more seeds at the rates too large than at a small one, MISLEADS if it does
    not, and FAILS if it hardly comes at all.
    """
    small, _, large, largest, *_ = numbers.values()
    if large - small > 0.5:
        return HOLDS if small < 0.1 and largest > 0.5 else HOLDS_IF
    return MISLEADS if max(small, large) > 0.5 else FAILS
