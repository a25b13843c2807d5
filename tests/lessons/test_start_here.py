"""Lesson start_here: its slider answers only where its reader moves it."""

import json

import pytest

from lrcourse import plots
from lrcourse.cli import working_copies
from lrcourse.lessons import notebook
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


def test_the_picture_that_a_newcomer_finds_shows_the_smallest_rate():
    cells = json.loads(working_copies.fresh(notebook("start_here")))["cells"]
    (picture,) = [output["data"] for cell in cells for output in cell.get("outputs", ()) if "data" in output]
    assert "".join(picture["text/plain"]).startswith(f"learning rate η = {RATES[0]:g}\n")
