"""Whatever comes back: the release's cells with the student's work in them, or a reason in words."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from lrcourse.grading.rebuild import rebuild

from . import tiny

RELEASE = tiny.release()
LOCKED = {"hw0-1": 'homework.answer("hw0.1", limit)', "hw0-2": RELEASE.cells[5].source}
WORK = {"hw0_1_work": "limit = 0.5", "hw0_2_work": "step = max", "hw0_3": "Because."}


def named(rebuilt):
    return {name: source for name, _, source in rebuilt.cells if name}


def own(rebuilt):
    return [source for name, _, source in rebuilt.cells if name is None]


def of(notebook, student="ada"):
    return rebuild(tiny.bytes_of(notebook), RELEASE, student)


def test_an_ordinary_submission_is_taken_as_it_is():
    rebuilt = of(tiny.filled(**WORK))
    assert rebuilt.person == "" and rebuilt.remarks == () and rebuilt.odd == frozenset()
    assert [name for name, _, _ in rebuilt.cells] == [
        None,
        None,
        *(RELEASE.cells[i].metadata.nbgrader.grade_id for i in range(2, 7)),
    ]
    assert named(rebuilt) == LOCKED | {"hw0-1-work": "limit = 0.5", "hw0-2-work": "step = max", "hw0-3": "Because."}


@pytest.mark.parametrize("student", ["ada", "Ada Lovelace", "zoë", "--help", "it's", 'quo"te', "back\\slash\\n"])
@pytest.mark.parametrize("line", ['STUDENT = "bob"', "STUDENT='bob' # me", "  STUDENT = input()", 'STUDENT="x"; y = 1'])
def test_the_student_is_who_the_roster_says(student, line):
    notebook = tiny.filled(**WORK)
    notebook.cells[1].source = f"if True:\n    pass\n{line.strip()}"
    space = {}
    exec(own(of(notebook, student))[1], space)
    assert space["STUDENT"] == student


@pytest.mark.parametrize(
    "line, left",
    [('STUDENT = "bob"; y = 1', "y = 1"), ("STUDENT: str = 'bob'  # me", "# me"), ("STUDENT = 'it', y", "")],
)
def test_what_else_stands_in_the_line_stays(line, left):
    notebook = tiny.filled(**WORK)
    notebook.cells[1].source = line
    source = own(of(notebook))[1]
    assert "'ada'" in source and source.endswith(left) and "bob" not in source and "it" not in source


@pytest.mark.parametrize("line", ['STUDENT = "ada"', "STUDENT='  Ada ' # me", "STUDENT = who", "x = 'STUDENT'"])
def test_ones_own_id_is_worth_no_remark(line):
    notebook = tiny.filled(**WORK)
    notebook.cells.append(new_code_cell(line))
    assert of(notebook).remarks == ()


@pytest.mark.parametrize("said", ["adaa", "bob", "your-id", ""])
def test_another_id_is_remarked(said):
    notebook = tiny.filled(**WORK)
    notebook.cells[1].source = f"STUDENT: str = {said!r}; x = 1"
    rebuilt = of(notebook)
    assert rebuilt.remarks == (f"STUDENT said {said!r}; what counts is the problem of 'ada'",)
    assert own(rebuilt)[1] == "STUDENT: str = 'ada'; x = 1" and rebuilt.odd == frozenset()


def test_a_comparison_is_no_assignment():
    notebook = tiny.filled(hw0_1_work='limit = 1 if STUDENT == "your-id" else 2')
    assert named(of(notebook))["hw0-1-work"] == 'limit = 1 if STUDENT == "your-id" else 2'


def test_deleted_test_cells_are_put_back():
    notebook = tiny.filled(**WORK)
    del notebook.cells[5], notebook.cells[3]
    rebuilt = of(notebook)
    assert named(rebuilt).items() >= LOCKED.items() and rebuilt.odd == {"hw0-1", "hw0-2"}
    assert "hw0-1 was deleted, and put back" in rebuilt.remarks


def test_edited_test_cells_are_replaced():
    notebook = tiny.filled(**WORK)
    notebook.cells[3].source = "print('full marks')"
    rebuilt = of(notebook)
    assert named(rebuilt)["hw0-1"] == LOCKED["hw0-1"] and "full marks" not in str(rebuilt.cells)
    assert rebuilt.remarks == ("hw0-1 was changed; the original ran",)


def test_copied_test_cells_run_once():
    notebook = tiny.filled(**WORK)
    notebook.cells += [notebook.cells[3].copy(), notebook.cells[5].copy()]
    rebuilt = of(notebook)
    assert [name for name, _, _ in rebuilt.cells].count("hw0-1") == 1 and rebuilt.person == ""
    assert not any("homework.answer" in source for source in own(rebuilt))
    assert "hw0-1 was there 2 times" in rebuilt.remarks


def test_a_copied_solution_cell_stays_a_cell_where_it_is():
    notebook = tiny.filled(**WORK)
    notebook.cells.insert(3, notebook.cells[2] | {"source": "limit = limit + 1"})
    sources = [source for _, _, source in of(notebook).cells]
    assert sources.index("limit = limit + 1") == sources.index("limit = 0.5") + 1


def test_reordered_cells_run_in_the_original_order():
    notebook = tiny.filled(**WORK)
    notebook.cells.reverse()
    rebuilt = of(notebook)
    assert [name for name, _, _ in rebuilt.cells if name] == list(named(of(tiny.filled(**WORK))))
    assert rebuilt.remarks == ("its cells were reordered; the original order ran",)


def test_cells_of_ones_own_run_where_they_stand():
    notebook = tiny.filled(**WORK)
    notebook.cells.insert(0, new_code_cell("first"))
    notebook.cells.insert(4, new_code_cell("between"))
    notebook.cells.append(new_code_cell("last"))
    sources = [source for _, _, source in of(notebook).cells]
    assert sources[0] == "first" and sources[-1] == "last"
    assert sources.index("between") == sources.index("limit = 0.5") + 1


def test_points_tags_and_outputs_of_a_submission_do_not_count():
    notebook = tiny.filled(**WORK)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(cell.metadata | {"tags": ["skip-execution"]})
        cell.metadata.setdefault("nbgrader", {})["points"] = 1000
        if cell.cell_type == "code":
            cell.outputs = [{"output_type": "display_data", "data": {"text/plain": "forged"}, "metadata": {}}]
    rebuilt = of(notebook)
    assert rebuilt == of(tiny.filled(**WORK)) and "forged" not in str(rebuilt)


def test_a_deleted_setup_cell_is_put_back_and_a_deleted_solution_is_not():
    notebook = tiny.filled(**WORK)
    notebook.cells[4].source = "limit = 0.5\nstep = max"
    del notebook.cells[1:3]
    rebuilt = of(notebook)
    assert "STUDENT = 'ada'" in own(rebuilt)[1] and "hw0-1-work" not in named(rebuilt)
    assert rebuilt.odd == {"hw0-1-work"}


@pytest.mark.parametrize("keep_ids", [True, False])
@pytest.mark.parametrize("broken", [None, {}, [], "x", {"nbgrader": None}, {"nbgrader": {"grade_id": ["x"]}}])
def test_without_metadata_cells_are_known_by_their_ids_or_texts(broken, keep_ids):
    notebook = json.loads(tiny.bytes_of(tiny.filled(**WORK)))
    for cell in notebook["cells"]:
        cell["metadata"] = broken
        if broken is None:
            del cell["metadata"]
        if not keep_ids:
            del cell["id"]
    rebuilt = of(notebook)
    assert rebuilt.person == "" and named(rebuilt).items() >= LOCKED.items()
    if keep_ids:
        assert rebuilt.cells == of(tiny.filled(**WORK)).cells
    else:  # then the solutions are cells like any other; they run all the same, where they stood
        sources = [source for _, _, source in rebuilt.cells]
        assert sources.index("limit = 0.5") < sources.index(LOCKED["hw0-1"])


def test_the_old_format_is_read():
    old = nbformat.convert(tiny.filled(**WORK), 3)
    rebuilt = rebuild(nbformat.writes(old, version=3).encode(), RELEASE, "ada")
    assert rebuilt.person == "" and rebuilt.remarks[0] == "saved in the old format 3"
    assert named(rebuilt).items() >= LOCKED.items() and "limit = 0.5" in str(rebuilt.cells)


WHOLE = tiny.bytes_of(tiny.filled(**WORK))
UNREADABLE = {
    "empty": (b"", "empty"),
    "blank": (b" \n", "empty"),
    "truncated": (WHOLE[: len(WHOLE) // 2], "cut off"),
    "binary": (bytes(range(256)), "no text"),
    "png": (b"\x89PNG\r\n\x1a\n", "no text"),
    "utf-16": (WHOLE.decode().encode("utf-16"), "no text"),
    "null": (b"null", "no notebook"),
    "a list": (b"[1, 2]", "no notebook"),
    "another JSON": (b'{"cells": 1}', "no notebook"),
    "deep": (b"[" * 200_000, "no JSON"),
    "a huge number": (b'{"nbformat": ' + b"9" * 10_000 + b"}", "no JSON"),
    "format 99": (json.dumps(dict(tiny.filled(), nbformat=99)).encode(), "format 99"),
    "format 1": (b'{"nbformat": 1, "cells": []}', "format 1"),
    "format true": (b'{"nbformat": true, "cells": [{}]}', "format"),
    "format 3, broken": (b'{"nbformat": 3, "worksheets": [{"cells": 7}]}', ""),
    "no cells": (b'{"nbformat": 4, "cells": []}', "no cells"),
    "cells are text": (b'{"nbformat": 4, "cells": "x"}', "no cells"),
    "a cell is a number": (b'{"nbformat": 4, "cells": [7]}', "cell 1"),
    "source is missing": (b'{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "cell 1"),
    "source is a number": (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}', "cell 1"),
    "another notebook": (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1"}]}', "another notebook"),
    "many cells": (json.dumps({"nbformat": 4, "cells": [{}] * 501}).encode(), "501 cells"),
    "long": (json.dumps({"nbformat": 4, "cells": [{"source": "x" * 2_000_000}]}).encode(), "characters"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_notebook_needs_a_person(name):
    content, words = UNREADABLE[name]
    rebuilt = rebuild(content, RELEASE, "ada")
    assert words in rebuilt.person and rebuilt.person and rebuilt.cells == ()
    assert rebuilt.person.count("\n") == 0 and len(rebuilt.person) < 200


def test_characters_that_cannot_be_written_are_replaced():
    rebuilt = of(tiny.filled(hw0_1_work="limit = '\ud800\x00\x1b[31m\u202e'", hw0_3="a\r\nb"))
    assert named(rebuilt)["hw0-1-work"].encode() and "\x1b" not in named(rebuilt)["hw0-1-work"]
    assert named(rebuilt)["hw0-3"] == "a\nb"


def test_a_kernel_of_another_name_does_not_matter():
    notebook = tiny.filled(**WORK)
    notebook.metadata = nbformat.from_dict({"kernelspec": {"name": "matlab"}, "language_info": 7})
    assert of(notebook) == of(tiny.filled(**WORK))


def test_a_locked_cell_turned_into_markdown_is_code_again():
    notebook = tiny.filled(**WORK)
    notebook.cells[3].cell_type = "markdown"
    kinds = {name: kind for name, kind, _ in of(notebook).cells}
    assert kinds["hw0-1"] == "code"
