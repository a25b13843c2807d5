"""The cells of a submission, read from its bytes, whatever these are; and text made safe to show."""

import json
import re
from dataclasses import dataclass

CELLS, LONGEST = 500, 1_000_000  # of a notebook: cells, and characters of all sources
KINDS = ("code", "markdown", "raw")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class OwnCell:
    """A cell of a submission, as far as it can be read."""

    kind: str
    source: str
    names: tuple  # what it may be known by: ("grade_id", …), ("id", …)


class Unreadable(Exception):
    """Why a submission cannot be read, in a sentence."""


def read(submission):
    """(cells, remarks) of a notebook's bytes."""
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
    return OwnCell(kind if kind in KINDS else "markdown", clean(source), names)


def clean(text):
    """Text without control characters, marks that reverse its direction, and halves of characters."""
    return CONTROL.sub("�", text.replace("\r\n", "\n").replace("\r", "\n"))
