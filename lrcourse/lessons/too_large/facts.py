"""What the numbers of the text rest on, in the text's order, and what its key sentences rest on."""

import numpy as np

from ... import diagnosis
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import pairs, train
from ..fact import Coded, Shown
from ..question import came_out
from ..run_cache import cached_run
from .experiments import DEEP, FLAT, SHALLOW, SHARP, landed, wells
from .questions import CROSSING, CURVATURE, LATE, VALLEY, valley

RATES = np.logspace(-1.5, 0, 41).round(3)  # of round 3's maps
MAPS = (((FLAT, SHARP), (-2.4, 0.75)), ((SHARP, FLAT), (-1.0, 2.0)))  # curvatures of both wells, outermost starts


def on_round_1s_parabola(rate):
    """Return the run of 30 steps on it at a rate."""
    return train(surfaces.quadratic([CURVATURE], start=[1.0]), sgd(), lr=rate, steps=30)


def is_the_formula():
    """Return whether the first step at 0.475 on ½λx² multiplies the distance by 1 − ηλ."""
    run = on_round_1s_parabola(CROSSING)
    return run.path[0, 1, 0] == 1 - CROSSING * CURVATURE and run.loss[0, 0] == CURVATURE / 2


def signs(share):
    """Return on which side the first step at the rate share/λ lands, 1 or −1, and whether the run comes nearer."""
    x = on_round_1s_parabola(share / CURVATURE).path[0, :, 0]
    return int(np.sign(x[1])), bool(abs(x[-1]) < 1)


def loss_per_step():
    """Return by what a step at 0.475 multiplies the loss."""
    loss = on_round_1s_parabola(CROSSING).loss[0]
    return loss[1] / loss[0]


def points_at_the_limit():
    """Return between how many points the path hops at 2/λ."""
    return len(np.unique(on_round_1s_parabola(2 / CURVATURE).path[0].round(9)))


def is_the_two_wells():
    """Return whether the shallow well has the loss ½, and the barrier stands at 0."""
    both = wells((FLAT, SHARP))
    right = both(np.linspace(0.1, 1, 901)[:, None]).min()
    return np.isclose(right, 0.5, atol=1e-4) and both(np.array([[0.0]]))[0] == 1


def is_the_quartics_curvature():
    """Return whether the second difference of x⁴ is 12x², at some places."""
    x, small = np.array([0.5, 1.0, 2.0]), 1e-3
    return np.allclose(((x + small) ** 4 - 2 * x**4 + (x - small) ** 4) / small**2, 12 * x**2, rtol=1e-4)


def nearer_below_half():
    """Return whether a step on x⁴ from 1.0 lands nearer at rates up to ½, and not beyond; and at 1 − 4η."""
    quartic = surfaces.from_function(lambda x: (x[0] ** 4, 4 * x**3), start=[1.0])
    ends = train(quartic, sgd(), lr=[0.49, 0.51], steps=1).path[:, 1, 0]
    return np.allclose(ends, [1 - 4 * 0.49, 1 - 4 * 0.51]) and abs(ends[0]) < 1 < abs(ends[1])


def stop_below(rate):
    """Return the stop of round 2's slider, of 45 from 0.01 to 0.23, that lies below a rate."""
    stops = np.round(np.linspace(0.01, 0.23, 45), 3)
    return stops[stops < rate][-1]


def per_step():
    """Return by what the first step at 0.205 multiplies the distance in the flat and in the stiff direction."""
    path = np.abs(valley().path[0])
    return path[1] / path[0]


def lowest_percent():
    """Return the lowest loss of that run, in percent of its first."""
    return 100 * valley().loss[0].min() / valley().loss[0, 0]


@cached_run
def ends(curvatures, outermost):
    """Return for 80 starts where they lie, DEEP or SHALLOW (starts,), where they end at each of RATES
    (rates, starts), and whether the loss has left the wells there (rates, starts).
    """
    starts = np.linspace(*outermost, 80)
    lr, start = pairs(RATES, starts)
    runs = train(wells(curvatures, start), sgd(), lr=lr, steps=300)
    out = ~(runs.loss[:, -1] < 10)
    return np.where(starts < 0, DEEP, SHALLOW), landed(runs).reshape(-1, 80), out.reshape(-1, 80)


def own_well_up_to():
    """Return the rate, between two stops of the slider, up to which every start ends in its own well."""
    own = np.all([(end == home).all(axis=1) for home, end, _ in (ends(*one) for one in MAPS)], axis=0)
    return RATES[own.argmin() - 1 : own.argmin() + 1].mean() if own.argmin() else np.nan


def all_leave():
    """Return the lowest rate at which every start, in both maps, comes to rest in the flat well."""
    flat = [(ends(*one)[1] == kind).all(axis=1) for one, kind in zip(MAPS, (DEEP, SHALLOW))]
    return RATES[np.all(flat, axis=0)][0]


def first_thrown_out():
    """Return the lowest rate at which some start, in one of the maps, leaves both wells for good."""
    return RATES[np.any([ends(*one)[2].any(axis=1) for one in MAPS], axis=0)][0]


def reads(start, rate):
    """Return what diagnosis.read says of 40 steps on x⁴, such as "good"."""
    quartic = surfaces.from_function(lambda x: (x[0] ** 4, 4 * x**3), start=[start])
    runs = train(quartic, sgd(), lr=rate, steps=40)
    return diagnosis.read(runs.loss[0], path=runs.path[0]).verdict


