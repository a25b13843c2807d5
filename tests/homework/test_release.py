"""Releases agree with their sources, nothing leaks, and an assignment follows the rules that grading builds on."""

import re
import shlex
import subprocess
import sys
import zipfile

import nbformat
import pytest
from nbformat.v4 import new_output

from lrcourse.grading import release
from lrcourse.grading.examine import short
from lrcourse.grading.folders import COURSE, Folders, write_file
from lrcourse.grading.questions import questions
from lrcourse.grading.sandbox import LIMITS

from .conftest import GOOD, NAME

ALL = sorted(path.parent.name for path in COURSE.glob("source/*/*.ipynb"))


def source(assignment=NAME):
    return nbformat.read(Folders().notebook("source", assignment), as_version=4)


@pytest.mark.parametrize("assignment", ALL)
def test_the_release_is_what_the_source_gives(assignment):
    path = COURSE / "release" / assignment / f"{assignment}.ipynb"
    assert path.read_text(encoding="utf-8") == release.generate(Folders(), assignment)


@pytest.mark.parametrize("assignment", ALL)
def test_a_source_follows_the_rules_and_nothing_of_it_leaks(assignment):
    text = (COURSE / "release" / assignment / f"{assignment}.ipynb").read_text(encoding="utf-8")
    assert release.rules(assignment, source(assignment)) == []
    assert release.leaks(source(assignment), nbformat.reads(text, as_version=4)) == []
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert "BEGIN SOLUTION" not in text and '"outputs": [],' in text and "/tmp" not in text
    asked = questions(short(assignment))
    assert sum(question.points for question in asked.values()) > 0 and not any(one.asks == "" for one in asked.values())


def test_a_release_holds_one_notebook_and_nothing_else():
    for assignment in ALL:
        assert [path.name for path in (COURSE / "release" / assignment).iterdir()] == [f"{assignment}.ipynb"]


def test_stray_files_of_a_source_are_not_released(tmp_path):
    folders = Folders(tmp_path)
    write_file(folders.course / "source" / NAME / f"{NAME}.ipynb", nbformat.writes(source()))
    for stray in (".pytest_cache/x", "answers.txt", ".ipynb_checkpoints/old.ipynb", "other.ipynb"):
        write_file(tmp_path / "source" / NAME / stray, "secret")
    path = release.release(folders, NAME)
    assert path == tmp_path / "release" / NAME / f"{NAME}.ipynb"
    assert [file for file in (tmp_path / "release").rglob("*") if file.is_file()] == [path]
    locked = [
        cell for cell in nbformat.read(path, as_version=4).cells if cell.metadata.get("nbgrader", {}).get("locked")
    ]
    assert locked and all(cell.metadata.editable is False and cell.metadata.deletable is False for cell in locked)


def test_each_kind_of_leak_is_found(released):
    for name, said in {
        "solution": "a line of a solution is left: 'limit = 2 / mine.curvature'",
        "mark": "a mark of nbgrader is left: ### BEGIN SOLUTION",
        "output": "an output is stored",
        "text": "a line of a solution is left: 'A step multiplies",
    }.items():
        notebook = nbformat.reads(released, as_version=4)
        cells = {cell.id: cell for cell in notebook.cells}
        if name == "solution":
            cells["hw0-1-solution"].source = GOOD["hw0-1-solution"]
        elif name == "mark":
            cells["hw0-1-solution"].source += "\n### BEGIN SOLUTION"
        elif name == "output":
            cells["hw0-1"].outputs = [new_output("stream", text="19.4")]
        else:
            cells["hw0-3"].source = {cell.id: cell for cell in source().cells}["hw0-3"].source
        assert said in "\n".join(release.leaks(source(), notebook)), name
    assert release.leaks(source(), nbformat.reads(released, as_version=4)) == []


