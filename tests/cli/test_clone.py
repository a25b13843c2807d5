"""A clone whose lessons are worked through stays as git knows it, so that the next `git pull` meets no conflict."""

import subprocess
import sys

import pytest

from tests import starting

WORK = """
import nbclient, nbformat, lrcourse
from lrcourse.cli import working_copies
from lrcourse.places import CLONE

working_copies.write(CLONE / "my_lessons")
for name in ("00_start_here.ipynb", "01_one_step.ipynb"):
    copy = CLONE / "my_lessons" / name
    book = nbformat.read(copy, 4)
    nbclient.NotebookClient(book, timeout=120, resources={"metadata": {"path": copy.parent}}).execute()
    nbformat.write(book, copy)
lrcourse.predict("one_step.1", "2 and 2")
"""


def changed(clone):
    """Return what `git status` lists."""
    return subprocess.run(["git", "status", "--short"], cwd=clone, capture_output=True, text=True, check=True).stdout


@pytest.mark.kernel
def test_git_sees_nothing_of_lessons_that_were_run_and_of_answers(tmp_path):
    clone = starting.clone(tmp_path / "clone")
    env = starting.variables(sys.executable, tmp_path / "home") | {"PYTHONPATH": str(clone)}
    subprocess.run([sys.executable, "-c", WORK], cwd=clone, env=env, check=True)
    assert '"2 and 2"' in (clone / "answers" / "answers.jsonl").read_text(encoding="utf-8")
    assert changed(clone) == ""
    (clone / "notebooks" / "00_start_here.ipynb").write_text("run in its place", encoding="utf-8")
    assert "notebooks/00_start_here.ipynb" in changed(clone)
