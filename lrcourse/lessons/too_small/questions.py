"""Predictions and exercises of lesson too_small."""

from ...diagnosis.metrics import steps_to
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..question import Exercise, Prediction, near
from ..run_cache import cached_run
from .coding import CODING
from .experiments import DOUBLED, EQUAL, loss_at_equal_product, steps_off_the_top

CURVATURE = 5.0  # of the parabola asked for from memory
RATE = 0.01  # at which rounds 1 and 3 count steps
HALF = RATE / 2
LEFT = 0.01  # the share of the distance that is left at the target of round 1
LESS = LEFT / 10  # and at that of its exercise
SMALL, LARGE = DOUBLED[0], DOUBLED[3]  # the rates that round 2 compares
SMALLER, KNOWN = 0.004, DOUBLED[1]  # the rates of its exercise
BESIDE, NEARER = 0.1, 0.001  # where round 3 starts, beside the top at 0
TINY = 1e-5  # where its exercise starts, and ten times nearer


@cached_run
def steps_on_the_parabola(rate=RATE, left=LEFT):
    """Return how many steps gradient descent takes on ½x² until the share `left` of the distance is left."""
    return int(steps_to(train(surfaces.quadratic([1.0]), sgd(), lr=rate, steps=3000), left)[0])


def cost_of_half_the_rate():
    """Return the steps at half the rate divided by those at the rate."""
    return steps_on_the_parabola(HALF) / steps_on_the_parabola(RATE)


def _halved():
    ratio = cost_of_half_the_rate()
    return "about 920" if 1.9 < ratio < 2.1 else "about 1840" if ratio > 3.5 else "about 650"


def _same_product():
    losses = dict(zip(DOUBLED, loss_at_equal_product()))
    ratio = losses[SMALL] / losses[LARGE]
    lower = SMALL if ratio < 1 else LARGE
    return "the same, within 5 %" if abs(ratio - 1) < 0.05 else f"{lower:g} ends lower"


def _plateau():
    ratio = steps_off_the_top(NEARER) / steps_off_the_top(BESIDE)
    return "about 640" if 3 < ratio < 5 else "about 220" if ratio < 3 else "about 17,600"


def landing_rate():
    """Return the rate that lands in the minimum of ½·5x² with one step, from any start."""
    return 1 / surfaces.quadratic([CURVATURE]).curvatures[0]


def to_a_thousandth():
    """Return the steps on ½x² until a thousandth of the distance is left."""
    return steps_on_the_parabola(left=LESS)


def epochs_for(rate):
    """Return the epochs that a rate needs until rate × epochs = 2.56."""
    return EQUAL / rate


def per_decade():
    """Return how many more steps a start ten times nearer to the top takes."""
    return steps_off_the_top(TINY / 10) - steps_off_the_top(TINY)


