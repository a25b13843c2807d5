"""Stand-in until the real one is merged."""

import subprocess
import sys
from importlib.util import find_spec


def installed():
    """Return whether JupyterLab is there."""
    return find_spec("jupyterlab") is not None


def start(root, opened, options=()):
    """Start JupyterLab."""
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "jupyterlab",
            f"--ServerApp.root_dir={root}",
            f"--LabApp.default_url=/lab/tree/{opened.relative_to(root).as_posix()}",
            *options,
        ]
    ).returncode
