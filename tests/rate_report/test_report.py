"""The learning-rate report finds known limits and good rates; a CSV of one's own is read, or refused in plain words."""

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from lrcourse import data, networks, surfaces, train
from lrcourse.data import from_csv
from lrcourse.diagnosis import Reading
from lrcourse.diagnosis.metrics import degrees_off, guessing_loss
from lrcourse.engine.optimizers import adam, sgd
from lrcourse.lessons.verdicts.figures import calibration
from lrcourse.lessons.verdicts.questions import Guess
from lrcourse.lessons.verdicts.tables import article_table, every_verdict
from lrcourse.plots.alt_text import describe
from lrcourse.rate_report.page import Report, learning_rate_page, worst
from lrcourse.rate_report.report import FALL, _choose, _failed, report
from lrcourse.rate_report.warnings import _about_the_end, _about_the_limit, _end_points, find_warnings


def test_on_a_quadratic_the_limit_and_the_interval_are_those_of_the_formula():
    """With curvatures 1 and 10 a rate is good after 200 steps if both directions have shrunk enough, and fails beyond
    2/10.
    """
    page = report(surfaces.quadratic([1.0, 10.0]), rates=np.linspace(0.005, 0.25, 50))
    left = np.maximum(*(np.abs(1 - page.rates * lam) for lam in (1.0, 10.0))) ** 400
    good = page.rates[left < 1 - FALL]
    assert page.limit == 0.2 and page.known == "at the minimum" and page.limit_after is None
    assert page.good == pytest.approx((good.min(), good.max()), abs=0.006) and not page.edge
    assert page.failing == pytest.approx(0.205)


def test_an_unknown_limit_comes_from_the_curvature():
    """x⁴ + x² has the curvature 14 at 1 and 2 at its minimum."""
    page = report(surfaces.from_function(lambda x: (x[0] ** 4 + x[0] ** 2, 4 * x**3 + 2 * x), start=[1.0]))
    assert page.limit == pytest.approx(2 / 14, rel=1e-3) and page.limit_after == pytest.approx(1, rel=1e-3)
    assert "at the start, 1 after training" in repr(page)


def test_a_grid_that_ends_too_soon_is_said_to():
    page = report(surfaces.quadratic([1.0]), rates=[0.001, 0.003, 0.01])
    assert page.edge and "widen the grid" in repr(page) and page.failing is None


def test_no_rate_lowers_the_loss():
    page = report(surfaces.quadratic([1.0]), rates=[3, 4, 5])
    assert page.good is None and "none on this grid" in repr(page) and "exploded" in repr(page)
    assert "none on this grid" in describe(learning_rate_page(page))


def test_with_noise_a_schedule_gains():
    constant, decayed, share = report(surfaces.noisy_bowl(1.0, 1.0, start=np.full(50, 5.0))).gain
    assert share == 1 and decayed < 0.7 * constant


def test_a_notebook_gets_one_page():
    page = report(networks.linear_regression(data.standardised(data.penguins())))
    bundle, _ = page._repr_mimebundle_()
    assert set(bundle) == {"image/png", "text/plain"} and bundle["text/plain"] == repr(page)
    assert page.good[1] < page.limit < page.failing and "a seed ends worse than it began" in repr(page)


@pytest.mark.parametrize(
    "problem, settings, named",
    [
        (surfaces.quadratic([1.0]), {"optimizer": adam()}, "optimizer="),
        *((surfaces.quadratic([1.0]), {"rates": rates}, "rates=") for rates in ([1, 0.5, 2], [0, 1, 2], [1, 2])),
        (surfaces.quadratic([1.0], start=[[1.0], [2.0]]), {}, "one start"),
        (surfaces.quadratic([1.0]), {"steps": 2.5}, "steps="),
    ],
)
def test_bad_input_is_named(problem, settings, named):
    with pytest.raises(ValueError, match=named):
        report(problem, **{"optimizer": sgd()} | settings)


