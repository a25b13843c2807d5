"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ... import diagnosis
from ..image_classifier import network
from ..question import came_out
from .edge_of_stability import (
    BELOW_EDGE,
    EDGE_EVERY,
    EDGE_RATE,
    EDGE_RATES,
    HEAVY,
    edge,
    explode,
    settled,
    smooth_network,
    smooth_runs,
)
from .experiments import NOISY_RATES, TEN, best_accuracies, clean_run, lowest_epochs, parted, parting_share
from .held_back import errors, readings, unsaid, worst_called_good


def near_two():
    """Whether rate × sharpness lies within .2 of 2 from step 200 on, at EDGE_RATE."""
    return bool((np.abs(edge().product[EDGE_RATES.index(EDGE_RATE), 2:] - 2) < 0.2).all())


def a_third_explode():
    """Whether at rate 1 about a third of 40 seeds explode, all from a sharpness above 4, and none at EDGE_RATE."""
    gone = explode(1.0)
    starts = np.stack([smooth_network().start(seed) for seed in np.flatnonzero(gone)])
    sharp = diagnosis.sharpness(smooth_network(), starts, iterations=25)
    return bool(0.25 < gone.mean() < 0.42 and (sharp > 4).all() and not explode(EDGE_RATE).any())


def ends_lower():
    """Whether the loss ends lower at EDGE_RATE than at BELOW_EDGE, from each of ten seeds."""
    edge_loss, below = (smooth_runs(TEN, rate).loss[:, -100:].mean(axis=1) for rate in (EDGE_RATE, BELOW_EDGE))
    return bool((edge_loss < below).all())


def heavy_near_three():
    """Whether rate × sharpness ends within 0.3 of 3 with momentum, from each of ten other seeds."""
    return bool((np.abs(settled(HEAVY, tuple(range(100, 110))) - 3) < 0.3).all())


def two_to_four_times():
    """Whether the validation loss is lowest two to four times as late at 0.03 as at 0.1, as the median of ten seeds."""
    epochs = lowest_epochs(TEN)
    return 2 <= np.median(epochs[:, 0] / epochs[:, 1]) <= 4


def sign_everywhere():
    """Whether validation and training part from every seed at 0.03, 0.1 and 0.5."""
    return bool((parting_share()[:-1] == 1).all())


def reads_fewer():
    """Whether the best validation accuracy is lower at 0.5 than at 0.03, in at least nine of ten seeds."""
    best = best_accuracies(TEN)
    return (best[:, NOISY_RATES.index(0.5)] < best[:, NOISY_RATES.index(0.03)]).sum() >= 9


FACTS = {
    "hidden units": lambda: network().hidden,
    "steps between checks of the sharpness": lambda: EDGE_EVERY,
    "rate × sharpness at the start": lambda: edge().product[:, 0],
    "starts at a rate of 1": lambda: len(explode(1.0)),
    "runs that the reader was judged on": lambda: len(readings()),
}
BY_HAND = {
    "exercise-1": {"1.39": "given: ln 4"},
}
SAID = {
    "explain-1": {"At 0.00001 the loss stays where it *began*": came_out("reading_loss_curves.1", "log A, at 2.46")},
    "reader-errs": {
        "fewer than one in fifteen got a wrong name": lambda: 15 * errors() < len(readings()),
        "about one in twenty none": lambda: 1 / 25 < unsaid() / len(readings()) < 1 / 16,
        "at least 0.8 times as many": lambda: worst_called_good() > 0.8,
    },
    "explain-9": {"At 3 the loss rises": came_out("reading_loss_curves.9", "it rises, then falls")},
    "predict-3": {"lies near 2 from step 200 on": near_two},
    "explain-3": {
        "At 0.7 the loss jags up and down, and still falls": came_out("reading_loss_curves.3", "it still falls")
    },
    "explain-3-note": {"in each of ten seeds": ends_lower, "about a third explode": a_third_explode},
    "explain-10": {"ten other seeds gave the same": heavy_near_three},
    "explain-4": {"The reader misses three": came_out("reading_loss_curves.4", "six or seven")},
    "explain-5": {
        "only later": came_out("reading_loss_curves.7", "delays it"),
        "The sign comes at all three rates, in every seed": sign_everywhere,
        "which is too large": reads_fewer,
        "in fewer than half of the seeds": lambda: parting_share()[NOISY_RATES.index(0.8)] < 0.5,
        "two to four times as late": two_to_four_times,
        "Without wrong labels it does not come": lambda: not any(parted(clean_run(seed))[0] for seed in TEN),
    },
}
