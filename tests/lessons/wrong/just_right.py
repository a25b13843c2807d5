"""Functions for exercise just_right.8: a step with momentum."""

import numpy as np


def by_the_old_v(x, v, gradient, rate, beta):
    """x moves by the new v."""
    return x - rate * v, beta * v + gradient


def running_average(x, v, gradient, rate, beta):
    """The whole gradient is added, not a share of it."""
    v = beta * v + (1 - beta) * gradient
    return x - rate * v, v


def rate_inside_v(x, v, gradient, rate, beta):
    """The rate multiplies v where x moves, not the gradient in v."""
    v = beta * v + rate * gradient
    return x - v, v


def signed_v(x, v, gradient, rate, beta):
    """This v points downhill and holds the rate; the lesson's is a sum of gradients."""
    v = beta * v - rate * gradient
    return x + v, v


def nesterov(x, v, gradient, rate, beta):
    """That is Nesterov's step, which looks one step ahead."""
    v = beta * v + gradient
    return x - rate * (gradient + beta * v), v


def nothing_fades(x, v, gradient, rate, beta):
    """The old v fades, by β."""
    v = v + gradient
    return x - rate * v, v


def the_gradient_fades_too(x, v, gradient, rate, beta):
    """β multiplies the old v alone."""
    v = beta * (v + gradient)
    return x - rate * v, v


def beta_on_the_gradient(x, v, gradient, rate, beta):
    """β belongs to v, not to the gradient."""
    v = v + beta * gradient
    return x - rate * v, v


def without_v(x, v, gradient, rate, beta):
    """The old v is missing."""
    return x - rate * gradient, gradient


def v_only_remembered(x, v, gradient, rate, beta):
    """x moves by v, not by the gradient."""
    return x - rate * gradient, beta * v + gradient


def uphill(x, v, gradient, rate, beta):
    """The step is taken off, not added."""
    v = beta * v + gradient
    return x + rate * v, v


def only_x(x, v, gradient, rate, beta):
    """Both are wanted."""
    v = beta * v + gradient
    return x - rate * v


def v_first(x, v, gradient, rate, beta):
    """x comes first."""
    v = beta * v + gradient
    return v, x - rate * v


def exchanged(x, v, gradient, rate, beta):
    """Rate and β are exchanged."""
    v = rate * v + gradient
    return x - beta * v, v


WRONG = (
    *(by_the_old_v, running_average, rate_inside_v, signed_v, nesterov, nothing_fades, the_gradient_fades_too),
    *(beta_on_the_gradient, without_v, v_only_remembered, uphill, only_x, v_first, exchanged),
)


def in_a_list(x, v, gradient, rate, beta):
    new = beta * v + gradient
    return [x - rate * new, new]


def in_an_array(x, v, gradient, rate, beta):
    v = np.float64(beta) * v + gradient
    return np.array([x - rate * v, v])


def in_two_parts(x, v, gradient, rate, beta):
    v *= beta
    v += gradient
    x -= rate * v
    return x, v


RIGHT = (in_a_list, in_an_array, in_two_parts)
