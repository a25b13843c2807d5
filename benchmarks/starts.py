"""Time the three ways to the first lesson: a clone, the package installed from its repository, and Binder.

    python -m benchmarks.starts        (in the course's folder; three minutes; online; needs Python 3.13 too)

Each starts from what is committed, in a folder of its own and with a home of its own; packages that pip downloaded
before are in its cache. "Served" is when JupyterLab first answers for the working copy of the first lesson.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from tests import starting

COPY = f"my_lessons/{starting.FIRST}"
PACKAGE = (f"git+{starting.ROOT.as_uri()}", "lrcourse[lab]")  # older pips refuse "lrcourse[lab] @ git+file:…"


def by_clone(folder, run):
    """Install as the README's first way does; return JupyterLab's command, its folder and the lesson's path there."""
    run(folder, "git", "clone", "-q", starting.ROOT, "course")
    lab = [sys.executable, "course.py", "lab"]
    run(folder / "course", *lab, "--version")  # installs, and starts nothing
    return lab, folder / "course", COPY


def by_package(folder, run):
    """Install as the README's second way does."""
    python = starting.environment(folder / "environment")
    run(folder, python, "-m", "pip", "install", "-q", *PACKAGE)
    return [python, "-m", "lrcourse", "lab"], folder, starting.FIRST


def by_binder(folder, run):
    """Install as Binder does; tests/binder compares these steps with repo2docker's. JupyterLab is there before."""
    run(folder, "git", "clone", "-q", starting.ROOT, "course")
    course = folder / "course"
    version = (course / "binder" / "runtime.txt").read_text().strip().removeprefix("python-")
    python = starting.environment(folder / "environment", starting.find_python(version))
    run(course, python, "-m", "pip", "install", "-q", "-r", "binder/requirements.txt")
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    run(course, "bash", "binder/postBuild", PATH=path)
    return [python, "-m", "jupyterlab"], course, COPY


def timed(way):
    """Return the seconds that a way takes to install, and from there to the first lesson served."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = subprocess.run([sys.executable, "-m", "pip", "cache", "dir"], capture_output=True, text=True)
        env = starting.variables(sys.executable, folder / "home") | {"PIP_CACHE_DIR": cache.stdout.strip()}

        def run(cwd, *command, **more):
            subprocess.run([*map(str, command)], cwd=cwd, env=env | more, check=True, stdout=subprocess.DEVNULL)

        began = time.monotonic()
        command, cwd, lesson = way(folder, run)
        installed = time.monotonic()
        with starting.served(command, cwd, env, lesson):
            served = time.monotonic()
        return installed - began, served - installed


def main():
    """Print the table, then where and when it was measured."""
    print("| from | seconds to install | from there to served |\n|---|---|---|")
    for name, way in (("a clone", by_clone), ("the package", by_package), ("Binder's steps", by_binder)):
        install, serve = timed(way)
        print(f"| {name} | {install:.0f} | {serve:.1f} |", flush=True)
    print(f"{date.today()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}")


if __name__ == "__main__":
    main()
