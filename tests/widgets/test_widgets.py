"""scrub and explore: one output of three kinds, frames that match the values, errors that name what is wrong."""

import base64
import io
import re
from html import unescape

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

from lrcourse import data, explore, networks, plots, scrub, surfaces, train
from lrcourse.engine.optimizers import sgd
from lrcourse.plots import alt_text, picture
from lrcourse.plots.table import Table

RATES = [0.1, 0.3, 0.45]


@pytest.fixture(scope="module")
def draw_of_rate():
    return lambda: plots.path_and_loss(train(surfaces.quadratic([4.0]), sgd(), lr=RATES, steps=10))


def png(html):
    """Return the bytes of the picture in an <img> tag."""
    return base64.b64decode(re.search(r"base64,([^\"]+)", html)[1])


def test_one_output_carries_the_widget_the_picture_and_the_text(draw_of_rate):
    data, metadata = scrub(draw_of_rate(), RATES, label="rate")._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"}
    assert data["text/plain"].startswith("rate = 0.1\n[Jumps on the loss, η = 0.1, ηλ = 0.4] x parameter x")
    assert metadata["image/png"] == {"width": picture.CSS_WIDTH, "needs_background": "light"}  # also on a dark page


def test_scrub_draws_a_frame_a_value_and_links_them_in_the_browser(draw_of_rate):
    figure = scrub(draw_of_rate(), RATES, start=0.3)
    assert [option[0] for option in figure.sliders[0].options] == ["0.1", "0.3", "0.45"]
    assert len(figure.view.children) == 3 and figure.sliders[0].index == figure.view.selected_index == 1
    assert figure.link.source == (figure.sliders[0], "index") and figure.link.target == (figure.view, "selected_index")


def seen(figure, frame):
    """Return the picture that a page shows: a frame over its ground."""
    return picture.over(png(figure.ground.value), png(frame.value))


def image(png):
    """Return an image from the bytes of its PNG."""
    return Image.open(io.BytesIO(png))


def test_a_frame_over_its_ground_looks_like_the_figure_drawn_whole(draw_of_rate):
    figure = scrub(draw_of_rate(), RATES)
    first, *_, last = figure.view.children
    whole = image(picture.encode(draw_of_rate()(RATES[2])[0].figure))
    assert picture.difference(seen(figure, last), whole) < 3
    assert picture.difference(seen(figure, first), whole) > 6
    assert picture.difference(seen(figure, first), image(base64.b64decode(figure.stored[0]["image/png"]))) < 2


def test_a_frame_holds_only_what_the_ground_does_not(draw_of_rate):
    figure = scrub(draw_of_rate(), RATES)
    assert figure.ground.layout.grid_area == figure.view.layout.grid_area
    ground, layer = png(figure.ground.value), png(figure.view.children[2].value)
    assert len(layer) < len(ground) / 2
    clear = np.asarray(image(layer).convert("RGBA"))[..., 3] == 0
    assert 0.5 < clear.mean() < 1


def test_a_frame_of_which_nothing_differs_from_the_ground_is_clear():
    figure = picture.Picture()
    text = figure.text(0.5, 0.5, "")
    assert np.asarray(picture.over(*2 * [picture.Frames(lambda: [text])()[0]])).shape == (480, 640, 3)


