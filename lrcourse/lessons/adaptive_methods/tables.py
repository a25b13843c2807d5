"""Tables: what changing a loss does, good ranges, a race, and the methods on a surface of one's own."""

import numpy as np

from ...diagnosis.metrics import LEARNED, accuracies
from ...engine.training import train
from ...plots.table import Table
from .experiments import CHANGES, METHODS, changed, good_range, median_decades, sweep
from .fastest import BEYOND, FASTEST, beyond_fastest, race_to_target


def stretched_loss(seed=0):
    """Return a table of the digits' validation accuracies after 12 epochs: a row for each method, a column for each
    change of the loss.
    """
    rows = []
    for name in (*METHODS, "Polyak"):
        accuracy = changed(name, seed).validation_accuracy[:, -1]
        rows.append((name, *(f"{a:.2f}" if a > 0.2 else "below 0.2" for a in accuracy)))
    return Table(("validation accuracy", *CHANGES), tuple(rows))


def good_ranges():
    """Return a table of each method's good range on the digits, medians of five seeds: its ends, and its decades."""
    rows = []
    for name in METHODS:
        ends = np.median([good_range(accuracy) for accuracy in accuracies(sweep(name))], axis=0)  # (2,)
        rows.append((name, *(f"{end:.1g}" for end in ends), f"{median_decades(name):.3g}"))
    return Table(("method", "good from", "to", "decades"), tuple(rows))


def epochs_to_target(seeds):
    """Return a table of the epochs to TARGET training loss on the digits: a row for each method, at its FASTEST."""
    rows = []
    for name, epochs in race_to_target(seeds).items():
        low, middle, high = np.quantile(epochs, [0, 0.5, 1])
        rows.append((name, f"{FASTEST[name][1]:g}", f"{middle:g}", f"{low:g} to {high:g}"))
    return Table(("method", "rate", "epochs, median", "all seeds"), tuple(rows))


def seeds_that_learn(seeds):
    """Return a table of how many seeds learn on the digits at so many times the fastest rate: a row for each method."""
    rows = []
    for name in FASTEST:
        learns = np.sum([beyond_fastest(name, seed) >= LEARNED for seed in seeds], axis=0)
        rows.append((name, *(f"{count} of {len(seeds)}" for count in learns)))
    return Table(("seeds that learn, at the fastest rate", *(f"times {times}" for times in BEYOND)), tuple(rows))


def methods_on(surface, rates, steps):
    """Return a table for any surface: the share of the first loss that is left after so many steps, a row for each
    method, a column for each rate.
    """
    rows = []
    for name, method in METHODS.items():
        losses = train(surface, method, lr=rates, steps=steps).loss
        rows.append(
            (
                name,
                *(
                    "diverged" if not share < 10 else "under 0.001" if share < 1e-3 else f"{share:.2g}"
                    for share in losses[:, -1] / losses[:, 0]
                ),
            )
        )
    return Table(("share of the loss left, rate", *(f"{rate:g}" for rate in rates)), tuple(rows))
