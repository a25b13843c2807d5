"""Readings of real curves, of curves just within each threshold, and of odd ones."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrcourse import data, networks, surfaces, train
from lrcourse.diagnosis.loss_curve import read
from lrcourse.engine.optimizers import adam, rmsprop, sgd

LN10 = np.log(10)
properties = settings(derandomize=True, deadline=None, max_examples=40, database=None)
NETWORK = networks.mlp(data.digits())


@pytest.fixture(scope="module")
def curves():
    """Return losses (steps + 1,) by optimizer and rate, of the digits' MLP at batch 64."""
    wanted = {
        sgd(): [1e-4, 1e-3, 0.01, 0.1, 0.3, 0.6, 2.0, 3.0],
        adam(): [1e-4, 0.01, 0.3, 0.6, 3.0],
        sgd(0.9): [0.03, 1.0],
        rmsprop(): [0.1, 0.3],
    }
    return {
        (optimizer, rate): loss
        for optimizer, rates in wanted.items()
        for rate, loss in zip(rates, train(NETWORK, optimizer, rates, 440, batch_size=64).loss)
    }


@pytest.mark.parametrize(
    "optimizer, rate, verdict",
    [
        (sgd(), 1e-4, "cannot be said"),  # it begins near ln 10
        (sgd(), 1e-3, "too small"),
        (sgd(), 0.01, "too small"),
        (adam(), 1e-4, "too small"),
        (sgd(), 0.1, "good"),
        (sgd(), 0.3, "good"),
        (sgd(), 0.6, "good"),
        (adam(), 0.01, "good"),
        (sgd(0.9), 0.03, "good"),
        (rmsprop(), 0.1, "good"),
        (adam(), 0.3, "unstable"),
        (adam(), 0.6, "unstable"),
        (sgd(0.9), 1.0, "unstable"),
        (rmsprop(), 0.3, "unstable"),
        (sgd(), 2.0, "dead"),
        (sgd(), 3.0, "dead"),
        (adam(), 3.0, "dead"),
    ],
)
def test_readings_of_the_digits_network(curves, optimizer, rate, verdict):
    assert read(curves[optimizer, rate], chance=LN10).verdict == verdict


@pytest.mark.parametrize(
    "times_curvature, verdict",
    [
        (0.002, "too small"),
        (0.1, "good"),
        (1, "good"),
        (1.9, "good"),
        (2.003, "unstable"),
        (2.01, "unstable"),
        (2.05, "diverged"),
        (2.5, "diverged"),
        (1e300, "diverged"),
    ],
)
def test_readings_of_a_quadratic(times_curvature, verdict):
    assert read(train(surfaces.quadratic([1.0, 10.0]), sgd(), times_curvature / 10, 100).loss[0]).verdict == verdict


def test_readings_of_a_bouncing_run_and_of_label_noise():
    bouncing = train(surfaces.wavy(), sgd(), 0.5, 200).loss[0]
    assert read(bouncing).verdict == "unstable" and "swings between" in read(bouncing).reason
    noisy = train(networks.mlp(data.digits(noise=0.4)), sgd(), 0.3, 440, batch_size=64).loss[0]
    assert read(noisy, chance=LN10).verdict in ("good", "too small")  # its floor is high, which is not the rate's fault


def flat(value, count=100):
    return np.full(count, float(value))


def falling_to(end, slope, first=1.0, count=100):
    """Return a fall from `first` whose last tenth lies at `end`, and the one before higher by the share `slope`."""
    losses = np.linspace(first, end * (1 + slope), count)
    losses[-20:-10], losses[-10:] = end * (1 + slope), end
    return losses


def stairs(before, end, first=1.0):
    """Return a curve that falls from `first` at once to `before`, and in the last three tenths to `end`."""
    return np.r_[first, flat(before, 69), flat(end, 30)]


