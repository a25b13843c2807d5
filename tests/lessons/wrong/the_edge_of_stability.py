"""Functions for exercise the_edge_of_stability.6: the sharpness, by pushing."""

import numpy as np


def one_push(hessian):
    """One push does not find the direction."""
    push = np.ones(len(hessian))
    push = push / np.linalg.norm(push)
    return np.linalg.norm(hessian @ push)


def too_few_pushes(hessian):
    """Ten rounds are not enough where two curvatures are close."""
    push = np.ones(len(hessian))
    for _ in range(10):
        push = push / np.linalg.norm(push)
        push = hessian @ push
    return np.linalg.norm(push)


def never_shortened(hessian):
    """The push is to be divided by its length before each product."""
    push = np.ones(len(hessian))
    for _ in range(200):
        push = hessian @ push
    return np.linalg.norm(push)


def shortened_at_the_end(hessian):
    """This is the length of what was shortened to 1."""
    push = np.ones(len(hessian))
    for _ in range(200):
        push = hessian @ push
        push = push / np.linalg.norm(push)
    return np.linalg.norm(push)


def the_direction(hessian):
    """The length is wanted, not the direction."""
    push = np.ones(len(hessian))
    for _ in range(200):
        push = hessian @ push
        push = push / np.linalg.norm(push)
    return push


def the_change(hessian):
    """Its length is wanted."""
    push = np.ones(len(hessian))
    for _ in range(200):
        push = push / np.linalg.norm(push)
        push = hessian @ push
    return push


def always_the_same_push(hessian):
    """The next push goes along the change."""
    push = np.ones(len(hessian))
    push = push / np.linalg.norm(push)
    for _ in range(200):
        change = hessian @ push
    return change.max()


def along_the_axes(hessian):
    """The sharpest direction need not lie along an axis."""
    return max(hessian[i][i] for i in range(len(hessian)))


def longest_column(hessian):
    """A push along an axis alone does not find it."""
    return max(np.linalg.norm(hessian @ axis) for axis in np.eye(len(hessian)))


def norm_of_the_matrix(hessian):
    """The norm of all entries adds up all directions."""
    return np.linalg.norm(hessian)


def added(hessian):
    """The trace adds the curvatures of all directions."""
    return np.trace(hessian)


def determinant(hessian):
    """The determinant multiplies them."""
    return np.linalg.det(hessian)


def largest_row(hessian):
    """The largest sum of a row is only a bound."""
    return np.abs(hessian).sum(axis=1).max()


def flattest(hessian):
    """That is the flattest direction's curvature."""
    return np.linalg.eigvalsh(hessian)[0]


WRONG = (
    *(one_push, too_few_pushes, never_shortened, shortened_at_the_end, the_direction, the_change),
    *(always_the_same_push, along_the_axes, longest_column, norm_of_the_matrix, added),
    *(determinant, largest_row, flattest),
)


def by_the_push_times_the_change(hessian):
    push = np.arange(1.0, len(hessian) + 1)
    for _ in range(200):
        push = hessian @ push
        push /= np.linalg.norm(push)
    return push @ hessian @ push


def by_the_largest_part(hessian):
    push = np.random.default_rng(1).normal(size=len(hessian))
    for _ in range(300):
        change = np.dot(hessian, push)
        largest = np.abs(change).max()
        push = change / largest
    return largest


def in_lists(hessian):
    push = [1.0] + [0.5] * (len(hessian) - 1)
    for _ in range(200):
        length = sum(part * part for part in push) ** 0.5
        push = [sum(row[j] * push[j] / length for j in range(len(push))) for row in hessian]
    return sum(part * part for part in push) ** 0.5


RIGHT = (by_the_push_times_the_change, by_the_largest_part, in_lists)
