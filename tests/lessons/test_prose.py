"""Every sentence is held: form, numbers, and what the text says came out.

Regressions are planted in memory and caught.
"""

import copy
import re

import nbformat
import pytest

from lrcourse import lessons
from lrcourse.tools import links, notebooks
from tests.lessons import backing, prose

LESSONS = notebooks.lessons()
SAMPLE = lessons.notebook("too_large")


def read(path):
    return nbformat.read(path, as_version=4)


def unsaid(lesson, notebook):
    """Key sentences that do not stand in their cell, or that are no longer true, and explanations that have none."""
    cells, found = {cell.id: cell.source for cell in notebook.cells}, []
    _, said = backing.facts(lesson)
    for cell, phrases in said.items():
        for phrase, holds in phrases.items():
            if phrase not in " ".join(cells.get(cell, "").split()):
                found.append(f"{cell}: {phrase!r} does not stand there")
            if not holds():
                found.append(f"{cell}: {phrase!r} is not what came out")
    explained = [cell for cell, source in cells.items() if source.startswith("**What happened")]
    return found + [
        f"{cell}: no sentence of it is held; add one to SAID in facts.py" for cell in explained if cell not in said
    ]


def test_the_command_that_prints_facts_says_which_lessons_there_are(capsys):
    with pytest.raises(SystemExit):
        backing.main(["nosuch"])
    assert "'nosuch': allowed is one of start_here, one_step, " in capsys.readouterr().err


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_text_cells_are_well_formed_and_in_order(path):
    assert prose.faults(read(path), path.parent) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_number_that_is_stated_rests_on_its_own_fact(path):
    assert backing.faults(path, read(path)) == [], "python -m tests.lessons.backing NAME prints what facts.py needs"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_links_words_name_its_target_and_works_are_cited_from_the_references(path):
    cells = [cell for cell in read(path).cells if cell.cell_type == "markdown"]
    assert [f"{cell.id}: {fault}" for cell in cells for fault in links.faults(cell.source)] == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_has_a_source_elsewhere_is_what_its_source_says(path):
    """Questions, hints, links, minutes, the lessons before and after, the table of contents."""
    stored = read(path)
    assert [cell.source for cell in notebooks.sourced(read(path), path).cells] == [cell.source for cell in stored.cells]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_what_the_text_says_came_out_did(path):
    assert unsaid(path, read(path)) == []


# Planted regressions: each changes one cell of a lesson in memory


def cell(notebook, name):
    return next(one for one in notebook.cells if one.id == name)


def replaced(name, old, new):
    def plant(notebook):
        source = cell(notebook, name).source
        assert old in source
        cell(notebook, name).source = source.replace(old, new, 1)

    return plant


def without_dollar(notebook):
    one = cell(notebook, "explain-1")
    one.source = one.source.replace("$", "", 1)


def without_both_dollars(notebook):
    one = cell(notebook, "explain-1")
    one.source = re.sub(r"\$([^$]+)\$", r"\1", one.source, count=1)


def attachment(notebook):
    cell(notebook, "explain-1")["attachments"] = {"a.png": {"image/png": ""}}


def raw_cell(notebook):
    notebook.cells.insert(3, nbformat.v4.new_raw_cell("text"))


def appended(text):
    def plant(notebook):
        cell(notebook, "explain-1").source += text

    return plant


def explanation_first(notebook):
    at = [one.id for one in notebook.cells].index("explain-1")
    notebook.cells[at - 1], notebook.cells[at] = notebook.cells[at], notebook.cells[at - 1]


def outcome_before_the_figure(notebook):
    ids = [one.id for one in notebook.cells]
    notebook.cells.insert(ids.index("predict-1-note") + 1, notebook.cells.pop(ids.index("outcome-1")))


def without_outcome(notebook):
    notebook.cells.remove(cell(notebook, "outcome-1"))


def unknown_metadata(notebook):
    cell(notebook, "scrub-1").outputs[0].metadata["collapsed"] = True


