"""The judges of claims 6 and 10 give another verdict for other numbers, and fresh seeds bear the lesson out."""

import numpy as np
import pytest

from lrcourse import data, diagnosis, networks, sgd, train
from lrcourse.lessons import SEEDS
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF
from lrcourse.lessons.image_classifier.claims import judge_choice, judge_classifier
from lrcourse.lessons.image_classifier.experiments import FRESH, another, firing_by_step, network


@pytest.mark.parametrize(
    "far_off, tenth, verdict",
    [(1, 1, HOLDS), (1, 0, HOLDS_IF), (0.8, 0, HOLDS_IF), (0.8, 1, HOLDS_IF), (0.4, 0, FAILS), (0, 0, FAILS)],
)
def test_choice(far_off, tenth, verdict):
    """Claim 6 stands with the share of seeds in which the good rate is far ahead, of its tenth too."""
    numbers = {f"rate {rate}: median test accuracy": 0.5 for rate in (0.001, 0.06, 0.6, 2)} | {"0.6 minus 0.06": 0.01}
    assert judge_choice(numbers | {"leads 0.001 and 2": far_off, "leads 0.06": tenth}) == verdict


@pytest.mark.parametrize(
    "nothing, learned, others, verdict",
    [
        (1, 1, (1, 1, 1, 1, 1, 1), HOLDS),
        (1, 1, (1, 1, 1, 1, 1, 0), HOLDS_IF),
        (1, 1, (1, 0, 1, 1, 1, 1), HOLDS_IF),
        (0.6, 1, (1, 1, 1, 1, 1, 1), HOLDS_IF),
        (0, 1, (1, 0, 1, 1, 1, 0), HOLDS_IF),
        (0, 1, (1, 0, 1, 0, 1, 0), FAILS),
        (1, 0.8, (1, 1, 1, 1, 1, 1), FAILS),
        (1, 1, (0.8, 1, 1, 1, 1, 1), FAILS),
    ],
)
def test_classifier(nothing, learned, others, verdict):
    """Claim 10 needs every classifier to fail at its large rate.

    If one fails at its good rate too, nothing is shown about the rate.
    """
    numbers = {"train": 0.1, "validation": 0.1, "nothing at 2": nothing, "learn at 1.2": 0.8, "learn at 0.2": learned}
    assert judge_classifier(numbers | dict(zip("abcdef", others))) == verdict


def test_units_die_over_epochs_and_not_in_the_first_step():
    """Ten fresh seeds at a rate of 2: after 1 step, after 1, 2 and 12 epochs."""
    shares = firing_by_step((1, 18, 36, 216), seeds=range(100, 110))
    assert shares[0] > 0.8 and 0.1 < shares[1] < 0.4 and np.all(np.diff(shares) < 0) and shares[-1] < 0.05


def test_softmax_regression_from_0_bears_any_rate():
    """Ten fresh seeds, by validation: all weights grow with the rate, and the largest output stays the largest."""
    rates = (2, 200, 2e6, 2e8)
    plain = np.stack([another("softmax", seed, rates).validation_accuracy[:, -1] for seed in range(100, 110)])
    assert (plain[:, 0] > 0.9).all() and (plain[:, 1:] > 0.7).all() and np.median(plain[:, 2]) > 0.9
    assert np.abs(plain[:, 2] - plain[:, 3]).max() < 0.01


def test_it_takes_no_unit_that_dies_to_learn_nothing():
    """Ten fresh seeds: a linear classifier with squared error explodes beyond 2/λ, units of tanh saturate."""
    digits, fresh = data.digits(), range(100, 110)
    linear = networks.Network(digits, loss="squared_error")
    assert 0.6 < diagnosis.stability_limit(linear, sgd()) < 1
    for seed in fresh:
        good, large = another("linear", seed, (0.6, 1)).validation_accuracy[:, -1]
        assert good > 0.9 and large < 0.2 and another("linear", seed, (0.6, 1)).train_loss[1, -1] > 1e20
    saturated = []
    for seed in fresh:
        runs = another("tanh", seed, (0.6, 10))
        assert runs.validation_accuracy[0, -1] > 0.9 and runs.validation_accuracy[1, -1] < 0.3
        units = np.abs(runs.problem.forward(runs.params, digits.x_train)[0])
        saturated.append((units > 0.99).mean(axis=(1, 2)))
    assert np.max(saturated, axis=0)[0] < 0.1 and np.min(saturated, axis=0)[1] > 0.9


def test_at_two_units_of_relu_and_of_tanh_fail_alike():
    """Ten fresh seeds, by validation."""
    fresh = range(100, 110)
    options = dict(batch_size=32, evaluate_every=1)
    deep = [train(network(), sgd(), 2, 216, seed=seed, **options).validation_accuracy[0, -1] for seed in fresh]
    assert max(deep) < 0.3
    smooth = networks.mlp(data.digits(), hidden=(64,), activation="tanh")
    late = [train(smooth, sgd(), 2, 216, seed=seed, **options).validation_accuracy[0, -9:] for seed in fresh]
    assert (
        max(np.median(late, axis=1)) < 0.3
    )  # tanh's epochs jump, and the last bit of a sum decides where the last lands
    assert np.median(late) < 0.15


def test_claim_6_is_judged_by_seeds_that_did_not_choose():
    """The rates were chosen after a look at the seeds 0 to 4."""
    assert min(FRESH + seed for seed in SEEDS) > max(SEEDS)
