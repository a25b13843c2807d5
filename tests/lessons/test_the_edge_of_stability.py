"""The edge of stability: reference values, the runs that the lesson shows, and the judges."""

import numpy as np
import pytest

from lrcourse import data, diagnosis, networks, train
from lrcourse.diagnosis.curvature import whole_hessian
from lrcourse.engine.optimizers import adam, sgd
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, trial
from lrcourse.lessons.schedules import mean_squares
from lrcourse.lessons.the_edge_of_stability import (
    BLOCK,
    BLOCKS,
    FIVE,
    THEN,
    adam_along,
    adam_limit,
    bowl_scores,
    changed,
    denominator,
    digits_scores,
    first_denominator,
    rising,
    sharpened,
    smooth_network,
    start_of,
    survivors,
)
from lrcourse.lessons.the_edge_of_stability.claims import judge_adaptive, judge_edge, judge_raised, judge_warm_up
from lrcourse.lessons.the_edge_of_stability.figures import drive
from lrcourse.widgets.sliders import scrub


@pytest.mark.parametrize("seed", FIVE)
def test_the_sharpness_rises_to_the_limit_and_stays(seed):
    run = sharpened(seed, (0.1, 1.0))
    share = run.lr[:, None] * run.sharpness / 2
    assert np.all(np.diff(share[1, :4]) > 0) and share[1, 0] < 0.6
    assert 0.9 < np.median(share[1, -5:]) < 1.2 and share[0].max() < 0.3
    assert run.loss[1, -1] < run.loss[1, 0] / 2 and np.sum(np.diff(run.loss[1, 500:]) > 0) > 50


def test_what_is_followed_is_what_is_trained():
    run = sharpened(0, (0.1,))
    runs = train(smooth_network(), sgd(), 0.1, 50, start=start_of(0), evaluate_every=50)
    np.testing.assert_array_equal(run.loss[0, :50], runs.loss[0, :50])
    assert run.sharpness[0, 1] == pytest.approx(diagnosis.sharpness(smooth_network(), runs.params[0]), rel=1e-4)
    assert run.at[1] == 50 and len(run.at) == run.sharpness.shape[1]


def test_a_raised_rate_throws_the_loss_up_and_up_to_a_point_it_comes_back():
    run = changed()
    after = run.loss[:, 1000:]
    jump = after.max(axis=1) / after[:, 0]
    back = after[:, -1] < after[:, 0]
    assert np.array_equal(run.lr, THEN) and run.loss.shape[1] == 1501
    assert jump[run.lr <= 0.5].max() == 1 and jump[list(THEN).index(0.9)] > 4
    assert back[run.lr <= 1].all() and not back[run.lr >= 1.5].any()
    late = run.sharpness[list(THEN).index(0.9), -1]
    assert late < run.sharpness[0, 10] and late * 0.9 == pytest.approx(2, rel=0.15)


def test_adam_s_limit_is_38_over_the_rate_and_is_that_of_its_own_recursion():
    assert adam_limit(1.0) == pytest.approx(38) and adam_limit(0.01, 0.5) == pytest.approx(600)
    for beta in (0.5, 0.9):
        for factor, stable in ((0.99, True), (1.01, False)):
            step = factor * adam_limit(1.0, beta)  # m ← βm + (1 − β)λx, x ← x − m, with λ = step
            matrix = np.array([[beta, (1 - beta) * step], [-beta, 1 - (1 - beta) * step]])
            assert (np.abs(np.linalg.eigvals(matrix)).max() < 1) == stable


def test_adam_settles_near_its_limit():
    run = adam_along()
    late = np.median(run.sharpness[:, -5:], axis=1) / adam_limit(run.lr)
    assert np.all(np.abs(late[1:] - 1) < 0.15) and late[0] < 0.3


def test_the_denominator_is_what_adam_divides_by():
    network, optimizer = smooth_network(), adam()
    runs = train(network, optimizer, 0.01, 7, evaluate_every=7)
    grad = network.loss_and_grad(runs.params)[1]
    m, v, t = runs.state[0]
    params, _ = optimizer.update(runs.params, grad, (m, v, t), 0.01)
    m = 0.9 * m + 0.1 * grad
    after = ((m, 0.999 * v + 0.001 * grad**2, t + 1),)
    expected = runs.params - 0.01 * m / (1 - 0.9 ** (t + 1)) / denominator(optimizer, after)
    np.testing.assert_allclose(params, expected, rtol=1e-12)


def test_the_first_point_of_adam_s_sharpness_is_preconditioned_too():
    network, optimizer = smooth_network(), adam()
    start = network.start(0)[None]
    once = train(network, optimizer, 0.003, 1, start=start[0], evaluate_every=1)
    first = first_denominator(optimizer, network, start)
    np.testing.assert_allclose(first, denominator(optimizer, once.state), rtol=1e-9)
    run = adam_along()
    expected = diagnosis.sharpness(network, start, 60, 1 / np.sqrt(first))[0]
    np.testing.assert_allclose(run.sharpness[:, 0], expected, rtol=1e-6)
    assert np.all(run.sharpness[:, 1] < 2 * run.sharpness[:, 0]), "it rises from there, by no decades at once"
    assert 5 < run.sharpness[0, -1] / run.sharpness[0, 0] < 8


