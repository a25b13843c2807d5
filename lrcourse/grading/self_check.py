"""Try from inside what the sandbox has to prevent, as a notebook's cell, before a student's notebook is let in."""

import ctypes
import importlib
import json
import os
import signal
import socket
from pathlib import Path

USER_NAMESPACE = 0x10000000  # CLONE_NEWUSER


def faults(hidden, readable, processes):
    """Yield what does not hold in this process, a sentence each, given the paths to be hidden, or readable."""
    status = dict(line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":\t" in line)
    held = [name for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb") if int(status[name], 16)]
    if held or status["NoNewPrivs"] != "1":
        yield f"the notebook has capabilities ({', '.join(held) or 'it could gain some'})"
    if os.getuid() == 0:
        yield "the notebook runs as root"
    networks = [name for _, name in socket.if_nameindex() if name != "lo"]
    if networks:
        yield f"the notebook has a network ({', '.join(networks)})"
    seen = [path for path in hidden if os.path.lexists(path)]
    if seen:
        yield f"the notebook sees {', '.join(seen[:3])}{' and more' if len(seen) > 3 else ''}"
    unread = [path for path in readable if not os.access(path, os.R_OK | os.X_OK)]
    if unread:
        yield f"the notebook cannot read {', '.join(unread)}: let others read it (`chmod -R o+rX`)"
    written = [path for path in ("/", "/usr", "/dev", *readable) if os.access(path, os.W_OK)]
    if written:
        yield f"the notebook can write to {', '.join(written)}"
    for package in ("numpy.linalg", "matplotlib.figure", "lrcourse.data"):
        try:
            importlib.import_module(package)
        except Exception as error:
            yield f"the notebook cannot import {package} ({error})"
    if not limit_holds(processes):
        yield f"the notebook can start more than {processes} processes"
    child = os.fork()  # a process with threads may not ask for one
    if child == 0:
        os._exit(ctypes.CDLL(None).unshare(USER_NAMESPACE) == 0)
    if os.waitpid(child, 0)[1]:
        yield "the notebook can make itself a user namespace"


def limit_holds(processes):
    """Return True if no more than so many processes can run at once; those of the trial are ended."""
    children = []
    try:
        while len(children) <= processes:
            child = os.fork()
            if child == 0:
                signal.pause()
            children.append(child)
    except OSError:
        return True
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return False


if __name__ == "__main__":
    from IPython.display import display

    found = list(faults(**json.loads(Path(os.environ["LRCOURSE_CASES"]).read_text())))
    display({"application/vnd.lrcourse.answer+json": {"question": "faults", "value": found}}, raw=True)
