"""The file of a reader's answers: one line of JSON per answer, added and never overwritten.

Lines that cannot be read are passed over. What cannot be written counts as long as the kernel runs, and is written with
the next answer that can be.
"""

import json
import os
import re
from collections import Counter
from datetime import UTC, datetime, timedelta

from ..lessons.former import current
from ..lessons.question import what_counts
from ..places import answers_folder

KINDS = ("prediction", "answer", "outcome")
AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+00:00")  # a time as `append` writes it
LONGEST = 2000  # bytes of a line that is brought back; an answer's has a few hundred at most
UNSAVED = {}  # path of a file of answers: lines that could not be written to it
TOLD = set()  # (path, lines that cannot be read) of which the reader knows


def read():
    """Return every prediction, answer and first look at an outcome so far, oldest first: a list of dicts,
    each with the texts `kind` and `question`.
    """
    try:
        records = parsed(contents())
    except OSError:
        records = parsed(_unsaved())
    return sorted(records, key=_time)  # what was brought back stands behind what is newer


def contents():
    """Return the file of answers in bytes, and behind it what could not be written to it; none if there is neither.

    Raise OSError if it cannot be read.
    """
    try:
        return path().read_bytes() + _unsaved()
    except (FileNotFoundError, NotADirectoryError):
        return _unsaved()


def trouble():
    """Return a sentence if the file of answers cannot be read, or, once, if some of its lines cannot; else ""."""
    try:
        lines = [line for line in contents().splitlines() if line.strip()]
    except OSError as error:
        return f"Your earlier answers cannot be read ({error.strerror}: {path()}), and so they do not count now."
    odd = len(lines) - len(parsed(b"\n".join(lines)))
    if not odd or (path(), odd) in TOLD:
        return ""
    TOLD.add((path(), odd))
    return f"{odd:,} {'line' if odd == 1 else 'lines'} of {path()} cannot be read; all other answers count."


def parsed(content):
    """Return the records that the bytes of such a file hold, in its order."""
    return [record for record in map(_parse, content.splitlines()) if record]


def append(record):
    """Add one line, with the time in UTC; return a remark for the reader if it could not be written, else ""."""
    lines = [*UNSAVED.pop(path(), []), json.dumps(record | {"at": _now()})]
    remark = _add(lines)
    if remark:
        UNSAVED[path()] = lines
        remark = f"{remark.removesuffix(')')} It counts until the kernel stops.)"
    return remark


def bring_back(content):
    """Add the records that the bytes of another such file hold and that are not here yet, as often as it holds them.

    Return (how many are new, how many it holds, how many of its lines are none, a remark as `append` returns it).
    """
    lines = [line for line in content.splitlines() if line.strip()]
    theirs = [line for line in map(_brought, lines) if line]
    here, new = Counter(map(_line, read())), []
    for line in theirs:
        if here[line]:
            here[line] -= 1
        else:
            new.append(line)
    return len(new), len(theirs), len(lines) - len(theirs), _add(new) if new else ""


def counted(question):
    """Return what counts of the predictions for this question, a Counted; None if nothing does."""
    return what_counts(read()).get(question)


def shown(question):
    """Return whether what came out of this question has been shown."""
    return any(record["question"] == question and record["kind"] == "outcome" for record in read())


def newest(question):
    """Return the last prediction or answer for this question; None if there is none."""
    mine = (record for record in reversed(read()) if record["question"] == question)
    return next((record for record in mine if record["kind"] != "outcome"), None)


def reset_answers():
    """Start afresh; the old answers stay in a file beside, under a new name."""
    old, aside = path(), None
    try:
        if not old.exists():
            return print("Your answers start afresh." if UNSAVED.pop(old, None) else "There are no answers yet.")
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
    UNSAVED.pop(old, None)
    print(f"Your answers start afresh; the old ones are kept in {aside.parent.name}/{aside.name}.")


def path():
    """Return the path of the file of answers."""
    return answers_folder() / "answers.jsonl"


def _add(lines):
    """Add lines to the file; return a remark for the reader if they could not be written, else ""."""
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        with path().open("ab+", buffering=0) as file:  # appending in one write: two kernels at once do not mix
            rest = ("" if _ends_a_line(file) else "\n").encode() + "".join(f"{line}\n" for line in lines).encode()
            while rest:  # a disk that is nearly full takes a part, and then says so
                rest = rest[file.write(rest) :]
    except OSError as error:
        return f" (It could not be saved: {error.strerror}.)"
    return ""


def _unsaved():
    """Return what could not be written, in bytes, behind the end of a line."""
    return "".join(f"\n{line}\n" for line in UNSAVED.get(path(), ())).encode()


def _now(days=0):
    """Return the time in UTC as the file has it, some days later."""
    return (datetime.now(UTC) + timedelta(days)).isoformat(timespec="seconds")


def _time(record):
    """Return when a record says that it was made, "" if it does not; such texts sort by time."""
    at = record.get("at")
    return at if isinstance(at, str) else ""


def _line(record):
    """Return a record as a line of the file, the same for the same record; "" if it is nested too deeply."""
    try:
        return json.dumps(record, sort_keys=True)
    except RecursionError:
        return ""


def _brought(line):
    """Return a line of another file as it is added here, "" if it is no record of this course.

    A record from the future would stay the newest for ever; a day is left for clocks that are wrong.
    """
    record = _parse(line) if len(line) <= LONGEST else None
    good = record and record["kind"] in KINDS and AT.fullmatch(_time(record)) and _time(record) <= _now(days=1)
    return _line(record) if good else ""


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
