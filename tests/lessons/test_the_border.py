"""The border: its network and its control against the engine's, its pictures, its boxes, and the judges."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from lrcourse import networks, train
from lrcourse.engine.optimizers import sgd
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, trial
from lrcourse.lessons.the_border import (
    CLOSER,
    SIZES,
    ZOOMS,
    border,
    boxes,
    closer,
    deeper,
    densest,
    edge_of_line,
    line,
    near_border,
    near_view,
    net,
    out_of_order,
    points,
    rates,
    scores,
    seed_of,
    slope,
    stripes,
    zoomed,
)
from lrcourse.lessons.the_border.claims import judge_fractal, judge_islands
from lrcourse.lessons.the_border.figures import painted, view_of
from lrcourse.lessons.the_border.travel import AWAY, NEAR, journey, path
from lrcourse.widgets.sliders import explore

SEEDS = range(5)


@pytest.mark.parametrize("dtype, tolerance", [(np.float64, 1e-12), (np.float32, 1e-4)])
def test_the_small_network_is_the_engines_own(dtype, tolerance):
    general = networks.mlp(points(3), (3,), "softsign", "squared_error")
    params = np.random.default_rng(0).normal(size=(7, general.size)).astype(dtype)
    for ours, theirs in zip(net(3).loss_and_grad(params), general.loss_and_grad(params)):
        assert ours.dtype == dtype and ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


def test_the_controls_gradient_is_that_of_its_loss():
    problem, w, tiny = line(1), np.array([[0.3, -0.7]]), 1e-6
    for k in range(2):
        step = tiny * np.eye(2)[k]
        by_difference = (problem.loss_and_grad(w + step)[0] - problem.loss_and_grad(w - step)[0]) / (2 * tiny)
        assert problem.loss_and_grad(w)[1][0, k] == pytest.approx(by_difference[0], rel=1e-6)
        assert problem.hessian[k] == pytest.approx(
            (problem.loss_and_grad(w + step)[1] - problem.loss_and_grad(w - step)[1])[0] / (2 * tiny), rel=1e-6
        )


def test_a_view_holds_its_rates_in_order():
    pairs = rates((1.0, -1.0, 2.0), 4)
    assert pairs.shape == (16, 2)
    np.testing.assert_allclose(np.log10(pairs[0]), [0.25, -1.75], rtol=1e-9)
    np.testing.assert_allclose(np.log10(pairs[3]), [1.75, -1.75], rtol=1e-9)
    np.testing.assert_allclose(np.log10(pairs[-1]), [1.75, -0.25], rtol=1e-9)


def test_a_pixel_is_one_training():
    view = (0.8, 0.0, 0.2)
    picture = scores(net(10), view, 8)
    for row, column in ((0, 0), (7, 7), (3, 5)):
        lr = rates(view, 8).reshape(8, 8, 2)[row, column]
        runs = train(net(10), sgd(), [lr], 300)
        late = runs.loss[0, -20:].mean() / runs.loss[0, 0]
        assert (picture[row, column] > 0) == (late < 1)
        if late < 1:
            assert picture[row, column] == pytest.approx((runs.loss[0] / runs.loss[0, 0]).mean(), rel=1e-9)
        else:
            assert picture[row, column] == -(runs.diverged_at[0] if runs.diverged_at[0] > 0 else 300) / 300


def test_the_quadratic_trains_where_algebra_says():
    problem, view = line(2), (*edge_of_line(2), 1.0)
    lr = rates(view, 24)
    top = np.linalg.eigvals(lr[:, :, None] * problem.hessian).real.max(axis=1)
    clear = np.abs(top - 2) > 0.01  # 300 steps do not tell those that are nearer
    assert clear.mean() > 0.9
    np.testing.assert_array_equal((scores(problem, view, 24).ravel() > 0)[clear], (top < 2)[clear])


@pytest.mark.parametrize("draw, wanted", [("line", 1), ("area", 2)])
def test_counted_boxes_tell_a_line_from_an_area(draw, wanted):
    picture = np.ones((128, 128))
    if draw == "line":
        picture[64:] = -1
    else:
        picture[::2, ::2] = -1
    assert slope(boxes(picture))[0] == pytest.approx(wanted, abs=0.1)
    assert len(boxes(picture)) == len(SIZES)


def test_a_border_lies_between_both_kinds_only():
    picture = np.ones((6, 6))
    picture[2, 3] = -1
    assert border(picture).sum() == 3 and border(picture)[2, 2] and border(picture)[1, 3] and border(picture)[2, 3]
    assert not border(np.ones((6, 6))).any() and not border(-np.ones((6, 6))).any()


def test_out_of_order_counts_columns_in_which_a_failing_rate_lies_below_one_that_trains():
    smooth, picture = np.ones((8, 4)), np.ones((8, 4))
    smooth[5:] = -1
    picture[5:] = -1
    picture[2, 1] = -0.5
    assert out_of_order(smooth) == 0 and out_of_order(picture) == 0.25


def test_the_nets_borders_are_fractal_and_the_quadratics_are_not():
    for seed in SEEDS:
        found, error = slope(boxes(near_border("net", seed)))
        assert found - 2 * error > 1, seed
        assert slope(boxes(near_border("quadratic", seed)))[0] < 1.05, seed
        assert out_of_order(near_border("quadratic", seed)) == 0


def test_close_by_the_nets_borders_are_torn_and_stripes_are_one_line():
    found, error = slope(boxes(stripes()))
    assert found - 2 * error > 1, "from afar stripes pass for a fractal"
    np.testing.assert_array_equal(np.flatnonzero(border(stripes())[0]), np.arange(3, 124, 4))
    assert slope(boxes(stripes(CLOSER, 64)))[0] == pytest.approx(1) and border(stripes(CLOSER, 64)).sum() == 64
    for seed in SEEDS:
        found, error = slope(boxes(deeper(seed)))
        assert found - 2 * error > 1.1, seed
    for zoom in ZOOMS[3:]:
        assert slope(boxes(zoomed("net", zoom)))[0] > 1.3 and slope(boxes(zoomed("quadratic", zoom)))[0] < 1.05, zoom


def test_the_densest_place_is_the_corner_of_a_pixel_on_the_border():
    picture = np.ones((64, 64))
    picture[:, :5] = -1  # a line at the left, and six specks in the box from row 32 and column 16 on
    picture[35:46:2, 24] = -1
    across, up = densest(picture, (1.0, 2.0, 0.64))
    column, row = (across - 1) / 0.01 + 32, (up - 2) / 0.01 + 32
    assert round(column) == pytest.approx(column) and round(row) == pytest.approx(row)
    assert border(picture)[round(row) - 1, round(column) - 1] and (round(row), round(column)) == (40, 24)


def test_a_view_comes_closer_by_its_middle_columns():
    view = (1.2, 0.1, 2.4)
    share = (scores(net(1), view, 20)[:, 8:12] > 0).mean()
    assert closer(net(1), view, 5, 20) == (1.2, 0.1 + 2.4 * (share - 0.5), 2.4 / 5)
    assert near_view("net", 1)[0] == 1.2 and near_view("net", 1)[2] == 2.4 / 5


def test_deeper_down_the_nets_border_stays_torn_and_the_quadratics_smooth():
    for zoom in ZOOMS[3:]:
        assert border(zoomed("net", zoom)).mean() > 5 * border(zoomed("quadratic", zoom)).mean(), zoom


@pytest.mark.parametrize(
    "median, least, control, verdict",
    [(1.4, 1.03, 1, HOLDS), (1.4, 0.9, 1, HOLDS_IF), (1.0, 0.9, 1, FAILS), (1.4, 1.03, 1.2, FAILS)],
)
def test_judge_of_the_fractal(median, least, control, verdict):
    names, clear = trial(49)[1], (1.4, 1.03, 1)
    assert judge_fractal(dict(zip(names, (median, least, control, 1.5, *clear)))) == verdict
    assert judge_fractal(dict(zip(names, (*clear, 1.5, median, least, control)))) == verdict


@pytest.mark.parametrize(
    "nets, control, verdict", [(0.9, 0, HOLDS), (0.3, 0, HOLDS_IF), (0, 0, FAILS), (0.9, 0.1, FAILS)]
)
def test_judge_of_the_islands(nets, control, verdict):
    assert judge_islands(dict(zip(trial(50)[1], (nets, control)))) == verdict


def test_a_name_seeds_one_net_on_every_computer():
    assert seed_of("Ada") == seed_of(" ada ") == 4260250381
    assert seed_of("Ada") != seed_of("Grace")


def test_what_trained_and_what_failed_differ_in_lightness_too():
    light = painted(np.array([[1.0, 0.5, 0.1, 0.01]])).mean(axis=2)
    dark = painted(np.array([[-0.01, -0.1, -1.0]])).mean(axis=2)
    assert light.min() > dark.max() and np.all(np.diff(light) > 0) and np.all(np.diff(dark) > 0)


def test_the_path_leads_into_the_border():
    places = path("Ada")
    assert places[0] == {"zoom": 1, "across": 0, "up": 0} and [place["zoom"] for place in places] == list(NEAR)
    for place in places:
        assert 0.01 < np.mean(scores(net(seed_of("Ada")), view_of(**place), 32) > 0) < 0.99


def on_a_journey():
    """A journey without trainings: (where it is, its buttons by name)."""
    artist = Figure().subplots().set_title("")

    def draw(**place):
        artist.set_text(str(place))
        return (artist,)

    places = [{"zoom": 1, "across": 0, "up": 0}, {"zoom": 9, "across": 0.3, "up": -0.2}]
    figure = journey(explore(draw, places[0], zoom=NEAR, across=AWAY, up=AWAY), places)

    def at():
        return tuple(float(slider.label) for slider in figure.sliders)

    def press(name):
        next(button for row in figure.children[:2] for button in row.children if button.description == name).click()
        return at()

    return press, figure


def test_buttons_move_by_a_quarter_of_the_view_and_stop_at_the_ends():
    press, _ = on_a_journey()
    assert press("right") == (1, 0.6, 0) and press("up") == (1, 0.6, 0.6)
    assert press("right") == press("right") == (1, 1.2, 0.6)
    assert press("in") == (3, 1.2, 0.6) and press("left") == (3, 1.0, 0.6) and press("down") == (3, 1.0, 0.4)
    assert press("out") == press("out") == (1, 1.0, 0.4)
    assert [press("in")[0] for _ in range(4)] == [3, 9, 27, 27]


def test_places_are_saved_once_and_gone_back_to():
    press, figure = on_a_journey()
    names = [button.description for button in figure.children[1].children]
    assert names == ["zoom 1: 0, 0", "zoom 9: 0.3, -0.2"]
    assert press(names[1]) == (9, 0.3, -0.2)
    press("save")
    assert len(figure.children[1].children) == 2, "it was saved before"
    press("in"), press("save"), press("out")
    assert press("zoom 27: 0.3, -0.2") == (27, 0.3, -0.2)
    assert press(names[0]) == (1, 0, 0)
