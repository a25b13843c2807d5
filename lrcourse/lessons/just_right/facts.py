"""What the text rests on: each number with its own fact, and the key sentences with what they claim."""

import numpy as np

from ... import data, diagnosis
from ...diagnosis.metrics import LEARNED
from ...engine import networks, surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..fact import Coded, Shown
from ..image_classifier import EPOCHS
from ..question import came_out
from .experiments import (
    BETA,
    LIMIT,
    RATES,
    SEEDS,
    SHARES,
    STARTS,
    VALLEY,
    arrived,
    bowl,
    from_all,
    seeds_that_learn,
    two_wells,
)
from .questions import SECOND_CONDITION, best_factor, best_rate, limit

SCANNED = np.arange(0.01, 0.375, 0.01)  # rates at which momentum's steps are counted, all below the limit 3.8/10


def standardised():
    """Return the penguins' standardised training columns (rows, 3)."""
    return data.standardised(data.penguins()).x_train


def least_loss():
    """Return the mean squared error of the best line through the penguins' training rows."""
    net = networks.linear_regression(data.standardised(data.penguins()))
    x = np.column_stack([net.data.x_train, np.ones(net.n)])
    weights, *_ = np.linalg.lstsq(x, net.data.y_train, rcond=None)
    return float(np.mean((x @ weights - net.data.y_train) ** 2))


def steps_with_momentum():
    """Return the steps in the valley until the loss stays below a millionth, with momentum BETA: (SCANNED rates,)."""
    runs = train(surfaces.quadratic(VALLEY, start=[10, 3]), sgd(momentum=BETA), lr=SCANNED, steps=600)
    return np.sum(runs.loss > 1e-6 * runs.loss[:, :1], axis=1)


def flat_factors():
    """Return what a step leaves of the flat direction's distance in the second valley, up to the limit: (rates,)."""
    rates = np.linspace(0, limit(VALLEY), 50)
    return np.abs(1 - rates * max(VALLEY) / SECOND_CONDITION)


def factors_with_momentum():
    """Return the factor a step, in the long run, with momentum BETA at products of rate and curvature up to 3.8."""
    return diagnosis.heavy_ball_radius(np.linspace(0.01, 2 + 2 * BETA, 400), BETA)


def arrive_on_a_bowl():
    """Return the fewest of the ten starts that arrive on the bowl at any rate below the limit."""
    return arrived(from_all(bowl, np.linspace(-4.5, 4.5, STARTS)))[RATES < LIMIT].sum(1).min()


def taken_to_the_deep_well(other):
    """Return how many of ten starts the best rate takes to the deep well, of curvature 2, beside one of curvature
    `other`: (sets,).
    """
    return np.array([two_wells((2, other), seed).max() for seed in range(10)])


