"""Runs with several sizes: a fitted rule (claim 42), the rate against width (43), µP (44), depth (47), budget (48).

Every size tries a grid of rates; its best is the one with the lowest median training loss. All train on the 600 digits,
with Adam.
"""

import numpy as np

from ... import data
from ...engine import networks
from ...engine.optimizers import adam
from ...engine.training import train
from ..run_cache import cached_run

FIVE = tuple(range(5))
BATCH = 64
EPOCH = 600 // BATCH  # steps
RATES = 10 ** np.arange(-2.5, -0.9, 0.25)  # Adam's, for every width
WIDTH_EPOCHS, DEPTH_EPOCHS = 2, 6
SMALL_RATE = 0.001  # of the one step whose moves are measured
WIDTHS = BASE, *_, WIDEST = 16, 32, 64, 128, 256, 512
FITTED = 4  # of the widths, to which the rule is fitted
CHAOTIC = ("width = 512",)  # frames that differ between kinds of CPU: in float32, at the largest rate
DEPTHS, DEPTH_RATES = (1, 2, 4, 8), 10 ** np.arange(-3, -0.9, 0.25)
UNITS = 32  # of each hidden layer, where it is not the width that is tried
EPOCHS, EPOCH_RATES = (5, 10, 20, 40), 10 ** np.arange(-3, -0.4, 0.25)


def lowest(rates, losses):
    """Return (rate, loss) at the minimum of the parabola through log loss over log rate, at the best of `rates` and its
    two neighbours; at the grid's edge, the best itself. `losses` (seeds, rates); their median counts.
    """
    median = np.log(np.median(losses, axis=0))
    i = int(np.argmin(median))
    if i in (0, len(rates) - 1):
        return float(rates[i]), float(np.exp(median[i]))
    curve = np.polyfit(np.log(rates[i - 1 : i + 2]), median[i - 1 : i + 2], 2)
    at = -curve[1] / (2 * curve[0])
    return float(np.exp(at)), float(np.exp(np.polyval(curve, at)))


def power_law(sizes, rates):
    """Return (factor, exponent) of rate = factor · size^exponent, by least squares on the logarithms."""
    exponent, log_factor = np.polyfit(np.log(sizes), np.log(rates), 1)
    return float(np.exp(log_factor)), float(exponent)


def mup(rate, width, base=BASE):
    """Return Adam's rate for each of the three layers (3,) of a network of this width, as `rate` is at the base width
    (Yang et al. 2022, table 3): the first layer's stays, the others' fall as one over the width. `rate` may be
    (rates,); then (rates, 3). A layer's biases take its weights' rate; in the paper they keep the first layer's.
    """
    return np.multiply.outer(rate, [1, base / width, base / width])


def mup_start(network, seed, base=BASE):
    """Return the network's own first weights (size,), the last layer's times √(base/width), so that their variance
    falls as one over the width squared.
    """
    params = network.start(seed)[None]
    last, _ = network.layers(params)[-1]
    last *= np.sqrt(base / network.hidden[0])
    return params[0]


def two_layers(width):
    """Return a network with two hidden layers of this width."""
    return networks.mlp(data.digits(), (width, width))


def layers(depth=1):
    """Return a network with so many hidden layers of UNITS units."""
    return networks.mlp(data.digits(), (UNITS,) * depth)


def by_width(width, base=None, seeds=FIVE):
    """Return the training loss after two epochs (seeds, RATES) of two hidden layers of this width; with a `base`, in
    µP.
    """
    return np.array([_ends(width, base, seed) for seed in seeds])


