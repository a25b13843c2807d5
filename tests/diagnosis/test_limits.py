"""The engine and odd arguments: it does the right thing, or raises one ValueError that names the argument."""

from types import SimpleNamespace

import numpy as np
import pytest

from lrcourse import data, diagnosis, lessons, networks, pairs, schedules, search, surfaces, train
from lrcourse.data import DataError
from lrcourse.engine.arguments import check_memory
from lrcourse.engine.optimizers import adagrad, adam, adamw, rmsprop, sgd
from lrcourse.lessons import claim
from lrcourse.rate_report import report

BOWL = surfaces.quadratic([1.0, 10.0])
NET = networks.mlp(data.digits(train=40), hidden=(3,))
WIDE = np.geomspace(0.01, 0.5, 40)  # more than one block
OPTIMIZERS = (sgd(), sgd(momentum=0.9), sgd(momentum=0.5, nesterov=True), adagrad(), rmsprop(), adam(), adamw())
FALLING = surfaces.from_function(lambda x: (x[0] ** 2 - 4, 2 * x), start=[0.1])  # never above 0
RUN = train(BOWL, sgd(), 0.1, 5)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
@pytest.mark.parametrize(
    "problem, settings",
    [
        (BOWL, {}),
        (BOWL, {"schedule": schedules.warmup(7, schedules.cosine(80))}),
        (surfaces.noisy_bowl(1.0, 1.0, start=[3.0, 1.0]), {"seed": 3}),
        (NET, {"batch_size": 7, "seed": 1, "evaluate_every": 2}),
        (NET, {"batch_size": None, "dtype": np.float32, "schedule": schedules.exponential(0.99)}),
    ],
    ids=["surface", "schedule", "noise", "minibatches", "float32"],
)
def test_twice_fifty_steps_are_a_hundred_to_the_bit(problem, settings, optimizer):
    whole = train(problem, optimizer, WIDE, 100, **settings)
    half = train(problem, optimizer, WIDE, 47, **settings)
    rest = train(problem, optimizer, WIDE, 53, start=half, **settings)
    assert rest.first_step == 47 and rest.steps == 53
    np.testing.assert_array_equal(np.c_[half.loss, rest.loss[:, 1:]], whole.loss)
    np.testing.assert_array_equal(half.loss[:, -1], rest.loss[:, 0])
    np.testing.assert_array_equal(rest.params, whole.params)
    if whole.train_loss is not None:
        at = np.r_[half.evaluated_at, rest.evaluated_at]
        np.testing.assert_array_equal(np.unique(at), whole.evaluated_at)
        np.testing.assert_array_equal(rest.train_loss, whole.train_loss[:, -len(rest.evaluated_at) :])


def test_a_run_goes_on_at_another_rate():
    first = train(BOWL, sgd(), [0.1, 0.15], 5)
    after = train(BOWL, sgd(), [0.05, 0.05], 5, start=first)
    by_hand = train(surfaces.quadratic([1.0, 10.0], start=first.params), sgd(), 0.05, 5)
    np.testing.assert_array_equal(after.params, by_hand.params)


def test_a_network_starts_where_it_is_told():
    point = NET.start(5)
    one, many = (train(NET, sgd(), [0.1, 0.2], 3, start=given) for given in (point, np.stack([point, point])))
    np.testing.assert_array_equal(one.params, many.params)
    assert not np.array_equal(one.params, train(NET, sgd(), [0.1, 0.2], 3).params)
    assert train(NET, sgd(), 0.1, 3, start=np.stack([point] * 4)).params.shape == (4, NET.size)


def test_runs_of_few_parameters_go_many_at_once_and_keep_their_numbers():
    rates = np.geomspace(1e-4, 0.19, 3000)
    together = train(BOWL, sgd(momentum=0.5), rates, 20)
    np.testing.assert_array_equal(together.params[2500], train(BOWL, sgd(momentum=0.5), rates[2500], 20).params[0])


def test_a_loss_below_zero_that_falls_has_not_diverged():
    runs = train(FALLING, sgd(), [0.1, 1.1], 60)
    assert list(runs.diverged_at >= 0) == [False, True]
    assert [diagnosis.read(losses).verdict for losses in runs.loss] == ["good", "diverged"]
    found = search.grid(FALLING, sgd(), [0.01, 0.1, 0.3], 20)
    assert found.interval()[0] <= found.best <= found.interval()[1]
    page = report.report(FALLING)
    assert page.good[0] <= page.best <= page.good[1]


