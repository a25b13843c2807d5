"""The record of sliders, and the comparison with it in every lesson's kernel: planted regressions are caught."""

import base64
from copy import deepcopy
from types import SimpleNamespace

import numpy as np
import pytest

from lrcourse import explore, plots, scrub, surfaces, train
from lrcourse.engine.optimizers import sgd
from lrcourse.lessons import name_of
from lrcourse.plots import picture
from lrcourse.plots.base import INK, LARGE
from lrcourse.tools import notebooks, slider_record
from lrcourse.widgets import sliders

RATES = [0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6]


def test_no_record_is_left_over():
    stored = notebooks.lessons(patterns=("*.ipynb", notebooks.ASSIGNMENTS))
    assert {path.stem for path in slider_record.RECORDS.glob("*")} == {name_of(path) for path in stored}


@pytest.fixture
def draw():
    return plots.path_and_loss(train(surfaces.quadratic([4.0]), sgd(), lr=RATES, steps=10))


@pytest.fixture
def figure(draw):
    return scrub(draw, RATES, label="learning rate η")


def recorded(figure, chaotic=()):
    """Return a figure's record."""
    return slider_record.record(figure, slider_record.drawn(figure), chaotic)


def faults(figure):
    """Return what a figure shows otherwise than its sliders say."""
    return slider_record.faults(figure, slider_record.drawn(figure))


def reversed_frames(figure):
    figure.view.children = figure.view.children[::-1]


def reversed_labels(figure):
    names = [name for name, _ in figure.sliders[0].options]
    figure.sliders[0].options = list(zip(names[::-1], range(len(names))))


def no_link(figure):
    del figure.link


def a_link_to_something_else(figure):
    figure.link = sliders.ipywidgets.jslink((figure.sliders[0], "index"), (figure.sliders[0], "index"))


def one_wrong_frame(figure):
    figure.view.children[3].value = figure.view.children[4].value


def stuck_but_five(figure):
    for child in figure.view.children[5:]:
        child.value = figure.view.children[4].value


def one_frame_less(figure):
    figure.view.children = figure.view.children[:-1]


def alt_text_cut(figure):
    child = figure.view.children[2]
    start, end = child.value.index('alt="') + 40, child.value.index('" src=')
    child.value = child.value[:start] + child.value[end:]


def too_narrow(figure):
    figure.view.children[0].value = figure.view.children[0].value.replace("width:864px", "width:300px")


def another_ground(figure):
    figure.ground.value = figure.view.children[0].value


PLANTED = (
    another_ground,
    reversed_frames,
    reversed_labels,
    no_link,
    a_link_to_something_else,
    one_wrong_frame,
    stuck_but_five,
    one_frame_less,
    alt_text_cut,
    too_narrow,
)


def test_a_sound_scrub_has_no_faults(figure):
    assert faults(figure) == []


@pytest.mark.parametrize("plant", PLANTED)
def test_what_a_slider_shows_wrongly_is_caught(figure, plant):
    plant(figure)
    assert faults(figure)


def test_a_live_picture_that_is_too_narrow_is_caught(draw):
    figure = explore(draw, rate=RATES)
    assert faults(figure) == []
    figure.view.value = figure.view.value.replace("width:864px", "width:300px")
    assert faults(figure) == ["at its start: the picture is not 864 pixels wide"]


def test_a_slider_that_draws_nothing_or_the_same_is_caught(draw):
    figure = explore(draw, rate=RATES)
    figure.sliders[0].unobserve_all("index")
    assert faults(figure) == ["rate: moving it draws nothing"]
    for alike in (lambda rate: draw(RATES[0]), lambda rate: draw(max(rate, 0.5))):  # everywhere, up to the middle
        assert "rate: two of its stops look alike" in faults(explore(alike, rate=RATES))
    assert "rate: fewer than three stops" in faults(explore(draw, rate=RATES[:2]))
    assert faults(explore(draw, rate=RATES[:3])) == []


def test_recorded_are_ends_start_and_a_spread_between_of_each_slider():
    long, short = (SimpleNamespace(options=[None] * n) for n in (12, 2))
    one, both = (SimpleNamespace(sliders=sliders, start=(3, 1)[: len(sliders)]) for sliders in ([long], [long, short]))
    assert slider_record.stops(one) == [(i,) for i in (0, 2, 3, 4, 6, 7, 9, 11)]
    assert slider_record.stops(both) == [(0, 1), (2, 1), (3, 0), (3, 1), (4, 1), (6, 1), (7, 1), (9, 1), (11, 1)]


