"""What students handed in, sorted by student: a folder a student, loose notebooks ID.ipynb, a zip, a Canvas download.

What comes is only read. Every submission is kept in received/, and the latest of each student copied to submitted/,
where nbgrader looks too. What cannot be taken is noted with its reason, and gets a row when it is graded.
"""

import json
import re
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from ..homework import normal_id
from .folders import file_of, read_json, read_roster, write_file
from .uploads import find_uploads, without_outer_folder

ALL = 2_000_000_000  # bytes of all files together
CANVAS = re.compile(r"(?P<who>.+?)(?P<late>_LATE)?_(?P<user>\d+)_(?P<number>\d{1,15})_(?P<rest>.+)", re.S)
STAMP = "%Y-%m-%d %H:%M:%S UTC"  # as nbgrader reads it


def collect(folders, assignment, source, due=None):
    """Sort what lies at `source` -> (students whose submission was taken, {file: why it was not}).

    `due`, a datetime with its zone: what came later is marked as late.
    """
    roster = read_roster(folders)
    taken, refused, total, mine, came = set(), {}, 0, {}, set()
    for upload in without_outer_folder(find_uploads(source), keep=lambda name: _named(name, roster)):
        student, late, order, fault = _whose(upload.path, roster)
        came.add(_shown(upload.path))
        if not student:
            refused[_shown(upload.path)] = {"student": None, "why": fault}
        else:
            mine.setdefault(student, []).append((upload, late, order))
    for student, found in mine.items():
        for upload, late, order in _meant(found, assignment):
            content, fault = upload.read()
            total += len(content)
            if total > ALL:
                raise ValueError(f"--from {source}: more than {ALL:,} bytes in all; collect it in parts")
            if not upload.fault and upload.path.suffix.lower() != PurePosixPath(file_of(assignment)).suffix:
                fault = f"it is no {PurePosixPath(file_of(assignment)).suffix} file"
            if fault:
                refused[_shown(upload.path)] = {"student": student, "why": fault}
                continue
            record = {"came as": _shown(upload.path), "time": upload.time.isoformat(), "order": order}
            record["late"] = late or (due is not None and upload.time > due)
            _keep(folders, assignment, student, content, record)
            taken.add(student)
    for student in taken:
        _let_the_latest_count(folders, assignment, student)
    before = refusals(folders, assignment).items()
    kept = {file: one for file, one in before if one["student"] not in taken and file not in came}
    write_file(folders.received(assignment) / "refused.json", json.dumps(kept | refused, indent=1))
    return taken, {file: one["why"] for file, one in refused.items()}


def received(folders, assignment, student):
    """Return everything that came from a student, oldest first: dicts with time, order, late, came as, path."""
    folder = folders.received(assignment, student)
    records = [read_json(path) | {"path": str(path.with_suffix(""))} for path in folder.glob("*.record")]
    counted = bool(records) and all(record["order"] for record in records)  # Canvas's own numbers say more than times
    return sorted(records, key=lambda record: (record["order"] if counted else record["time"], record["came as"]))


def refusals(folders, assignment):
    """Return what could not be taken so far: {file: {"student": id or None, "why": reason}}."""
    return read_json(folders.received(assignment) / "refused.json", {})


def summary(taken, refused, folders, assignment):
    """Yield the lines to print after collecting."""
    roster = read_roster(folders)
    late = [student for student in taken if received(folders, assignment, student)[-1]["late"]]
    yield f"{len(taken)} of {len(roster)} students handed in" + (f", {len(late)} of them late" if late else "")
    missing = [student for student in roster if not folders.notebook("submitted", assignment, student).exists()]
    if missing:
        yield f"nothing yet from {len(missing)}: {', '.join(missing[:10])}{' …' if len(missing) > 10 else ''}"
    yield from (f"not taken: {name} – {why}" for name, why in refused.items())


def _meant(found, assignment):
    """Return those of a student's files that bear the assignment's name; else its notebooks, renamed; else all."""
    named = [one for one in found if assignment in one[0].path.stem.lower() and one[0].path.suffix.lower() != ".pdf"]
    suffix = PurePosixPath(file_of(assignment)).suffix
    return named or [one for one in found if one[0].path.suffix.lower() == suffix] or found


def _whose(path, roster):
    """Return (id or None, late, Canvas's number, why there is no id) of a file, from its path alone."""
    if len(path.parts) > 1:
        student = _named(path.parts[0], roster)
        return student, False, 0, "" if student else _unknown(path.parts[0])
    student = _named(path.stem, roster)
    canvas = CANVAS.fullmatch(path.stem)
    if student or not canvas:
        return student, False, 0, "" if student else _unknown(path.stem)
    again = re.search(r"-(\d{1,3})$", canvas["rest"])  # the second file of one name: hw1_stability-1.ipynb
    order = int(canvas["number"]) * 1000 + (int(again[1]) if again else 0)
    student, fault = _by_canvas(canvas, roster)
    return student, bool(canvas["late"]), order, fault


def _named(text, roster):
    """Return the roster's spelling of an id; None if it is not there."""
    return {normal_id(student): student for student in roster}.get(normal_id(text))


def _by_canvas(canvas, roster):
    """Return (id or None, why there is none) of a file that Canvas named.

    It writes a name as lovelaceada, and its own number of the student; either may be the roster's id.
    """
    student = _named(canvas["user"], roster) or _named(canvas["who"], roster)
    if student:
        return student, ""
    found = [student for student, name in roster.items() if _letters(canvas["who"]) in _spellings(name)]
    if len(found) > 1:
        return None, f"the names of {' and '.join(sorted(found))} are both written {canvas['who'][:60]!r}"
    return (found[0], "") if found else (None, _unknown(canvas["who"]))


def _spellings(name):
    """Return a name with every word first, letters only: Ada King Lovelace, King Lovelace Ada, Lovelace Ada King."""
    words = name.replace(",", " ").split()
    return {_letters("".join(words[i:] + words[:i])) for i in range(len(words))}


def _letters(text):
    return "".join(letter for letter in normal_id(text) if letter.isalnum())


def _unknown(who):
    return f"{_shown(who)[:60]!r} is not in the roster"


def _shown(text):
    return "".join(letter if letter.isprintable() else "?" for letter in str(text))[:200]


def _keep(folders, assignment, student, content, record):
    """Keep a submission under its content's name. What counts already keeps its time when it comes once more."""
    sha = sha256(content).hexdigest()[:16]
    path = folders.received(assignment, student) / f"{sha}{PurePosixPath(file_of(assignment)).suffix}"
    before = received(folders, assignment, student)
    if before and (before[-1]["path"] == str(path) or (path.exists() and record["time"] <= before[-1]["time"])):
        return
    write_file(path, content)
    write_file(path.with_name(f"{path.name}.record"), json.dumps(record))


def _let_the_latest_count(folders, assignment, student):
    last = received(folders, assignment, student)[-1]
    target = folders.notebook("submitted", assignment, student)
    write_file(target, Path(last["path"]).read_bytes())
    write_file(target.parent / "timestamp.txt", datetime.fromisoformat(last["time"]).strftime(STAMP))
