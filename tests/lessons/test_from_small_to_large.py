"""From small to large: what the lesson's sweeps show, µP by its table, and the judges."""

import numpy as np
import pytest

from lrcourse import data, networks, train
from lrcourse.engine.optimizers import adam, sgd
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, trial
from lrcourse.lessons.from_small_to_large import (
    BASE,
    BASE_RATE,
    BATCH_RATES,
    BATCHES,
    DEPTHS,
    FEW,
    RATES,
    STEP_RATES,
    TIMED,
    WIDEST,
    WIDTHS,
    best_at_equal_steps,
    best_by_depth,
    best_by_width,
    by_batch_size,
    by_batch_size_and_steps,
    by_width,
    loss_at,
    loss_by_batch,
    lowest,
    mup,
    mup_start,
    noise_along,
    noise_scale,
    power_law,
    predicted_rate,
    rescaled,
    same_loss,
    sums_moved,
    trade_off,
)
from lrcourse.lessons.from_small_to_large.figures import kept_and_lost
from lrcourse.lessons.from_small_to_large.measured import (
    judge_batches,
    judge_deeper,
    judge_fitted,
    judge_longer,
    judge_noise,
    judge_transferred,
    judge_wider,
)


def test_the_lowest_of_a_parabola_on_logarithms_is_found_between_the_rates():
    rates = 10 ** np.arange(-3, 0.1, 0.5)
    losses = np.exp(2 * (np.log(rates) - np.log(0.02)) ** 2 - 1)[None]
    assert lowest(rates, losses) == pytest.approx((0.02, np.exp(-1)))
    assert lowest(rates[:3], losses[:, :3])[0] == rates[2], "at the edge of the grid, the best of the grid itself"


def test_a_seed_that_fails_does_not_decide():
    rates = 10 ** np.arange(-3, 0.1, 0.5)
    losses = np.exp((np.log(rates) - np.log(0.02)) ** 2)
    assert lowest(rates, np.array([losses, losses, np.full(len(rates), np.inf)]))[0] == pytest.approx(0.02)


def test_a_power_law_is_found_again():
    sizes = np.array([16, 64, 256])
    assert power_law(sizes, 0.3 * sizes**-0.7) == pytest.approx((0.3, -0.7))


def test_the_loss_between_two_rates_lies_on_their_line():
    assert loss_at(0.1, np.array([[4.0, 1.0]]), rates=np.array([0.01, 1])) == pytest.approx(2)


def test_mup_keeps_the_first_layers_rate_and_divides_the_others():
    np.testing.assert_allclose(mup(0.04, width=64), [0.04, 0.01, 0.01])
    np.testing.assert_allclose(mup([0.1, 0.2], width=32), [[0.1, 0.05, 0.05], [0.2, 0.1, 0.1]])
    np.testing.assert_allclose(mup(0.04, width=BASE), [0.04] * 3)


@pytest.mark.parametrize("width", [32, 256])
def test_mup_begins_with_smaller_outputs_and_the_same_hidden_layers(width):
    network = networks.mlp(data.digits(), (width, width))
    usual, scaled = (network.layers(params[None]) for params in (network.start(0), mup_start(network, 0)))
    for depth in (0, 1):
        np.testing.assert_array_equal(usual[depth][0], scaled[depth][0])
    np.testing.assert_allclose(scaled[2][0], usual[2][0] * np.sqrt(BASE / width))
    assert scaled[2][0].var() == pytest.approx(2 * BASE / width**2, rel=0.2), "as 1/width², 2/16 · 16² at the base"


def test_with_mup_from_its_own_width_a_network_is_the_usual_one():
    np.testing.assert_array_equal(by_width(BASE, BASE), by_width(BASE))


def test_the_usual_best_rate_falls_as_the_root_of_the_width_and_mups_stays():
    usual, scaled = best_by_width(), best_by_width(BASE)
    assert power_law(WIDTHS, usual)[1] == pytest.approx(-0.5, abs=0.15)
    assert power_law(WIDTHS, scaled)[1] == pytest.approx(0, abs=0.1)
    assert all(RATES[0] < rate < RATES[-1] for rate in (*usual, *scaled)), "no best rate lies at the grid's edge"


