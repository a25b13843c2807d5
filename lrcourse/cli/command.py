"""The command `lrcourse`: the lessons in JupyterLab, what is done of them, and handing in.

python3 course.py lab, progress and homework hand-in call it in a clone.
"""

import re
import sys
from itertools import pairwise, takewhile
from pathlib import Path

from ..places import CLONE, NOTEBOOKS, repository, to_install, version
from . import lab, working_copies

ABOUT = """lrcourse lab [FOLDER] [LESSON] [...]  open working copies of the lessons in JupyterLab; options go to it
lrcourse progress                     show which predictions and exercises are done, and where your answers are
lrcourse hand-in ...                  write one file of your answers, to upload; --help says more
lrcourse --version                    say which version of the course this is"""
SWITCHES = ("--no-browser", "--allow-root", "--debug", "-y")  # JupyterLab's options that take no value
IN_A_CLONE = ("test", "notebooks", "lessons", "pages", "homework", "claims", "address", "ranges")  # course.py's others


def main(arguments=None):
    """Run a command and return its exit code."""
    command, *rest = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if command in ("-h", "--help", "help"):
        print(ABOUT)
        return 0
    if command == "--version":
        print("lrcourse", version())
        return 0
    if command in IN_A_CLONE:
        clone = "" if CLONE else f" needs a clone of the course: git clone {repository()}, and there"
        return _complain(f"{command}:{clone} python3 course.py {command}", 2)
    lab.do_without_home()
    from ..exercises import progress  # now, as they load matplotlib
    from ..homework import handin

    commands = {"lab": open_lab, "progress": progress.main, "hand-in": handin.main}
    if command not in commands:
        return _complain(f"there is no command {command!r}; there are: {', '.join(commands)}", 2)
    try:
        return commands[command](rest)
    except (ValueError, OSError, RuntimeError) as error:  # the last: ~NAME, where nobody has this name
        return _complain(error, 1)


def open_lab(arguments):
    """Write the working copies and open one in JupyterLab: the lesson that is named, or the one where their reader left
    off. Return JupyterLab's exit code. The options go to it.
    """
    if arguments[:1] in (["-h"], ["--help"]):
        print(ABOUT.partition("\n")[0])
        return 0
    words = list(takewhile(lambda word: not word.startswith("-"), arguments))
    options = arguments[len(words) :]
    late = [word for before, word in pairwise(options) if before in SWITCHES and not word.startswith("-")]
    if late:
        raise ValueError(f"{late[0]}: a folder and a lesson come before the options, right after the word lab")
    folder, lesson = named(words)
    if not lab.installed():
        pip = f'pip install "{to_install("[lab]")}"'
        return _complain(f"JupyterLab is not here: {pip}; for another notebook, copy the lessons from {NOTEBOOKS}", 1)
    try:
        done = working_copies.write(folder)
    except OSError as error:
        reason = error.strerror or error
        raise ValueError(f"{folder}: cannot be written ({reason}); name another folder after the word lab") from None
    print("\n".join(said(done, folder)), flush=True)
    folder = folder.resolve()
    root = CLONE if CLONE and folder.is_relative_to(CLONE) else folder  # in a clone, homework lies beside
    return lab.start(root, folder / (lesson or working_copies.left_off(folder)), options)


def named(words):
    """Return the folder and the lesson's file name that the words name, the latter "" if they name none.

    They are a folder, a lesson, or both: ["mine"], ["03"], ["mine", "too_large"], ["mine/03_too_large.ipynb"].
    """
    lesson = working_copies.file_of(words[-1]) if words else ""
    places = words[:-1] if lesson else words
    if lesson and (words[-1] != Path(words[-1]).name or Path(words[-1]).is_file()):
        places = [*places, Path(words[-1]).parent]
    if len(places) > 1:
        raise ValueError(f"lab {' '.join(words)}: allowed is a folder, a lesson, or a folder and then a lesson")
    if places and re.fullmatch(r"\d+|.*\.ipynb", str(places[0])):
        raise ValueError(f"{places[0]}: there is no such lesson; there are {', '.join(working_copies.lessons())}")
    return Path(*places).expanduser() if places else (CLONE or Path()) / "my_lessons", lesson


def said(done, folder):
    """Return what a reader is told about the working copies, a list of lines."""
    lines = [f"Your lessons are in {folder.resolve()}"]
    if done.renewed:
        lines.append(f"Renewed, as the course has changed and you had not changed them: {', '.join(done.renewed)}")
    if done.outdated:
        lines.append(
            f"Newer than yours, which you have changed and which were kept: {', '.join(done.outdated)}. "
            "To get a newer one, rename yours and start again."
        )
    if done.unreadable:
        lines.append(
            f"Not a notebook any more, and left alone: {', '.join(done.unreadable)}. Rename it and start again."
        )
    return lines


def _complain(what, code):
    """Print an error in one line, and return the exit code."""
    print(f"lrcourse: {' '.join(str(what).split())}", file=sys.stderr)
    return code
