"""The exercise in code: find the largest curvature by pushing again and again."""

import numpy as np

from ..question import Code

ROUNDS = 200  # of pushing, after which the direction no longer turns


def _inputs(rng):
    """Draw seven symmetric matrices, flat to sharp, with turned axes: ROUNDS are enough for each, and ten are not."""
    found = []
    shapes = ((1, 0, 3), (2, 0.85, 1), (2, 0.3, 1e4), (3, 0.8, 0.01), (3, 0.5, 5), (4, 0.7, 20), (5, 0.8, 1))
    for size, second, scale in shapes:  # `second`: the next curvature, in units of the largest
        basis, _ = np.linalg.qr(rng.normal(size=(size, size)))
        while size > 1 and np.abs([*basis[:, -1], basis[:, -1].sum()]).min() < 0.1:  # no usual push misses the sharpest
            basis, _ = np.linalg.qr(rng.normal(size=(size, size)))
        curvatures = np.array([*rng.uniform(0.2, 0.9, max(size - 2, 0)) * second, second, 1])[-size:]
        curvatures = curvatures * scale * rng.uniform(0.8, 1.25)
        found.append(((basis * curvatures) @ basis.T,))
    return [found[i] for i in rng.permutation(len(found))]


def _largest(hessian):
    """Return the largest eigenvalue of a symmetric matrix."""
    return float(np.linalg.eigvalsh(hessian)[-1])


def _pushed(hessian, rounds, shorten=True):
    """Return the length of the change after so many rounds, with or without dividing the push by its length."""
    push = np.ones(len(hessian))
    for _ in range(rounds):
        push = hessian @ (push / np.linalg.norm(push) if shorten else push)
    return float(np.linalg.norm(push))


SOURCE = f"""def sharpness(hessian):
    push = np.ones(len(hessian)) + 0.1 * np.arange(len(hessian))
    for _ in range({ROUNDS}):
        push = push / np.linalg.norm(push)
        change = hessian @ push
        push = change
    return np.linalg.norm(change)"""

CODING = {
    "the_edge_of_stability.6": Code(
        "sharpness",
        "a function sharpness(hessian)",
        _inputs,
        _largest,
        SOURCE,
        (
            (lambda hessian: float(np.linalg.eigvalsh(hessian)[0]), "That is the flattest direction's curvature."),
            (lambda hessian: float(np.trace(hessian)), "That adds the curvatures of all directions."),
            (lambda hessian: float(np.diag(hessian).max()), "The sharpest direction need not lie along an axis."),
            (
                lambda hessian: float(np.linalg.norm(hessian @ np.ones(len(hessian))) / len(hessian) ** 0.5),
                "That is one push. Push along the change again, many times.",
            ),
            (lambda hessian: _pushed(hessian, 10), f"That is not enough rounds: push {ROUNDS} times."),
            (lambda hessian: float(np.linalg.norm(hessian)), "The norm of all entries adds all directions up."),
            (lambda hessian: 1.0, "That is the length of a push that was just shortened to 1. Take it before."),
            (
                lambda hessian: _pushed(hessian, ROUNDS, shorten=False),
                "Divide the push by its length before each product, else it grows and grows.",
            ),
        ),
        text=(
            "**Exercise, in code.** Find the sharpness without eigenvalues: push along some direction, see "
            "how the slope changes (the Hessian times the push), push along that change, and so on."
        ),
        hint=(
            "Divide the push by its length, `push / np.linalg.norm(push)`, before each product `hessian @ push`. "
            f"After {ROUNDS} rounds the length of the product is the answer."
        ),
    )
}
