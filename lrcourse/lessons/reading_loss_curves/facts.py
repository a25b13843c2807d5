"""What the text rests on: each number with its own fact, and the key sentences with what they claim."""

from collections import Counter

import numpy as np

from ... import data, diagnosis
from ...diagnosis.metrics import rising_share
from ...engine.optimizers import sgd
from ..fact import Coded, Shown
from ..image_classifier import EPOCHS
from ..question import came_out
from .edge_of_stability import (
    BELOW_EDGE,
    EDGE_EVERY,
    EDGE_RATE,
    EDGE_RATES,
    EDGE_STEPS,
    HEAVY,
    edge,
    explode,
    settled,
    smooth_network,
    smooth_runs,
)
from .experiments import (
    CHANCE,
    FLAT_RATES,
    NOISY_RATES,
    PARTED,
    PRODUCTS,
    TEN,
    best_accuracies,
    catapult,
    clean_run,
    flat_runs,
    lowest_epochs,
    noisy_network,
    noisy_run,
    parted,
    parting_share,
    penguin_line,
)
from .figures import LOSSES, PROBES
from .held_back import CLOSE, errors, readings, still_learning_too_slowly, unsaid, worst_called_good
from .questions import EDGE_FROM, LOGS, PLAIN, PRODUCT, WITH_MOMENTUM, named_by_reader
from .specimens import CAUSES, zoo


def read_by_the_two():
    """Return the larger share of images that either of the two flat runs reads right, in training or validation."""
    runs = flat_runs()
    at = [runs.at(rate) for rate in LOGS.values()]
    return max(runs.train_accuracy[at, -1].max(), runs.validation_accuracy[at, -1].max())


def thrown_up_and_settles():
    """Return whether the flat run at 2 is thrown up in its first epoch and ends at the cost of guessing."""
    loss = flat_runs().loss[flat_runs().at(2)]
    return loss[:18].max() > 1.5 * loss[0] and abs(np.median(loss[-18:]) - CHANCE) < 0.05


def catapults():
    """Return whether the catapult's loss rises and then vanishes exactly between 2 and 4, and explodes beyond."""
    loss, products = catapult().loss, np.array(PRODUCTS)
    rises, ends_low = loss.max(axis=1) > loss[:, 0], loss[:, -1] < loss[:, 0]
    between = (products > 2) & (products < 4)
    return ((rises & ends_low) == between).all() and not ends_low[products > 4].any()


def product(rate):
    """Return rate × sharpness at one of EDGE_RATES, before training and at each check: (checks,)."""
    return edge().product[EDGE_RATES.index(rate)]


