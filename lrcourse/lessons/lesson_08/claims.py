"""Lesson 08, searching: whether a grid finds the best rate (15), and what grid and random search are worth (23)."""

import numpy as np

from ... import search
from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import LEARNED, _nine, by_batch, median_misses


def both(seeds):
    """Claim 23: nine runs over six decades: how far a grid and random draws miss a best rate that lies anywhere, and
    what they choose on the digits.
    """
    medians, learns = median_misses(seeds=seeds), np.stack([_nine(seed) for seed in seeds]) > LEARNED
    return {
        "grid of nine: median miss in decades": medians["grid"],
        "nine random rates: median miss in decades": medians["random"],
        "one of two parameters, grid of 3 × 3: median miss in decades": median_misses(3, seeds)["grid"],
        "digits, share of grids of nine that find a rate with test accuracy above 0.9": float(np.mean(learns[:, 0])),
        "digits, share of random nines that do": float(np.mean(learns[:, 1:])),
    }


def judge_both(numbers):
    """Each search is good if nine runs come within half a decade and find, mostly, a rate that learns.

    Holds for both, with a condition for one.
    """
    grid, drawn, _, grid_finds, drawn_finds = numbers.values()
    good = [grid < 0.5 and grid_finds > 0.5, drawn < 0.5 and drawn_finds > 0.5]
    return HOLDS if all(good) else HOLDS_IF if any(good) else FAILS


def optimum(seeds):
    """Claim 15: how far a grid misses with equal ratios and with equal steps.

    The good interval on the digits at two batch sizes; what a grid that ends too low says.
    """
    medians, numbers = median_misses(seeds=seeds), {}
    numbers["log grid of nine: median miss in decades"] = medians["grid"]
    numbers["grid of nine with equal steps: median miss in decades"] = medians["equal steps"]
    for batch_size in (4, 64):
        numbers[f"batch {batch_size}: best of the rates"] = round(by_batch(batch_size, seeds).best, 3)
    found = by_batch(64, seeds)
    low = search.Search(found.rates[:5], found.seeds, found.measure, found.scores[:, :5], found.runs)
    return numbers | {"grid from 0.01 to 0.1, batch 64: the best is its last rate": float(low.edge == "high")}


def judge_optimum(numbers):
    """Fails if even a log grid misses by half a decade.

    Else holds, without a condition only if neither spacing, batch nor range made a difference.
    """
    log, equal, small, large, edge = numbers.values()
    if log > 0.5:
        return FAILS
    return HOLDS_IF if equal > 0.5 or abs(np.log10(large / small)) > 0.3 or edge else HOLDS


CLAIMS = (
    Claim(
        15,
        "Grid search finds the optimal learning rate.",
        "if its rates are evenly spaced on a log axis, the answer is an interval, and it lies inside the grid; for "
        "one batch size, budget and model",
        "measured here: toy, and digits with 6 epochs for each rate",
        optimum,
        judge_optimum,
    ),
    Claim(
        23,
        "Tune the learning rate by grid search or random search.",
        "nine runs over six decades; for the rate alone a log grid is the better one, for two parameters together "
        "random draws are; digits: 6 epochs a run, validation chooses, test judges",
        "Bergstra & Bengio 2012; measured here",
        both,
        judge_both,
    ),
)
