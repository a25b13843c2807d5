"""Functions for exercise adaptive_methods.9: one step of AdaGrad."""

import math

import numpy as np

EPS = 1e-10


def without_the_root(x, gradient, total, rate):
    """The root of the sum is what divides."""
    total = total + gradient**2
    return x - rate * gradient / (total + EPS), total


def eps_inside_the_root(x, gradient, total, rate):
    """It is added to the root, not under it."""
    total = total + gradient**2
    return x - rate * gradient / np.sqrt(total + EPS), total


def without_eps(x, gradient, total, rate):
    """Without it a weight that never had a gradient gets 0/0."""
    total = total + gradient**2
    return x - rate * gradient / np.sqrt(total), total


def larger_eps(x, gradient, total, rate):
    """1e-8 belongs to Adam."""
    total = total + gradient**2
    return x - rate * gradient / (np.sqrt(total) + 1e-8), total


def by_the_old_sum(x, gradient, total, rate):
    """The new square is added before it divides."""
    return x - rate * gradient / (np.sqrt(total) + EPS), total + gradient**2


def forgets(x, gradient, total, rate):
    """The earlier squares stay in the sum."""
    total = gradient**2
    return x - rate * gradient / (np.sqrt(total) + EPS), total


def returns_the_old_sum(x, gradient, total, rate):
    """The new sum is wanted."""
    return x - rate * gradient / (np.sqrt(total + gradient**2) + EPS), total


def as_rmsprop(x, gradient, total, rate):
    """AdaGrad's sum forgets nothing; this running average does."""
    total = 0.9 * total + 0.1 * gradient**2
    return x - rate * gradient / (np.sqrt(total) + EPS), total


def sums_the_gradients(x, gradient, total, rate):
    """The squares are added up."""
    total = total + abs(gradient)
    return x - rate * gradient / (total + EPS), total


def returns_the_root(x, gradient, total, rate):
    """The sum is wanted, not its root."""
    root = np.sqrt(total + gradient**2)
    return x - rate * gradient / (root + EPS), root


def plain_descent(x, gradient, total, rate):
    """The gradient is still to be divided."""
    return x - rate * gradient, total + gradient**2


def squares_the_step(x, gradient, total, rate):
    """The gradient itself is divided, not its square."""
    total = total + gradient**2
    return x - rate * gradient**2 / (np.sqrt(total) + EPS), total


def uphill(x, gradient, total, rate):
    """The step is taken off."""
    total = total + gradient**2
    return x + rate * gradient / (np.sqrt(total) + EPS), total


def only_x(x, gradient, total, rate):
    """Both are wanted."""
    return x - rate * gradient / (np.sqrt(total + gradient**2) + EPS)


def sum_first(x, gradient, total, rate):
    """x comes first."""
    total = total + gradient**2
    return total, x - rate * gradient / (np.sqrt(total) + EPS)


WRONG = (
    *(without_the_root, eps_inside_the_root, without_eps, larger_eps, by_the_old_sum, forgets, returns_the_old_sum),
    *(as_rmsprop, sums_the_gradients, returns_the_root, plain_descent, squares_the_step, uphill, only_x, sum_first),
)


def in_a_list(x, gradient, total, rate):
    total += gradient * gradient
    x -= rate / (total**0.5 + 1e-10) * gradient
    return [x, total]


def by_the_math_module(x, gradient, total, rate):
    new = math.pow(gradient, 2) + total
    return x - (rate * gradient) / (math.sqrt(new) + 10**-10), new


def in_an_array(x, gradient, total, rate):
    total = np.add(total, np.square(gradient))
    return np.array([x - rate * gradient / (np.sqrt(total) + 1e-10), total])


RIGHT = (in_a_list, by_the_math_module, in_an_array)