FOUND = Report(
    title="a report",
    rates=np.array([0.1, 0.2, 0.4]),
    constant=np.array([[3.0, 1.0, 50.0], [2.0, 1.5, 2.0]]),
    cosine=np.ones((2, 3)),
    first=4.0,
    guess=None,
    limit=0.5,
    known="at the minimum",
    limit_after=None,
    good=(0.1, 0.2),
    edge=False,
    best=0.2,
    failing=0.4,
    fails="ends worse than it began",
    gain=(1.25, 1.0, 0.5),
    measure="loss",
    reading=Reading("good", "the loss fell", "a larger rate"),
    warnings=("a saddle",),
)


@pytest.mark.parametrize(
    "change, said",
    [
        ({}, "Limit of stability: 0.5, at the minimum\n"),
        ({}, "seed: 0.1 to 0.2; lowest loss at 0.2\n"),
        ({}, "from: 0.4: there a seed ends worse than it began\n"),
        ({}, "Spread over 2 seeds, at 0.2: 1 to 1.5\n"),
        ({}, "loss 1.25 constant, 1 cosine; better in 1 of 2\n"),
        ({}, "Beware: a saddle"),
        ({"known": "", "limit_after": 0.25}, "0.5 at the start, 0.25 after training\n"),
        ({"known": "", "limit": None}, "none: the loss does not curve upwards at the start, none after training\n"),
        ({"good": None, "edge": True}, "edge?: no rate to recommend"),
        ({"good": None}, "from: cannot be said"),
        ({"failing": None}, "from: no failure on this grid\n"),
        ({"best": 0.4}, "at 0.4: 2 to exploded\n"),
        ({"best": 0.4, "first": 5.0}, "at 0.4: 2 to 50\n"),  # ten times the first above the first
        ({"gain": (-0.95, np.nan, 0.5), "first": -1.0}, "loss -0.95 constant, exploded cosine"),
        ({"gain": (1e-8, 1e-10, 0.5)}, "loss 1e-08 constant, 0 cosine"),
    ],
)
def test_a_report_says_in_words_what_it_found(change, said):
    assert said in repr(replace(FOUND, **change))


def test_the_floor_is_what_some_rate_reaches_in_every_seed():
    assert FOUND.floor == 1.5


@pytest.mark.parametrize("deep", [0.0, -5.0])
def test_losses_that_rounding_alone_tells_apart_are_alike(deep):
    ends = worst(np.array([[deep, deep + 1e-20, deep + 0.1]]), 1.0)
    assert ends[0] == ends[1] == pytest.approx(deep, abs=1e-11) and ends[2] == pytest.approx(deep + 0.1)


def write(tmp_path, text):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def rows(count=30):
    rng = np.random.default_rng(0)
    return [f"{a:.3f},{b:.3f},{2 * a - b:.3f},{int(a > 0)}" for a, b in rng.normal(size=(count, 2))]


def test_a_csv_becomes_a_regression(tmp_path):
    path = write(tmp_path, "\ufeffa, b,y,kind\r\n" + "\n".join(rows()) + "\n\n")
    numbers = from_csv(path, "y")
    assert numbers.classes is None and numbers.x_train.shape == (18, 3) and len(numbers.y_test) == 6
    assert numbers.x_train.mean(0) == pytest.approx(np.zeros(3), abs=1e-12)
    sorts = from_csv(str(path), "kind", kind="class")
    assert sorts.classes == 2 and set(sorts.y_train) <= {0, 1}
    assert report(numbers).good is not None and report(numbers).title.startswith("Learning-rate report: mine")
    assert report(sorts, steps=20).known == "a safe bound"


