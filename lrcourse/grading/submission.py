"""A submission: the file that lies in a student's folder, and its cells, read from bytes whatever these are.

No link is followed.
"""

import json
import stat
from dataclasses import dataclass

from .folders import file_of
from .safe_text import replace_controls
from .uploads import LARGEST

CELLS, LONGEST = 500, 1_000_000  # of a notebook: cells, and characters of all sources
KINDS = ("code", "markdown", "raw")


@dataclass(frozen=True)
class OwnCell:
    """A cell of a submission, as far as it can be read."""

    kind: str
    source: str
    names: tuple  # what it may be known by: ("grade_id", …), ("id", …)


class Unreadable(Exception):
    """Why a submission cannot be read, in a sentence."""


def read_cells(submission):
    """Return (cells, remarks) of a notebook's bytes; Unreadable says why there are none."""
    if not submission.strip():
        raise Unreadable("the file is empty")
    try:
        raw = json.loads(submission.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable("the file is no text, so no notebook") from None
    except (ValueError, RecursionError):
        raise Unreadable("the file is no JSON: cut off, or no notebook") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("nbformat"), int):
        raise Unreadable("the file is JSON, but no notebook")
    if raw["nbformat"] not in (3, 4) or raw["nbformat"] is True:
        raise Unreadable(f"the notebook has format {str(raw['nbformat'])[:20]}; formats 3 and 4 can be read")
    old = raw["nbformat"] == 3
    cells = [cell for sheet in raw["worksheets"] for cell in sheet["cells"]] if old else raw.get("cells")
    if not isinstance(cells, list) or not cells:
        raise Unreadable("the notebook has no cells")
    if len(cells) > CELLS:
        raise Unreadable(f"the notebook has {len(cells)} cells; at most {CELLS} are read")
    own = [_cell(cell, at) for at, cell in enumerate(cells, start=1)]
    if sum(len(cell.source) for cell in own) > LONGEST:
        raise Unreadable(f"its cells hold more than {LONGEST:,} characters")
    return own, ["saved in the old format 3"] if old else []


def _cell(cell, at):
    source = cell.get("source", cell.get("input")) if isinstance(cell, dict) else None  # "input" in format 3
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise Unreadable(f"cell {at} has no readable source")
    metadata = cell.get("metadata")
    grading = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    named = grading.get("grade_id") if isinstance(grading, dict) else None
    names = tuple(
        (key, name) for key, name in (("grade_id", named), ("id", cell.get("id"))) if isinstance(name, str) and name
    )
    kind = cell.get("cell_type")
    return OwnCell(kind if kind in KINDS else "markdown", replace_controls(source), names)


def handed_in(folders, assignment, student):
    """Return (bytes or None, remarks, why a person has to look or "") of what lies in a student's folder."""
    try:
        return _handed_in(folders, assignment, student)
    except OSError as error:  # closed to who grades, or on a disk that is gone
        return None, (), f"it could not be read: {error.strerror}"


def _handed_in(folders, assignment, student):
    path = folders.notebook("submitted", assignment, student)
    folder = path.parent
    if not folder.is_dir() and not folder.is_symlink():
        return None, (), ""
    if folder.is_symlink() or folder.parent.is_symlink():
        return None, (), "its folder is a link, which is not followed"
    found = sorted(one for one in folder.iterdir() if one.name != "timestamp.txt" and not one.name.startswith("."))
    if path not in found:
        others = [one for one in found if one.suffix == path.suffix]
        if len(others) != 1:
            names = replace_controls(", ".join(one.name for one in found))[:200]
            return None, (), f"there is no {path.name} in its folder, but {names or 'nothing'}"
        path = others[0]
    kind = path.lstat()
    if not stat.S_ISREG(kind.st_mode):
        return None, (), "it is a link or no ordinary file, and was not opened"
    if kind.st_size > LARGEST:
        return None, (), f"it is larger than {LARGEST:,} bytes"
    renamed = (f"it was called {replace_controls(path.name)[:80]}",) if path.name != file_of(assignment) else ()
    return path.read_bytes(), renamed, ""
