"""Test lesson searching: its judges turn with their numbers, its toy agrees with algebra, its runs with new seeds."""

import numpy as np
import pytest

from lrcourse import search
from lrcourse.engine.optimizers import sgd
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF
from lrcourse.lessons.searching.claims import judge_both, judge_optimum
from lrcourse.lessons.searching.experiments import (
    QUICKEST,
    WIDTH,
    cells,
    median_misses,
    median_plane_misses,
    network,
    quickest,
    range_test_of,
    steps_to_target,
    wall_at,
)


@pytest.mark.parametrize(
    "numbers, verdict",
    [
        ((0.17, 1.8, 0.75, 1), HOLDS_IF),
        ((0.17, 0.2, 0, 0), HOLDS),
        ((0.17, 0.2, 0, 1), HOLDS_IF),
        ((0.17, 0.2, 0.75, 0), HOLDS_IF),
        ((0.9, 1.8, 0.75, 1), FAILS),
    ],
)
def test_optimum(numbers, verdict):
    """Test that claim 15 needs its conditions if the spacing, the batch or the range of the grid makes a difference."""
    assert judge_optimum(dict(zip("abcd", numbers))) == verdict


@pytest.mark.parametrize(
    "numbers, verdict",
    [
        ((0.17, 0.23, 1, 0.8, 1.8), HOLDS),
        ((0.17, 0.23, 1, 0.3, 1.8), HOLDS_IF),
        ((0.17, 0.8, 1, 0.8, 1.8), HOLDS_IF),
        ((0.17, 0.23, 0.2, 0.2, 1.8), FAILS),
        ((0.17, 0.23, 1, 0.8, 0.3), FAILS),
    ],
)
def test_both(numbers, verdict):
    """Test that claim 23 stands if both searches come near the toy's best rate and find one on the digits that learns,
    and if equal steps, the control, do not.
    """
    assert judge_both(dict(zip("abcde", numbers))) == verdict


def test_random_draws_are_ahead_if_one_parameter_matters_and_the_grid_if_both_do():
    """Test each of ten seeds; along one parameter the grid of 3 × 3 has three rates, as its formula says."""
    for seed in range(100, 110):
        miss = median_plane_misses([seed])
        assert miss["random, one matters"] < 0.6 * miss["grid, one matters"]
        assert miss["grid, both matter"] < 0.9 * miss["random, both matter"]
        assert miss["grid, one matters"] == pytest.approx(WIDTH / 12, rel=0.05)


def test_the_valley_is_safe_and_low_and_the_steepest_fall_is_not():
    """Test ten fresh seeds: half the lower end of the good interval, 0.26, is never reached; the wall is passed."""
    tests = [range_test_of(seed) for seed in range(100, 110)]
    assert all(0.01 < test.valley < 0.13 for test in tests)
    assert sum(test.steepest > 1.6 for test in tests) >= 3


def test_the_wall_moves_with_the_batch_size_at_equal_steps():
    """Test ten fresh seeds, 100 steps: half of them fail at 1.4 to 1.9 times the rate with 16 times the batch."""
    at = [wall_at(batch, 100, range(100, 110)) for batch in (16, 256)]
    assert 1.4 < at[1] / at[0] < 1.9 and at == pytest.approx([1.15, 1.85], abs=0.1)


def test_larger_batches_save_ever_fewer_steps():
    """Test ten fresh seeds: sixteen times the batch from 4 on, and from 16 on; Shallue et al. 2019 call it regimes."""
    four, sixteen, many, most = (np.median(quickest(batch, range(100, 110))) for batch in (4, 16, 64, 256))
    assert 2 < four / sixteen < 4 and 1.2 < sixteen / many < 2.5 and many / most < 1.7
    assert 180 < four < 260 and 4 * four < 16 * sixteen < 64 * many < 256 * most


@pytest.mark.parametrize("batch", [16, 64])
def test_the_rate_that_counts_steps_is_no_worse_than_half_or_double(batch):
    half, own, double = (
        np.median([steps_to_target(batch, QUICKEST[batch] * factor, seed) for seed in range(100, 110)])
        for factor in (0.5, 1, 2)
    )
    assert own <= 1.2 * min(half, double)


def test_with_momentum_the_good_effective_rates_are_about_those_without():
    """Test ten fresh seeds: both intervals, one divided by 1 − β, share most of their decades."""
    (low, high), (heavy_low, heavy_high) = (
        search.grid(network(), sgd(momentum), rates, 108, batch_size=32, seeds=range(100, 110)).interval()
        for momentum, rates in ((0, np.geomspace(0.1, 2, 9)), (0.9, np.geomspace(0.01, 0.2, 9)))
    )
    assert 0.3 < 10 * heavy_low / low < 2 and 0.5 < 10 * heavy_high / high < 3


@pytest.mark.parametrize("runs", [3, 9, 36])
def test_the_misses_are_those_of_the_formula(runs):
    """Compare with W/4n, a grid's median miss, and with W/2 (1 − ½^(1/n)), that of random draws far from the ends."""
    found = median_misses(runs)
    assert found["grid"] == pytest.approx(WIDTH / (4 * runs), rel=0.03)
    assert (
        found["random"] == pytest.approx(WIDTH / 2 * (1 - 0.5 ** (1 / runs)), rel=0.15)
        and found["random"] > found["grid"]
    )


def test_a_grids_neighbours_are_one_cell_apart():
    assert np.allclose(np.diff(np.log10(cells(9, 0.2))), WIDTH / 9) and cells(1).item() == pytest.approx(0.01)
