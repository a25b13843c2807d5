"""Functions for exercise overfitting.7: the epoch at which early stopping stops."""

import numpy as np


def where_the_waiting_ends(accuracies, patience):
    """Wanted is the best epoch so far, not the one at which it stops."""
    best = 0
    for epoch in range(len(accuracies)):
        if accuracies[epoch] > accuracies[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return epoch


def best_of_all(accuracies, patience):
    """It stops and sees no more of the curve."""
    return int(np.argmax(accuracies))


def last_of_equal_ones(accuracies, patience):
    """Of equal ones the first."""
    best = 0
    for epoch in range(len(accuracies)):
        if accuracies[epoch] >= accuracies[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best


def waits_one_longer(accuracies, patience):
    """After `patience` epochs it stops, not one later."""
    best = 0
    for epoch in range(len(accuracies)):
        if accuracies[epoch] > accuracies[best]:
            best = epoch
        if epoch - best > patience:
            break
    return best


def stops_before_it_looks(accuracies, patience):
    """The epoch at which the patience runs out may be a new best: look at it first."""
    best = 0
    for epoch in range(len(accuracies)):
        if epoch - best >= patience:
            break
        if accuracies[epoch] > accuracies[best]:
            best = epoch
    return best


def never_begins_anew(accuracies, patience):
    """A new best sets the waiting back to 0."""
    best, waited = 0, 0
    for epoch in range(1, len(accuracies)):
        if accuracies[epoch] > accuracies[best]:
            best = epoch
        else:
            waited += 1
        if waited >= patience:
            break
    return best


def better_than_the_one_before(accuracies, patience):
    """Better than the epoch before is no new best."""
    best, waited = 0, 0
    for epoch in range(1, len(accuracies)):
        if accuracies[epoch] > accuracies[epoch - 1]:
            waited = 0
        else:
            waited += 1
        if accuracies[epoch] > accuracies[best]:
            best = epoch
        if waited >= patience:
            break
    return best


def an_equal_one_gives_new_patience(accuracies, patience):
    """An equal accuracy is no new best, so the waiting goes on."""
    best, waited = 0, 0
    for epoch in range(1, len(accuracies)):
        if accuracies[epoch] >= accuracies[best]:
            waited = 0
        else:
            waited += 1
        if accuracies[epoch] > accuracies[best]:
            best = epoch
        if waited >= patience:
            break
    return best


def first_that_is_worse(accuracies, patience):
    """One worse epoch is no reason yet."""
    for epoch in range(len(accuracies) - 1):
        if accuracies[epoch + 1] <= accuracies[epoch]:
            return epoch
    return len(accuracies) - 1


def lowest(accuracies, patience):
    """Accuracy is better the higher it is."""
    best = 0
    for epoch in range(len(accuracies)):
        if accuracies[epoch] < accuracies[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best


def only_where_it_stops(accuracies, patience):
    """A curve may end before the patience does; then nothing comes back."""
    best = 0
    for epoch in range(len(accuracies)):
        if accuracies[epoch] > accuracies[best]:
            best = epoch
        if epoch - best >= patience:
            return best


def last_if_it_never_stops(accuracies, patience):
    """The best is wanted there too."""
    best = 0
    for epoch in range(len(accuracies)):
        if accuracies[epoch] > accuracies[best]:
            best = epoch
        if epoch - best >= patience:
            return best
    return len(accuracies) - 1


def counted_from_one(accuracies, patience):
    """Epochs are counted from 0."""
    best = 0
    for epoch in range(len(accuracies)):
        if accuracies[epoch] > accuracies[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return best + 1


def the_accuracy_there(accuracies, patience):
    """The epoch is wanted, not its accuracy."""
    best = 0
    for epoch in range(len(accuracies)):
        if accuracies[epoch] > accuracies[best]:
            best = epoch
        if epoch - best >= patience:
            break
    return accuracies[best]


def best_of_the_first_few(accuracies, patience):
    """`patience` counts from the best, not from the start."""
    return int(np.argmax(accuracies[: patience + 1]))


WRONG = (
    *(where_the_waiting_ends, best_of_all, last_of_equal_ones, waits_one_longer, stops_before_it_looks),
    *(never_begins_anew, better_than_the_one_before, an_equal_one_gives_new_patience, first_that_is_worse, lowest),
    *(only_where_it_stops, last_if_it_never_stops, counted_from_one, the_accuracy_there, best_of_the_first_few),
)


def by_a_countdown(accuracies, patience):
    highest, best, left = -np.inf, 0, patience
    for epoch, accuracy in enumerate(accuracies):
        if accuracy > highest:
            highest, best, left = accuracy, epoch, patience
        else:
            left -= 1
        if left == 0:
            return best
    return best


def by_the_next_few(accuracies, patience):
    best = 0
    while True:
        later = [e for e in range(best + 1, best + patience + 1) if e < len(accuracies)]
        better = [e for e in later if accuracies[e] > accuracies[best]]
        if not better:
            return float(best)
        best = better[0]


def by_arrays(accuracies, patience):
    for epoch in range(len(accuracies)):
        best = np.argmax(np.array(accuracies)[: epoch + 1])  # a np.int64
        if epoch - best == patience:
            break
    return best


RIGHT = (by_a_countdown, by_the_next_few, by_arrays)
