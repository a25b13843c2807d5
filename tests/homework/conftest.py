"""A course in a folder of its own, with the small assignment hw0, and what students do to it."""

import nbformat
import pytest

from lrcourse.grading import release
from lrcourse.grading.folders import Folders, write_file

NAME = "hw0_template"
GOOD = {
    "hw0-1-solution": "limit = 2 / mine.curvature",
    "hw0-2-solution": "def step(x, rate, curvature):\n    return x - rate * curvature * x",
    "hw0-3": "It changes sides and comes nearer.",
}


@pytest.fixture(scope="session")
def released():
    """Return the text of hw0's students' notebook."""
    return release.generate(Folders(), NAME)


def new_course(folder, text, students):
    """Return the Folders of a new course at `folder` whose roster are `students`, {id: name}."""
    folders = Folders(folder)
    write_file(folders.notebook("source", NAME), Folders().notebook("source", NAME).read_bytes())
    write_file(folders.notebook("release", NAME), text)
    write_file(folders.roster, "id,name\n" + "".join(f"{student},{name}\n" for student, name in students.items()))
    return folders


def filled(text, **work):
    """Return hw0 as a student hands it in; `work` by grade_id, with _ for -; extra=… is a cell at the end."""
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        cell.source = (GOOD | {key.replace("_", "-"): source for key, source in work.items()}).get(name, cell.source)
    return notebook


def hand_in(folders, student, notebook, called=None):
    """Lay a notebook (with the id in it) or bytes where collecting would."""
    if not isinstance(notebook, bytes):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.source = cell.source.replace("your-id", student)
    content = notebook if isinstance(notebook, bytes) else nbformat.writes(notebook).encode()
    path = folders.notebook("submitted", NAME, student)
    write_file(path.with_name(called or path.name), content)
    return path
