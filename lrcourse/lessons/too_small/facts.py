"""What the numbers of the text rest on, in the text's order, and what its key sentences rest on."""

import numpy as np

from ... import data
from ...engine import networks, surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..claim import on_record
from ..fact import Coded, Shown
from ..question import came_out
from .experiments import DOUBLED, loss_at_equal_product, loss_with_all_images, steps_off_the_top
from .questions import BESIDE, CURVATURE, HALF, NEARER, RATE, cost_of_half_the_rate, steps_on_the_parabola

VISIBLY = 0.1  # below a line on a logarithmic axis of three decades: about the size of a dot
CLOSE, APART = 0.02, 0.05  # shares by which losses may differ on one curve; and by which they differ on two


def fewest_steps():
    """Return the rate of the first slider that takes the fewest steps."""
    rates = np.geomspace(0.005, 1.28, 17)
    return rates[np.argmin([steps_on_the_parabola(rate) for rate in rates])]


def is_the_formula():
    """Return whether steps on ½λx² with λ = 5 multiply the distance by 1 − ηλ."""
    bowl = surfaces.quadratic([CURVATURE], start=[1.0])
    x = train(bowl, sgd(), lr=RATE, steps=5).path[0, :, 0]
    return np.allclose(x, (1 - RATE * CURVATURE) ** np.arange(6)) and bowl(x[:1, None])[0] == CURVATURE / 2


def is_the_double_well():
    """Return whether round 3's loss has the stated formula, its wells and its top where the text says."""
    hill, x = surfaces.double_well(), np.linspace(-1.5, 1.5, 7)[:, None]
    return np.allclose(hill(x), (x[:, 0] ** 2 - 1) ** 2 / 4) and not hill(np.array([[-1.0], [1.0]])).any()


def growth_at_the_top():
    """Return by what a step at 0.01 multiplies x close to the top of the double well."""
    x = train(surfaces.double_well(start=[NEARER]), sgd(), lr=RATE, steps=1).path[0, :, 0]
    return x[1] / x[0]


def stops(high, low):
    """Return how many stops of the first slider lie between two rates: 16 stops span 0.005 to 1.28."""
    return 16 * np.log(high / low) / np.log(1.28 / 0.005)


def leaves_the_line():
    """Return the lowest rate of the first slider whose steps lie visibly below 4.6 / η."""
    rates = np.geomspace(0.005, 1.28, 17)
    steps = np.array([steps_on_the_parabola(rate) for rate in rates])
    return rates[(steps < (1 - VISIBLY) * -np.log(0.01) / rates).argmax()]


def images():
    """Return how many images the network trains on."""
    return networks.mlp(data.digits(), hidden=(64,)).n


def excess():
    """Return by what share the loss at equal rate × epochs lies above the smallest rate's: {rate: share}."""
    losses = loss_at_equal_product()
    return dict(zip(DOUBLED, losses / losses[0] - 1))


def last_on_the_curve():
    """Return the largest rate that still ends on the curve of the smallest."""
    return max(rate for rate, share in excess().items() if abs(share) <= CLOSE)


def first_above():
    """Return the smallest rate that ends clearly above that curve."""
    return min(rate for rate, share in excess().items() if share > APART)


def last_the_same_with_all_images():
    """Return the largest rate that ends on the curve when each step sees all images."""
    losses = loss_with_all_images()
    return max(rate for rate, loss in losses.items() if abs(loss / losses[DOUBLED[3]] - 1) <= CLOSE)


def hardly_higher():
    """Return the largest of the rates, if with all images its loss is higher by less than a twentieth."""
    *_, (rate, loss) = loss_with_all_images().items()
    return rate if 0 < loss / loss_with_all_images()[DOUBLED[3]] - 1 < APART else np.nan


def steps_a_stop():
    """Return the steps that a stop of the third slider adds, of the four from 0.1 to 0.001."""
    return (steps_off_the_top(NEARER) - steps_off_the_top(BESIDE)) / 4


