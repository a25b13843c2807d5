"""nbgrader's gradebook and neutral copies of what was graded, so that its formgrader shows both.

A neutral copy holds plain text and checked pictures: nothing that a student wrote can act in a browser.
"""

import re
import warnings
from contextlib import contextmanager

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.utils import parse_utc
from sqlalchemy.exc import SAWarning

from .examine import question_of
from .folders import put_programs_on_path, read_json, write_file
from .rebuild import grade_id
from .safe_text import replace_controls

SHOWN = 20_000  # characters of a text


@contextmanager
def open_gradebook(folders):
    """Open nbgrader's gradebook of this course, made if there is none."""
    put_programs_on_path()
    with Gradebook(f"sqlite:///{folders.gradebook}") as book:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own queries
            yield book


def update(folders, assignment, rows):
    """Bring gradebook and copies up to date with the rows' results -> sentences on what could not be written.

    A copy is written last, and carries its result's key: where they agree, there is nothing to do.
    """
    release = nbformat.read(folders.handed_out("release", assignment), as_version=4)
    faults = []
    with open_gradebook(folders) as book:
        _register(book, assignment, release)
        known = {submission.student.id for submission in book.assignment_submissions(assignment)}
        for row in rows:
            copy = folders.notebook("autograded", assignment, row.student)
            written = read_json(copy, {}).get("metadata", {}).get("lrcourse")
            if row.student in known and written == row.result["key"]:
                continue
            try:
                _enter(book, assignment, release, row)
                write_file(copy, nbformat.writes(neutral_copy(release, row.result)))
            except Exception as error:  # the others are entered all the same
                book.db.rollback()
                faults.append(f"{row.student}: not in the gradebook yet ({type(error).__name__}: {error})"[:300])
    return faults


def scores(folders, assignment):
    """Return {student: {question: (score, True if a person still has to look, comment)}} as the gradebook has them."""
    found = {}
    if not folders.gradebook.exists():
        return found
    with open_gradebook(folders) as book:
        try:
            submissions = book.assignment_submissions(assignment)
        except MissingEntry:
            return found
        for submission in submissions:
            notebook = submission.notebooks[0]
            said = {comment.name: comment.manual_comment or "" for comment in notebook.comments}
            found[submission.student.id] = {
                question_of(one.name): (one.score, one.needs_manual_grade, said.get(one.name, ""))
                for one in notebook.grades
            }
    return found


def neutral_copy(release, result):
    """Return the notebook of a result: sources, plain text, PNG; nothing else of a student's."""
    original = {grade_id(cell): cell for cell in release.cells if grade_id(cell)}
    prose = {cell.source for cell in release.cells if cell.cell_type == "markdown"}
    cells = [_neutral(cell, original, prose, result["questions"]) for cell in result["cells"]]
    if result["person"]:
        cells = cells or [_neutral(_bare(cell), original, prose, result["questions"]) for cell in release.cells]
        cells.insert(0, new_markdown_cell(f"A person has to look at this:\n\n{fenced(result['person'])}"))
    notebook = new_notebook(cells=cells)
    for at, cell in enumerate(notebook.cells):
        cell.id = f"cell-{at}"
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "lrcourse": result["key"]}
    )
    nbformat.validate(notebook)
    return notebook


def fenced(text):
    """Return text as Markdown that shows it literally: between fences longer than any run of ` in it."""
    fence = "`" * (3 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}text\n{text}\n{fence}"


def _bare(cell):
    return {"grade_id": grade_id(cell), "kind": cell.cell_type, "source": cell.source}


def _neutral(cell, original, prose, questions):
    source = replace_controls(cell["source"])[:SHOWN]
    if cell["kind"] == "code":
        outputs = [new_output("stream", name="stdout", text=text) for text in [_said(cell, questions)] if text]
        outputs += [new_output("display_data", {"image/png": picture}) for picture in cell.get("pictures", ())]
        new = new_code_cell(source, outputs=outputs, execution_count=None)
    else:
        new = new_markdown_cell(source if source in prose else fenced(source))
    if cell["grade_id"]:
        new.metadata = nbformat.from_dict({"nbgrader": original[cell["grade_id"]].metadata["nbgrader"]})
    return new


def _said(cell, questions):
    """Return what a cell printed, how it stopped, and what its answer earned, as text."""
    lines = [cell.get("text", ""), cell.get("error", "")]
    lines += [f"({cell['status']})"] if cell.get("status") in ("timeout", "not run") else []
    one = questions.get(question_of(cell["grade_id"] or ""))
    if one:
        lines.append("\n— graded —")
        lines.append(one["person"] and f"a person is needed: {one['person']}")
        if one["share"] is not None:
            lines.append(f"{one['share'] * one['points']:g} of {one['points']:g}: {one['expected']}")
            lines += [one["why"], one["slip"] and f"slip: {one['slip']}"]
    return replace_controls("\n".join(filter(None, lines)))[:SHOWN]


def _register(book, assignment, release):
    """Tell the gradebook of the assignment and its cells, as nbgrader's own generate_assignment does."""
    book.update_or_create_assignment(assignment)
    book.update_or_create_notebook(assignment, assignment)
    for cell in release.cells:
        about = cell.metadata.get("nbgrader")
        if not about:
            continue
        where, kind = (about["grade_id"], assignment, assignment), {"cell_type": cell.cell_type}
        if about.get("grade"):
            book.update_or_create_grade_cell(*where, max_score=about["points"], **kind)
        if about.get("solution"):
            book.update_or_create_solution_cell(*where)
        more = dict(source=cell.source, checksum=about.get("checksum"), locked=about.get("locked", False))
        book.update_or_create_source_cell(*where, **more, **kind)


def _timestamp(text):
    try:
        return {"timestamp": parse_utc(text)} if text else {}
    except (ValueError, OverflowError):  # not of our making
        return {}


def _enter(book, assignment, release, row):
    """Enter one result. What a person has given stays, and is marked to be looked at again."""
    *first, last = row.name.split() or [row.student]
    book.update_or_create_student(row.student, first_name=" ".join(first), last_name=last)
    book.update_or_create_submission(assignment, row.student, **_timestamp(row.time))
    for cell in release.cells:
        if not cell.metadata.get("nbgrader", {}).get("grade"):
            continue
        name = grade_id(cell)
        one = row.result["questions"].get(question_of(name))
        grade = book.find_grade(name, assignment, assignment, row.student)
        given = one and one["share"] is not None and not row.result["person"]
        grade.auto_score = one["share"] * one["points"] if given else None
        grade.needs_manual_grade = grade.auto_score is None or grade.manual_score is not None
    book.db.commit()
