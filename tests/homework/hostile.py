"""Hostile notebooks, cell by cell, and how each cell is to end."""

import re
import socket
import sys
from dataclasses import dataclass, replace

from lrcourse.grading import bubblewrap
from lrcourse.grading.sandbox import LIMITS, Limits

COURSE, GRADING = str(bubblewrap.REPOSITORY), str(bubblewrap.HERE)
LISTENER = socket.create_server(("127.0.0.1", 0))  # outside; nobody is to reach it from inside
ANSWER = """from IPython.display import display
def answer(question, value):
    display({"application/vnd.lrcourse.answer+json": {"question": question, "value": value}}, raw=True)
"""
ATTEMPT = """import os
def attempt(action, *values):
    try:
        print("done", action(*values))
    except Exception as error:
        print("refused", type(error).__name__)
"""
CASES = {}


@dataclass(frozen=True)
class Case:
    """A notebook, how its cells are to end ("any" where it depends on the moment), how `ended` begins."""

    sources: list
    statuses: list
    ended: str
    limits: Limits
    alone: bool


def case(name, *sources, statuses, ended="", alone=True, **limits):
    """Add a case; what is not `alone` leaves the kernel as it was, and shares one with others."""
    words = re.findall("ok|error|timeout|not run|any", statuses)
    assert len(words) == len(sources)
    CASES[name] = Case(list(sources), words, ended, replace(LIMITS, **{"cell": 10, "grace": 1} | limits), alone)


# What does not end, or ends too much

case("endless", "while True: pass", "1 + 1", statuses="timeout ok", cell=1)
case(
    "deaf",
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    "1",
    statuses="timeout, not run",
    ended="the kernel ended in cell 1: stopped after 1 s, and it did not stop when it was told to",
    cell=1,
)
case(
    "slow",
    "1",
    *["import time; time.sleep(2)"] * 3,
    "2",
    statuses="ok any timeout, not run, not run",
    ended="stopped after 4 s, before cell 4",
    seconds=4,
)
case("CPU time", "1", "while True: pass", "2", statuses="ok error, not run", ended="the kernel ended in cell 2", cpu=2)
case(
    "exit",
    "import sys; sys.exit(3)",
    "exit",
    "import time; time.sleep(1)",
    "7",
    "8",
    statuses="error ok any any, not run",
    ended="the kernel ended in cell",
)
case("os._exit", "1", "import os; os._exit(0)", "7", statuses="ok error, not run", ended="the kernel ended in cell 2")
case(
    "kill all",
    "print(8)",
    "import os; os.kill(-1, 9)",
    "7",
    statuses="ok error, not run",
    ended="everything in the sandbox was ended, in cell 2",
)
case(
    "kill the executor",
    "import os; os.kill(os.getppid(), 9)",
    "7",
    statuses="error, not run",
    ended="everything in the sandbox was ended, in cell 1",
)
case(
    "stop the executor",
    "import os, signal; os.kill(os.getppid(), signal.SIGSTOP)",
    "7",
    statuses="timeout, not run",
    ended="stopped after 1 s, in cell 1",
    seconds=1,
)
case("fork bomb", "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass", statuses="timeout", cell=1)
case(
    "left behind",
    "import subprocess\nsubprocess.Popen(['sleep', '98761'])",
    """import os
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp('sleep', ['sleep', '98762'])
    os._exit(0)""",
    statuses="ok ok",
)

# What takes too much

case(
    "memory",
    "import numpy; numpy.ones(400_000_000)",
    "import mmap; mmap.mmap(-1, 3 << 30)",
    "'x' * (3 << 30)",
    statuses="error error error",
    alone=False,
)
case(
    "memory of a tree",
    """import os, time
for _ in range(8):
    if os.fork() == 0:
        junk = b'x' * (100 << 20)
        time.sleep(9)""",
    "time.sleep(9)",
    statuses="ok error",
    ended="its processes took more than 0.39 GB together, in cell 2",
    together=400 << 20,
)
case("flood", "while True: print('x' * 1000)", "print('x' * 10**8)", "1", statuses="error error ok")

# What forges

case(
    "forged",
    ANSWER,
    """import numpy.testing, lrcourse, builtins
numpy.testing.assert_allclose = lambda *a, **k: None
lrcourse.train = print
class Equal(float):
    __eq__ = lambda self, other: True
    __hash__ = None
builtins.float = Equal
answer("hw1.1", Equal(3))""",
    "answer('hw1.2', 1); answer('hw1.2', 2); answer('hw1.1', True)",
    "display({'application/vnd.lrcourse.answer+json': {'score': 100, 'points': 100}}, raw=True)",
    "for i in range(50): answer('hw1.3', i)",
    "answer('hw1.4', list(range(10**5)))",
    statuses="ok ok ok ok ok ok",
)
case(
    "run_cell replaced",
    ANSWER,
    "get_ipython().run_cell = lambda *a, **k: answer('hw1.1', 100)",
    "1",
    "print(2)",
    statuses="ok ok ok ok",
)
case(
    "forged messages",
    """kernel = get_ipython().kernel
kernel.iopub_thread.socket.send_multipart([b'x', b'<IDS|MSG>', b'y'])""",
    "print(1)",
    """import json
parts = [json.dumps(kernel.session.msg_header("stream"), default=str).encode(), b"{}", b"{}", b"[7]"]
kernel.iopub_thread.socket.send_multipart([b"x", b"<IDS|MSG>", kernel.session.sign(parts), *parts])""",
    "print(2)",
    statuses="ok ok ok ok",
)

# What a careless or curious notebook does

