"""JupyterLab as `lab.start` starts it: in a process of its own, with a reader's settings that are empty."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

from lrcourse.cli import lab

CODE = """import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs, the tests too, are born without
from lrcourse.cli import lab
sys.exit(lab.start(*sys.argv[1:3], sys.argv[3:]))"""
ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/\S*\?token=(\w+)")


class Started:
    """A running `lab.start`: its process, its folder (settings, log), and what its server answers."""

    def __init__(self, process, folder):
        self.process, self.folder = process, folder
        for _ in range(300):
            if process.poll() is not None:
                raise RuntimeError(f"JupyterLab stopped while starting:\n{self.log}")
            if found := ADDRESS.search(self.log):
                self.url, self.address, self._token = found[0], found[1], found[2]
                return
            time.sleep(0.2)
        raise TimeoutError(f"no address after a minute:\n{self.log}")

    @property
    def log(self):
        """What the terminal shows, without what nbgrader says where the extra [teach] is installed."""
        lines = (self.folder / "log.txt").read_text(encoding="utf-8").splitlines(keepends=True)
        return "".join(line for line in lines if "nbgrader" not in line)

    def get(self, path):
        """Return what the server answers to a path, as bytes."""
        with urllib.request.urlopen(f"{self.address}{path}?token={self._token}") as answer:
            return answer.read()


@contextmanager
def started(folder, root, opened, *options):
    """Give a running `lab.start`; the log and the reader's own settings lie in `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        "--no-browser",
        "--allow-root",
        *options,
    ]
    own = {name: str(folder / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    with (folder / "log.txt").open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", CODE, str(root), str(opened), *options],
            env=os.environ | own | {"PYTHONPATH": str(lab.SETTINGS.parents[2]), "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Started(process, folder)
    finally:
        if process.poll() is None:
            if os.name == "nt":
                subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True)
            else:
                process.send_signal(signal.SIGTERM)
            process.wait(30)
