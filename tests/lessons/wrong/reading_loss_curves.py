"""Functions for exercise reading_loss_curves.8: is a classifier dead?"""

import math

import numpy as np


def not_far_below(losses, alive):
    """A loss far above guessing is not within 10 % of it."""
    return losses[-1] > 0.9 * np.log(10) and alive < 0.1


def not_far_above(losses, alive):
    """A loss far below guessing is not within 10 % of it."""
    return losses[-1] < 1.1 * np.log(10) and alive < 0.1


def units_do_not_matter(losses, alive):
    """A loss may lie at guessing with all units alive."""
    return abs(losses[-1] - np.log(10)) < 0.1 * np.log(10)


def loss_alone_one_sided(losses, alive):
    """This looks at one side of the loss only, and at no units."""
    return losses[-1] > 0.9 * np.log(10)


def loss_does_not_matter(losses, alive):
    """Few units may be enough to learn."""
    return alive < 0.1


def either(losses, alive):
    """Both are needed."""
    return abs(losses[-1] - np.log(10)) < 0.1 * np.log(10) or alive < 0.1


def is_alive(losses, alive):
    """True and False are exchanged."""
    return not (abs(losses[-1] - np.log(10)) < 0.1 * np.log(10) and alive < 0.1)


def at_the_start(losses, alive):
    """Every run starts at guessing; the end counts."""
    return abs(losses[0] - np.log(10)) < 0.1 * np.log(10) and alive < 0.1


def on_average(losses, alive):
    """The end counts, not the mean."""
    return abs(np.mean(losses) - np.log(10)) < 0.1 * np.log(10) and alive < 0.1


def at_every_epoch(losses, alive):
    """A run that dies later has been elsewhere before."""
    return np.all(np.abs(np.array(losses) - np.log(10)) < 0.1 * np.log(10)) and alive < 0.1


def at_some_epoch(losses, alive):
    """Every run starts at guessing, so some epoch lies there."""
    return np.any(np.abs(np.array(losses) - np.log(10)) < 0.1 * np.log(10)) and alive < 0.1


def within_a_tenth(losses, alive):
    """10 % of the cost of guessing are 0.23, not 0.1."""
    return abs(losses[-1] - np.log(10)) < 0.1 and alive < 0.1


def never_fell(losses, alive):
    """A loss that came back to where it began is not the same as one at guessing."""
    return losses[-1] >= 0.9 * losses[0] and alive < 0.1


def logarithm_to_base_ten(losses, alive):
    """The loss takes the natural logarithm."""
    return abs(losses[-1] - np.log10(10)) < 0.1 * np.log10(10) and alive < 0.1


def accuracy_of_guessing(losses, alive):
    """0.1 is how often guessing is right; it costs ln 10."""
    return abs(losses[-1] - 0.1) < 0.1 and alive < 0.1


def a_tenth_too(losses, alive):
    """Fewer than 10 %: a tenth is not fewer."""
    return abs(losses[-1] - np.log(10)) < 0.1 * np.log(10) and alive <= 0.1


def no_unit_at_all(losses, alive):
    """Fewer than 10 % need not be none."""
    return abs(losses[-1] - np.log(10)) < 0.1 * np.log(10) and alive == 0


WRONG = (
    *(not_far_below, not_far_above, units_do_not_matter, loss_alone_one_sided, loss_does_not_matter, either, is_alive),
    *(at_the_start, on_average, at_every_epoch, at_some_epoch, within_a_tenth, never_fell, logarithm_to_base_ten),
    *(accuracy_of_guessing, a_tenth_too, no_unit_at_all),
)


def by_a_quotient(losses, alive):
    return 0.9 < losses[-1] / math.log(10) < 1.1 and alive < 0.1


def step_by_step(losses, alive):
    if alive >= 0.1:
        return False
    last = list(losses)[-1]
    if last > 1.1 * np.log(10):
        return False
    return last >= 0.9 * np.log(10)


def as_numpy_has_it(losses, alive):
    return np.isclose(losses[-1], np.log(10), rtol=0.1, atol=0) & (np.float64(alive) < 0.1)


RIGHT = (by_a_quotient, step_by_step, as_numpy_has_it)
