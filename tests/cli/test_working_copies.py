"""Working copies: written without outputs, and renewed only where their reader changed nothing."""

import json
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lrcourse.cli import working_copies
from lrcourse.cli.command import said
from lrcourse.places import NOTEBOOKS

FIRST, SECOND, THIRD, *_ = (path.name for path in sorted(NOTEBOOKS.glob(working_copies.LESSONS)))


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    """Return a folder of three stored lessons, which a test may change; the working copies are made from these."""
    folder = tmp_path / "stored"
    folder.mkdir()
    for name in (FIRST, SECOND, THIRD):
        shutil.copy(NOTEBOOKS / name, folder)
    monkeypatch.setattr(working_copies, "NOTEBOOKS", folder)
    return folder


def change(path, text="# mine", **more):
    """Change a notebook's last cell, as its reader or its author may, and give it outputs and metadata."""
    book = json.loads(path.read_text(encoding="utf-8"))
    book["cells"][-1]["source"] = text
    book["metadata"] |= more
    path.write_text(json.dumps(book), encoding="utf-8")


def run(path):
    """Save a copy as JupyterLab does after it was run: outputs, counts, metadata of its own, another layout."""
    book = json.loads(path.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["execution_count"] = 7
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": ["done\n"]}]
            cell["metadata"] = {"scrolled": True, "trusted": True}
        cell["source"] = "".join(cell["source"]).splitlines(keepends=True)
    book["metadata"]["widgets"] = {"state": {}}
    path.write_text(json.dumps(book, indent=2), encoding="utf-8")


def test_a_first_start_writes_every_lesson_as_a_valid_notebook_without_outputs(tmp_path):
    folder = tmp_path / "my lessons, à moi"
    done = working_copies.write(folder)
    assert done.new == tuple(sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))) and not done.renewed
    for name in done.new:
        book = nbformat.read(folder / name, as_version=4)
        nbformat.validate(book)
        code = [cell for cell in book.cells if cell.cell_type == "code"]
        assert not any(cell.outputs for cell in code), "a picture would answer the prediction above it"
        stored = nbformat.read(NOTEBOOKS / name, as_version=4)
        assert [cell.source for cell in book.cells] == [cell.source for cell in stored.cells]


def test_every_link_to_a_file_leads_to_another_copy(tmp_path):
    working_copies.write(tmp_path)
    for path in tmp_path.glob("*.ipynb"):
        text = "\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown")
        links = re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=[\"']([^\"']+)", text)
        for link in (markdown or html for markdown, html in links):
            assert re.match(r"https?:|#|attachment:", link) or (tmp_path / link.partition("#")[0]).is_file(), link


def test_a_second_start_changes_nothing(tmp_path):
    working_copies.write(tmp_path)
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()}
    assert working_copies.write(tmp_path) == working_copies.Done((), (), (), ())
    assert {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in tmp_path.iterdir()} == before


def test_a_copy_that_was_only_run_keeps_its_outputs_and_is_renewed_when_the_lesson_changes(lessons, tmp_path):
    copy = tmp_path / "copies" / SECOND
    working_copies.write(copy.parent)
    run(copy)
    ran = copy.read_bytes()
    assert working_copies.write(copy.parent).renewed == () and copy.read_bytes() == ran
    change(lessons / SECOND, "a better sentence")
    assert working_copies.write(copy.parent).renewed == (SECOND,)
    assert json.loads(copy.read_text(encoding="utf-8"))["cells"][-1]["source"] == "a better sentence"


def test_a_changed_copy_is_kept_and_one_line_says_how_to_get_the_newer_one(lessons, tmp_path):
    copy = tmp_path / "copies" / SECOND
    working_copies.write(copy.parent)
    change(copy, "my own words")
    mine = copy.read_bytes()
    assert working_copies.write(copy.parent).outdated == (), "the lesson has not changed: nothing to say"
    change(lessons / SECOND, "a better sentence")
    for _ in range(2):
        done = working_copies.write(copy.parent)
        assert (done.outdated, done.renewed, copy.read_bytes()) == ((SECOND,), (), mine)
    (line,) = [line for line in said(done, copy.parent) if SECOND in line]
    assert "rename yours and start again" in line
    copy.rename(copy.with_name("02_mine.ipynb"))
    assert working_copies.write(copy.parent).new == (SECOND,)
    assert copy.with_name("02_mine.ipynb").read_bytes() == mine