@pytest.mark.parametrize(
    "text, said",
    [
        ("a,b,y,k\n" + "\n".join(rows(3)), "3 rows of numbers"),
        ("1,2,3\n4,5,6\n", "line 1"),
        ("", "line 1: empty"),
        ("a b y\n1 2 3\n", "commas or semicolons"),
        ("sep=;\na;b;y\n1;2;3,5\n1;2;drei\n", "line 4, column 'y': 'drei'"),
        ("a,b,y,k\n1,2,1e120,4\n", "line 2, column 'y': '1e120'; allowed is a number below"),
        ("a,b,y,k\n1,2,3,4\n1,2,3\n", "line 3: 3 columns; allowed are 4"),
        ("a,b,y,k\n1,2,x,4\n", "line 2, column 'y': 'x'"),
        ("a,b,y,k\n1,nan,3,4\n", "line 2, column 'b': 'nan'"),
        ("a,a,y\n1,2,3\n", "different names"),
        ("a,b,y,k\n" + "\n".join("0.1," + row.split(",", 1)[1] for row in rows()), "column 'a': the same number"),
        ("a,b,y,k\n" + "\n".join("1," + row.split(",", 1)[1] for row in rows()), "column 'a': the same number"),
    ],
)
def test_a_csv_that_will_not_do_is_refused_with_its_line(tmp_path, text, said):
    with pytest.raises(ValueError, match=said) as error:
        from_csv(write(tmp_path, text), "y")
    assert "mine.csv" in str(error.value) and "allowed" in str(error.value)


def test_a_csv_of_twenty_rows_will_do_and_a_kind_that_is_none_is_named(tmp_path):
    path = write(tmp_path, "a,b,y,k\n" + "\n".join(rows(20)))
    assert len(from_csv(path, "y").y_train) == 12
    with pytest.raises(ValueError, match="kind='classes': allowed is one of 'number', 'class'"):
        from_csv(path, "k", kind="classes")


def test_a_missing_file_or_column_is_named(tmp_path):
    with pytest.raises(ValueError, match="none.csv: cannot be read"):
        from_csv(tmp_path / "none.csv", "y")
    with pytest.raises(ValueError, match="target='z': allowed is a column of mine.csv: a, b, y, k"):
        from_csv(write(tmp_path, "a,b,y,k\n" + "\n".join(rows())), "z")


def test_predictions_stand_beside_what_was_measured():
    guess = Guess("start_here.speed.large", "true", 90.0, "false")
    assert "speed, large rate: fast | ✗ true (90 %) | " in repr(article_table({guess.question: guess}))
    assert "text: 0 of 1" in describe(calibration({guess.question: guess}))
    assert "No predictions with a confidence yet" in describe(calibration({}))


def test_the_table_of_all_verdicts_links_to_each_lesson():
    assert '<a href="03_too_large.ipynb">Too large</a>' in every_verdict()._repr_html_()


def test_for_a_classifier_failing_is_to_learn_nothing():
    """Its loss is then about ln 10, which lies below the first; and with labels at random no rate beats guessing."""
    digits = data.digits()
    page = report(networks.mlp(digits), rates=[0.1, 0.3, 2, 4])
    assert page.guess == pytest.approx(np.log(10), rel=0.01)
    assert page.guess < page.first and page.failing == 2 and "a seed is near guessing" in repr(page)
    network, seeds = networks.mlp(digits), range(5)
    firsts = [network.evaluate(network.start(i)[None], digits.x_validation, digits.y_validation)[0] for i in seeds]
    assert page.first == pytest.approx(np.median(firsts))
    rng = np.random.default_rng(0)
    shuffled = {name: rng.permutation(getattr(digits, name)) for name in ("y_train", "y_validation", "y_test")}
    page = report(networks.softmax_regression(replace(digits, **shuffled)), rates=[0.001, 0.01, 0.1])
    assert page.good is None and "none on this grid beats guessing" in repr(page)


@pytest.mark.parametrize(
    "ends, before, has_data, good, best",
    [
        ([0.0101, 0.0099, 0.0, 0.0101], 1.0, False, (2, 3), 3),  # FALL
        ([-1.9, -2.0, -1.9899, -2.1], -1.0, False, (4, 4), 4),
        ([5.0] * 4, 5.0, False, None, 1),  # level: nothing to learn
        ([0.999, np.inf, np.inf, np.inf], 1.0, False, (1, 1), 1),
        ([0.985, 0.981, 0.99, 1.0], 1.0, True, None, 2),  # LUCK
        ([0.985, 0.979, 0.99, 1.0], 1.0, True, (2, 2), 2),
    ],
)
def test_good_rates_bring_nearly_the_whole_fall_and_luck_is_no_fall(ends, before, has_data, good, best):
    assert _choose(np.arange(1.0, 5), np.array(ends), before, has_data) == (good, best)