def late_rises(rate):
    """Return the share of the steps in the second half that raise the loss, at one of EDGE_RATES."""
    return (np.diff(edge().loss[EDGE_RATES.index(rate), EDGE_STEPS // 2 :]) > 0).mean()


def smooth_below():
    """Return whether at rates up to BELOW_EDGE no late step raises the loss and the product stays below the limit."""
    return all(late_rises(rate) == 0 and product(rate).max() < PLAIN for rate in EDGE_RATES if rate <= BELOW_EDGE)


def comes_down(rate):
    """Return whether the product begins above the limit by more than 0.5 and ends within 0.2 of it."""
    return product(rate)[0] > PLAIN + 0.5 and abs(product(rate)[-1] - PLAIN) < 0.2


def dips_and_comes_back():
    """Return whether at 0.5 the product begins less than 0.1 below the limit, drops by 0.1, and comes back to it."""
    first, *middle, last = product(0.5)
    return PLAIN - 0.1 < first < PLAIN and min(middle) < first - 0.1 and abs(last - PLAIN) < 0.1


def near_two():
    """Return whether rate × sharpness lies within 0.2 of 2 from EDGE_FROM on, at EDGE_RATE."""
    return bool((np.abs(product(EDGE_RATE)[EDGE_FROM // EDGE_EVERY :] - PLAIN) < 0.2).all())


def a_third_explode():
    """Return whether at rate 1 a third of 40 seeds explode, all from a sharpness above 4, and none at EDGE_RATE."""
    gone = explode(1.0)
    starts = np.stack([smooth_network().start(seed) for seed in np.flatnonzero(gone)])
    sharp = diagnosis.sharpness(smooth_network(), starts, iterations=25)
    return bool(0.25 < gone.mean() < 0.42 and (sharp > 4).all() and not explode(EDGE_RATE).any())


def ends_lower():
    """Return whether the loss ends lower at EDGE_RATE than at BELOW_EDGE, from each of ten seeds."""
    edge_loss, below = (smooth_runs(TEN, rate).loss[:, -100:].mean(axis=1) for rate in (EDGE_RATE, BELOW_EDGE))
    return bool((edge_loss < below).all())


def heavy_near_three():
    """Return whether rate × sharpness ends within 0.3 of 3 with momentum, from each of ten other seeds."""
    return bool((np.abs(settled(HEAVY, tuple(range(100, 110))) - WITH_MOMENTUM) < 0.3).all())


def specimen(letter):
    """Return the specimen of the zoo with a letter."""
    return next(one for one in zoo() if one.letter == letter)


def one_comes_twice():
    """Return whether one cause comes twice, the others once, and none is missing."""
    return Counter(Counter(one.cause for one in zoo()).values()) == {1: len(CAUSES) - 1, 2: 1}


def beyond_the_limit():
    """Return by which share of its limit specimen H's rate lies beyond it."""
    return specimen("H").runs.lr[0] / diagnosis.stability_limit(penguin_line(), sgd()) - 1


def wrong_labels():
    """Return the share of the noisy network's training labels that are wrong."""
    return np.mean(noisy_network().data.y_train != data.digits(train=noisy_network().n).y_train)


def delay():
    """Return how many times as late the validation loss is lowest at 0.03 as at 0.1, the median of ten seeds."""
    epochs = lowest_epochs(TEN)
    return np.median(epochs[:, NOISY_RATES.index(0.03)] / epochs[:, NOISY_RATES.index(0.1)])


def sign_everywhere():
    """Return whether validation and training part from every seed at 0.03, 0.1 and 0.5."""
    return bool((parting_share()[:-1] == 1).all())


def reads_fewer():
    """Return whether the best validation accuracy is lower at 0.5 than at 0.03, in at least nine of ten seeds."""
    best = best_accuracies(TEN)
    return (best[:, NOISY_RATES.index(0.5)] < best[:, NOISY_RATES.index(0.03)]).sum() >= 9


def seldom_at_the_largest():
    """Return whether at 0.8 they part in fewer than half of the seeds."""
    return parting_share()[NOISY_RATES.index(0.8)] < 0.5


def never_with_right_labels():
    """Return whether without wrong labels they part in no seed."""
    return not any(parted(clean_run(seed))[0] for seed in TEN)


NUMBERS = {
    "title": ["two", "20"],
    "round-1": ["Two", ("12", lambda: EPOCHS), "two", ("ten", lambda: read_by_the_two() < 0.12)],
    "two-logs-note": [("0.00001", Coded("two-logs", "rates=(", 1)), ("2", Coded("two-logs", "rates=("))],
    "look-1": [("0.6", lambda: 0.6 in FLAT_RATES), ("2", lambda: 2 in FLAT_RATES)],
    "explain-1": [
        ("0.00001", lambda: LOGS["log A, at 2.46"]),
        ("2.46", Shown("two-logs", "text: A: ")),
        ("2", thrown_up_and_settles),
        ("2.30", lambda: CHANCE),
        "two",
    ],
    "explain-1-reader": ["two"],
    "reader-misses": [
        ("450", lambda: len(readings())),
        ("25", lambda: len(readings()) / errors()),
        ("18", lambda: len(readings()) / unsaid()),
        ("0.05", lambda: CLOSE),
        ("0.8", lambda: worst_called_good() > 0.8),
        ("12", lambda: EPOCHS),
    ],
    "round-2": [("2", lambda: PLAIN)],
    "explain-9": [
        ("3", lambda: PRODUCT),
        ("35", Shown("catapult-table", "highest loss / first | ", PRODUCTS.index(PRODUCT))),
        ("2", catapults),
        ("4", catapults),
        ("4", catapults),
        "0",
    ],
    "sharpness": [("200", lambda: smooth_network().n), ("32", lambda: smooth_network().hidden[0])],
    "look-3": [("0.1", Coded("scrub-3", "start=")), ("2", lambda: PLAIN)],
    "explain-3": [
        ("0.7", lambda: late_rises(EDGE_RATE) > 0.3),
        ("0.3", smooth_below),
        ("2", smooth_below),
        ("0.7", lambda: comes_down(0.7)),
        ("1", lambda: comes_down(1)),
        ("2", near_two),
        ("0.5", dips_and_comes_back),
        ("2", dips_and_comes_back),
        ("2", lambda: PLAIN),
    ],
    "explain-3-note": [
        ("0.7", lambda: EDGE_RATE),
        ("0.3", lambda: BELOW_EDGE),
        ("ten", ends_lower),
        ("2", near_two),
        ("1", a_third_explode),
        ("40", lambda: len(explode(1.0))),
        ("third", lambda: explode(1.0).mean()),
        ("4", a_third_explode),
        ("0.7", lambda: not explode(0.7).any()),
    ],
    "explain-10": [("3", lambda: WITH_MOMENTUM), ("ten", heavy_near_three)],
    "round-3": [
        ("ten", lambda: len(zoo())),
        ("Ten", lambda: len(zoo())),
        ("twice", one_comes_twice),
        ("30", lambda: LOSSES[1]),
    ],
    "probes": [("Four", lambda: len(PROBES) - 1)],
    "look-4": ["three"],
    "explain-4": [
        ("three", lambda: len(zoo()) - named_by_reader()),
        ("three", lambda: sum(one.reading.verdict == "good" != one.cause for one in zoo())),
        ("four", lambda: 10 * rising_share(specimen("A").runs.loss)[0]),
        "ten",
        ("four", lambda: specimen("D").batch),
        ("ten", lambda: np.diff(specimen("E").runs.evaluated_at)[0] * 20 / noisy_network().n),
    ],
    "explain-4-probes": [("3 %", beyond_the_limit)],
    "parting": [("200", lambda: noisy_network().n), ("30 %", wrong_labels)],
    "look-5": [
        ("Three", lambda: len(NOISY_RATES) - 1),
        ("ten", lambda: len(TEN)),
        ("120", lambda: noisy_run(0).steps * 20 / noisy_network().n),
        ("0.05", lambda: PARTED),
        "two",
    ],
    "explain-5": [
        ("0.03", lambda: NOISY_RATES[0]),
        "two",
        ("0.1", lambda: NOISY_RATES[1]),
        ("two", lambda: delay() >= 2),
        ("four", lambda: delay() <= 4),
        ("three", lambda: (parting_share() == 1).sum()),
        ("0.03", reads_fewer),
        ("0.5", reads_fewer),
        ("0.8", seldom_at_the_largest),
        ("half", seldom_at_the_largest),
        ("0.1", never_with_right_labels),
    ],
    "summary": ["two"],
}
SAID = {
    "reader-misses": {"nearly all had too small a rate": lambda: still_learning_too_slowly() > 0.95},
    "explain-1": {"At 0.00001 the loss stays where it *began*": came_out("reading_loss_curves.1", "log A, at 2.46")},
    "explain-9": {"At 3 the loss rises": came_out("reading_loss_curves.9", "it rises, then falls")},
    "predict-3": {
        "begins well above 2": lambda: product(EDGE_RATE)[0] > PLAIN + 0.5,
        "lies near 2 from step 200 on": near_two,
        "rises on two fifths of the steps": lambda: abs(late_rises(EDGE_RATE) - 0.4) < 0.03,
    },
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
        "in fewer than half of the seeds": seldom_at_the_largest,
        "Without wrong labels it does not come": never_with_right_labels,
    },
}
