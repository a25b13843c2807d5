"""Searches: scores from the same runs as `train`'s, the interval and the edge, draws on a log scale, and the range
test's three readings.
"""

import warnings
from itertools import combinations

import numpy as np
import pytest

from lrcourse import data, networks, search, surfaces, train
from lrcourse.engine.optimizers import sgd
from lrcourse.widgets import sliders

VALLEY = surfaces.quadratic([1, 10])
RATES = [0.02, 0.05, 0.1, 0.15, 0.18, 0.19, 0.21]


@pytest.fixture(scope="module")
def network():
    return networks.softmax_regression(data.digits())


def made(scores, measure="validation accuracy"):
    scores = np.atleast_2d(scores)
    return search.Search(10.0 ** np.arange(scores.shape[1]), tuple(range(len(scores))), measure, scores, ())


def test_a_grid_scores_the_runs_that_train_gives(network):
    found = search.grid(network, sgd(), [0.1, 1, 0.01, 1], 18, batch_size=64, seeds=[3, 5])
    assert found.rates.tolist() == [0.01, 0.1, 1] and found.seeds == (3, 5) and found.measure == "validation accuracy"
    for seed, row in zip((3, 5), found.scores):
        assert (
            row.tolist()
            == train(network, sgd(), [0.01, 0.1, 1], 18, batch_size=64, seed=seed).validation_accuracy[:, -1].tolist()
        )


def test_the_best_rate_of_a_bowl_is_known():
    """On curvatures 1 and 10 the slower direction decides: 2/11 is best, and 0.18 the nearest of these (Goh 2017)."""
    found = search.grid(VALLEY, sgd(), RATES, 60, seeds=[0])
    assert found.best == 0.18 and found.edge is None and found.measure == "final loss"


def test_regression_is_scored_by_its_validation_loss_and_a_rate_that_explodes_is_silent():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = search.grid(
            networks.linear_regression(data.standardised(data.penguins())), sgd(), [0.01, 0.1, 100], 200, seeds=[0]
        )
    assert found.measure == "validation loss" and found.best == 0.1 and np.isinf(found.scores[0, 2])


def test_the_interval_is_the_stretch_around_the_best():
    found = made([[0.1, 0.955, 0.3, 0.95, 0.96, 0.951, 0.94]])
    assert found.best == 1e4 and found.interval() == (1e3, 1e5) and found.interval(0.02) == (1e3, 1e6)
    assert made([[0.5, 0.9, 0.9]]).interval() == (10, 100) and made([[0.9, 0.5]]).interval() == (1, 1)
    losses = made([[3.0, 1.005, 1.0, 1.02, np.inf]], "validation loss")
    assert losses.best == 100 and losses.interval() == (10, 100) and losses.interval(0.1) == (10, 1000)
    small = made([[0.03, 0.01005, 0.01, 0.0102]], "final loss")  # a share of the loss, whatever its unit
    assert small.interval() == (10, 100) and small.interval(0.1) == (10, 1000)


def test_one_failed_seed_counts():
    found = made([[0.9, 0.95], [0.9, 0.95], [0.9, 0.1]])
    assert found.best == 1 and found.interval() == (1, 1) and found.mean == pytest.approx([0.9, 2 / 3])


@pytest.mark.parametrize(
    "scores, edge",
    [([0.1, 0.2, 0.3], "high"), ([0.3, 0.2, 0.1], "low"), ([0.1, 0.3, 0.2], None), ([0.3, 0.3, 0.3], "low")],
)
def test_a_best_rate_at_the_end_is_said_to_be_there(scores, edge):
    assert made([scores]).edge == edge


def test_random_rates_have_equal_chances_on_a_log_scale():
    found = search.random(surfaces.quadratic([1.0]), sgd(), 1e-4, 1, 2000, 1, seeds=[0])
    share = np.histogram(np.log10(found.rates), [-4, -3, -2, -1, 0])[0] / 2000
    assert np.all(np.abs(share - 0.25) < 0.04) and 1e-4 <= found.rates.min() < found.rates.max() <= 1
    again = search.random(surfaces.quadratic([1.0]), sgd(), 1e-4, 1, 2000, 1, seeds=[0])
    other = search.random(surfaces.quadratic([1.0]), sgd(), 1e-4, 1, 2000, 1, seeds=[0], draw=1)
    assert np.array_equal(found.rates, again.rates) and not np.array_equal(found.rates, other.rates)


