"""Functions for exercise without_a_rate.6: DoG's rate."""

import math

import numpy as np


def last_distance(distances, norms):
    """The farthest so far counts, not the last."""
    return distances[-1] / math.sqrt(sum(norm**2 for norm in norms))


def first_distance(distances, norms):
    """The farthest so far counts, not the first."""
    return distances[0] / math.sqrt(sum(norm**2 for norm in norms))


def mean_distance(distances, norms):
    """The farthest so far counts, not the mean."""
    return np.mean(distances) / math.sqrt(sum(norm**2 for norm in norms))


def sum_of_distances(distances, norms):
    """The farthest so far counts, not the sum."""
    return sum(distances) / math.sqrt(sum(norm**2 for norm in norms))


def nearest(distances, norms):
    """The farthest so far counts, not the nearest."""
    return min(distances) / math.sqrt(sum(norm**2 for norm in norms))


def length_of_the_distances(distances, norms):
    """The farthest so far counts; only the norms are squared and added."""
    return np.linalg.norm(distances) / np.linalg.norm(norms)


def without_the_root(distances, norms):
    """Take the root of the sum."""
    return max(distances) / sum(norm**2 for norm in norms)


def without_the_squares(distances, norms):
    """The norms are squared before they are added."""
    return max(distances) / sum(norms)


def squared_afterwards(distances, norms):
    """Each norm is squared before they are added, not their sum."""
    return max(distances) / sum(norms) ** 2


def root_of_each(distances, norms):
    """The root is taken of the sum, and the squares are missing."""
    return max(distances) / math.sqrt(sum(norms))


def last_norm(distances, norms):
    """All gradients so far count."""
    return max(distances) / norms[-1]


def largest_norm(distances, norms):
    """All gradients so far count, not the largest alone."""
    return max(distances) / max(norms)


def mean_square(distances, norms):
    """The squares are added, not averaged."""
    return max(distances) / np.sqrt(np.mean(np.square(norms)))


def with_a_little_added(distances, norms):
    """Nothing is added under the root."""
    return max(distances) / math.sqrt(sum(norm**2 for norm in norms) + 1e-8)


def upside_down(distances, norms):
    """The distance stands above the root."""
    return math.sqrt(sum(norm**2 for norm in norms)) / max(distances)


WRONG = (
    *(last_distance, first_distance, mean_distance, sum_of_distances, nearest, length_of_the_distances),
    *(without_the_root, without_the_squares, squared_afterwards, root_of_each, last_norm, largest_norm),
    *(mean_square, with_a_little_added, upside_down),
)


def by_numpys_norm(distances, norms):
    return np.max(distances) / np.linalg.norm(norms)


def by_loops(distances, norms):
    farthest = 0
    for distance in distances:
        if distance > farthest:
            farthest = distance
    total = 0
    for norm in norms:
        total += norm * norm
    return farthest / math.sqrt(total)


def by_sorting(distances, norms):
    return sorted(distances)[-1] * np.dot(norms, norms) ** -0.5


RIGHT = (by_numpys_norm, by_loops, by_sorting)
