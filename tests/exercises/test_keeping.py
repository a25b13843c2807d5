"""Answers are saved as one file and brought back: all of them, each once, whatever the file holds."""

import base64
import errno
import io
import json
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrcourse import answers, check, keep_answers, predict
from lrcourse.exercises import asking, forms, keeping
from lrcourse.lessons import all_questions
from lrcourse.lessons.question import Numbers, Prediction

AT = "2026-05-01T08:00:00+00:00"
GIVEN = {"kind": "answer", "question": "too_large.4", "answer": 7.0, "right": False, "at": AT}
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def file_of(*records):
    """Return the bytes of a file with these records."""
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def write(folder, content):
    """Make this the file of answers."""
    folder.mkdir(exist_ok=True)
    (folder / "answers.jsonl").write_bytes(content)


def chosen(form, content):
    """Choose a file with these bytes, as the page hands it over; return what the form says."""
    form.chosen.value = f"data:application/octet-stream;base64,{base64.b64encode(content).decode()}"
    assert form.chosen.value == ""
    return form.said.value


@pytest.fixture
def form():
    """Return a form, with `downloads`, a list of (name, bytes) of all that it has had the browser save."""
    shown = forms.Keep()
    shown.downloads = []

    def downloaded(change):
        if change["new"]:
            link = ElementTree.fromstring(change["new"].replace('"></a>', '"/></a>'))
            shown.downloads.append((link.get("download"), base64.b64decode(link.get("href").partition(",")[2])))

    shown.download.observe(downloaded, "value")
    return shown


def test_what_is_saved_in_one_place_is_brought_back_in_another(form, tmp_path, monkeypatch):
    predict("too_large.1", "rises", 80)
    check("too_large.4", "1/4")
    form.save.click()
    ((name, content),) = form.downloads
    assert name == "learning-rate-answers.jsonl" and f"saves {name}, with 2 entries." in form.said.value
    before = answers.read()
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(tmp_path / "elsewhere"))
    assert answers.read() == [] and "Added: 2 entries." in chosen(form, content)
    assert answers.read() == before


def test_a_click_saves_the_answers_of_that_moment_and_nothing_stays_to_be_saved_again(form, empty_answers):
    form.save.click()
    assert form.downloads == [] and "no answers to save yet" in form.said.value
    for count in (1, 2):
        check("too_large.4", count)  # by this kernel or by another: it is one file
        form.save.click()
        assert len(form.downloads[-1][1].splitlines()) == count
    form.save.click()
    assert len(form.downloads) == 3 and form.downloads[-1][1] == (empty_answers / "answers.jsonl").read_bytes()
    assert form.download.value == ""


def test_a_file_brought_back_twice_adds_nothing_the_second_time(form):
    content = file_of(GIVEN, GIVEN | {"answer": 8.0})
    assert "Added: 2 entries." in chosen(form, content)
    heard = []
    form.said.observe(lambda change: heard.append(change["new"]), "value")
    for _ in range(2):
        said = chosen(form, content)
        assert said == "Nothing was added. Here already: 2 entries."
    assert heard == ["", said] * 2 and len(answers.read()) == 2  # a screen reader hears it each time
    assert chosen(form, file_of(dict(reversed(GIVEN.items())))).startswith("Nothing was added. Here already: 1")
    assert "Added: 1 entry. Cells that you run from now on show them. Here already: 2 entries." == chosen(
        form, content + file_of(GIVEN | {"answer": 9.0})
    )


def test_what_is_here_stays_and_the_newest_is_still_the_newest(form, empty_answers):
    predict("too_large.1", "rises")
    before = (empty_answers / "answers.jsonl").read_bytes()
    old = {"kind": "prediction", "question": "too_large.1", "choice": "zigzags", "confidence": None, "at": AT}
    chosen(form, file_of(old))
    assert (empty_answers / "answers.jsonl").read_bytes().startswith(before)
    assert [record["choice"] for record in answers.read()] == ["zigzags", "rises"]
    assert answers.newest("too_large.1")["choice"] == "rises"


