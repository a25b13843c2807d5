"""Test lesson adaptive_methods: its judges turn with their numbers; its changed loss, its race and its valley are what
they are said to be.
"""

import numpy as np
import pytest

from lrcourse import surfaces, train
from lrcourse.engine.optimizers import adam, rmsprop, sgd
from lrcourse.lessons import adaptive_methods as lesson
from lrcourse.lessons.adaptive_methods.measured import (
    judge_adjusting,
    judge_multiplies,
    judge_performance,
    judge_stability,
)
from lrcourse.lessons.adaptive_methods.questions import first_step
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, MISLEADS
from lrcourse.lessons.image_classifier import network


@pytest.mark.parametrize(
    "equal, shifted, control, plain, verdict",
    [
        (5.5, 0, 1, 0, MISLEADS),
        (1, 0.3, 1, 0, HOLDS),
        (5.5, 0.3, 1, 0, HOLDS_IF),
        (5.5, 0, 1, 1, FAILS),
        (5.5, 0, 0, 0, HOLDS_IF),  # a trial in which not even the control reacts says nothing against the claim
    ],
)
def test_multiplies(equal, shifted, control, plain, verdict):
    numbers = {"equal": equal, "shifted": shifted, "control": control, "plain": plain, "Adam": 1}
    assert judge_multiplies(numbers) == verdict


@pytest.mark.parametrize(
    "spread, change, fails, verdict",
    [(150, 2, 1, HOLDS_IF), (150, 2, 0, HOLDS), (1, 2, 1, FAILS), (150, 1, 1, FAILS)],  # a frozen divisor changes by 1
)
def test_adjusting(spread, change, fails, verdict):
    assert judge_adjusting({"width": 2.1, "spread": spread, "change": change, "fails": fails}) == verdict


def test_adams_divisors_shrink_as_it_learns_and_are_those_of_one_run_that_never_stops():
    by_epoch = lesson.divisors_by_epoch(110)
    assert len(by_epoch) == 12 and (np.diff(by_epoch) < 0).all() and 1.5 < by_epoch[0] / by_epoch[-1] < 3
    whole = train(network(), adam(), lr=0.02, steps=216, batch_size=32, seed=110, evaluate_every=12)
    ((_, v, _),) = whole.state
    assert by_epoch[-1] == pytest.approx(np.median(np.sqrt(v[v > 0] / (1 - 0.999**216))))


@pytest.mark.parametrize(
    "shifted, control, stretched, verdict",
    [(0, 1, 0, FAILS), (0.1, 1, 0, HOLDS), (0, 1, 1, MISLEADS), (0, 0, 0, HOLDS)],
)
def test_performance(shifted, control, stretched, verdict):
    numbers = {"shifted": shifted, "control": control, "stretched": stretched, "usual": 0.96, "shrunk": 0.8}
    assert judge_performance(numbers) == verdict


@pytest.mark.parametrize("method, reacts", [("gradient descent", False), ("Adam", False), ("Polyak", True)])
def test_only_a_step_that_reads_the_loss_reacts_to_a_constant_in_it(method, reacts):
    changes = np.array([lesson.moved(method, seed, "loss + 1000") for seed in range(100, 110)])
    assert (changes > 1).all() if reacts else not changes.any()


@pytest.mark.parametrize(
    "plain, twice, leads, worst, verdict",
    [
        (0, (1, 1, 1), (1, 0.3, 0.1), 1, HOLDS_IF),
        (0, (1, 1, 1), (1, 1, 1), 1, HOLDS_IF),
        (0, (1, 1, 1), (1, 1, 1), -1, HOLDS),
        (0, (1, 1, 0.5), (1, 1, 1), -1, HOLDS_IF),
        (0, (0.2, 1, 1), (1, 0.3, 0.1), 1, FAILS),  # one is sooner, and others are more stable
        (1, (1, 1, 1), (1, 1, 1), -1, FAILS),  # no more stable than the control
        (0, (1, 1, 1), (0.5, 0.3, 0.1), -1, FAILS),
    ],
)
def test_stability(plain, twice, leads, worst, verdict):
    """Test that a method has to do both halves of claim 25; gradient descent is the control of either."""
    numbers = (plain, 0.5, *twice, 0, 0, 0, 0, 0, 4, 5, 6, 7.5, 8, 9, 0.9, *leads, worst)
    assert judge_stability(dict(enumerate(numbers))) == verdict


