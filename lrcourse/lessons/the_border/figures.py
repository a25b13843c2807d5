"""Figures: views of a border, its boxes counted, cuts through it, and a reader's own."""

import numpy as np

from ...plots.base import GREY, INK, LARGE, SMALL, axes, label, styled
from .experiments import APART, MIDDLE, PLACE, SEED, SIZES, WHOLE, boxes, near_border, seen, slope, stripes, zoomed
from .nets import edge_of_line

TRAINED = np.array([[60, 130, 190], [244, 250, 255]])  # colours of the highest loss and of the lowest
FAILED = np.array([[36, 12, 0], [190, 92, 20]])  # blown up at once, and at the end
LOWEST = 2  # decades below the first loss at which blue is brightest
WANDERED, POSTCARD = 64, 256  # pixels along a side


def painted(picture):
    """Return a picture of scores (n, n) as colours (n, n, 3), levels 0 to 255: trained is blue, the lower its loss the
    brighter; failed is brown, the later it blew up the brighter. They differ in lightness, too.
    """
    trained = picture > 0
    low = np.clip(-np.log10(np.where(trained, picture, 1)) / LOWEST, 0, 1)[..., None] ** 0.7
    late = np.sqrt(np.where(trained, 0, -picture))[..., None]
    colours = np.where(
        trained[..., None], TRAINED[0] + low * (TRAINED[1] - TRAINED[0]), FAILED[0] + late * (FAILED[1] - FAILED[0])
    )
    return colours.round().astype(np.uint8)


def _frame(ax, picture):
    """Draw a picture on ax, its axes in widths of the view from its middle, and return the image."""
    label(ax, "layer 1's rate, in widths of the view", "layer 2's rate, in widths of the view")
    ax.grid(False)
    ax.set(xticks=[-0.5, 0, 0.5], yticks=[-0.5, 0, 0.5])
    return ax.imshow(painted(picture), origin="lower", extent=(-0.5, 0.5, -0.5, 0.5), interpolation="nearest")


def _trained(picture):
    return f"{100 * np.mean(picture > 0):.0f} % train"


@styled
def net_and_quadratic():
    """Return draw(zoom): the border of a net, left, and of a quadratic, right, around a place on each."""
    figure, both = axes("A net of three units", "A quadratic", height=4.8)
    places = PLACE, edge_of_line(SEED)
    images = [_frame(ax, zoomed(kind, 1)) for ax, kind in zip(both, ("net", "quadratic"))]
    titles = [ax.set_title("") for ax in both]

    def draw(zoom):
        for image, title, kind, place, name in zip(images, titles, ("net", "quadratic"), places, ("Net", "Quadratic")):
            picture = zoomed(kind, zoom)
            image.set_data(painted(picture))
            one, two = 10 ** np.array(place)
            title.set_text(f"{name}, zoom {zoom}: {_trained(picture)}\naround the rates {one:.4g} and {two:.4g}")
        return *images, *titles

    return draw


@styled
def boxes_by_size():
    """Return draw(seed): left a net's border, right how many boxes of each size touch it, beside the quadratic's."""
    figure, (left, right) = axes("A net's border", "Boxes that the border touches", height=4.4)
    image, title = _frame(left, near_border("net", 0)), left.set_title("")
    label(right, "boxes along a side", "boxes touched", xlog=True, ylog=True)
    sides = 128 / np.array(SIZES)
    right.set(xlim=(6, 170), ylim=(5, 9000))
    lines = [
        right.plot([], [], mark, color=hue, lw=1.5, label=name)[0]
        for name, mark, hue in (("net", "o-", LARGE), ("quadratic", "s-", SMALL))
    ]
    right.legend(loc="lower right")
    said = right.text(0.03, 0.97, "", transform=right.transAxes, va="top", color=INK)

    def draw(seed):
        words = []
        for line, kind in zip(lines, ("net", "quadratic")):
            counts = boxes(near_border(kind, seed))
            line.set_data(sides, counts)
            found, error = slope(counts)
            words.append(f"{kind}: slope {found:.2f} ± {error:.2f}")
        image.set_data(painted(near_border("net", seed)))
        title.set_text(f"Net {seed}, around layer 1's rate {10 ** MIDDLE[0]:.3g}")
        said.set_text("\n".join(words))
        return image, title, *lines, said

    return draw


