"""Grade what was handed in: a row for every student and every submission, whatever it holds and whatever happens.

Each submission is graded by a worker, a process that ends with the one that started it, and has a result file of its
own, written in one step. What has one that still fits is not graded again: so a call that was killed goes on. One that
says no more than that the machine failed has no key, and fits nothing.
"""

import contextlib
import ctypes
import json
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from tqdm import tqdm

from ..used_code import PACKAGE
from . import examine, gradebook, sandbox
from .collect import STAMP
from .folders import Folders, read_json, read_roster, write_file
from .rows import rows
from .submission import handed_in

DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG: the signal that this process gets when its parent ends


def grade(folders, assignment, jobs=1, confined=True, say=print):
    """Grade what is new or changed, write nbgrader's gradebook and the neutral copies -> list of Row."""
    release = folders.handed_out("release", assignment)
    if not release.exists():
        raise ValueError(f"there is no {release}: make it with `release {assignment}`")
    faults = sandbox.self_check(folders.course) if confined else []
    if faults:
        raise ValueError(
            "the sandbox does not hold here, so nothing was run:" + "".join(f"\n  {one}" for one in faults)
        )
    with _alone(folders):
        there = {student: handed_in(folders, assignment, student)[0] for student in read_roster(folders)}
        there = {student: content for student, content in there.items() if content is not None}
        todo = [
            student for student, content in there.items() if _is_new(folders, assignment, student, content, confined)
        ]
        say(f"{len(todo)} to grade, {len(there) - len(todo)} graded already")
        _grade_all(folders, assignment, todo, jobs, confined)
        found = rows(folders, assignment)
        for fault in gradebook.update(folders, assignment, [row for row in found if row.result]):
            say(fault)
    return found


def _is_new(folders, assignment, student, content, confined):
    known = read_json(folders.result(assignment, student), {}).get("key")
    return known != examine.key(folders, assignment, student, content, confined)


def _grade_all(folders, assignment, todo, jobs, confined):
    """Grade these students by `jobs` workers, each with a thread that only waits for it."""
    waiting = iter(todo)
    turn, stop = threading.Lock(), threading.Event()

    def take():
        with turn:
            return None if stop.is_set() else next(waiting, None)

    with tqdm(total=len(todo), unit="submission", disable=not todo) as bar, ThreadPoolExecutor(max(jobs, 1)) as pool:
        workers = range(min(jobs, len(todo)))
        work = [pool.submit(_work, folders, assignment, confined, take, bar.update) for _ in workers]
        try:
            for done in as_completed(work):
                done.result()
        finally:
            stop.set()  # after a Ctrl-C what has begun is finished, and nothing new begins


def _work(folders, assignment, confined, take, tell):
    """Hand a worker one student after the other. One that dies is replaced, and the submission noted."""
    worker = None
    try:
        while (student := take()) is not None:
            worker = worker or _start(folders, assignment, confined)
            if not _ask(worker, student):
                worker.kill()
                worker.wait()
                worker = None
                _note_death(folders, assignment, student)
            tell()
    finally:
        if worker:
            worker.stdin.close()
            worker.wait()


def _start(folders, assignment, confined):
    """Start a worker, in a session of its own: a Ctrl-C does not reach it, the end of its stdin does."""
    words = [sys.executable, "-m", "lrcourse.grading.grade", str(folders.course), assignment, json.dumps(confined)]
    pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    return subprocess.Popen(words, cwd=PACKAGE.parent, start_new_session=True, **pipes)


def _ask(worker, student):
    """Return True if the worker has graded this student."""
    try:
        worker.stdin.write(json.dumps(student) + "\n")
        worker.stdin.flush()
        return worker.stdout.readline() == "done\n"
    except OSError:
        return False


def _note_death(folders, assignment, student):
    content, remarks, _ = handed_in(folders, assignment, student)
    if content is None:  # gone, or closed by now, and its row says so
        return
    reason = "the grader's own process died over it, out of memory perhaps"
    result = {"student": student, "remarks": [*remarks], "person": reason, "cells": []}
    result["questions"] = examine.unmarked(assignment, reason)
    _keep(folders, assignment, student, content, result, key="")


def _keep(folders, assignment, student, content, result, key):
    result |= {"key": key, "of": sha256(content).hexdigest(), "graded": datetime.now(UTC).strftime(STAMP)}
    write_file(folders.result(assignment, student), json.dumps(result))


def worker(course, assignment, confined):
    """Grade the students whose ids come on stdin, a line of JSON each; say "done" after each."""
    _end_with_parent()
    folders, confined = Folders(Path(course)), json.loads(confined)
    for line in sys.stdin:
        student = json.loads(line)
        content, remarks, _ = handed_in(folders, assignment, student)
        if content is not None:
            try:
                key = examine.key(folders, assignment, student, content, confined)
                result = examine.examine(folders, assignment, student, content, remarks, confined)
                key = key if _began(result) else ""
            except Exception as error:  # our fault: nobody loses a point by it, and the others are graded
                key = ""
                reason = f"the grader itself stopped with {type(error).__name__}: {error}"[:300]
                questions = examine.unmarked(assignment, reason)
                result = {"student": student, "remarks": [], "person": reason, "cells": [], "questions": questions}
            _keep(folders, assignment, student, content, result, key)
        print("done", flush=True)


def _began(result):
    """Return True if a cell of the submission ran, or it has none that can be read."""
    states = {cell["status"] for cell in result["cells"] if "status" in cell}
    return states != {"not run"}


def _end_with_parent():
    """Let this worker be killed with the call that started it, so that the next call grades nothing beside it.

    Elsewhere than on Linux a worker still ends what it has begun.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)


@contextlib.contextmanager
def _alone(folders):
    """Allow one grading at a time in a course's folder. The lock is the operating system's; it ends with its holder."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    with (folders.course / ".grading.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ValueError(f"another call is grading in {folders.course}; wait for it") from None
        yield


if __name__ == "__main__":
    worker(*sys.argv[1:])