case(
    "errors",
    "1 / 0",
    "print(5)",
    "input()",
    "%%nothing",
    "def",
    "import sys, warnings\nwarnings.warn('careful')\nprint('told', file=sys.stderr)",
    "print(6)",
    statuses="error ok error ok error ok ok",
    alone=False,
)
case(
    "odd sources",
    "",
    "\x00",
    "print('\ud800')",
    "%",
    "# nothing",
    "print(9)",
    statuses="ok error ok ok ok ok",
    alone=False,
)
case(
    "numbers",
    ANSWER,
    "10 ** 6000",
    "answer('a', 10 ** 6000)",
    "import sys; sys.set_int_max_str_digits(0); answer('b', 10 ** 6000); 10 ** 6000",
    "answer('c', float('nan')); answer('d', [1, float('inf')])",
    "deep = []\nfor _ in range(500): deep = [deep]\nanswer('e', deep)",
    "answer('f', {'a': 1}); answer('g', None)",
    "answer('h', 2)",
    statuses="ok error error ok ok ok ok ok",
    alone=False,
)
case(
    "pictures",
    """import base64, struct, zlib
from IPython.display import display
def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
def show(width, data):
    head = struct.pack(">IIBBBBB", width, width, 8, 0, 0, 0, 0)
    png = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    data = base64.b64encode(b"\\x89PNG\\r\\n\\x1a\\n" + png).decode()
    display({"image/png": data, "text/html": "<script>alert(1)</script>"}, raw=True)""",
    "show(1, bytes(2))",
    "show(60_000, b'')",
    "show(1, bytes(1 << 28))",
    "for _ in range(9): show(1, bytes(2))",
    "import matplotlib.pyplot as plt; plt.plot([1, 3, 2]);",
    statuses="ok ok ok ok ok ok",
    alone=False,
)
case(
    "looking round",
    ATTEMPT,
    f"for path in {bubblewrap.hidden() + ['/etc/passwd', GRADING + '/sandbox.py']!r}: attempt(open, path)\n"
    "for path in ('/home', '/var', '/run', '/sys', '/etc'): attempt(lambda: os.listdir(path)[9])",
    """import glob
print(sorted(os.environ))
readable = [path for path in glob.glob("/proc/*/environ") if os.access(path, os.R_OK)]
print(any(b"SECRET" in open(path, "rb").read() for path in readable))""",
    f"print(sorted(os.listdir({COURSE!r})), os.listdir({GRADING!r}))",
    "import lrcourse\ntry:\n    import lrcourse.grading.sandbox\nexcept ImportError:\n    print('not there')",
    "import socket\nprint(socket.gethostname())",
    statuses="ok ok ok ok ok ok",
    alone=False,
)
case(
    "damage",
    ATTEMPT,
    f"""import shutil
from pathlib import Path
for folder in {[COURSE + "/lrcourse", COURSE + "/data", GRADING, sys.prefix, "/usr", "/", "/dev"]!r}:
    attempt(Path(folder, "x").write_text, "mine")
for path in {[COURSE + "/lrcourse/__init__.py", COURSE + "/data/README.md"]!r}:
    attempt(Path(path).write_text, "mine"); attempt(os.remove, path); attempt(os.chmod, path, 0o777)
attempt(shutil.rmtree, {COURSE + "/data"!r})""",
    """import ctypes, errno, platform
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *values):
    child = os.fork()  # without threads, which forbid some calls
    if child == 0:
        os._exit(0 if libc[name](*values) != -1 else ctypes.get_errno())
    print(name, errno.errorcode.get(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))
call("mount", b"none", b"/usr", None, 32 | 4096, None)
call("umount2", b"/usr", 2)
call("unshare", 0x10000000)
call("setuid", 0)
call("memfd_create", b"x", 0)
call("shmget", 0, 1 << 20, 0o1600)
call("ptrace", 16, os.getppid(), 0, 0)
call("syscall", {"x86_64": 250, "aarch64": 219}[platform.machine()], 0, -4, 0)  # keyctl""",
    statuses="ok ok ok",
    alone=False,
)
case(
    "the letter",
    ATTEMPT,
    """os.write(1, b'{}\\n""\\n'); os.write(2, b'x')
attempt(os.listdir, f'/proc/{os.getppid()}/fd')
for number in range(30): attempt(open, f'/proc/{os.getppid()}/fd/{number}', 'w')
attempt(open, f'/proc/{os.getppid()}/mem', 'r+b')""",
    "print(3)",
    statuses="ok ok ok",
    alone=False,
)
case(
    "network",
    ATTEMPT,
    f"""import socket, urllib.request
attempt(socket.create_connection, ("1.1.1.1", 53), 1)
attempt(socket.create_connection, ("example.com", 80), 1)
attempt(urllib.request.urlopen, "http://127.0.0.1:{LISTENER.getsockname()[1]}", None, 1)
print([name for _, name in socket.if_nameindex()])""",
    statuses="ok ok",
    alone=False,
)
case(
    "space",
    ATTEMPT,
    """import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
def fill(folder, files, megabytes):
    try:
        for number in range(files):
            with open(f"{folder}/{number}", "wb") as file:
                for _ in range(megabytes):
                    file.write(bytes(1 << 20))
    finally:
        for number in range(files):
            if os.path.exists(f"{folder}/{number}"):
                os.remove(f"{folder}/{number}")
for folder in ("/tmp", "/dev/shm"):
    attempt(fill, folder, 1, 30); attempt(fill, folder, 1, 40); attempt(fill, folder, 9, 30)""",
    """for name in ("AS", "CPU", "FSIZE", "NPROC", "CORE", "NOFILE"):
    limit = getattr(resource, f"RLIMIT_{name}")
    print(name, *resource.getrlimit(limit))
    attempt(resource.setrlimit, limit, (-1, -1))""",
    statuses="ok ok ok",
    alone=False,
)
