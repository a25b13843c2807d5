"""How large a learning rate may be before the loss grows, by formula; and by how much a run grew."""

import numpy as np

from ..checks import positive
from ..engine.optimizers import adam, adamw, sgd


def stability_factor(optimizer):
    """Return the largest rate × curvature at which a quadratic does not grow; raise ValueError if none is known.

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
    """Return the largest learning rate at which gradient descent, with or without momentum, does not grow near the
    minimum.

    Exact for quadratics and linear regression; for softmax regression a safe rate, from a bound; for other surfaces the
    limit at their deepest minimum. Raise ValueError where none is known: a network with hidden layers has a limit only
    for the point where it is; use `sharpness`.
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
    """Return (rate, momentum) with which the heavy ball is fastest on curvatures from `smallest` to `largest` (Polyak
    1964; Goh 2017). Raise ValueError unless 0 < smallest <= largest.
    """
    if positive("largest", largest) < positive("smallest", smallest):
        raise ValueError(f"largest={largest!r}: allowed is a number from smallest={smallest!r} up")
    low, high = np.sqrt([smallest, largest])
    return float((2 / (low + high)) ** 2), float(((high - low) / (high + low)) ** 2)


def heavy_ball_radius(product, momentum):
    """Return the factor by which a step of the heavy ball shrinks a direction in the long run, for ηλ = `product` (any
    shape): the larger root of z² − (1 + β − ηλ)z + β (Goh 2017).
    """
    middle = (1 + momentum - np.asarray(product, float)) / 2
    return np.where(
        middle**2 < momentum, np.sqrt(momentum), np.abs(middle) + np.sqrt(np.maximum(middle**2 - momentum, 0))
    )


def growth(runs):
    """Return the factor by which each run's last step multiplied the distance to the minimum (runs,); surfaces with a
    known minimum only.
    """
    with np.errstate(all="ignore"):
        distance = np.linalg.norm(runs.path[:, -2:] - runs.problem.minimum, axis=2)  # (runs, 2)
        return distance[:, 1] / distance[:, 0]
