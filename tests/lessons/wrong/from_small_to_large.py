"""Functions for exercise from_small_to_large.6: a power law through small sizes, at a large one."""

import numpy as np


def straight_line(sizes, rates, size):
    """A line through the numbers themselves soon falls below 0."""
    return np.polyval(np.polyfit(sizes, rates, 1), size)


def logarithm_of_the_rates_only(sizes, rates, size):
    """The sizes need a logarithm too."""
    return np.exp(np.polyval(np.polyfit(sizes, np.log(rates), 1), size))


def logarithm_of_the_sizes_only(sizes, rates, size):
    """The rates need a logarithm too."""
    return np.polyval(np.polyfit(np.log(sizes), rates, 1), np.log(size))


def logarithm_left_on(sizes, rates, size):
    """That is the rate's logarithm."""
    return np.polyval(np.polyfit(np.log(sizes), np.log(rates), 1), np.log(size))


def size_without_a_logarithm(sizes, rates, size):
    """The line runs over logarithms: it must be asked at the size's logarithm."""
    return np.exp(np.polyval(np.polyfit(np.log(sizes), np.log(rates), 1), size))


def two_bases(sizes, rates, size):
    """A logarithm to base 10 is undone by a power of 10."""
    exponent, start = np.polyfit(np.log10(sizes), np.log10(rates), 1)
    return np.exp(start + exponent * np.log10(size))


def by_the_ends_of_the_list(sizes, rates, size):
    """All points count, not the first and the last alone."""
    exponent = np.log(rates[-1] / rates[0]) / np.log(sizes[-1] / sizes[0])
    return rates[-1] * (size / sizes[-1]) ** exponent


def by_the_smallest_and_the_largest(sizes, rates, size):
    """All points count, not the smallest and the largest alone."""
    a, b = np.argmin(sizes), np.argmax(sizes)
    exponent = np.log(rates[b] / rates[a]) / np.log(sizes[b] / sizes[a])
    return rates[b] * (size / sizes[b]) ** exponent


def slope_through_the_largest(sizes, rates, size):
    """The line need not pass through any of the points."""
    exponent = np.polyfit(np.log(sizes), np.log(rates), 1)[0]
    largest = np.argmax(sizes)
    return rates[largest] * (size / sizes[largest]) ** exponent


def one_over_the_size(sizes, rates, size):
    """The exponent is measured, not −1."""
    return np.exp(np.mean(np.log(rates) + np.log(sizes) - np.log(size)))


def one_over_the_root(sizes, rates, size):
    """The exponent is measured, not −½."""
    return np.exp(np.mean(np.log(rates) + 0.5 * np.log(sizes) - 0.5 * np.log(size)))


def exchanged_coefficients(sizes, rates, size):
    """`np.polyfit` gives the slope first."""
    start, exponent = np.polyfit(np.log(sizes), np.log(rates), 1)
    return np.exp(start + exponent * np.log(size))


def exchanged_axes(sizes, rates, size):
    """The size is given and the rate is fitted, not the other way round."""
    exponent, start = np.polyfit(np.log(rates), np.log(sizes), 1)
    return np.exp((np.log(size) - start) / exponent)


def parabola(sizes, rates, size):
    """A power law is a line, without a bend."""
    return np.exp(np.polyval(np.polyfit(np.log(sizes), np.log(rates), min(2, len(sizes) - 1)), np.log(size)))


def rate_of_the_nearest(sizes, rates, size):
    """The rate goes on changing beyond the sizes that were tried."""
    return rates[np.argmin(np.abs(np.array(sizes) - size))]


def the_exponent(sizes, rates, size):
    """The rate is wanted."""
    return np.polyfit(np.log(sizes), np.log(rates), 1)[0]


WRONG = (
    *(straight_line, logarithm_of_the_rates_only, logarithm_of_the_sizes_only, logarithm_left_on),
    *(size_without_a_logarithm, two_bases, by_the_ends_of_the_list, by_the_smallest_and_the_largest),
    *(slope_through_the_largest, one_over_the_size, one_over_the_root, exchanged_coefficients, exchanged_axes),
    *(parabola, rate_of_the_nearest, the_exponent),
)


def by_the_formulas(sizes, rates, size):
    x, y = np.log2(sizes), np.log2(rates)
    slope = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    return 2 ** (y.mean() + slope * (np.log2(size) - x.mean()))


def by_least_squares(sizes, rates, size):
    columns = np.array([[1, np.log10(one)] for one in sizes])
    (start, exponent), *_ = np.linalg.lstsq(columns, np.log10(np.array(rates)), rcond=None)
    return 10**start * size**exponent


def by_a_polynomial(sizes, rates, size):
    line = np.poly1d(np.polyfit(np.log(sizes), np.log(rates), deg=1))
    return np.array([np.exp(line(np.log(size)))])[0]


RIGHT = (by_the_formulas, by_least_squares, by_a_polynomial)
