"""Predictions and exercises by click: one click answers, the answer stands in words, and nothing shown is stored but
text.
"""

import re
from xml.etree import ElementTree

import pytest

from lrcourse import answers, check, predict, predict_table
from lrcourse.exercises import asking, forms
from lrcourse.exercises.asking import judge, note
from lrcourse.exercises.choices_table import choices_table
from lrcourse.lessons import all_questions
from lrcourse.lessons.question import Code, Numbers, Prediction

PREDICTIONS = [name for name, asked in all_questions().items() if isinstance(asked, Prediction)]
EXERCISES = [name for name, asked in all_questions().items() if not isinstance(asked, (Prediction, Code))]


def last():
    """Return the newest record of the file of answers, without its time."""
    return {key: value for key, value in answers.read()[-1].items() if key != "at"}


def test_one_click_notes_a_prediction_and_another_a_change_of_mind():
    form = forms.Choice("too_large.1", note)
    form.buttons.value = "rises"
    assert last() == {"kind": "prediction", "question": "too_large.1", "choice": "rises", "confidence": None}
    assert "noted, &#x27;rises&#x27;. Now look." in form.said.value
    form.sure.value = 80
    assert last()["confidence"] == 80 and "at 80 %" in form.said.value
    form.buttons.value = "zigzags"
    assert last()["choice"] == "zigzags" and len(answers.read()) == 3
    assert "change of mind" in form.said.value and "&#x27;rises&#x27; at 80 %" in form.said.value


@pytest.mark.parametrize("question, least", [("too_large.1", 33), ("too_large.3", 25)])
def test_how_sure_begins_at_what_a_guess_gives(question, least):
    options = forms.Choice(question, note).sure.options
    assert options[0] == ("not said", 0) and options[1] == (f"{least} %", least) and options[-1] == ("100 %", 100)


def test_how_sure_alone_notes_nothing():
    forms.Choice("too_large.1", note).sure.value = 80
    assert answers.read() == []


def test_who_comes_back_sees_what_was_chosen():
    note("too_large.1", "zigzags", 70)
    form = forms.Choice("too_large.1", note)
    assert form.buttons.value == "zigzags" and form.sure.value == 70 and "before" in form.said.value
    assert len(answers.read()) == 1


def test_who_comes_back_after_a_change_of_mind_sees_the_choice_that_counts():
    note("too_large.1", "rises", 60)
    note("too_large.1", "zigzags", 90)
    form = forms.Choice("too_large.1", note)
    assert (form.buttons.value, form.sure.value) == ("rises", 60) and "you chose &#x27;rises&#x27;" in form.said.value
    note(SPEED[0], "true")
    note(SPEED[0], "false")
    assert re.search('value="true" [^>]* checked>', forms.Grid(SPEED, note).children[0].value)


def test_who_has_run_all_first_sees_that_a_prediction_will_not_count():
    asking.outcome("too_large.1")
    form = forms.Choice("too_large.1", note)
    assert "will not count" in form.said.value
    form.buttons.value = "falls smoothly"
    assert "does not count" in form.said.value and "will not count" in forms.Choice("too_large.1", note).said.value


def test_a_field_is_checked_once_whether_left_or_clicked():
    form = forms.Answer("too_large.4", judge)
    form.button.click()
    assert "no answer yet" in form.said.value and answers.read() == []
    form.field.value = "1/4"
    form.button.click()
    assert last() == {"kind": "answer", "question": "too_large.4", "answer": 0.25, "right": True}
    assert len(answers.read()) == 1 and "right, 0.25" in form.said.value
    form.field.value = "1"
    assert "flattest" in form.said.value


def test_enter_in_an_empty_field_says_what_is_wanted():
    form = forms.Answer("too_large.4", judge)
    form.field._handle_custom_msg({"event": "submit"}, [])
    assert "it takes a number" in form.said.value and answers.read() == []
    form.field.value = "7"
    told = form.said.value
    form.field._handle_custom_msg({"event": "submit"}, [])
    assert form.said.value == told and len(answers.read()) == 1


def test_an_emptied_field_keeps_what_was_said():
    form = forms.Answer("too_large.4", judge)
    form.field.value = "1/4"
    form.field.value = ""
    form.field._handle_custom_msg({"event": "submit"}, [])
    form.button.click()
    assert "right, 0.25" in form.said.value and len(answers.read()) == 1


def test_who_runs_a_field_again_sees_what_the_last_answer_was_told():
    form = forms.Answer("too_large.4", judge)
    form.field.value = "1"
    again = forms.Answer("too_large.4", judge)
    assert "not yet, 1" in again.said.value and again.said.value == form.said.value and len(answers.read()) == 1


def test_an_exercise_with_choices_is_answered_by_a_click():
    form = forms.Answer("reading_loss_curves.A", judge)
    form.field.value = "dead"
    assert last()["answer"] == "dead" and "reading_loss_curves.A" in form.said.value