def test_questions_are_known_by_their_former_names(form, empty_answers):
    assert "Added: 1 entry" in chosen(form, file_of(GIVEN | {"question": "03.4"}))
    assert "Here already: 1 entry" in chosen(form, file_of(GIVEN))
    write(empty_answers, file_of(GIVEN | {"question": "03.4"}))
    assert "Here already: 1 entry" in chosen(form, file_of(GIVEN)) and len(answers.read()) == 1


FUTURE = (datetime.now(UTC) + timedelta(days=3)).isoformat(timespec="seconds")
FOREIGN = {
    "nothing": b"",
    "blank lines": b"\n \r\n\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1000,
    "a notebook": json.dumps({"cells": [], "nbformat": 4}, indent=1).encode(),
    "torn": file_of(GIVEN)[:40],
    "lists": b"[]\n[[1]]\n3\nnull\ntrue\n",
    "deep": b"[" * 100_000,
    "a long integer": b"9" * 10_000,
    "no question": file_of({"kind": "answer", "at": AT}),
    "other types": file_of({"kind": ["answer"], "question": {"too_large.4": 1}, "at": AT}),
    "another kind": file_of(GIVEN | {"kind": "exam"}),
    "no time": file_of({"kind": "answer", "question": "too_large.4"}),
    "a time of another type": file_of(*(GIVEN | {"at": at} for at in (3, None, [], {}, True, 1e308))),
    "no such time": file_of(
        *(GIVEN | {"at": at} for at in ("", "now", "2026-05-01", AT + "\n", "9" * 25, "x" * 10**6))
    ),
    "times in other letters": file_of(GIVEN | {"at": AT.replace("0", "\N{ARABIC-INDIC DIGIT ZERO}")}),
    "the future": file_of(GIVEN | {"at": FUTURE}, GIVEN | {"at": "9999-12-31T23:59:59+00:00"}),
    "endless": file_of(GIVEN | {"answer": "x" * 100_000}),
    "a nested answer": file_of(GIVEN)[:-2] + b', "deep": ' + b"[" * 900 + b"]" * 900 + b"}\n",
}


@pytest.mark.parametrize("kind", [kind for kind in FOREIGN if kind != "a nested answer"])
def test_what_is_no_file_of_answers_gets_one_sentence_and_changes_nothing(kind, form, empty_answers):
    check("too_large.4", 7)
    before = (empty_answers / "answers.jsonl").read_bytes()
    said = chosen(form, FOREIGN[kind])
    assert said.startswith("Nothing was added. This file holds no answers of this course") and len(said) < 200
    assert (empty_answers / "answers.jsonl").read_bytes() == before


def test_a_file_of_all_that_is_odd_costs_none_of_its_answers(form):
    said = chosen(form, b"\n".join([file_of(GIVEN), *FOREIGN.values(), file_of(GIVEN | {"answer": 8.0})]))
    assert "Added: " in said and "Lines that could not be read: " in said and len(said) < 200
    assert [answers.read()[at]["answer"] for at in (0, -1)] == [7.0, 8.0]
    predict("too_large.1", "rises")
    check("too_large.4", 0.25)
    assert answers.newest("too_large.4")["right"] is True


def test_hostile_text_is_only_text(form, capsys):
    text = "<img src=x onerror=alert(1)>\x1b[2J\ud800"
    for key in ("choice", "confidence", "answer", "right", "question"):
        kinds = [{"kind": kind, "question": "too_large.1", "at": AT} | {key: text} for kind in answers.KINDS]
        assert "<img" not in chosen(form, file_of(*kinds))
    assert len(answers.read()) == 15
    asking.outcome("too_large.1")
    assert "\x1b" not in capsys.readouterr().out and "<img" not in forms.Choice("too_large.1", asking.note).said.value


@pytest.mark.parametrize("why, words", [("too large", "larger than 5 MB"), ("unreadable", "your browser could not")])
def test_what_the_page_does_not_hand_over_gets_a_sentence(why, words, form):
    form.chosen.value = why
    assert words in form.said.value and form.chosen.value == "" and answers.read() == []


