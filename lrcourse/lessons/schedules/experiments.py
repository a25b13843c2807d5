"""Whether decay pays (13), ways to end, warm-up with Adam, wrong labels."""

from functools import partial

import numpy as np

from ... import data
from ...diagnosis.metrics import accuracies
from ...engine import networks, schedules
from ...engine.optimizers import adam, sgd
from ...engine.training import train
from ..image_classifier import network
from ..run_cache import cached_run
from .bowl import schedule_named

SHORT, LONG, BATCH = 5, 10, 4  # epochs and batch on the digits
CHAOTIC = ("peak rate η = 0.6",)  # frames that differ between kinds of CPU
RATES = (0.05, 0.1, 0.2, 0.3, 0.6)  # peak rates there; a constant rate from 0.4 on is chaotic


@cached_run
def digits(seed, kind, epochs=LONG):
    """The classifier of lesson image_classifier at RATES with batches of 4 from one seed, kind "constant" or "cosine"
    (down to 0 at the end).
    """
    steps = epochs * (network().n // BATCH)
    return train(
        network(),
        sgd(),
        lr=RATES,
        steps=steps,
        batch_size=BATCH,
        seed=seed,
        schedule=schedule_named(kind, steps),
        evaluate_every=1 if epochs == LONG else epochs,
    )


def tuned(seeds, kind, epochs=LONG):
    """(rate with the best median validation accuracy, its test accuracies (seeds,)) of one kind of schedule on the
    digits.
    """
    runs = [digits(seed, kind, epochs) for seed in seeds]
    best = np.median(accuracies(runs), axis=0).argmax()
    return RATES[best], accuracies(runs, "test")[:, best]


def gain(seeds, epochs):
    """Test accuracy of the best cosine minus that of the best constant rate on the digits, seed by seed (seeds,)."""
    return tuned(seeds, "cosine", epochs)[1] - tuned(seeds, "constant", epochs)[1]


def gradient_noise(seeds, epochs, rate=0.3):
    """How far a minibatch's gradient lies from the mean of them, at the end at a constant rate: root mean square over
    one epoch, median of seeds.
    """
    batches = np.arange(network().n).reshape(-1, BATCH)
    spreads = []
    for runs in (digits(seed, "constant", epochs) for seed in seeds):
        params = runs.params[[RATES.index(rate)]]
        gradients = np.concatenate([network().loss_and_grad(params, batch)[1] for batch in batches])
        spreads.append(np.sqrt(gradients.var(axis=0).sum()))
    return np.median(spreads)


FRESH = tuple(range(100, 110))  # seeds that had no part in choosing what follows
BUDGETS, PEAK_RATES = (2, 4, 6), (0.1, 0.2, 0.3, 0.4, 0.6)  # epochs, and rates, of four ways to end
WRONG, WRONG_RATES = 0.3, (0.02, 0.05, 0.1)  # share of wrong labels, and the peak rates tried there


@cached_run
def ends_of_adam(seeds, warm, rate=0.2):
    """Test accuracy (seeds,) of the classifier after 12 epochs of Adam, its rate climbing over the first `warm`."""
    epoch = network().n // 32
    settings = dict(schedule=schedules.warmup(warm * epoch) if warm else None, batch_size=32, evaluate_every=12)
    runs = [train(network(), adam(), lr=rate, steps=12 * epoch, seed=seed, **settings) for seed in seeds]
    return accuracies(runs, "test")[:, 0]


@cached_run
def endings(seed, rates=(0.2,)):
    """Accuracy (parts, ways, BUDGETS, rates) on the validation and test images, by how training ends; batches of 4.

    One constant run: its last weights; the average of ten points of its last epoch; a fall to 0 branched off it for
    the last fifth. And a cosine for each budget.
    """
    net, piece = network(), network().n // BATCH // 10  # steps between two points
    go = partial(train, net, sgd(), lr=rates, batch_size=BATCH, seed=seed, evaluate_every=LONG)
    points = [go(steps=piece)]
    while len(points) < 10 * BUDGETS[-1]:
        points.append(go(steps=piece, start=points[-1]))
    found = []
    for epochs in BUDGETS:
        steps, stays = 10 * epochs * piece, 8 * epochs * piece
        late = schedules.stable(stays, schedules.polynomial(steps - stays))
        fallen = go(steps=steps - stays, start=points[8 * epochs - 1], schedule=late)
        cosine = go(steps=steps, schedule=schedules.cosine(steps))
        last = [one.params for one in points[10 * epochs - 10 : 10 * epochs]]
        found.append((last[-1], np.mean(last, axis=0), fallen.params, cosine.params))
    return np.array(
        [[[net.accuracy(end, part) for end in ends] for ends in found] for part in ("validation", "test")]
    ).transpose(0, 2, 1, 3)


def tuned_endings(seeds):
    """Test accuracy (seeds, ways, BUDGETS), each way and budget at the best of PEAK_RATES by validation."""
    validation, test = np.stack([endings(seed, PEAK_RATES) for seed in seeds], axis=1)
    best = np.median(validation, axis=0).argmax(axis=-1)[None, ..., None]
    return np.take_along_axis(test, np.broadcast_to(best, (*test.shape[:-1], 1)), axis=-1)[..., 0]


@cached_run
def gain_with_wrong_labels(seed):
    """Test accuracy of the best cosine minus that of the best constant rate after 10 epochs with 30 % wrong labels."""
    net = networks.mlp(data.digits(noise=WRONG, seed=seed), hidden=(64,))
    steps, found = LONG * (net.n // BATCH), []
    for schedule in (schedules.cosine(steps), None):
        settings = dict(schedule=schedule, batch_size=BATCH, seed=seed, evaluate_every=LONG)
        runs = train(net, sgd(), lr=WRONG_RATES, steps=steps, **settings)
        found.append(runs.problem.accuracy(runs.params)[runs.validation_accuracy[:, -1].argmax()])
    return float(found[0] - found[1])
