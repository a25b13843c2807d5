"""Figures of sweeps over learning rates on the digits (lessons start_here and image_classifier)."""

import numpy as np

from ..diagnosis.metrics import LEARNED, accuracies
from .alt_text import BEHIND
from .base import FAINT, GREY, INK, LARGE, RIGHT, SMALL, axes, label, styled, within
from .table import Table

__all__ = ["accuracy_by_rate", "rate_table", "guesses_and_accuracy", "loss_gap", "losses_and_accuracy"]

SHOWN = 6  # test images in the picture of guesses
LOSSES = 0.03, 20  # both ends of the loss axis
WORDS = {SMALL: "too small for this budget", RIGHT: f"every seed above {LEARNED:g}", LARGE: "too large: a seed fails"}
ONE_SEED = WORDS | {RIGHT: f"validation accuracy above {LEARNED:g}", LARGE: "too large"}
MARKS = {SMALL: "v", RIGHT: "o", LARGE: "x"}


def rate_table(rates, **rows):
    """Return a table with a column for each rate and a row for each name=values (rates,), underscores in the name being
    spaces.
    """
    return Table(("rate", *rates), tuple((name.replace("_", " "), *values) for name, values in rows.items()))


def result_colours(accuracy):
    """Return each rate's colour (rates,), from accuracies (seeds, rates): right if every seed learned, too large beyond
    the last such rate, else too small.
    """
    learned = (accuracy > LEARNED).all(axis=0)
    last = np.flatnonzero(learned).max(initial=-1)
    return np.array([RIGHT if good else LARGE if i > last else SMALL for i, good in enumerate(learned)])


def accuracy_axes(ax, rates, name):
    """Prepare axes of accuracy against the rate, with the accuracy of guessing; return the line that marks one rate."""
    label(ax, "learning rate η", name, xlog=True)
    ax.set(xlim=(rates[0] / 1.5, rates[-1] * 1.5), ylim=(-0.03, 1.05))
    ax.axhline(0.1, color=GREY, lw=1, ls=":")
    ax.text(0.585, 0.115, "guessing", transform=ax.get_yaxis_transform(), color=GREY, size=9)
    return ax.axvline(rates[0], color=INK, lw=1.3)


@styled
def guesses_and_accuracy(runs):
    """Return draw(rate): six test images with the first seed's guess; and the test accuracy, a mark per seed, at every
    rate up to this one: what lies beyond shows when the slider gets there.

    `runs`: a list, one Runs per seed.
    """
    network, rates = runs[0].problem, runs[0].lr
    images, truth = network.data.x_test[:SHOWN], network.data.y_test[:SHOWN]
    guesses = network.predict(runs[0].params, images)  # (rates, images)
    test = accuracies(runs, "test")  # (seeds, rates)
    medians = np.median(test, axis=0)
    figure, (left, right) = axes(
        "Six test images, and the guess for each",
        "Test accuracy after training, a mark for each seed",
        widths=(3, 4),
    )
    texts = _image_grid(left, images)
    mark = accuracy_axes(right, rates, "share of right guesses")
    (line,) = right.plot([], [], color=GREY, lw=1.5, label="median of the seeds")
    (dots,) = right.plot([], [], "o", color=INK, ms=4, label="one seed")
    right.legend(loc="center", bbox_to_anchor=(0.55, 0.4))  # clear of the curve and of both ends
    title = left.text(1.5, -1.95, "", ha="center", weight="bold")

    def draw(rate):
        i = runs[0].at(rate)
        for text, guess, digit in zip(texts, guesses[i], truth):
            text.set_text(f"✓ {guess}" if guess == digit else f"✗ {guess}, not {digit}")
            text.set_color(RIGHT if guess == digit else LARGE)
        mark.set_xdata([rate, rate])
        line.set_data(rates[: i + 1], medians[: i + 1])
        dots.set_data(np.tile(rates[: i + 1], len(test)), test[:, : i + 1].ravel())
        title.set_text(f"η = {rate:g}: median accuracy {medians[i]:.2f}")
        return *texts, mark, line, dots, title

    return draw


