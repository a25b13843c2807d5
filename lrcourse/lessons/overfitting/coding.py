"""An exercise in code: the epoch to stop at."""

import numpy as np

from ..question import Code


def _inputs(rng):
    """Draw the tries: (accuracies, patience), those with ties, late bests and short curves that tell slips apart, and
    noisy ones.
    """
    shapes = [  # in steps from the first, for each a patience
        ((0,), 2),
        ((0, 1, 2, 3, 4, 5, 6, 7), 3),
        ((3, 2, 1, 0, -1), 2),
        ((0, 1, 1, 1, 1, 5), 3),  # equal ones, and the waiting goes on
        ((0, 2, 1, 2, 1, 0, 5), 3),
        ((0, 2, 1, 0, 3, 2, 1, 0, 9), 3),  # a new best at the last moment, and another too late
        ((0, 3, 1, 2, 0, 1, 0, 9), 4),  # better than the one before
        ((0, 4, 5, 3, 4, 3, 2), 6),  # the curve ends first
        ((0, 1, 0, 2, 1, 3, 2, 4, 0, 0, 9), 2),  # waits that add up
        ((0, -1, 4), 1),
    ]
    found = [
        (rng.uniform(0.3, 0.6) + rng.uniform(0.005, 0.02) * np.array(shape), patience) for shape, patience in shapes
    ]
    for best, patience in zip(rng.integers(3, 16, 6), rng.integers(1, 6, 6)):
        noisy = 0.9 - 0.02 * np.abs(np.arange(20) - best) + rng.normal(0, 0.02, 20)
        found.append((noisy.round(2), int(patience)))
    return [found[i] for i in rng.permutation(len(found))]


def _epoch(accuracies, patience):
    """Return the best epoch so far, at the first epoch that lies `patience` behind it."""
    best_so_far = [int(np.argmax(accuracies[: epoch + 1])) for epoch in range(len(accuracies))]
    behind = np.arange(len(accuracies)) - best_so_far
    stop = np.flatnonzero(behind >= patience)
    return best_so_far[stop[0]] if len(stop) else best_so_far[-1]


def _stopped(accuracies, patience):
    return min(_epoch(accuracies, patience) + patience, len(accuracies) - 1)


def _last_of_equal_ones(accuracies, patience):
    best = 0
    for epoch in range(len(accuracies)):
        if accuracies[epoch] >= accuracies[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best


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
            "as `patience` epochs have passed without a new best (an equal one is none), and return the epoch of "
            "the best so far; of equal ones the first."
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
                lambda accuracies, patience: int(np.argmax(np.diff([*accuracies, 0]) <= 0)),
                "One worse epoch is no reason yet: wait for `patience` of them.",
            ),
            (_last_of_equal_ones, "Of equal ones the first: an equal accuracy is no new best."),
            (
                lambda accuracies, patience: _epoch(accuracies, patience + 1),
                "That waits one epoch longer than `patience`.",
            ),
            (lambda accuracies, patience: _epoch(accuracies, patience) + 1, "Epochs are counted from 0."),
            (
                lambda accuracies, patience: float(accuracies[_epoch(accuracies, patience)]),
                "That is the accuracy there; its epoch is wanted.",
            ),
        ),
    )
}
