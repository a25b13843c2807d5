"""The judges of lesson 05's claims give another verdict when their numbers are others."""

import numpy as np
import pytest

from lrcourse import data, networks, sgd, train
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF
from lrcourse.lessons.lesson_05.claims import judge_choice, judge_classifier
from lrcourse.lessons.lesson_05.experiments import firing_by_step, network, without_hidden_layers


@pytest.mark.parametrize("share, verdict", [(1, HOLDS), (0.8, HOLDS_IF), (0.4, FAILS), (0, FAILS)])
def test_choice(share, verdict):
    """Claim 6 stands with the share of seeds in which the middle rate is far ahead."""
    numbers = {f"rate {rate}: median test accuracy": 0.5 for rate in (0.001, 0.6, 2)}
    assert judge_choice(numbers | {"rate 0.6 leads both by 0.3, share of seeds": share}) == verdict


@pytest.mark.parametrize(
    "nothing, learned, plain, verdict",
    [(1, 1, 1, HOLDS), (1, 1, 0, HOLDS_IF), (0.6, 1, 1, HOLDS_IF), (0, 1, 0, FAILS), (1, 0.8, 0, FAILS)],
)
def test_classifier(nothing, learned, plain, verdict):
    """Claim 10 needs all seeds to fail at the large rate.

    If they fail at the good rate too, nothing is shown about the rate.
    """
    numbers = {"train": 0.1, "validation": 0.1, "nothing at 2": nothing, "learn at 1.2": 0.8, "learn at 0.2": learned}
    assert judge_classifier(numbers | {"plain, learn at 2": 1, "plain, nothing at 200": plain}) == verdict


def test_units_die_over_epochs_and_not_in_the_first_step():
    """Ten fresh seeds at a rate of 2: after 1 step, after 1, 2 and 12 epochs."""
    shares = firing_by_step((1, 18, 36, 216), seeds=range(100, 110))
    assert shares[0] > 0.8 and 0.1 < shares[1] < 0.4 and np.all(np.diff(shares) < 0) and shares[-1] < 0.05


def test_without_a_hidden_layer_a_large_rate_does_not_end_the_learning():
    """Ten fresh seeds at 2, 100 and 200, by validation; with a hidden layer, of ReLU or of tanh, all fail at 2."""
    fresh = range(100, 110)
    plain = np.stack([without_hidden_layers(seed, (2, 100, 200)).validation_accuracy[:, -1] for seed in fresh])
    assert (plain[:, 0] > 0.9).all() and (plain[:, 1:] > 0.7).all()
    options = dict(batch_size=32, evaluate_every=1)
    deep = [train(network(), sgd(), 2, 216, seed=seed, **options).validation_accuracy[0, -1] for seed in fresh]
    assert max(deep) < 0.3
    smooth = networks.mlp(data.digits(), hidden=(64,), activation="tanh")
    late = [train(smooth, sgd(), 2, 216, seed=seed, **options).validation_accuracy[0, -9:] for seed in fresh]
    assert (
        max(np.median(late, axis=1)) < 0.3
    )  # tanh's epochs jump, and the last bit of a sum decides where the last lands
    assert np.median(late) < 0.15