def test_at_twice_the_fastest_rate_the_adaptive_methods_learn_and_gradient_descent_does_not():
    learns = {
        name: np.mean([lesson.beyond_fastest(name, seed) >= 0.9 for seed in range(110, 120)], axis=0)
        for name in ("gradient descent", "Adam", "RMSprop", "AdaGrad")
    }
    assert [list(share) for share in learns.values()] == [[0, 0], [1, 0], [1, 0], [1, 0]]


@pytest.mark.parametrize("name", lesson.FASTEST)
def test_the_fastest_rate_is_what_other_seeds_choose(name):
    optimizer, rate = lesson.FASTEST[name]
    near = lesson.RATES.index(rate)
    rates = lesson.RATES[max(near - 2, 0) : near + 3]
    taken = np.array([lesson.epochs_to_target(optimizer, rates, seed) for seed in lesson.CHOOSERS])
    assert min(zip(np.median(taken, axis=0), taken.mean(axis=0), rates))[2] == rate


def test_adam_and_momentum_are_sooner_than_gradient_descent_and_rmsprop_and_adagrad_are_not():
    taken = lesson.race_to_target(range(110, 120))
    leads = {name: np.mean(epochs < taken["gradient descent"]) for name, epochs in taken.items()}
    assert leads["Adam"] >= 0.8 and leads["gradient descent, momentum 0.9"] >= 0.7
    assert max(leads["RMSprop"], leads["AdaGrad"]) <= 0.5
    assert np.median(taken["Adam"]) < np.median(taken["Adam without m"]) < np.median(taken["gradient descent"])


def test_changed_loss_has_the_gradient_of_what_it_says():
    problem = lesson.Changed(network(), np.array([2.0, 1.0]), np.array([0.0, 7.0]))
    params = np.stack([problem.start(0), problem.start(0)])
    loss, grad = problem.loss_and_grad(params)
    plain, slope = network().loss_and_grad(params)
    assert loss == pytest.approx(plain * [2, 1] + [0, 7]) and np.array_equal(grad, slope * [[2], [1]])


def test_the_ravines_loss_times_a_factor_is_the_ravine_with_curvatures_times_it():
    point = np.array([1.2, -0.7])
    assert surfaces.ravine(curvatures=(1000, 30000))(point) == pytest.approx(1000 * surfaces.ravine()(point))


@pytest.mark.parametrize("angle", [0, 30])
def test_turning_the_valley_leaves_the_start_where_it_lay_in_it(angle):
    runs = train(lesson.valley(angle), sgd(), lr=0.005, steps=50)
    assert runs.loss[0, [0, -1]] == pytest.approx(train(lesson.valley(0), sgd(), lr=0.005, steps=50).loss[0, [0, -1]])
    assert lesson.race("gradient descent", angle)[0] == lesson.race("gradient descent", 0)[0]


def test_in_the_turned_valley_adam_is_slow_without_m_on_any_grid_and_with_any_stop():
    grids = [tuple(10 ** np.arange(-3, 1.1, step)) for step in (0.2, 0.1)]
    for rates in grids:
        for steps in (1000, 3000):
            steps_of = {name: lesson.race(name, 30, rates, steps)[0] for name in lesson.RACERS}
            assert steps_of["… with momentum 0.9"] < steps_of["Adam"] <= 110
            assert 400 < min(steps_of["Adam without m"], steps_of["RMSprop"])
            assert max(steps_of["Adam without m"], steps_of["RMSprop"]) < steps_of["gradient descent"]
            assert steps_of["AdaGrad"] > steps_of["gradient descent"]


def test_done_is_the_first_step_that_stays():
    done = np.array([[0, 1, 0, 1, 1, 1], [1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1]], bool)
    assert list(lesson.first_of(done, 3)) == [3, 0, 7]


def test_good_range_is_found_where_it_is_put():
    low, high = lesson.good_range(
        np.where((np.array(lesson.RATES) > 0.003) & (np.array(lesson.RATES) < 0.3), 0.95, 0.85)
    )
    assert 0.002 < low < 0.005 and 0.2 < high < 0.5
    assert np.isnan(lesson.good_range(np.zeros(len(lesson.RATES)))).all()


def test_first_steps_that_the_notebook_states():
    assert first_step(rmsprop(alpha=0.9), 1.0) == pytest.approx(3.16, abs=5e-3)  # Keras, optax
    assert first_step(adam(), 3.0) == pytest.approx(1)