def test_a_seed_fails_near_guessing_or_at_half_the_accuracy_and_elsewhere_if_it_ends_above_its_own_first():
    ends, firsts = np.array([[0.2, 0.89, 0.91, 0.2, np.inf], [0.2, 0.2, 0.2, 0.2, 3.0]]), np.array([2.0, 3.0])
    right = [[0.9, 0.9, 0.9, 0.44, 0.9], [0.9, 0.46, 0.9, 0.9, 0.9]]
    runs = [SimpleNamespace(params=np.array(one)) for one in right]
    classifier, regression = (
        SimpleNamespace(data=SimpleNamespace(classes=classes), accuracy=lambda params, part: params)
        for classes in (10, None)
    )
    found = _failed(classifier, runs, ends, firsts, 1.0, 0)
    assert found.tolist() == [[False, False, True, True, True], [False] * 4 + [True]]
    for problem, guess in ((regression, 1.0), (classifier, None)):  # the second stands for a surface
        assert _failed(problem, runs, ends, firsts, guess, 0).tolist() == [[False] * 4 + [True], [False] * 5]


def test_guessing_is_a_mean_over_what_is_asked_and_knows_the_training_data_only():
    digits, birds = data.digits(), data.penguins()
    off = birds.y_validation - birds.y_train.mean()
    assert guessing_loss(networks.linear_regression(birds)) == pytest.approx(np.mean(off**2))
    share = np.bincount(digits.y_train) / 600
    off = (np.arange(10) == digits.y_test[:, None]) - share
    assert guessing_loss(networks.mlp(digits, loss="squared_error"), "test") == pytest.approx(np.mean(off**2))
    assert guessing_loss(networks.mlp(digits), "test") == pytest.approx(-np.log(share[digits.y_test]).mean())


@pytest.mark.parametrize("depths, degrees", [((0.1, 0.0), 0), ((0.0, 0.1), 180)])
def test_downhill_leads_to_the_deepest_minimum_or_away_from_it(depths, degrees):
    assert degrees_off(surfaces.double_well(depths=depths, start=0.1)) == pytest.approx(degrees)


def line(x):
    return x[0], np.ones(1)


def well(x):
    return (x[0] ** 2 - 1) ** 2 / 4, (x**2 - 1) * x


def saddle(x):
    return x[0] ** 2 + (x[1] ** 2 - 1) ** 2 / 4, np.array([2 * x[0], (x[1] ** 2 - 1) * x[1]])


@pytest.mark.parametrize(
    "problem, rates, said",
    [
        (surfaces.from_function(saddle, start=[1.0, 0.0]), None, "a saddle"),
        (surfaces.from_function(line, start=[1.0]), None, "a slope without a minimum"),
        (networks.linear_regression(data.penguins()), None, "not converged: the curvatures differ 3e+07-fold"),
        (surfaces.from_function(well, start=[0.6]), None, "that of a flat place"),
        (surfaces.double_well(start=0.05), None, "several minima"),
        (networks.mlp(data.digits()), [0.01, 0.98, 1.4], "only one rate"),
    ],
)
def test_what_speaks_against_a_page_is_said(problem, rates, said):
    page = report(problem, rates=rates)
    assert any(said in words for words in page.warnings)
    assert said in " ".join(describe(learning_rate_page(page)).replace("\n  text:", "").split())


def test_nothing_speaks_against_a_bowl_or_against_one_minimum_that_is_approached_slowly():
    assert report(surfaces.quadratic([1.0, 10.0])).warnings == ()
    steep = surfaces.from_function(lambda x: (np.sum(x**4 + x**2), 4 * x**3 + 2 * x), start=[1.0, -2.0])
    assert report(steep).warnings == ()