def test_explore_redraws_and_returns_to_what_it_showed(draw_of_rate):
    draw = draw_of_rate()

    def both(rate, shift):
        return draw(rate + shift)

    figure = explore(both, start={"rate": 0.3}, rate=RATES, shift=[0.0, 0.1])
    first = figure.view.value
    figure.sliders[1].index = 1
    assert figure.view.value != first
    figure.sliders[1].index = 0
    assert figure.view.value == first == picture.image_tag(*figure.frame(*figure.start))
    assert png(first) == figure.drawing(0.3, 0.0)[0] and png(figure.ground.value) == figure.drawing.ground
    assert picture.difference(seen(figure, figure.view), image(base64.b64decode(figure.stored[0]["image/png"]))) < 2


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda draw: scrub(draw, [], label="rate"), "rate="),
        (lambda draw: scrub(draw, 0.1, label="rate"), "rate="),
        (lambda draw: scrub(draw, ["a", "b"], label="kind", start="c"), "start='c'"),
        (lambda draw: explore(draw), "controls"),
        (lambda draw: explore(draw, rate=[]), "rate="),
        (lambda draw: scrub(draw, 5, label="rate"), "rate=5:"),
        (lambda draw: explore(draw, {"rte": 0.1}, rate=[0.1]), "start: 'rte' is no slider; allowed are 'rate'"),
    ],
)
def test_bad_input_is_named(call, message, draw_of_rate):
    with pytest.raises(ValueError, match=message):
        call(draw_of_rate())


def test_the_text_says_titles_scales_and_points_and_what_is_not_finite():
    figure = picture.Picture()
    ax = figure.subplots()
    ax.set(title="Loss $L$", xlabel="step", ylabel="loss", yscale="log", ylim=(0.1, 100))
    ax.plot(np.arange(5), [1, 0.5, np.nan, np.inf, 2.5e-3], label="a rate")
    ax.scatter([1.0], [0.125], label="one dot")
    ax.plot([0, 1], [1, 1], label=alt_text.BEHIND)
    text = alt_text.describe(figure)
    assert text.splitlines()[0].startswith("[Loss L] x step") and "y loss 0.1 to 1e+02, log" in text
    assert "dots a rate: (0, 1) (1, 0.5) (2, nothing) (3, infinite) (4, 0.0025)" in text
    assert "dot one dot: (1, 0.13)" in text and "1 faint line behind" in text


def test_the_text_says_once_what_would_repeat_itself():
    figure = picture.Picture()
    left, right = figure.subplots(1, 2, sharex=True, sharey=True)
    left.set(title="Six runs", xlabel="step", ylabel="loss")
    right.set(title="Four runs and one that fails", xlabel="step")
    for seed in range(6):
        left.plot([0, 1], [1, 0.1 * seed], label=f"run {seed}")
        right.plot([0, 1], [1, 0.1 * seed if seed < 5 else np.nan], label=f"run {seed}" if seed else "the mean")
    first, together, second, *each = alt_text.describe(figure).splitlines()
    assert first.startswith("[Six runs] x step") and together == "  dots run 0 to 5: (0, 1) (1, 0 to 0.5)"
    assert second == "[Four runs and one that fails] axes as before"
    names, ends = ("the mean", *(f"run {seed}" for seed in range(1, 6))), ("0", "0.1", "0.2", "0.3", "0.4", "nothing")
    assert each == [f"  dots {name}: (0, 1) (1, {end})" for name, end in zip(names, ends)]
    assert len(alt_text.describe(figure, colours=True).splitlines()) == 14


def test_the_text_says_each_line_by_itself_where_the_number_is_no_seed():
    figure = picture.Picture()
    for rate in range(1, 7):
        figure.gca().plot([0, 1], [1, rate], label=f"rate {rate}")
    assert alt_text.describe(figure).count("dots rate") == 6


def test_the_text_gives_every_title():
    figure = picture.Picture()
    figure.suptitle("above all")
    ax = figure.subplots()
    for loc in ("left", "center", "right"):
        ax.set_title(loc, loc=loc)
    above, axes = alt_text.describe(figure).splitlines()
    assert above == "above all" and axes.startswith("[center – left – right] ")


