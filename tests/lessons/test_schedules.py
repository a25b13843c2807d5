"""The judges of claims 3, 13, 14 and 30 give another verdict for other numbers.

The exact recursion is what training gives.
"""

import numpy as np
import pytest

from lrcourse import check, schedules, surfaces, train
from lrcourse.engine.optimizers import sgd
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, MISLEADS
from lrcourse.lessons.image_classifier import network
from lrcourse.lessons.schedules.bowl import (
    DECAYS,
    GALLERY,
    PEAKS,
    STEPS,
    best_in_valley,
    best_peak,
    best_possible,
    floor,
    mean_squares,
    score,
)
from lrcourse.lessons.schedules.claims import judge_balance, judge_decay, judge_direction, judge_inaccuracy
from lrcourse.lessons.schedules.experiments import FRESH, endings, ends_of_adam, gain_with_wrong_labels
from lrcourse.lessons.schedules.facts import best_rates_agree


def numbered(*values):
    return {f"number {i}": value for i, value in enumerate(values)}


@pytest.mark.parametrize(
    "numbers, verdict",
    [
        ((0.05, 0.33, 3, 0.01, 6, 0, 1), HOLDS_IF),
        ((0.05, 0.33, 3, 0.01, 6, 1, 1), HOLDS),
        ((0.05, 0.33, 3, 0.01, 6, 0, 0.5), FAILS),
        ((0.3, 0.3, 0.3, 0.01, 1, 0, 1), FAILS),
    ],
)
def test_inaccuracy(numbers, verdict):
    """Claim 3 fails if a larger rate settles no higher.

    Its condition goes if the result is inaccurate without noise too.
    """
    assert judge_inaccuracy(numbered(*numbers)) == verdict


@pytest.mark.parametrize(
    "cosine, short, long, verdict",
    [(0.009, 0.03, 0, HOLDS_IF), (0.009, 0.03, 0.03, HOLDS), (0.015, 0, 0, FAILS), (0.015, 0.03, 0, MISLEADS)],
)
def test_decay(cosine, short, long, verdict):
    """Claim 13 stands on the bowl; without its condition only if decay pays on fitted digits as well."""
    assert judge_decay(numbered(0.0154, cosine, 0.005, short, long, 1)) == verdict


@pytest.mark.parametrize(
    "raising, warmed, decays, verdict",
    [
        (0.4, 4, 0, MISLEADS),
        (0, 4, 0, HOLDS),
        (1, 4, 1, FAILS),
        (0.4, 4, 0.2, FAILS),
        (0.4, 0.49, 0, HOLDS_IF),
    ],
)
def test_direction(raising, warmed, decays, verdict):
    """Claim 14 holds if no schedule raises the rate, misleads if some do with profit, and fails if decays do."""
    assert judge_direction(numbered(raising, 0.49, warmed, decays)) == verdict


def test_half_of_the_gallery_are_decays_and_the_other_half_raise_the_rate():
    rising = {name for name, schedule in GALLERY.items() if (np.diff(schedule(np.arange(STEPS))) > 0).any()}
    assert rising == set(GALLERY) - set(DECAYS) and len(rising) == 5


@pytest.mark.parametrize(
    "ratios, verdict",
    [
        ((20, 1, 0.8), HOLDS_IF),
        ((1, 1, 1.6), HOLDS_IF),
        ((20, 2, 1.6), HOLDS),
        ((1, 1, 1), FAILS),
        ((1, 1, 0.1), FAILS),
    ],
)
def test_balance(ratios, verdict):
    """Claim 30 needs a larger rate for speed than for the end, with noise or in a valley; with a condition, if not in
    all three.
    """
    assert judge_balance(numbered(*[1] * 6, *ratios, 0.9)) == verdict


def test_in_the_valley_the_best_rate_is_what_training_finds_best():
    """From (10, 3), after 5 and after 200 steps; from the flat axis one step of rate 1 does it."""
    valley = surfaces.quadratic([1.0, 10.0], start=[10.0, 3.0])
    for steps, best in zip((5, 200), best_in_valley(10, 3, 5, 200)):
        below, at, above = train(valley, sgd(), lr=[0.97 * best, best, 1.03 * best], steps=steps).loss[:, -1]
        assert at < below and at < above
    assert best_in_valley(1, 0, 5) == [1]


