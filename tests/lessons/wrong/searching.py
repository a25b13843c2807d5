"""Functions for exercise searching.8: the best rate of a grid, and whether it lies at an end."""

import numpy as np


def on_a_straight_axis(score, low, high, count):
    """The rates are spaced evenly on a log axis."""
    rates = np.linspace(low, high, count)
    best = np.argmax([score(rate) for rate in rates])
    return rates[best], best in (0, count - 1)


def ends_as_exponents(score, low, high, count):
    """`np.logspace` takes exponents of ten, and these are rates."""
    rates = np.logspace(low, high, count)
    best = np.argmax([score(rate) for rate in rates])
    return rates[best], best in (0, count - 1)


def always_from_1e4_to_1(score, low, high, count):
    """The ends are given."""
    rates = np.geomspace(1e-4, 1, count)
    best = np.argmax([score(rate) for rate in rates])
    return rates[best], best in (0, count - 1)


def one_rate_too_many(score, low, high, count):
    """`count` rates have `count - 1` gaps."""
    rates = [low * (high / low) ** (i / count) for i in range(count + 1)]
    best = np.argmax([score(rate) for rate in rates])
    return rates[best], best in (0, count)


def without_the_high_end(score, low, high, count):
    """`high` belongs to the grid."""
    rates = [low * (high / low) ** (i / count) for i in range(count)]
    best = np.argmax([score(rate) for rate in rates])
    return rates[best], best in (0, count - 1)


def ten_times_each(score, low, high, count):
    """The factor from rate to rate follows from the ends and the count."""
    rates = [low * 10**i for i in range(count)]
    best = np.argmax([score(rate) for rate in rates])
    return rates[best], best in (0, count - 1)


def lowest_score(score, low, high, count):
    """More is better."""
    rates = np.geomspace(low, high, count)
    best = np.argmin([score(rate) for rate in rates])
    return rates[best], best in (0, count - 1)


def upper_end_only(score, low, high, count):
    """The grid has two ends."""
    rates = np.geomspace(low, high, count)
    best = np.argmax([score(rate) for rate in rates])
    return rates[best], best == count - 1


def lower_end_only(score, low, high, count):
    """The grid has two ends."""
    rates = np.geomspace(low, high, count)
    best = np.argmax([score(rate) for rate in rates])
    return rates[best], best == 0


def inside(score, low, high, count):
    """True means: at an end."""
    rates = np.geomspace(low, high, count)
    best = np.argmax([score(rate) for rate in rates])
    return rates[best], 0 < best < count - 1


def only_the_rate(score, low, high, count):
    """Two things are wanted."""
    rates = np.geomspace(low, high, count)
    return rates[np.argmax([score(rate) for rate in rates])]


def place_of_the_rate(score, low, high, count):
    """The rate is wanted, not its place."""
    best = np.argmax([score(rate) for rate in np.geomspace(low, high, count)])
    return best, best in (0, count - 1)


def score_of_the_rate(score, low, high, count):
    """The rate is wanted, not its score."""
    scores = [score(rate) for rate in np.geomspace(low, high, count)]
    return max(scores), np.argmax(scores) in (0, count - 1)


def until_it_falls(score, low, high, count):
    """A curve may fall and rise again: try all rates."""
    rates = np.geomspace(low, high, count)
    best = 0
    while best + 1 < count and score(rates[best + 1]) > score(rates[best]):
        best += 1
    return rates[best], best in (0, count - 1)


def scores_above_zero(score, low, high, count):
    """A score may be negative, so the best so far can't start from 0."""
    rates, best, top = np.geomspace(low, high, count), 0, 0
    for i in range(count):
        if score(rates[i]) > top:
            best, top = i, score(rates[i])
    return rates[best], best in (0, count - 1)


WRONG = (
    *(
        on_a_straight_axis,
        ends_as_exponents,
        always_from_1e4_to_1,
        one_rate_too_many,
        without_the_high_end,
        ten_times_each,
    ),
    *(lowest_score, upper_end_only, lower_end_only, inside, only_the_rate, place_of_the_rate),
    *(score_of_the_rate, until_it_falls, scores_above_zero),
)


def by_a_loop(score, low, high, count):
    factor = (high / low) ** (1 / (count - 1))
    best, top = 0, -np.inf
    for i in range(count):
        reached = score(low * factor**i)
        if reached > top:
            best, top = i, reached
    return [low * factor**best, best == 0 or best == count - 1]


def by_exponents(score, low, high, count):
    rates = 10 ** np.linspace(np.log10(low), np.log10(high), count)
    best = max(rates, key=score)
    return best, best == rates[0] or best == rates[-1]  # an np.bool_


def by_logspace(score, low, high, count):
    rates = np.logspace(np.log10(low), np.log10(high), num=count).tolist()
    scores = [score(rate) for rate in rates]
    place = scores.index(max(scores))
    return rates[place], not 0 < place < len(rates) - 1


RIGHT = (by_a_loop, by_exponents, by_logspace)
