"""Claims 15, that a grid finds the best rate, and 23, that grid or random search tunes it."""

import numpy as np

from ...engine import search
from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import LEARNED, _nine, by_batch, median_misses, median_plane_misses

NEAR = 0.5  # decades: a search that misses by more, in the median, is no help


def both(seeds):
    """Return {name: number} for claim 23, of nine runs over six decades: how far a grid and random draws miss a best
    rate that lies anywhere, and what they choose on the digits.

    Control: nine rates at equal steps. And two parameters, of which one matters, or both.
    """
    medians, learns = median_misses(seeds=seeds), np.stack([_nine(seed) for seed in seeds]) > LEARNED
    return {
        "grid of nine: median miss in decades": medians["grid"],
        "nine random rates: median miss in decades": medians["random"],
        "digits, share of grids of nine that find a rate with test accuracy above 0.9": float(np.mean(learns[:, 0])),
        "digits, share of random nines that do": float(np.mean(learns[:, 1:])),
        "control, nine equal steps of the rate: median miss in decades": medians["equal steps"],
    } | {f"two parameters, {name}: median miss": miss for name, miss in median_plane_misses(seeds).items()}


def judge_both(numbers):
    """Return the verdict: a search is good if nine runs come within half a decade and find, mostly, a rate that learns.

    It holds for both, with a condition for one. A trial that the control passes shows nothing.
    """
    grid, drawn, grid_finds, drawn_finds, control, *_ = numbers.values()
    good = [grid < NEAR and grid_finds > 0.5, drawn < NEAR and drawn_finds > 0.5]
    if control < NEAR:
        return FAILS
    return HOLDS if all(good) else HOLDS_IF if any(good) else FAILS


def optimum(seeds):
    """Return {name: number} for claim 15: how far a grid misses with equal ratios and with equal steps, how the best
    rate on the digits differs between two batch sizes, and what a grid that ends too low says.
    """
    medians = median_misses(seeds=seeds)
    small, large = by_batch(4, seeds), by_batch(64, seeds)
    low = search.Search(large.rates[:5], large.seeds, large.measure, large.scores[:, :5], large.runs)
    return {
        "log grid of nine: median miss in decades": medians["grid"],
        "grid of nine with equal steps: median miss in decades": medians["equal steps"],
        "batch 4 to 64: the best of the rates moves by so many decades": abs(np.log10(large.best / small.best)),
        "grid from 0.01 to 0.1, batch 64: the best is its last rate, share": float(low.edge == "high"),
    }


def judge_optimum(numbers):
    """Return the verdict: it fails if even a log grid misses by half a decade.

    Else it holds, without a condition only if neither spacing, batch nor range made a difference.
    """
    log, equal, moved, edge = numbers.values()
    if log > NEAR:
        return FAILS
    return HOLDS_IF if equal > NEAR or moved > 0.3 or edge > 0.5 else HOLDS


CLAIMS = (
    Claim(
        15,
        "Grid search finds the optimal learning rate.",
        "if its rates are evenly spaced on a log axis, the answer is an interval, and it lies inside the grid; for "
        "one batch size, budget and model",
        "measured here: toy, and digits with 6 epochs for each rate",
        optimum,
        judge_optimum,
        revised="how far the best rate moves is one number, so that the judge has one direction",
        directions=(
            "positive down",
            "positive down",
            "positive down",
            "share down",
        ),
    ),
    Claim(
        23,
        "Tune the learning rate by grid search or random search.",
        "nine runs over six decades; for the rate alone a log grid is the better one; for two parameters random draws "
        "are if only one matters, a grid if both do; digits: 6 epochs a run, validation chooses, test judges",
        "Bergstra and Bengio 2012; measured here",
        both,
        judge_both,
        seeds=10,
        revised="ten seeds; two parameters of which both matter, where the grid is ahead; equal steps as a control",
        directions=(
            "positive down",
            "positive down",
            "share up",
            "share up",
            "positive up",
            "positive none",
            "positive none",
            "positive none",
            "positive none",
        ),
    ),
)
