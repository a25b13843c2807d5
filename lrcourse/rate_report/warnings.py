"""Reasons not to take a learning-rate report at its word."""

import numpy as np

from ..diagnosis.curvature import whole_hessian
from ..engine.problems import has_data

SMALL = 100  # up to so many parameters all curvatures are computed
FLAT = 1e-3  # a gradient below this share of the first counts as zero
LEFT = 0.01  # the share of the loss's fall that may still be to come at the end
APART = 0.01  # end points farther apart than this share of their size count as different


def find_warnings(runs, at, rates, good, limits):
    """Return the warnings of a report, a tuple of sentences.

    `runs` is a list of Runs at all rates, one per seed; `at` the index of the best rate; `good` the lowest and highest
    good rate, or None; `limits` (limit at the start, limit after training), the second None where the first does not
    come from the curvature at the start.
    """
    found = []
    if good is not None and good[0] == good[1] and 0 < at < len(rates) - 1:
        found.append("only one rate of the grid is good: try a finer grid around it")
    found += _about_the_limit(*limits)
    if good is not None:
        found += _about_the_end(runs[0].problem, runs[0].params[at], runs[0].loss[at])
    if not has_data(runs[0].problem) and len(_end_points(runs, rates, good)) > 1:
        found.append("several minima: from nearby starts, or at other good rates, it ends elsewhere")
    return tuple(found)


def _about_the_limit(start, after):
    """Yield a warning if the limit at the start holds for a flatter place than where training ends."""
    if after is not None and (start is None or start > 1.5 * after):
        yield "the limit at the start is that of a flat place: where training ends the loss is sharper"


@np.errstate(all="ignore")
def _about_the_end(problem, point, losses):
    """Yield a warning if one run ends at a saddle, on a slope without a minimum, or before it has converged."""
    if not np.all(np.isfinite(point)):
        return
    first, last = losses[[0, -1]]
    begin = np.linalg.norm(problem.loss_and_grad(np.atleast_2d(problem.start(0)))[1])
    gradient = problem.loss_and_grad(point[None])[1][0]
    flat = np.linalg.norm(gradient) <= FLAT * begin
    if problem.size > SMALL:
        late = np.median(losses[len(losses) // 2 :][: len(losses) // 8 + 1]) - np.median(losses[-len(losses) // 8 :])
        if late > 5 * LEFT * abs(first - last):
            yield "not converged: in its second half the best run still gained; more steps may favour smaller rates"
        return
    hessian = whole_hessian(problem, point)
    lam = np.linalg.eigvalsh(hessian)
    left = (
        0.5 * gradient @ np.linalg.lstsq(hessian, gradient, rcond=None)[0]
    )  # the loss above the minimum, if it were a bowl
    if flat and lam[0] < -1e-6 * np.abs(lam).max():
        yield "a saddle: the best run ends where the loss is level, and curves downwards to one side"
    elif not flat and lam[-1] * np.linalg.norm(point - problem.start(0)) <= 1e-9 * begin:
        yield "a slope without a minimum in reach: a larger rate will always look better"
    elif lam[0] > -1e-9 * lam[-1] and left > LEFT * abs(first - last):
        bent = lam[lam > 1e-9 * lam[-1]]  # leaves out the level directions that every softmax has
        yield f"not converged: the curvatures differ {bent[-1] / bent[0]:.0e}-fold, and much of the loss is left"


@np.errstate(all="ignore")
def _end_points(runs, rates, good):
    """Return the different points where the runs at good rates have come to rest: a Newton step would hardly
    move them.
    """
    if good is None or runs[0].problem.size > SMALL:
        return []
    different = []
    for one in runs:
        for point in one.params[(rates >= good[0]) & (rates <= good[1])]:
            gradient = one.problem.loss_and_grad(point[None])[1][0]
            step = np.linalg.lstsq(whole_hessian(one.problem, point), gradient, rcond=None)[0]
            at_rest = np.linalg.norm(step) <= APART / 4 * (1 + np.linalg.norm(point))
            if at_rest and all(
                np.linalg.norm(point - other) > APART * (1 + np.linalg.norm(other)) for other in different
            ):
                different.append(point)
    return different