def test_a_lowered_rate_leaves_room_that_500_steps_do_not_use():
    run = changed()
    before, after = run.sharpness[list(THEN).index(0.25), [10, -1]]
    assert before < after < 1.2 * before < 8


def test_the_preconditioned_sharpness_is_that_of_the_scaled_matrix():
    network = smooth_network()
    runs = train(network, adam(), 0.003, 20, evaluate_every=20)
    scale = 1 / np.sqrt(denominator(adam(), runs.state))
    rows = slice(0, 60)  # a corner of the matrix: its largest eigenvalue is no larger than the whole one's
    corner = scale[0, rows, None] * whole_hessian(network, runs.params[0])[rows, rows] * scale[0, rows]
    assert diagnosis.sharpness(network, runs.params, 40, scale)[0] >= np.linalg.eigvalsh(corner)[-1] * (1 - 1e-9)


def test_a_warm_up_lets_larger_rates_train():
    at_once, warmed = survivors(), survivors(warm_up=200)
    assert at_once[:2].all() and not at_once[2:].any() and warmed.all()
    np.testing.assert_allclose(rising(4)(np.arange(6)), [0.25, 0.5, 0.75, 1, 1, 1])


def test_the_drive_is_scored_by_the_exact_recursion():
    rates = np.linspace(0.5, 0.01, BLOCKS)
    own, constant, best, each = bowl_scores(rates)
    np.testing.assert_array_equal(own, mean_squares(np.repeat(rates, BLOCK)[:, None])[:, 0])
    assert each[-1] < own[-1] and each[-1] < constant[-1]
    tried = mean_squares(np.tile(np.linspace(0.01, 1, 100), (BLOCKS * BLOCK, 1)))[-1]
    assert constant[-1] == tried.min() and tried[round(100 * best) - 1] == tried.min()
    assert digits_scores((0.6,) * 10) > 0.9 > digits_scores((1e-3,) * 10)


def test_the_drive_draws_the_ten_rates_and_says_both_scores():
    rates = np.geomspace(0.5, 0.01, BLOCKS)
    rate_line, own_line, digits, bowl = drive()(**{f"block {block}": rate for block, rate in enumerate(rates)})
    np.testing.assert_array_equal(rate_line.get_ydata(), np.repeat(rates, BLOCK))
    np.testing.assert_array_equal(own_line.get_ydata(), bowl_scores(rates)[0])
    assert f"{100 * digits_scores(tuple(rates)):.1f} %" in digits.get_text()
    assert f"{bowl_scores(rates)[0][-1]:.3g}" in bowl.get_text()


def test_an_epoch_of_the_drive_is_a_training_of_its_own_gone_on_with():
    rates, runs = (0.3, 0.1, 0.05, 0.02, 0.3, 0.1, 0.05, 0.02, 0.01, 0.01), None
    problem = networks.mlp(data.digits())
    for rate in rates:
        runs = train(problem, sgd(), rate, problem.n // 64, batch_size=64, seed=3, start=runs)
    assert digits_scores(rates, seeds=(3,)) == runs.validation_accuracy[0, -1]


@pytest.mark.parametrize(
    "numbers, verdict",
    [
        ((0.36, 0.1, 0.9), HOLDS),
        ((0.36, 0.1, 0.1), HOLDS_IF),
        ((0.36, 0.3, 0.9), HOLDS_IF),
        ((0.9, 0.1, 0.9), HOLDS_IF),
        ((0.36, 0.5, 0.9), FAILS),
    ],
)
def test_judge_of_the_edge(numbers, verdict):
    assert judge_edge(dict(zip(trial(31)[1], numbers))) == verdict


@pytest.mark.parametrize(
    "numbers, verdict",
    [((8, 1, 0.7, 0), HOLDS), ((8, 1, 0.7, 1), HOLDS_IF), ((1, 1, 0.7, 1), FAILS), ((8, 1, 1, 1), FAILS)],
)
def test_judge_of_a_raised_rate(numbers, verdict):
    assert judge_raised(dict(zip(trial(32)[1], numbers))) == verdict


@pytest.mark.parametrize(
    "farthest, control, verdict", [(0.05, 0.1, HOLDS), (0.12, 0.1, HOLDS_IF), (0.05, 0.9, HOLDS_IF), (0.4, 0.1, FAILS)]
)
def test_judge_of_adam_s_edge(farthest, control, verdict):
    assert judge_adaptive(dict(zip(trial(33)[1], (1, 1, farthest, control)))) == verdict


@pytest.mark.parametrize("at_once, warmed, verdict", [(0.7, 1.6, HOLDS), (0.7, 1, HOLDS_IF), (0.7, 0.7, FAILS)])
def test_judge_of_warm_up(at_once, warmed, verdict):
    assert judge_warm_up(dict(zip(trial(34)[1], (at_once, warmed)))) == verdict


def test_a_play_button_moves_the_slider():
    from lrcourse import plots, surfaces

    rates = [0.1, 0.2, 0.3]
    runs = train(surfaces.quadratic([4.0]), sgd(), lr=rates, steps=5)
    figure = scrub(plots.path_and_loss(runs), rates, start=0.2, play=True)
    button = figure.children[0]
    assert (button.min, button.max, button.value) == (0, 2, 1)
    assert (figure.play.source, figure.play.target) == ((button, "value"), (figure.sliders[0], "index"))
    assert not hasattr(scrub(plots.path_and_loss(runs), rates), "play")
