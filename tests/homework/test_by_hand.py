"""A release opened in JupyterLab in Chromium and filled in by hand, as a student would; saved, collected and graded."""

import os
import re

import nbformat
import pytest

from lrcourse.grading import grade, rows
from lrcourse.grading.collect import collect
from lrcourse.grading.folders import COURSE, Folders, write_file
from lrcourse.grading.questions import questions

from ..browser import jupyterlab

STUDENT = "ada"
WORDS = "At a rate of 1.9/λmax the stiff direction changes sides and shrinks by a tenth a step; five seeds agree."
MARKS = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.M)
IDLE = "() => window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status === 'idle'"
LAST = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .filter(cell => cell.model.type === 'code').at(-1).model.executionCount > 0"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Yield (a folder whose notebooks/ JupyterLab works in, its address, a browser)."""
    if jupyterlab.chromium() is None:
        reason = "no Chromium on the PATH: no release was filled in by hand"
        (pytest.fail if os.environ.get("LRCOURSE_REQUIRE_BROWSER") else pytest.skip)(reason)
    folder = tmp_path_factory.mktemp("student")
    with jupyterlab.server(folder) as address, jupyterlab.browser() as browser:
        yield folder, address, browser


def work(name):
    """Return {index of a cell of the release: what a student writes into it}: the source's solutions, and words."""
    source, release = (
        nbformat.read(COURSE / kind / name / f"{name}.ipynb", as_version=4) for kind in ("source", "release")
    )
    solutions = {cell.id: cell.source for cell in source.cells}
    first = next(i for i, cell in enumerate(release.cells) if 'STUDENT = "your-id"' in cell.source)
    yield first, release.cells[first].source.replace("your-id", STUDENT)
    for i, cell in enumerate(release.cells):
        if cell.metadata.get("nbgrader", {}).get("solution"):
            yield i, MARKS.sub("", solutions[cell.id]) if cell.cell_type == "code" else WORDS


def type_in(page, index, text):
    """Replace a cell's text by keyboard."""
    page.evaluate(jupyterlab.SHOW, index)
    page.evaluate("window.jupyterapp.shell.currentWidget.content.activate()")  # the keyboard's keys go there
    page.keyboard.press("Enter")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)
    page.keyboard.press("Escape")


@pytest.mark.parametrize("name", ["hw1_stability", "hw2_diagnosis", "hw3_tuning"])
def test_what_a_student_fills_in_by_hand_is_graded(lab, tmp_path, name):
    folder, address, browser = lab
    file = f"notebooks/homework/release/{name}/{name}.ipynb"
    page = browser.new_context(viewport={"width": 1180, "height": 900}).new_page()
    page.goto(f"{address}/lab/tree/{file}?token=t&reset")
    page.wait_for_function(jupyterlab.READY, timeout=60_000)
    for index, text in work(name):
        type_in(page, index, text)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(LAST, timeout=90_000)
    page.wait_for_function(IDLE, timeout=90_000)
    page.keyboard.press("ControlOrMeta+s")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")
    page.context.close()

    saved = nbformat.read(folder / file, as_version=4)
    said = [str(output) for cell in saved.cells for output in cell.get("outputs", ())]
    assert not [one for one in said if "'output_type': 'error'" in one]
    asked = {question: one for question, one in questions(name[:3]).items() if one.judge}
    assert all(any(f"{question}: " in one and "answer yet" not in one for one in said) for question in asked)

    folders = Folders(tmp_path / "course")
    write_file(folders.notebook("release", name), (COURSE / "release" / name / f"{name}.ipynb").read_bytes())
    write_file(folders.roster, f"id,name\n{STUDENT},Ada\n")
    write_file(tmp_path / "in" / f"{STUDENT}.ipynb", (folder / file).read_bytes())
    assert collect(folders, name, tmp_path / "in") == ({STUDENT}, {})
    (row,) = grade.grade(folders, name, say=lambda _: None)
    assert row.state == "to be read" and rows.score(row.result) == (sum(one.points for one in asked.values()), False)
    read = folders.notebook("autograded", name, STUDENT).read_text(encoding="utf-8")
    assert read.count(WORDS) == len(questions(name[:3])) - len(asked) > 0
