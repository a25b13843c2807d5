"""The exercise in code: warm-up, then a cosine."""

import numpy as np

from ...engine import schedules
from ..question import Code


def _inputs(rng):
    """Draw 24 tries, (t, warm, steps): four steps of each of six schedules."""
    given = []
    for warm, steps in zip(rng.integers(2, 8, 6), rng.integers(20, 60, 6)):
        given += [(int(t), int(warm), int(steps)) for t in (0, warm - 1, warm, rng.integers(warm, steps))]
    return given


def _multiplier(t, warm, steps):
    """Return the factor by the engine's own schedules."""
    return float(schedules.warmup(warm, then=schedules.cosine(steps - warm))(t))


def _other(t, warm, steps, *, rise=lambda t, warm: (t + 1) / warm, fall=lambda share: (1 + np.cos(np.pi * share)) / 2):
    """Return the factor with another rise or another fall, as a slip has it."""
    return rise(t, warm) if t < warm else fall((t - warm) / (steps - warm))


SOURCE = """def multiplier(t, warm, steps):
    if t < warm:
        return (t + 1) / warm
    share = (t - warm) / (steps - warm)
    return (1 + np.cos(np.pi * share)) / 2"""

CODING = {
    "schedules.8": Code(
        "multiplier",
        "a function multiplier(t, warm, steps)",
        _inputs,
        _multiplier,
        SOURCE,
        (
            (
                lambda t, warm, steps: _other(t, warm, steps, rise=lambda t, warm: t / warm),
                "Steps count from 0: the first one takes 1/warm, not 0.",
            ),
            (
                lambda t, warm, steps: _other(t, warm, steps, fall=lambda share: 1 + np.cos(np.pi * share)),
                "The cosine falls from 1 to 0: halve it.",
            ),
            (
                lambda t, warm, steps: _other(t, warm, steps, fall=lambda share: np.cos(np.pi * share / 2)),
                "The cosine runs through half a turn, π, lifted by 1 and halved.",
            ),
            (
                lambda t, warm, steps: _other(t, warm, steps) if t < warm else (1 + np.cos(np.pi * t / steps)) / 2,
                "The cosine begins where the warm-up ends.",
            ),
            (
                lambda t, warm, steps: _other(t, warm, steps, fall=lambda share: 1 - share),
                "That falls in a straight line; a cosine is wanted.",
            ),
        ),
        text=(
            "**Exercise, in code.** Write a schedule: the factor on the rate at step `t`, counted from zero. It "
            "rises evenly over the first `warm` steps and reaches $1$ at the last of them; then half a turn of "
            "a cosine takes it down to zero at step `steps`."
        ),
        hint=(
            r"The first step takes $1/\text{warm}$, the next $2/\text{warm}$. After that, which share of the "
            "remaining steps is over? A cosine of π times that share runs from $1$ to $-1$."
        ),
    )
}
