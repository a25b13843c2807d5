"""The course as others get it: copies of it, environments of their own, and JupyterLab served from them.

For tests/wheel, tests/binder and benchmarks/starts.py.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST = "00_start_here.ipynb"
OWN = ("PYTHONPATH", "PYTHONHOME", "LRCOURSE_", "XDG_", "JUPYTER", "IPYTHON", "MPL", "GIT_", "VIRTUAL_ENV")


def known():
    """Return the paths of the files that git knows here: ["README.md", "data/digits.csv.gz", …]."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [name for name in listed.split("\0") if (ROOT / name).is_file()]


def copy(folder):
    """Copy what git knows, as it now stands, into `folder`, without what else lies here; return the folder."""
    for name in known():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


def clone(folder):
    """Make in `folder` a repository of one commit, of what git knows here as it now stands; return the folder."""
    copy(folder)
    mine = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}  # a hook's names ROOT
    env = mine | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}  # without signatures, hooks, line ends
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    for words in (["init", "-q"], ["add", "--all"], [*who, "commit", "-q", "-m", "The course as it now stands"]):
        subprocess.run(["git", *words], cwd=folder, env=env, check=True)
    return folder


def find_python(version):
    """Return a Python of this version on the PATH, or beside the one that runs this, as pyenv lays them; or None."""
    beside = Path(sys.base_prefix).parent.glob(f"{version}*/bin/python")
    named = [shutil.which(f"python{version}"), *beside, *Path.home().glob(f".pyenv/versions/{version}*/bin/python")]
    for found in filter(None, named):
        asked = subprocess.run([found, "-c", "import sys, venv; print(sys.version)"], capture_output=True, text=True)
        if asked.stdout.startswith(version):
            return str(found)
    return None


def environment(folder, python=sys.executable):
    """Make an empty environment in `folder`, and return its Python."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(python, *what, cwd=ROOT):
    """Install with the environment's pip; raise AssertionError with the end of what it prints if it fails."""
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", *map(str, what)], cwd=cwd, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-2000:]


def variables(python, home):
    """Return the variables of somebody whose home is the folder `home`, and whose first Python is this one."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    home.mkdir(exist_ok=True)
    path = os.pathsep.join([str(Path(python).parent), mine["PATH"]])
    return mine | {"HOME": str(home), "USERPROFILE": str(home), "PATH": path, "PYTHONUTF8": "1"}


@contextmanager
def served(command, cwd, env, lesson, seconds=120):
    """Start a JupyterLab with `command`, give its address once it answers for the notebook at `lesson`, and end it.

    `lesson` is the path below the folder that JupyterLab shows.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0", "--no-browser", "--allow-root"]
    own = dict(start_new_session=True) if os.name != "nt" else {}  # so that all it starts can be ended with it
    with open(Path(env["HOME"], "lab.log"), "w+b") as log:
        command = [*map(str, command), *options, "--IdentityProvider.token=t"]
        lab = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=subprocess.STDOUT, **own)
        try:
            address = f"http://127.0.0.1:{port}"
            last = time.monotonic() + seconds
            while not _answers(f"{address}/api/contents/{lesson}?token=t"):
                if lab.poll() is not None or time.monotonic() > last:
                    log.seek(0)
                    raise AssertionError(f"{lesson} was not served:\n" + log.read()[-3000:].decode("utf-8", "replace"))
                time.sleep(0.1)
            yield address
        finally:
            if os.name == "nt":
                lab.terminate()
            else:
                with suppress(ProcessLookupError):  # it may have ended by itself, and the reason is to be seen
                    os.killpg(lab.pid, signal.SIGTERM)
            lab.wait(30)


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status == 200
    except OSError:
        return False