@pytest.mark.parametrize("kind", ["moved", "deleted", "added", "another kind"])
def test_order_number_and_kind_of_cells_count_as_changes(lessons, tmp_path, kind):
    copy = tmp_path / "copies" / SECOND
    working_copies.write(copy.parent)
    book = json.loads(copy.read_text(encoding="utf-8"))
    if kind == "moved":
        book["cells"].reverse()
    elif kind == "deleted":
        del book["cells"][3]
    elif kind == "added":
        book["cells"].append({"cell_type": "markdown", "id": "new", "metadata": {}, "source": "a note"})
    else:
        book["cells"][0]["cell_type"] = "raw"
    copy.write_text(json.dumps(book), encoding="utf-8")
    change(lessons / SECOND)
    assert working_copies.write(copy.parent).outdated == (SECOND,)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"cells": 3, "metadata": {}}', b'{"cells": [{}], "metadata": {}}'],
)
def test_a_file_that_is_no_notebook_any_more_is_left_alone_and_named(tmp_path, content):
    working_copies.write(tmp_path)
    (tmp_path / SECOND).write_bytes(content)
    done = working_copies.write(tmp_path)
    assert done.unreadable == (SECOND,) and (tmp_path / SECOND).read_bytes() == content
    assert any(SECOND in line for line in said(done, tmp_path))
    assert working_copies.left_off(tmp_path) == SECOND


def test_a_notebook_of_the_readers_own_with_a_lessons_name_is_kept(tmp_path):
    (tmp_path / SECOND).write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert working_copies.write(tmp_path).outdated == (SECOND,)
    assert json.loads((tmp_path / SECOND).read_text(encoding="utf-8"))["cells"] == []


def test_a_copy_follows_its_lesson_to_another_number(lessons, tmp_path):
    copy, name = tmp_path / "copies" / THIRD, THIRD[3:]
    working_copies.write(copy.parent)
    change(copy, "my own words")
    mine = copy.read_bytes()
    (lessons / THIRD).rename(lessons / f"09_{name}")
    working_copies.write(copy.parent)
    assert not copy.exists() and copy.with_name(f"09_{name}").read_bytes() == mine


def test_it_opens_where_the_reader_left_off(lessons, tmp_path):
    folder = tmp_path / "copies"
    working_copies.write(folder)
    assert working_copies.left_off(folder) == FIRST
    run(folder / THIRD)
    assert working_copies.left_off(folder) == THIRD
    change(lessons / SECOND, "renewed, and so written last")
    working_copies.write(folder)
    assert working_copies.left_off(folder) == THIRD


def test_copies_that_differ_in_metadata_only_were_not_begun(lessons, tmp_path):
    working_copies.write(tmp_path / "copies")
    for name in (FIRST, SECOND, THIRD):
        book = json.loads((lessons / name).read_text(encoding="utf-8"))
        book["cells"][0]["metadata"] = {"tags": ["title"]}
        (lessons / name).write_text(json.dumps(book), encoding="utf-8")
    working_copies.write(tmp_path / "copies")
    assert working_copies.left_off(tmp_path / "copies") == FIRST


def test_the_lessons_themselves_are_never_written_over():
    with pytest.raises(ValueError, match="any folder but that of the lessons"):
        working_copies.write(NOTEBOOKS / ".." / "notebooks")


def test_a_copy_is_written_whole_or_not_at_all(lessons, tmp_path, monkeypatch):
    working_copies.write(tmp_path / "copies")
    before = (tmp_path / "copies" / SECOND).read_bytes()
    change(lessons / SECOND)

    def full(file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(working_copies.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        working_copies.write(tmp_path / "copies")
    assert (tmp_path / "copies" / SECOND).read_bytes() == before
    assert {path.name for path in (tmp_path / "copies").iterdir()} == {FIRST, SECOND, THIRD}


def test_two_starts_at_once_both_write_the_copies(lessons, tmp_path, monkeypatch):
    write = "import sys; from lrcourse.cli import working_copies as w; w.write(sys.argv[1])"
    real, others = os.fsync, []

    def meanwhile(file):
        if not others:
            others.append(subprocess.run([sys.executable, "-c", write, tmp_path / "copies"]))
        real(file)

    monkeypatch.setattr(working_copies.os, "fsync", meanwhile)
    assert FIRST in working_copies.write(tmp_path / "copies").new and others[0].returncode == 0
    assert (tmp_path / "copies" / FIRST).read_text(encoding="utf-8") == working_copies.fresh(lessons / FIRST)


CELLS = st.lists(st.tuples(st.sampled_from(["code", "markdown", "raw"]), st.text()), max_size=4)


@given(CELLS, CELLS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_digest_is_that_of_the_cells_and_of_nothing_else(one, other):
    def book(cells, split):
        sources = [text.splitlines(keepends=True) if split else text for _, text in cells]
        return {"cells": [{"cell_type": kind, "source": s, "id": s} for (kind, _), s in zip(cells, sources)]}

    digest = working_copies.digest
    assert digest(book(one, True)) == digest(book(one, False))
    assert (digest(book(one, True)) == digest(book(other, True))) == (one == other)
