"""Without a rate: what the lesson's runs show, over five seeds, and its judges."""

import json
from pathlib import Path

import numpy as np
import pytest

from lrcourse.engine.rate_free import dog, learned
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, trial
from lrcourse.lessons.without_a_rate import (
    METHODS,
    RIVALS,
    WITHIN,
    accuracies,
    alone,
    averaged_dog,
    by_budget,
    chosen_from,
    classifier,
    decades,
    dog_advised,
    dog_rates,
    good,
    losses,
    rates_by_step,
    trained,
    tuned_long,
)
from lrcourse.lessons.without_a_rate.boosting import SHRINKAGES, boost, boosted, noisy_sine, stump
from lrcourse.lessons.without_a_rate.figures import race
from lrcourse.lessons.without_a_rate.measured import (
    judge_first_rate,
    judge_no_schedule,
    judge_orthogonal,
    judge_prodigious,
    judge_shrunk,
    judge_told_the_least,
    judge_unknown_budget,
    judge_untuned,
)

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "boosting.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("shrinkage", REFERENCE["cases"])
def test_boosting_predicts_as_scikit_learn_does(shrinkage):
    x, y, at = (np.array(REFERENCE[name]) for name in ("x", "y", "at"))
    _, predicted = boost(x, y, float(shrinkage), 50, at)
    for trees, expected in REFERENCE["cases"][shrinkage].items():
        np.testing.assert_allclose(predicted[int(trees)], expected, rtol=1e-12, atol=1e-12)


def test_a_stump_is_the_best_of_all_splits():
    (x, y), _ = noisy_sine(3)
    threshold, low, high = stump(x, y)
    errors = [np.var(y[:k]) * k + np.var(y[k:]) * (len(y) - k) for k in range(1, len(y))]
    assert x[int(np.argmin(errors))] < threshold < x[int(np.argmin(errors)) + 1]
    assert low == pytest.approx(y[x <= threshold].mean()) and high == pytest.approx(y[x > threshold].mean())


@pytest.mark.parametrize("shrinkage", SHRINKAGES)
def test_each_tree_changes_the_error_as_the_projection_says(shrinkage):
    (x, y), (other, _) = noisy_sine(1)
    fitted, _ = boost(x, y, shrinkage, 20, other)
    for before, after in zip(fitted, fitted[1:]):
        projected = (after - before) / shrinkage
        gone = np.sum((y - before) ** 2) - np.sum((y - after) ** 2)
        assert gone == pytest.approx(shrinkage * (2 - shrinkage) * np.sum(projected**2), rel=1e-6, abs=1e-9)
    errors = boosted(shrinkage)[0][0]
    assert np.all(np.diff(errors) <= 1e-12) == (shrinkage < 2)


@pytest.mark.parametrize("relative, verdict", [(0.9, HOLDS), (0.99, HOLDS_IF), (1.1, FAILS)])
def test_judge_of_shrinkage(relative, verdict):
    assert judge_shrunk(dict(zip(trial(41)[1], (relative, 100, 10)))) == verdict


def test_every_method_has_as_many_values_to_try():
    assert {len(chosen_from(method)) for method in METHODS | RIVALS} == {17}


@pytest.mark.parametrize("method", METHODS | RIVALS)
def test_a_good_range_holds_what_is_good(method):
    grid, median = chosen_from(method), np.median(accuracies(method), axis=0)
    best, at, low, high = good(method)
    assert best == median.max() and median[grid == at] == best and low <= at <= high
    assert np.all(median[(grid < low) | (grid > high)] < best - WITHIN)
    assert decades(method) == pytest.approx(np.log10(high / low))


@pytest.mark.parametrize("method", ["SGD", "Schedule-Free", "Schedule-Free AdamW"])
def test_losses_are_of_what_a_method_has_learned(method):
    runs = trained(method, 1)
    with np.errstate(all="ignore"):
        expected, _ = classifier().loss_and_grad(runs.params if method == "SGD" else learned(runs))
    np.testing.assert_allclose(losses(method, (1,)), expected, rtol=1e-9)
    assert np.allclose(expected, runs.train_loss[:, -1]) == (method == "SGD")


def test_dog_comes_up_from_a_tiny_rate_and_needs_the_time():
    rates = dog_rates()
    assert rates[0] < 1e-3 and 0.3 < rates[-1] < 3 and np.all(np.diff(rates[:15]) > 0)
    assert alone("DoG", 20) < good("SGD")[0] - 0.01 < alone("DoG", 80)


def test_dog_as_its_authors_advise_is_level_with_sgd_and_sgd_gains_by_more_epochs():
    assert alone("DoG", 20) + 0.02 < dog_advised() and dog_advised() >= good("SGD")[0] - 0.01
    assert good("SGD")[0] <= tuned_long() and alone("DoG", 80) >= tuned_long() - 0.01


def test_the_three_long_rates_are_those_that_are_good_in_twenty_epochs():
    _, _, low, high = good("SGD")
    assert list(METHODS["SGD"][1][[10, 12]]) == [low, high]


