"""The figure of the zoo with its probes, and the tables of the lesson."""

import numpy as np

from ...diagnosis import sharpness, stability_factor
from ...diagnosis.metrics import firing
from ...engine.optimizers import sgd
from ...plots.base import GREY, INK, axes, label, styled, within
from ...plots.table import Folded, Table
from .specimens import full_batch

PROBES = ("none", "validation", "units that fire", "full batch", "sharpness")
LOSSES = 0.003, 30  # what the curves of the zoo are held between; above it is room for words


@styled
def curve_and_probe(specimens):
    """Return draw(curve, probe): the loss of minibatches of the specimen with this letter, and what one of
    PROBES shows, which is run when asked for.
    """
    figure, (left, right) = axes("The curve", "The probe", height=4)
    for ax in (left, right):
        label(ax, "share of the run", "loss", ylog=True)
        ax.set(xlim=(0, 1), ylim=(LOSSES[0], 20 * LOSSES[1]))
    (trace,) = left.plot([], [], color=INK, lw=0.9, label="loss of each step's batch")
    guess = [ax.plot([0, 1], [1, 1], color=GREY, lw=1.2, ls=":", label="guessing")[0] for ax in (left, right)]
    lines = {
        "train": right.plot([], [], color=INK, label="all training data")[0],
        "validation": right.plot([], [], color=INK, ls="--", label="validation data")[0],
        "full": right.plot([], [], color=GREY, lw=1.6, label="same rate, full batch")[0],
    }
    figure.legend(handles=[guess[0], *lines.values()], loc="outside lower center", ncols=4)
    words = [
        ax.text(x, 0.97, "", transform=ax.transAxes, ha=side, va="top", weight="bold")
        for ax, x, side in ((left, 0.97, "right"), (right, 0.97, "right"))
    ]

    def draw(curve, probe):
        one = next(specimen for specimen in specimens if specimen.letter == curve)
        losses = one.runs.loss[0]
        trace.set_data(np.linspace(0, 1, len(losses)), within(losses, *LOSSES))
        for line in guess:
            line.set_ydata([one.chance] * 2)
        words[0].set_text(
            f"{one.letter}: first {losses[0]:.2f}, at the end {_end(losses)}\n{one.runs.steps} steps, guessing costs "
            f"{one.chance:.2f}"
        )
        words[1].set_text(_probe(one, probe, lines))
        return trace, *guess, *lines.values(), *words

    return draw


def _end(losses):
    """Return the median of the last tenth, in words."""
    end = np.median(losses[-(len(losses) // 10) :])
    return f"{end:.2f}" if end < LOSSES[1] else f"above {LOSSES[1]}"


def _probe(one, probe, lines):
    """Put what a probe finds into `lines`, and return it in words."""
    network, shown, at = one.runs.problem, {}, one.runs.evaluated_at / one.runs.steps
    if probe == "validation":
        shown = {"train": (at, one.runs.train_loss[0]), "validation": (at, one.runs.validation_loss[0])}
        words = f"at the end: training {_last(shown['train'])},\nvalidation {_last(shown['validation'])}"
    elif probe == "full batch":
        loss = full_batch(one)
        shown = {"full": (np.linspace(0, 1, len(loss)), loss)}
        words = f"from {loss[0]:.2f} to {_last(shown['full'])}"
    elif probe == "units that fire":
        words = (
            f"{100 * firing(one.runs)[0]:.0f} % of the hidden units fire"
            if network.hidden
            else "this model has no hidden units"
        )
    elif probe == "sharpness":
        words = (
            f"rate × sharpness at the end: {(sharpness(network, one.runs.params, iterations=25) * one.runs.lr)[0]:.2g}"
        )
    else:
        words = "no probe asked for"
    for name, line in lines.items():
        x, y = shown.get(name, ([], []))
        line.set_data(x, within(y, *LOSSES))
    return words


def _last(xy):
    """Return where a curve ends, in words."""
    return f"{xy[1][-1]:.2f}" if xy[1][-1] < LOSSES[1] else f"above {LOSSES[1]}"


def thrown(runs):
    """Return a Table of the catapult: rate × curvature before and after, and how high the loss went."""
    before = runs.lr * (runs.problem.start() ** 2).sum()
    after, peak = runs.lr * (runs.path[:, -1] ** 2).sum(axis=1), runs.loss.max(axis=1) / runs.loss[:, 0]
    gone = ~np.isfinite(runs.loss[:, -1])
    return Table(
        ("rate × curvature, at the start", *before.round(2)),
        (
            ("highest loss / first", *("∞" if g else f"{p:.2g}" for g, p in zip(gone, peak))),
            ("rate × curvature, at the end", *("–" if g else f"{a:.1f}" for g, a in zip(gone, after))),
        ),
    )


def edges(products):
    """Return a Table of how many of the products {momentum: (seeds,)} lie within 0.3 of a bowl's limits."""
    limits = [stability_factor(sgd(momentum)) for momentum in products]
    rows = [
        (f"{momentum:g}", f"{own:g}", *(f"{(np.abs(product - limit) < 0.3).sum()}" for limit in limits))
        for (momentum, product), own in zip(products.items(), limits)
    ]
    return Table(("momentum", "limit of a bowl", *(f"seeds within 0.3 of {limit:g}" for limit in limits)), tuple(rows))


def revealed(specimens):
    """Return a folded Table of the specimens: what each is, how it was made, and what `diagnosis.read` calls it."""
    rows = [
        (
            one.letter,
            one.cause,
            f"{one.runs.lr[0]:.2g}",
            str(one.batch or "full"),
            one.reading.verdict,
            "yes" if one.reading.verdict == one.cause else "no",
        )
        for one in specimens
    ]
    key = Table(("curve", "cause", "rate", "batch", "our reader says", "right"), tuple(rows))
    return Folded("The causes of the ten curves", key)