def test_sixty_draws_find_the_top_twentieth_in_95_percent():
    """Reference value 18: 1 − .95⁶⁰ = .954."""
    hits = [(np.random.default_rng(i).random(60) < 0.05).any() for i in range(4000)]
    assert np.mean(hits) == pytest.approx(1 - 0.95**60, abs=0.012)


def test_progress_runs_once_from_start_to_end_over_all_seeds(network):
    reported = []
    search.grid(
        network,
        sgd(),
        [0.1, 1],
        40,
        batch_size=64,
        seeds=range(3),
        progress=lambda done, total: reported.append((done, total)),
    )
    assert reported == sorted(reported) and {total for _, total in reported} == {120} and reported[-1] == (120, 120)


def test_a_running_mean_is_corrected_for_its_start():
    values = [3.0, 1.0, 4.0]
    expected = [3, (0.9 * 3 + 1) / 1.9, (0.81 * 3 + 0.9 * 1 + 4) / 2.71]
    assert np.allclose(search.smooth(values, 0.9), expected) and search.smooth(values, 0).tolist() == values


def test_the_range_test_is_one_run_with_a_growing_rate():
    """On a parabola each factor is known: x is the product of 1 − ηλ."""
    test = search.range_test(surfaces.quadratic([4.0]), sgd(), 1e-3, 1, 50, smoothing=0)
    assert test.rates[0] == 1e-3 and test.rates[-1] == pytest.approx(1) and np.ptp(np.diff(np.log(test.rates))) < 1e-9
    assert np.allclose(test.loss, 2 * np.cumprod(1 - 4 * test.rates) ** 2, rtol=1e-6)


def test_the_range_tests_suggestions_on_a_known_curve(monkeypatch):
    """The curve falls fastest at one rate, is lowest at another, and passes four times that at a third."""
    curve = np.concatenate([np.full(40, 2.0), [1.8, 1.0, 0.9, 0.8, 0.9, 3.0, 3.3, 0.1, 0.1, 0.1]])
    bowl = surfaces.Surface(
        "known", lambda x: (np.r_[2.0, curve][x[:, 0].round().astype(int)], -np.ones_like(x)), np.zeros(1)
    )
    monkeypatch.setattr(
        search, "exponential", lambda rate: lambda t: np.full(np.shape(t), 1 / 1e-3)
    )  # every step moves by one place
    test = search.range_test(bowl, sgd(), 1e-3, 1, 50, smoothing=0)
    assert test.loss.tolist() == curve.tolist()
    assert test.minimum == test.rates[43] and test.tenth == test.rates[43] / 10 and test.steepest == test.rates[40]
    assert test.stop == test.rates[46] and test.valley == test.rates[41]  # it falls 2, 1.8, 1, 0.9, 0.8, up to place 43


def test_the_middle_of_the_longest_fall_is_that_of_all_choices_of_values():
    for values in np.random.default_rng(0).integers(0, 9, (40, 8)):
        falls = [
            places
            for length in range(1, 9)
            for places in combinations(range(8), length)
            if all(values[one] > values[other] for one, other in zip(places, places[1:]))
        ]
        longest = max(map(len, falls))
        end = min(places[-1] for places in falls if len(places) == longest)
        assert search.middle_of_fall(values) == end - longest // 2


def test_a_range_test_that_never_explodes_has_no_stop():
    test = search.range_test(surfaces.quadratic([1.0]), sgd(), 1e-4, 1e-2, 50)
    assert test.stop is None and test.minimum == test.rates[-1]


