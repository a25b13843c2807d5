"""JupyterLab as the course starts it: no question about news, lessons first in the file list, room on a narrow screen.

The settings lie in jupyter/, a folder like the environment's own etc/jupyter and share/jupyter. `start` only points to
it, and so changes neither the environment nor the reader's Jupyter. Binder starts JupyterLab itself; there
`python -m lrcourse.cli.lab` copies the folder into the environment.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

SETTINGS = Path(__file__).parent / "jupyter"
ON_PATH = {"JUPYTER_CONFIG_PATH": "etc/jupyter", "JUPYTER_PATH": "share/jupyter"}  # where Jupyter looks, of SETTINGS
OWN = ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")  # in the home
UNLISTED = ("images", "__pycache__", "*.pyc", "*~", ".DS_Store")  # folders come first, even images/


def installed():
    """Return whether this Python has JupyterLab."""
    return find_spec("jupyterlab") is not None


def start(root, opened, options=()):
    """Run JupyterLab on this terminal until the reader ends it, and return its exit code.

    Its file list shows the folder `root`, and `opened` is a notebook below it, such as "00_start_here.ipynb". The
    options are JupyterLab's own, such as "--no-browser".
    """
    root = Path(root).resolve()
    file = root / opened
    if not (file.is_file() and file.is_relative_to(root)):
        raise ValueError(f"opened={str(opened)!r}: allowed is the path of a notebook below {root}")
    print("Starting JupyterLab (Ctrl-C twice ends it; --log-level=INFO shows more)", flush=True)
    command = [
        *(sys.executable, "-P", "-m", "jupyterlab"),  # -P: not a reader's own random.py in the place of Python's
        f"--ServerApp.root_dir={root}",
        f"--LabApp.default_url=/lab/tree/{quote(file.relative_to(root).as_posix())}",
        "--Application.log_level=WARN",  # errors, and the address; --log-level and --debug are stronger
        *(f"--ContentsManager.hide_globs={name}" for name in UNLISTED),
        *options,
    ]
    child = subprocess.Popen(command, env=environment())
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code  # ended by a signal: as a shell reports it
        except KeyboardInterrupt:
            pass  # Ctrl-C reaches JupyterLab as well, and it asks back before it ends


def environment():
    """Return the variables of this process, with the course's settings on Jupyter's paths, after the reader's own."""
    ours = {name: str(SETTINGS / folder) for name, folder in ON_PATH.items()}
    return os.environ | {name: os.pathsep.join(filter(None, [os.environ.get(name), ours[name]])) for name in ours}


def do_without_home():
    """Put what matplotlib, IPython and Jupyter keep in the home into a temporary folder, if the home cannot be written.

    course.py, which cannot import this, does the same.
    """
    home = os.path.expanduser("~")
    if not os.access(home, os.W_OK):
        room = Path(tempfile.gettempdir(), "lrcourse-" + re.sub(r"\W", "-", home))
        for name in OWN:
            os.environ.setdefault(name, str(room / name.lower()))
            Path(os.environ[name]).mkdir(parents=True, exist_ok=True)


def install():
    """Put the settings into this Python's environment, for a JupyterLab that is not started by `start`."""
    shutil.copytree(SETTINGS, sys.prefix, dirs_exist_ok=True)


if __name__ == "__main__":
    install()
