"""The runs on the digits: constant rate and cosine, ways to end, Adam with a warm-up, wrong labels."""

from functools import partial

import numpy as np

from ... import data
from ...diagnosis.metrics import accuracies
from ...engine import networks, schedules
from ...engine.optimizers import adam, sgd
from ...engine.training import train
from ..image_classifier import BATCH as IMAGES
from ..image_classifier import EPOCHS, network
from ..run_cache import cached_run
from .bowl import schedule_named

SHORT, LONG, BATCH = 5, 10, 4  # epochs and batch on the digits
CHAOTIC = ("peak rate η = 0.6",)  # frames that differ between kinds of CPU
RATES = (0.05, 0.1, 0.2, 0.3, 0.6)  # peak rates there; a constant rate from 0.4 on is chaotic
CALM = 0.3  # the largest of them that, held constant, still settles


@cached_run
def digits(seed, kind, epochs=LONG):
    """Train the classifier of lesson image_classifier at RATES with batches of 4 from one seed; returns Runs.

    `kind` is "constant" or "cosine", which falls to 0 at the end.
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
    """Return the rate at which a kind of schedule has the best median validation accuracy on the digits, and its test
    accuracies there: (number, (seeds,)).
    """
    runs = [digits(seed, kind, epochs) for seed in seeds]
    best = np.median(accuracies(runs), axis=0).argmax()
    return RATES[best], accuracies(runs, "test")[:, best]


def gain(seeds, epochs):
    """Return the test accuracy of the best cosine minus that of the best constant rate on the digits: (seeds,)."""
    return tuned(seeds, "cosine", epochs)[1] - tuned(seeds, "constant", epochs)[1]


def gradient_noise(seeds, epochs, rate=CALM):
    """Return how far a minibatch's gradient lies from the mean of all, at the end of training at a constant rate: the
    root mean square over one epoch, the median of the seeds.
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
END_RATE, POINTS, FALL = 0.2, 10, 1 / 5  # their rate, the points of an epoch, the share of a budget that falls
ADAM_RATE = 0.2  # far above Adam's best
WRONG, WRONG_RATES = 0.3, (0.02, 0.05, 0.1)  # share of wrong labels, and the peak rates tried there


@cached_run
def ends_of_adam(seeds, warm, rate=ADAM_RATE):
    """Return the test accuracy of the classifier after 12 epochs of Adam, its rate climbing over the first `warm`:
    (seeds,).
    """
    epoch = network().n // IMAGES
    settings = dict(schedule=schedules.warmup(warm * epoch) if warm else None, batch_size=IMAGES, evaluate_every=EPOCHS)
    runs = [train(network(), adam(), lr=rate, steps=EPOCHS * epoch, seed=seed, **settings) for seed in seeds]
    return accuracies(runs, "test")[:, 0]


@cached_run
def endings(seed, rates=(END_RATE,)):
    """Return the accuracy on the validation and test images by how training ends, with batches of 4: (parts, ways,
    BUDGETS, rates).

    The ways are those of one constant run, its last weights, the average of POINTS of its last epoch and a fall to 0
    branched off it for the last FALL; and a cosine for each budget.
    """
    net, piece = network(), network().n // BATCH // POINTS  # steps between two points
    level = round(POINTS * (1 - FALL))  # points of an epoch's share of a budget before the fall
    go = partial(train, net, sgd(), lr=rates, batch_size=BATCH, seed=seed, evaluate_every=LONG)
    points = [go(steps=piece)]
    while len(points) < POINTS * BUDGETS[-1]:
        points.append(go(steps=piece, start=points[-1]))
    found = []
    for epochs in BUDGETS:
        steps, stays = POINTS * epochs * piece, level * epochs * piece
        late = schedules.stable(stays, schedules.polynomial(steps - stays))
        fallen = go(steps=steps - stays, start=points[level * epochs - 1], schedule=late)
        cosine = go(steps=steps, schedule=schedules.cosine(steps))
        last = [one.params for one in points[POINTS * (epochs - 1) : POINTS * epochs]]
        found.append((last[-1], np.mean(last, axis=0), fallen.params, cosine.params))
    return np.array(
        [[[net.accuracy(end, part) for end in ends] for ends in found] for part in ("validation", "test")]
    ).transpose(0, 2, 1, 3)


def tuned_endings(seeds):
    """Return the test accuracy of each way and budget at the best rate by validation: (seeds, ways, BUDGETS)."""
    validation, test = np.stack([endings(seed, PEAK_RATES) for seed in seeds], axis=1)
    best = np.median(validation, axis=0).argmax(axis=-1)[None, ..., None]
    return np.take_along_axis(test, np.broadcast_to(best, (*test.shape[:-1], 1)), axis=-1)[..., 0]


@cached_run
def gain_with_wrong_labels(seed):
    """Return the test accuracy of the best cosine minus that of the best constant rate, with 30 % wrong labels."""
    net = networks.mlp(data.digits(noise=WRONG, seed=seed), hidden=(64,))
    steps, found = LONG * (net.n // BATCH), []
    for schedule in (schedules.cosine(steps), None):
        settings = dict(schedule=schedule, batch_size=BATCH, seed=seed, evaluate_every=LONG)
        runs = train(net, sgd(), lr=WRONG_RATES, steps=steps, **settings)
        found.append(runs.problem.accuracy(runs.params)[runs.validation_accuracy[:, -1].argmax()])
    return float(found[0] - found[1])
