"""Claims 20 to 22, how each is measured and judged: a small rate under-fits, is slow, misses the pattern."""

import numpy as np

from ...diagnosis.metrics import steps_to
from ...engine import surfaces
from ...engine.optimizers import sgd
from ...engine.training import train
from ..claim import FAILS, HOLDS, HOLDS_IF, MISLEADS, Claim
from .experiments import BUDGET, PRODUCT, RATES, cost_of_halving, digits_runs, steps_off_the_top

WORKS = 0.85  # validation accuracy from which on we say that the pattern was learnt


def under_fitting(seeds):
    """Measure claim 20: the training loss, median over seeds, at equal epochs and at equal rate × epochs."""
    loss, _ = digits_runs(seeds)
    equal_epochs, equal_product = np.moveaxis(loss, 2, 0)  # each (seeds, rates)
    numbers = {
        f"training loss after {BUDGET} epochs at rate {rate:g} =": value
        for rate, value in zip(RATES, np.median(equal_epochs, axis=0))
    }
    numbers |= {
        f"after {PRODUCT / rate:.0f} epochs at rate {rate:g} =": value
        for rate, value in zip(RATES, np.median(equal_product, axis=0))
    }
    return numbers | {
        "equal rate × epochs: the smallest rate ends below 1.05 × the largest's loss, share of seeds =": np.mean(
            equal_product[:, 0] < 1.05 * equal_product[:, -1]
        )
    }


def judge_under_fitting(numbers):
    """Return "fails" if a small rate ends no higher at equal epochs, "misleads" if it only learns later, "holds" if it
    ends higher even at equal rate × epochs.
    """
    small, _, large, small_later, *_, wins = numbers.values()
    if small < 1.5 * large:
        return FAILS
    return MISLEADS if wins >= 0.8 and small_later < 1.05 * large else HOLDS


def slowness(seeds):
    """Measure claim 21, what halving the rate costs: in steps to 1 % of the distance on ½x²; in epochs to a training
    loss of 0.3 on the digits, at a small rate and, as a control, at a large one.
    """
    first, halved = steps_to(train(surfaces.quadratic([1.0]), sgd(), lr=[0.01, 0.005], steps=1000), 0.01)
    return {
        "½x²: steps at 0.005 over those at 0.01 =": halved / first,
        "digits: epochs at 0.05 over those at 0.1, median =": np.median(cost_of_halving(seeds, 0.1, 26)),
        "digits: epochs at 0.5 over those at 1, a control, median =": np.median(cost_of_halving(seeds, 1, 8)),
    }


def judge_slowness(numbers):
    """Return "holds" if halving a small rate costs at least three quarters more on both, "fails" if on one of them it
    costs less than a fifth more; else "holds, if…".
    """
    costs = min(list(numbers.values())[:2])
    return HOLDS if costs >= 1.75 else FAILS if costs < 1.2 else HOLDS_IF


def missing(seeds):
    """Measure claim 22: in how many seeds the smallest rate has learnt the digits, at equal epochs and at equal
    rate × epochs; a larger rate, as a control; and steps off a plateau.
    """
    _, accuracy = digits_runs(seeds)
    numbers = {f"validation accuracy after {BUDGET} epochs at rate {RATES[0]:g} =": np.median(accuracy[:, 0, 0])}
    numbers |= {
        f"share of seeds above {WORKS} then =": np.mean(accuracy[:, 0, 0] > WORKS),
        f"share above {WORKS} after {PRODUCT / RATES[0]:.0f} epochs =": np.mean(accuracy[:, 0, 1] > WORKS),
        f"share above {WORKS} after {BUDGET} epochs at rate {RATES[-1]:g} =": np.mean(accuracy[:, -1, 0] > WORKS),
    }
    return numbers | {f"steps off the plateau from {start:g} =": steps_off_the_top(start) for start in (0.1, 0.001)}


def judge_missing(numbers):
    """Return "fails" if a small rate learns within the budget in most seeds, "holds, if…" if most learn with more
    epochs; else "holds".
    """
    _, within_budget, later, *_ = numbers.values()
    if within_budget > 0.5:
        return FAILS
    return HOLDS_IF if later > 0.5 else HOLDS


CLAIMS = (
    Claim(
        20,
        "With a small rate the model under-fits.",
        "it is under-trained: at equal rate × epochs the small rate has learnt as much (digits, 10 seeds)",
        "measured here",
        under_fitting,
        judge_under_fitting,
        seeds=10,
        directions=(
            "positive up",
            "positive none",
            "positive down",
            "positive up",
            "positive none",
            "positive none",
            "share down",
        ),
    ),
    Claim(
        21,
        "With a small rate convergence is slow.",
        "half the rate, twice the steps, while the rate is small: on ½λx² each step removes the share rate × λ of the "
        "distance; digits, 10 seeds. Halving a large rate may cost nothing",
        "Goh 2017",
        slowness,
        judge_slowness,
        seeds=10,
        revised="tried on the digits too, where a control, a large rate halved, shows that it need not cost anything",
        directions=(
            "positive up",
            "positive up",
            "positive none",
        ),
    ),
    Claim(
        22,
        "With too small a rate the model may never learn the pattern.",
        "if the budget is fixed (digits, 10 seeds), the more so if training starts on a plateau",
        "measured here",
        missing,
        judge_missing,
        seeds=10,
        revised="a larger rate shows that the budget suffices; the judge no longer holds between two worse verdicts",
        directions=(
            "share none",
            "share down",
            "share down",
            "share none",
            "positive none",
            "positive none",
        ),
    ),
)