NUMBERS = {
    "title": ["two"],
    "round-1": ["two"],
    "look-1": [("0.1", Coded("scrub-1", "start="))],
    "explain-1": [
        ("0.1", Coded("scrub-1", "start=")),
        ("0.9", Shown("scrub-1", "dot this rate: (", 1)),
        "two",
        ("0.182", lambda: best_rate(VALLEY)),
        ("91 %", lambda: best_rate(VALLEY) / limit(VALLEY)),
    ],
    "prove-1-read": [("11", lambda: np.isclose(best_factor(VALLEY), 9 / 11, rtol=1e-6))],
    "round-2": [
        ("10", Shown("scrub-1", "κ = ")),
        "thousandth",
        ("35", Shown("count-steps", "κ = 10: ")),
        ("10", Coded("valley", "quadratic([", 1)),
        ("0.1", lambda: max(VALLEY) / SECOND_CONDITION),
        ("100", lambda: SECOND_CONDITION),
    ],
    "look-2": [("100", Coded("explore-2", "np.array([", 6)), ("1", Coded("explore-2", "np.array(["))],
    "explain-2": [
        ("0.2", lambda: limit([max(VALLEY) / SECOND_CONDITION, max(VALLEY)])),
        ("1", lambda: flat_factors().min() > 0.97),
    ],
    "prove-2": ["thousandth"],
    "penguins": [
        ("three", lambda: standardised().shape[1]),
        ("three", lambda: standardised().shape[1]),
        ("0", lambda: np.allclose(standardised().mean(axis=0), 0)),
        ("1", lambda: np.allclose(standardised().std(axis=0), 1)),
    ],
    "penguin-loss": [
        ("19", Coded("penguin-train", "linspace(", 2)),
        ("5 %", Coded("penguin-train", "linspace(", 0)),
        ("95 %", Coded("penguin-train", "linspace(", 1)),
        ("0.152", least_loss),
    ],
    "penguin-read": [
        ("1000", Shown("penguin-train", "millimetres, ")),
        ("10", Shown("penguin-train", "standardised, ")),
    ],
    "round-3": [("0.9", lambda: BETA), ("ten", lambda: 1 / (1 - BETA))],
    "look-3": [("0.9", lambda: BETA), ("1", Shown("scrub-3", "text: above "))],
    "explain-3": [("0.949", lambda: np.min(factors_with_momentum())), ("0.9", lambda: BETA)],
    "prove-3": ["Four", ("0.9", Coded("momentum-limit", "momentum="))],
    "heavy-ball-steps": [("0.818", Shown("best-run", "factor a step: ")), ("0.2", lambda: limit(VALLEY))],
    "heavy-ball-read": [
        ("100", Coded("count-steps", "kappa in (", 1)),
        ("0.9", lambda: BETA),
        ("122", lambda: steps_with_momentum().min()),
        ("148", lambda: steps_with_momentum().max()),
        ("0.01", lambda: SCANNED[0]),
        ("0.37", lambda: SCANNED[-1]),
    ],
    "digits-setting": [
        ("12", lambda: EPOCHS),
        ("ten", lambda: len(SEEDS)),
        ("90 %", lambda: LEARNED),
        ("400", lambda: len(data.digits().y_validation)),
    ],
    "digits-read": [
        ("0.02", Coded("effective-rate", "in ((", 2)),
        ("0.9", Coded("effective-rate", "in ((", 3)),
        ("0.2", Coded("effective-rate", "in ((", 0)),
        ("ten", lambda: len(SEEDS)),
    ],
    "effective-read": [
        ("ten", lambda: 1 / (1 - BETA)),
        ("0.9", lambda: BETA),
        ("ten", lambda: 1 / (1 - BETA)),
        ("ten", lambda: seeds_that_learn(BETA, [0.2])[0]),
        ("2", lambda: 0.2 / (1 - BETA)),
        ("2", lambda: seeds_that_learn(0, [2])[0] == 0),
    ],
    "card-1": [("ten", lambda: STARTS), ("ten", lambda: STARTS)],
    "card-1-read": [
        ("ten", arrive_on_a_bowl),
        "two",
        ("ten", Coded("two-wells", "seed in range(")),
        ("ten", lambda: STARTS),
        ("40", lambda: len(SHARES)),
    ],
    "two-wells-read": [
        ("twice", lambda: min(taken_to_the_deep_well(4).min(), taken_to_the_deep_well(12).min()) == STARTS),
        ("1.5", lambda: taken_to_the_deep_well(3).max() < STARTS),
    ],
    "own-surface": [("6", Coded("own-function", "np.array([")), ("0.3", Coded("own-result", "lr=["))],
    "own-explain": [("10", Shown("own-result", "curvatures: [", 1)), ("2", Shown("own-result", "curvatures: ["))],
    "summary": ["two"],
}
SAID = {
    "explain-1": {"A larger rate helps it and hurts the stiff one": came_out("just_right.1", "0.18")},
    "explain-2": {"so the steps grow in proportion to": came_out("just_right.2", "about 350")},
    "explain-3": {
        "The band of rates that converge grows wider": came_out("just_right.3", "higher"),
        r"over most of the band it is $\sqrt\beta$": lambda: (
            np.mean(np.isclose(factors_with_momentum(), BETA**0.5, rtol=1e-3)) > 0.9
        ),
    },
    "digits-read": {"Here it is the other way round": came_out("just_right.9", "lower")},
}
