"""Lesson start_here: its slider answers only where its reader moves it."""

import pytest

from lrcourse import plots
from lrcourse.lessons.image_classifier import RATES, sweep


@pytest.fixture(scope="module")
def draw():
    return plots.guesses_and_accuracy(sweep())


@pytest.mark.parametrize("rate", RATES)
def test_no_frame_shows_a_rate_that_the_slider_has_not_reached(draw, rate):
    figure = draw(rate)[0].figure
    drawn = [line for line in figure.axes[1].lines if line.get_label() in ("median of the seeds", "one seed")]
    reached = RATES[: RATES.index(rate) + 1]
    assert [set(line.get_xdata()) for line in drawn] == [set(reached)] * 2