def test_the_figures_of_a_kernel_are_compared_together(draw, tmp_path, monkeypatch):
    monkeypatch.setattr(slider_record, "MADE", [])
    monkeypatch.setattr(sliders, "MADE", slider_record.MADE)
    kept, lesson = scrub(draw, RATES), tmp_path / "99_mine.ipynb"
    assert slider_record.compare(lesson) == ["0 figures with sliders are on record, 1 came out"]
    for _ in range(2):  # the second over the first
        slider_record.write(lesson)
    assert slider_record.compare(lesson) == [] and len(slider_record.stored(lesson)) == 1
    reversed_frames(kept)
    assert "at stop 0.1: its src is not what is drawn" in slider_record.compare(lesson)
    slider_record.MADE.clear()
    assert slider_record.compare(lesson) == ["1 figures with sliders are on record, 0 came out"]


def changed(draw, change):
    """Return a function that draws as `draw` does, and then changes what was drawn."""

    def other(value):
        artists = draw(value)
        change(value, artists)
        return artists

    return other


def no_longer_red(_, artists):
    for artist in artists:
        if hasattr(artist, "get_color") and artist.get_color() == LARGE:
            artist.set_color(INK)


def wrong_path_beyond(value, artists):
    if value > 0.45:
        line = next(artist for artist in artists if hasattr(artist, "set_ydata"))
        line.set_ydata(np.asarray(line.get_ydata()) * 1.1)


def another_rate_in_the_title(_, artists):
    for artist in artists:
        if hasattr(artist, "get_text"):
            artist.set_text(artist.get_text().replace("0.2", "0.3"))


def a_linear_axis(_, artists):
    artists[0].figure.axes[1].set_yscale("linear")


def on_record(draw, label="learning rate η"):
    """Return the record of a lesson whose only figure is drawn by `draw`."""
    return [recorded(scrub(draw, RATES, label=label))]


@pytest.mark.parametrize("change", [no_longer_red, wrong_path_beyond, another_rate_in_the_title, a_linear_axis])
def test_what_is_drawn_otherwise_is_caught(draw, change):
    stored = on_record(draw)
    assert slider_record.differences(on_record(draw), stored) == []
    found = slider_record.differences(on_record(changed(draw, change)), stored)
    assert found and all("figure 1: at learning rate η = " in said for said in found)


def test_a_misspelt_label_and_other_stops_are_caught(draw):
    assert "sliders" in slider_record.differences(on_record(draw, "lerning rate η"), on_record(draw))[0]
    fewer = [recorded(scrub(draw, RATES[:-1], label="learning rate η"))]
    assert "sliders" in slider_record.differences(fewer, on_record(draw))[0]
    assert "1 figures" in slider_record.differences([], on_record(draw))[0]


def test_a_figure_turned_grey_is_caught(draw, monkeypatch):
    stored, few = on_record(draw), picture._few_colours
    monkeypatch.setattr(picture, "_few_colours", lambda picture, n: few(picture.convert("L").convert("RGB"), n))
    found = slider_record.differences(on_record(draw), stored)
    assert len(found) == slider_record.STOPS and all("levels of a colour" in said for said in found)


def test_of_chaotic_frames_the_labels_are_kept(figure):
    (calm, wild) = (recorded(figure), recorded(figure, chaotic=["η = 0.6"]))
    assert calm["frames"][:-1] == wild["frames"][:-1] and "picture" not in wild["frames"][-1]
    assert slider_record.differences([wild], [wild]) == []
    assert all("(" not in line for line in wild["frames"][-1]["text"] if "dot" in line)
    for fresh, stored in ((calm, wild), (wild, calm)):
        assert all(
            "at learning rate η = 0.6: drawn is" in said for said in slider_record.differences([fresh], [stored])
        )


def test_what_is_missing_on_either_side_is_caught(figure):
    fresh = recorded(figure)
    fewer_lines, fewer_frames = deepcopy(fresh), deepcopy(fresh)
    fewer_lines["frames"][2]["text"].pop()
    fewer_frames["frames"].pop()
    (said,) = slider_record.differences([fresh], [fewer_lines])
    assert "drawn is 'dots loss: " in said and said.endswith("on record 'nothing'")
    for pair in (fresh, fewer_frames), (fewer_frames, fresh):
        (said,) = slider_record.differences(*([one] for one in pair))
        assert "its recorded stops are" in said


def test_the_coarse_picture_is_small_and_in_colour(figure):
    kept = recorded(figure)["frames"][0]["picture"]
    assert len(base64.b64decode(kept)) == 3 * 16 * 12
