"""The command `lrcourse`: the lessons in JupyterLab, what is done of them, and handing in.

python3 course.py lab, progress and homework hand-in call it in a clone.
"""

import sys
from pathlib import Path

from ..exercises import progress
from ..homework import handin
from ..places import CLONE, repository, to_install
from . import lab, working_copies

ABOUT = """lrcourse lab [FOLDER] [...]   open working copies of the lessons in JupyterLab; other words go to JupyterLab
lrcourse progress             show which predictions and exercises are done, and where your answers are
lrcourse hand-in ...          write one file of your answers, to upload; --help says more"""
IN_A_CLONE = ("test", "notebooks", "lessons", "pages", "homework", "claims", "address", "ranges")  # course.py's others


def main(arguments=None):
    """Run a command and return its exit code."""
    command, *rest = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if command in ("-h", "--help", "help"):
        print(ABOUT)
        return 0
    if command in IN_A_CLONE:
        clone = "" if CLONE else f" needs a clone of the course: git clone {repository()}, and there"
        return _complain(f"{command}:{clone} python3 course.py {command}", 2)
    commands = {"lab": open_lab, "progress": progress.main, "hand-in": handin.main}
    if command not in commands:
        return _complain(f"there is no command {command!r}; there are: {', '.join(commands)}", 2)
    try:
        return commands[command](rest)
    except (ValueError, OSError, RuntimeError) as error:  # the last: ~NAME, where nobody has this name
        return _complain(error, 1)


def open_lab(arguments):
    """Write the working copies and open them in JupyterLab, where their reader left off; return its exit code.

    The first word, unless it begins with "-", is the folder; the others go to JupyterLab.
    """
    if arguments[:1] in (["-h"], ["--help"]):
        print(ABOUT.partition("\n")[0])
        return 0
    named = bool(arguments) and not arguments[0].startswith("-")
    folder = Path(arguments[0]).expanduser() if named else (CLONE or Path()) / "my_lessons"
    try:
        done = working_copies.write(folder)
    except OSError as error:
        reason = error.strerror or error
        raise ValueError(f"{folder}: cannot be written ({reason}); name another folder after the word lab") from None
    print("\n".join(said(done, folder)), flush=True)
    if not lab.installed():
        pip = f'pip install "{to_install("[lab]")}"'
        return _complain(f"JupyterLab is not here; open them in another notebook, or: {pip}", 1)
    folder = folder.resolve()
    root = CLONE if CLONE and folder.is_relative_to(CLONE) else folder  # in a clone, homework lies beside
    return lab.start(root, folder / working_copies.left_off(folder), arguments[named:])


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
