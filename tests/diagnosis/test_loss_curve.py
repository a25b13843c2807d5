"""Readings of real curves, of curves just within each threshold, and of odd ones."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lrcourse import data, networks, surfaces, train
from lrcourse.diagnosis.loss_curve import KINDS, NAMES, read
from lrcourse.engine.optimizers import adam, rmsprop, sgd
from lrcourse.lessons.image_classifier import BATCH, sweep
from lrcourse.lessons.reading_loss_curves import held_back

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
        (sgd(), 0.01, "still learning"),
        (adam(), 1e-4, "still learning"),
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
        (sgd(), 2.0, "cannot be said"),  # dead, and was hardly thrown up
        (sgd(), 3.0, "dead"),
        (adam(), 3.0, "unstable"),
    ],
)
def test_readings_of_the_digits_network(curves, optimizer, rate, verdict):
    losses = curves[optimizer, rate]
    assert read(losses, chance=LN10, start=losses[0]).verdict == verdict


def on_bowl(times_curvature):
    return train(surfaces.quadratic([1.0, 10.0]), sgd(), times_curvature / 10, 100)


@pytest.mark.parametrize(
    "times_curvature, verdict",
    [
        (0.0002, "too small"),
        (0.002, "still learning"),
        (0.1, "good"),
        (1, "good"),
        (1.9, "good"),
        (2, "unstable"),
        (2.003, "unstable"),
        (2.01, "unstable"),
        (2.05, "diverged"),
        (2.5, "diverged"),
        (1e300, "diverged"),
    ],
)
def test_readings_of_a_quadratic(times_curvature, verdict):
    runs = on_bowl(times_curvature)
    assert read(runs.loss[0], path=runs.path[0]).verdict == verdict


LN_COSH = surfaces.from_function(lambda x: (np.log(np.cosh(x[0])), np.tanh(x)), start=[5.0])
DOUBLE_WELL = surfaces.from_function(lambda x: ((x[0] ** 2 - 1) ** 2 / 4, x * (x**2 - 1)), start=[0.1])


@pytest.mark.parametrize("start", [False, True])
@pytest.mark.parametrize(
    "surface, rate", [*((LN_COSH, rate) for rate in (2.1, 2.2, 2.5, 3, 4)), (DOUBLE_WELL, 1.1), (DOUBLE_WELL, 1.3)]
)
def test_a_descent_that_hops_for_ever_is_unstable(surface, rate, start):
    """The loss alone may come to rest above the minimum, as if in a minimum: the path tells."""
    runs = train(surface, sgd(), lr=rate, steps=40)
    reading = read(runs.loss[0], start=runs.loss[0, 0] if start else None, path=runs.path[0])
    assert reading.verdict == "unstable"


@pytest.mark.parametrize("surface, rate", [(LN_COSH, 0.5), (LN_COSH, 1.9), (DOUBLE_WELL, 0.5), (DOUBLE_WELL, 0.9)])
def test_a_descent_that_comes_to_rest_is_good(surface, rate):
    runs = train(surface, sgd(), lr=rate, steps=40)
    assert read(runs.loss[0]).verdict == read(runs.loss[0], path=runs.path[0]).verdict == "good"


@pytest.mark.parametrize("steps", [30, 40, 100])
def test_hops_that_grow_smaller_are_no_fault(steps):
    runs = train(surfaces.quadratic([1.0]), sgd(), lr=1.99, steps=steps)
    assert read(runs.loss[0], path=runs.path[0]).verdict in ("good", "still learning")


def test_without_its_path_a_loss_at_rest_above_the_minimum_cannot_be_said():
    runs = train(LN_COSH, sgd(), lr=3.0, steps=200)
    reading = read(runs.loss[0])
    assert reading.verdict == "cannot be said" and "path=" in reading.next


def test_readings_of_a_bouncing_run_and_of_label_noise():
    bouncing = train(surfaces.wavy(), sgd(), 0.5, 200).loss[0]
    assert read(bouncing).verdict == "unstable" and "swings between" in read(bouncing).reason
    noisy = train(networks.mlp(data.digits(noise=0.4)), sgd(), 0.3, 440, batch_size=64).loss[0]
    assert read(noisy, chance=LN10).verdict in ("good", "still learning")  # its floor is high, which is not the rate's


def flat(value, count=100):
    return np.full(count, float(value))


def to(level, first=1.0, fall=0.0, count=100):
    """Return a curve of `count` values that falls from `first` in its first third to `level`, and in its last three
    tenths by the share `fall`, on average.
    """
    late = round(0.3 * count)
    down = np.linspace(first, level, round(0.35 * count))
    return np.r_[down, flat(level, count - late - len(down)), level * np.linspace(1, 1 - 2 * fall, late)]


NAN = float("nan")


@pytest.mark.parametrize(
    "losses, known, verdict",
    [
        (np.r_[flat(1), NAN], {}, "diverged"),
        (np.r_[flat(1), np.inf], {}, "diverged"),
        ([0.62, *[NAN] * 6], {}, "diverged"),
        ([0.62, *[None] * 6], {}, "diverged"),
        ([1.0, 0.8, NAN, 0.6, 0.5, 0.4, 0.3], {}, "still learning"),
        ([1.0, 0.8, None, 0.6, 0.5, 0.4, 0.3, None], {}, "still learning"),
        ([1.0, None, 0.8, None, 0.6, None, 0.5, None, 0.4, None], {}, "still learning"),
        ([NAN] * 5, {}, "cannot be said"),
        ([np.inf] * 5, {}, "diverged"),
        (np.r_[1, flat(10.1)], {"start": 1}, "diverged"),
        (np.r_[1, flat(9.9)], {"start": 1}, "unstable"),  # BLOW_UP
        (np.r_[flat(1, 60), flat(10.1, 40)], {}, "diverged"),
        (np.r_[flat(1), 1e9, to(0.1)], {}, "good"),
        ([2.3, 2.2, 87.3365, 87.3365, 87.3365], {}, "diverged"),  # a ceiling, once and three times
        ([6.9, 6.8, *[262.0095] * 4], {}, "diverged"),
        ([6.9, 6.8, *[87.4] * 4], {"start": 6.9}, "diverged"),
        ([2.1, 1.9, *[0.0] * 6], {}, "cannot be said"),
        ([2.1, 1.9], {}, "cannot be said"),
        ([2.1, 1.9, 1.7], {}, "cannot be said"),
        ([2.1, 1.9, 1.7, 1.5], {}, "still learning"),  # SHORT
        ([1.0, 0.9, 0.8, 0.7, 5.0, 0.55, 0.5, 0.45, 0.4, 0.36, 0.33, 0.3], {}, "still learning"),  # one high value
        (np.r_[1, 1.3, 1.3, flat(1)], {"chance": 1.0}, "dead"),
        (np.r_[1, 1.1, 1.1, flat(1)], {"chance": 1.0}, "cannot be said"),  # SPIKE
        (np.r_[to(0.7), flat(1.02)], {"chance": 1.0}, "dead"),  # once lower
        (np.r_[1, 9, 9, flat(1.04)], {"chance": 1.0}, "dead"),
        (np.r_[1, 9, 9, flat(1.6)], {"chance": 1.0}, "unstable"),  # FAR
        (np.r_[1, np.tile([0.1, 0.5], 50)], {}, "unstable"),
        (np.r_[1, np.tile([0.29, 0.31], 50)], {"start": 1}, "good"),  # SWING
        (to(0.5)[::-1], {}, "unstable"),
        (np.r_[to(0.1, count=960), flat(5, 40)], {}, "unstable"),  # thrown up late
        (np.r_[to(0.1, count=29), 5], {}, "cannot be said"),  # one odd value, or the beginning of that
        (1 + np.linspace(0, 1, 1000) * np.sin(np.arange(1000) / 3), {}, "unstable"),  # a swing that grows
        (np.r_[to(0.5), flat(0.5, 60)], {}, "good"),
        (np.r_[to(0.5, count=70), flat(0.4, 30)], {"start": 1}, "good"),  # one step down, and still
        (np.r_[to(0.5), [NAN] * 60, 0.3], {}, "diverged"),
        (np.r_[[NAN] * 60, to(0.5)], {}, "good"),
        (np.r_[1, 2.1, flat(0.3)], {"start": 1}, "unstable"),
        (np.r_[1, 1.9, flat(0.3)], {"start": 1}, "good"),  # THROWN
        (np.r_[1, 2.1, flat(0.19)], {"start": 1}, "good"),  # LOW
        (np.r_[to(0.4), flat(0.51, 30)], {"start": 1}, "unstable"),
        (np.r_[to(0.4), flat(0.4, 40), flat(0.405, 30)], {"start": 1}, "good"),  # RISEN, RISING
        (to(0.5, fall=0.03), {}, "still learning"),
        (to(0.5, fall=0.01), {}, "good"),  # FALLING
        (to(0.1, fall=0.3), {"start": 1}, "good"),
        (np.linspace(1, 0.92, 100), {"start": 1}, "too small"),
        (np.linspace(1, 0.88, 100), {"start": 1}, "still learning"),  # HARDLY
        (np.r_[flat(1, 70), np.linspace(1, 0.92, 30)], {"start": 1}, "still learning"),  # a plateau that ends
        (flat(0.98), {"start": 1}, "too small"),
        (flat(0.96), {"start": 1}, "cannot be said"),  # UNMOVED: or dead at guessing
        (to(0.95), {}, "cannot be said"),  # nobody knows where it began
        (flat(1.02), {"chance": 1.0}, "cannot be said"),
        (flat(1.07), {"chance": 1.0}, "too small"),
        (to(0.45, first=1.0), {"chance": 1.0}, "good"),
        (to(0.55, first=1.0), {"chance": 1.0}, "cannot be said"),  # STUCK
        (to(0.65), {}, "good"),
        (to(0.75), {}, "cannot be said"),  # UNKNOWN
        (to(3, first=20.0), {"chance": 1.0}, "cannot be said"),
        (to(3, first=20.0, fall=0.1), {"chance": 1.0, "start": 20.0}, "still learning"),
    ],
)
def test_each_rule_from_both_sides(losses, known, verdict):
    assert read(losses, **known).verdict == verdict


@pytest.mark.parametrize(
    "losses, known, said",
    [
        (np.r_[2.0, flat(1), np.inf, flat(np.inf)], {}, ["value 102"]),
        (np.r_[2.0, flat(50)], {"start": 2.0}, ["50", "above 2 before"]),
        ([2.3, 2.2, 87.3365, 87.3365, 87.3365], {}, ["stays at 87.3365", "softmax"]),
        ([2.1, 1.9, *[0.0] * 6], {}, ["exactly 0"]),
        ([2.1, 1.9], {}, ["short", "2 of at least 4"]),
        ([1.0, 0.8, NAN, 0.6, 0.5, 0.4, 0.3], {}, ["(1 value that is no number was passed over)"]),
        ([1.0, None, 0.8, None, 0.6, 0.5, 0.4], {}, ["(2 values that are no numbers were passed over)"]),
        (np.r_[2.34, 31.4, 31.4, flat(2.3)], {"chance": 2.3}, ["31.4", "2.3"]),
        (np.r_[1, np.tile([0.1, 0.5], 50)], {}, ["between 0.1 and 0.5"]),
        (np.r_[2, 7.5, flat(1.25)], {"start": 2}, ["from 2 up to 7.5", "1.25"]),
        (to(0.6, fall=0.1, first=2.5), {"start": 2.5}, ["2.5", "still falls"]),
        (np.r_[4, flat(0.125)], {"start": 4}, ["from 4 to 0.125", "is steady"]),
        (np.r_[to(0.4), flat(0.6, 30)], {}, ["come down to 0.4", "ends at 0.6"]),
        (flat(2.31), {"chance": 2.3}, ["2.31", "2.3", "dead"]),
        (np.r_[to(-3, first=2)], {}, ["measured from the lowest loss, -3"]),
    ],
)
def test_reasons_mention_the_numbers(losses, known, said):
    reason = read(losses, **known).reason
    assert all(number in reason for number in said), reason


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "training"])
def test_the_level_of_another_loss_says_nothing_about_the_rate(kind):
    reading = read(to(0.1), start=1.0, kind=kind)
    assert reading.verdict == "cannot be said" and kind in reading.reason and reading.next
    assert read([1.0, NAN, NAN], kind=kind).verdict == "diverged"


def test_validation_that_rises_for_good_while_training_falls_is_over_fitting():
    down, up = np.linspace(1, 0.2, 40), np.r_[np.linspace(1, 0.5, 10), np.linspace(0.51, 0.9, 30)]
    reading = read(down, validation=up)
    assert reading.verdict == "over-fitting" and "value 10 of 40 (epoch 10" in reading.reason
    assert "value 11 of 41" in read(down, validation=[None, *up]).reason
    noise = 0.5 + 0.05 * np.random.default_rng(0).normal(size=30)
    for calm in (noise, down, np.r_[up[:10], flat(0.54, 30)], np.r_[up[:10], 0.9, flat(0.5, 29)], up[:3], None):
        assert read(down, validation=calm).verdict == "still learning"
    assert read(np.r_[down, flat(0.9, 20)], validation=up).verdict == "unstable"  # training rises as well


def test_all_verdicts_have_names_and_say_what_to_try_next():
    found = [read(case["losses"], case["chance"], kind=case["read_kind"]) for case in PUBLIC]
    assert {one.verdict for one in found} <= set(NAMES) and all(one.next and one.reason for one in found)


# Logs that people have published; each names its source, as far as it may be named


PUBLIC = [json.loads(line) for line in (Path(__file__).parent / "public_logs.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("case", PUBLIC, ids=lambda case: case["name"])
def test_public_logs(case):
    reading = read(case["losses"], case["chance"], validation=case["val_losses"], kind=case["read_kind"])
    assert reading.verdict in case["acceptable"], (reading, case["known_cause"])


@pytest.mark.parametrize("case", PUBLIC, ids=lambda case: case["name"])
@pytest.mark.parametrize("part", [slice(1, None), slice(None, None, 2), slice(3, None)])
def test_a_part_of_a_public_log_gets_no_wrong_name(case, part):
    losses = case["losses"][part]
    verdict = read(losses, case["chance"], kind=case["read_kind"]).verdict
    assert verdict in (*case["acceptable"], "cannot be said")


# The verdict does not hang on how often one logs, or from where on


def batches_per_epoch():
    """Yield (losses (steps + 1,), batches per epoch) of all recorded runs of the digits: 530."""
    for runs in sweep():
        yield from ((losses, runs.problem.n // BATCH) for losses in runs.loss)
    yield from held_back.curves()


@pytest.mark.parametrize("with_start, share", [(False, 0.95), (True, 0.93)])
@pytest.mark.parametrize(
    "logged",
    [
        lambda losses, per_epoch: losses[::10],
        lambda losses, per_epoch: losses[7::10],
        lambda losses, per_epoch: losses[1:].reshape(-1, per_epoch).mean(axis=1),
        lambda losses, per_epoch: losses[5:],
    ],
    ids=["a tenth", "another tenth", "means over epochs", "without the first five"],
)
def test_a_verdict_stays_or_becomes_cannot_be_said_however_one_logs(logged, with_start, share):
    same = []
    for losses, per_epoch in batches_per_epoch():
        known = {"chance": LN10, "start": losses[0] if with_start and np.isfinite(losses[0]) else None}
        whole, seen = read(losses, **known).verdict, read(logged(losses, per_epoch), **known).verdict
        same.append(seen in (whole, "cannot be said"))
    assert len(same) == 530 and np.mean(same) >= share


@properties
@given(scale=st.floats(1e-3, 1e3), seed=st.integers(0, 1000), trend=st.floats(-3, 3), noise=st.floats(0, 1))
def test_a_reading_does_not_depend_on_the_loss_s_unit(scale, seed, trend, noise):
    rng = np.random.default_rng(seed)
    losses = np.exp(trend * np.linspace(0, 1, 80)) * np.exp(noise * rng.normal(size=80))
    assert read(losses, 1.0).verdict == read(scale * losses, scale).verdict
    assert read(losses).verdict == read(scale * losses).verdict in NAMES


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


@pytest.mark.parametrize("rate, verdict", [(4e-4, "still learning"), (0.1, "good"), (0.195, "good")])
def test_a_loss_that_falls_below_zero_is_read_alike(rate, verdict):
    losses = train(surfaces.quadratic([1.0, 10.0]), sgd(), rate, 150).loss[0]
    assert read(losses).verdict == verdict == read(losses - losses.min() - 1).verdict == read(losses - 60).verdict


def test_a_loss_that_rises_from_below_zero_is_not_good():
    assert read(np.linspace(-5, -4, 50)).verdict == read(np.linspace(1, 2, 50)).verdict == "unstable"
    assert read(np.r_[0.01, flat(-50), flat(0.2)]).verdict == "unstable"
    assert read(np.r_[-4, flat(-5), flat(40)]).verdict == "unstable"
    assert read(np.r_[-4, flat(-5), flat(46)]).verdict == "diverged"  # more than ten times 5 above


@pytest.mark.parametrize(
    "losses",
    [
        flat(0),
        np.r_[0, flat(1)],
        np.r_[flat(1), flat(0)],
        np.r_[1, flat(1e308)],
        np.r_[np.inf, flat(1)],
        [1] * 10,
        [0.0] * 4,
        [1, 0, 0, 1],
    ],
)
def test_odd_curves_are_read_without_a_warning(losses):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for known in ({}, {"chance": 1.0}, {"start": 1.0}, {"start": 0.0}, {"validation": losses}):
            assert read(losses, **known).reason


@pytest.mark.parametrize(
    "losses",
    [np.ones((2, 20)), [], 3.0, "good", None, ["a"] * 20, [True] * 20, [[1], [2, 3]], {0: 1.0, 1: 0.9}, {1.0, 0.9}],
)
def test_what_is_no_curve_is_named(losses):
    with pytest.raises(ValueError, match="^losses=.*: allowed is one curve"):
        read(losses)
    if losses is not None:
        with pytest.raises(ValueError, match="^validation=.*: allowed is one curve"):
            read([1.0, 0.9, 0.8, 0.7], validation=losses)


@pytest.mark.parametrize("chance", ["ln 10", float("nan"), -1.0, 0, True])
def test_what_is_no_chance_is_named(chance):
    with pytest.raises(ValueError) as error:
        read(np.ones(20), chance)
    assert str(error.value).startswith(f"chance={chance!r}: allowed is")


@pytest.mark.parametrize(
    "known, said",
    [
        ({"start": NAN}, "start=nan: allowed is a finite number"),
        ({"kind": "train"}, "kind='train': allowed is one of 'training', 'validation'"),
        ({"path": np.ones(20)}, "path: allowed is a point for each loss"),
        ({"path": np.ones((19, 2))}, "path: allowed is a point for each loss (20, size)"),
    ],
)
def test_what_is_not_known_that_way_is_named(known, said):
    with pytest.raises(ValueError) as error:
        read(np.linspace(1, 0.5, 20), **known)
    assert str(error.value).startswith(said)


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
    names = {
        "too large": ("unstable", "dead", "diverged"),
        "too small": ("too small", "still learning"),
        "good": ("good", "still learning"),
    }
    said = {one: [] for one in names}
    for hidden, count, batch, optimizer, low, high in OTHERS:
        network = networks.mlp(data.digits(train=count), hidden=hidden)
        for seed in (200, 201, 202):
            rates = np.geomspace(low, high, 25)
            runs = train(network, optimizer, rates, 150, batch_size=batch, seed=seed, evaluate_every=1000)
            for one, losses in zip(cause(network, runs), runs.loss):
                if one:
                    said[one].append(read(losses, LN10, start=losses[0]).verdict)
    assert sum(map(len, said.values())) > 270 and min(map(len, said.values())) > 60
    unsaid = {one: verdicts.count("cannot be said") / len(verdicts) for one, verdicts in said.items()}
    wrong = {
        one: sum(verdict not in (*names[one], "cannot be said") for verdict in verdicts) / len(verdicts)
        for one, verdicts in said.items()
    }
    assert wrong["too large"] < 0.06 and wrong["too small"] < 0.12 and wrong["good"] < 0.12
    assert unsaid["too large"] < 0.06 and unsaid["too small"] < 0.25 and unsaid["good"] < 0.02
    assert "good" not in said["too large"]
