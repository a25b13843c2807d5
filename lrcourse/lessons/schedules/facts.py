"""What the text rests on: each number with its own fact, and the key sentences with what they claim."""

import numpy as np

from ...diagnosis.metrics import accuracies
from .. import SEEDS
from ..fact import Coded, Shown
from ..question import came_out
from .bowl import DECAYS, GALLERY, KINDS, PEAKS, STEPS, best_possible, floor, mean_squares, quartic, schedule_named
from .experiments import (
    ADAM_RATE,
    BATCH,
    BUDGETS,
    CALM,
    END_RATE,
    EPOCHS,
    FALL,
    FRESH,
    IMAGES,
    LONG,
    PEAK_RATES,
    POINTS,
    RATES,
    SHORT,
    WRONG,
    digits,
    endings,
    ends_of_adam,
    gain_with_wrong_labels,
    gradient_noise,
    tuned_endings,
)
from .figures import SEEN
from .questions import BELOW, BLOCKS, RATE, WARM_RATE, best_scale, ends_on_quartic
from .tables import WAYS


def steps_down(rate):
    """Return after how many steps on the noisy bowl a tenth of the first distance is left on average."""
    return np.ceil(np.log(1 / 10) / np.log(1 - rate))


def on_digits(kind):
    """Return the test accuracies of a kind of schedule after LONG epochs: (seeds, RATES)."""
    return accuracies([digits(seed, kind) for seed in SEEDS], "test")


def side_by_side():
    """Return whether up to CALM the median accuracies of constant rate and cosine differ by less than 0.01."""
    apart = np.median(on_digits("cosine"), axis=0) - np.median(on_digits("constant"), axis=0)
    return (np.abs(apart[: RATES.index(CALM) + 1]) < 0.01).all()


def rescued():
    """Return whether at 0.6 every seed reads fewer images right with a constant rate than with a cosine."""
    return (on_digits("constant") < on_digits("cosine"))[:, RATES.index(0.6)].all()


def fitted():
    """Return whether at the end at CALM, held constant, every seed reads 99 % of its training images right."""
    last = [digits(seed, "constant").train_accuracy[RATES.index(CALM), -1] for seed in SEEDS]
    return min(last) > 0.99


