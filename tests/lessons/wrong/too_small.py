"""Functions for exercise too_small.7: the steps until a share of the distance is left."""

import math

import numpy as np


def beyond_the_share(rate, curvature, share):
    """At exactly `share` it has arrived."""
    distance, steps = 1.0, 0
    while distance >= share:
        distance = distance * (1 - rate * curvature)
        steps = steps + 1
    return steps


def floor_and_one(rate, curvature, share):
    """Rounding down and adding one is one too many where the quotient is whole."""
    return math.floor(math.log(share) / math.log(1 - rate * curvature)) + 1


def rounded_down(rate, curvature, share):
    """The last, partial step is needed too."""
    return int(math.log(share) / math.log(1 - rate * curvature))


def rounded(rate, curvature, share):
    """Rounding to the nearest is one too few half of the time."""
    return round(math.log(share) / math.log(1 - rate * curvature))


def not_rounded(rate, curvature, share):
    """Steps come whole."""
    return np.log(share) / np.log(1 - rate * curvature)


def as_for_small_rates(rate, curvature, share):
    """ln(1 − ηλ) is −ηλ only for a small rate."""
    return math.ceil(math.log(1 / share) / (rate * curvature))


def without_the_curvature(rate, curvature, share):
    """The curvature multiplies the rate."""
    distance, steps = 1.0, 0
    while distance > share:
        distance = distance * (1 - rate)
        steps = steps + 1
    return steps


def what_has_gone(rate, curvature, share):
    """`share` is what is left, not what has gone."""
    distance, steps = 1.0, 0
    while 1 - distance < share:
        distance = distance * (1 - rate * curvature)
        steps = steps + 1
    return steps


def steps_of_equal_length(rate, curvature, share):
    """Each step takes a share of what is left."""
    distance, steps = 1.0, 0
    while distance > share:
        distance = distance - rate * curvature
        steps = steps + 1
    return steps


def keeps_what_it_takes(rate, curvature, share):
    """The factor is 1 − ηλ, not ηλ."""
    distance, steps = 1.0, 0
    while distance > share:
        distance = distance * rate * curvature
        steps = steps + 1
    return steps


def counts_from_one(rate, curvature, share):
    """No step is taken yet when the loop begins."""
    distance, steps = 1.0, 1
    while distance > share:
        distance = distance * (1 - rate * curvature)
        steps = steps + 1
    return steps


def the_loss(rate, curvature, share):
    """The loss, the distance squared, arrives sooner."""
    distance, steps = 1.0, 0
    while distance**2 > share:
        distance = distance * (1 - rate * curvature)
        steps = steps + 1
    return steps


def a_hundred_at_most(rate, curvature, share):
    """A small rate needs more than a hundred steps."""
    distance = 1.0
    for steps in range(100):
        if distance <= share:
            return steps
        distance = distance * (1 - rate * curvature)
    return 100


def the_distance_left(rate, curvature, share):
    """Wanted is the number of steps, not the distance."""
    distance = 1.0
    while distance > share:
        distance = distance * (1 - rate * curvature)
    return distance


WRONG = (
    *(beyond_the_share, rounded_down, rounded, not_rounded, as_for_small_rates, without_the_curvature),
    *(what_has_gone, steps_of_equal_length, keeps_what_it_takes, counts_from_one, the_loss, a_hundred_at_most),
    *(the_distance_left,),
)


def by_logarithms(rate, curvature, share):
    return np.ceil(np.log(share) / np.log(1 - rate * curvature))  # a float


def by_powers(rate, curvature, share):
    steps = 0
    while (1 - rate * curvature) ** steps > share:
        steps += 1
    return steps


def by_descending(rate, curvature, share):
    start = x = 5.0
    steps = 0
    while abs(x) / start > share:
        x = x - rate * curvature * x
        steps += 1
    return float(steps)


RIGHT = (by_logarithms, by_powers, by_descending)
