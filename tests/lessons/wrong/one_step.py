"""Functions for exercise one_step.8: the points of gradient descent."""

import numpy as np


def uphill(x, gradient, rate, steps):
    """The gradient is taken off, not added."""
    points = [x]
    for _ in range(steps):
        x = x + rate * gradient(x)
        points.append(x)
    return points


def without_the_start(x, gradient, rate, steps):
    """The start is the first of the points."""
    points = []
    for _ in range(steps):
        x = x - rate * gradient(x)
        points.append(x)
    return points


def without_the_end(x, gradient, rate, steps):
    """Each point is noted before its step, and the last one never."""
    points = []
    for _ in range(steps):
        points.append(x)
        x = x - rate * gradient(x)
    return points


def one_too_many(x, gradient, rate, steps):
    """The start is no step: one too many is taken."""
    points = [x]
    for _ in range(steps + 1):
        x = x - rate * gradient(x)
        points.append(x)
    return points


def at_least_one(x, gradient, rate, steps):
    """No step at all is allowed too."""
    points = [x, x - rate * gradient(x)]
    for _ in range(steps - 1):
        points.append(points[-1] - rate * gradient(points[-1]))
    return points


def only_the_last(x, gradient, rate, steps):
    """All points are wanted."""
    for _ in range(steps):
        x = x - rate * gradient(x)
    return x


def first_gradient_for_ever(x, gradient, rate, steps):
    """The gradient changes from point to point."""
    slope = gradient(x)
    return [x - t * rate * slope for t in range(steps + 1)]


def from_the_start_each_time(x, gradient, rate, steps):
    """Each step begins where the last one ended."""
    return [x] + [x - rate * gradient(x) for _ in range(steps)]


def place_for_gradient(x, gradient, rate, steps):
    """The place itself is not the slope there."""
    points = [x]
    for _ in range(steps):
        x = x - rate * x
        points.append(x)
    return points


def without_the_rate(x, gradient, rate, steps):
    """The rate is missing."""
    points = [x]
    for _ in range(steps):
        x = x - gradient(x)
        points.append(x)
    return points


def returns_inside_the_loop(x, gradient, rate, steps):
    """The return stands inside the loop, which ends at its first round."""
    points = [x]
    for _ in range(steps):
        x = x - rate * gradient(x)
        points.append(x)
        return points
    return points


def until_it_is_flat(x, gradient, rate, steps):
    """It stops where the slope is small, and returns too few points."""
    points = [x]
    for _ in range(steps):
        if abs(gradient(x)) < 1e-6:
            break
        x = x - rate * gradient(x)
        points.append(x)
    return points


def bowl_around_zero(x, gradient, rate, steps):
    """The minimum need not lie at zero."""
    factor = 1 - rate * gradient(1.0)
    return [x * factor**t for t in range(steps + 1)]


def the_sign_of_the_slope(x, gradient, rate, steps):
    """A steep slope makes a large step."""
    points = [x]
    for _ in range(steps):
        x = x - rate * np.sign(gradient(x))
        points.append(x)
    return points


WRONG = (
    *(uphill, without_the_start, without_the_end, one_too_many, at_least_one, only_the_last, first_gradient_for_ever),
    *(from_the_start_each_time, place_for_gradient, without_the_rate, returns_inside_the_loop, until_it_is_flat),
    *(bowl_around_zero, the_sign_of_the_slope),
)


def in_an_array(x, gradient, rate, steps):
    points = np.zeros(steps + 1)
    points[0] = x
    for t in range(steps):
        points[t + 1] = points[t] - rate * gradient(points[t])
    return points


def from_the_last_point(x, gradient, rate, steps):
    points = [x]
    while len(points) < steps + 1:
        points = points + [points[-1] - rate * gradient(points[-1])]
    return tuple(points)


def by_itself(x, gradient, rate, steps):
    if steps == 0:
        return [x]
    return [x] + by_itself(x - rate * gradient(x), gradient, rate, steps - 1)


RIGHT = (in_an_array, from_the_last_point, by_itself)