def test_the_recursion_is_what_training_gives():
    """The mean of x² over 4000 noisy bowls under a schedule, at several steps."""
    schedule = schedules.cosine(60)
    runs = train(surfaces.noisy_bowl(1, 1, start=np.full(4000, 10.0)), sgd(), lr=0.4, steps=60, schedule=schedule)
    exact = mean_squares(0.4 * schedule(np.arange(60)))
    assert np.allclose((runs.path[0, [1, 5, 20, 60]] ** 2).mean(axis=1), exact[[1, 5, 20, 60]], rtol=0.1)


def test_the_floor_is_where_the_recursion_stands_still():
    rates = np.array([0.1, 0.5, 1.5])
    assert np.allclose(mean_squares(np.tile(rates, (400, 1)))[-1], floor(rates))
    assert np.allclose(floor(0.3, 2, 3), 0.3 * 9 / (2 * 1.4))


def test_no_schedule_beats_the_best_possible():
    rates, least = best_possible()
    assert np.isclose(mean_squares(rates)[-1], least) and np.isclose(least, 1 / 200.01)
    assert (
        least
        < best_peak(schedules.inverse_time(1.0))[1]
        < best_peak(schedules.cosine(200))[1]
        < best_peak(schedules.constant())[1]
    )
    assert PEAKS[0] < best_peak(schedules.constant())[0] < PEAKS[-1]


@pytest.mark.parametrize(
    "answer, said",
    [
        ([0.2, 0.07, 0.04, 0.025, 0.018, 0.014, 0.011, 0.009, 0.007, 0.006], "right"),
        ([0.1] * 10, "not yet"),
        (np.full(10, 0.028), "not yet"),
        ([3] * 10, "farther out"),
        ([-0.1] * 10, "negative"),
        ([1e300] * 10, "not yet"),
        ([0.1] * 9, "a list of 10 numbers"),
        (0.1, "a list of 10 numbers"),
        (["x"] * 10, "a list of 10 numbers"),
        ([None] * 10, "a list of 10 numbers"),
        ([], "a list of 10 numbers"),
        ([[0.1]] * 10, "a list of 10 numbers"),
        (None, "no answer yet"),
    ],
    ids=str,
)
def test_ten_rates_are_checked(answer, said, capsys):
    check("schedules.6", answer)
    assert said in capsys.readouterr().out


def test_the_score_of_equal_blocks_is_that_of_a_constant_rate():
    assert np.isclose(score([0.028] * 10), mean_squares(np.full(200, 0.028))[-1])


def test_averaged_weights_beat_the_last_ones_and_a_late_fall_does_as_well_as_a_cosine():
    """Over ten fresh seeds, at a rate of 0.2, after 2, 4 and 6 epochs of batches of 4; and at each one's best rate."""
    last, average, fall, cosine = np.stack([endings(seed)[1, :, :, 0] for seed in FRESH], axis=1)
    assert np.all(average > last) and np.all(np.median(average - last, axis=0) > 0.01)
    assert np.all(np.median(fall - cosine, axis=0) > 0) and np.sum(fall > cosine) > 20
    assert best_rates_agree()


def test_a_late_fall_of_the_last_steps_is_its_own_schedule():
    """The branch of `endings` is one run under `stable`, to the bit."""
    schedule = schedules.stable(240, schedules.polynomial(60))
    whole = train(network(), sgd(), lr=0.2, steps=300, batch_size=4, seed=100, evaluate_every=9, schedule=schedule)
    assert network().accuracy(whole.params, "test")[0] == endings(100)[1, 2, 0, 0]


def test_a_warm_up_helps_adam_at_a_large_rate_on_every_seed():
    constant, warmed = ends_of_adam(FRESH, 0), ends_of_adam(FRESH, 3)
    assert np.all(warmed > constant) and warmed.min() > 0.8 and np.median(constant) < 0.8


def test_with_noise_that_stays_a_cosine_gains_after_ten_epochs_too():
    gains = np.array([gain_with_wrong_labels(seed) for seed in FRESH])
    assert np.median(gains) > 0.005 and np.mean(gains > 0) >= 0.7
