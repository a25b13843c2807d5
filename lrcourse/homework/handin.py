"""Hand in the lessons: one file of a student's predictions and answers, with their times.

lrcourse hand-in --student ada, or in a clone: python3 course.py homework hand-in --student ada
"""

import argparse
import json
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from ..exercises import answers
from ..lessons import lesson_of, names
from ..lessons.former import current, former

FORMAT = "lrcourse-lessons"


def hand_in(student, lessons=(), to="."):
    """Write the file, ID.json in the folder `to` or the file `to` -> (path, its records). `lessons`: "too_large",
    "just_right", or all.
    """
    if not student.strip():
        raise ValueError(f"--student {student!r}: allowed is your id, as your course knows you")
    lessons = [current(lesson) for lesson in lessons]
    unknown = [lesson for lesson in lessons if lesson not in names()]
    if unknown:
        allowed = ", ".join(f"{former(f'{name}.').rstrip('.')} {name}".strip() for name in names())
        raise ValueError(f"lesson {unknown[0]!r}: allowed is one of {allowed}, by its number or its name")
    answers.contents()  # raises an error if what is to be handed in cannot be read
    records = [record for record in answers.read() if not lessons or lesson_of(record["question"]) in lessons]
    if not records:
        raise ValueError(f"nothing to hand in yet: no prediction and no answer of {', '.join(lessons) or 'any lesson'}")
    path = Path(to).expanduser()
    if path.is_dir():
        path = path / f"{_file_name(student.strip())}.json"
    about = {"format": FORMAT, "version": 1, "student": student.strip()}
    made = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        path.write_text(json.dumps(about | {"made": made, "records": records}, indent=1), encoding="utf-8")
    except OSError as error:
        raise ValueError(f"--to {path}: cannot be written ({error.strerror or error})") from None
    return path, records


def _file_name(student):
    """Return an id as a file's name: _ for what no id of a roster has either, so that collecting knows it again."""
    letters = "".join(letter if letter.isprintable() else "_" for letter in student)
    return re.sub(r'^\.|\.$|[\\/:*?"<>|]', "_", letters)


def main(arguments=None):
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(
        prog="lrcourse hand-in", description="Write one file of your predictions and answers, to upload."
    )
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as too_large; all if none is given")
    parser.add_argument("--student", required=True, metavar="ID", help="your id, as your course knows you")
    parser.add_argument("--to", default=".", metavar="PLACE", help="a folder or a file; this folder if none is given")
    options = parser.parse_args(arguments)
    try:
        path, records = hand_in(options.student, options.lessons, options.to)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    kinds = [record["kind"] for record in records]
    found = {lesson_of(record["question"]) for record in records}
    asked = sorted(found, key=[*names(), *sorted(found)].index)
    counted = [f"{(n := kinds.count(kind))} {kind}{'s' * (n != 1)}" for kind in ("prediction", "answer")]
    print(f"{' and '.join(counted)} of {', '.join(asked)}:")
    print(f"{path.resolve()} – upload this file.")
    return 0
