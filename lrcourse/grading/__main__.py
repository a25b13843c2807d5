"""The instructor's commands: python3 course.py homework release | collect | grade | feedback | export | report."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from .folders import COURSE, LESSONS, Folders, known_assignment, write_file

RISK = (
    "Without the sandbox, code of students runs with your rights: it can read and delete your files, and use your "
    "network. Grade so only what you would run by hand, or in a machine that holds nothing else."
)


def main(arguments=None):
    """Run one command; returns its exit code: 0, or 2 where the call was wrong or nothing could be done."""
    options = _parser().parse_args(arguments)
    folders = Folders(Path(options.course).expanduser().resolve())
    try:
        known_assignment(folders, options.assignment)
        return COMMANDS[options.command](folders, options)
    except (ValueError, OSError) as error:
        print(f"homework {options.command}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; the next call goes on where this one was", file=sys.stderr)
        return 130


def _release(folders, options):
    from .release import release

    print(f"{release(folders, _no_lessons(options))} is ready for students.")
    return 0


def _collect(folders, options):
    from .collect import collect, summary

    taken, refused = collect(folders, options.assignment, options.source, options.due)
    print("\n".join(summary(taken, refused, folders, options.assignment)))
    return 0


def _grade(folders, options):
    if options.assignment == LESSONS:
        return _grade_lessons(folders, options)
    if options.lessons or options.csv:
        raise ValueError("--lessons and --csv go with `grade lessons`; for a CSV of an assignment there is `export`")
    from . import grade, sandbox
    from .rows import summary

    print("\n".join(sandbox.bounds()) if not options.no_sandbox else RISK)
    rows = grade.grade(folders, options.assignment, options.jobs, not options.no_sandbox)
    print("\n".join(summary(rows)))
    return 0


def _grade_lessons(folders, options):
    from . import lessons
    from .rows import summary

    file = Path(options.csv or folders.course / "lessons.csv")
    print("What came out in the lessons is computed anew; the first time that takes up to a minute.", flush=True)
    found = lessons.grade_lessons(folders, options.lessons)
    write_file(file, lessons.table(found))
    print("\n".join([*summary([row for row, _ in found]), f"All of it: {file}"]))
    return 0


def _feedback(folders, options):
    from .feedback import feedback

    files = feedback(folders, _no_lessons(options))
    print(f"{len(files)} pages in {folders.course / 'feedback'}")
    return 0


def _export(folders, options):
    from .export import export

    print(f"{export(folders, _no_lessons(options), Path(options.csv))} lines in {options.csv}")
    return 0


def _report(folders, options):
    from .report import report

    print(f"The class at a glance: {report(folders, _no_lessons(options))}")
    return 0


def _no_lessons(options):
    if options.assignment == LESSONS:
        raise ValueError(f"`{options.command}` is for assignments with a notebook; lessons have `grade lessons --csv`")
    return options.assignment


COMMANDS = {
    "release": _release,
    "collect": _collect,
    "grade": _grade,
    "feedback": _feedback,
    "export": _export,
    "report": _report,
}


def _parser():
    parser = argparse.ArgumentParser(
        prog="course.py homework",
        description="For instructors: the guide is notebooks/homework/README.md. Students: homework hand-in --help",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, help_text in {
        "release": "make the students' notebook from the source",
        "collect": "sort what students handed in: a folder a student, notebooks ID.ipynb, a zip, a Canvas download",
        "grade": "grade what is new or changed, each submission in a sandbox; goes on where it was stopped",
        "feedback": "write a page for each student",
        "export": "write a CSV of where everybody stands",
        "report": "draw the class: scores by question, where points were lost, slips, calibration",
    }.items():
        command = commands.add_parser(name, help=help_text, description=help_text)
        command.add_argument("assignment", help=f"such as hw1_stability; {LESSONS} for collect and grade")
        command.add_argument("--course", default=str(COURSE), metavar="FOLDER", help="another place for all of it")
        if name == "collect":
            command.add_argument("--from", dest="source", required=True, metavar="FOLDER_OR_ZIP")
            command.add_argument("--due", type=_time, metavar="TIME", help='"2026-11-27 23:59": later ones are marked')
        if name == "grade":
            jobs = max(1, (os.cpu_count() or 1))
            command.add_argument(
                "--jobs", type=_jobs, default=jobs, metavar="N", help=f"side by side; {jobs} unless given"
            )
            command.add_argument("--no-sandbox", action="store_true", help="run students' code with your own rights")
            command.add_argument(
                "--lessons", nargs="+", default=(), metavar="LESSON", help="with lessons: such as 03 04"
            )
        if name in ("grade", "export"):
            command.add_argument("--csv", required=name == "export", metavar="FILE")
    return parser


def _jobs(text):
    if not (text.isdigit() and 1 <= int(text) <= 64):
        raise argparse.ArgumentTypeError(f"{text!r}: allowed is a whole number from 1 to 64")
    return int(text)


def _time(text):
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: allowed is a time such as 2026-11-27 23:59") from None


if __name__ == "__main__":
    sys.exit(main())
