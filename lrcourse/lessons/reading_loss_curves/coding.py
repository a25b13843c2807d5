"""The exercise in code: is a classifier dead?"""

import numpy as np

from ...diagnosis.loss_curve import NEAR_CHANCE
from ...diagnosis.metrics import firing
from ..image_classifier import RATES, sweep
from ..question import Code
from .experiments import CHANCE

FEW = 0.1  # of the units fire


def _inputs(rng):
    """Draw eight tries, (losses, alive): six real runs of lesson image_classifier's sweep, far from its edge, and two
    that are dead by one sign only.
    """
    runs = sweep()[rng.integers(len(sweep()))]
    alive = firing(runs)
    real = [(runs.train_loss[i], float(alive[i])) for i in map(RATES.index, (0.001, 0.02, 0.2, 0.4, 2, 3))]
    flat = np.full(13, CHANCE) + rng.normal(0, 1e-3, 13)
    falling = np.linspace(CHANCE, 0.02, 13)
    return [*(real[i] for i in rng.permutation(len(real))), (flat, 0.97), (falling, 0.06)]


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
