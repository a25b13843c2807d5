"""What the text rests on: each of its numbers with its source, and sentences held to a truth."""

import numpy as np

from .. import all_claims
from ..fact import Coded, Shown
from ..question import came_out
from ..searching import TARGET, quickest
from . import batch_size, experiments, measured


def _best():
    """Return width 512's own best rate."""
    return experiments.best_by_width()[-1]


def _nearer_and_higher(count):
    """Return whether the rule of so many widths comes nearer to width 512's best rate than that of four, at a loss that
    is higher by a tenth to a quarter.
    """
    rate, fitted = (experiments.predicted_rate(widths) for widths in (count, experiments.FITTED))
    nearer = measured.decades(rate, _best()) < measured.decades(fitted, _best())
    return nearer and 1.1 < experiments.with_rate(rate) / experiments.with_rate(fitted) < 1.25


def _up_and_down():
    """Return by what share the losses at the four predicted rates, all between the grid's, lie apart."""
    losses = [experiments.with_rate(experiments.predicted_rate(count)) for count in (2, 3, 4, 5)]
    return max(losses) / min(losses) - 1


def _apart_in_mup():
    """Return how far apart the best rates of all widths are with µP, in decades."""
    rates = experiments.best_by_width(experiments.BASE)
    return measured.decades(rates.max(), rates.min())


def _no_further_than_64():
    """Return whether with µP the loss halves up to width 64, and then stays within a seventh."""
    losses = [
        experiments.lowest(experiments.RATES, experiments.by_width(width, experiments.BASE))[1]
        for width in experiments.WIDTHS
    ]
    at = experiments.WIDTHS.index(64)
    return losses[0] > 2 * losses[at] and max(losses[at:]) < 1.15 * min(losses[at:])


def _times_the_rate():
    """Return the rate at which batches of 16 reach the base's loss, divided by the base's."""
    return batch_size.same_loss(16) / batch_size.BASE_RATE


def _steps_of_batches_of_16():
    """Return the steps that batches of 16 take, divided by those of the base, at equal images."""
    return batch_size.BASE_BATCH / 16


def _about_equally_far():
    """Return whether at equal steps one rate brings all batch sizes to losses within a tenth."""
    losses = [
        experiments.loss_at(0.05, batch_size.by_batch_size_and_steps(size), batch_size.STEP_RATES)
        for size in batch_size.FEW
    ]
    return max(losses) < 1.1 * min(losses)


def _about_as_the_root():
    """Return whether at equal steps the best rate grows about as the square root of the batch size."""
    _, exponent = experiments.power_law(batch_size.FEW, batch_size.best_at_equal_steps())
    return abs(exponent - 0.5) < 0.15


def _saved(small, large):
    """Return what share of the steps a doubling of the batch saves, on the way from one batch size to another."""
    steps = np.median(quickest(large)) / np.median(quickest(small))
    return 1 - steps ** (1 / np.log2(large / small))


def _noise_scales():
    """Return the noise scales along the runs of five seeds (5, checks)."""
    return np.array([batch_size.noise_along(seed) for seed in experiments.FIVE])


def _about_as_one_over():
    """Return whether the best rate falls about as one over the depth."""
    return abs(experiments.power_law(experiments.DEPTHS, experiments.best_by_depth())[1] + 1) < 0.25


def _narrow():
    """Return the network of two hidden layers at the base's width."""
    return experiments.two_layers(experiments.BASE)