@pytest.mark.parametrize(
    "losses, chance, verdict",
    [
        (np.r_[1, flat(10.1)], None, "diverged"),
        (np.r_[1, flat(9.9)], None, "unstable"),  # BLOW_UP
        (np.r_[flat(1, 60), flat(10.1, 40)], None, "diverged"),  # by its end
        (np.r_[1, flat(11, 80), flat(0.1, 20)], None, "good"),
        (np.r_[flat(1), np.nan], None, "diverged"),
        (np.r_[flat(1), np.inf], None, "diverged"),
        (np.r_[flat(1), 1e9, flat(0.1)], None, "good"),
        (np.r_[1, 1.21, flat(1)], 1.0, "dead"),
        (np.r_[1, 1.19, flat(1)], 1.0, "cannot be said"),  # SPIKE
        (np.r_[1, 1.21, flat(1)], None, "too small"),
        (np.r_[1, 9, flat(1)], None, "unstable"),  # without chance nothing is dead
        (np.r_[1, 9, flat(1.09)], 1.0, "dead"),
        (np.r_[1, 9, flat(1.11)], 1.0, "unstable"),  # NEAR_CHANCE
        (np.r_[1, 9, falling_to(1.0, 0.04)], 1.0, "dead"),
        (np.r_[1, 9, falling_to(1.0, 0.06)], 1.0, "unstable"),  # FLAT
        (np.r_[1, np.tile([0.1, 0.36], 50)], None, "unstable"),
        (np.r_[1, np.tile([0.1, 0.34], 50)], None, "good"),  # SWING
        (np.r_[1, np.tile([0.5, 0.35, 0.25, 0.1], 30)], None, "good"),
        (np.r_[1, np.tile([0.5, 0.3, 0.1], 40)], None, "unstable"),  # RISES
        (np.r_[1, flat(1.06)], None, "unstable"),
        (np.r_[1, flat(1.04)], None, "too small"),  # RISEN
        (np.r_[1, 2.1, flat(0.3)], None, "unstable"),
        (np.r_[1, 1.9, flat(0.3)], None, "good"),  # THROWN
        (falling_to(0.21, 0.1), None, "too small"),
        (falling_to(0.19, 0.1), None, "good"),  # LEARNED
        (stairs(0.526, 0.5), None, "too small"),
        (stairs(0.524, 0.5), None, "good"),  # FALLING
        (stairs(0.861, 0.85), None, "too small"),
        (stairs(0.859, 0.85), None, "good"),  # LEAST_FALL
        (stairs(0.3, 0.41), None, "unstable"),
        (stairs(0.3, 0.39), None, "good"),  # CLIMBED
        (stairs(0.05, 0.19), None, "good"),
        (np.r_[20, flat(1.09)], 1.0, "cannot be said"),
        (np.r_[20, flat(3)], 1.0, "cannot be said"),
        (np.r_[2, flat(0.91)], 1.0, "cannot be said"),
        (np.r_[2, flat(0.89)], 1.0, "good"),  # NEAR_CHANCE
        (flat(1.04), 1.0, "cannot be said"),
        (flat(1.06), 1.0, "too small"),  # OFF_CHANCE
        (stairs(1.05, 1.0, first=1.2), 1.0, "too small"),  # at chance, and still falling
        (np.r_[1, flat(0.91)], None, "too small"),
        (np.r_[1, flat(0.89)], None, "good"),  # not moved at all
    ],
)
def test_thresholds_from_both_sides(losses, chance, verdict):
    assert read(losses, chance).verdict == verdict


@pytest.mark.parametrize(
    "losses, chance, numbers",
    [
        (np.r_[2.0, flat(1), np.inf, flat(1)], None, ["step 101"]),
        (np.r_[2.0, flat(50)], None, ["50", "ten times the first, 2"]),
        (np.r_[2.34, 31.4, flat(2.3)], 2.3, ["31.4", "2.3"]),
        (np.r_[1, np.tile([0.1, 0.5], 50)], None, ["0.1", "0.5"]),
        (np.r_[2, flat(3)], None, ["3", "2"]),
        (np.r_[2, 7.5, flat(1.25)], None, ["2", "7.5", "1.25"]),
        (falling_to(0.6, 0.1, first=2.5), None, ["2.5", "0.6", "still falling"]),
        (np.r_[4, flat(0.125)], None, ["4", "0.125", "is steady"]),
        (stairs(0.1, 0.088), None, ["still falls"]),
        (stairs(0.1, 0.112), None, ["rises again"]),
        (stairs(0.1, 0.108), None, ["is steady"]),
        (np.r_[1, np.tile([0.01, 0.07], 50)], None, ["swings by 0.06"]),
        (np.r_[1, np.tile([0.01, 0.05], 50)], None, ["is steady"]),
        (np.r_[1, flat(0.4, 39), flat(0.6, 30), flat(0.3, 30)], None, ["to 0.4, rose again to 0.6, and ends at 0.3"]),
        (flat(2.31), 2.3, ["2.31", "2.3", "dead"]),
        (np.r_[2, flat(-3)], None, ["measured from the lowest loss, -3", "from 5 to 0"]),
    ],
)
def test_reasons_mention_the_numbers(losses, chance, numbers):
    reason = read(losses, chance).reason
    assert all(number in reason for number in numbers), reason


@properties
@given(scale=st.floats(1e-3, 1e3), seed=st.integers(0, 1000), trend=st.floats(-3, 3), noise=st.floats(0, 1))
def test_a_reading_does_not_depend_on_the_loss_s_unit(scale, seed, trend, noise):
    rng = np.random.default_rng(seed)
    losses = np.exp(trend * np.linspace(0, 1, 80)) * np.exp(noise * rng.normal(size=80))
    assert read(losses, 1.0).verdict == read(scale * losses, scale).verdict
    assert read(losses).verdict in ("too small", "good", "unstable", "diverged")


