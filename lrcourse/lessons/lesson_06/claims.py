"""Lesson 06, reading loss curves: what a rising (7), a swinging (9, 11) or a parting curve (12) says about the rate.

And the zoo of curves to be named.
"""

import numpy as np

from ... import diagnosis
from ...measures import rising_share
from ..claim import FAILS, HOLDS, HOLDS_IF, MISLEADS, Claim
from .experiments import (
    BELOW_EDGE,
    CHANCE,
    EDGE_RATE,
    LARGER,
    NOISY_RATES,
    TEN,
    _bowl,
    catapult,
    classifier,
    clean_run,
    late_swing,
    lowest_epochs,
    parted,
    parting_share,
    small_batch,
    smooth_runs,
)

OFTEN = 0.25  # of the late steps: a full-batch loss that rises on more of them keeps rising


def _verdicts(seeds, rate):
    """What the reader calls the classifier's curve at one of LARGER, for each seed."""
    return [diagnosis.read(classifier(seed).loss[LARGER.index(rate)], CHANCE).verdict for seed in seeds]


def _share(conditions):
    return float(np.mean(list(conditions)))


def _rises_and_learns(seed, low, high):
    """Whether a catapult, from a random start with rate × curvature between two bounds, rises by half and converges."""
    rng = np.random.default_rng(seed)
    loss = catapult([rng.uniform(low, high)], rng.uniform([1.5, 0.03], [2.5, 0.15])).loss[0]
    return loss.max() > 1.5 * loss[0] and loss[-1] < 0.01 * loss[0]


def rising(seeds):
    """Claim 7: what rises does not always diverge, and what is too large does not always rise."""
    at_two = _verdicts(seeds, 2)
    return {
        "bowl 3 % beyond its limit: rising steps, share": round(rising_share(_bowl(1.03))[0], 2),
        "network at rate 2: unstable or diverged, share of seeds": _share(
            one in ("unstable", "diverged") for one in at_two
        ),
        "network at rate 2: dead, flat near ln 10, share of seeds": _share(one == "dead" for one in at_two),
        "½(uv)², rate × curvature 2.5 to 3.9: rises by half and converges, share of starts": _share(
            _rises_and_learns(seed, 2.5, 3.9) for seed in seeds
        ),
        "the same at 1 to 1.9, share": _share(_rises_and_learns(seed, 1, 1.9) for seed in seeds),
        "the same at 4.1 to 5, share": _share(_rises_and_learns(seed, 4.1, 5) for seed in seeds),
    }


def judge_rising(numbers):
    """Fails if not even a bowl's loss rises; holds if every failing network rises too, and nothing else does."""
    bowl, rises, _, thrown, _, _ = numbers.values()
    if bowl < 0.5:
        return FAILS
    return HOLDS if rises > 0.9 and thrown < 0.1 else HOLDS_IF


def swinging(seeds):
    """Claim 9: the loss is thrown about at too large a rate, by a small batch too, and at the edge of stability."""
    large, fine = ([classifier(seed).loss[LARGER.index(rate)] for seed in seeds] for rate in (1.5, 0.1))
    factors = np.median([[late_swing(one.loss[0]) for one in small_batch(seed)] for seed in seeds], axis=0)
    smooth = smooth_runs(seeds).loss
    falls = smooth[:, -100:].mean(axis=1) < smooth[:, 500:600].mean(axis=1)
    return {
        "rate 1.5: a loss above 1.5 times the first, share of seeds": _share(one.max() > 1.5 * one[0] for one in large),
        "rate 0.1: the same, share of seeds": _share(one.max() > 1.5 * one[0] for one in fine),
        "rate 0.1, batches of 4: late losses swing by a factor of (median)": round(factors[0], 1),
        "rate 0.1, full batch: the same": round(factors[1], 2),
        "edge of stability: rises on over a quarter of late steps and still falls, share of seeds": _share(
            (rising_share(smooth) > OFTEN) & falls
        ),
    }


def judge_swinging(numbers):
    """Fails if a large rate does not throw the loss about; holds if it alone does."""
    large, _, small, full, edge_of_stability = numbers.values()
    if large <= 0.5:
        return FAILS
    return HOLDS if small < 2 * full and edge_of_stability < 0.1 else HOLDS_IF


