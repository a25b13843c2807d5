"""Run a notebook's cells in one kernel, inside the sandbox. It stands alone: nothing of the grading is there.

In: one JSON object on stdin, {"sources", "cases", "limits"}.
Out: an empty line when the kernel is ready; a bounded line of JSON a cell, as soon as the cell has ended; then one with
why no more were run, "" if all were.
"""

import contextlib
import ctypes
import json
import math
import os
import sys
import time
from pathlib import Path

from jupyter_client.manager import KernelManager
from zmq import POLLIN

ANSWER = "application/vnd.lrcourse.answer+json"
QUIET = ["--HistoryManager.enabled=False", "--InteractiveShell.colors=NoColor"]
NOT_DUMPABLE = 4  # PR_SET_DUMPABLE, to 0: this process's memory and files are closed to the kernel
DIGITS = 400  # an integer of more is infinite: reading 10**6000 back would raise, or take its time


def main():
    """Start a kernel within the limits, run every cell, end with all that is left."""
    task = json.load(sys.stdin)
    limits = task["limits"]
    output, sys.stderr = (os.fdopen(os.dup(stream), "w") for stream in (1, 2))  # which the kernel does not inherit
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    confine(limits)
    cases = Path("cases.json").resolve()
    cases.write_text(json.dumps(task["cases"]))
    manager = KernelManager()
    manager.start_kernel(extra_arguments=QUIET, env=os.environ | {"LRCOURSE_CASES": str(cases)})
    client = manager.client()
    client.session.unpack = load
    client.start_channels()
    wait(manager, client, time.monotonic() + limits["start"])
    print(file=output, flush=True)
    sys.stderr = None  # what goes wrong from here on is the notebook's doing
    until = time.monotonic() + limits["seconds"]
    ended = run_all(manager, client, task["sources"], limits, until, output)
    print(json.dumps(ended), file=output, flush=True)
    with contextlib.suppress(Exception):
        manager.shutdown_kernel(now=True)
    os._exit(0)  # what is left behind ends with the sandbox, and nobody waits for it


def wait(manager, client, until):
    """Ask for the kernel until something comes where its outputs will come: from then on, none is missed."""
    while not client.iopub_channel.socket.poll(100, POLLIN):
        if not manager.is_alive() or time.monotonic() > until:
            raise RuntimeError("the kernel does not start")
        client.kernel_info()


def run_all(manager, client, sources, limits, until, output):
    """Run every cell in turn, a line of `output` each; return why some were not run, in words, "" if all were."""
    for number, source in enumerate(sources, 1):
        if time.monotonic() > until:
            return f"stopped after {limits['seconds']:g} s, before cell {number}"
        cell, alive = run_cell(manager, client, source, limits, until)
        print(json.dumps(cell), file=output, flush=True)
        if not alive:
            return f"the kernel ended in cell {number}: {cell['error']}"
    return ""


def confine(limits):
    """Bound this process and the kernel to come; the process limit counts all that runs in the sandbox."""
    with contextlib.suppress(OSError, AttributeError, TypeError):  # elsewhere than on Linux
        ctypes.CDLL(None).prctl(NOT_DUMPABLE, 0, 0, 0, 0)
    with contextlib.suppress(ImportError):  # Windows has none of them
        import resource

        for name, most in limits["each"].items():
            with contextlib.suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
                resource.setrlimit(getattr(resource, name), (most, most))


def run_cell(manager, client, source, limits, until):
    """Run one cell; return ({"status", "error", "text", "answers", "pictures"}, True if the kernel lives)."""
    cell = {"status": "ok", "error": "", "text": "", "answers": [], "pictures": []}
    asked = client.execute(source, allow_stdin=False, stop_on_error=False)
    end, size, stopped = min(time.monotonic() + limits["cell"], until), 0, False
    while True:
        message, bytes_ = receive(client, cell, limits)
        size += bytes_
        late, much = time.monotonic() > end, size > limits["output"]
        if not message and not bytes_ and not manager.is_alive():
            return cell | {"status": "error", "error": "the kernel died"}, False
        if stopped and late:
            manager.shutdown_kernel(now=True)
            return cell | {"error": cell["error"] + ", and it did not stop when it was told to"}, False
        if (late or much) and not stopped:
            seconds = limits["cell"] if end < until else limits["seconds"]
            why = (
                ("timeout", f"stopped after {seconds:g} s")
                if late
                else ("error", f"more than {limits['output']:,} bytes of output")
            )
            cell |= dict(zip(("status", "error"), why))
            end, stopped = time.monotonic() + limits["grace"], True
            with contextlib.suppress(OSError):
                manager.interrupt_kernel()
        if message and message["parent_header"].get("msg_id") == asked:
            if message["content"].get("execution_state") == "idle":
                return cell, True
            add_message(message, cell, limits, stopped)


def receive(client, cell, limits):
    """Return (the kernel's next message, its bytes): (None, 0) if none comes soon, no message if it cannot be read."""
    socket = client.iopub_channel.socket
    if not socket.poll(100, POLLIN):
        return None, 0
    frames = socket.recv_multipart()
    size = sum(map(len, frames))
    try:
        message = client.session.deserialize(client.session.feed_identities(frames)[1])
        if not isinstance(message["content"], dict) or not isinstance(message["parent_header"], dict):
            raise TypeError("no dictionary")
        return message, size
    except Exception as error:  # whatever stood in it
        add_text(cell, f"(an output that cannot be read: {error})\n", limits)
        return None, size


def add_message(message, cell, limits, stopped):
    """Put what a message says into the cell, within bounds; `stopped`: it is being stopped, its error is known."""
    content = message["content"]
    if message["msg_type"] == "stream":
        add_text(cell, str(content.get("text")), limits)
    elif message["msg_type"] == "error" and not stopped:
        cell |= {"status": "error", "error": f"{content.get('ename')}: {content.get('evalue')}"[: limits["text"]]}
    data = content.get("data")
    if not isinstance(data, dict):
        return
    if ANSWER in data:
        append(cell["answers"], data[ANSWER], limits["answers"], limits["answer"])
    if "image/png" in data:
        append(cell["pictures"], data["image/png"], limits["pictures"], limits["picture"])
    if "text/plain" in data:
        add_text(cell, f"{data['text/plain']}\n", limits)


def add_text(cell, text, limits):
    """Add to the cell's text what there is room for."""
    cell["text"] += text[: limits["text"] - len(cell["text"])]


def append(things, thing, most, size):
    """Add a thing to the list; None in its place if it is too long, and one None for all that are too many."""
    if len(things) <= most:
        things.append(thing if len(things) < most and len(json.dumps(thing)) <= size else None)


def load(text):
    """Read JSON, an integer without end as an infinite one."""
    return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) < DIGITS else math.inf)


if __name__ == "__main__":
    main()