@pytest.mark.parametrize(
    "cell, change, said",
    [
        ("student", {"source": "x = 1"}, "the first code cell has to say STUDENT"),
        ("hw0-1", {"source": 'homework.answer("hw0.2", limit)'}, 'says homework.answer("hw0.1", …), and nothing else'),
        ("hw0-1", {"source": 'homework.answer("hw0.1", limit)\nprint(1)'}, "and nothing else"),
        ("hw0-1", {"points": 3}, "3 points here, 2 in QUESTIONS"),
        ("hw0-1", {"grade_id": "hw0-9"}, "there is no question hw0.9"),
        ("hw0-1", {"locked": False}, "locked, and no solution"),
        ("hw0-3", {"grade": False, "points": None}, "hw0.3: no cell asks it"),
        ("hw0-3", {"solution": False}, "a text that a person reads is graded and a solution"),
        ("hw0-2-solution", {"source": "def step(): pass"}, "has to stand between ### BEGIN SOLUTION"),
        ("hw0-2-solution", {"task": True}, "task cells are not used"),
    ],
)
def test_each_broken_rule_is_named(cell, change, said):
    notebook = source()
    chosen = next(one for one in notebook.cells if one.id == cell)
    for key, value in change.items():
        if key == "source":
            chosen.source = value
        else:
            chosen.metadata.nbgrader[key] = value
    assert said in "\n".join(release.rules(NAME, notebook))


def test_a_broken_source_is_not_released(tmp_path):
    notebook = source()
    notebook.cells[1].source = "x = 1"
    folders = Folders(tmp_path)
    write_file(tmp_path / "source" / NAME / f"{NAME}.ipynb", nbformat.writes(notebook))
    with pytest.raises(ValueError, match="cannot be released"):
        release.release(folders, NAME)
    assert not (tmp_path / "release").exists()


@pytest.mark.parametrize("assignment", [name for name in ALL if name != NAME])
def test_an_assignment_says_how_long_it_may_run(assignment):
    last = source(assignment).cells[-1].source
    assert f"a cell is stopped after {LIMITS.cell:g} seconds and the notebook after {LIMITS.seconds:g}" in last


RUN = """
import importlib, pathlib, sys
import matplotlib, nbformat
matplotlib.use("agg")
from IPython.core.interactiveshell import InteractiveShell
import lrcourse
from lrcourse.homework import handin
from lrcourse.lessons import names
assert pathlib.Path(lrcourse.__file__).parent.parent == pathlib.Path.cwd(), lrcourse.__file__
for lesson in names():
    importlib.import_module(f"lrcourse.lessons.{lesson}")
notebooks = pathlib.Path("notebooks")
for file in [*notebooks.glob("homework/release/*/*.ipynb"), *notebooks.glob("03_*.ipynb")]:
    shell = InteractiveShell()
    for cell in nbformat.read(file, as_version=4).cells:
        if cell.cell_type == "code":
            shell.run_cell(cell.source).raise_error()
"""


def test_the_copy_for_students_holds_no_solution_and_runs(tmp_path):
    """The command that the instructors' guide names; it archives what is committed."""
    root = COURSE.parent.parent
    if not (root / ".git").exists():
        pytest.skip("no clone")
    (line,) = re.findall(r"git archive .*", (COURSE / "README.md").read_text(encoding="utf-8"))
    command = [f"--output={tmp_path / 'students.zip'}" if "--output" in word else word for word in shlex.split(line)]
    subprocess.run(command, cwd=root, check=True)
    zipfile.ZipFile(tmp_path / "students.zip").extractall(tmp_path / "copy")
    files = {path.relative_to(tmp_path / "copy").as_posix() for path in (tmp_path / "copy").rglob("*")}
    assert "course.py" in files and "notebooks/homework/release/hw1_stability/hw1_stability.ipynb" in files
    assert not files & {"notebooks/homework/source", "lrcourse/grading", "tests/homework"}
    ran = subprocess.run([sys.executable, "-c", RUN], cwd=tmp_path / "copy", capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