def test_the_rule_is_the_power_law_of_the_small_widths():
    small = best_by_width(widths=WIDTHS[:3])
    factor, exponent = power_law(WIDTHS[:3], small)
    assert predicted_rate(3) == pytest.approx(factor * 512**exponent)
    assert abs(np.log10(predicted_rate(4) / best_by_width()[-1])) < 0.3


def test_a_wide_network_is_trained_run_by_run_to_the_same_numbers():
    network = networks.mlp(data.digits(), (256, 256))
    options = dict(batch_size=64, seed=0, evaluate_every=2, dtype=np.float32)
    at_once = train(network, adam(), RATES, 18, **options).train_loss[:, -1]
    np.testing.assert_allclose(by_width(256, seeds=(0,))[0], at_once, rtol=1e-3)


def test_the_sums_of_the_upper_layers_move_with_the_width_and_the_firsts_do_not():
    moved = np.array([sums_moved(width) for width in WIDTHS])
    first, hidden, last = (power_law(WIDTHS, layer)[1] for layer in moved.T)
    assert first == pytest.approx(0, abs=0.1)
    assert hidden == pytest.approx(1, abs=0.2) and last == pytest.approx(1, abs=0.2)


def test_a_step_moves_a_first_layers_sum_by_its_weights_moves_alone():
    """By hand, for one image and one unit, whose weights all move by the rate: it moves by at most rate · Σ|pixels|."""
    images = data.digits().x_train
    assert 0 < sums_moved(16, rate=0.01, seeds=(0,))[0] <= 0.01 * np.sqrt(np.mean(np.abs(images).sum(axis=1) ** 2))


def test_mups_loss_falls_no_further_from_width_64_on():
    at_16, _, *later = (lowest(RATES, by_width(width, BASE))[1] for width in WIDTHS)
    assert at_16 > 2 * later[0] and max(later) < 1.15 * min(later)
    usual = [lowest(RATES, by_width(width))[1] for width in (64, WIDEST)]
    assert usual[1] < usual[0] / 1.3


def test_a_larger_base_helps():
    (_, narrow), (_, larger) = (lowest(RATES, by_width(256, base)) for base in (16, 64))
    assert larger < 0.9 * narrow


def test_a_network_from_a_narrow_base_keeps_its_rate_and_falls_behind():
    usual, scaled = kept_and_lost().rows
    assert float(usual[1]) > 2 * float(usual[3]) and float(scaled[1]) == float(scaled[3]) > float(usual[3])


def test_the_best_rate_falls_with_depth():
    assert power_law(DEPTHS, best_by_depth())[1] == pytest.approx(-1, abs=0.25)


def test_at_equal_images_the_rate_goes_with_the_batch_size():
    for size in (4, 8, 16):
        assert same_loss(size) == pytest.approx(BASE_RATE * size / 2, rel=0.15)
        assert rescaled(size) == pytest.approx(np.ones(3), abs=0.1)
    assert same_loss(2) == pytest.approx(BASE_RATE) and same_loss(64) is None
    assert rescaled(64)[-1] > 1.2 and rescaled(16, power=0)[-1] > 3


def test_over_rate_by_batch_the_curves_begin_as_one():
    """The first two rates of batches of 2; of batches of 64 the first, for the second leads them away."""
    for size in BATCHES[1:]:
        for rate in BATCH_RATES[: 2 if size < 64 else 1]:
            assert loss_by_batch(size, rate * size / 2) == pytest.approx(loss_by_batch(2, rate), rel=0.1)


def test_the_same_images_are_seen_whatever_the_batch_size_but_for_a_short_last_one():
    for size in BATCHES:
        assert 600 - 600 // size * size <= 0.05 * 600
    runs = train(networks.mlp(data.digits()), sgd(), BATCH_RATES, 3 * 37, batch_size=16, seed=0)
    np.testing.assert_array_equal(by_batch_size(16, (0,))[:, 0], runs.train_loss[:, 1:].T)


