"""Searches for a rate: on a toy whose best rate may lie anywhere, and on the digits."""

import numpy as np

from ...engine import search
from ...engine.optimizers import sgd
from ...engine.training import train
from .. import SEEDS
from ..image_classifier import network
from ..run_cache import cached_run

LOW, HIGH, WIDTH = 1e-5, 10.0, 6  # the range that is searched, and its width in decades
RUNS = 9
DRAWS = 4000  # places of the best rate that one seed draws
EPOCHS, BATCH, BATCHES = 6, 32, (4, 16, 64, 256)
TEST_STEPS, SMOOTHING = 200, 0.95  # of a range test; the smoothing is the weight of the past in the running mean
BATCH_RATES = 10 ** np.arange(-2, 0.51, 0.25)
WALL_RATES = (1, 1.2, 1.4, 1.6, 1.8, 2, 2.2)
CHAOTIC = ("batch size = 4, epochs = 6",)  # frames that differ between kinds of CPU
TARGET = 0.93  # validation accuracy up to which steps are counted
QUICKEST = {4: 0.13, 8: 0.25, 16: 0.32, 32: 0.5, 64: 0.65, 128: 0.75, 256: 0.6}  # rate by batch size: the fewest steps
# to TARGET of ten rates a factor of 1.33 apart, in the median of seeds 200 to 219
COUNTS = (10 * 1.15 ** np.arange(28)).astype(int)  # steps after which the accuracy is looked at
LEARNED = 0.9  # test accuracy from which on a search has found a rate that learns


def cells(count, shift=0.5):
    """Return the rates (count,) of a log grid on LOW to HIGH: in each of its cells the place `shift`, from 0 to 1.

    ½ is the middle.
    """
    return LOW * (HIGH / LOW) ** ((np.arange(count) + shift) / count)


def distances(rates, best):
    """Return the decades (trials,) from each of the best rates (trials,) to the nearest of `rates` (rates,), or of its
    own row of (trials, rates).
    """
    return np.abs(np.log10(rates) - np.log10(best)[:, None]).min(axis=1)


def equal_steps(runs=RUNS):
    """Return the rates (runs,) of a grid on LOW to HIGH with equal steps of the rate itself."""
    return LOW + (HIGH - LOW) * (np.arange(runs) + 0.5) / runs


@cached_run
def misses(seed, runs=RUNS):
    """Return the decades by which a log grid, a random search and a grid with equal steps of the rate miss a best rate
    that may lie anywhere: {name: (DRAWS,)}.
    """
    rng = np.random.default_rng(seed)
    best, drawn = (LOW * (HIGH / LOW) ** rng.random(shape) for shape in (DRAWS, (DRAWS, runs)))
    return {
        "grid": distances(cells(runs), best),
        "random": distances(drawn, best),
        "equal steps": distances(equal_steps(runs), best),
    }


def median_misses(runs=RUNS, seeds=SEEDS):
    """Return {name: median decades} of `misses`, over all draws of the seeds."""
    return {name: float(np.median([misses(seed, runs)[name] for seed in seeds])) for name in misses(0, runs)}


@cached_run
def plane_misses(seed, side=3):
    """Return the decades by which side² runs miss the best place in a square of two parameters, WIDTH decades wide in
    each: a grid and random draws, {"grid, one matters": (DRAWS,), …}. If one matters, its distance alone counts.
    """
    rng = np.random.default_rng([seed, 2])
    best, drawn = rng.random((DRAWS, 1, 2)), rng.random((DRAWS, side**2, 2))
    across = (np.arange(side) + 0.5) / side
    grid = np.stack(np.meshgrid(across, across), axis=-1).reshape(1, -1, 2)
    return {
        f"{name}, {words}": WIDTH * np.linalg.norm((tried - best)[..., :count], axis=2).min(axis=1)
        for words, count in (("one matters", 1), ("both matter", 2))
        for name, tried in (("grid", grid), ("random", drawn))
    }


