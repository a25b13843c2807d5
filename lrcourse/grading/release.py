"""The students' notebook, made from the source by nbgrader's own generate_assignment, and the rules for both.

It is made in an empty folder that holds the one notebook and nothing else, so no stray file can slip in.
"""

import re
import tempfile
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader

from ..notebook_form import normal, text_of
from .examine import question_of, short
from .folders import COURSE, Folders, put_programs_on_path, write_file
from .questions import questions
from .rebuild import STUDENT, grade_id

MARKS = re.compile(r"###\s*(BEGIN|END) (SOLUTION|HIDDEN TESTS)|=== (BEGIN|END) MARK SCHEME", re.I)
SECRET = re.compile(r"### BEGIN [A-Z ]+\n(.*?)### END", re.S)
LOCKED = re.compile(r'homework\.answer\("(?P<question>[\w.]+)", .+\)')
SHORT = 12  # characters up to which a line of a solution may be elsewhere by chance


def release(folders, assignment):
    """Write release/ from source/ -> the file. A source that breaks a rule, or a leak: ValueError with all of them."""
    path = folders.notebook("release", assignment)
    text = generate(folders, assignment)
    source = nbformat.read(folders.handed_out("source", assignment), as_version=4)
    faults = [*rules(assignment, source), *leaks(source, nbformat.reads(text, as_version=4))]
    if faults:
        raise ValueError(f"{assignment} cannot be released:\n" + "\n".join(f"  {fault}" for fault in faults))
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_file(path, text)
    return path


def generate(folders, assignment):
    """Return the text of the students' notebook, in normal form."""
    put_programs_on_path()
    with tempfile.TemporaryDirectory() as folder:
        empty = Folders(Path(folder))
        write_file(empty.notebook("source", assignment), folders.handed_out("source", assignment).read_bytes())
        settings = _settings(folders)
        settings.CourseDirectory.root = folder
        settings.CourseDirectory.db_url = f"sqlite:///{folder}/gradebook.db"
        result = NbGraderAPI(config=settings).generate_assignment(assignment)
        if not result["success"]:
            raise ValueError(f"nbgrader refused {assignment}: {result.get('log')}\n{result.get('error')}")
        return text_of(_normal(nbformat.read(empty.notebook("release", assignment), as_version=4)))


def _normal(notebook):
    """Return a notebook in normal form, in which a locked cell stays locked for JupyterLab too."""
    notebook = normal(notebook)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("locked"):
            cell.metadata |= {"deletable": False, "editable": False}
    return notebook


def _settings(folders):
    """Load the course's nbgrader_config.py, or the one that comes with the package."""
    for course in (folders.course, COURSE):
        if (course / "nbgrader_config.py").exists():
            return PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    return Config()


def leaks(source, released):
    """Return what of the source a student must not see, but does: a list of sentences."""
    found, open_text = [], "\n".join(cell.source for cell in released.cells)
    for cell in released.cells:
        if cell.get("outputs") or cell.get("execution_count"):
            found.append(f"cell {cell.id}: an output is stored")
        if MARKS.search(cell.source):
            found.append(f"cell {cell.id}: a mark of nbgrader is left: {MARKS.search(cell.source)[0]}")
    said, lines = "", set()
    for cell in source.cells:
        open_part, secret_part = _parts(cell)
        said += open_part + "\n"
        lines |= {line.strip() for line in secret_part.splitlines() if len(line.strip()) > SHORT}
    lines = {line for line in lines if line not in said and line in open_text}
    return found + [f"a line of a solution is left: {line!r}" for line in sorted(lines)]


def _parts(cell):
    """Return (what everybody may read, what belongs to the solution) of a cell's source."""
    if cell.cell_type == "markdown":
        is_answer = cell.metadata.get("nbgrader", {}).get("solution")
        return ("", cell.source) if is_answer else (cell.source, "")
    return SECRET.sub("", cell.source), "\n".join(SECRET.findall(cell.source))


def rules(assignment, source):
    """Return which rules a source breaks, in sentences: grading builds on them."""
    asked, found, seen = questions(short(assignment)), [], []
    code = [cell for cell in source.cells if cell.cell_type == "code"]
    if not code or not STUDENT.search(code[0].source) or grade_id(code[0]):
        found.append('the first code cell has to say STUDENT = "your-id", and to be an ordinary one')
    for cell in source.cells:
        about = cell.metadata.get("nbgrader", {})
        name = about.get("grade_id")
        if about.get("task"):
            found.append(f"{name}: task cells are not used here")
        if not about.get("grade"):
            if about.get("solution") and cell.cell_type == "code" and "### BEGIN SOLUTION" not in cell.source:
                found.append(f"{name}: the solution has to stand between ### BEGIN SOLUTION and ### END SOLUTION")
            continue
        question = question_of(name)
        seen.append(question)
        if question not in asked:
            found.append(f"{name}: there is no question {question} in grading/{short(assignment)}.py")
        elif about.get("points") != asked[question].points:
            found.append(f"{name}: {about.get('points')} points here, {asked[question].points} in QUESTIONS")
        if cell.cell_type == "code":
            said = LOCKED.fullmatch(cell.source.strip())
            if not said or said["question"] != question:
                found.append(f'{name}: a graded cell says homework.answer("{question}", …), and nothing else')
            if not about.get("locked") or about.get("solution"):
                found.append(f"{name}: a graded cell is locked, and no solution")
        elif not about.get("solution"):
            found.append(f"{name}: a text that a person reads is graded and a solution")
    if len(set(seen)) < len(seen):
        found.append("a question is asked twice")
    found += [f"{question}: no cell asks it" for question in asked if question not in seen]
    return found
