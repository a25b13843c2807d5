"""The package, installed as others install it: from a wheel and from a repository, and used from another folder."""

import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from types import SimpleNamespace

import pytest

from tests import starting

NOT_SHIPPED = ("lrcourse/grading/", "lrcourse/tools/", "notebooks/homework/")
DEPENDENCIES = tomllib.loads((starting.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
OLDEST = {"python": (3, 12), "pins": [line.replace(">=", "==") for line in DEPENDENCIES]}  # has wheels of all pins
RUN = """
import sys, nbclient, nbformat
book = nbformat.read(sys.argv[1], 4)
nbclient.NotebookClient(book, timeout=120).execute()
nbformat.write(book, sys.argv[1])
"""
TRAIN = """
from lrcourse import data, networks, sgd, train

model = networks.mlp(data.digits(), hidden=(32,))
runs = train(model, sgd(), lr=[0.001, 0.1, 10], steps=300, batch_size=64)
print(runs.validation_accuracy[:, -1] > 0.5)
"""
DRAW = """
from lrcourse import plots, sgd, surfaces, train
from lrcourse.plots.picture import LOOK, encode

runs = train(surfaces.quadratic([1.0]), sgd(), lr=[0.1, 0.5], steps=20)
curve, *_ = plots.steps_to_target(runs)(0.1)
print(encode(curve.figure)[1:4], LOOK["axes.spines.top"])
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Return a repository of the course, of one commit, which nothing was run in."""
    return starting.clone(tmp_path_factory.mktemp("repository"))


@pytest.fixture(scope="module")
def built(repository, tmp_path_factory):
    """Return the paths of the sdist, and of the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "build", "--outdir", folder, "."]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-2000:]
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    return sdist, wheel


def installed(folder, *what):
    """Return an environment with `what` installed: its Python, its user's variables, and a folder to work in."""
    python = starting.environment(folder / "environment")
    starting.install(python, "--no-compile", *what, cwd=folder)  # most of it is never imported
    (folder / "elsewhere").mkdir()
    return SimpleNamespace(
        python=python, env=starting.variables(python, folder / "home"), home=folder / "home", cwd=folder / "elsewhere"
    )


@pytest.fixture(scope="module")
def with_lab(built, tmp_path_factory):
    """Return an environment with the wheel and JupyterLab."""
    return installed(tmp_path_factory.mktemp("lab"), f"lrcourse[lab] @ {built[1].as_uri()}")


@pytest.fixture(scope="module")
def oldest(repository, tmp_path_factory):
    """Return an environment with the package from its repository and the oldest packages it takes; no JupyterLab."""
    if sys.version_info[:2] > OLDEST["python"]:
        pytest.skip("the oldest numpy has no wheel for this Python: the oldest packages were not tried")
    return installed(tmp_path_factory.mktemp("oldest"), f"git+{repository.as_uri()}", *OLDEST["pins"])


def call(where, *words, code=0):
    """Run the environment's Python in its user's folder; return what it prints. `code` is the exit code to come."""
    command = [where.python, *map(str, words)]
    done = subprocess.run(command, cwd=where.cwd, env=where.env, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == code, done.stdout[-1000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


@pytest.fixture(params=["with_lab", "oldest"])
def either(request):
    """Return each of the two environments."""
    return request.getfixturevalue(request.param)


# What is in it


def test_the_sdist_holds_what_git_knows(built):
    with tarfile.open(built[0]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names == {*starting.known(), "PKG-INFO"}


def test_the_wheel_holds_the_package_data_and_lessons_and_no_solutions(built):
    names = set(zipfile.ZipFile(built[1]).namelist())
    shipped = [name for name in starting.known() if name.startswith(("lrcourse/", "data/", "notebooks/"))]
    shipped = [name for name in shipped if not name.startswith(NOT_SHIPPED)]
    inside = {re.sub("^(data|notebooks)/", r"lrcourse/shipped/\1/", name) for name in shipped}
    assert {name for name in names if ".dist-info/" not in name} == inside
    assert {
        "lrcourse/plots/course.mplstyle",
        "lrcourse/shipped/data/verdicts.json",
        "lrcourse/shipped/data/truths.json",
    } < inside
    assert not any(re.search("grading|tools/|solution|homework/source", name) for name in inside)


# Used from another folder


def test_nothing_is_read_from_a_clone(either):
    said = call(either, "-c", "import lrcourse.places as p; print(p.CLONE, p.DATA, p.NOTEBOOKS, sep='\\n')").split()
    assert said[0] == "None" and all(str(either.python.parent.parent) in place for place in said[1:])


def test_digits_are_learned(either):
    assert call(either, "-c", TRAIN) == "[False  True False]\n"


def test_verdicts_measured_now_and_on_record_are_the_same(either):
    now, then = (
        call(either, "-c", f"import lrcourse; print(lrcourse.verdicts(1{more}))") for more in ("", ", anew=False")
    )
    assert now == then and "holds" in now
    code = "import lrcourse.lessons as l; lrcourse.verdicts(*l.all_claims(), anew=False)"
    call(either, "-c", "import lrcourse\n" + code)


def test_a_figure_is_drawn_in_the_courses_style(either):
    assert call(either, "-c", DRAW) == "b'PNG' False\n"


def test_answers_go_to_the_users_data_folder_and_progress_says_where(either):
    call(either, "-c", "import lrcourse; lrcourse.predict('one_step.1', '2 and 2')")
    (file,) = either.home.rglob("answers.jsonl")
    assert str(file) in call(either, "-m", "lrcourse", "progress")


def test_the_command_serves_the_lessons_and_one_runs(with_lab):
    command = with_lab.python.with_name("lrcourse")
    with starting.served([command, "lab"], with_lab.cwd, with_lab.env, starting.FIRST):
        pass
    call(with_lab, "-c", RUN, with_lab.cwd / "my_lessons" / starting.FIRST)


@pytest.mark.parametrize("either", ["oldest"], indirect=True)
def test_without_jupyterlab_the_command_says_what_to_install(either):
    said = call(either, "-m", "lrcourse", "lab", code=1)
    assert 'pip install "lrcourse[lab] @ git+https://' in said
    assert not (either.cwd / "my_lessons").exists()


def test_the_version_is_that_of_the_wheel(either):
    version = tomllib.loads((starting.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert call(either, "-m", "lrcourse", "--version") == f"lrcourse {version}\n"


@pytest.mark.parametrize("either", ["oldest"], indirect=True)
def test_the_oldest_packages_are_what_is_there(either):
    ask = "from importlib.metadata import version; import json; print(json.dumps([n + '==' + version(n) for n in %r]))"
    names = [pin.partition("==")[0] for pin in OLDEST["pins"]]
    assert json.loads(call(either, "-c", ask % names)) == OLDEST["pins"]