def median_plane_misses(seeds=SEEDS):
    """Return {name: median decades} of `plane_misses`, over all draws of the seeds: nine runs over two parameters."""
    found = [plane_misses(seed) for seed in seeds]
    return {name: float(np.median([one[name] for one in found])) for name in found[0]}


def by_batch(batch_size, seeds=SEEDS):
    """Return the Search of BATCH_RATES on the digits at one batch size, EPOCHS each.

    Its `runs` are evaluated after every epoch.
    """
    return merged([_by_batch(batch_size, seed) for seed in seeds])


def merged(found):
    """Return one Search from one-seed Searches over the same rates."""
    return search.Search(
        found[0].rates,
        sum((one.seeds for one in found), ()),
        found[0].measure,
        np.concatenate([one.scores for one in found]),
        sum((one.runs for one in found), ()),
    )


def after(found, epoch):
    """Return the same Search, scored after so many epochs; its runs must have been evaluated then."""
    return search.Search(
        found.rates,
        found.seeds,
        found.measure,
        np.stack([runs.validation_accuracy[:, epoch] for runs in found.runs]),
        found.runs,
    )


@cached_run
def _by_batch(batch_size, seed):
    steps = EPOCHS * (network().n // batch_size)
    return search.grid(network(), sgd(), BATCH_RATES, steps, batch_size=batch_size, seeds=[seed], evaluate_every=1)


def wall(batch_size, steps, seeds=SEEDS):
    """Return the share of the seeds that read more than half of the validation images, at WALL_RATES (rates,)."""
    return np.mean([_above_half(batch_size, steps, seed) for seed in seeds], axis=0)


def wall_at(batch_size, steps, seeds=SEEDS):
    """Return the rate at which half of the seeds fail, interpolated between WALL_RATES."""
    return np.interp(-0.5, -wall(batch_size, steps, seeds), WALL_RATES)


@cached_run
def _above_half(batch_size, steps, seed):
    runs = train(network(), sgd(), WALL_RATES, steps, batch_size=batch_size, seed=seed, evaluate_every=steps)
    return network().accuracy(runs.params, "validation") > 0.5


def steps_to_target(batch_size, rate, seed):
    """Return the steps after which a run first has TARGET accuracy, looked at after each of COUNTS; inf if never."""
    runs, before = None, 0
    for count in COUNTS:
        runs = train(
            network(),
            sgd(),
            rate,
            int(count - before),
            batch_size=batch_size,
            seed=seed,
            start=runs,
            evaluate_every=count,
        )
        if network().accuracy(runs.params, "validation")[0] >= TARGET:
            return float(count)
        before = count
    return np.inf


@cached_run
def quickest(batch_size, seeds=range(10)):
    """Return the steps to TARGET (seeds,) at the batch size's own rate, of QUICKEST."""
    return np.array([steps_to_target(batch_size, QUICKEST[batch_size], seed) for seed in seeds])


@cached_run
def range_test_of(seed, steps=TEST_STEPS, smoothing=SMOOTHING):
    """Return the RangeTest on the digits from one seed."""
    return search.range_test(network(), sgd(), LOW, HIGH, steps, batch_size=BATCH, seed=seed, smoothing=smoothing)


@cached_run
def _nine(seed):
    """Return the test accuracies (3,) on the digits at the rates that nine runs choose on the validation images: by one
    log grid, and by two random searches.
    """
    drawn = LOW * (HIGH / LOW) ** np.random.default_rng([seed, RUNS]).random((2, RUNS))
    sets = np.vstack([cells(RUNS), drawn])
    found = search.grid(network(), sgd(), sets.ravel(), EPOCHS * (network().n // BATCH), batch_size=BATCH, seeds=[seed])
    test = network().accuracy(found.runs[0].params)
    at = np.searchsorted(found.rates, sets * (1 - 1e-12))  # (3, RUNS)
    return np.array([test[row[found.scores[0][row].argmax()]] for row in at])
