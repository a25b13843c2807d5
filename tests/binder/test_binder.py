"""What Binder would do, read from repo2docker's Dockerfile and done in an environment of its own: no image is built."""

import ast
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest

from lrcourse.lessons import notebook

ROOT = Path(__file__).resolve().parents[2]
SMALL = 600e6  # bytes installed
LIGHT, QUICK = 400e6, 30  # bytes of a lesson's processes, seconds on one core
RUN = (
    "import sys, nbformat, nbclient; print(nbclient.NotebookClient(nbformat.read(sys.argv[1], 4)).execute().cells[-1])"
)
LOOK = "import lrcourse.places, lrcourse; print(lrcourse.places.DATA, lrcourse.__file__, lrcourse.__doc__[:5])"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return the repository as Binder gets it: what git knows, in a folder of its own."""
    folder = tmp_path_factory.mktemp("binder") / "home"
    folder.mkdir()
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def dockerfile(course):
    """Return what repo2docker prints for the course: its Dockerfile among other lines."""
    words = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "--user-id", "1000", "--user-name", "jovyan"]
    done = subprocess.run([*words, "."], cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def environment(course, dockerfile):
    """Return the Python of an environment in which the Dockerfile's pip steps were done, in the course's folder."""
    version = re.search(r"conda environment for python=([\d.]+)", dockerfile)[1]
    python = _python(version)
    if python is None:
        reason = f"no Python {version} on this machine: Binder's environment was not tried"
        (pytest.fail if os.environ.get("LRCOURSE_REQUIRE_BROWSER") else pytest.skip)(reason)
    place = course.parent / "environment"
    subprocess.run([python, "-m", "venv", str(place)], check=True)
    for step in pip_steps(dockerfile):
        words = step.replace("${KERNEL_PYTHON_PREFIX}/bin/pip", f"{place}/bin/python -m pip").replace('"', "").split()
        done = subprocess.run(words, cwd=course, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
    return place / "bin" / "python"


def _python(version):
    """Return a Python of this version on the PATH, or beside the one that runs this, as pyenv lays them; or None."""
    beside = Path(sys.base_prefix).parent.glob(f"{version}*/bin/python")
    named = [shutil.which(f"python{version}"), *beside, *Path.home().glob(f".pyenv/versions/{version}*/bin/python")]
    for found in filter(None, named):
        asked = subprocess.run([found, "-c", "import sys, venv; print(sys.version)"], capture_output=True, text=True)
        if asked.stdout.startswith(version):
            return str(found)
    return None


def pip_steps(dockerfile):
    """Return the commands with which the Dockerfile installs what this repository asks for."""
    return re.findall(r"^RUN (\$\{KERNEL_PYTHON_PREFIX\}/bin/pip install .*)$", dockerfile, re.M)


def test_the_requirements_are_the_only_installation(dockerfile):
    assert pip_steps(dockerfile) == ['${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "requirements.txt"']


def test_edits_to_the_package_and_to_data_show_up_in_a_kernel(course, environment):
    (course / "data" / "edited.txt").write_text("edited")
    source = course / "lrcourse" / "__init__.py"
    before = source.read_text(encoding="utf-8")
    source.write_text('"""Edit."""\n' + before.split('"""', 2)[2], encoding="utf-8")
    cell = nbformat.v4.new_code_cell(LOOK)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), course / "notebooks" / "look.ipynb")
    try:
        command = [environment, "-c", RUN, "look.ipynb"]
        done = subprocess.run(command, cwd=course / "notebooks", capture_output=True, text=True, check=True)
        folder, package, words = ast.literal_eval(done.stdout)["outputs"][0]["text"].split()
        assert Path(folder, "edited.txt").exists() and Path(package).parent == source.parent and words == "Edit."
    finally:
        source.write_text(before, encoding="utf-8")


def test_the_installation_is_small(environment):
    installed = environment.parent.parent
    assert sum(file.lstat().st_size for file in installed.rglob("*") if file.is_file()) < SMALL


@pytest.mark.parametrize("lesson", ["reading_loss_curves", "searching"])
def test_a_lesson_fits_on_one_slow_core(course, environment, lesson):
    """The slowest lesson and the one that needs most memory, on one core and with the processes that run it."""
    pin = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    began, most = time.monotonic(), 0
    quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    command = [*pin, environment, "-c", RUN, notebook(lesson).name]
    run = subprocess.Popen(command, cwd=course / "notebooks", **quiet)
    while run.poll() is None:
        most = max(most, _memory(psutil.Process(run.pid)))
        time.sleep(0.1)
    assert run.returncode == 0
    assert most < LIGHT and time.monotonic() - began < QUICK, (most, time.monotonic() - began)


def _memory(process):
    """Return the bytes of a process and its children; what they share is counted in parts."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except (psutil.Error, AttributeError):
            pass
    return total
