"""Claim 5, how it is measured and judged: the learning rate is the size of the step."""

import numpy as np

from ... import data
from ...engine import networks, surfaces
from ...engine.optimizers import adam, sgd
from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import fixed_length, logged


def off_the_rate(optimizer, rate, seeds):
    """Return how far steps on the digits are from the rate and from rate × gradient, as shares of these: from the rate,
    the median over seeds for the first step and for the mean of the last 20; from rate × gradient, the largest of all
    steps.
    """
    runs = [logged(networks.mlp(data.digits(seed=seed), hidden=(64,)), optimizer, rate, seed=seed) for seed in seeds]
    return (
        np.median([abs(lengths[0] / rate - 1) for lengths, _ in runs]),
        np.median([abs(lengths[-20:].mean() / rate - 1) for lengths, _ in runs]).round(6),
        max(np.abs(lengths / (rate * gradients) - 1).max() for lengths, gradients in runs).round(6),
    )


def step_sizes(seeds):
    """Measure claim 5: on the digits, gradient descent's steps beside the rate and beside rate × gradient; the same for
    steps of fixed length, a control; and Adam's on a steady gradient, and on the digits (a coordinate's mean step).
    """
    first, last, error = off_the_rate(sgd(), 0.3, seeds)
    _, fixed, fixed_error = off_the_rate(fixed_length(), 0.3, seeds)
    slope = surfaces.from_function(lambda x: (3 * x[0], np.array([3.0])), start=[0.0])
    nets = [networks.mlp(data.digits(seed=seed), hidden=(64,)) for seed in seeds]
    adams = [logged(net, adam(), 0.01, seed=seed)[0] / np.sqrt(net.size) for net, seed in zip(nets, seeds)]
    return {
        "the first step differs from the rate by the share": first,
        "the mean of the last 20 steps, by": last,
        "all steps from rate × gradient, by at most": error,
        "control, a step of fixed length: the last 20 from the rate, by": fixed,
        "and from rate × gradient, by at most": fixed_error,
        "Adam on a steady gradient, from the rate, by": abs(logged(slope, adam(), 0.01)[0][-1] / 0.01 - 1).round(6),
        "Adam on the digits, mean of the last 20 steps, from the rate, by": np.median(
            [abs(lengths[-20:].mean() / 0.01 - 1) for lengths in adams]
        ),
    }


def judge_step_sizes(numbers):
    """Return "holds" if the step is the rate, to a tenth, throughout; "holds, if…" if it is the rate times the
    gradient; else "fails".
    """
    first, last, error, *_ = numbers.values()
    if max(first, last) < 0.1:
        return HOLDS
    return HOLDS_IF if error < 1e-3 else FAILS


CLAIMS = (
    Claim(
        5,
        "The learning rate is the size of the step.",
        "if read as rate × gradient. Adam's step is about the rate, but only while the gradient is steady (digits, 10 "
        "seeds)",
        "Kingma and Ba 2015",
        step_sizes,
        judge_step_sizes,
        seeds=10,
        revised="a control, steps of fixed length, is measured the same way and would hold; before, nothing could",
        directions=(
            "share down",
            "positive down",
            "positive down",
            "positive none",
            "positive none",
            "positive none",
            "positive none",
        ),
    ),
)