@cached_run
def _ends(width, base, seed):
    """Return one seed's losses (RATES,). In float32, and the runs of a wide network one by one: that takes a fifth less
    time than all at once.
    """
    network = two_layers(width)
    rates, start = (mup(RATES, width, base), mup_start(network, seed, base)) if base else (RATES, network.start(seed))
    at_once = len(RATES) if width < 256 else 1
    options = dict(batch_size=BATCH, seed=seed, start=start, evaluate_every=WIDTH_EPOCHS, dtype=np.float32)
    runs = [
        train(network, adam(), rates[i : i + at_once], WIDTH_EPOCHS * EPOCH, **options)
        for i in range(0, len(rates), at_once)
    ]
    return np.concatenate([some.train_loss[:, -1] for some in runs]).astype(float)


def best_by_width(base=None, widths=WIDTHS, seeds=FIVE):
    """Return the best rate of every width (widths,)."""
    return np.array([lowest(RATES, by_width(width, base, seeds))[0] for width in widths])


def sums_moved(width, rate=SMALL_RATE, seeds=FIVE):
    """Return how far one step of Adam at this rate moves the sums of each of the three layers (3,), by its weights'
    moves alone: the root of the mean square over units and training images, median over seeds.
    """
    network = two_layers(width)
    images, found = network.data.x_train, []
    for seed in seeds:
        start = network.start(seed)[None]
        end = train(network, adam(), rate, 1, batch_size=BATCH, seed=seed).params
        inputs = [images.T[None], *network.forward(start, images)[:-1]]
        moves = [after - before for (before, _), (after, _) in zip(network.layers(start), network.layers(end))]
        found.append([np.sqrt(np.mean((move @ one) ** 2)) for move, one in zip(moves, inputs)])
    return np.median(found, axis=0)


def loss_at(rate, losses, rates=RATES):
    """Return the median loss at a rate between those of the grid, along a line on logarithms."""
    return float(np.exp(np.interp(np.log(rate), np.log(rates), np.log(np.median(losses, axis=0)))))


@cached_run
def with_rate(rate, width=WIDEST, seeds=FIVE):
    """Return the median training loss after two epochs at one rate, with the usual weights, in float32."""
    network = two_layers(width)
    options = dict(batch_size=BATCH, evaluate_every=WIDTH_EPOCHS, dtype=np.float32)
    ends = [
        train(network, adam(), rate, WIDTH_EPOCHS * EPOCH, seed=seed, **options).train_loss[0, -1] for seed in seeds
    ]
    return float(np.median(ends))


def predicted_rate(count=FITTED, seeds=FIVE):
    """Return the best rate at width 512 by the power law of the `count` smallest widths."""
    factor, exponent = power_law(WIDTHS[:count], best_by_width(widths=WIDTHS[:count], seeds=seeds))
    return factor * WIDEST**exponent


@cached_run
def by_depth(depth, seeds=FIVE):
    """Return the training loss after six epochs (seeds, DEPTH_RATES) of so many hidden layers of UNITS units."""
    network = layers(depth)
    options = dict(batch_size=BATCH, evaluate_every=DEPTH_EPOCHS)
    steps = DEPTH_EPOCHS * EPOCH
    return np.array(
        [train(network, adam(), DEPTH_RATES, steps, seed=seed, **options).train_loss[:, -1] for seed in seeds]
    )


def best_by_depth(seeds=FIVE):
    """Return the best rate of every depth (DEPTHS,)."""
    return np.array([lowest(DEPTH_RATES, by_depth(depth, seeds))[0] for depth in DEPTHS])


@cached_run
def by_epochs(seeds=FIVE):
    """Return {"training loss": (EPOCHS, seeds, EPOCH_RATES), "validation loss": the same} of one hidden layer."""
    network = layers()
    runs = [
        train(network, adam(), EPOCH_RATES, max(EPOCHS) * EPOCH, batch_size=BATCH, seed=seed, evaluate_every=5)
        for seed in seeds
    ]
    at = np.array(EPOCHS) // 5
    return {
        "training loss": np.moveaxis([run.train_loss[:, at] for run in runs], 2, 0),
        "validation loss": np.moveaxis([run.validation_loss[:, at] for run in runs], 2, 0),
    }
