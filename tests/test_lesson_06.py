"""The judges of lesson 06's claims give another verdict when their numbers are others.

The zoo's specimens are what they are called.
"""

import numpy as np
import pytest

from lrcourse.diagnosis import sharpness
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, MISLEADS
from lrcourse.lessons.lesson_06.claims import judge_parting, judge_pointing, judge_rising, judge_swinging
from lrcourse.lessons.lesson_06.experiments import (
    CHANCE,
    edge,
    edge_runs,
    exploded,
    follow,
    fresh_loss,
    late_swing,
    parted,
    settled_product,
    smooth_network,
)
from lrcourse.lessons.lesson_06.held_back import readings, shares
from lrcourse.lessons.lesson_06.questions import flat_at_guessing
from lrcourse.lessons.lesson_06.specimens import CAUSES, full_batch, zoo
from lrcourse.measures import firing, rising_share
from lrcourse.optimizers import sgd
from lrcourse.training import train


def numbered(values):
    return dict(enumerate(values))


@pytest.mark.parametrize(
    "numbers, verdict",
    [
        ((1, 1, 0, 93, 0), HOLDS_IF),
        ((1, 0, 1, 93, 0), HOLDS_IF),
        ((1, 0.2, 0.8, 1, 0), HOLDS_IF),
        ((1, 0, 1, 1, 0), HOLDS),
        ((1, 0, 1, 93, 2), HOLDS),
        ((0, 0, 1, 1, 0), FAILS),
    ],
)
def test_rising(numbers, verdict):
    """Claim 7 stands as it is only if all that diverges rises, and nothing else does."""
    assert judge_rising(numbered(numbers)) == verdict


@pytest.mark.parametrize(
    "numbers, verdict",
    [
        ((1, 0, 43, 1.3, 1), HOLDS_IF),
        ((1, 0, 43, 1.3, 0), HOLDS_IF),
        ((1, 0, 1.4, 1.3, 0), HOLDS),
        ((0.4, 0, 43, 1.3, 1), FAILS),
    ],
)
def test_swinging(numbers, verdict):
    """Claim 9 stands as it is only if neither a small batch nor the edge of stability swings."""
    assert judge_swinging(numbered(numbers)) == verdict


@pytest.mark.parametrize(
    "numbers, verdict",
    [
        ((0, 1, 1, 1, 1, 1), HOLDS_IF),
        ((0, 1, 0, 1, 0, 0), HOLDS),
        ((0, 1, 0, 1, 0, 1), HOLDS_IF),
        ((0.1, 1, 0, 1, 0, 0), FAILS),
        ((0, 0.4, 0, 1, 0, 0), FAILS),
    ],
)
def test_pointing(numbers, verdict):
    """Claim 11 fails if even a bowl gives the wrong sign."""
    assert judge_pointing(numbered(numbers)) == verdict


@pytest.mark.parametrize("small, large, verdict", [(1, 0, MISLEADS), (1, 1, HOLDS_IF), (0, 1, HOLDS), (0, 0, FAILS)])
def test_parting(small, large, verdict):
    """Claim 12 goes by who shows the sign: the small rate, the too large one, or both."""
    assert judge_parting(numbered((small, 1, 1, large, 20, 65))) == verdict


def test_going_on_from_the_parameters_is_the_same_as_never_having_stopped():
    followed = follow(smooth_network(), (0.1, 0.5), steps=40, every=10, seed=3)
    whole = train(smooth_network(), sgd(), lr=[0.1, 0.5], steps=40, seed=3)
    assert np.allclose(followed.loss, whole.loss, rtol=1e-12)
    assert np.allclose(followed.product[:, -1], sharpness(smooth_network(), whole.params) * whole.lr, rtol=1e-3)
    assert followed.product.shape == (2, 5) and list(followed.checked_at) == [0, 10, 20, 30, 40]


def test_large_rates_come_to_the_edge_and_stay():
    late = edge().product[-2:, 5:]
    assert np.all((1.9 < late) & (late < 2.25))
    assert np.all(edge().product[:3, 1:] < 1.5)


def test_the_zoo_bears_its_names():
    by_cause = {one.cause: one for one in zoo()}
    assert set(by_cause) == set(CAUSES) and [one.letter for one in zoo()] == list("ABCDEFGHIJ")
    end = {cause: one.runs.train_loss[0, -1] / one.runs.train_loss[0, 0] for cause, one in by_cause.items()}
    assert firing(by_cause["dead"].runs)[0] < 0.1 and all(
        firing(one.runs)[0] > 0.9 for one in zoo() if one.cause == "too small"
    )
    assert end["diverged"] > 1000 and 0.3 < end["unstable"] < 1 and end["too small"] > 0.8
    assert end["good"] < 0.1 and end["small batch"] < 0.1 and end["edge of stability"] < 0.2
    assert parted(by_cause["over-fitting"].runs)[0]
    assert late_swing(by_cause["small batch"].runs.loss[0]) > 10 > 2 > late_swing(full_batch(by_cause["small batch"]))
    assert rising_share(by_cause["edge of stability"].runs.loss)[0] > 0.3


@pytest.mark.parametrize("one", zoo(), ids=lambda one: one.letter)
def test_the_full_batch_starts_from_the_same_weights(one):
    assert np.isclose(full_batch(one)[0], one.runs.train_loss[0, 0])


def test_at_seven_tenths_every_seed_comes_down_to_the_edge_and_at_one_a_third_explodes():
    """Of forty seeds; those that explode began with a product far beyond 4 (Lewkowycz et al. 2020)."""
    starts = np.array([smooth_network().start(seed) for seed in range(40)])
    product = sharpness(smooth_network(), starts, iterations=25)
    ends = edge_runs(tuple(range(40)), 1.0, steps=60).loss
    blown = ends[:, -1] > ends[:, 0]
    assert exploded(0.7) == 0 and 8 <= exploded(1) == blown.sum() <= 18 and product[blown].min() > 4
    assert np.all(np.abs(settled_product(range(10), momentum=0) / 2 - 1) < 0.15)


def test_with_momentum_the_edge_lies_at_three():
    """2 + 2β with β = 0.5 (Cohen et al. 2021), over ten seeds."""
    assert np.all(np.abs(settled_product(range(10, 20), momentum=0.5) / 3 - 1) < 0.1)


def test_first_weights_in_common_use_begin_at_guessing():
    assert np.all(np.abs(fresh_loss(range(100, 110)) - CHANCE) < 0.03)
    assert flat_at_guessing() == "cannot be said"


def test_the_reader_errs_on_few_runs_that_were_held_back():
    """Of 300 runs, those between causes left out; and no run that failed is ever called good."""
    found = shares()
    assert sum(count for count, *_ in found.values()) > 270 and min(count for count, *_ in found.values()) > 60
    assert found["too large"][1] < 0.05 and found["too small"][1] < 0.12 and found["good"][1] < 0.12
    assert found["too large"][2] < 0.05 and found["too small"][2] < 0.25 and found["good"][2] == 0
    assert ("too large", "good") not in readings()
