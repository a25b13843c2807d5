"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ... import data
from ...engine import networks, surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import came_out


def least_loss():
    """The mean squared error of the best line through the penguins' training rows."""
    net = networks.linear_regression(data.standardised(data.penguins()))
    x = np.column_stack([net.data.x_train, np.ones(net.n)])
    weights, *_ = np.linalg.lstsq(x, net.data.y_train, rcond=None)
    return float(np.mean((x @ weights - net.data.y_train) ** 2))


def steps_with_momentum():
    """Steps until the loss stays below a millionth, with β = 0.9 on curvatures 1 and 10: fewest, most of all rates."""
    rates = np.arange(0.01, 0.375, 0.01)
    runs = train(surfaces.quadratic([1, 10], start=[10, 3]), sgd(momentum=0.9), lr=rates, steps=600)
    counts = np.sum(runs.loss > 1e-6 * runs.loss[:, :1], axis=1)
    return counts.min(), counts.max()


FACTS = {"least loss of the penguins": least_loss, "steps with a momentum of 0.9, fewest and most": steps_with_momentum}
BY_HAND = {
    "predict-1": {"30": "given"},
    "exercise-2": {"30.": "given"},
    "explain-3": {"0.949": "the root of 0.9"},
    "heavy-ball-read": {"0.37": "the highest rate below the limit 3.8/10 at a step of 0.01"},
}
SAID = {
    "explain-1": {"A larger rate helps it and hurts the stiff one": came_out("just_right.1", "0.18")},
    "explain-2": {"so the steps grow in proportion to": came_out("just_right.2", "about 350")},
    "explain-3": {"The band of rates that converge grows wider": came_out("just_right.3", "higher")},
    "digits-read": {"Here it is the other way round": came_out("just_right.9", "lower")},
}