@styled
def stripes_counted():
    """Draw straight stripes, and how many boxes of each size their borders touch, beside a line and an area."""
    figure, (left, right) = axes(f"Stripes, {APART} pixels wide each", "Boxes that their borders touch", height=4.4)
    picture = stripes()
    _frame(left, picture)
    left.set(xlabel="", ylabel="")
    label(right, "boxes along a side", "boxes touched", xlog=True, ylog=True)
    sides, counts = len(picture) / np.array(SIZES), boxes(picture)
    right.plot(sides, sides**2, ":", color=GREY, lw=1.2, label="an area: slope 2")
    right.plot(sides, sides, "--", color=GREY, lw=1.2, label="a line: slope 1")
    right.plot(sides, counts, "o-", color=INK, lw=1.5, label=f"stripes: slope {slope(counts)[0]:.2f}")
    right.legend(loc="upper left")
    return figure


@styled
def cut(seed):
    """Return draw(column): left a net's border with a line through it, right what happens along that line."""
    picture = near_border("net", seed)
    at = (np.arange(len(picture)) + 0.5) / len(picture) - 0.5
    figure, (left, right) = axes("A line through the border", "Along that line", height=4.4)
    _frame(left, picture)
    (mark,) = left.plot([], [], color="white", lw=2)
    label(right, "layer 2's rate, in widths of the view", "mean loss by first loss")
    right.set(xlim=(-0.5, 0.5), ylim=(-0.05, 1.1))
    (trained,) = right.plot([], [], "o", color=SMALL, ms=4, label="trains")
    (failed,) = right.plot([], [], "x", color=LARGE, ms=5, label="fails")
    figure.legend(handles=[trained, failed], loc="outside lower center", ncols=2)
    said = right.set_title("")

    def draw(column):
        line = picture[:, column]
        mark.set_data([at[column]] * 2, [-0.5, 0.5])
        trained.set_data(at[line > 0], np.minimum(line[line > 0], 1))
        failed.set_data(at[line <= 0], np.full(np.sum(line <= 0), 1.05))
        again = int(np.sum((line[:-1] <= 0) & (line[1:] > 0)))
        said.set_text(f"Column {column}: after failing, it trains again {again} times")
        return mark, trained, failed, said

    return draw


def view_of(zoom, across, up):
    """Return the view `zoom` times narrower than the whole, so many decades beside and above its middle."""
    return MIDDLE[0] + across, MIDDLE[1] + up, WHOLE[2] / zoom


@styled
def wander(name):
    """Return draw(zoom, across, up): that view of the border of the net that `name` seeds."""
    figure, (ax,) = axes("", height=5.6)
    image, title = _frame(ax, seen(name, WHOLE, WANDERED)), ax.set_title("")

    def draw(zoom, across, up):
        view = view_of(zoom, across, up)
        picture = seen(name, view, WANDERED)
        image.set_data(painted(picture))
        title.set_text(
            f"{name}, zoom {zoom}: {_trained(picture)}\naround the rates {10 ** view[0]:.4g} and {10 ** view[1]:.4g}"
        )
        return image, title

    return draw


@styled
def postcard(name, across, up, zoom):
    """Draw the view of `wander` in POSTCARD² trainings: a picture to keep, with what finds the place again."""
    picture = seen(name, view_of(zoom, across, up), POSTCARD)
    figure, (ax,) = axes(
        f"postcard({name!r}, across={across:g}, up={up:g}, zoom={zoom:g}): {_trained(picture)}", height=6
    )
    _frame(ax, picture)
    return figure
