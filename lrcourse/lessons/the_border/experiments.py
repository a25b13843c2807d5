"""Pictures of the border between training and failing, of nets and of quadratics, and the boxes that it touches.

A view is a square of pairs of rates, that of layer 1 and that of layer 2, both in decades; each of its pixels is one
whole training. After Sohl-Dickstein 2024.
"""

import numpy as np

from ...engine.optimizers import sgd
from ...engine.training import train
from ..run_cache import cached_run
from .nets import edge_of_line, line, net, seed_of

STEPS = 300
LATE = 20  # the last losses, whose mean decides whether a run has trained
AT_ONCE = 4096  # trainings of one call: their losses are dropped before the next
WHOLE = (0.6, 0.1, 2.4)  # a view: log10 of layer 1's rate and of layer 2's in its middle, and its width in decades
FINE = WHOLE[2] / 8  # views narrower than this are trained in float64
MIDDLE = 1.2, 0.1  # of the views in which borders of other nets are compared
SEED, PLACE = 10, (1.4376, -0.2936)  # a net, and a place on its border
ZOOMS = tuple(3**k for k in range(8))
SIZES = (1, 2, 4, 8, 16)  # of boxes, in pixels
CLOSER = 81  # how much narrower the views are in which lines side by side come apart
APART = 4  # pixels between two stripes


def rates(view, pixels):
    """Return the pairs of rates of a view's pixels, row by row, the lowest first (pixels², 2).

    They are rounded to twelve digits, as the last bits of a power differ between kinds of CPU.
    """
    across, up, width = view
    offsets = width * ((np.arange(pixels) + 0.5) / pixels - 0.5)
    one, two = ([float(f"{10**decade:.12g}") for decade in middle + offsets] for middle in (across, up))
    return np.stack([axis.ravel() for axis in np.meshgrid(one, two)], axis=1)


def scores(problem, view, pixels=128, columns=slice(None)):
    """Return a view's picture (pixels, columns): where a training's last losses are below its first, the mean of its
    loss, divided by the first; where they are not, minus the share of the steps after which it had blown up.
    """
    lr = rates(view, pixels).reshape(pixels, pixels, 2)[:, columns].reshape(-1, 2)
    dtype = np.float32 if view[2] > FINE else np.float64
    parts = [lr[at : at + AT_ONCE] for at in range(0, len(lr), AT_ONCE)]
    found = [_score(train(problem, sgd(), part, STEPS, evaluate_every=STEPS, dtype=dtype)) for part in parts]
    return np.concatenate(found).reshape(pixels, -1)


def _score(runs):
    """Return the score of each run (runs,)."""
    with np.errstate(all="ignore"):
        relative = runs.loss / runs.loss[:, :1]
        trained = relative[:, -LATE:].mean(axis=1) < 1
        return np.where(
            trained, relative.mean(axis=1), -np.where(runs.diverged_at > 0, runs.diverged_at, STEPS) / STEPS
        )


@cached_run
def seen(name, view, pixels):
    """Return the picture of a view of the border of the net that a reader's name seeds."""
    return scores(net(seed_of(name)), view, pixels)


@cached_run
def zoomed(kind, zoom, pixels=80):
    """Return the picture of "net" or "quadratic" around a place on its border, `zoom` times narrower than WHOLE."""
    problem, place = (net(SEED), PLACE) if kind == "net" else (line(SEED), edge_of_line(SEED))
    return scores(problem, (*place, WHOLE[2] / zoom), pixels)


def border(picture):
    """Return where a picture's pixels have a neighbour of the other kind to the right or above, bool of its shape."""
    trained = np.pad(picture > 0, ((0, 1), (0, 1)), mode="edge")
    return (trained[:-1, :-1] != trained[:-1, 1:]) | (trained[:-1, :-1] != trained[1:, :-1])


def boxes(picture):
    """Return how many boxes of each of SIZES a picture's border touches (sizes,)."""
    inside = border(picture)
    grid = [inside.reshape(len(inside) // size, size, -1, size) for size in SIZES]
    return np.array([some.any(axis=(1, 3)).sum() for some in grid])


def slope(counts):
    """Return slope and standard error of log count against log 1/size: 1 for a smooth line, 2 if the border fills an
    area.
    """
    x, y = -np.log(SIZES), np.log(np.maximum(counts, 1))
    x = x - x.mean()
    found = (x @ y) / (x @ x)
    off = y - y.mean() - found * x
    return found, np.sqrt(off @ off / (len(x) - 2) / (x @ x))


def closer(problem, view, zoom=5, pixels=60):
    """Return the view `zoom` times narrower, at the border's height in the middle columns, by the share that trains."""
    trained = scores(problem, view, pixels, slice(2 * pixels // 5, 3 * pixels // 5)) > 0
    return view[0], view[1] + view[2] * (trained.mean() - 0.5), view[2] / zoom


@cached_run
def near_view(kind, seed):
    """Return the view of `near_border`."""
    problem, place = (net(seed), MIDDLE) if kind == "net" else (line(seed), edge_of_line(seed))
    return closer(problem, (*place, WHOLE[2]))


@cached_run
def near_border(kind, seed, pixels=128):
    """Return the picture of the seed's "net" or "quadratic" five times closer to its border than WHOLE."""
    return scores(net(seed) if kind == "net" else line(seed), near_view(kind, seed), pixels)


def densest(picture, view):
    """Return a place on the border that a view's picture shows, in decades: the upper right corner of that border pixel
    which is nearest to the middle of the box with most of them.
    """
    inside, size = border(picture), SIZES[-1]
    counts = inside.reshape(len(inside) // size, size, -1, size).sum(axis=(1, 3))
    corner = size * np.array(np.unravel_index(counts.argmax(), counts.shape))  # (row, column)
    found = corner + np.argwhere(inside[corner[0] : corner[0] + size, corner[1] : corner[1] + size]) + 1
    row, column = found[np.hypot(*(found - corner - size / 2).T).argmin()] / len(inside) - 0.5
    return float(view[0] + view[2] * column), float(view[1] + view[2] * row)


@cached_run
def deeper(seed, pixels=64):
    """Return the picture of the seed's net CLOSER times narrower than `near_border`, where its border is densest: less
    than two pixels of that picture, so that of lines which it shows side by side hardly more than one is left.
    """
    view = near_view("net", seed)
    return scores(net(seed), (*densest(near_border("net", seed), view), view[2] / CLOSER), pixels)


def stripes(zoom=1, pixels=128):
    """Return a picture of what is no fractal: straight borders, APART pixels apart in the picture of zoom 1."""
    across = 128 / zoom * ((np.arange(pixels) + 0.5) / pixels - 0.5)
    return np.tile(np.where(np.floor(across / APART) % 2, 1.0, -1.0), (pixels, 1))


def out_of_order(picture):
    """Return the share of a picture's columns in which a lower rate of layer 2 fails and a higher one trains."""
    trained = picture > 0
    return float((~trained[:-1] & trained[1:]).any(axis=0).mean())
