"""Lesson 01, one step: is the learning rate the size of the step (5)?"""

import numpy as np

from ... import data, networks, surfaces
from ...optimizers import adam, sgd
from ..claim import FAILS, HOLDS, HOLDS_IF, Claim
from .experiments import logged


def step_sizes(seeds):
    """Claim 5: on the digits, step / rate through a run of gradient descent and of Adam (a coordinate's mean step),
    medians over seeds.
    """
    nets = [networks.mlp(data.digits(seed=seed), hidden=(64,)) for seed in seeds]
    plain = [logged(net, sgd(), 0.3, seed=seed) for net, seed in zip(nets, seeds)]
    adams = [logged(net, adam(), 0.01, seed=seed)[0] / np.sqrt(net.size) for net, seed in zip(nets, seeds)]
    slope = surfaces.from_function(lambda x: (3 * x[0], np.array([3.0])), start=[0.0])
    ratios = [lengths / 0.3 for lengths, _ in plain]
    return {
        "first step / rate =": np.median([ratio[0] for ratio in ratios]),
        "mean of the last 20 steps / rate =": np.median([ratio[-20:].mean() for ratio in ratios]),
        "largest error of step = rate × gradient, as a share, =": max(
            np.abs(lengths / (0.3 * gradients) - 1).max() for lengths, gradients in plain
        ).round(6),
        "Adam on a steady gradient, step / rate =": logged(slope, adam(), 0.01)[0][-1] / 0.01,
        "Adam on the digits, mean of the last 20 steps / rate =": np.median(
            [lengths[-20:].mean() / 0.01 for lengths in adams]
        ),
    }


def judge_step_sizes(numbers):
    """Holds if the step is the rate, to a tenth, throughout; with a condition if it is the rate times the gradient.

    Else it fails.
    """
    first, last, error, *_ = numbers.values()
    if max(abs(first - 1), abs(last - 1)) < 0.1:
        return HOLDS
    return HOLDS_IF if error < 1e-3 else FAILS


CLAIMS = (
    Claim(
        5,
        "The learning rate is the size of the step.",
        "if read as rate × gradient. Adam's step is about the rate, but only while the gradient is steady",
        "Kingma & Ba 2015, for Adam",
        step_sizes,
        judge_step_sizes,
    ),
)
