"""An exercise in code: the epoch to stop at."""

import numpy as np

from ..question import Code


def _inputs(rng):
    rising = (np.arange(1.0, 9) / 10, 3)
    falls_then_recovers = (np.array([0.5, 0.7, 0.6, 0.6, 0.6, 0.9]), 3)
    noisy = [
        (np.round(0.9 - 0.02 * np.abs(np.arange(20) - best) + rng.normal(0, 0.02, 20), 4), int(patience))
        for best, patience in zip(rng.integers(3, 16, 8), rng.integers(1, 6, 8))
    ]
    return [rising, falls_then_recovers, *noisy]


def _epoch(accuracies, patience):
    """Return the best epoch so far, at the first epoch that lies `patience` behind it."""
    best_so_far = [int(np.argmax(accuracies[: epoch + 1])) for epoch in range(len(accuracies))]
    behind = np.arange(len(accuracies)) - best_so_far
    stop = np.flatnonzero(behind >= patience)
    return best_so_far[stop[0]] if len(stop) else best_so_far[-1]


def _stopped(accuracies, patience):
    return min(_epoch(accuracies, patience) + patience, len(accuracies) - 1)


SOURCE = """def stop_at(accuracies, patience):
    best = 0
    for epoch in range(len(accuracies)):
        if accuracies[epoch] > accuracies[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best"""

CODING = {
    "overfitting.7": Code(
        name="stop_at",
        text=(
            "**Exercise, in code.** To stop where validation is best is called **early stopping**. "
            "`accuracies` are those on the validation images after each epoch, counted from `0`. Stop as soon "
            "as `patience` epochs have passed without a new best, and return the epoch of the best so far; "
            "of equal ones the first."
        ),
        hint=(
            "Keep the best epoch so far in a variable. At each epoch: is this one better? Is it `patience` "
            "behind the best? Then `break`."
        ),
        wants="a function stop_at(accuracies, patience)",
        inputs=_inputs,
        expected=_epoch,
        source=SOURCE,
        slips=(
            (_stopped, "There the waiting ends; wanted is the best epoch so far."),
            (lambda accuracies, patience: int(np.argmin(accuracies)), "Accuracy is better the higher it is."),
            (lambda accuracies, patience: len(accuracies) - 1, "The last epoch is seldom the best."),
            (
                lambda accuracies, patience: int(np.argmax(accuracies)),
                "After `patience` epochs without a new best it stops, and sees no more of the curve.",
            ),
            (
                lambda accuracies, patience: int(np.argmax(np.diff(accuracies) < 0)),
                "One worse epoch is no reason yet: wait for `patience` of them.",
            ),
        ),
    )
}
