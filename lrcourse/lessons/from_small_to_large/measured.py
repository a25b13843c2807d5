"""Measures and judges of the claims, a pair of functions each."""

import numpy as np

from ..claim import FAILS, HOLDS, HOLDS_IF
from .batch_size import FEW, best_at_equal_steps, noise_along, rescaled, trade_off
from .experiments import (
    BASE,
    DEPTHS,
    EPOCH_RATES,
    EPOCHS,
    RATES,
    WIDEST,
    best_by_depth,
    best_by_width,
    by_epochs,
    by_width,
    loss_at,
    lowest,
    power_law,
    predicted_rate,
    with_rate,
)


def decades(a, b):
    """Return how far apart two rates are, in decades."""
    return float(abs(np.log10(a / b)))


def fitted(seeds):
    """Measure claim 42: how far the rate that widths 16 to 128 predict lies from the best at 512, and how good it is.

    Control: width 16's own best rate.
    """
    best, loss = lowest(RATES, by_width(WIDEST, None, seeds))
    small = best_by_width(widths=(BASE,), seeds=seeds)[0]
    rate = predicted_rate(seeds=seeds)
    return {
        "the rule's rate: decades from the best": decades(rate, best),
        "training loss with it, by the lowest of the grid": with_rate(rate, WIDEST, seeds) / loss,
        "control, width 16's best rate: decades from the best": decades(small, best),
    }


def judge_fitted(numbers):
    """Judge claim 42: it holds if the loss is within a tenth of the grid's lowest; with an if, within half. It fails if
    the small network's own rate would have done, as then there was nothing to predict.
    """
    _, relative, control = numbers.values()
    if control < 0.3:
        return FAILS
    return HOLDS if relative < 1.1 else HOLDS_IF if relative < 1.5 else FAILS


def wider(seeds):
    """Measure claim 43: the best rate at width 16, divided by that at 512; the exponent of the power law by width."""
    rates = best_by_width(seeds=seeds)
    return {"best rate at 16 by that at 512": rates[0] / rates[-1], "exponent": _exponent(rates)}


def _exponent(rates):
    """Return the exponent of the power law through the best rates of widths that double (widths,)."""
    return power_law(2.0 ** np.arange(len(rates)), rates)[1]


def judge_wider(numbers):
    """Judge claim 43: it holds if the best rate moves by a factor of 2 or more; with an if, by 1.3."""
    moved, _ = numbers.values()
    return HOLDS if moved >= 2 else HOLDS_IF if moved >= 1.3 else FAILS


def transferred(seeds):
    """Measure claim 44: with µP, how far apart the best rates of all widths are; the loss at 512 with the rate of 16;
    and that network's lowest loss, divided by the usual weights'.
    """
    rates = best_by_width(BASE, seeds=seeds)
    wide = by_width(WIDEST, BASE, seeds)
    lowest_here = lowest(RATES, wide)[1]
    return {
        "µP: the best rates of six widths, decades apart": decades(rates.max(), rates.min()),
        "width 512 with the rate of 16: loss by its lowest": loss_at(rates[0], wide) / lowest_here,
        "width 512: lowest loss, by that with the usual weights": lowest_here
        / lowest(RATES, by_width(WIDEST, None, seeds))[1],
    }


def judge_transferred(numbers):
    """Judge claim 44: it holds if the rates are within a third of a decade, the rate of 16 costs less than a tenth of
    the loss, and the wide network is as good as with the usual weights and a rate of its own; with an if, where it is
    not.
    """
    apart, cost, beside = numbers.values()
    if apart > 1 / 3 or cost > 1.1:
        return FAILS
    return HOLDS if beside < 1.1 else HOLDS_IF


def batches(seeds):
    """Measure claim 45: from batches of 2 at a rate of 0.02 to larger ones at equal images, that is, after one, two and
    three epochs: the loss with the multiplied rate, divided by the loss before. Control: the same rate. And at equal
    steps, the exponent of the best rate by batch size.
    """
    return {
        "equal epochs, batch and rate times 8: loss by that before, highest of three": rescaled(16, seeds=seeds).max(),
        "control, batch times 8, rate kept: the same after three": rescaled(16, 0, seeds)[-1],
        "batch and rate times 32: highest of three": rescaled(64, seeds=seeds).max(),
        "equal steps, batch 2 to 16: exponent of the best rate": power_law(FEW, best_at_equal_steps(seeds))[1],
    }


def judge_batches(numbers):
    """Judge claim 45: it holds if the loss with the multiplied rate is at most a tenth above the one before, for 8 and
    for 32 times the batch; with an if, for 8 times only. It fails, too, if the same rate does nearly as well.
    """
    small, rate_kept, large, _ = numbers.values()
    if small > 1.1 or rate_kept < 1.5:
        return FAILS
    return HOLDS if large <= 1.1 else HOLDS_IF


def noise(seeds):
    """Measure claim 46: the critical batch size by the steps to an accuracy of 0.93, and the noise scale along runs to
    about there: its median, lowest and highest.
    """
    scales = np.array([noise_along(seed) for seed in seeds])
    critical, middle = trade_off()[2], float(np.median(scales))
    return {
        "critical batch size, from counted steps": critical,
        "noise scale, median": middle,
        "noise scale, lowest": scales.min(),
        "noise scale, highest": scales.max(),
        "critical batch size and median: apart by a factor": max(critical / middle, middle / critical),
    }


def judge_noise(numbers):
    """Judge claim 46: it holds if both are within a factor of 3; with an if, within 10."""
    *_, factor = numbers.values()
    return HOLDS if factor < 3 else HOLDS_IF if factor < 10 else FAILS


def deeper(seeds):
    """Measure claim 47: the exponent of the best rate by the number of hidden layers; the best rate at 1 by that at 8.

    The paper's rate is another one; the trial is whether the best rate goes the same way.
    """
    rates = best_by_depth(seeds)
    exponent = power_law(DEPTHS, rates)[1]
    return {"exponent, apart from −3/2": abs(exponent + 1.5), "best rate at depth 1 by that at 8": rates[0] / rates[-1]}


def judge_deeper(numbers):
    """Judge claim 47: it holds if the exponent is within a quarter of −3/2; with an if, if the rate at least halves."""
    apart, moved = numbers.values()
    return FAILS if moved < 2 else HOLDS if apart < 0.25 else HOLDS_IF


def longer(seeds):
    """Measure claim 48: the best rate after 5 epochs, divided by that after 40; by training loss and by validation
    loss.
    """
    first, last = 0, len(EPOCHS) - 1
    return {
        f"best by {name}: rate for {EPOCHS[0]} epochs by that for {EPOCHS[-1]}": lowest(EPOCH_RATES, losses[first])[0]
        / lowest(EPOCH_RATES, losses[last])[0]
        for name, losses in by_epochs(seeds).items()
    }


def judge_longer(numbers):
    """Judge claim 48: it holds if the best rate falls to two thirds or less by both losses; with an if, by one."""
    fell = [moved >= 1.5 for moved in numbers.values()]
    return HOLDS if all(fell) else HOLDS_IF if any(fell) else FAILS