def test_the_text_leaves_out_what_is_not_to_be_seen():
    figure = picture.Picture()
    figure.suptitle("not to be seen").set_visible(False)
    first, second = figure.subplots(1, 2)
    first.set(ylabel=r"rate $\eta$", xlim=(0, 9), yscale="log", ylim=(1e-9, 1))
    first.plot(1e-8 + np.arange(9), np.full(9, 1e-8), label="many")
    first.axvline(3, label="a marker, not in data's units")
    first.plot([], [], label="of no points")
    for artist in (first.plot([1], [1])[0], first.scatter([1], [1]), first.text(1, 1, "not to be seen")):
        artist.set_visible(False)
    second.scatter(np.ma.masked_invalid([1.0, np.nan]), [1.0, 1.0], label="masked")
    one, points, other, dots = alt_text.describe(figure).splitlines()
    assert one == "[rate eta] x without label 0 to 9, linear; y rate eta 1e-09 to 1, log"
    assert points == "  dots many: (0, 1e-08) (2, 1e-08) (4, 1e-08) (6, 1e-08) (8, 1e-08) of 9"
    assert other.startswith("[untitled] x without label") and dots == "  dots masked: (1, 1) (nothing, nothing)"


def test_a_screen_reader_reads_the_text_as_it_is():
    text = 'loss < 1 & "good" > bad'
    alt = re.search(r'alt="([^"]*)"', picture.image_tag(b"", text))[1]
    assert unescape(alt) == text and "<" not in alt


@pytest.mark.parametrize(
    "value, span, text",
    [
        (0.125, 0, "0.13"),
        (1e-8, 1, "0"),
        (1e-8, 1e-3, "1e-08"),
        (0.125 - 1e-15, 0, "0.13"),
        (1e-17, 1, "0"),
        (1e-13, 0, "0"),
        (-0.5, 1, "-0.5"),
        (1234.0, 0, "1.2e+03"),
    ],
)
def test_numbers_do_not_show_the_last_bit_of_a_sum(value, span, text):
    assert alt_text.two_digits(value, span) == text


def test_a_table_has_headed_columns_and_escapes_what_it_shows():
    table = Table(("name", "value"), (("<b>", 1 / 3),))
    assert repr(table) == "name | value\n<b> | 0.333"
    assert '<th scope="col"' in table._repr_html_() and "&lt;b&gt;" in table._repr_html_()


def test_what_a_notebook_has_set_changes_no_figure(draw_of_rate):
    def drawn():
        figure = plots.step_lengths({"one": train(surfaces.quadratic([1.0]), sgd(), 0.5, 3)})
        return picture.encode(figure), picture.Frames(draw_of_rate(), 0.1)(0.3)[0]

    plain = drawn()
    for settings in ({"font.size": 24}, {"xtick.labelsize": 30}, plt.style.library["dark_background"]):
        with plt.rc_context(settings):
            assert drawn() == plain


@pytest.mark.parametrize(
    "draw, at, said",
    [
        (plots.steps_to_target(train(surfaces.quadratic([1.0]), sgd(), [1e-3, 0.5], 50)), 1e-3, "not in 50 steps"),
        (
            plots.leaving_a_plateau(train(surfaces.double_well(start=[[0.1], [1e-4]]), sgd(), 0.01, 200)),
            1e-4,
            "x = 0.5 not in 200 steps",
        ),
        (plots.path_and_loss(train(surfaces.quadratic([4.0]), sgd(), [0.05, 0.6], 30)), 5.0, "η = 0.6"),
    ],
    ids=["target", "plateau", "nearest"],
)
def test_a_title_says_what_is_drawn(draw, at, said):
    assert said in draw(at)[-1].get_text()


def test_epochs_that_were_not_trained_are_said_to_be():
    runs = train(networks.softmax_regression(data.digits(train=64)), sgd(), [0.1, 10.0], 8, batch_size=32)
    draw = plots.by_epoch_and_product(runs, product=2.56)
    assert "25.6 epochs: not trained" in draw(0.1)[-1].get_text() and "0.256 epochs" in draw(10.0)[-1].get_text()


def test_pictures_of_two_sizes_differ_by_all_levels_and_a_picture_not_from_itself():
    grey, wider = Image.new("RGB", (96, 64), (9, 9, 9)), Image.new("RGB", (98, 64), (9, 9, 9))
    assert picture.difference(grey, wider) == 255 and picture.difference(grey, grey) == 0
    assert picture.difference(grey, Image.new("RGB", (96, 64), (9, 9, 16))) == 7
