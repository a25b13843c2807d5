"""Lessons are stored in normal form; what is not, is refused and named."""

import json
import re

import nbclient
import nbformat
import pytest

from lrcourse.notebook_form import LIVE, normal, text_of
from lrcourse.places import to_install
from lrcourse.tools import notebooks

LESSONS = notebooks.lessons()
BOOKS = [*LESSONS, *sorted(notebooks.FOLDER.glob("homework/*/*/*.ipynb"))]
INSTALL = f'# No module named lrcourse? Run first: %pip install "{to_install()}"'
LINKS = re.compile(r"\]\((?:notebooks/)?(\d\d_\w+)\.ipynb\)")


@pytest.mark.parametrize("page", ["README.md", "notebooks/00_start_here.ipynb"])
def test_the_tables_of_lessons_name_those_that_are_there(page):
    text = (notebooks.FOLDER.parent / page).read_text(encoding="utf-8")
    assert {*LINKS.findall(text), "00_start_here"} == {path.stem for path in LESSONS}


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_is_in_normal_form(path):
    assert notebooks.problems(path) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_keeps_to_its_shape(path):
    """Short cells, no raw plotting, every hint folded, a Predict cell before each slider, links that lead somewhere."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    predicted = False
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            assert len([line for line in source.splitlines() if line.strip()]) <= 12, cell["id"]
            assert "plt." not in source and "rcParams" not in source, cell["id"]
            predicted |= source.startswith("predict(")
            assert predicted or not source.startswith(("scrub(", "explore(")), (
                f"{cell['id']}: a slider before any prediction"
            )
        for target in nb_links(source):
            assert (path.parent / target).exists(), f"{cell['id']}: {target}"


def first_code(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_a_notebook_begins_with_the_line_that_installs_the_package(path):
    first, second = first_code(path).splitlines()[:2]
    assert first == INSTALL and second.startswith("from lrcourse import ")


@pytest.mark.kernel
def test_without_the_package_the_first_error_of_every_notebook_shows_that_line():
    cells = ["import sys; sys.modules['lrcourse'] = None", *map(first_code, BOOKS)]  # None: it cannot be imported
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    nbclient.NotebookClient(book, kernel_name="python3", allow_errors=True, timeout=120).execute()
    for path, cell in zip(BOOKS, book.cells[1:]):
        (error,) = cell.outputs
        shown = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(error.traceback))  # without its colours
        assert error.ename == "ModuleNotFoundError" and f" {INSTALL}\n" in shown, path.name


@pytest.mark.parametrize("above", ["", "# No module named lrcourse? Run first: %pip install lrcourse\n"])
def test_a_notebook_whose_line_is_missing_or_another_is_named(above, tmp_path):
    def change(notebook):
        cell_of(notebook, source=f"import numpy as np\n{above}from lrcourse import train\nimport lrcourse")

    said = break_and_read(tmp_path, change)
    assert said.startswith("one: not what its source says") and "python3 course.py notebooks fills it in" in said
    book = notebooks.with_install(nbformat.read(tmp_path / "small.ipynb", as_version=4))
    assert book.cells[0].source == f"import numpy as np\n{INSTALL}\nfrom lrcourse import train\nimport lrcourse"
    assert notebooks.with_install(book) == book  # nothing is added twice


def nb_links(source):
    """Return the notebooks that a Markdown text links to."""
    return [
        part.split(")")[0].split("#")[0]
        for part in source.split("](")[1:]
        if ".ipynb" in part.split(")")[0] and "://" not in part.split(")")[0]
    ]


def break_and_read(tmp_path, change):
    """Return what `problems` says of a small notebook in normal form after `change`."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "print(1)",
                id="one",
                execution_count=1,
                outputs=[nbformat.v4.new_output("stream", name="stdout", text="1\n")],
            )
        ]
    )
    notebook = normal(notebook)
    path = tmp_path / "small.ipynb"
    path.write_text(text_of(notebook), encoding="utf-8", newline="\n")
    assert notebooks.problems(path) == []
    text = change(notebook)
    path.write_text(text if isinstance(text, str) else text_of(notebook), encoding="utf-8", newline="\n")
    return " ".join(notebooks.problems(path))


def cell_of(notebook, **changes):
    notebook.cells[0].update(changes)


def output_of(notebook, **changes):
    notebook.cells[0].outputs[0].update(changes)


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda nb: cell_of(nb, execution_count=None, outputs=[]), "was never run"),
        (lambda nb: cell_of(nb, execution_count=3), "has the count 3"),
        (lambda nb: output_of(nb, name="stderr"), "stderr"),
        (lambda nb: output_of(nb, text="<object at 0x7f1234567890>"), "a memory address"),
        (lambda nb: output_of(nb, text="Wall time: 3 s"), "a timing"),
        (lambda nb: output_of(nb, text="10 %\r20 %"), "a carriage return"),
        (lambda nb: cell_of(nb, source="# NBVAL_SKIP"), "opts out"),
        (lambda nb: cell_of(nb, metadata={"tags": ["nbval-ignore-output"]}), "opts out"),
        (lambda nb: cell_of(nb, metadata={"scrolled": True}), "not in normal form"),
        (lambda nb: nb.metadata.update(widgets={}), "not in normal form"),
        (lambda nb: json.dumps(nb), "not in normal form"),
        (lambda nb: "{", "not a notebook"),
        (lambda nb: output_of(nb, text="1" * 500_001), "allowed are 500000"),
        (
            lambda nb: cell_of(
                nb, outputs=[nbformat.v4.new_output("error", ename="NameError", evalue="x", traceback=[])]
            ),
            "stored an error, NameError",
        ),
        (
            lambda nb: cell_of(nb, outputs=[nbformat.v4.new_output("display_data", data={LIVE: {"model_id": "x"}})]),
            "not in normal form",
        ),
        (lambda nb: cell_of(nb, outputs=nb.cells[0].outputs * 2), "not in normal form"),
    ],
)
def test_what_is_not_in_normal_form_is_named(change, said, tmp_path):
    assert said in break_and_read(tmp_path, change)


@pytest.mark.kernel
def test_the_command_runs_and_rewrites_what_it_is_asked_for(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(notebooks, "FOLDER", tmp_path)
    path = tmp_path / "07_é name.ipynb"
    nbformat.write(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1"), nbformat.v4.new_code_cell("print(6 * 7)")]),
        path,
    )
    assert notebooks.main(["--check"]) == 1 and "was never run" in capsys.readouterr().out
    assert notebooks.main(["07"]) == 0
    first = path.read_bytes()
    assert b'"2"' in first and notebooks.main(["--check"]) == 0
    assert notebooks.main([]) == 0 and path.read_bytes() == first, "a second run must give the same text"
    assert notebooks.main(["nothing"]) == 2 and "07_" in capsys.readouterr().err


@pytest.mark.kernel
def test_a_failing_cell_leaves_the_file_as_it_was(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(notebooks, "FOLDER", tmp_path)
    path = tmp_path / "bad.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]), path)
    before = path.read_bytes()
    assert notebooks.main([]) == 1 and path.read_bytes() == before
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_imports_the_course_before_numpy(path):
    """Else numpy is loaded with as many threads as the machine has, which slows small products on shared machines."""
    source = "\n".join(
        "".join(cell["source"])
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    )
    imports = [line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))]
    assert imports[0].split(".")[0] == "lrcourse"
