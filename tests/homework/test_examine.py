"""No silent 0: where an answer may have been lost, a person is asked, and a reason is the true one."""

from dataclasses import replace
from functools import partial

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from lrcourse.grading import examine, sandbox
from lrcourse.grading.folders import COURSE, Folders

from .conftest import GOOD, NAME, filled, new_course

STUB = "Your answer here."
SLOW = "import time\n{}\ntime.sleep(30)\n{}"


@pytest.fixture
def graded(tmp_path, released, monkeypatch):
    """Return a function that gives what grading finds of a notebook of ada's."""
    monkeypatch.setattr(examine, "run", partial(sandbox.run, limits=replace(sandbox.LIMITS, cell=2)))
    folders = new_course(tmp_path, released, {"ada": "Ada"})

    def of(notebook):
        content = notebook if isinstance(notebook, bytes) else nbformat.writes(notebook).encode()
        return examine.examine(folders, NAME, "ada", content.replace(b"your-id", b"ada"), ())

    return of


def person(result, question):
    return result["questions"][question]["person"]


def at(notebook, name):
    """Return the index of the cell of this name."""
    return next(i for i, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


# Time


@pytest.mark.parametrize("first", ["limit = None", ""])
def test_work_that_takes_too_long_goes_to_a_person(graded, released, first):
    result = graded(filled(released, hw0_1_solution=SLOW.format(first, "limit = 2 / mine.curvature")))
    assert person(result, "hw0.1") == "no answer came, and a cell before did not come to an end: stopped after 2 s"
    assert result["questions"]["hw0.2"]["share"] == 1 and not result["person"]


def test_an_answer_that_came_before_the_time_was_over_counts(graded, released):
    result = graded(filled(released, hw0_1_solution=SLOW.format("limit = 2 / mine.curvature", "")))
    assert result["questions"]["hw0.1"]["share"] == 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_kernel_that_ends_in_a_locked_cell_costs_nothing_unseen(graded, released, number):
    ends = f"import os\n{GOOD[f'hw0-{number}-solution']}\nhomework.answer = lambda *_: os._exit(0)"
    result = graded(filled(released, **{f"hw0_{number}_solution": ends}))  # exit() does it too, a moment later
    for question in range(number, 3):
        assert person(result, f"hw0.{question}").startswith("its cell did not come to an end: the kernel ")


# Words


def below(notebook):
    notebook.cells.insert(at(notebook, "hw0-3") + 1, new_markdown_cell("It changes sides."))


def in_the_question(notebook):
    notebook.cells[at(notebook, "hw0-3") - 1].source += "\n\nIt changes sides."


def deleted_and_written_anew(notebook):
    notebook.cells[at(notebook, "hw0-3")] = new_raw_cell("It changes sides.")


def copied(notebook):
    cell = notebook.cells[at(notebook, "hw0-3")]
    notebook.cells.append(nbformat.from_dict(dict(cell) | {"id": "copy", "source": "It changes sides."}))


@pytest.mark.parametrize("where", [below, in_the_question, deleted_and_written_anew, copied])
def test_words_in_another_cell_are_read_by_a_person(graded, released, where):
    notebook = filled(released, hw0_3=STUB)
    where(notebook)
    assert person(graded(notebook), "hw0.3") == "its cell is empty, but words stand in another cell"


def test_a_cell_for_words_that_is_gone_is_asked_about(graded, released):
    notebook = filled(released)
    del notebook.cells[at(notebook, "hw0-3")]
    assert person(graded(notebook), "hw0.3") == "its cell is empty, but it was tampered with"


def test_without_metadata_and_ids_the_words_are_read_too(graded, released):
    notebook = filled(released)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        del cell["id"]
    notebook.nbformat_minor = 4
    result = graded(notebook)
    assert person(result, "hw0.3") == "its cell is empty, but words stand in another cell"
    assert result["questions"]["hw0.1"]["share"] == 1


@pytest.mark.parametrize("text", [STUB, "", " "])
def test_no_words_anywhere_are_no_answer(graded, released, text):
    told = graded(filled(released, hw0_3=text))["questions"]["hw0.3"]
    assert (told["share"], told["why"]) == (0, "no answer was given")


# Blank, or not


@pytest.mark.parametrize("extra", [[], [""]])
def test_what_is_blank_is_called_so(graded, released, extra):
    notebook = nbformat.reads(released, as_version=4)
    notebook.cells += map(new_code_cell, extra)
    result = graded(notebook)
    assert {one["why"] for one in result["questions"].values()} == {"it was handed in blank"} and not result["person"]


def test_work_in_a_cell_of_ones_own_is_not_called_blank(graded, released):
    notebook = nbformat.reads(released, as_version=4)
    notebook.cells.insert(at(notebook, "hw0-1"), new_code_cell("limit = 5.0"))
    told = graded(notebook)["questions"]
    assert told["hw0.1"]["given"] == "5" and "blank" not in str(told)


def test_an_error_in_a_cell_of_ones_own_is_told(graded, released):
    notebook = nbformat.reads(released, as_version=4)
    notebook.cells.insert(at(notebook, "hw0-1"), new_code_cell("lok([1, 0])"))
    notebook.cells.append(new_code_cell("import os\nos._exit(0)"))
    assert graded(notebook)["person"].startswith("none of its answers came: a cell stopped with NameError")


# The course's own solution


def test_the_source_handed_in_is_remarked_and_costs_nothing(graded):
    result = graded((COURSE / "source" / NAME / f"{NAME}.ipynb").read_bytes())
    assert result["remarks"] == ["word for word the course's own solution: hw0-3"]
    assert result["questions"]["hw0.1"]["share"] == 1 and person(result, "hw0.3")


def test_ones_own_solution_is_worth_no_remark(graded, released):
    assert graded(filled(released))["remarks"] == []


@pytest.mark.parametrize(
    "name, long", [("hw1_stability", "1 3 5 6 8"), ("hw2_diagnosis", "1 3 5 6"), ("hw3_tuning", "2 3 5 6 7")]
)
def test_long_solutions_are_known_with_and_without_what_is_around_them(name, long):
    release, path = (Folders().handed_out(step, name) for step in ("release", "source"))
    release, source = (nbformat.read(file, as_version=4) for file in (release, path))

    def found(change):
        cells = [(examine.grade_id(cell), cell.cell_type, change(cell.source), None) for cell in source.cells]
        return [one.split("-")[1] for one in examine._as_in_source(cells, release, path)]

    assert found(str) == long.split()
    bare = lambda text: "\n".join(line for line in text.splitlines() if "###" not in line)  # noqa: E731
    assert found(bare) == long.split() and found(lambda text: bare(text) + "\n# mine") == []
    assert found(lambda text: text.replace("e", "o")) == []
