"""Every slider of every lesson: its frames are those on record, and show what the slider says.

Planted regressions are caught.
"""

import base64
import io
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from lrcourse import display, explore, frames, notebooks, plots, scrub, surfaces, train, widgets
from lrcourse.optimizers import sgd
from lrcourse.plots.base import INK, LARGE

RATES = [0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6]
LESSONS = notebooks.lessons()


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    """A lesson's path, and the figures with sliders that it makes."""
    return request.param, frames.figures(request.param)


def test_the_frames_are_those_on_record(lesson):
    path, made = lesson
    fresh = frames.taken(path, made)
    assert frames.differences(fresh, frames.read(path)) == [], (
        "if it is meant: python3 course.py notebooks " + path.stem
    )


def test_every_frame_shows_what_its_slider_says(lesson):
    assert [said for figure in lesson[1] for said in frames.faults(figure)] == []


def test_every_slider_changes_its_picture(lesson):
    _, made = lesson
    assert 1 <= sum(len(figure.sliders) for figure in made) <= 8
    for figure in made:
        for k, slider in enumerate(figure.sliders):
            ends = sorted({0, len(slider.options) // 2, len(slider.options) - 1})
            assert len(ends) == 3, f"{slider.description}: fewer than three values"
            shown = [figure.frame(*figure.start[:k], i, *figure.start[k + 1 :])[0] for i in ends]
            assert all(one != other for one, other in combinations(shown, 2)), f"{slider.description}: two look alike"


def test_an_explore_redraws_when_a_slider_moves(lesson):
    for figure in lesson[1]:
        if figure.view.value if hasattr(figure.view, "value") else None:
            before = figure.view.value
            slider = figure.sliders[0]
            slider.index = (figure.start[0] + 1) % len(slider.options)
            assert figure.view.value != before
            slider.index = figure.start[0]


def test_no_record_is_left_over():
    assert {path.stem for path in (LESSONS[0].parent / "frames").glob("*")} == {path.stem for path in LESSONS}


@pytest.fixture
def draw():
    return plots.path_and_loss(train(surfaces.quadratic([4.0]), sgd(), lr=RATES, steps=10))


@pytest.fixture
def figure(draw):
    return scrub(draw, RATES, label="learning rate η")


def reversed_frames(figure):
    figure.view.children = figure.view.children[::-1]


def reversed_labels(figure):
    names = [name for name, _ in figure.sliders[0].options]
    figure.sliders[0].options = list(zip(names[::-1], range(len(names))))


def no_link(figure):
    del figure.link


def a_link_to_something_else(figure):
    figure.link = widgets.ipywidgets.jslink((figure.sliders[0], "index"), (figure.sliders[0], "index"))


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


PLANTED = (
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
    assert frames.faults(figure) == []


@pytest.mark.parametrize("plant", PLANTED)
def test_what_a_slider_shows_wrongly_is_caught(figure, plant):
    plant(figure)
    assert frames.faults(figure)


def test_a_live_picture_that_is_too_narrow_is_caught(draw):
    figure = explore(draw, rate=RATES)
    assert frames.faults(figure) == []
    figure.view.value = figure.view.value.replace("width:864px", "width:300px")
    assert frames.faults(figure) == ["at its start: the picture is not 864 pixels wide"]


def changed(draw, change):
    """draw, and then a change to what it drew, at this value."""

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
    return [frames.record(scrub(draw, RATES, label=label))]


@pytest.mark.parametrize("change", [no_longer_red, wrong_path_beyond, another_rate_in_the_title, a_linear_axis])
def test_what_is_drawn_otherwise_is_caught(draw, change):
    stored = on_record(draw)
    assert frames.differences(on_record(draw), stored) == []
    found = frames.differences(on_record(changed(draw, change)), stored)
    assert found and all("figure 1: at learning rate η = " in said for said in found)


def test_a_misspelt_label_and_other_stops_are_caught(draw):
    assert "sliders" in frames.differences(on_record(draw, "lerning rate η"), on_record(draw))[0]
    fewer = [frames.record(scrub(draw, RATES[:-1], label="learning rate η"))]
    assert "sliders" in frames.differences(fewer, on_record(draw))[0]
    assert "1 figures" in frames.differences([], on_record(draw))[0]


def test_a_figure_turned_grey_is_caught(draw, monkeypatch):
    stored, encode = on_record(draw), display._png

    def grey(canvas):
        file = io.BytesIO()
        Image.open(io.BytesIO(encode(canvas))).convert("L").save(file, "PNG")
        return file.getvalue()

    monkeypatch.setattr(display, "_png", grey)
    found = frames.differences(on_record(draw), stored)
    assert len(found) == frames.STOPS and all("levels of a colour" in said for said in found)


def test_of_chaotic_frames_the_labels_are_kept(figure):
    (calm, wild) = (frames.record(figure), frames.record(figure, chaotic=["η = 0.6"]))
    assert calm["frames"][:-1] == wild["frames"][:-1] and "picture" not in wild["frames"][-1]
    assert frames.differences([wild], [wild]) == []
    assert all("(" not in line for line in wild["frames"][-1]["text"] if "dot" in line)


def test_the_coarse_picture_is_small_and_in_colour(figure):
    kept = frames.record(figure)["frames"][0]["picture"]
    assert len(base64.b64decode(kept)) == 3 * 16 * 12
