"""What the text rests on: each number with its own fact, and the key sentences with what they claim."""

import numpy as np

from ... import data
from ...diagnosis.metrics import LEARNED, accuracies, firing
from .. import SEEDS
from ..fact import Coded, Shown
from ..question import came_out
from .claims import OTHERS
from .experiments import BATCH, CHANCE, EPOCHS, RATES, TEN, another, firing_by_step, network, sweep
from .questions import EDGE


def classes():
    """Return how many classes the digits have."""
    return len(np.unique(data.digits().y_train))


def first_seed(rate):
    """Return what the first seed's run at one of RATES gives: the batches' losses (steps + 1,), the training loss
    (epochs + 1,), the validation accuracy and the share of the hidden units that fire at the end.
    """
    runs, at = sweep()[0], RATES.index(rate)
    return runs.loss[at], runs.train_loss[at], runs.validation_accuracy[at, -1], firing(runs)[at]


def comes_back():
    """Return whether at 2 the loss is thrown up in the first epoch and then lies flat at the cost of guessing."""
    by_step, by_epoch, *_ = first_seed(2)
    return by_step[: network().n // BATCH].max() > 1.5 * by_step[0] and np.allclose(by_epoch[6:], CHANCE, atol=0.05)


def dies_at():
    """Return the step from which on z of the lesson's single unit is negative for every input."""
    x, w, b = np.array([0.2, 0.5, 1.0]), 0.5, 0.0
    for step in range(4):
        z = w * x + b
        if (z < 0).all():
            return step
        slopes = 2 * (np.maximum(z, 0) - 1) * (z > 0)
        w, b = w - 3 * np.mean(slopes * x), b - 3 * np.mean(slopes)
    return np.inf


def reads_as_well_as_any(rate):
    """Return whether the first seed's validation accuracy at a rate is within 0.01 of the best rate's."""
    return first_seed(rate)[2] >= accuracies(sweep()[:1])[0].max() - 0.01


def still_falls(rate):
    """Return whether the first seed's loss at a rate ends within a tenth of its first value, and below it, with most
    units alive.
    """
    _, by_epoch, _, alive = first_seed(rate)
    return 0.9 * by_epoch[0] < by_epoch[-1] < by_epoch[-2] < by_epoch[0] and alive > 0.9


def sure_of_one_class():
    """Return whether softmax regression from 0 gives nearly all images probabilities of 0 or 1 at its large rate."""
    runs = another("softmax", 0, OTHERS["softmax"])
    logits = runs.problem.forward(runs.params, data.digits().x_train)[-1][1]
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (powers.max(axis=1) / powers.sum(axis=1) > 0.999).mean() > 0.99


def saturated():
    """Return whether tanh's values nearly all lie beyond ±0.99 at its large rate, and few at the other: ten seeds."""
    shares = []
    for seed in TEN:
        runs = another("tanh", seed, OTHERS["tanh"])
        units = runs.problem.forward(runs.params, runs.problem.data.x_train)[0]
        shares.append((np.abs(units) > 0.99).mean(axis=(1, 2)))
    return np.min(shares, axis=0)[1] > 0.95 and np.max(shares, axis=0)[0] < 0.05


def exploded():
    """Return the lowest training loss of ten seeds of the linear classifier at its large rate."""
    return min(another("linear", seed, OTHERS["linear"]).train_loss[1, -1] for seed in TEN)


def both_at_two():
    """Return the first seed's accuracies at 2, on training and on validation data: (2,)."""
    return np.array([accuracies(sweep()[:1], part)[0, RATES.index(2)] for part in ("train", "validation")])


def gaps(low, high):
    """Return validation loss minus training loss after 12 epochs, at the rates from `low` to `high`: (seeds, rates)."""
    at = [i for i, rate in enumerate(RATES) if low <= rate <= high]
    return np.array([(runs.validation_loss - runs.train_loss)[at, -1] for runs in sweep()])


def first_gaps():
    """Return validation loss minus training loss before training: (seeds,)."""
    return np.array([(runs.validation_loss - runs.train_loss)[0, 0] for runs in sweep()])


def over_fit():
    """Return whether from 0.4 to 1.2 each seed ends with a gap that is positive and larger than its first."""
    return (gaps(0.4, 1.2) > np.maximum(first_gaps(), 0)[:, None]).all()


def hardly_differ(rate):
    """Return whether the training losses of the seeds at a rate stay within 0.3 of each other, epoch by epoch."""
    losses = np.array([runs.train_loss[RATES.index(rate), 1:] for runs in sweep()])
    return np.ptp(losses, axis=0).max() < 0.3


def jumps_about(rate):
    """Return whether some seed's training loss at a rate rises by more than 0.05 in an epoch, and all still learn."""
    losses = np.array([runs.train_loss[RATES.index(rate)] for runs in sweep()])
    return (np.diff(losses) > 0.05).any() and seeds_that_learn(rate) == len(SEEDS)


def thrown_up():
    """Return whether the one seed that fails at 1.2 had halved its training loss by epoch 3, and loses that later."""
    losses = np.array([runs.train_loss[RATES.index(EDGE)] for runs in sweep()])
    first, third, last = losses[losses[:, -1].argmax()][[0, 3, -1]]
    return third < first / 2 and last > 1.5 * third


def seeds_that_learn(rate):
    """Return how many of the five seeds pass LEARNED at a rate."""
    return (accuracies(sweep())[:, RATES.index(rate)] > LEARNED).sum()


NUMBERS = {
    "title": ["20"],
    "round-1": [
        ("8", lambda: np.sqrt(data.digits().x_train.shape[1])),
        ("8", lambda: np.sqrt(data.digits().x_train.shape[1])),
        "three",
        ("600", Shown("problem", "(")),
        ("400", Shown("problem", "(", 1)),
        ("797", Shown("problem", "(", 2)),
    ],
    "loss": [
        ("64", Coded("problem", "hidden=(")),
        ("Ten", classes),
        ("2.30", Shown("costs", "right class at 0.1: loss ")),
    ],
    "training": [
        ("32", Coded("train-one-seed", "batch_size=")),
        ("18", lambda: network().n // BATCH),
        ("12", lambda: EPOCHS),
        ("16", lambda: len(RATES)),
    ],
    "look-1": [
        ("0.1", Coded("scrub-1", "start=")),
        ("3", lambda: RATES[-1]),
        ("0.001", lambda: RATES[0]),
        "two",
    ],
    "explain-1": [
        ("2", comes_back),
        ("ten", classes),
        "three",
        ("1", Coded("one-unit", "np.maximum(z, 0) - ")),
        ("3", Coded("one-unit", "w, b = w - ")),
    ],
    "dead": [("2", dies_at), "0", "0", "0"],
    "explain-1b": [
        ("1", lambda: reads_as_well_as_any(1)),
        ("half", lambda: 0.4 < 1 - first_seed(1)[3] < 0.5),
        ("ten", classes),
    ],
    "dying": [
        ("0.001", lambda: still_falls(0.001)),
        ("2", lambda: firing_by_step((1,), rate=2)[0] > 0.8),
        ("ten", lambda: len(TEN)),
    ],
    "others": [
        ("Three", lambda: len(OTHERS)),
        ("64", lambda: another("tanh", 0, OTHERS["tanh"]).problem.hidden[0]),
        "0",
        ("0", lambda: not another("softmax", 0, OTHERS["softmax"]).problem.start().any()),
    ],
    "others-read": [
        ("0", lambda: not another("softmax", 0, OTHERS["softmax"]).problem.start().any()),
        ("0", sure_of_one_class),
        ("1", sure_of_one_class),
        "two",
        ("−1", saturated),
        ("1", saturated),
        "0",
    ],
    "round-2": [
        ("2", lambda: abs(np.diff(both_at_two())[0]) < 0.05),
        ("0.1", lambda: abs(both_at_two() - 1 / classes()).max() < 0.03),
    ],
    "explain-2": [
        ("five", lambda: len(SEEDS)),
        ("−0.03", lambda: first_gaps().min()),
        ("0.05", lambda: first_gaps().max()),
        ("0.4", over_fit),
        ("1.2", over_fit),
    ],
    "card-1": [("0.1", lambda: 1 / classes()), ("ten", classes)],
    "round-3": [("Five", lambda: len(SEEDS)), ("five", lambda: len(SEEDS))],
    "look-3": [("0.2", lambda: 0.2 in RATES), ("2", lambda: 2 in RATES)],
    "explain-3": [
        ("0.2", lambda: hardly_differ(0.2) and not hardly_differ(0.4)),
        ("0.4", lambda: not jumps_about(0.2) and all(map(jumps_about, (0.4, 0.6, 0.8, 1)))),
        ("1.2", lambda: EDGE),
        ("three", thrown_up),
        ("four", lambda: seeds_that_learn(EDGE)),
        ("five", lambda: len(SEEDS)),
        ("0.9", lambda: LEARNED),
    ],
    "test": [("0.6", Coded("test-accuracy", "index(")), ("five", lambda: len(SEEDS))],
    "summary": ["0", ("0", lambda: not another("softmax", 0, OTHERS["softmax"]).problem.start().any()), "0", "two"],
}
SAID = {
    "explain-1": {"comes back, and then lies flat on the line": came_out("image_classifier.1", "lies flat")},
    "explain-2": {"each of them ends with a gap that is positive and larger than its first": over_fit},
    "others-read": {
        "nearly all lie close to −1 or 1": saturated,
        "explodes as in [Too large]": lambda: exploded() > 1e20,
    },
    "explain-3": {
        "comes down for three epochs, is thrown up again and does not recover": came_out(
            "image_classifier.7", "falls, and is thrown up"
        ),
        "while the other four end almost as well as before": lambda: seeds_that_learn(EDGE) == len(SEEDS) - 1,
    },
    "summary": {"most of them in the first epoch": lambda: firing_by_step((network().n // BATCH,))[0] < 0.5},
}