FORM = {
    "a formula lost a $": (without_dollar, "lone $"),
    "a formula lost both": (without_both_dollars, "a formula without $"),
    "a hint unfolded": (replaced("exercise-1-hint", "<details>", "<details open>"), "<details open>"),
    "a hint never closed": (replaced("exercise-1-hint", "</details>", ""), "<details> is not closed"),
    "a hint without its fold": (replaced("exercise-1-hint", "<details><summary>", "<summary>"), "does not fold"),
    "a script": (appended("\n\n<script>alert(1)</script>"), "<script>"),
    "an event": (appended('\n\n<sub onclick="x()">a</sub>'), "<sub onclick>"),
    "a missing image": (appended("\n\n![a picture](images/none.png)"), "leads nowhere"),
    "no alt text": (appended("\n\n![](images/border.png)"), "no alt text"),
    "a broken link": (appended("\n\n[there](13_nowhere.ipynb)"), "leads nowhere"),
    "an unsafe link": (appended("\n\n[there](javascript:alert)"), "not a safe one"),
    "an unknown macro": (appended(" $\\etta$"), "MathJax may not know"),
    "an open brace": (appended(" $\\frac{1}{2$"), "braces"),
    "a second title": (appended("\n\n# Again"), "2 headings"),
    "a jump of headings": (appended("\n\n#### Deep"), "a heading of level"),
    "an invisible character": (replaced("explain-1", " ", " \u200b"), "U+200B"),
    "a hard blank": (replaced("explain-1", " ", "\u00a0"), "U+00A0"),
    "a blank at a line's end": (replaced("explain-1", "\n", " \n"), "a blank ends"),
    "an attachment": (attachment, "an attachment"),
    "a raw cell": (raw_cell, "a raw cell"),
    "unknown output metadata": (unknown_metadata, "collapsed"),
    "the explanation before the outcome": (explanation_first, "no explanation"),
    "the outcome before the figure": (outcome_before_the_figure, "no figure answers"),
    "no outcome": (without_outcome, "is not told once"),
}


@pytest.mark.parametrize("name", FORM)
def test_a_fault_of_form_is_caught(name):
    plant, said = FORM[name]
    notebook = read(SAMPLE)
    plant(notebook)
    assert any(said in fault for fault in prose.faults(notebook, SAMPLE.parent)), prose.faults(notebook, SAMPLE.parent)


@pytest.mark.parametrize(
    "name, old, new",
    [
        ("explain-2", "0.205", "0.207"),
        ("explain-1", "0.475", "0.487"),
        ("explain-2", "0.795", "0.759"),
        ("explain-3", "0.17", "0.1723"),
    ],
)
def test_a_changed_number_is_caught(name, old, new):
    notebook = read(SAMPLE)
    replaced(name, old, new)(notebook)
    assert any(said.startswith(f"{name}: the text has") for said in backing.faults(SAMPLE, notebook))


@pytest.mark.parametrize(
    "name, old, new",
    [("explain-3", "into the flat well", "into the sharp well"), ("explain-1", "goes down", "goes up")],
)
def test_an_exchanged_word_is_caught(name, old, new):
    notebook = read(SAMPLE)
    replaced(name, old, new)(notebook)
    assert any("does not stand there" in said for said in unsaid(SAMPLE, notebook))


def test_a_sentence_that_is_no_longer_true_is_caught(monkeypatch):
    numbers, said = backing.facts(SAMPLE)
    turned = copy.copy(said) | {"explain-1": {phrase: lambda: False for phrase in said["explain-1"]}}
    monkeypatch.setattr(backing, "facts", lambda lesson: (numbers, turned))
    assert any("is not what came out" in said for said in unsaid(SAMPLE, read(SAMPLE)))
    monkeypatch.setattr(backing, "facts", lambda lesson: (numbers, {}))
    assert any("no sentence of it is held" in said for said in unsaid(SAMPLE, read(SAMPLE)))


@pytest.mark.parametrize(
    "text, values",
    [
        ("a loss of 0.163 after 12 epochs, 8 % of 1,797", [0.163, 12, 8, 1797]),
        ("$\\tfrac12\\lambda x^{2}$ and $10^{-3}$ and `0.77`", []),
        ("([Smith 2017](https://arxiv.org/abs/1506.01186)), seeds 12 and 13", []),
        ("from 2.05–2.15, −0.9, 1e-3", [2.05, 2.15, 0.9, 1e-3]),
        ("three of 5 seeds, two thirds, a tenth; twice", [3, 5, 2 / 3, 0.1, 2]),
        ("half of nine hundred", [0.5, 900]),
        ("one of them, $1-\\eta\\lambda$", []),
    ],
)
def test_the_numbers_of_a_text(text, values):
    assert [value for _, value, _, _ in backing.numbers(text)] == pytest.approx(values)


@pytest.mark.parametrize(
    "number, came, good",
    [
        ("0.163", 0.16284, True),
        ("0.163", 0.1641, False),
        ("83 %", 0.83, True),
        ("919", 919.4, True),
        ("919", 921, False),
        ("twice", 1.95, True),
        ("twice", 2.4, False),
        ("three", True, True),
        ("three", False, False),
    ],
)
def test_a_number_rests_on_its_fact_at_its_own_precision(number, came, good):
    (one,) = backing.numbers(f"it is {number} here")
    assert (backing._unlike("cell", one, lambda: came, SAMPLE, None) == []) is good