def _image_grid(ax, images, columns=3):
    """Draw small pictures in rows on one empty axes; return an empty text below each."""
    ax.set_axis_off()
    texts = []
    for i, image in enumerate(images):
        x, y = i % columns, -(i // columns) * 1.35
        ax.imshow(image.reshape(8, 8), cmap="Greys", extent=(x + 0.05, x + 0.95, y, y + 0.9), vmin=0, vmax=1)
        texts.append(ax.text(x + 0.5, y - 0.06, "", ha="center", va="top", weight="bold", size=10))
    ax.set(xlim=(0, columns), ylim=(-2.2, 0.95), aspect="equal")
    return texts


@styled
def losses_and_accuracy(runs):
    """Return draw(rate): loss by epoch on training and validation data, two lines per seed; and both accuracies at
    every rate.

    `runs`: a list, one Runs per seed.
    """
    rates, epochs = runs[0].lr, np.arange(len(runs[0].evaluated_at))
    train, validation = accuracies(runs, "train"), accuracies(runs, "validation")  # (seeds, rates)
    hues = result_colours(validation)
    figure, (left, right) = axes("Loss by epoch", f"Accuracy after {epochs[-1]} epochs", height=4)
    pairs = _loss_axes(left, epochs, np.log(runs[0].problem.data.classes), len(runs))
    mark = accuracy_axes(right, rates, "share of right guesses")
    for accuracy, side, shape, name in ((train, 0.95, "s", "training"), (validation, 1.05, "o", "validation")):
        right.plot([], [], shape, color=INK, mfc="none" if shape == "s" else INK, label=name)
        for hue in WORDS:
            here = np.flatnonzero(hues == hue)
            right.plot(
                np.tile(side * rates[here], len(runs)),
                accuracy[:, here].ravel(),
                shape,
                color=hue,
                mfc="none" if shape == "s" else hue,
                ms=4.5,
            )
    right.legend(
        loc="lower right",
        bbox_to_anchor=(1.02, 0.98),
        ncols=2,
        borderaxespad=0,
        handlelength=1,
        handletextpad=0.3,
        columnspacing=1,
    )
    title = left.text(0.04, 0.97, "", transform=left.transAxes, weight="bold", va="top")

    def draw(rate):
        i = runs[0].at(rate)
        for one, pair in zip(runs, pairs):
            for line, losses in zip(pair, (one.train_loss, one.validation_loss)):
                line.set_data(epochs, within(losses[i], *LOSSES))
                line.set_color(hues[i])
        mark.set_xdata([rate, rate])
        title.set_text(_result(rate, train[:, i], validation[:, i]))
        return *(line for pair in pairs for line in pair), mark, title

    return draw


def _loss_axes(ax, epochs, chance, seeds):
    """Prepare axes of the loss by epoch with a line at the loss of guessing.

    Return for each seed an empty line for training and one for validation data.
    """
    label(ax, "epoch", "loss", ylog=True)
    ax.set(xlim=(0, epochs[-1]), ylim=LOSSES)
    ax.axhline(chance, color=INK, lw=1, ls=":", label="ln 10: equal chances")
    names = [("training", "validation")] + [(BEHIND, BEHIND)] * (seeds - 1)
    pairs = [
        (ax.plot([], [], color=INK, lw=1.8, label=one)[0], ax.plot([], [], color=INK, lw=1.4, ls="--", label=other)[0])
        for one, other in names
    ]
    ax.legend(handles=[*pairs[0], ax.lines[0]], loc="lower left")
    return pairs


def _result(rate, train, validation):
    """Return one rate's result in words; train and validation are accuracies (seeds,)."""
    if len(train) == 1:
        return f"η = {rate:g}\naccuracy: training {train[0]:.2f}, validation {validation[0]:.2f}"
    return (
        f"η = {rate:g}: {np.sum(validation > LEARNED)} of {len(train)} seeds above {LEARNED:g}\nlowest validation "
        f"accuracy {validation.min():.3f}"
    )


@styled
def loss_gap(runs):
    """Draw the loss on validation data minus that on training data at the end, at every rate, a mark per seed.

    `runs`: a list, one Runs per seed.
    """
    rates, epochs = runs[0].lr, len(runs[0].evaluated_at) - 1
    gap = np.stack([(one.validation_loss - one.train_loss)[:, -1] for one in runs])  # (seeds, rates)
    hues = result_colours(accuracies(runs))
    figure, (ax,) = axes(f"Loss after {epochs} epochs: validation minus training", height=2.8)
    ax.axhline(0, color=GREY, lw=1, ls=":")
    ax.plot(rates, np.median(gap, axis=0), color=FAINT, lw=1.5)
    for hue, words in (WORDS if len(runs) > 1 else ONE_SEED).items():
        here = np.flatnonzero(hues == hue)
        ax.plot(np.tile(rates[here], len(runs)), gap[:, here].ravel(), MARKS[hue], color=hue, ms=6, label=words)
    label(ax, "learning rate η", "gap of the loss", xlog=True)
    ax.legend(loc="upper left")
    return figure


@styled
def accuracy_by_rate(runs):
    """Return draw(rate): validation accuracy at the end at every rate, a line per seed and their mean; and the training
    loss by step of the first seed at this rate.

    `runs`: a list, one Runs per seed.
    """
    rates, first = runs[0].lr, runs[0].train_loss[0, 0]
    accuracy = np.stack([one.validation_accuracy[:, -1] for one in runs])  # (seeds, rates)
    figure, (left, right) = axes("Validation accuracy, a line a seed", "Loss of the batch by step, first seed")
    left.plot(rates, accuracy.T, color=FAINT, lw=1, label=BEHIND)
    left.plot(rates, accuracy.mean(0), "o-", color=INK, ms=4, lw=1.5, label="mean of the seeds")
    mark = accuracy_axes(left, rates, "share of right guesses")
    left.legend(handles=[line for line in left.lines if line.get_label() == "mean of the seeds"], loc="lower left")
    label(right, "step", "loss / first loss", ylog=True)
    right.set(xlim=(0, runs[0].steps), ylim=(0.01, 10))
    (curve,) = right.plot([], [], color=INK, lw=1, label="loss")
    title = left.set_title("Validation accuracy, a line a seed")

    def draw(rate):
        i = runs[0].at(rate)
        mark.set_xdata([rate, rate])
        curve.set_data(np.arange(runs[0].steps + 1), within(runs[0].loss[i] / first, 0.01, 10))
        title.set_text(f"η = {rate:.3g}: mean validation accuracy {accuracy[:, i].mean():.2f}")
        return mark, curve, title

    return draw
