"""Functions for exercise too_large.6: does gradient descent diverge on a bowl?"""

import numpy as np


def last(rate, curvatures):
    """The last curvature is the largest only if the list ascends."""
    return rate * curvatures[-1] > 2


def first(rate, curvatures):
    """The first curvature is the largest only if the list descends."""
    return rate * curvatures[0] > 2


def flattest(rate, curvatures):
    """The flattest direction fails last."""
    return rate * min(curvatures) > 2


def at_the_border(rate, curvatures):
    """At exactly 2/λ nothing grows."""
    return rate * max(curvatures) >= 2


def overshoots(rate, curvatures):
    """A step that overshoots may still land nearer."""
    return rate * max(curvatures) > 1


def factor_without_abs(rate, curvatures):
    """The factor fails below -1, not above 1."""
    return 1 - rate * max(curvatures) > 1


def converges(rate, curvatures):
    """This says when it does not diverge."""
    return abs(1 - rate * max(curvatures)) <= 1


def converges_strictly(rate, curvatures):
    """This says when it converges, so not at the border either."""
    return abs(1 - rate * max(curvatures)) < 1


def added(rate, curvatures):
    """Each direction has its own limit: curvatures do not add up."""
    return rate * sum(curvatures) > 2


def averaged(rate, curvatures):
    """One direction that fails is enough; the mean hides it."""
    return bool(rate * np.mean(curvatures) > 2)


def returns_the_factor(rate, curvatures):
    """Wanted is True or False."""
    return abs(1 - rate * max(curvatures))


def some_rate_below_one(rate, curvatures):
    """The rate alone says nothing."""
    return rate > 1


WRONG = (
    *(last, first, flattest, at_the_border, overshoots, factor_without_abs, converges, converges_strictly),
    *(added, averaged, returns_the_factor, some_rate_below_one),
)


def by_limit(rate, curvatures):
    return rate > 2 / np.max(curvatures)  # an np.bool_


def any_direction(rate, curvatures):
    return any(abs(1 - rate * curvature) > 1 for curvature in curvatures)


def by_arrays(rate, curvatures):
    return np.any(np.abs(1 - rate * np.array(curvatures)) > 1)


def by_running(rate, curvatures):
    for curvature in curvatures:
        if (1 - rate * curvature) ** 2 > 1:
            return True
    return False


RIGHT = (by_limit, any_direction, by_arrays, by_running)
