"""Test that the judges of claims 17, 18, 19 and 28 turn with their numbers, and that the table follows its rules."""

from dataclasses import replace

import pytest

from lrcourse.lessons import all_questions
from lrcourse.lessons.claim import FAILS, HOLDS, HOLDS_IF, trial
from lrcourse.lessons.question import Prediction, recorded_truths
from lrcourse.lessons.verdicts import cells, tables
from lrcourse.lessons.verdicts.cells import CELLS
from lrcourse.lessons.verdicts.claims import judge_influence, judge_overshooting, judge_speed, judge_stability
from lrcourse.lessons.verdicts.questions import SLOWER, guesses, measured_epochs, product


@pytest.mark.parametrize(
    "beyond, verdict", [((0, 0, 0), FAILS), ((0.5, 0, 0), FAILS), ((0.6, 0, 0), HOLDS_IF), ((1, 1, 1), HOLDS)]
)
def test_speed(beyond, verdict):
    """Test that claim 17 stands with the share of seeds that are sooner at a rate beyond the good ones than at 0.6."""
    assert judge_speed(dict(enumerate((75, 9, -1, 0.8, 1, 1, *beyond)))) == verdict


@pytest.mark.parametrize(
    "highest, failure, margins, verdict",
    [
        (1, 1.2, (24, 2, 0.6), HOLDS_IF),
        (0.2, 1.2, (24, 6, 0.6), HOLDS),
        (1, 1.2, (5, 2, 0.6), FAILS),
        (1, 3, (60, 5, 1.5), FAILS),
    ],
)
def test_stability(highest, failure, margins, verdict):
    """Test that claim 18 needs the table's order, and without a condition a good distance from the edge."""
    assert (
        judge_stability(
            {"lowest": 0.1, "highest": highest, "failure": failure}
            | {str(i): margin for i, margin in enumerate(margins)}
        )
        == verdict
    )


@pytest.mark.parametrize(
    "errors, crossing, farther, verdict",
    [
        ((0.003, 0.99), (0, 0.5, 0.6), (0, 0, 0.1), HOLDS_IF),
        ((0.003, 0.99), (0, 1, 1), (0, 0, 1), HOLDS),
        ((0.003, 0.99), (0.1, 0.5, 0.6), (0, 0, 0.1), FAILS),
        ((0.003, 0.99), (0, 0.5, 0.6), (0, 0.1, 0.2), FAILS),
        ((0.1, 0.99), (0, 0.5, 0.6), (0, 0, 0.1), FAILS),
        ((0.003, 0.003), (0, 0.5, 0.6), (0, 0, 0.1), FAILS),
    ],
)
def test_overshooting(errors, crossing, farther, verdict):
    """Test that claim 19 needs none at the small rate, landing farther out only at the large one, and a threshold that
    momentum moves.
    """
    assert judge_overshooting(dict(enumerate((*errors, *crossing, *farther)))) == verdict


@pytest.mark.parametrize(
    "explained, faster, verdict", [(0.95, 8, HOLDS), (0.5, 8, HOLDS_IF), (0.95, 1, HOLDS_IF), (0.5, 1, FAILS)]
)
def test_influence(explained, faster, verdict):
    """Test that claim 28 weighs the rate against the seed, for accuracy and for speed."""
    assert judge_influence(dict(enumerate((0.1, 0.9, 0.96, 0.1, explained, faster)))) == verdict


def test_the_twelve_cells_are_the_truths_of_the_predictions_at_the_start():
    truths = {
        name: question.truth()
        for name, question in all_questions().items()
        if name.startswith("start_here.") and name.count(".") == 2
    }
    assert truths == {
        f"start_here.{row}.{column}": "true" if cell[2] else "false"
        for row, cells in CELLS.items()
        for column, cell in cells().items()
    }
    assert sorted(name for name, truth in truths.items() if truth == "false") == [
        "start_here.performance.small",
        "start_here.speed.large",
        "start_here.speed.optimal",
    ]


@pytest.mark.parametrize(
    "row, number, changes, cell",
    [
        ("speed", 17, {0: 10}, "small"),
        ("speed", 17, {6: 0.8}, "optimal"),
        ("speed", 17, {8: 0.8}, "large"),
        ("stability", 18, {3: 5}, "small"),
        ("stability", 18, {4: 20}, "optimal"),
        ("stability", 18, {5: 1.5}, "large"),
        ("overshooting", 19, {2: 0.1}, "small"),
        ("overshooting", 19, {6: 0.1}, "optimal"),
        ("overshooting", 19, {7: 0}, "large"),
        ("performance", 28, {3: 0.7}, "large"),
        ("performance", 28, {2: 0.8}, "optimal"),
    ],
)
def test_a_cell_turns_with_its_number(monkeypatch, row, number, changes, cell):
    before = CELLS[row]()[cell][2]
    verdict, numbers = cells.on_record(number)
    others = {name: changes.get(i, value) for i, (name, value) in enumerate(numbers.items())}
    on_record = cells.on_record
    monkeypatch.setattr(cells, "on_record", lambda n: (verdict, others) if n == number else on_record(n))
    assert CELLS[row]()[cell][2] != before


@pytest.mark.parametrize("row", CELLS)
def test_measured_anew_a_row_comes_out_as_on_record(monkeypatch, row):
    before = [true for _, _, true in CELLS[row]().values()]
    monkeypatch.setattr(cells, "on_record", trial)
    assert [true for _, _, true in CELLS[row]().values()] == before


def test_the_first_prediction_counts_and_nonsense_is_passed_over():
    records = [
        {"kind": "prediction", "question": "start_here.speed.large", "choice": "true", "confidence": 80},
        {"kind": "prediction", "question": "start_here.speed.large", "choice": "false", "confidence": 90},
        {"question": "start_here.speed.small", "choice": "perhaps"},
        {"question": ["x"]},
        {},
        {"question": "verdicts.4", "choice": 3},
        {"kind": "prediction", "question": "start_here.speed.optimal", "choice": "false", "confidence": "high"},
        {"kind": "outcome", "question": "verdicts.6"},
        {"kind": "prediction", "question": "verdicts.6", "choice": "about 11", "confidence": 100},  # after the outcome
    ]
    found = guesses(records)
    assert set(found) == {"start_here.speed.large", "start_here.speed.optimal"}
    assert (
        found["start_here.speed.large"].choice,
        found["start_here.speed.large"].confidence,
        found["start_here.speed.large"].truth,
    ) == (
        "true",
        80,
        "false",
    )
    assert found["start_here.speed.optimal"].confidence is None


def test_guesses_of_all_lessons_are_compared_without_training(monkeypatch):
    asked = {name: one for name, one in all_questions().items() if isinstance(one, Prediction)}
    monkeypatch.setattr("lrcourse.lessons.question.all_questions", lambda: untrained)
    untrained = {name: replace(one, truth=lambda: 1 / 0) for name, one in asked.items()}
    records = [{"kind": "prediction", "question": name, "choice": one.choices[0]} for name, one in asked.items()]
    assert {name: guess.truth for name, guess in guesses(records).items()} == recorded_truths()


def test_the_exercise_s_answer_is_what_training_gives():
    assert measured_epochs() == pytest.approx(product() / SLOWER, rel=0.1)


def test_what_was_revised_is_shown_and_nothing_else(monkeypatch):
    records = {"17": {"verdict": FAILS, "revised": "more rates"}, "18": {"verdict": HOLDS}}
    monkeypatch.setattr(tables, "recorded", lambda: {"claims": records})
    assert [(row[0], *row[2:]) for row in tables.changed().rows] == [("17", FAILS, "more rates")]