def test_a_range_test_that_explodes_early_or_at_once_still_suggests_a_rate_and_is_silent():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        early = search.range_test(VALLEY, sgd(), 0.18, 50, 100, smoothing=0.5)
        at_once = search.range_test(VALLEY, sgd(), 1e200, 1e201)
        far = search.range_test(VALLEY, sgd(), 0.01, 1e9, 200, smoothing=0)
    assert early.rates[3] < early.stop < early.rates[10]  # among the first tenth, which has no candidates else
    assert max(early.minimum, early.steepest, early.valley) < early.stop
    assert at_once.stop == at_once.minimum == at_once.steepest == at_once.valley == at_once.rates[0]
    assert np.isinf(far.loss[-1]) and 0.1 < far.minimum < far.stop < 1


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: search.grid(VALLEY, sgd(), [], 10), "rates"),
        (lambda: search.grid(VALLEY, sgd(), [0.1, -1], 10), "rates"),
        (lambda: search.grid(VALLEY, sgd(), "0.1", 10), "rates"),
        (lambda: search.grid(VALLEY, sgd(), [0.1], 0), "steps=0"),
        (lambda: search.grid(VALLEY, sgd(), [0.1], 10, seeds=[]), "seeds"),
        (lambda: search.grid(VALLEY, sgd(), [0.1], 10, seeds=[-1]), "seeds=-1"),
        (lambda: search.grid(VALLEY, sgd(), [0.1], 10, batch_size=4), "batch_size=4"),
        (lambda: search.grid(None, sgd(), [0.1], 10), "problem=None"),
        (lambda: search.random(VALLEY, sgd(), 1, 0.1, 5, 10), "high=0.1"),
        (lambda: search.random(VALLEY, sgd(), 0.1, 1, 0, 10), "count=0"),
        (lambda: search.range_test(VALLEY, sgd(), low=0), "low=0"),
        (lambda: search.range_test(VALLEY, sgd(), steps=5), "steps=5"),
        (lambda: search.range_test(VALLEY, sgd(), smoothing=1), "smoothing=1"),
        (lambda: search.grid(VALLEY, sgd(), [0.1], 10, seeds=[0]).interval(0), "tolerance=0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=f"{message}.*: allowed"):
        call()


def test_bad_batches_are_left_to_train(network):
    for bad in (0, "8", 10**6):
        with pytest.raises(ValueError, match="batch_size="):
            search.grid(network, sgd(), [0.1], 10, batch_size=bad)


def test_the_progress_bar_moves_and_its_stored_text_does_not(network):
    bar = sliders.ProgressBar("3 runs")
    before = bar._repr_mimebundle_()[0]["text/plain"]
    search.grid(network, sgd(), [0.1], 20, batch_size=64, seeds=range(3), progress=bar)
    assert bar.bar.value == bar.bar.max == 60 and bar.count.value == "100 %"
    assert bar._repr_mimebundle_()[0]["text/plain"] == before == "progress bar: 3 runs"


@pytest.mark.parametrize("steps, every", [(10, None), (45, None), (100, 4)])
def test_the_score_is_that_of_the_last_step_wherever_an_epoch_ends(network, steps, every):
    found = search.grid(network, sgd(), [0.01, 0.3], steps, batch_size=32, seeds=[2], evaluate_every=every)
    runs = train(network, sgd(), [0.01, 0.3], steps, batch_size=32, seed=2)
    np.testing.assert_array_equal(found.scores[0], network.accuracy(runs.params, "validation"))
    assert runs.evaluated_at[-1] < steps


@pytest.mark.parametrize("batch_size, steps", [(None, 3), (200, 6)])
def test_unless_told_data_are_evaluated_only_before_and_after(network, batch_size, steps):
    (runs,) = search.grid(network, sgd(), [0.1], steps, batch_size=batch_size, seeds=[0]).runs
    assert runs.evaluated_at.tolist() == [0, steps]


def test_a_surface_of_several_starts_is_refused():
    with pytest.raises(ValueError, match="allowed is a surface with one start"):
        search.grid(surfaces.quadratic([1.0], start=[[2.0], [1.0]]), sgd(), [0.1], 10)
