"""What the text rests on: facts that are computed, numbers that follow by hand, sentences held to a truth."""

import numpy as np

from ...engine.muon import orthogonalised
from ..question import came_out
from .experiments import (
    BUDGETS,
    FIVE,
    METHODS,
    WITHIN,
    alone,
    by_budget,
    decades,
    dog_advised,
    good,
    losses,
    rates_by_step,
    tuned_long,
)


def _levelled():
    """The least and the largest that Muon's steps make of two singular values, the smaller 0.002 of both or more."""
    angles = np.geomspace(0.002, np.pi / 4, 2001)
    pairs = np.stack([np.sin(angles), np.cos(angles)], axis=1)[:, :, None] * np.eye(2)
    levelled = np.diagonal(orthogonalised(pairs), axis1=1, axis2=2)
    return levelled.min(), levelled.max()


def _disagree_as_often_but_by_more():
    """Hypergradient descent's products of two gradients, after step 20, in each of five seeds."""
    for seed in FIVE:
        products = np.diff(rates_by_step((1e-6,), seed=seed, every=1)[0])[20:]
        below, above = products[products < 0], products[products > 0]
        if not (0.4 < len(below) / len(products) < 0.6 and -below.mean() > 1.5 * above.mean()):
            return False
    return True


def _agree_after_20():
    """Whether the rates after 20 steps, from seven first rates, are within a tenth of their mean."""
    rates = rates_by_step(tuple(np.geomspace(1e-6, 1, 7)))[:, 1]
    return np.ptp(rates) < 0.1 * rates.mean()


FACTS = {"what Muon makes of singular values": _levelled}
BY_HAND = {"exercise-2": {"0.05": "given", "0.3": "given"}}
SAID = {
    "explain-1": {
        "Most of the 20 epochs went into the run-up": came_out("without_a_rate.1", "clearly behind"),
        "With both, DoG is level with SGD after 20 epochs": lambda: dog_advised() >= good("SGD")[0] - WITHIN,
    },
    "polyak": {
        "takes 80 epochs to come level with SGD": lambda: (
            alone("Polyak", 20) < good("SGD")[0] - WITHIN and alone("Polyak", 80) >= tuned_long() - WITHIN
        )
    },
    "explain-2": {
        "All come to about the same rate": came_out("without_a_rate.2", "all end near one rate"),
        "within 20 steps": _agree_after_20,
        "disagree about as often as they agree, but by more when they do": _disagree_as_often_but_by_more,
    },
    "round-3": {
        "go to between about 0.7 and 1.2": lambda: np.allclose(_levelled(), (0.7, 1.2), atol=0.05),
        "Our network has a first and a last layer only": lambda: len(METHODS["Muon"][0].widths) == 3,
    },
    "explain-4": {"The limit is 2, once more": came_out("without_a_rate.7", "beyond 2")},
    "explain-3": {
        "Adam's is the widest": came_out("without_a_rate.3", "Adam"),
        "DoG's factor must be near 1": lambda: good("DoG")[2:] == (1, 1),
        "Prodigy is as good as the best of Adam's rates": lambda: alone("Prodigy", 20) >= good("Adam")[0] - WITHIN,
        "its good range is as wide as that of Adam": lambda: (
            abs(decades("Schedule-Free AdamW") - decades("Adam")) < 0.1
        ),
    },
    "schedule": {
        "SGD and Adam are here as accurate at a constant rate as with a cosine": lambda: all(
            abs(good(name)[0] - good(f"{name} with a cosine")[0]) <= WITHIN for name in ("SGD", "Adam")
        ),
        "Its lowest training loss is below the cosine's, its good range a little narrower": lambda: (
            losses("Schedule-Free AdamW").min() < losses("Adam with a cosine").min()
            and 0 < decades("Adam with a cosine") - decades("Schedule-Free AdamW") < 0.5
        ),
    },
    "budget-read": {
        "is behind at 4 epochs": lambda: (
            by_budget(4)["cosine for 20 epochs, stopped"] < by_budget(4)["cosine, budget known"] - WITHIN
        ),
        "is level with the planned cosine at every budget": lambda: all(
            abs(by_budget(epochs)["constant, then decay"] - by_budget(epochs)["cosine, budget known"]) <= WITHIN
            for epochs in BUDGETS
        ),
    },
}