def test_averaged_dog_is_dog_and_its_mean_has_the_published_weights():
    rng, plain, ours = np.random.default_rng(0), dog(1e-2), averaged_dog(1e-2)
    start, mean = rng.normal(size=(2, 5)), np.zeros((2, 5))
    (at, state), (params, own) = (start, plain.init(start)), (start, ours.init(start))
    for t in range(1, 9):
        grad = rng.normal(size=(2, 5))
        at, state = plain.update(at, grad, state, 1.0)
        params, own = ours.update(params, grad, own, 1.0)
        mean = (1 - 9 / (8 + t)) * mean + 9 / (8 + t) * at  # Shamir and Zhang 2013, with γ = 8
        np.testing.assert_array_equal(params, at)
        np.testing.assert_allclose(own[1], mean, rtol=1e-12)


@pytest.mark.parametrize("every", [1, 10])
def test_the_rates_of_hypergradient_descent_are_the_same_however_often_they_are_told(every):
    told = rates_by_step((1e-6, 1.0), every=every)
    np.testing.assert_allclose(told[:, 10 // every - 1 :: 10 // every], rates_by_step((1e-6, 1.0)), rtol=1e-12)


def test_hypergradient_descent_forgets_its_first_rate():
    ends = rates_by_step((1e-6, 1e-3, 1.0))
    assert ends[:2, -1] == pytest.approx(ends[0, -1], rel=0.1) and ends[:, -1].max() < 3 * ends[:, -1].min()
    assert np.median(accuracies("hypergradient"), axis=0).min() > 0.9


def test_the_race_is_told_in_a_table():
    assert [row[0] for row in race().rows] == list(METHODS)


@pytest.mark.parametrize(
    "short, long, verdict", [(0.95, 0.96, HOLDS), (0.9, 0.96, HOLDS_IF), (0.9, 0.955, FAILS), (0.5, 0.6, FAILS)]
)
def test_judge_of_dog(short, long, verdict):
    assert judge_untuned(dict(zip(trial(37)[1], (short, long, 0.955, 0.967, 0.96)))) == verdict


@pytest.mark.parametrize("ours, best, verdict", [(6, 0.96, HOLDS), (6, 0.94, HOLDS_IF), (0.5, 0.96, FAILS)])
def test_judge_of_the_first_rate(ours, best, verdict):
    assert judge_first_rate(dict(zip(trial(38)[1], (ours, 0.5, best, 0.958)))) == verdict


@pytest.mark.parametrize("behind, needed, verdict", [(0, 0.02, HOLDS), (0, 0, HOLDS_IF), (-0.02, 0.02, FAILS)])
def test_judge_of_schedule_free(behind, needed, verdict):
    assert judge_no_schedule(dict(zip(trial(39)[1], (behind, needed, 0.1)))) == verdict


@pytest.mark.parametrize("relative, verdict", [(0.5, HOLDS_IF), (0.9, FAILS), (2, FAILS)])
def test_judge_of_muon(relative, verdict):
    assert judge_orthogonal(dict(zip(trial(40)[1], (0.96, 0.96, relative, 1, 1)))) == verdict


@pytest.mark.parametrize(
    "short, long, twice, verdict",
    [
        (0.95, 0.96, 0, HOLDS),
        (0.9, 0.96, 0, HOLDS_IF),
        (0.9, 0.955, 0, FAILS),
        (0.5, 0.6, 0, FAILS),
        (0.95, 0.96, 1, FAILS),
    ],
)
def test_judge_of_polyak(short, long, twice, verdict):
    assert judge_told_the_least(dict(zip(trial(51)[1], (short, long, 0.955, 0.967, twice)))) == verdict


@pytest.mark.parametrize(
    "behind, needed, verdict", [(0.007, 0.02, HOLDS), (0.007, 0, HOLDS_IF), (-0.02, 0.02, FAILS), (-0.02, 0, FAILS)]
)
def test_judge_of_schedule_free_adamw(behind, needed, verdict):
    assert judge_no_schedule(dict(zip(trial(52)[1], (behind, needed, 0.2, 1.2, 1.2)))) == verdict


@pytest.mark.parametrize("found, verdict", [(0.965, HOLDS), (0.945, HOLDS_IF), (0.9, FAILS)])
def test_judge_of_prodigy(found, verdict):
    assert judge_prodigious(dict(zip(trial(35)[1], (found, 0.97, 1.7, 1.2)))) == verdict


@pytest.mark.parametrize("decayed, stopped, verdict", [(0, -0.02, HOLDS), (0, 0, HOLDS_IF), (-0.03, -0.02, FAILS)])
def test_judge_of_an_unknown_budget(decayed, stopped, verdict):
    assert judge_unknown_budget(dict(zip(trial(36)[1], (decayed, stopped)))) == verdict


def test_at_the_longest_budget_the_stopped_cosine_is_the_planned_one():
    found = by_budget(20)
    assert found["cosine, budget known"] == found["cosine for 20 epochs, stopped"]


def test_prodigy_as_it_stands_is_as_good_as_tuned_adam_and_better_than_dog():
    assert alone("Prodigy", 20) >= good("Adam")[0] - 0.01 and alone("Prodigy", 20) > alone("DoG", 20) + 0.01
