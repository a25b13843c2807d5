"""Lesson 06, reading loss curves: what a rising (7), a swinging (9, 11) or a parting curve (12) says about the rate.

And the zoo of curves to be named.
"""

import numpy as np

from ... import diagnosis
from ...measures import rising_share
from ..claim import FAILS, HOLDS, HOLDS_IF, MISLEADS, Claim
from ..lesson_05 import RATES, sweep
from .experiments import (
    CHANCE,
    NOISY_RATES,
    _bowl,
    catapult,
    edge_runs,
    late_swing,
    lowest_at,
    parting_share,
    small_batch,
)

OFTEN = 0.3  # of the late steps: a full-batch loss that rises on more of them keeps rising


def _verdicts(seeds, rate):
    """What the reader calls the classifier's curve at one of RATES, for each seed."""
    return [diagnosis.read(one.loss[RATES.index(rate)], CHANCE).verdict for one in sweep(seeds)]


def _share(conditions):
    return float(np.mean(list(conditions)))


def rising(seeds):
    """Claim 7: what rises does not always diverge, and what is too large does not always rise."""
    thrown, at_two = catapult(), _verdicts(seeds, 2)
    return {
        "bowl 3 % beyond its limit: rising steps, share": round(rising_share(_bowl(1.03))[0], 2),
        "network at rate 2: dead flat near ln 10, share of seeds": _share(one == "dead" for one in at_two),
        "network at rate 2: unstable or diverged, share of seeds": _share(
            one in ("unstable", "diverged") for one in at_two
        ),
        "catapult: highest loss / first": round(thrown.max() / thrown[0], 2),
        "catapult: last loss / first": round(thrown[-1] / thrown[0], 4),
    }


def judge_rising(numbers):
    """Fails if not even a bowl's loss rises; holds if every failing network rises too, and nothing else does."""
    bowl, dead, rises, highest, last = numbers.values()
    if bowl < 0.5:
        return FAILS
    return HOLDS if rises == 1 and dead == 0 and not (highest > 1.5 and last < 1) else HOLDS_IF


def swinging(seeds):
    """Claim 9: the loss is thrown about at too large a rate, by a small batch too, and at the edge of stability."""
    large, fine = ([one.loss[RATES.index(rate)] for one in sweep(seeds)] for rate in (1.5, 0.1))
    factors = np.median([[late_swing(one.loss[0]) for one in small_batch(seed)] for seed in seeds], axis=0)
    smooth = edge_runs(seeds).loss
    return {
        "rate 1.5: a loss above 1.5 times the first, share of seeds": _share(one.max() > 1.5 * one[0] for one in large),
        "rate 0.1: the same": _share(one.max() > 1.5 * one[0] for one in fine),
        "rate 0.1, batches of 4: late losses swing by a factor of (median)": round(factors[0], 1),
        "rate 0.1, full batch: the same": round(factors[1], 2),
        "edge of stability: rises on over 30 % of late steps and still falls, share of seeds": _share(
            rises > OFTEN and loss[-50:].mean() < loss[500:550].mean()
            for rises, loss in zip(rising_share(smooth), smooth)
        ),
    }


def judge_swinging(numbers):
    """Fails if a large rate does not throw the loss about; holds if it alone does."""
    large, _, small, full, edge_of_stability = numbers.values()
    if large <= 0.5:
        return FAILS
    return HOLDS if small < 2 * full and edge_of_stability == 0 else HOLDS_IF


def pointing(seeds):
    """Claim 11: of the curves that rise or swing, whose rate is too large; and which too large a rate does neither."""
    numbers = {
        f"bowl at {share:g} of its limit: rising steps, share": round(rising_share(_bowl(share))[0], 2)
        for share in (0.98, 1.03)
    }
    small = [small_batch(seed)[0] for seed in seeds]
    return numbers | {
        "rate 0.1, batches of 4: rises on over 30 % of late steps, share of seeds": _share(
            rising_share(one.loss)[0] > OFTEN for one in small
        ),
        "and validation accuracy above 0.9, share of seeds": _share(
            one.validation_accuracy[0, -1] > 0.9 for one in small
        ),
        "edge of stability: rises as often, share of seeds": _share(rising_share(edge_runs(seeds).loss) > OFTEN),
        "rate 2: lies dead, share of seeds": _share(one == "dead" for one in _verdicts(seeds, 2)),
    }


def judge_pointing(numbers):
    """On a bowl the sign must be right; it holds as it stands only if it also misleads nobody on the networks."""
    below, beyond, swings, learns, edge_of_stability, dead = numbers.values()
    if below > 0 or beyond < 0.5:
        return FAILS
    return HOLDS if min(swings, learns) == 0 and edge_of_stability == 0 and dead == 0 else HOLDS_IF


def parting(seeds):
    """Claim 12: at which rates validation accuracy falls while training accuracy rises, with wrong labels.

    And at a rate that is too large.
    """
    apart, epochs = parting_share(seeds), lowest_at(seeds)
    return {f"rate {rate:g}: they part, share of seeds": float(share) for rate, share in zip(NOISY_RATES, apart)} | {
        "rate 0.1: epoch of the lowest validation loss, median": epochs[1],
        "rate 0.03: the same": epochs[0],
    }


def judge_parting(numbers):
    """Holds if the sign comes with too large a rate and not with a small one; misleads if it is the other way round."""
    small, _, _, large, _, _ = numbers.values()
    if large > 0.5:
        return HOLDS_IF if small > 0.5 else HOLDS
    return MISLEADS if small > 0.5 else FAILS


CLAIMS = (
    Claim(
        7,
        "Divergence shows as a rising loss.",
        "on a bowl it does; a ReLU network at rate 2 lies flat at ln 10 instead (five seeds), and a catapult rises "
        "and then converges",
        "measured here; catapult: Lewkowycz et al. 2020, arXiv 2003.02218",
        rising,
        judge_rising,
    ),
    Claim(
        9,
        "At too large a rate the loss fluctuates wildly.",
        "it does, but so does a small batch at a rate that is fine with the full batch; and at the edge of stability "
        "it rises and falls for good (ten seeds)",
        "measured here; edge of stability: Cohen et al. 2021, arXiv 2103.00065",
        swinging,
        judge_swinging,
        seeds=10,
        revised="the edge of stability is tried at a rate of 0.7; at 1 a third of the seeds explode",
    ),
    Claim(
        11,
        "A loss curve that oscillates or rises points to too large a rate.",
        "plain gradient descent on a bowl; with small batches, or at the edge of stability, it points elsewhere, and "
        "dead units give no such sign (ten seeds)",
        "measured here; edge of stability: Cohen et al. 2021, arXiv 2103.00065",
        pointing,
        judge_pointing,
        seeds=10,
        revised="the edge of stability is tried at a rate of 0.7; at 1 a third of the seeds explode",
    ),
    Claim(
        12,
        "Validation that stagnates while training improves points to too large a rate.",
        "30 % wrong labels, 200 digits, 150 epochs, five seeds: it is over-fitting, comes at small rates too, later, "
        "and not at 2, where the units die",
        "measured here",
        parting,
        judge_parting,
    ),
)