NUMBERS = {
    "title": ["forty", "million", "four"],
    "round-1": [
        ("Two", lambda: len(_narrow().hidden)),
        ("600", lambda: _narrow().n),
        ("two", lambda: experiments.WIDTH_EPOCHS),
        ("seven", lambda: len(experiments.RATES)),
        ("five", lambda: len(experiments.FIVE)),
        "two",
    ],
    "look-1": [("doubles", lambda: experiments.WIDTHS[1] / experiments.WIDTHS[0])],
    "explain-1": [
        ("16", lambda: 256 / experiments.BASE),
        (
            "quarter",
            lambda: experiments.best_by_width()[experiments.WIDTHS.index(256)] / experiments.best_by_width()[0],
        ),
        ("0.001", lambda: experiments.SMALL_RATE),
    ],
    "explain-layers": [
        ("32", lambda: experiments.WIDEST / experiments.BASE),
        "two",
        ("26", Shown("moved", "hidden |", 2)),
        "1",
        ("64", lambda: _narrow().data.x_train.shape[1]),
        ("three", lambda: len(_narrow().hidden) + 1),
    ],
    "rule": [
        ("Four", lambda: experiments.FITTED),
        ("16", lambda: experiments.WIDTHS[0]),
        ("128", lambda: experiments.WIDTHS[experiments.FITTED - 1]),
        ("512", lambda: experiments.WIDEST),
    ],
    "look-3": [("512", lambda: experiments.WIDEST)],
    "explain-2": [
        ("four", lambda: experiments.FITTED),
        ("quarter", lambda: 1 - experiments.predicted_rate() / _best()),
        ("fifth", _up_and_down),
        ("Two", lambda: _nearer_and_higher(2)),
        ("five", lambda: _nearer_and_higher(5)),
        ("four", lambda: experiments.FITTED),
        ("ten", lambda: all_claims()[42].seeds),
        ("1.05", Shown("claims", "training loss with it, by the lowest of the grid")),
        ".125",  # the paper's exponent, in its section 3.1
    ],
    "explain-3": [("eighth", _apart_in_mup), ("64", _no_further_than_64)],
    "round-3": [
        ("32", lambda: experiments.layers().hidden[0]),
        ("three", lambda: batch_size.BATCH_EPOCHS),
    ],
    "explain-4": [
        ("8", _times_the_rate),
        ("eighth", _steps_of_batches_of_16),
        ("eight", lambda: 1 / _steps_of_batches_of_16()),
    ],
    "equal-lead": [("40", lambda: batch_size.FEW_STEPS)],
    "critical-batch": [
        ("four", lambda: len(batch_size.FEW)),
        ("64", lambda: batch_size.same_loss(64) is None),
        ("0.93", lambda: TARGET),
        ("half", lambda: 0.4 < _saved(4, 16) < 0.5),
    ],
    "explain-5": [
        ("nine", lambda: _noise_scales().max() / _noise_scales().min()),
        ("28", lambda: np.median(_noise_scales())),
        ("29", Shown("trade-off", "critical batch size")),
    ],
    "round-4": [("Six", lambda: experiments.DEPTH_EPOCHS), ("32", lambda: experiments.UNITS), "two"],
    "explain-6": ["−3", "2"],  # the paper's exponent
    "look-6": ["two"],
    "own": [
        ("256", Coded("own-run", "by_width(")),
        ("64", Coded("own-run", "for base in (", 1)),
        ("16", Coded("own-run", "for base in (")),
        "128",
    ],
    "next": ["two"],
}
SAID = {
    "explain-1": {"wants about a quarter of it": came_out("from_small_to_large.1", "about a quarter of it")},
    "explain-2": {"the loss is as low as the grid's": came_out("from_small_to_large.3", "within a tenth")},
    "explain-3": {
        "The best rate stays": lambda: _apart_in_mup() < 0.2,
        "With the usual weights it ends lower": came_out("from_small_to_large.2", "higher"),
    },
    "explain-4": {"It takes 8 times the rate": came_out("from_small_to_large.7", "about 8 times as large")},
    "critical-batch": {
        "One rate brings all four about equally far": _about_equally_far,
        "only about as the square root of the batch size": _about_as_the_root,
        "doubling a large one saves none": lambda: _saved(128, 256) < 0.05,
    },
    "explain-6": {"The best rate falls about as one over the depth": _about_as_one_over},
    "explain-7": {"By training loss a longer run wants a larger rate": came_out("from_small_to_large.9", "larger")},
}