def never_settles():
    """Return whether at a constant 0.6 the training loss rises again in the second half, from every seed."""
    losses = np.array([digits(seed, "constant").train_loss[RATES.index(0.6), LONG // 2 :] for seed in SEEDS])
    return (np.diff(losses, axis=1).max(axis=1) > 0).all()


def raises(name):
    """Return whether a schedule of the gallery raises the rate at some step."""
    return bool((np.diff(GALLERY[name](np.arange(STEPS))) > 1e-9).any())


def limit_on_quartic():
    """Return whether from x = 1 on x⁴ a constant rate of BELOW converges and one of 0.51 explodes."""
    below, beyond = quartic(0, (BELOW, 0.51)).loss[:, -1]
    return below < 1e-3 and not beyond < 1


def averages_lead():
    """Return whether the average leads the last weights in every seed and at every budget, at END_RATE."""
    return all((average > last).all() for last, average, *_ in (endings(seed)[1] for seed in FRESH))


def best_rates_agree():
    """Return whether the fall's and the cosine's median accuracy, each at its best of five rates, differ by less than
    0.005 at every budget.
    """
    behind = np.median(np.subtract(*tuned_endings(FRESH).swapaxes(0, 1)[2:]), axis=0)
    return bool(np.all(np.abs(behind) < 0.005))


def warm_up_leads():
    """Return whether Adam ends higher with a warm-up in every seed, and without one below 0.8 in the median."""
    constant, warmed = ends_of_adam(FRESH, 0), ends_of_adam(FRESH, 3)
    return bool(np.all(warmed > constant) and np.median(constant) < 0.8)


def cosine_leads_again():
    """Return whether the cosine's median gain with wrong labels lies about 0.01, above 0.005."""
    return 0.005 < np.median([gain_with_wrong_labels(seed) for seed in FRESH]) < 0.02


NUMBERS = {
    "round-1": ["0"],
    "predict-1-setting": [("500", Coded("noisy-bowl", "[10.0] * "))],
    "look-1": [
        ("0.05", Coded("noisy-bowl", "rates = [")),
        ("0.5", lambda: RATE),
        ("1", lambda: 2 * RATE),
    ],
    "explain-1": [
        ("0.05", Coded("noisy-bowl", "rates = [")),
        ("fifty", lambda: steps_down(0.05)),
        ("1", lambda: mean_squares([1.0])[1] == floor(1.0)),
        ("three", lambda: floor(2 * RATE) / floor(RATE)),
        ("0.5", lambda: RATE),
        "0",
    ],
    "prove-1": ["doubles", "four"],
    "round-2": [("Two hundred", lambda: STEPS), ("200", lambda: STEPS)],
    "best-of-401": [("401", lambda: len(PEAKS))],
    "compromise": [
        ("Four", lambda: len(KINDS) - 1),
        ("halved", lambda: float(schedule_named("step", 50)(50))),
        ("0", lambda: float(schedule_named("cosine", 50)(51))),
        ("0", lambda: float(schedule_named("late fall", 50)(STEPS))),
    ],
    "look-2": [("eight", lambda: SEEN), ("0.0154", Shown("best-constant", "at the end "))],
    "explain-2": [
        ("four", lambda: len(KINDS) - 1),
        ("1", lambda: best_scale("inverse time")[1]),
        ("1", lambda: best_scale("inverse time")[2]),
        ("1", lambda: float(schedule_named("inverse time", 1)(0))),
        ("1", lambda: best_possible()[0][0] > 0.95),
    ],
    "explain-2b": [
        ("0.005", lambda: best_possible()[1]),
        ("200", lambda: STEPS),
        "1",
        ("200", lambda: 1 / best_scale("inverse time")[0]),
    ],
    "drive": [("ten", lambda: BLOCKS), ("20", lambda: STEPS / BLOCKS)],
    "round-3": [
        ("4", lambda: BATCH),
        ("150", lambda: digits(0, "constant").steps / LONG),
        ("Five", lambda: len(RATES)),
        ("0", lambda: float(schedule_named("cosine", STEPS)(STEPS))),
        ("five", lambda: len(SEEDS)),
    ],
    "look-3": [("0.6", lambda: RATES[-1])],
    "explain-3": [
        ("0.3", side_by_side),
        "two",
        ("0.6", rescued),
        ("10", Coded("gains", "in (")),
        ("5", Coded("gains", "in (", 1)),
        ("5", lambda: SHORT),
    ],
    "explain-3b": [("10", lambda: LONG), ("0.3", lambda: CALM)],
    "explain-3c": [
        ("tenth", fitted),
        ("600", lambda: digits(0, "constant").problem.n),
        ("0", fitted),
        ("quarter", lambda: gradient_noise(SEEDS, LONG) / gradient_noise(SEEDS, SHORT)),
        ("30 %", lambda: WRONG),
        ("ten", lambda: LONG),
        ("10", lambda: LONG),
        ("0.01", cosine_leads_again),
        ("ten", lambda: len(FRESH)),
        ("0.6", never_settles),
    ],
    "card-1": ["ten", "two"],
    "round-averaging": ["Two", "0", ("fifth", lambda: FALL), ("0.5", Coded("average-bowl", "lr="))],
    "compose": [
        ("20", Coded("composed", "warmup(")),
        ("40", Coded("composed", "polynomial(")),
        ("200", lambda: STEPS),
    ],
    "predict-averaging-setting": [
        ("4", lambda: BATCH),
        ("ten", lambda: len(FRESH)),
        ("0.2", lambda: END_RATE),
        ("2", lambda: BUDGETS[0]),
        ("4", lambda: BUDGETS[1]),
        ("6", lambda: BUDGETS[2]),
        ("three", lambda: len(WAYS) - 1),
        ("ten", lambda: POINTS),
        ("fifth", lambda: FALL),
        ("0.2", lambda: END_RATE),
    ],
    "explain-averaging": [
        ("8.4", lambda: BUDGETS[-1] + FALL * sum(BUDGETS)),
        ("three", lambda: len(BUDGETS)),
        ("12", lambda: sum(BUDGETS)),
    ],
    "explain-both-ways": [
        ("0.2", lambda: END_RATE),
        ("five", lambda: len(PEAK_RATES)),
        ("0.005", best_rates_agree),
        ("0.0087", Shown("best-of-kinds", "cosine: ")),
    ],
    "round-4": [("Ten", lambda: len(GALLERY)), ("Ten", lambda: len(GALLERY))],
    "gallery-read": [
        ("five", lambda: list(GALLERY)[:5] == [name for name in GALLERY if name in DECAYS and not raises(name)]),
        ("five", lambda: all(map(raises, list(GALLERY)[5:]))),
        ("two", lambda: sum(name.startswith("warm-up") for name in GALLERY)),
        ("0.49", limit_on_quartic),
        ("0.51", limit_on_quartic),
    ],
    "explain-4": [("2", lambda: WARM_RATE), ("four", lambda: WARM_RATE / BELOW)],
    "adam-warm-up": [
        ("0.2", lambda: ADAM_RATE),
        ("12", lambda: EPOCHS),
        ("32", lambda: IMAGES),
        ("3", Coded("adam-warmed", "ends_of_adam(FRESH, ", 1)),
    ],
    "adam-warmed-read": [("0.2", lambda: ADAM_RATE)],
    "summary": [("0.0154", Shown("best-constant", "at the end ")), ("0.005", lambda: best_possible()[1])],
}
SAID = {
    "explain-1": {"the level is three times that of 0.5": came_out("schedules.1", "triples")},
    "explain-2": {"inverse time with peak 1 and scale 1 beats the others": came_out("schedules.2", "inverse time")},
    "explain-3": {
        "Up to 0.3 the two end side by side": came_out("schedules.3", "within 0.01"),
        "every seed reads fewer images right with a constant rate": rescued,
    },
    "explain-3c": {"the cosine leads again after 10 epochs": cosine_leads_again},
    "explain-both-ways": {"within 0.005 at each budget": best_rates_agree},
    "explain-averaging": {
        "ahead of the last weights in every seed": averages_lead,
        "catch up with a cosine": came_out("schedules.9", "as high or higher"),
    },
    "adam-warmed-read": {"In each seed the warm-up leads": warm_up_leads},
    "explain-4": {
        "four times the rate then makes the loss end at about a fourteenth": lambda: (
            13.5 < ends_on_quartic()[1] / ends_on_quartic()[0] < 14.5
        )
    },
}
