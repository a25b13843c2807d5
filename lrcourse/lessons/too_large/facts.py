"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ...engine.optimizers import sgd
from ...engine.training import pairs, train
from ..question import came_out
from .experiments import DEEP, SHALLOW, landed, wells


def all_leave():
    """The lowest of round 3's rates at which every start, in both pictures, comes to rest in the flat well."""
    rates, settled = np.logspace(-1.5, 0, 41).round(3), []
    for curvatures, flat, starts in (((2, 12), DEEP, (-2.4, 0.75)), ((12, 2), SHALLOW, (-1.0, 2.0))):
        lr, start = pairs(rates, np.linspace(*starts, 80))
        ends = landed(train(wells(curvatures, start), sgd(), lr=lr, steps=300)).reshape(len(rates), 80)
        settled.append((ends == flat).all(axis=1))
    return rates[np.all(settled, axis=0)][0]


FACTS = {"lowest rate at which all starts reach the flat well": all_leave}
BY_HAND = {
    "exercise-1": {"2.1": "given"},
    "explain-2": {"0.795": "1 − 0.205 · 1", "1.05": "0.205 · 10 − 1", "2.05": "0.205 · 10"},
    "card-1": {"2.05": "0.205 · 10"},
}
SAID = {
    "explain-1": {"yet the loss goes down": came_out("too_large.1", "falls smoothly")},
    "explain-2": {
        "Good progress in one direction hid the divergence in another": came_out("too_large.2", "falls, then explodes")
    },
    "explain-3": {"over the barrier, into the flat well": came_out("too_large.3", "the sharp one")},
}
