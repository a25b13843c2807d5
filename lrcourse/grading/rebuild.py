"""A submission laid over the release: what a student wrote, in the notebook that was handed out.

Of a submission only the sources of its cells are used, and the names by which they are known. Everything else (order,
points, locked cells, metadata, tags) comes from the release; stored outputs are not looked at.
"""

import re
from dataclasses import dataclass

from ..homework import normal_id
from .safe_text import replace_controls
from .submission import Unreadable, read_cells

STUDENT = re.compile(  # a text and nothing more, or whatever comes
    r"^([ \t]*STUDENT[ \t]*(?::[ \t]*str[ \t]*)?=(?!=)[ \t]*)"
    r"(?:(?P<quote>[\"'])(?P<said>(?:(?!(?P=quote))[^\\\n])*)(?P=quote)(?=[ \t]*(?:[;#]|$))|.*$)",
    re.M,
)


@dataclass(frozen=True)
class Rebuilt:
    """Cells (grade_id or None, kind, source) to run, remarks on what was odd, the grade_ids that it concerned, and why
    a person has to look ("" if none has; then there are cells).
    """

    cells: tuple
    remarks: tuple = ()
    odd: frozenset = frozenset()
    person: str = ""


def rebuild(submission, release, student):
    """Lay a submission (bytes) over the release (a notebook). Never raises: what cannot be used is in `person`."""
    try:
        own, remarks = read_cells(submission)
    except Unreadable as error:
        return Rebuilt((), person=str(error))
    except Exception as error:  # a notebook can be broken in more ways than we know
        return Rebuilt((), person=f"the notebook is broken ({type(error).__name__})")
    matches = _match(own, release.cells)
    if not any(matches.values()):
        return Rebuilt((), person="none of the assignment's cells is in it: is it another notebook?")
    cells, said, odd = _lay(own, release.cells, matches)
    cells = tuple(
        (name, kind, overwrite(source, student) if kind == "code" else source) for name, kind, source in cells
    )
    return Rebuilt(cells, (*remarks, *_other_ids(own, student), *said), frozenset(odd))


def grade_id(cell):
    """Return nbgrader's name of a cell of the release; None for a cell without one."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _match(own, released):
    """Return {index in the release: indices of the student's cells that bear its name, in order}. Where metadata is
    gone, a cell is known by its id, and then by its text.
    """
    free, found = set(range(len(own))), {at: [] for at in range(len(released))}
    rules = (
        lambda cell: ("grade_id", grade_id(cell)),
        lambda cell: ("id", cell.get("id")),
        lambda cell: ("source", cell.source.strip()),
    )
    for rule in rules:
        for at, cell in enumerate(released):
            name = rule(cell)
            if found[at] or not name[1]:
                continue
            found[at] = [i for i in sorted(free) if name in (*own[i].names, ("source", own[i].source.strip()))]
            found[at] = found[at][:1] if name[0] == "source" else found[at]  # blank cells look alike
            free -= set(found[at])
    return found


def _lay(own, released, matches):
    """Return (cells, remarks, odd grade_ids) in the release's order, each cell of the student's own behind what it
    followed.
    """
    cells, remarks, odd = [], [], set()
    first = {at: found[0] for at, found in matches.items() if found}  # in the release's order
    extra = _extras(own, released, matches, first)
    cells += extra.get(None, [])
    if list(first.values()) != sorted(first.values()):
        remarks.append("its cells were reordered; the original order ran")
    for at, cell in enumerate(released):
        name, mine = grade_id(cell), matches[at]
        said = _oddity(cell, [own[i] for i in mine])
        if said and (name or cell.cell_type == "code"):
            remarks.append(f"{name or 'a cell'} {said}")
            odd |= {name} - {None}
        if _is_locked(cell) or (not mine and cell.cell_type != "markdown" and not name):
            cells.append((name, cell.cell_type, cell.source))
        elif mine:
            source = own[mine[0]]
            cells.append((name, cell.cell_type if name else source.kind, source.source))
        elif name and cell.cell_type == "markdown":
            cells.append((name, "markdown", ""))
        cells += extra.get(at, [])
    return cells, remarks, odd


def _extras(own, released, matches, first):
    """Return {index in the release, or None for the start: the student's own cells that follow it}. Copies of a locked
    cell are left out; other copies are cells like any other.
    """
    anchor, extra = None, {}
    place = {i: at for at, i in first.items()}
    copies = {i: at for at, found in matches.items() for i in found[1:]}
    for i, cell in enumerate(own):
        if i in place:
            anchor = place[i]
        elif not (i in copies and _is_locked(released[copies[i]])):
            extra.setdefault(anchor, []).append((None, cell.kind, cell.source))
    return extra


def _oddity(cell, mine):
    """Return what a student did to a cell that they should not have, in words; "" if nothing."""
    if not mine:
        return "was deleted" + (", and put back" if _is_locked(cell) or not grade_id(cell) else "")
    changed = _is_locked(cell) and any(one.source.strip() != replace_controls(cell.source).strip() for one in mine)
    said = [
        "was changed; the original ran" * changed,
        f"was there {len(mine)} times" * (len(mine) > 1),
        "became another kind of cell" * bool(grade_id(cell) and any(one.kind != cell.cell_type for one in mine)),
    ]
    return ", ".join(filter(None, said))


def _is_locked(cell):
    """Return True if nothing of a student counts in this cell: it is graded by value, or read-only."""
    grading = cell.metadata.get("nbgrader", {})
    return bool(grading) and not grading.get("solution") and not grading.get("task")


def overwrite(source, student):
    """Return a cell's source with every line `STUDENT = …` naming this student."""
    return STUDENT.sub(lambda line: f"{line[1]}{student!r}", source)


def _other_ids(own, student):
    """Return a remark for every other id that a line `STUDENT = …` named: the numbers are another problem's then."""
    found = [line["said"] for cell in own if cell.kind == "code" for line in STUDENT.finditer(cell.source)]
    others = {said: None for said in found if said is not None and normal_id(said) != normal_id(student)}
    return [f"STUDENT said {said[:80]!r}; what counts is the problem of {student!r}" for said in others]
