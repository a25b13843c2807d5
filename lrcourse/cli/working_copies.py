"""The reader's working copies: the lessons without their outputs, in a folder where autosave disturbs nothing.

A copy remembers, in its metadata, which cells it was made from. So when the lesson changes, a copy that its reader left
as it was is renewed, and one that its reader changed is kept.
"""

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ..lessons import name_of
from ..places import NOTEBOOKS

KEY = "lrcourse"  # of a notebook's metadata: the digest of the cells that the copy was made from
LESSONS = "[0-9][0-9]_*.ipynb"
NO_NOTEBOOK = (ValueError, KeyError, TypeError, AttributeError)  # what reading another file raises


@dataclass(frozen=True)
class Done:
    """What happened to the copies, by file name."""

    new: tuple
    renewed: tuple
    outdated: tuple  # kept, as their reader changed them; there is a newer lesson
    unreadable: tuple  # kept, as they cannot be read


def write(folder):
    """Write or renew the working copies in `folder`; return what was Done.

    What a reader changed is left alone. Raise ValueError for the folder of the lessons themselves, and OSError where it
    cannot be written.
    """
    folder = Path(folder)
    if folder.resolve() == NOTEBOOKS.resolve():
        raise ValueError(f"FOLDER={str(folder)!r}: allowed is any folder but that of the lessons themselves")
    folder.mkdir(parents=True, exist_ok=True)
    done = {"new": [], "renewed": [], "outdated": [], "unreadable": [], "as it was": []}
    for lesson in sorted(NOTEBOOKS.glob(LESSONS)):
        copy = folder / lesson.name
        _follow_its_number(copy)
        done[_bring_up_to_date(copy, fresh(lesson))].append(lesson.name)
    del done["as it was"]
    return Done(**{what: tuple(names) for what, names in done.items()})


def fresh(lesson):
    """Return the working copy of a lesson, as text: without outputs, which would answer the questions above them."""
    book = json.loads(lesson.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": None, "outputs": []}
    book["metadata"][KEY] = digest(book)
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def digest(book):
    """Return a text that changes with the sources, the kinds and the order of a notebook's cells, and with nothing
    else; `book` as json reads it.
    """
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in book["cells"]]
    return sha256(json.dumps(cells).encode()).hexdigest()[:16]


def lessons():
    """Return the file names of the lessons, without what all end in: ["00_start_here", …]."""
    return sorted(path.stem for path in NOTEBOOKS.glob(LESSONS))


def file_of(word):
    """Return the file name of the lesson meant by "3", "03", "too_large" or the path of its file; "" if none is."""
    stem = Path(word).stem if word.endswith(".ipynb") else word
    number = stem.zfill(2) if stem else None
    meant = [lesson for lesson in lessons() if stem in (lesson, name_of(lesson)) or lesson[:2] == number]
    return f"{meant[0]}.ipynb" if meant else ""


def left_off(folder):
    """Return the file name of the copy that its reader ran or changed last; of the first lesson if there is none."""
    copies = [folder / lesson.name for lesson in sorted(NOTEBOOKS.glob(LESSONS))]
    begun = [copy for copy in copies if _begun(copy)]
    return max(begun, key=lambda copy: copy.stat().st_mtime, default=copies[0]).name


def _bring_up_to_date(copy, new):
    """Write the text `new` over the file `copy`, unless it holds a reader's changes; return what was done."""
    if not copy.exists():
        _put(copy, new)
        return "new"
    latest = json.loads(new)["metadata"][KEY]
    try:
        made_from, now, _ = _looked_at(copy)
    except NO_NOTEBOOK:
        return "unreadable"
    if latest in (made_from, now):
        return "as it was"
    if made_from != now:
        return "outdated"
    _put(copy, new)
    return "renewed"


def _looked_at(copy):
    """Return (a copy's digest when made, its digest now, whether a cell was run). Raise NO_NOTEBOOK for other files."""
    book = json.loads(copy.read_text(encoding="utf-8"))
    ran = any(cell.get("execution_count") for cell in book["cells"])
    return book["metadata"].get(KEY), digest(book), ran


def _begun(copy):
    """Return whether a reader ran or changed a copy."""
    try:
        made_from, now, ran = _looked_at(copy)
    except NO_NOTEBOOK:
        return True
    return ran or made_from != now


def _follow_its_number(copy):
    """Rename the copy of a lesson that had another number before."""
    if not copy.exists():
        former = [path for path in copy.parent.glob(LESSONS) if name_of(path) == name_of(copy)]
        if former:
            former[0].rename(copy)


def _put(path, text):
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")  # its own: two starts may write at once
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
