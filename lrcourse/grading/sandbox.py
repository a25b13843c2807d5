"""Run a student's notebook: one kernel in a sandbox of its own, bounded in everything."""

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from . import bubblewrap, untrusted_output
from .safe_text import strip_controls
from .untrusted_output import Cell

LONGEST_OUTPUT = 32_000_000  # bytes that a sandbox may write
LOOK = 0.25  # seconds between two looks at the memory that the sandbox takes


@dataclass(frozen=True)
class Limits:
    """What a submission may use; bytes and seconds."""

    seconds: float = 60  # all its cells
    cell: float = 30
    start: float = 30  # until the kernel is ready, on a busy machine
    cpu: int = 60  # of each process
    grace: float = 2  # from the interrupt until the kernel is killed
    memory: int = 2 << 30  # address space of each process
    together: int = 3 << 30  # memory of all its processes
    processes: int = 64  # threads count
    file: int = 32 << 20
    space: int = 64 << 20  # in /tmp, and again in /dev/shm
    output: int = 4_000_000  # of a cell


@dataclass(frozen=True)
class Ran:
    """What a notebook did, cell by cell."""

    cells: tuple  # of Cell, one for each source
    ended: str  # why some were given no chance, in one sentence; "" if all were


LIMITS = Limits()


def run(sources, cases, limits=LIMITS, confined=True):
    """Run code cells (texts) in a kernel of their own; return their Ran. Whatever the code does, nothing is raised.

    `cases` is what LRCOURSE_CASES will name, inside. Without `confined` the code may do whatever the grader may.
    """
    if confined and sys.platform != "linux":
        return _nothing(sources, bubblewrap.ELSEWHERE)
    if confined and not shutil.which("bwrap"):
        return _nothing(sources, bubblewrap.MISSING)
    sources = [source.encode(errors="replace").decode() for source in sources]  # half characters cannot be sent
    task = {"sources": sources, "cases": cases, "limits": _limits_inside(limits, confined)}
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryDirectory() as folder:
        stdin.write(json.dumps(task).encode())
        stdin.seek(0)
        with _start(limits, stdin, folder, confined) as process:
            try:
                output, reason = _listen(process, limits)
            finally:
                _end(process)
            complaint = process.stderr.read(4000).decode(errors="replace").strip()
    return _ran(sources, output, reason, complaint)


def _limits_inside(limits, confined):
    """Return what run_inside.py has to keep to; unconfined, all that the user runs would count as processes."""
    each = {"RLIMIT_AS": limits.memory, "RLIMIT_CPU": limits.cpu, "RLIMIT_FSIZE": limits.file}
    each |= {"RLIMIT_CORE": 0, "RLIMIT_NOFILE": 256} | ({"RLIMIT_NPROC": limits.processes} if confined else {})
    return asdict(limits) | untrusted_output.BOUNDS | {"each": each}


