"""What the text rests on: each of its numbers with its source, and sentences held to a truth."""

import numpy as np

from ...engine.muon import orthogonalised
from ...engine.rate_free import dog, polyak
from ..fact import Coded
from ..question import came_out
from . import boosting, experiments, measured
from .questions import TRIED, WITH_RATES


def _mostly_below_sgds_rates():
    """Return whether halfway through the 20 epochs DoG's rate is still below the lowest good rate of SGD."""
    rates = experiments.dog_rates()
    steps_an_epoch = experiments.STEPS / experiments.EPOCHS
    return rates[int(experiments.EPOCHS / 2 * steps_an_epoch / 10)] < experiments.good("SGD")[2]


def _best(method):
    """Return the best validation accuracy of a method, tuned."""
    return experiments.good(method)[0]


def _as_good(accuracy, other):
    """Return whether an accuracy is as good as another, or hardly below."""
    return accuracy >= other - experiments.WITHIN


def _polyak_is_level_in_80_only():
    """Return whether Polyak's step, nothing chosen, is as good as tuned SGD after 80 epochs, and not after 20."""
    short, long = (experiments.alone("Polyak", epochs) for epochs in (experiments.EPOCHS, experiments.LONG))
    return _as_good(long, experiments.tuned_long()) and not _as_good(short, _best("SGD"))


def _prodigy_is_as_good_as_adam():
    """Return whether Prodigy at factor 1 is as good as Adam at the best of its rates."""
    return _as_good(experiments.alone("Prodigy", experiments.EPOCHS), _best("Adam"))


def _as_high_and_narrower():
    """Return whether Schedule-Free and Muon are as good as Adam, over less than a decade."""
    both = "Schedule-Free", "Muon"
    return all(_as_good(_best(name), _best("Adam")) and experiments.decades(name) < 1 for name in both)


def _insensitive_and_lower():
    """Return whether all first rates of hypergradient descent, over six decades, are good, and below tuned SGD."""
    return experiments.decades("hypergradient") == 6 and not _as_good(_best("hypergradient"), _best("SGD"))


def _cosine_gains_nothing():
    """Return whether SGD and Adam are as good at a constant rate as with a cosine, to 0.01."""
    both = "SGD", "Adam"
    return all(abs(_best(name) - _best(f"{name} with a cosine")) <= experiments.WITHIN for name in both)


def _levelled():
    """Return the least and the largest that Muon makes of two singular values, the smaller 0.002 of both or more."""
    angles = np.geomspace(0.002, np.pi / 4, 2001)
    pairs = np.stack([np.sin(angles), np.cos(angles)], axis=1)[:, :, None] * np.eye(2)
    levelled = np.diagonal(orthogonalised(pairs), axis1=1, axis2=2)
    return levelled.min(), levelled.max()


def _disagree_as_often_but_by_more():
    """Return whether hypergradient descent's products of two gradients do so after step 20, in each of five seeds."""
    for seed in experiments.FIVE:
        products = np.diff(experiments.rates_by_step((1e-6,), seed=seed, every=1)[0])[20:]
        below, above = products[products < 0], products[products > 0]
        if not (0.4 < len(below) / len(products) < 0.6 and -below.mean() > 1.5 * above.mean()):
            return False
    return True


def _agree_after_20():
    """Return whether the rates after 20 steps, from all first rates, are within a tenth of their mean."""
    rates = experiments.rates_by_step(experiments.FIRST_RATES)[:, 1]
    return np.ptp(rates) < 0.1 * rates.mean()


def _nothing_learned_beyond_2():
    """Return whether Polyak's step learns at no factor beyond 2."""
    median = np.median(experiments.accuracies("Polyak"), axis=0)
    return bool((median[experiments.chosen_from("Polyak") > 2] < 0.2).all())


def _loss_at_best(method):
    """Return the training loss of a method where its accuracy is best, as the table shows it."""
    return experiments.losses(method)[experiments.chosen_from(method) == experiments.good(method)[1]].item()


def _lowest_loss_in_the_table():
    """Return whether no method's training loss in the table is below that of Schedule-Free AdamW."""
    return min(experiments.METHODS, key=_loss_at_best) == "Schedule-Free AdamW"


def _muons_lowest_loss():
    """Return whether Muon's lowest training loss is below Adam's, at a larger rate than its best accuracy."""
    found = experiments.losses("Muon")
    return (
        found.min() < experiments.losses("Adam").min()
        and experiments.METHODS["Muon"][1][found.argmin()] > experiments.good("Muon")[1]
    )