def test_no_answer_is_too_long_to_be_brought_back():
    longest = -1.2345678901234567e-300
    for name, asked in all_questions().items():
        if isinstance(asked, Prediction):
            given = {"choice": max(asked.choices, key=len), "confidence": 66.66666666666667}
        else:
            numbers = [longest] * asked.wants.count if isinstance(asked.wants, Numbers) else longest
            words = max(asked.wants, key=len) if isinstance(asked.wants, tuple) else numbers
            given = {"answer": words, "right": False}
        answers.append({"kind": "prediction", "question": name} | given)
    assert max(map(len, answers.contents().splitlines())) < answers.LONGEST / 2


def test_a_place_that_cannot_be_written_or_read_is_said(form, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(tmp_path / "file"))
    assert "Not added: 1 entry. (It could not be saved: " in chosen(form, file_of(GIVEN))
    (tmp_path / "folder" / "answers.jsonl").mkdir(parents=True)
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(tmp_path / "folder"))
    form.save.click()
    assert "Nothing was saved: your answers cannot be read" in form.said.value and form.downloads == []


@pytest.mark.parametrize("full, words", [(False, "Added: 1 entry."), (True, "Not added: 1 entry. (It could not")])
def test_a_disk_that_takes_a_part_gets_the_rest_or_it_is_said(full, words, form, monkeypatch):
    class Slow(io.FileIO):
        def write(self, data):
            if full and self.tell():
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data[:10])

    opened = Path.open
    monkeypatch.setattr(
        Path, "open", lambda path, *how, **more: Slow(path, "a+") if "ab+" in how else opened(path, *how, **more)
    )
    assert words in chosen(form, file_of(GIVEN))
    assert answers.read() == [GIVEN] * (not full)


texts = st.text(max_size=20)
values = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.lists(st.floats(), max_size=4)
times = st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)).map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}+00:00")
records = st.fixed_dictionaries(
    {"kind": st.sampled_from(answers.KINDS), "question": st.sampled_from([*all_questions(), "03.4", "gone.1"]) | texts},
    optional={"choice": values, "confidence": values, "answer": values, "right": values},
)
stamped = st.tuples(records, times).map(lambda pair: pair[0] | {"at": pair[1]})


def canonical(found):
    """Return records as texts, in order of time and then of themselves; NaN is like NaN there."""
    return sorted(json.dumps(record, sort_keys=True) for record in found)


two_files = st.lists(stamped, min_size=1, max_size=4).flatmap(  # from few records, so that both hold some of them
    lambda pool: st.tuples(*[st.lists(st.sampled_from(pool), max_size=6)] * 2)
)


@SHARED
@given(two_files)
def test_bringing_back_adds_exactly_what_is_missing(empty_answers, both):
    here, there = (file_of(*some) for some in both)
    write(empty_answers, here)
    keeping.bring_back(there)
    after = answers.read()
    found = [canonical(some) for some in (answers.parsed(here), answers.parsed(there), after)]
    for record in {record for some in found for record in some}:  # as often as in the file that has it more often
        counts = [some.count(record) for some in found]
        assert counts[2] == max(counts[:2])
    assert [record["at"] for record in after] == sorted(record["at"] for record in after)
    content = answers.contents()
    assert keeping.bring_back(there).startswith("Nothing was added")
    assert answers.contents() == content
    write(empty_answers, b"")
    keeping.bring_back(content)
    assert canonical(answers.read()) == canonical(after)


@SHARED
@given(
    st.binary(max_size=300)
    | st.lists(st.recursive(values, st.lists, max_leaves=5) | stamped).map(lambda all: file_of(*all))
)
def test_no_file_raises_or_takes_anything_away(empty_answers, content):
    write(empty_answers, file_of(GIVEN))
    assert 0 < len(keeping.bring_back(content)) < 250
    assert answers.contents().startswith(file_of(GIVEN)) and GIVEN in answers.read()


def test_what_is_stored_says_in_one_sentence_what_it_would_do_and_nothing_of_an_answer(capsys):
    data, metadata = forms.Keep()._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "text/plain"} and metadata == {}
    text = data["text/plain"]
    assert "save your answers as one file" in text and "kernel" in text and text.count(".") == 1
    check("too_large.4", 7)
    capsys.readouterr()
    keep_answers()
    assert capsys.readouterr().out == f"{text}\n"