RATE_BY_CODE = Coded("steps", "slow = np.array([")
PRODUCT = Coded("collapse", "epochs = (")
NUMBERS = {
    "round-1": [("1 %", Coded("steps", "distance <= ")), ("0.01", RATE_BY_CODE), ("459", Shown("steps", "counted ["))],
    "look-1": [("two", lambda: stops(RATE, HALF)), ("0.005", Coded("steps", "slow = np.array([", 1))],
    "explain-1": [
        "Half",
        ("twice", cost_of_half_the_rate),
        ("919", Shown("steps", "counted [", 1)),
        ("0.01", Coded("steps", "distance <= ")),
        ("4.6", lambda: -np.log(0.01)),
        "two",
        ("−1", lambda: np.log(cost_of_half_the_rate()) / np.log(HALF / RATE)),
        ("0.2", leaves_the_line),
    ],
    "round-2": [
        ("32", Coded("digits", "batch_size=")),
        ("600", images),
        ("18", lambda: images() // 32),
        ("Seven", Coded("digits", "np.arange(")),
        ("0.01", Coded("digits", "rates = ")),
        ("0.64", Shown("collapse", "rate | ", 6)),
        ("256", Coded("digits", "steps=")),
    ],
    "look-2": [("0.01", Coded("digits", "rates = "))],
    "explain-2": [
        ("0.08", last_on_the_curve),
        ("eight", lambda: last_on_the_curve() / DOUBLED[0]),
        ("256", Shown("collapse", "epochs | ")),
        ("0.01", Shown("collapse", "rate | ")),
        ("32", Shown("collapse", "epochs | ", 3)),
        ("0.08", Shown("collapse", "rate | ", 3)),
        ("2.56", PRODUCT),
        ("0.16", first_above),
    ],
    "prove-2": [("2.56", PRODUCT)],
    "prove-2-note": [
        ("0.01", Shown("collapse", "rate | ")),
        ("0.08", last_on_the_curve),
        ("two", lambda: max(abs(share) for rate, share in excess().items() if rate <= last_on_the_curve()) <= 0.02),
        ("0.64", Shown("collapse", "rate | ", 6)),
        ("twice", lambda: 1 + excess()[DOUBLED[6]]),
        ("600", images),
    ],
    "whole-note": [
        ("0.32", last_the_same_with_all_images),
        ("0.64", hardly_higher),
        ("32", Coded("digits", "batch_size=")),
    ],
    "card-1": ["20", "twice"],  # an example
    "round-3": [
        "0",
        "0",
        ("0.01", Coded("plateau-steps", "lr=")),
        ("0.1", Coded("plateau-steps", "first = np.array([")),
        ("176", Shown("plateau-steps", "counted [")),
        ("0.5", Coded("plateau-steps", ">= ")),
    ],
    "explain-3": [
        ("0.001", Coded("plateau-steps", "first = np.array([", 1)),
        ("639", Shown("plateau-steps", "counted [", 1)),
        ("116", steps_a_stop),
    ],
    "explain-3-flat": [
        ("300", lambda: 300 < steps_off_the_top(NEARER) / 2),  # a budget that ends on the flat part
        ("0.001", Coded("plateau-steps", "first = np.array([", 1)),
    ],
    "summary": ["half", ("twice", cost_of_half_the_rate), "two"],
}
SAID = {
    "round-1": {
        r"On the parabola $\tfrac12\lambda x^2$ each step multiplies the distance to the minimum by $1-\eta\lambda$": (
            is_the_formula
        ),
        r"$$\frac{x_t}{x_0}=(1-\eta\lambda)^t$$": is_the_formula,
        r"With $\lambda=1$ and the rate 0.01": lambda: steps_on_the_parabola(RATE) == 459,
    },
    "explain-1": {
        r"the logarithm $\ln(1-\eta\lambda)$ is close to $-\eta\lambda$": lambda: np.isclose(np.log(0.99), -0.01, 0.01),
        r"$$t=\frac{\ln 0.01}{\ln(1-\eta\lambda)}\approx": lambda: (
            np.ceil(np.log(0.01) / np.log(1 - RATE)) == steps_on_the_parabola(RATE)
        ),
        "Half the rate took twice the steps": came_out("too_small.1", "about 920"),
        r"larger rates gain more than in proportion, up to $\eta\lambda=1$": lambda: 0.8 < fewest_steps() < 1,
    },
    "explain-2": {
        r"$(1-\eta\lambda)^t\approx e^{-\lambda\,\eta t}$": lambda: np.isclose(0.99**100, np.exp(-0.01 * 100), 0.01),
        "A small rate follows the same path as one eight times as large, only more slowly": came_out(
            "too_small.2", "the same, within 5 %"
        ),
    },
    "round-3": {r"$\tfrac14(x^2-1)^2$ has wells at $-1$ and $1$ and a top at 0": is_the_double_well},
    "explain-3": {
        "the loss lay flat for most of them": came_out("too_small.3", "about 640"),
        r"$1+\eta$: it grows by one percent a step": lambda: round(growth_at_the_top(), 4) == 1.01,
        r"divides $x_0$ by $\sqrt{10}$": lambda: np.isclose((BESIDE / NEARER) ** (1 / 4), np.sqrt(10)),
    },
    "summary": {"halving a *large* rate costs no more epochs": lambda: list(on_record(21)[1].values())[-1] <= 1},
}