def test_a_loss_that_is_infinite_from_the_first_step_on_has_diverged():
    runs = train(BOWL, sgd(), 0.1, 12, start=[1e200, 1e200])
    assert runs.diverged_at[0] == 0 and np.isinf(runs.loss).all()
    assert diagnosis.read(runs.loss[0]).verdict == "diverged"


def constant_feature():
    parts = data.penguins()
    return data.Data("odd", None, *(np.ones_like(part) for part in (parts.x_train, parts.y_train) * 3))


def csv_of(tmp_path, text):
    path = tmp_path / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_as_many_classes_as_rows_are_refused(tmp_path):
    text = "a,id\n" + "\n".join(f"{i * 0.7 % 1},{i}" for i in range(60))
    with pytest.raises(ValueError, match="target='id': 0 stands in 1 rows; allowed are classes of 5 rows or more"):
        data.from_csv(csv_of(tmp_path, text), "id", kind="class")


class nothing:
    """A schedule that gives no number."""

    def __call__(self, step):
        return np.nan * step


HUGE = 10**14


@pytest.mark.parametrize(
    "call, named",
    [
        (lambda: data.standardised(constant_feature()), "data='odd': feature 0"),
        (lambda: report.report(BOWL, steps=0), "steps=0"),
        (lambda: report.report(None), "problem=None"),
        (lambda: report.report(surfaces.quadratic), "problem="),
        (lambda: report.report(BOWL, batch_size=8), "batch_size=8"),
        (lambda: report.report(NET, batch_size=0), "batch_size=0"),
        (lambda: diagnosis.curvatures(BOWL, [1.0]), "params="),
        (lambda: diagnosis.curvatures(NET, np.zeros(3)), "params="),
        (lambda: diagnosis.sharpness(NET, np.zeros(3)), "params="),
        (lambda: diagnosis.sharpness(NET, 3.0), "params="),
        (lambda: NET.accuracy(np.zeros(5)), "params="),
        (lambda: NET.accuracy("params"), "params="),
        (lambda: NET.predict(np.zeros(5), data.digits().x_test), "params="),
        (lambda: NET.predict(NET.start(), np.zeros((2, 3))), "x="),
        (lambda: BOWL([1.0, 2.0, 3.0]), "params="),
        (lambda: BOWL(1.0), "params="),
        (lambda: diagnosis.best_heavy_ball(2, 1), "largest=1"),
        (lambda: diagnosis.best_heavy_ball(0, 1), "smallest=0"),
        (lambda: train(BOWL, sgd(), 0.1, 5, schedule=schedules.cosine), "schedule="),
        (lambda: schedules.warmup(5, schedules.cosine), "then="),
        (lambda: train(BOWL, sgd(), 0.1, 5, schedule=nothing()), "schedule="),
        (lambda: train(BOWL, sgd, 0.1, 5), "optimizer="),
        (lambda: train(BOWL, sgd(), np.array(0.1), np.array(5)), "steps="),
        (lambda: train(BOWL, sgd(), np.array(-0.1), 5), "lr="),
        (lambda: train(BOWL, sgd(), 0.1, HUGE), f"steps={HUGE}"),
        (lambda: train(NET, sgd(), 0.1, HUGE, batch_size=5), f"steps={HUGE}"),
        (lambda: networks.mlp(data.digits(), hidden=(HUGE,)), "hidden="),
        (lambda: search.random(BOWL, sgd(), 0.1, 1, HUGE, 5), "count="),
        (lambda: train(BOWL, sgd(), 0.1, 5, start=[1.0]), "start of shape"),
        (lambda: train(BOWL, sgd(), 0.1, 5, start="here"), "start of shape"),
        (lambda: train(BOWL, sgd(), [0.1, 0.2], 5, start=np.ones((3, 2))), "lr=[0.1, 0.2]"),
        (lambda: train(BOWL, adam(), 0.1, 5, start=RUN), "optimizer="),
        (lambda: train(BOWL, sgd(), [0.1, 0.2], 5, start=RUN), "lr='2 rates'"),
        (lambda: train(surfaces.ravine(), sgd(), 0.1, 5, start=RUN), "problem="),
        (lambda: train(BOWL, sgd(), 0.1, 5, start=RUN, dtype=np.float32), "dtype="),
        (lambda: data.digits(train=np.array(5)), "train="),
        (lambda: diagnosis.read(np.array(3.0)), "losses"),
        (lambda: diagnosis.read([1.0] * 20, chance=np.array(-1)), "chance="),
    ],
)
def test_an_odd_argument_is_named(call, named):
    with pytest.raises(ValueError) as error:
        call()
    assert str(error.value).startswith(named) and "\n" not in str(error.value)


