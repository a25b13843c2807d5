"""Where things lie in a course's folder, which is nbgrader's, and the roster, which is the truth about ids.

source/ release/                  the course's own
submitted/ID/ASSIGNMENT/          what counts, as it came; received/ASSIGNMENT/ID/ holds everything that ever came
results/ASSIGNMENT/ID.json        a file a submission: all that grading found
autograded/ feedback/ gradebook.db reports/
"""

import csv
import json
import os
import re
import secrets
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from ..homework import LONGEST_ID, normal_id

COURSE = Path(__file__).resolve().parent.parent.parent / "notebooks" / "homework"
NAME = re.compile(r"[a-z][a-z0-9]*_[a-z0-9_]+")  # of an assignment, such as hw1_stability
LESSONS = "lessons"  # the assignment without a notebook: a file of answers


@dataclass(frozen=True)
class Folders:
    """The folders and files of the course at `course`."""

    course: Path = COURSE

    @property
    def gradebook(self):
        """Return the file of nbgrader's database."""
        return self.course / "gradebook.db"

    @property
    def roster(self):
        """Return the file of the class: a CSV with the columns id and name."""
        return self.course / "roster.csv"

    def notebook(self, step, assignment, student="."):
        """Return the file of a notebook; `step` is "source", "release", "submitted" or "autograded"."""
        return self.course / step / student / assignment / file_of(assignment)

    def handed_out(self, step, assignment):
        """Return the "source" or "release" of an assignment: the course's own, or where it has none, the package's."""
        own, shipped = self.notebook(step, assignment), Folders(COURSE).notebook(step, assignment)
        return shipped if shipped.exists() and not own.exists() else own

    def received(self, assignment, student=""):
        """Return the folder of everything that ever came (from a student)."""
        return self.course / "received" / assignment / student

    def result(self, assignment, student):
        """Return the file of what grading found."""
        return self.course / "results" / assignment / f"{student}.json"


def file_of(assignment):
    """Return the name of the file that is handed in."""
    return f"{assignment}.json" if assignment == LESSONS else f"{assignment}.ipynb"


def known_assignment(folders, assignment):
    """Return `assignment` if the course has it; else raise a ValueError that lists what there is."""
    files = [path for course in {folders.course, COURSE} for path in (course / "source").glob("*/*.ipynb")]
    there = sorted({path.stem for path in files if path.stem == path.parent.name})
    if assignment not in (*there, LESSONS):
        raise ValueError(f"assignment={assignment!r}: allowed is one of {', '.join((*there, LESSONS))}")
    return assignment


def id_fault(text):
    """Return why no folder may bear this id; "" if one may."""
    if not text.strip() or text != text.strip():
        return "it is empty, or has blanks around it"
    if max(len(text), len(normal_id(text))) > LONGEST_ID:
        return f"it is longer than {LONGEST_ID} characters"
    if text.startswith(".") or text.endswith(".") or re.search(r'[\\/:*?"<>|]', text):
        return 'it begins or ends with a dot, or has one of \\ / : * ? " < > |'
    return "" if text.isprintable() else "it has characters that cannot be printed"


def read_roster(folders):
    """Return {id: name} in the file's order; ValueError if the roster is missing, or not to be trusted."""
    try:
        text = folders.roster.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ValueError(f"there is no {folders.roster}: a CSV with the columns id and name") from None
    except UnicodeDecodeError:
        raise ValueError(f"{folders.roster} is not UTF-8: save it as “CSV UTF-8”") from None
    lines = text.splitlines()
    rows = list(csv.DictReader(lines, delimiter=";" if lines and lines[0].count(";") > lines[0].count(",") else ","))
    if not rows or not {"id", "name"} <= {column.strip().lower() for column in rows[0] if column}:
        raise ValueError(f"{folders.roster}: allowed is a CSV whose first line has the columns id and name")
    roster, seen = {}, {}
    for line, row in enumerate(rows, start=2):
        row = {column.strip().lower(): (value or "") for column, value in row.items() if column}
        student = unicodedata.normalize("NFC", row["id"].strip())
        again = seen.get(normal_id(student))
        fault = id_fault(student) or (f"it is that of line {again} too" if again else "")
        if fault:
            raise ValueError(f"{folders.roster}, line {line}: the id {student[:LONGEST_ID]!r} will not do: {fault}")
        seen[normal_id(student)] = line
        roster[student] = " ".join(row["name"].split())
    return roster


def secret(folders):
    """Return the course's secret, of which fresh inputs are derived; it is made when it is first asked for."""
    path = folders.course / "secret"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_text()


def put_programs_on_path():
    """Put the folder of this Python on PATH: there lies alembic, which nbgrader calls by its name."""
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = programs + os.pathsep + os.environ.get("PATH", "")


def write_file(path, content):
    """Write bytes or text as one step: whoever reads sees the old file or the new one, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name[:60]}.{os.getpid()}.draft")
    with draft.open("wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def read_json(path, otherwise=None):
    """Return what a JSON file of ours holds; `otherwise` if it is not there or was not written by us."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return otherwise
