"""Test that the judges of claims 26 and 27 turn with their numbers, and where a path lies between checkpoints."""

import numpy as np
import pytest

from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, MISLEADS
from lrcourse.lessons.overfitting.claims import judge_large, judge_small
from lrcourse.lessons.overfitting.experiments import Path


@pytest.mark.parametrize(
    "epochs, fit, cooled, verdict",
    [(1, 1, 1, HOLDS), (1, 1, 0.8, HOLDS_IF), (1, 0.8, 0.4, MISLEADS), (1, 0, 0, MISLEADS), (0.4, 0.4, 0, FAILS)],
)
def test_large(epochs, fit, cooled, verdict):
    """Test that claim 26 stands with what is left at equal fit once cooled; seen only before that it misleads, nowhere
    it fails.
    """
    numbers = {
        "epochs, ahead": -0.2,
        "epochs, behind": epochs,
        "fit, ahead": -0.05,
        "fit, behind": fit,
        "cooled, ahead": 0,
        "cooled, behind": cooled,
    }
    assert judge_large(numbers) == verdict


@pytest.mark.parametrize(
    "early, later, falls, verdict",
    [(0.7, 0.9, 1, MISLEADS), (0.7, 0.9, 0.2, HOLDS_IF), (0.7, 0.7, 1, HOLDS), (0.88, 0.9, 1, FAILS)],
)
def test_small(early, later, falls, verdict):
    """Test that claim 27 holds if never mended, holds at a budget if mended, misleads if over-fitted later, and fails
    without a lag.
    """
    assert judge_small({"0.3 early": 0.88, "early": early, "later": later, "latest": 0.87, "falls": falls}) == verdict


def test_a_path_between_two_checkpoints():
    """Test that half-way between two losses the test accuracy is half-way too, and NaN where the loss never comes."""
    curve = np.array([[2.0, 1.0, 0.5], [1.5, 0.8, 0.4]])
    path = Path(0.1, np.array([1, 2, 4]), curve, curve, curve, np.array([[0.5, 0.9, 0.7], [0.6, 0.9, 0.8]]))
    assert path.at_loss(0.75) == pytest.approx(0.8)
    assert path.at_loss(0.6, cooled=True) == pytest.approx(0.85)
    assert np.isnan(path.at_loss(0.3))
