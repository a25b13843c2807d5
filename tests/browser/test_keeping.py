"""Answers are saved by one click and brought back, in JupyterLab: by mouse, by keyboard and for a screen reader."""

import json
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import TimeoutError

from lrcourse.exercises import keeping
from lrcourse.notebook_form import normal

from . import jupyterlab

KEEPING = "from lrcourse import check, keep_answers\nkeep_answers()"
ANOTHER = "from lrcourse import check\ncheck('too_large.4', 7)"
HERE = "check('too_large.4')"


@pytest.fixture
def kernels(browser, server, server_folder):
    """Return two pages, each with a kernel of its own: a form to keep answers with a field, and an answer given."""
    context = browser.new_context(viewport={"width": 1180, "height": 800})
    pages = []
    for file, cells in (("keeping.ipynb", (KEEPING, HERE)), ("another.ipynb", (ANOTHER,))):
        book = normal(nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, cells))))
        nbformat.write(book, server_folder / "notebooks" / file)
        pages.append(jupyterlab.open_and_run(context, server, file))
        pages[-1].locator(".jp-OutputArea-output").last.wait_for()
    yield pages
    context.close()


def saved(page, act):
    """Return the answers in the file that the browser saves when this is done."""
    with page.expect_download() as download:
        act()
    assert download.value.suggested_filename == keeping.NAME
    page.get_by_role("status").filter(has_text=f"saves {keeping.NAME}").wait_for()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    return [record.get("answer") for record in map(json.loads, lines)]


def chosen(page, act, path, said):
    """Choose a file in what this opens, at the third try at the latest, and wait until a screen reader is told so."""
    for last in (False, False, True):  # once, on a busy machine, a key opened nothing; we do not know why
        try:
            with page.expect_file_chooser(timeout=30_000 if last else 5_000) as chooser:
                act()
            break
        except TimeoutError:
            if last:
                raise
    chooser.value.set_files(path)
    page.get_by_role("status").filter(has_text=said).wait_for()


def test_one_click_saves_what_was_answered_until_then_in_any_kernel_and_a_file_brings_it_back(
    kernels, server_folder, tmp_path
):
    page, other = kernels
    other.get_by_text("too_large.4: not yet, 7").wait_for()
    save = page.get_by_role("button", name="Save my answers")
    chooser = page.get_by_label("Bring answers back")
    assert saved(page, save.click)[-1] == 7
    page.get_by_placeholder("a number").fill("1/4")
    page.get_by_role("button", name="Check", exact=True).click()
    page.get_by_text("too_large.4: right, 0.25").wait_for()
    page.bring_to_front()
    save.focus()
    assert saved(page, lambda: page.keyboard.press("Enter"))[-2:] == [7, 0.25]

    file = tmp_path / "answers.jsonl"
    file.write_text('{"kind": "answer", "question": "too_large.4", "answer": 9.5, "at": "2026-05-01T08:00:00+00:00"}')
    page.keyboard.press("Tab")
    assert chooser.evaluate("input => input === document.activeElement")
    chosen(page, lambda: chooser.press("Space"), file, "Added: 1 entry.")
    chosen(page, chooser.click, file, "Nothing was added. Here already: 1 entry.")
    assert sorted(saved(page, save.click)[-3:]) == [0.25, 7, 9.5]

    before = (server_folder / "lrcourse_answers" / "answers.jsonl").read_bytes()
    for size, said in ((keeping.LARGEST, "holds no answers"), (3 * keeping.LARGEST, "larger than"), (0, "no answers")):
        file.write_bytes(b"\xff" * size)
        chosen(page, chooser.click, file, said)  # also after one that would break the connection
    assert (server_folder / "lrcourse_answers" / "answers.jsonl").read_bytes() == before


def test_a_form_that_is_shown_again_saves_nothing_by_itself(kernels):
    page, _ = kernels
    downloads = []
    save = page.get_by_role("button", name="Save my answers")
    saved(page, save.click)
    page.on("download", lambda download: downloads.append(download))
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    page.reload()
    save.wait_for()
    page.wait_for_timeout(500)
    assert downloads == []
    saved(page, save.click)
    assert len(downloads) == 1
