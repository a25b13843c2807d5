"""Boosting's "learning rate", shrinkage: boosting of squared error with stumps, trees of one split (Friedman 2001)."""

import numpy as np

from ..run_cache import cached_run

SHRINKAGES = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 1.5, 1.9, 2.1)
TREES, POINTS, NOISE = 200, 60, 0.4  # trees of a sum, points to fit, and the standard deviation of their noise


def noisy_sine(seed):
    """Return [(x, y) to fit, (x, y) to validate]: one period of a sine with noise, x in 0..1 and sorted, (points,)
    each.
    """
    rng = np.random.default_rng(seed)
    parts = []
    for count in (POINTS, 200):
        x = np.sort(rng.uniform(0, 1, count))
        parts.append((x, np.sin(2 * np.pi * x) + NOISE * rng.normal(size=count)))
    return parts


def stump(x, residual):
    """Find the split of sorted x that lowers the squared error most; return it, the mean to its left, that to its
    right.
    """
    left = np.cumsum(residual)[:-1]
    right = residual.sum() - left
    count = np.arange(1, len(x))
    gain = left**2 / count + right**2 / (len(x) - count)
    k = int(gain.argmax())
    return (x[k] + x[k + 1]) / 2, left[k] / (k + 1), right[k] / (len(x) - k - 1)


def boost(x, y, shrinkage, trees, at):
    """Fit each tree to what the sum so far leaves over, and add it `shrinkage` times. Return the predictions at x and
    at the points `at` after 0, 1, … trees, (trees + 1, points) each.
    """
    fits = [np.full(len(x), y.mean())], [np.full(len(at), y.mean())]
    for _ in range(trees):
        threshold, low, high = stump(x, y - fits[0][-1])
        for fit, points in zip(fits, (x, at)):
            fit.append(fit[-1] + shrinkage * np.where(points <= threshold, low, high))
    return np.array(fits[0]), np.array(fits[1])


@cached_run
def boosted(shrinkage, seed=0):
    """Return mean squared errors by number of trees, of the fitted points and of new ones (2, trees + 1), and the sums'
    values at the new ones (trees + 1, 200).
    """
    (x, y), (other, wanted) = noisy_sine(seed)
    fitted, there = boost(x, y, shrinkage, TREES, other)
    return np.array([((fitted - y) ** 2).mean(axis=1), ((there - wanted) ** 2).mean(axis=1)]), there
