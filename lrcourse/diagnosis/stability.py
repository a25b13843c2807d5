"""What the numbers say: how large a rate may be, how sharp a loss is, and what a loss curve tells (a named verdict with
its reason).
"""

import numpy as np

from ..checks import positive
from ..engine.optimizers import adam, adamw, sgd


def stability_factor(optimizer):
    """The largest rate × curvature at which a quadratic does not grow.

    Gradient descent 2, heavy ball 2 + 2β (Goh 2017), Nesterov (2 + 2β)/(1 + 2β) (Cohen et al. 2021). For Adam, by the
    curvature *after* dividing by its √v, taken as frozen: (2 + 2β₁)/(1 − β₁) (Cohen et al. 2022, arXiv 2207.14484).
    """
    match optimizer:
        case sgd(momentum=beta, nesterov=True):
            return (2 + 2 * beta) / (1 + 2 * beta)
        case sgd(momentum=beta):
            return 2 + 2 * beta
        case adam(beta1=beta) | adamw(beta1=beta):
            return (2 + 2 * beta) / (1 - beta)
    raise ValueError(f"optimizer={optimizer!r}: allowed is sgd, adam or adamw; for the others no limit is known")


def stability_limit(problem, optimizer):
    """The largest learning rate at which gradient descent, with or without momentum, does not grow near the minimum.

    Exact for quadratics and linear regression; for softmax regression safe, from a bound; for other surfaces the limit
    at their deepest minimum. A network with hidden layers has no limit of its own, only one where it stands: use
    `sharpness`.
    """
    if not isinstance(optimizer, sgd):
        raise ValueError(
            f"optimizer={optimizer!r}: allowed is sgd, with or without momentum; the others rescale each coordinate "
            "as they go"
        )
    curvatures = getattr(problem, "curvatures", None)
    largest = max(curvatures) if curvatures is not None else getattr(problem, "largest_curvature", None)
    if largest is None:
        raise ValueError(
            f"problem={problem!r}: allowed is one whose curvature is known; here take {stability_factor(optimizer):g} "
            "/ sharpness(problem, params)"
        )
    return float(stability_factor(optimizer) / largest)


def best_heavy_ball(smallest, largest):
    """(rate, momentum) with which the heavy ball is fastest on curvatures from `smallest` to `largest` (Polyak 1964;
    Goh 2017).
    """
    if positive("largest", largest) < positive("smallest", smallest):
        raise ValueError(f"largest={largest!r}: allowed is a number from smallest={smallest!r} up")
    low, high = np.sqrt([smallest, largest])
    return float((2 / (low + high)) ** 2), float(((high - low) / (high + low)) ** 2)


def heavy_ball_radius(product, momentum):
    """By how much a step of the heavy ball shrinks a direction in the long run, for ηλ = `product`: the larger root of
    z² − (1 + β − ηλ)z + β (Goh 2017).
    """
    middle = (1 + momentum - np.asarray(product, float)) / 2
    return np.where(
        middle**2 < momentum, np.sqrt(momentum), np.abs(middle) + np.sqrt(np.maximum(middle**2 - momentum, 0))
    )


def growth(runs):
    """By how much each run's last step multiplied the distance to the minimum (runs,).

    For surfaces whose minimum is known.
    """
    with np.errstate(all="ignore"):
        distance = np.linalg.norm(runs.path[:, -2:] - runs.problem.minimum, axis=2)  # (runs, 2)
        return distance[:, 1] / distance[:, 0]