def test_at_equal_steps_one_rate_goes_as_far_and_the_best_grows_with_the_square_root():
    assert power_law(FEW, best_at_equal_steps())[1] == pytest.approx(0.5, abs=0.15)
    losses = [loss_at(0.05, by_batch_size_and_steps(size), STEP_RATES) for size in FEW]
    assert max(losses) < 1.1 * min(losses)


def test_the_critical_batch_size_halves_the_way_to_the_fewest_steps():
    steps, images, critical = trade_off()
    assert steps * (1 + critical / critical) == pytest.approx(2 * steps)
    assert images == pytest.approx(steps * critical) and TIMED[0] < critical < TIMED[-1]


def test_the_noise_scale_tells_how_a_minibatch_gradient_scatters():
    """Over many minibatches of 8, drawn with putting back: E|g|² = |G|² (1 + noise scale / 8)."""
    network = networks.mlp(data.digits())
    params = network.start(1)
    signal = np.sum(network.loss_and_grad(params[None])[1] ** 2)
    rng = np.random.default_rng(0)
    squares = [
        np.sum(network.loss_and_grad(params[None], rng.integers(network.n, size=8))[1] ** 2) for _ in range(2000)
    ]
    assert np.mean(squares) == pytest.approx(signal * (1 + noise_scale(network, params) / 8), rel=0.05)


def test_the_noise_is_looked_at_along_one_and_the_same_run():
    along = noise_along(0)
    network = networks.mlp(data.digits(), (64,))
    assert along.shape == (5,) and along[0] == pytest.approx(noise_scale(network, network.start(0)))
    options = dict(batch_size=16, seed=0, evaluate_every=100)
    for steps, scale in ((20, along[1]), (80, along[4])):
        params = train(network, sgd(), 0.3, steps, **options).params[0]
        assert scale == pytest.approx(noise_scale(network, params))


def given(number, *values):
    """The numbers of a claim's trial, with other values."""
    return dict(zip(trial(number)[1], values))


@pytest.mark.parametrize(
    "relative, control, verdict", [(1, 0.8, HOLDS), (1.3, 0.8, HOLDS_IF), (2, 0.8, FAILS), (1, 0.1, FAILS)]
)
def test_judge_of_the_rule(relative, control, verdict):
    assert judge_fitted(given(42, 0.1, relative, control)) == verdict


@pytest.mark.parametrize("moved, verdict", [(6, HOLDS), (1.5, HOLDS_IF), (1, FAILS)])
def test_judge_of_the_width(moved, verdict):
    assert judge_wider(given(43, moved, -0.5)) == verdict


@pytest.mark.parametrize(
    "apart, cost, beside, verdict",
    [(0.1, 1, 1, HOLDS), (0.1, 1, 1.6, HOLDS_IF), (0.8, 1, 1, FAILS), (0.1, 2, 1, FAILS)],
)
def test_judge_of_mup(apart, cost, beside, verdict):
    assert judge_transferred(given(44, apart, cost, beside)) == verdict


@pytest.mark.parametrize(
    "small, rate_kept, large, verdict",
    [(1, 4, 1, HOLDS), (1, 4, 1.5, HOLDS_IF), (1.3, 4, 1.5, FAILS), (1, 1.1, 1, FAILS)],
)
def test_judge_of_the_batch_size(small, rate_kept, large, verdict):
    assert judge_batches(given(45, small, rate_kept, large, 0.5)) == verdict


@pytest.mark.parametrize("factor, verdict", [(1.1, HOLDS), (5, HOLDS_IF), (20, FAILS)])
def test_judge_of_the_noise(factor, verdict):
    assert judge_noise(given(46, 29, 27, 10, 100, factor)) == verdict


@pytest.mark.parametrize("apart, moved, verdict", [(0.1, 9, HOLDS), (0.5, 9, HOLDS_IF), (0.1, 1, FAILS)])
def test_judge_of_depth(apart, moved, verdict):
    assert judge_deeper(given(47, apart, moved)) == verdict


@pytest.mark.parametrize("moved, verdict", [((2, 4), HOLDS), ((0.5, 4), HOLDS_IF), ((1, 1), FAILS)])
def test_judge_of_the_budget(moved, verdict):
    assert judge_longer(given(48, *moved)) == verdict
