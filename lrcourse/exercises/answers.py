"""The file of a reader's answers: one line of JSON per answer, added and never overwritten.

Lines that cannot be read are passed over.
"""

import json
import os
from datetime import UTC, datetime

from ..lessons.former import current
from ..places import answers_folder


def read():
    """Return every prediction, answer and first look at an outcome so far, oldest first: a list of dicts,
    each with the texts `kind` and `question`.
    """
    try:
        lines = path().read_bytes().splitlines()
    except OSError:
        return []
    return [record for record in map(_parse, lines) if record]


def append(record):
    """Add one line, with the time in UTC; return a remark for the reader if it could not be written, else ""."""
    line = json.dumps(record | {"at": datetime.now(UTC).isoformat(timespec="seconds")}) + "\n"
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        with path().open("ab+", buffering=0) as file:  # appending in one write: two kernels at once do not mix
            file.write((b"" if _ends_a_line(file) else b"\n") + line.encode())
    except OSError as error:
        return f" (It could not be saved: {error.strerror}.)"
    return ""


def newest(question):
    """Return the last prediction or answer for this question; None if there is none."""
    mine = (record for record in reversed(read()) if record["question"] == question)
    return next((record for record in mine if record["kind"] != "outcome"), None)


def reset_answers():
    """Start afresh; the old answers stay in a file beside, under a new name."""
    old, aside = path(), None
    try:
        if not old.exists():
            return print("There are no answers yet.")
        aside = _unused_name(old)
        os.replace(old, aside)
    except OSError as error:
        if aside:
            aside.unlink(missing_ok=True)
        if not old.exists():  # somebody else was quicker
            return print("There are no answers yet.")
        return print(
            f"Your answers stay as they are: the folder {old.parent.name}/ cannot be changed ({error.strerror})."
        )
    print(f"Your answers start afresh; the old ones are kept in {aside.parent.name}/{aside.name}.")


def path():
    """Return the path of the file of answers."""
    return answers_folder() / "answers.jsonl"


def _ends_a_line(file):
    """Return whether an open file is empty or ends in a line's end.

    After a torn line (a full disk, a killed kernel) it does not.
    """
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _unused_name(old):
    """Return a new, empty file beside the old one; since it is made here, two resets at once cannot take one name."""
    for i in range(1, 10**6):
        try:
            path = old.with_name(f"answers-{i}.jsonl")
            path.open("x").close()
            return path
        except FileExistsError:
            continue
    raise FileExistsError(0, "there are a million old ones")


def _parse(line):
    """Return the record on a line; None if it is torn, is not UTF-8, is nested too deeply, or is no record."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    good = isinstance(record, dict) and all(isinstance(record.get(key), str) for key in ("kind", "question"))
    return record | {"question": current(record["question"])} if good else None