QUESTIONS = {
    "too_small.0": Exercise(
        near(landing_rate),
        lambda: f"x₁ = (1 − {CURVATURE:g}η)·x₀ is 0 where η = 1/λ = {landing_rate():g}, whatever the start",
        text=(
            rf"**From memory.** A parabola has the curvature $\lambda={CURVATURE:g}$. Which rate lands exactly in the "
            "minimum with one step?"
        ),
        slips=(
            (near(CURVATURE), "The other way up: the sharper the parabola, the smaller the rate."),
            (near(lambda: landing_rate() / 2), "That leaves half of the distance."),
            (near(lambda: 2 * landing_rate()), "That jumps just as far to the other side."),
        ),
    ),
    "too_small.1": Prediction(
        ("about 650", "about 920", "about 1840"),
        _halved,
        text=f"**Predict.** How many steps does half the rate take, {HALF:g}?",
    ),
    "too_small.2": Prediction(
        (f"{SMALL:g} ends lower", f"{LARGE:g} ends lower", "the same, within 5 %"),
        _same_product,
        text=(
            f"**Predict.** The rate {SMALL:g} stops after {epochs_for(SMALL):g} epochs, the rate {LARGE:g} after "
            f"{epochs_for(LARGE):g} epochs. Which ends with the lower training loss?"
        ),
    ),
    "too_small.3": Prediction(
        ("about 220", "about 640", "about 17,600"),
        _plateau,
        text=(
            f"**Predict.** How many steps does a start at {NEARER:g} take to the same place? It has a quarter farther "
            "to go."
        ),
    ),
    "too_small.4": Exercise(
        near(to_a_thousandth),
        lambda: (
            f"{1 - RATE:g}ᵗ = {LESS:g} where t = ln {LESS:g} / ln {1 - RATE:g}: {to_a_thousandth()} steps, half as "
            f"many again as for {100 * LEFT:g} %"
        ),
        text=(
            f"**Exercise.** After how many steps at the rate {RATE:g} is only {100 * LESS:g} % of the distance left?"
        ),
        hint=f"Which power of {1 - RATE:g} is {LESS:g}? Take logarithms on both sides.",
        slips=(
            (
                near(lambda: steps_on_the_parabola() * LEFT / LESS, 0.02),
                "Ten times as near is not ten times as many steps: each step removes a share of what is left.",
            ),
            (
                near(lambda: 2 * steps_on_the_parabola()),
                f"Twice as many steps square the factor: that is {100 * LEFT**2:g} %.",
            ),
            (near(steps_on_the_parabola), f"That is for {100 * LEFT:g} %."),
            (
                near((1 - LESS) / RATE),
                f"Each step takes {100 * RATE:g} % of what is *left*, less and less, and not of the first distance.",
            ),
        ),
    ),
    "too_small.5": Exercise(
        near(lambda: epochs_for(SMALLER)),
        lambda: (
            f"rate × epochs is {KNOWN:g} × {epochs_for(KNOWN):g} = {EQUAL:g}, and has to be so again: {EQUAL:g} / "
            f"{SMALLER:g} = {epochs_for(SMALLER):g} epochs"
        ),
        text=(
            f"**Exercise.** The rate {KNOWN:g} trains this network for {epochs_for(KNOWN):g} epochs. After how many "
            f"epochs does the rate {SMALLER:g} reach the same training loss?"
        ),
        hint="Against which product did the curves fall into one?",
        slips=(
            (near(epochs_for(KNOWN) * SMALLER / KNOWN), "A smaller rate needs more epochs, not fewer."),
            (near(epochs_for(KNOWN)), "After equal epochs the smaller rate is behind. It needs more of them."),
            (
                near(epochs_for(KNOWN) * (KNOWN / SMALLER) ** 2),
                f"Epochs and rate trade one for one: {KNOWN / SMALLER:g} times smaller, {KNOWN / SMALLER:g} times as "
                "many.",
            ),
            (near(1 / SMALLER), "That makes rate × epochs 1. What was it for the other rate?"),
        ),
    ),
    "too_small.6": Exercise(
        near(per_decade, 0.02),
        lambda: (
            f"near the top each step multiplies x by {1 + RATE:g}, and {1 + RATE:g}ᵗ = 10 at t = ln 10 / "
            f"ln {1 + RATE:g}: {per_decade()} steps, for every factor of ten"
        ),
        text=f"**Exercise.** How many *more* steps does a start at {TINY / 10:.6f} take than one at {TINY:.5f}?",
        hint=(
            f"How many steps of × {1 + RATE:g} does it take to go from {TINY / 10:.6f} to {TINY:.5f}? From there on "
            "the two take the same path."
        ),
        slips=(
            (
                near(lambda: per_decade() / 2, 0.02),
                "That is one stop of the slider, which divides the start by √10. Here it is divided by 10.",
            ),
            (
                near(lambda: steps_off_the_top(TINY), 0.02),
                f"That is the whole way from {TINY:.5f}. How many more than that?",
            ),
            (
                near(lambda: steps_off_the_top(TINY / 10), 0.02),
                f"That is the whole way from {TINY / 10:.6f}. How many more than from {TINY:.5f}?",
            ),
            (
                near(lambda: 9 * steps_off_the_top(TINY), 0.02),
                "Each step multiplies x, so ten times nearer costs a fixed number of steps.",
            ),
        ),
    ),
} | CODING