LATE_BY_CODE = Coded("late-explosion", "lr=")
RATE_BY_CODE = Coded("escape-share", "pairs([", 1)
NUMBERS = {
    "title": ["two", "20"],
    "explain-1": [
        ("0.475", Coded("growth-1", "np.array([", 1)),
        ("-0.9", Shown("growth-1", "measured [", 1)),
        ("0.81", loss_per_step),
        "0",
        "1",
        "−1",
        "0",
        "−1",
    ],
    "prove-1": [("30", Coded("growth-1", "steps=")), "four"],
    "prove-1-table": [("0.5", lambda: 2 / CURVATURE), ("two", points_at_the_limit)],
    "round-2": ["Two", "two", ("1", Coded("valley", "quadratic([")), ("10", Coded("valley", "quadratic([", 1))],
    "look-2": [("0.205", LATE_BY_CODE), ("0.2", lambda: stop_below(LATE)), "two"],
    "explain-2": [
        ("0.205", LATE_BY_CODE),
        ("0.795", lambda: per_step()[0]),
        ("half", lowest_percent),
        ("2.05", lambda: LATE * max(VALLEY)),
        ("1.05", lambda: per_step()[1]),
        ("0.2", Shown("limit")),
    ],
    "card-1": [
        ("15", lambda: bool((np.diff(valley().loss[0, :16]) < 0).all())),
        ("2.05", lambda: LATE * max(VALLEY)),
    ],
    "round-3": [
        "Two",
        "two",
        ("0", Coded("wells", "double_well((")),
        ("2", Coded("wells", "curvatures=(")),
        ("12", Coded("wells", "curvatures=(", 1)),
    ],
    "look-3": [("12", Coded("wells", "curvatures=(", 1)), ("0.17", lambda: 2 / SHARP), ("0.35", RATE_BY_CODE)],
    "look-4": ["half", "half"],
    "explain-3": [
        ("0.35", RATE_BY_CODE),
        ("12", Coded("wells", "curvatures=(", 1)),
        ("0.17", lambda: 2 / SHARP),
        ("0.17", own_well_up_to),
        ("0.27", all_leave),
        ("0.4", first_thrown_out),
        ("0.35", RATE_BY_CODE),
    ],
    "own-explain": [
        ("0.6", Coded("own-function", "rates = [", 2)),
        ("1.0", lambda: reads(1.0, 0.6) == "diverged"),
        ("0.5", lambda: reads(0.5, 0.6) == "good"),
        "1.0",
        ("12", lambda: 12 * 1.0**2),
        ("0.17", lambda: 2 / 12),
        ("0.4", lambda: reads(1.0, 0.4) == "good"),
        "1.0",
    ],
}
SAID = {
    "round-1": {
        r"On the parabola $L(x)=\tfrac12\lambda x^2$ the gradient is $\lambda x$": is_the_formula,
        r"=(1-\eta\lambda)\,x_t .$$": is_the_formula,
        r"Take $\lambda=4$ and start at $x=1$. The rate $\eta=\tfrac14$ lands": lambda: (
            CURVATURE == 4 and on_round_1s_parabola(1 / 4).path[0, 1, 0] == 0
        ),
    },
    "explain-1": {
        "yet the loss goes down": came_out("too_large.1", "falls smoothly"),
        r"The factor $1-\eta\lambda=-0.9$": is_the_formula,
        r"| rate | factor $1-\eta\lambda$ | what you see |": is_the_formula,
        r"| below $1/\lambda$ | between 0 and 1 | creeps down one side |": lambda: signs(0.5) == (1, True),
        r"| $1/\lambda$ to $2/\lambda$ | between −1 and 0 | overshoots, and converges |": lambda: (
            signs(1.5) == (-1, True)
        ),
        r"| beyond $2/\lambda$ | below −1 | overshoots farther each time |": lambda: signs(2.5) == (-1, False),
    },
    "prove-1-table": {r"At exactly $2/\lambda=0.5$ the path hops": lambda: points_at_the_limit() == 2},
    "round-2": {
        r"\tfrac12\left(1\,x_1^2+10\,x_2^2\right)": lambda: VALLEY == (1, 10),
        r"$1-\eta\cdot1$ and $1-\eta\cdot10$": lambda: VALLEY == (1, 10),
    },
    "explain-2": {
        "Good progress in one direction hid the divergence in another": came_out("too_large.2", "falls, then explodes")
    },
    "look-3": {r"through $2/12\approx0.17$": lambda: 2 / SHARP == 2 / 12},
    "round-3": {r"with loss ½. A barrier stands between them at $x=0$": is_the_two_wells},
    "explain-3": {
        r"under the flat well's limit, $2/2=1$": lambda: 2 / FLAT == 1,
        r"far over the sharp one's, $2/12\approx0.17$": lambda: 2 / SHARP == 2 / 12,
        "over the barrier, into the flat well": came_out("too_large.3", "the sharp one"),
        "A large rate leaves *sharp* minima": came_out("too_large.3", "the sharp one"),
    },
    "own-surface": {r"Here is $x^4$, whose curvature $12x^2$ grows": is_the_quartics_curvature},
    "own-explain": {
        "The rate 0.6 throws $x^4$ out from 1.0, and is safe from 0.5": lambda: reads(1.0, 0.6) != reads(0.5, 0.6),
        r"Nor is it $2/\lambda$ with the curvature at the start: at 1.0 that gives $2/12\approx0.17$": lambda: (
            reads(1.0, 0.4) == "good"
        ),
        r"lands at $(1-4\eta x^2)\,x$, nearer than before while $\eta<1/(2x^2)$, which is ½ at 1.0": nearer_below_half,
    },
    "summary": {
        r"a step up to $1/\lambda$ stays on its side, up to $2/\lambda$ it overshoots and converges": lambda: (
            [signs(share) for share in (0.5, 1.5, 2.5)] == [(1, True), (-1, True), (-1, False)]
        )
    },
}
