"""The judges of lesson 08's claims give another verdict when their numbers are others; its toy agrees with algebra."""

import numpy as np
import pytest

from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF
from lrcourse.lessons.lesson_08.claims import judge_both, judge_optimum
from lrcourse.lessons.lesson_08.experiments import WIDTH, cells, median_misses


@pytest.mark.parametrize(
    "numbers, verdict",
    [
        ((0.17, 1.8, 0.1, 0.56, 1), HOLDS_IF),
        ((0.17, 0.2, 0.5, 0.5, 0), HOLDS),
        ((0.17, 0.2, 0.5, 0.5, 1), HOLDS_IF),
        ((0.17, 0.2, 0.1, 0.5, 0), HOLDS_IF),
        ((0.9, 1.8, 0.1, 0.56, 1), FAILS),
    ],
)
def test_optimum(numbers, verdict):
    """Claim 15 needs its conditions if the spacing, the batch or the range of the grid makes a difference."""
    assert judge_optimum(dict(zip("abcde", numbers))) == verdict


@pytest.mark.parametrize(
    "numbers, verdict",
    [
        ((0.17, 0.23, 0.5, 1, 0.8), HOLDS),
        ((0.17, 0.23, 0.5, 1, 0.3), HOLDS_IF),
        ((0.17, 0.8, 0.5, 1, 0.8), HOLDS_IF),
        ((0.17, 0.23, 0.5, 0.2, 0.2), FAILS),
    ],
)
def test_both(numbers, verdict):
    """Claim 23 stands if both searches come near the toy's best rate and find one on the digits that learns."""
    assert judge_both(dict(zip("abcde", numbers))) == verdict


@pytest.mark.parametrize("runs", [3, 9, 36])
def test_the_misses_are_those_of_the_formula(runs):
    """A grid's median miss is W/4n; that of random draws is, far from the ends of the range, W/2n (1 − ½^(1/n)) n."""
    found = median_misses(runs)
    assert found["grid"] == pytest.approx(WIDTH / (4 * runs), rel=0.03)
    assert (
        found["random"] == pytest.approx(WIDTH / 2 * (1 - 0.5 ** (1 / runs)), rel=0.15)
        and found["random"] > found["grid"]
    )


def test_a_grids_neighbours_are_one_cell_apart():
    assert np.allclose(np.diff(np.log10(cells(9, 0.2))), WIDTH / 9) and cells(1).item() == pytest.approx(0.01)