def test_what_a_call_may_need_counts_the_path_of_a_surface_but_of_data_only_the_losses():
    surface, network = (SimpleNamespace(size=999, **more) for more in ({}, {"n": 5}))
    check_memory(surface, 1, 990_000)
    with pytest.raises(ValueError, match=r"steps=1000000: 1 runs of 999 .* need 8 GB; allowed are 8$"):
        check_memory(surface, 1, 1_000_000)
    check_memory(network, 990, 1_000_000)
    with pytest.raises(ValueError, match="steps=1000000: 1000 runs"):
        check_memory(network, 1000, 1_000_000)


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda found: found["claims"].pop("7"), "claim 7: no record"),
        (lambda found: found["claims"]["7"].update(verdict="perhaps"), "claim 7: verdict 'perhaps'"),
        (lambda found: found["claims"].update({"7": 3}), "claim 7: no record"),
        (lambda found: found["claims"]["7"].pop("verdict"), "claim 7: no record"),
        (lambda found: found["claims"]["7"].pop("numbers"), "claim 7: verdict 'holds, if…'"),
    ],
)
def test_a_broken_record_of_a_claim_is_named(change, said, monkeypatch):
    found = claim.recorded()
    change(found)
    monkeypatch.setattr(claim, "recorded", lambda: found)
    with pytest.raises(DataError, match=f"{said}; measure it anew with: python3 course.py claims"):
        _ = lessons.all_claims()[7].verdict


@pytest.mark.parametrize("settings", [{}, {"batch_size": 5, "seed": 1}, {"batch_size": 7}])
def test_going_on_with_other_minibatches_is_refused(settings):
    earlier = train(NET, sgd(), 0.1, 4, batch_size=7, seed=1)
    with pytest.raises(ValueError, match=r"(batch_size|seed)=.*: allowed with start=Runs is that of the earlier Runs"):
        train(NET, sgd(), 0.1, 4, start=earlier, **settings)


def test_what_runs_share_cannot_be_written_to():
    ravine = surfaces.ravine()
    for shared in (ravine.start(), ravine.minimum, ravine.curvatures, data.table("curves.csv.gz")):
        with pytest.raises(ValueError, match="read-only"):
            shared -= 1


def test_whole_numbers_are_points_too():
    loss, grad = surfaces.quadratic([0.5]).loss_and_grad(np.array([[2]]))
    assert loss == 1 and grad == 1


@pytest.mark.parametrize("problem", [BOWL, NET], ids=["surface", "network"])
def test_one_point_is_no_row_of_points(problem):
    with pytest.raises(ValueError, match=r"params of shape .*: allowed is an array \(runs, \d+\)"):
        problem.loss_and_grad(problem.start())


def test_sharpness_where_no_direction_is_left():
    hill = surfaces.from_function(lambda x: (-x @ x / 2, -x), [1.0, 1.0])
    assert diagnosis.sharpness(hill, [1.0, 1.0]) == pytest.approx(-1)
    assert diagnosis.sharpness(surfaces.quadratic([1e-9, 5e-9]), [1.0, 1.0]) == pytest.approx(5e-9)


def test_starts_of_several_numbers_make_no_pairs():
    with pytest.raises(ValueError, match=r"starts of shape \(2, 2\): allowed is a list of numbers"):
        pairs([0.1], [[1, 2], [3, 4]])


@pytest.mark.parametrize("number", [999, "6"])
def test_a_claim_that_is_none(number):
    with pytest.raises(ValueError, match="numbers=.*: allowed are numbers of claims, from 1 to"):
        claim.verdicts(number)


def test_a_report_of_a_file_s_name_says_how_to_read_it():
    with pytest.raises(ValueError, match="data.from_csv"):
        report.report("houses.csv")