SPEED = [f"start_here.speed.{column}" for column in ("small", "optimal", "large")]


def test_a_table_notes_what_is_new_in_it_and_how_sure_the_reader_is_of_all():
    grid = forms.Grid(SPEED, note)
    small, optimal, large = SPEED
    grid.picked.value = f"{small}=true"
    assert grid.said.value == "speed, small rate: slow – noted, &#x27;true&#x27;. So far 1 of 3."
    grid.picked.value = f"{small}=true&{optimal}=false&{large}=true"  # two clicks while the kernel was busy
    grid.picked.value = f"{small}=false&{optimal}=false&{large}=true&foreign=true"
    assert "change of mind" in grid.said.value and "start_here" not in grid.said.value
    assert [(a["question"], a["choice"], a["confidence"]) for a in answers.read()] == [
        *((small, "true", None), (optimal, "false", None), (large, "true", None), (small, "false", None)),
    ]
    grid.sure.value = 80
    assert [str(answers.counted(question)) for question in SPEED] == ["'true'", "'false' at 80 %", "'true' at 80 %"]
    assert grid.said.value == "How sure: 80 %, noted for 2 of the 3 statements."


def test_how_sure_of_a_table_is_said_of_all_its_statements():
    grid = forms.Grid(SPEED, note)
    grid.sure.value = 50
    assert "noted with each choice" in grid.said.value and answers.read() == []
    grid.picked.value = "&".join(f"{question}=true" for question in SPEED)
    grid.sure.value = 60
    assert grid.said.value == "How sure: 60 %, noted for all 3 statements."


def test_a_table_has_the_articles_rows_and_columns_and_names_each_group_in_words():
    names = [name for name, asked in all_questions().items() if getattr(asked, "about", "")]
    table = choices_table(names, {names[1]: "false"}).replace(" checked", ' checked=""')
    root = ElementTree.fromstring(re.sub("(<input[^>]*)>", r"\1/>", table))
    head = [cell.text for cell in root.findall(".//th[@scope='col']")]
    assert head == ["small rate", "optimal rate", "large rate"]
    rows = [cell.text for cell in root.findall(".//th[@scope='row']")]
    assert rows == ["speed", "stability", "overshooting", "performance"]
    groups = root.findall(".//div[@role='radiogroup']")
    assert [group.get("data-question") for group in groups] == names and len(names) == 12
    assert groups[0].get("aria-label") == "speed, small rate: slow"
    marked = [(one.get("name"), one.get("value")) for one in root.iter("input") if "checked" in one.attrib]
    assert marked == [(names[1], "false")]
    words = " ".join(root.itertext())
    assert "slow" in words and "start_here" not in words


def test_who_comes_back_to_a_table_sees_what_was_chosen():
    note(SPEED[0], "true", 70)
    grid = forms.Grid(SPEED, note)
    assert re.search('value="true" [^>]* checked>', grid.children[0].value) and grid.sure.value == 70
    grid.picked.value = f"{SPEED[0]}=true"
    assert len(answers.read()) == 1 and "So far 1 of 3" in grid.said.value


def test_a_line_of_answers_that_makes_no_sense_does_not_hinder_a_form():
    for odd in (
        {"choice": 3, "confidence": "very"},
        {"choice": ["rises"], "confidence": [1]},
        {"answer": {}, "right": 1},
    ):
        answers.append({"kind": "prediction", "question": "too_large.1"} | odd)
        answers.append({"kind": "answer", "question": "reading_loss_curves.A"} | odd)
        assert forms.Choice("too_large.1", note).buttons.value is None
        assert forms.Answer("reading_loss_curves.A", judge).field.value is None


@pytest.mark.parametrize("name", PREDICTIONS)
def test_what_is_stored_of_a_prediction_lists_its_choices(name):
    form = forms.Choice(name, note)
    data, metadata = form._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "text/plain"} and metadata == {}
    assert all(repr(choice) in data["text/plain"] for choice in form.buttons.options)
    assert f'predict("{name}", "' in data["text/plain"] and "kernel" in data["text/plain"]


@pytest.mark.parametrize("name", EXERCISES)
def test_what_is_stored_of_an_exercise_says_what_it_takes(name):
    note("too_large.1", "rises")
    before = forms.Answer(name, judge).stored
    judge(name, "1")
    assert forms.Answer(name, judge).stored == before  # nothing of an earlier answer
    wants = all_questions()[name].wants
    assert ("list" in before[0]["text/plain"]) == isinstance(wants, Numbers)
    assert f'check("{name}", …)' in before[0]["text/plain"]


@pytest.mark.parametrize(
    "call", [lambda: predict("too_large.1"), lambda: check("too_large.4"), lambda: predict_table("start_here")]
)
def test_without_a_notebook_the_same_text_is_printed(call, capsys):
    call()
    out = capsys.readouterr().out
    assert "To answer by a click, run this cell" in out and "Layout" not in out