def _late_decay_is_level():
    """Return whether a constant rate with a late decay is as good as the planned cosine at every budget."""
    found = [experiments.by_budget(epochs) for epochs in experiments.BUDGETS]
    return all(abs(one["constant, then decay"] - one["cosine, budget known"]) <= experiments.WITHIN for one in found)


def _stopped_is_behind():
    """Return whether at the shortest budget the cosine that was stopped is behind the planned one."""
    found = experiments.by_budget(experiments.BUDGETS[0])
    return found["cosine for 20 epochs, stopped"] < found["cosine, budget known"] - experiments.WITHIN


def _small_shrinkage_predicts_better():
    """Return whether shrinkage 0.1 predicts better at its best number of trees than 1 does, which takes fewer."""
    better, trees, fewer = measured.shrunk(experiments.FIVE).values()
    return better < 1 and trees > fewer


BEYOND_2 = came_out("without_a_rate.7", "beyond 2")
NUMBERS = {
    "round-1": [("three", Coded("dog-by-hand", "steps = classifier(),"))],
    "look-1": [("1", lambda: experiments.good("SGD")[3])],
    "explain-1": [
        ("20", _mostly_below_sgds_rates),
        ("hundred", lambda: experiments.ADVISED / dog().first),
        ("20", lambda: _as_good(experiments.dog_advised(), _best("SGD"))),
    ],
    "polyak": [
        ("0", lambda: polyak().least),
        ("80", _polyak_is_level_in_80_only),
    ],
    "round-2": ["two"],
    "look-2": [("20", _agree_after_20)],
    "explain-2": [("20", _agree_after_20), "two"],
    "round-3": ["Two", "0", ("0.7", lambda: _levelled()[0]), ("1.2", lambda: _levelled()[1])],
    "explain-3": [
        ("four", lambda: len(WITH_RATES)),
        ("1", lambda: experiments.good("DoG")[2:] == (1, 1)),
        ("1", _prodigy_is_as_good_as_adam),
        ("nine", lambda: len(experiments.METHODS)),
        ("1", lambda: experiments.good("Polyak")[1] < 1),
        ("2", _nothing_learned_beyond_2),
    ],
    "schedule": [("17", lambda: TRIED)],
    "budget": [
        ("fifth", lambda: 1 / experiments.FALL),
        ("8", lambda: experiments.BUDGET_BATCH),
        ("0.5", lambda: experiments.BUDGET_RATE),
    ],
    "budget-read": [("4", _stopped_is_behind)],
    "round-4": [("60", lambda: boosting.POINTS), ("0.5", Coded("first-trees", "residual = residual -"))],
    "explain-4": [("2", BEYOND_2), ("2", BEYOND_2)],
    "own": ["thousand"],
    "summary": [("2", BEYOND_2)],
}
SAID = {
    "explain-1": {"Most of the 20 epochs went into growing": came_out("without_a_rate.1", "clearly behind")},
    "explain-2": {
        "All come to about the same rate": came_out("without_a_rate.2", "all end near one rate"),
        "disagree about as often as they agree, but by more when they do": _disagree_as_often_but_by_more,
        "here for a while below zero": lambda: (
            experiments.rates_by_step(experiments.FIRST_RATES).min(axis=1) < 0
        ).all(),
    },
    "round-3": {"Our network has a first and a last layer only": lambda: len(experiments.classifier().hidden) == 1},
    "explain-3": {
        "Adam's is the widest": came_out("without_a_rate.3", "Adam"),
        "a little over a decade": lambda: 1 < experiments.decades("Adam") < 1.5,
        "Schedule-Free and Muon reach as high, over less than a decade": _as_high_and_narrower,
        "is insensitive to its first rate, and ends lower": _insensitive_and_lower,
        "ends with the lowest loss in the table": _lowest_loss_in_the_table,
        "its good range is as wide as that of Adam": lambda: (
            abs(experiments.decades("Schedule-Free AdamW") - experiments.decades("Adam")) < 0.1
        ),
        "at a larger rate than its most accurate, is below Adam's": _muons_lowest_loss,
    },
    "budget": {
        "SGD and Adam are here as accurate at a constant rate as with a cosine": _cosine_gains_nothing,
        "Its lowest training loss is below the cosine's, its good range a little narrower": lambda: (
            experiments.losses("Schedule-Free AdamW").min() < experiments.losses("Adam with a cosine").min()
            and 0 < experiments.decades("Adam with a cosine") - experiments.decades("Schedule-Free AdamW") < 0.5
        ),
    },
    "budget-read": {"is level with the planned cosine at every budget": _late_decay_is_level},
    "explain-4": {
        "The limit is 2, once more": BEYOND_2,
        "Small values predict new points better, given more trees": _small_shrinkage_predicts_better,
    },
}
