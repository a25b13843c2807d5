"""Test whether the lessons' stored numbers hold where sums are rounded differently, as on another kind of CPU.

    python -m benchmarks.nudged [SEED [NOTEBOOK...]]      (in the course's folder)

Every lesson is run strictly, with each gradient of a network nudged by a few times its last bit, drawn from SEED (0 by
default). A number that fails comes from a chaotic run, or lies where its digits round either way: show something else.
Losses with a formula, and the tiny nets of the_border, are summed in one order everywhere; they are not nudged.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

NUDGE = """
import numpy as np
from lrcourse.engine.networks import Network

def loss_and_grad(network, params, batch=None, exact=Network.loss_and_grad):
    loss, grad = exact(network, params, batch)
    nudge = np.random.default_rng([{seed}, network.size]).normal(size=network.size)
    return loss, grad * (1 + 4 * np.finfo(grad.dtype).eps * nudge).astype(grad.dtype)

Network.loss_and_grad = loss_and_grad
"""


def main(seed="0", *notebooks):
    """Run the lessons and return the exit code of pytest."""
    with tempfile.TemporaryDirectory() as folder:
        startup = Path(folder) / "profile_default" / "startup" / "nudge.py"
        startup.parent.mkdir(parents=True)
        startup.write_text(NUDGE.format(seed=int(seed)), encoding="utf-8")
        env = {name: value for name, value in os.environ.items() if name != "LRCOURSE_RUNS"} | {"IPYTHONDIR": folder}
        side_by_side = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        return subprocess.run([*pytest, *side_by_side, *(notebooks or ["notebooks"])], env=env).returncode


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
