"""The exercise in code: is a classifier dead?"""

from functools import cache

import numpy as np

from ...diagnosis.loss_curve import NEAR_CHANCE
from ...diagnosis.metrics import firing
from ..image_classifier import RATES, sweep
from ..question import Code
from .experiments import CHANCE

FEW = 0.1  # of the units fire


def _inputs(rng):
    """Draw the tries, (losses, alive): four real runs of lesson image_classifier's sweep, far from its edge, and
    made-up ones that tell slips apart, close to both borders of 10 % and on neither but for the share of units.
    """
    found = [_real(int(rng.integers(len(sweep()))), RATES.index(rate)) for rate in (0.001, 0.2, 2, 3)]
    for start, low, high, few in (
        (1, 0.905, 0.93, True),  # dead
        (1, 1.07, 1.095, True),
        (3, 0.97, 1.03, True),
        (1, 0.97, 1.03, False),  # slow
        (1, 0.01, 0.06, True),  # learned with few units
        (1, 0.01, 0.06, False),
        (1, 0.86, 0.895, True),  # ends just below guessing, just above, and far above
        (1, 1.105, 1.15, True),
        (3, 2, 40, True),
    ):
        start, end = CHANCE * start * rng.uniform(0.95, 1.05), CHANCE * rng.uniform(low, high)
        losses = np.linspace(start, end, int(rng.integers(6, 20)))
        losses[1:4] += rng.uniform(2, 6) * few  # up at first
        found.append((losses, float(rng.uniform(0.01, 0.09) if few else rng.uniform(0.12, 1))))
    found += [(losses[-1:], alive) for losses, alive in found[4:7]] + [(found[6][0], FEW), (found[6][0], 0.0)]
    found += [(found[6][0], 0.98 * FEW), (found[6][0], 1.02 * FEW)]
    return [found[i] for i in rng.permutation(len(found))]


@cache
def _real(seed, rate):
    """Return (losses, alive) of a run of the sweep, by its places there."""
    return sweep()[seed].train_loss[rate], float(firing(sweep()[seed])[rate])


def _at_chance(losses):
    """Return whether a curve ends within NEAR_CHANCE of the cost of guessing."""
    return bool(abs(losses[-1] - CHANCE) < NEAR_CHANCE * CHANCE)


def _is_dead(losses, alive):
    """Return whether a classifier ends at guessing with few units left."""
    return _at_chance(losses) and alive < FEW


SOURCE = f"""def is_dead(losses, alive):
    guessing = np.log(10)
    ends_at_guessing = abs(losses[-1] - guessing) < {NEAR_CHANCE} * guessing
    return ends_at_guessing and alive < {FEW}"""

CODING = {
    "reading_loss_curves.8": Code(
        "is_dead",
        "a function is_dead(losses, alive)",
        _inputs,
        _is_dead,
        SOURCE,
        (
            (lambda losses, alive: not _is_dead(losses, alive), "True and False are exchanged."),
            (lambda losses, alive: _at_chance(losses), "A loss may lie at ln 10 from the start, with all units alive."),
            (lambda losses, alive: alive < FEW, "Few units may be enough to learn: look at the loss as well."),
            (
                lambda losses, alive: bool(losses[-1] > losses[0]),
                "A loss that rose is no dead one; what does guessing cost?",
            ),
            (
                lambda losses, alive: bool(losses[-1] > (1 - NEAR_CHANCE) * CHANCE) and alive < FEW,
                "A loss far *above* guessing is not near it either: `abs` looks at both sides.",
            ),
            (
                lambda losses, alive: bool(losses[-1] > (1 - NEAR_CHANCE) * CHANCE),
                "Look at both sides of guessing, and at the units.",
            ),
            (lambda losses, alive: _at_chance(losses) or alive < FEW, "Both are needed: `and`, not `or`."),
            (
                lambda losses, alive: _at_chance(losses) and alive <= FEW,
                f"*Fewer* than {100 * FEW:g} %: exactly so many are not fewer.",
            ),
            (
                lambda losses, alive: bool(abs(losses[-1] - CHANCE) < NEAR_CHANCE) and alive < FEW,
                f"{100 * NEAR_CHANCE:g} % *of the cost of guessing*: multiply.",
            ),
            (lambda losses, alive: alive > FEW, "`alive` is the share of the units that fire."),
        ),
        text=(
            "**Exercise, in code.** `losses` holds the training loss after each epoch (ten classes), `alive` "
            f"the share of units that fire. A run is dead if its loss *ends* within {100 * NEAR_CHANCE:g} % of the "
            f"cost of guessing, and fewer than {100 * FEW:g} % of the units fire."
        ),
        hint="`np.log(10)`, `losses[-1]`, and `and`.",
    )
}
