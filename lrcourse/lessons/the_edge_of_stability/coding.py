"""The exercise in code: find the largest curvature by pushing again and again."""

import numpy as np

from ..question import Code

ROUNDS = 200  # of pushing, after which the direction no longer turns


def _inputs(rng):
    """Draw six symmetric matrices (size, size) whose largest curvature stands out: it is found in fewer than ROUNDS."""
    found = []
    for size in (2, 3, 5, 2, 4, 3):
        basis, _ = np.linalg.qr(rng.normal(size=(size, size)))
        curvatures = np.sort(rng.uniform(0.1, 3, size))
        curvatures[-1] += 4
        found.append(((basis * curvatures) @ basis.T,))
    return found


def _largest(hessian):
    """Return the largest eigenvalue of a symmetric matrix."""
    return float(np.linalg.eigvalsh(hessian)[-1])


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