@pytest.mark.parametrize("start, said", [(0.16, True), (0.14, False), (None, True)])
def test_a_limit_at_the_start_half_as_large_again_as_the_one_after_training_is_that_of_a_flat_place(start, said):
    assert bool([*_about_the_limit(start, 0.1)]) == said and not [*_about_the_limit(start, None)]


@pytest.mark.parametrize("unit", [1e-8, 1, 1e8])
def test_a_saddle_is_one_in_any_unit_of_the_loss(unit):
    surface = surfaces.from_function(lambda x: tuple(unit * part for part in saddle(x)), start=[1.0, 0.0])
    (said,) = _about_the_end(surface, np.zeros(2), unit * np.array([1.25, 0.25]))
    assert said.startswith("a saddle")


@pytest.mark.parametrize("half_way, said", [(0.5, True), (0.08, True), (0.04, False), (0, False)])
def test_of_many_parameters_the_second_half_says_whether_much_was_left(half_way, said):
    losses = np.interp(np.arange(101), [0, 50, 100], [3, 2 + half_way, 2])
    found = [*_about_the_end(surfaces.quadratic(np.ones(101)), np.ones(101), losses)]
    assert len(found) == said and all("in its second half the best run still gained" in words for words in found)


def test_a_network_whose_seeds_end_apart_has_no_several_minima():
    """Turning the signs of a hidden unit's weights changes nothing; on a surface it would be another place."""
    x = np.linspace(-2, 2, 24)[:, None]
    parts = (part for at in range(3) for part in (x[at::3], np.tanh(x[at::3, 0])))
    network = networks.mlp(data.Data("curve", None, *parts), hidden=(1,), activation="tanh", loss="squared_error")
    rates = np.array([0.3])
    runs = [train(network, sgd(0.9), rates, 600, seed=seed) for seed in range(3)]
    assert (
        len(_end_points(runs, rates, (0.3, 0.3))) == 2 and find_warnings(runs, 0, rates, (0.3, 0.3), (None, None)) == ()
    )


@pytest.mark.parametrize("first", ["", "sep=;\n"])
def test_a_german_excel_s_table_is_read(tmp_path, first):
    ours, theirs = tmp_path / "ours.csv", tmp_path / "theirs.csv"
    ours.write_text("a,b,y,k\n" + "\n".join(rows()), encoding="utf-8")
    german = "\r\n".join(row.replace(",", ";").replace(".", ",") for row in ["a,b,y,k", *rows()])
    theirs.write_text(first + german, encoding="utf-8-sig", newline="")
    one, other = from_csv(ours, "y"), from_csv(theirs, "y")
    np.testing.assert_array_equal(one.x_train, other.x_train)
    np.testing.assert_array_equal(one.y_test, other.y_test)


@pytest.mark.parametrize("unit", [1e10, 1e-7])
def test_a_report_does_not_depend_on_the_unit_of_the_target(unit):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 2))
    y = x @ [1.0, 2.0] + rng.normal(size=60)
    one, other = (
        report(
            data.Data("table", None, *(part for at in (0, 20, 40) for part in (x[at : at + 20], k * y[at : at + 20])))
        )
        for k in (1, unit)
    )
    assert one.warnings == other.warnings and one.good == other.good and one.gain[2] == other.gain[2]
    assert "loss 0 " not in repr(other)


@pytest.mark.parametrize("seed", range(3))
def test_level_directions_of_a_softmax_hide_no_doubt(seed):
    """Whichever way its curvatures of 0 are rounded: what is left of the fall counts."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(90, 2)) @ [[1, 0.9], [0, 0.2]]
    y = (x[:, 1] - 0.8 * x[:, 0] + 0.3 * rng.normal(size=90) > 0).astype(int)
    table = data.Data("table", 2, *(part for at in (0, 30, 60) for part in (x[at : at + 30], y[at : at + 30])))
    (said,) = [warning for warning in report(table).warnings if "not converged" in warning]
    assert float(re.search(r"differ (\S+)-fold", said)[1]) < 1e4
