"""Functions for exercise schedules.8: warm-up, then a cosine."""

import math

import numpy as np


def from_zero(t, warm, steps):
    """The first step takes 1/warm, not 0."""
    if t < warm:
        return t / warm
    return (1 + np.cos(np.pi * (t - warm) / (steps - warm))) / 2


def one_step_too_long(t, warm, steps):
    """At step `warm`, counted from zero, the warm-up is over; the cosine begins there, not a step later."""
    if t <= warm:
        return min(1, (t + 1) / warm)
    return (1 + np.cos(np.pi * (t - warm - 1) / (steps - warm))) / 2


def one_step_ahead(t, warm, steps):
    """The cosine starts from 1 at step `warm`, not below it."""
    if t < warm:
        return (t + 1) / warm
    return (1 + np.cos(np.pi * (t + 1 - warm) / (steps - warm))) / 2


def ends_a_step_early(t, warm, steps):
    """Zero comes at step `steps`, not one before it."""
    if t < warm:
        return (t + 1) / warm
    return (1 + np.cos(np.pi * (t - warm) / (steps - warm - 1))) / 2


def not_halved(t, warm, steps):
    """It falls from 1, not from 2."""
    if t < warm:
        return (t + 1) / warm
    return 1 + np.cos(np.pi * (t - warm) / (steps - warm))


def not_lifted(t, warm, steps):
    """The factor is never negative."""
    if t < warm:
        return (t + 1) / warm
    return np.cos(np.pi * (t - warm) / (steps - warm))


def quarter_of_a_turn(t, warm, steps):
    """Half a turn is wanted, lifted and halved."""
    if t < warm:
        return (t + 1) / warm
    return np.cos(np.pi / 2 * (t - warm) / (steps - warm))


def whole_turn(t, warm, steps):
    """A whole turn comes up again."""
    if t < warm:
        return (t + 1) / warm
    return (1 + np.cos(2 * np.pi * (t - warm) / (steps - warm))) / 2


def from_the_start(t, warm, steps):
    """The cosine begins where the warm-up ends."""
    if t < warm:
        return (t + 1) / warm
    return (1 + np.cos(np.pi * t / steps)) / 2


def steps_after_the_warm_up(t, warm, steps):
    """Step `steps` is counted from the very first, warm-up and all."""
    if t < warm:
        return (t + 1) / warm
    return (1 + np.cos(np.pi * (t - warm) / steps)) / 2


def straight_down(t, warm, steps):
    """A cosine is wanted."""
    if t < warm:
        return (t + 1) / warm
    return 1 - (t - warm) / (steps - warm)


def in_degrees(t, warm, steps):
    """`np.cos` takes its angle in radians."""
    if t < warm:
        return (t + 1) / warm
    return (1 + np.cos(180 * (t - warm) / (steps - warm))) / 2


def both_at_once(t, warm, steps):
    """One after the other, not one times the other."""
    return min(1, (t + 1) / warm) * (1 + np.cos(np.pi * t / steps)) / 2


def whole_numbers(t, warm, steps):
    """`//` drops all that comes after the point."""
    if t < warm:
        return (t + 1) // warm
    return (1 + np.cos(np.pi * ((t - warm) // (steps - warm)))) / 2


def without_the_warm_up(t, warm, steps):
    """The warm-up is missing."""
    return (1 + np.cos(np.pi * (t - warm) / (steps - warm))) / 2


def stays_at_one(t, warm, steps):
    """The fall is missing."""
    return min(1, (t + 1) / warm)


def rises_by_a_cosine(t, warm, steps):
    """It rises evenly."""
    if t < warm:
        return (1 - np.cos(np.pi * (t + 1) / warm)) / 2
    return (1 + np.cos(np.pi * (t - warm) / (steps - warm))) / 2


WRONG = (
    *(from_zero, one_step_too_long, one_step_ahead, ends_a_step_early, not_halved, not_lifted, quarter_of_a_turn),
    *(whole_turn, from_the_start, steps_after_the_warm_up, straight_down, in_degrees, both_at_once, whole_numbers),
    *(without_the_warm_up, stays_at_one, rises_by_a_cosine),
)


def by_a_square(t, warm, steps):
    if t + 1 <= warm:
        return (t + 1) / warm
    return math.cos(math.pi / 2 * (t - warm) / (steps - warm)) ** 2


def by_numpys_where(t, warm, steps):
    share = np.maximum(0, t - warm) / (steps - warm)
    return np.where(t < warm, (t + 1) / warm, 0.5 * (1 + np.cos(np.pi * share)))


def from_a_list_of_all(t, warm, steps):
    rise = [(i + 1) / warm for i in range(warm)]
    fall = [0.5 + 0.5 * math.cos(math.pi * i / (steps - warm)) for i in range(steps - warm)]
    return (rise + fall + [0])[t]  # the last one a whole number


RIGHT = (by_a_square, by_numpys_where, from_a_list_of_all)