@properties
@given(
    seed=st.integers(0, 1000),
    first=st.floats(0.1, 30),
    trend=st.floats(-3, 3),
    noise=st.floats(0, 1),
    above=st.floats(0.91, 9),
)
def test_no_curve_is_good_that_ends_above_guessing_or_less_than_a_tenth_below(seed, first, trend, noise, above):
    rng = np.random.default_rng(seed)
    losses = np.exp(trend * np.linspace(-1, 0, 80)) * np.exp(noise * rng.normal(size=80))
    losses[0] = first
    assert read(losses, np.median(losses[-8:]) / above).verdict != "good"


@pytest.mark.parametrize("rate, verdict", [(4e-4, "too small"), (0.1, "good"), (0.195, "good")])
def test_a_loss_that_falls_below_zero_is_read_alike(rate, verdict):
    losses = train(surfaces.quadratic([1.0, 10.0]), sgd(), rate, 150).loss[0]
    assert read(losses).verdict == verdict == read(losses - losses.min() - 1).verdict == read(losses - 60).verdict


def test_a_loss_that_rises_from_below_zero_is_not_good():
    assert read(np.linspace(-5, -4, 50)).verdict == read(np.linspace(0, 1, 50)).verdict == "unstable"
    assert (
        read(np.r_[0.01, flat(-50), flat(0.2)]).verdict == "unstable"
    )  # and what is a 250th of its fall is no blow-up
    assert read(np.r_[-4, flat(-5), flat(40)]).verdict == "unstable"
    assert read(np.r_[-4, flat(-5), flat(41)]).verdict == "diverged"


@pytest.mark.parametrize(
    "losses",
    [flat(0), np.r_[0, flat(1)], np.r_[flat(1), flat(0)], np.r_[1, flat(1e308)], np.r_[np.inf, flat(1)], [1] * 10],
)
def test_odd_curves_are_read_without_a_warning(losses):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read(losses, chance=1.0).reason


@pytest.mark.parametrize("losses", [np.ones((2, 20)), np.ones(9), [], 3.0, "good", None, ["a"] * 20])
def test_what_is_no_curve_is_named(losses):
    with pytest.raises(ValueError, match="losses: allowed is one curve"):
        read(losses)


@pytest.mark.parametrize("chance", ["ln 10", float("nan"), -1.0, 0, True])
def test_what_is_no_chance_is_named(chance):
    with pytest.raises(ValueError) as error:
        read(np.ones(20), chance)
    assert str(error.value).startswith(f"chance={chance!r}: allowed is")


# Other runs that had no part in choosing the thresholds


OTHERS = (  # hidden layers, training images, batch, optimizer, lowest and highest rate
    ((48,), 400, 20, sgd(), 0.002, 10),
    ((40, 40), 500, 25, sgd(), 0.002, 10),
    ((96,), 350, 50, sgd(0.8), 0.0005, 4),
    ((24, 24, 24), 600, 40, adam(beta1=0.8), 0.0002, 2),
)


def cause(network, runs):
    """Return each rate's cause (runs,), by how the run ended on all training images: "" for what lies between."""
    loss, right = network.evaluate(runs.params, network.data.x_train, network.data.y_train)
    loss = np.where(np.isfinite(runs.loss[:, -1]), loss, np.inf)
    best, place = loss.argmin(), np.arange(len(loss))
    failed = (place > best) & ((loss > 0.9 * LN10) | (right < 0.5 * right[best]))
    short = (place < best) & (loss > 0.3 * LN10)
    return np.select([failed, short, right > 0.9 * right[best]], ["too large", "too small", "good"], "")


def test_few_of_300_other_runs_are_misnamed_and_none_that_failed_is_called_good():
    names = {"too large": ("unstable", "dead", "diverged"), "too small": ("too small",), "good": ("good",)}
    said = {one: [] for one in names}
    for hidden, count, batch, optimizer, low, high in OTHERS:
        network = networks.mlp(data.digits(train=count), hidden=hidden)
        for seed in (200, 201, 202):
            rates = np.geomspace(low, high, 25)
            runs = train(network, optimizer, rates, 150, batch_size=batch, seed=seed, evaluate_every=1000)
            for one, losses in zip(cause(network, runs), runs.loss):
                if one:
                    said[one].append(read(losses, LN10).verdict)
    assert sum(map(len, said.values())) > 270 and min(map(len, said.values())) > 60
    unsaid = {one: verdicts.count("cannot be said") / len(verdicts) for one, verdicts in said.items()}
    wrong = {
        one: sum(verdict not in (*names[one], "cannot be said") for verdict in verdicts) / len(verdicts)
        for one, verdicts in said.items()
    }
    assert wrong["too large"] < 0.05 and wrong["too small"] < 0.12 and wrong["good"] < 0.12
    assert unsaid["too large"] < 0.05 and unsaid["too small"] < 0.25 and unsaid["good"] == 0
    assert "good" not in said["too large"]
