"""The exercise in code: warm-up, then a cosine."""

import numpy as np

from ...engine import schedules
from ..question import Code


def _inputs(rng):
    """Draw the tries, (t, warm, steps): the first step, the last of the warm-up, the one after it, some of the fall,
    and its end, of short schedules and long ones.
    """
    found = [(t, 1, 3) for t in (0, 1, 2, 3)]
    for warm, fall in ((1, 9), (int(rng.integers(3, 8)), int(rng.integers(20, 50))), (int(rng.integers(30, 90)), 400)):
        steps = warm + fall
        later = rng.integers(warm + 1, steps, 3)
        found += [(int(t), warm, steps) for t in (0, warm // 2, warm - 1, warm, *later, steps)]
    return [found[i] for i in rng.permutation(len(found))]


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
                lambda t, warm, steps: (
                    _other(t, warm, steps) if t < warm else (1 + np.cos(np.pi * (t - warm) / steps)) / 2
                ),
                "Step `steps` is counted from the very first: for the cosine `steps - warm` of them are left.",
            ),
            (
                lambda t, warm, steps: (
                    _other(t, warm, steps) if t < warm else (1 + np.cos(np.pi * (t - warm) / (steps - 1 - warm))) / 2
                ),
                "Zero comes at step `steps` itself, not at the one before.",
            ),
            (
                lambda t, warm, steps: _other(t, warm, steps, fall=lambda share: np.cos(np.pi * share)),
                "A cosine falls to −1: lift it by 1, and halve.",
            ),
            (
                lambda t, warm, steps: _other(t, warm, steps) if t < warm else _other(t + 1, warm, steps),
                "At step `warm`, counted from zero, the cosine is still at 1.",
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
