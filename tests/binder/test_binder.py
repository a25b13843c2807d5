"""What Binder would do, read from repo2docker's Dockerfile and done in an environment of its own: no image is built."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import nbformat
import psutil
import pytest

from lrcourse.lessons import notebook
from tests import starting

ROOT = Path(__file__).resolve().parents[2]
SMALL = 600e6  # bytes installed
LIGHT, QUICK = 400e6, 30  # bytes of a lesson's processes, seconds on one core
RUN = (
    "import sys, nbformat, nbclient; print(nbclient.NotebookClient(nbformat.read(sys.argv[1], 4)).execute().cells[-1])"
)
LOOK = "import lrcourse.places, lrcourse; print(lrcourse.places.DATA, lrcourse.__file__, lrcourse.__doc__[:5])"
PIP, POST_BUILD = r"(\$\{KERNEL_PYTHON_PREFIX\}/bin/pip install .*)", r"(\./\S*postBuild)"  # steps of the Dockerfile


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Return the repository as Binder gets it: what git knows, in a folder of its own."""
    return starting.copy(tmp_path_factory.mktemp("binder") / "home")


@pytest.fixture(scope="module")
def dockerfile(course):
    """Return what repo2docker prints for the course: its Dockerfile among other lines."""
    words = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "--user-id", "1000", "--user-name", "jovyan"]
    done = subprocess.run([*words, "."], cwd=course, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def environment(course, dockerfile):
    """Return the Python of an environment in which the Dockerfile's steps were done: pip's, then postBuild."""
    version = re.search(r"conda environment for python=([\d.]+)", dockerfile)[1]
    base = starting.find_python(version)
    if base is None:
        reason = f"no Python {version} on this machine: Binder's environment was not tried"
        (pytest.fail if os.environ.get("LRCOURSE_REQUIRE_BROWSER") else pytest.skip)(reason)
    python = starting.environment(course.parent / "environment", base)
    run = dict(cwd=course, env=variables(python), capture_output=True, text=True)
    for step in steps(PIP, dockerfile):
        words = step.replace("${KERNEL_PYTHON_PREFIX}/bin/pip", f"{python} -m pip").replace('"', "").split()
        done = subprocess.run(words, **run)
        assert done.returncode == 0, done.stderr[-2000:]
    for step in steps(POST_BUILD, dockerfile):
        (course / step).chmod(0o755)  # as the Dockerfile does
        done = subprocess.run([step], **run)
        assert done.returncode == 0, done.stderr[-2000:]
    return python


def variables(python):
    """Return the variables of a Binder session, whose home is beside the course and `environment`."""
    return starting.variables(python, python.parents[2] / "user")


def steps(kind, dockerfile):
    """Return the commands of the Dockerfile of one kind, PIP or POST_BUILD."""
    return re.findall(f"^RUN {kind}$", dockerfile, re.M)


def test_the_requirements_are_the_only_installation_and_the_working_copies_come_after(dockerfile):
    (pip,) = steps(PIP, dockerfile)
    assert pip == '${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "binder/requirements.txt"'
    (post_build,) = steps(POST_BUILD, dockerfile)
    assert dockerfile.index(pip) < dockerfile.index(post_build)


def test_the_course_is_installed_once_and_is_the_folder_itself(course, environment):
    listed = [environment, "-m", "pip", "list", "--format", "json"]
    found = json.loads(subprocess.run(listed, capture_output=True, text=True, check=True).stdout)
    places = [one["editable_project_location"] for one in found if one["name"] == "lrcourse"]
    assert [Path(place).resolve() for place in places] == [course.resolve()]


def test_the_badge_leads_to_a_working_copy(course, environment):
    (path,) = re.findall(r"HEAD\?labpath=(\S+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    opened = unquote(path)
    assert (course / opened).is_file() and opened not in starting.known()


def test_edits_to_the_package_and_to_data_show_up_in_a_kernel(course, environment):
    (course / "data" / "edited.txt").write_text("edited")
    source = course / "lrcourse" / "__init__.py"
    before = source.read_text(encoding="utf-8")
    source.write_text('"""Edit."""\n' + before.split('"""', 2)[2], encoding="utf-8")
    cell = nbformat.v4.new_code_cell(LOOK)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), course / "my_lessons" / "look.ipynb")
    try:
        command = [environment, "-c", RUN, "look.ipynb"]
        run = dict(cwd=course / "my_lessons", env=variables(environment), capture_output=True, text=True)
        done = subprocess.run(command, check=True, **run)
        folder, package, words = ast.literal_eval(done.stdout)["outputs"][0]["text"].split()
        assert Path(folder, "edited.txt").exists() and Path(package).parent == source.parent and words == "Edit."
    finally:
        source.write_text(before, encoding="utf-8")


def test_the_installation_is_small(environment):
    installed = environment.parent.parent
    assert sum(file.lstat().st_size for file in installed.rglob("*") if file.is_file()) < SMALL


@pytest.mark.parametrize("lesson", ["reading_loss_curves", "searching"])
def test_a_lesson_fits_on_one_slow_core(course, environment, lesson):
    """A working copy of the slowest lesson, and of the one that needs most memory, with the processes that run it."""
    pin = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    began, most = time.monotonic(), 0
    quiet = dict(env=variables(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    command = [*pin, environment, "-c", RUN, notebook(lesson).name]
    run = subprocess.Popen(command, cwd=course / "my_lessons", **quiet)
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