def pointing(seeds):
    """Claim 11: of the curves that rise or swing, whose rate is too large; and which too large a rate does neither."""
    numbers = {
        f"bowl at {share:g} of its limit: rising steps, share": round(rising_share(_bowl(share))[0], 2)
        for share in (0.98, 1.03)
    }
    small, (at_edge, below) = (
        [small_batch(seed)[0] for seed in seeds],
        (rising_share(smooth_runs(seeds, *args).loss) for args in ((EDGE_RATE,), (BELOW_EDGE, 300))),
    )
    return numbers | {
        "rate 0.1, batches of 4: rises on over a quarter of late steps, share of seeds": _share(
            rising_share(one.loss)[0] > OFTEN for one in small
        ),
        "and validation accuracy above 0.9, share of seeds": _share(
            one.validation_accuracy[0, -1] > 0.9 for one in small
        ),
        "edge of stability, rate 0.7: rises as often, share of seeds": _share(at_edge > OFTEN),
        "below the edge, rate 0.3: rises as often, share of seeds": _share(below > OFTEN),
        "rate 2: lies dead, share of seeds": _share(one == "dead" for one in _verdicts(seeds, 2)),
    }


def judge_pointing(numbers):
    """On a bowl the sign must be right; it holds as it stands only if it also misleads nobody on the networks."""
    below, beyond, swings, learns, edge_of_stability, _, dead = numbers.values()
    if below > 0 or beyond < 0.5:
        return FAILS
    return HOLDS if min(swings, learns) < 0.1 and edge_of_stability < 0.1 and dead < 0.1 else HOLDS_IF


def parting(seeds):
    """Claim 12: at which rates validation accuracy falls while training accuracy rises, with wrong labels.

    And at a rate that is too large, and with right labels only.
    """
    apart, epochs = parting_share(seeds), lowest_epochs(seeds)
    return {
        f"rate {rate:g}: they part, share of seeds": float(share) for rate, share in zip(NOISY_RATES[:-1], apart)
    } | {
        f"rate {NOISY_RATES[-1]:g}: they part in most seeds, 1 for yes": float(apart[-1] > 0.5),
        "rate 0.1, no wrong label: they part, share of seeds": _share(parted(clean_run(seed))[0] for seed in seeds),
        "epoch of the lowest validation loss, 0.03 over 0.1 (median)": round(
            float(np.median(epochs[:, 0] / epochs[:, 1])), 1
        ),
    }


def judge_parting(numbers):
    """Holds if the sign comes with too large a rate and not with a small one; misleads if it is the other way round."""
    small, _, large, _, _ = numbers.values()
    if large > 0.5:
        return HOLDS_IF if small > 0.5 else HOLDS
    return MISLEADS if small > 0.5 else FAILS


CLAIMS = (
    Claim(
        7,
        "Divergence shows as a rising loss.",
        "on a bowl it does; a ReLU network at rate 2 mostly lies flat at ln 10 instead (ten seeds), and a catapult, as "
        "½(uv)² with rate × curvature between 2 and 4, rises first and converges where it is flatter",
        "measured here; catapult: Lewkowycz et al. 2020, arXiv 2003.02218",
        rising,
        judge_rising,
        seeds=len(TEN),
        revised="one catapult became ten, from random starts, with rates below 2 and above 4 as controls",
    ),
    Claim(
        9,
        "At too large a rate the loss fluctuates wildly.",
        "it does, but so does a small batch at a rate that is fine with the full batch; and at the edge of stability "
        "it keeps rising and falling while it comes down (ten seeds)",
        "measured here; edge of stability: Cohen et al. 2021, arXiv 2103.00065",
        swinging,
        judge_swinging,
        seeds=len(TEN),
        revised="the edge is shown at rate 0.7; at 1, shown before, about a third of 40 seeds explode",
    ),
    Claim(
        11,
        "A loss curve that oscillates or rises points to too large a rate.",
        "plain gradient descent on a bowl; with small batches, or at the edge of stability, it points elsewhere, and "
        "dead units give no such sign (ten seeds)",
        "measured here; edge of stability: Cohen et al. 2021, arXiv 2103.00065",
        pointing,
        judge_pointing,
        seeds=len(TEN),
        revised="the edge is shown at rate 0.7, not 1, where a third of 40 seeds explode; rate 0.3 is a control",
    ),
    Claim(
        12,
        "Validation that stagnates while training improves points to too large a rate.",
        "30 % wrong labels, 200 digits, 120 epochs, ten seeds: it is over-fitting, comes at small rates too, later, "
        "not without wrong labels, and in fewer than half of the seeds at 0.8, where most units die",
        "measured here",
        parting,
        judge_parting,
        seeds=len(TEN),
        revised="the rate too large is 0.8, which still learns a part, not 2, where nothing could part; right labels "
        "are a control",
    ),
)