def _start(limits, stdin, folder, confined):
    """Start the sandbox, a process in a session of its own, so that a Ctrl-C is the grader's alone."""
    pipes = dict(stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    if not confined:
        environment = {name: bubblewrap.ENVIRONMENT[name] for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
        environment["LRCOURSE_ANSWERS"] = str(Path(folder, "answers"))
        words = [sys.executable, "-B", str(bubblewrap.HERE / "run_inside.py")]
        return subprocess.Popen(words, cwd=folder, env=os.environ | environment, **pipes)
    with bubblewrap.filter_file() as calls:
        words = bubblewrap.command(limits, calls.fileno(), folder)
        return subprocess.Popen(words, env=bubblewrap.outer_environment(), pass_fds=[calls.fileno()], **pipes)


def _listen(process, limits):
    """Read what the sandbox writes until it ends or has to be stopped; return (bytes, why it was stopped, or "")."""
    chunks = queue.SimpleQueue()
    threading.Thread(target=_read_into, args=(chunks, process.stdout), daemon=True).start()
    output, until = bytearray(), time.monotonic() + limits.start
    while True:
        with contextlib.suppress(queue.Empty):
            chunk = chunks.get(timeout=LOOK)
            if not chunk:
                return bytes(output), ""
            if (
                not output
            ):  # the kernel is ready; run_inside.py keeps to the seconds itself, unless the notebook stops it
                until = time.monotonic() + limits.seconds + 2 * limits.grace
            output += chunk
        if len(output) > LONGEST_OUTPUT:
            return bytes(output[:LONGEST_OUTPUT]), f"more than {LONGEST_OUTPUT:,} bytes of output"
        if time.monotonic() > until:
            why = f"stopped after {limits.seconds:g} s" if output else f"no kernel within {limits.start:g} s"
            return bytes(output), why
        if _memory(process) > limits.together:
            return bytes(output), f"its processes took more than {limits.together / 2**30:.2g} GB together"


def _read_into(chunks, stream):
    with contextlib.suppress(ValueError, OSError):  # closed while it was read
        while chunk := stream.read1(1 << 16):
            chunks.put(chunk)
    chunks.put(b"")


def _memory(process):
    """Return the bytes that a process and all its descendants take, shared pages counted once."""
    total = 0
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error, AttributeError):  # it has ended; macOS and Windows do not say
                total += child.memory_full_info().pss
    return total


def _end(process):
    """End the sandbox, and with it all that is in it; unconfined, all of its session that has not left it."""
    with contextlib.suppress(OSError, AttributeError):  # it has ended; Windows
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _ran(sources, output, reason, complaint):
    """Return the Ran of what the sandbox wrote, and of why it wrote no more."""
    if not output:
        last = strip_controls("".join(complaint.splitlines()[-1:]), untrusted_output.ERROR)
        said = bubblewrap.advice(last) or reason
        return _nothing(sources, f"the sandbox did not start: {said}")
    cells, ended = untrusted_output.parse(output)
    cells, number = cells[: len(sources)], len(cells) + 1
    if number > len(sources):
        return Ran(tuple(cells), "")
    if ended is None:
        why = reason or "everything in the sandbox was ended"
        cells.append(Cell("timeout" if reason.startswith("stopped") else "error", why))
        ended = f"{why}, in cell {number}"
    return Ran((*cells, *[Cell("not run")] * (len(sources) - len(cells))), ended)


def _nothing(sources, why):
    return Ran((Cell("not run"),) * len(sources), why)


def self_check(course=None, limits=LIMITS):
    """Return what does not hold of the sandbox on this machine, a sentence each, with what to do; [] if it is sound.

    The check runs exactly as a submission does, and tries from inside. `course` is the folder of the class, hidden too.
    """
    if course and (open_ := bubblewrap.readable_around(course)):
        return [f"every notebook may read {open_}, and the course's folder {course} lies in it: choose another place"]
    cases = {
        "hidden": bubblewrap.hidden(course),
        "readable": list(map(str, bubblewrap.readable())),
        "processes": limits.processes,
    }
    ran = run([(bubblewrap.HERE / "self_check.py").read_text(encoding="utf-8")], cases, limits)
    cell = ran.cells[0]
    if ran.ended or cell.status != "ok":
        return [ran.ended or f"the check of the sandbox failed: {cell.error}"]
    ((_, faults),) = cell.answers
    return faults if isinstance(faults, list) else [f"the check of the sandbox failed: {faults.reason}"]


def bounds(limits=LIMITS):
    """Return which bounds hold on this machine, a sentence each, for the instructor to read."""
    together = f"memory of all its processes: {limits.together >> 20} MB"
    if bubblewrap.has_cgroup():
        together += ", by a cgroup"
    else:
        together += f", looked at every {LOOK:g} s (no cgroup: systemd gives none here)"
    if not bubblewrap.has_filter():
        together += "; not for memory that belongs to no process (no filter of system calls for this processor)"
    return [
        f"time: {limits.cell:g} s a cell, {limits.seconds:g} s a submission; CPU time {limits.cpu} s a process",
        f"memory: {limits.memory >> 20} MB of addresses a process",
        together,
        f"processes and threads: {limits.processes}",
        f"files: {limits.file >> 20} MB each, {limits.space >> 20} MB in all, and as much of shared memory",
        f"output: {limits.output // 1_000_000} MB a cell",
    ]
