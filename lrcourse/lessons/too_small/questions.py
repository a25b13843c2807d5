"""Its predictions and exercises."""

from ... import data
from ...diagnosis.metrics import steps_to
from ...engine import networks, surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import Exercise, Prediction, near
from ..run_cache import cached_run
from .coding import CODING
from .experiments import steps_off_the_top


@cached_run
def _steps(rate=0.01, target=0.01):
    return int(steps_to(train(surfaces.quadratic([1.0]), sgd(), lr=rate, steps=3000), target)[0])


def _halved():
    ratio = _steps(0.005) / _steps(0.01)
    return "about 920" if 1.9 < ratio < 2.1 else "about 1840" if ratio > 3.5 else "about 650"


@cached_run
def _same_product():
    net = networks.mlp(data.digits(), hidden=(64,))
    runs = train(net, sgd(), lr=[0.01, 0.08], steps=256 * (net.n // 32), batch_size=32, evaluate_every=32)
    small, large = runs.train_loss[0, 8], runs.train_loss[1, 1]  # after 256 and 32 epochs
    return (
        "the same, within 5 %"
        if abs(small / large - 1) < 0.05
        else "0.01 ends lower"
        if small < large
        else "0.08 ends lower"
    )


def _plateau():
    ratio = steps_off_the_top(0.001) / steps_off_the_top(0.1)
    return "about 640" if 3 < ratio < 5 else "about 220" if ratio < 3 else "about 17,600"


def landing_rate():
    """The rate that lands in the minimum of ½·5x² at once."""
    return 1 / surfaces.quadratic([5.0]).curvatures[0]


def to_a_thousandth():
    """Steps at rate 0.01 on ½x² until a thousandth of the distance is left."""
    return _steps(target=0.001)


def same_product():
    """Epochs that rate 0.004 needs to come as far as rate × epochs = 2.56."""
    return 2.56 / 0.004


def per_decade():
    """How many more steps a start ten times nearer to the top takes."""
    return steps_off_the_top(1e-6) - steps_off_the_top(1e-5)


QUESTIONS = {
    "too_small.0": Exercise(
        near(landing_rate),
        lambda: f"x₁ = (1 − 5η)·x₀ is 0 where η = 1/λ = {landing_rate():g}, whatever the start",
        slips=(
            (near(5.0), "The other way up: the sharper the parabola, the smaller the rate."),
            (near(0.1), "That leaves half of the distance."),
            (near(0.4), "That jumps just as far to the other side."),
        ),
        text=(
            r"**From memory.** A parabola has the curvature $\lambda=5$. Which rate lands exactly in the "
            "minimum with one step?"
        ),
    ),
    "too_small.1": Prediction(
        ("about 650", "about 920", "about 1840"),
        _halved,
        text="**Predict.** How many steps does half the rate take, 0.005?",
    ),
    "too_small.2": Prediction(
        ("0.01 ends lower", "0.08 ends lower", "the same, within 5 %"),
        _same_product,
        text=(
            "**Predict.** The rate 0.01 stops after 256 epochs, the rate 0.08 after 32 epochs. Which ends "
            "with the lower training loss?"
        ),
    ),
    "too_small.3": Prediction(
        ("about 220", "about 640", "about 17,600"),
        _plateau,
        text=(
            "**Predict.** How many steps does a start at 0.001 take to the same place? It has a quarter farther to go."
        ),
    ),
    "too_small.4": Exercise(
        near(to_a_thousandth),
        lambda: f"0.99ᵗ = 0.001 where t = ln 1000 / −ln 0.99: {to_a_thousandth()} steps, half as many again as for 1 %",
        slips=(
            (
                near(4590, 0.02),
                "Ten times as near is not ten times as many steps: each step removes a share of what is left.",
            ),
            (near(lambda: 2 * _steps()), "Twice as many steps square the factor: that is 0.01 %."),
            (near(lambda: _steps()), "That is for 1 %."),
        ),
        text="**Exercise.** After how many steps at the rate 0.01 is only 0.1 % of the distance left?",
        hint="Which power of 0.99 is 0.001? Take logarithms on both sides.",
    ),
    "too_small.5": Exercise(
        near(same_product),
        lambda: f"rate × epochs has to be 2.56: 2.56 / 0.004 = {same_product():g} epochs",
        slips=(
            (near(256 * 0.4), "A smaller rate needs more epochs, not fewer."),
            (near(512), "That would be for half of 0.01."),
        ),
        text="**Exercise.** After how many epochs does the rate 0.004 reach the training loss of rate × epochs = 2.56?",
        hint="Which number of epochs, times 0.004, gives 2.56?",
    ),
    "too_small.6": Exercise(
        near(per_decade, 0.02),
        lambda: (
            f"near the top each step multiplies x by 1.01, and 1.01ᵗ = 10 at t = ln 10 / ln 1.01: {per_decade()} "
            "steps, for every factor of ten"
        ),
        slips=(
            (
                near(lambda: steps_off_the_top(1e-6), 0.02),
                "That is the whole way from 0.000001. How many more than from 0.00001?",
            ),
            (
                near(lambda: 9 * steps_off_the_top(1e-5), 0.02),
                "Each step multiplies x, so ten times nearer costs a fixed number of steps.",
            ),
        ),
        text="**Exercise.** How many *more* steps does a start at 0.000001 take than one at 0.00001?",
        hint=(
            "How many steps of × 1.01 does it take to go from 0.000001 to 0.00001? From there on the two "
            "take the same path."
        ),
    ),
} | CODING
