"""Where files lie: beside the package in a clone, inside it once installed; answers then among the user's data."""

import os
import shutil
import subprocess
import sys

import pytest

from lrcourse import places

LOOK = """from lrcourse import places as p
print(p.CLONE, p.DATA, p.NOTEBOOKS, p.answers_folder(), p.get_back("x"), sep="\\n")"""


def look(folder, **environment):
    """Return the lines that a fresh Python prints, which finds the package in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(folder), **environment}
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.fixture
def package(tmp_path):
    """Return the folder of a copied package of two modules."""
    (tmp_path / "lrcourse").mkdir()
    for name in ("__init__.py", "places.py"):
        shutil.copy(places.PACKAGE / name, tmp_path / "lrcourse")
    return tmp_path


def test_in_a_clone_all_lies_beside_the_package(package, monkeypatch):
    monkeypatch.delenv("LRCOURSE_ANSWERS")
    found = look(package)
    assert found[:4] == [str(package / name).rstrip("/") for name in ("", "data", "notebooks", "answers")]
    assert "git checkout -- x" in found[4]


def test_in_an_installed_package_it_lies_inside_and_answers_go_to_the_users_data(package, monkeypatch):
    monkeypatch.delenv("LRCOURSE_ANSWERS")
    shipped = package / "lrcourse" / "shipped"
    shipped.mkdir()
    home = {
        "HOME": str(package / "home"),
        "XDG_DATA_HOME": str(package / "home"),
        "LOCALAPPDATA": str(package / "home"),
    }
    clone, data, notebooks, answers, back = look(package, **home)
    assert (clone, data, notebooks) == ("None", str(shipped / "data"), str(shipped / "notebooks"))
    assert answers.startswith(str(package / "home")) and answers.endswith("lrcourse")
    assert "pip install --force-reinstall" in back


def test_a_folder_that_is_named_holds_the_answers(monkeypatch):
    monkeypatch.setenv("LRCOURSE_ANSWERS", os.path.join("~", "mine"))
    assert places.answers_folder() == places.Path.home() / "mine"


def test_the_address_is_that_of_pyproject():
    (line,) = [
        line for line in (places.CLONE / "pyproject.toml").read_text().splitlines() if line.startswith("Repository")
    ]
    assert places.repository() == line.split('"')[1]
    assert places.to_install("[lab]") == f"lrcourse[lab] @ git+{places.repository()}"


def test_a_package_that_was_never_installed_has_no_address(monkeypatch):
    def missing(name):
        raise places.PackageNotFoundError(name)

    monkeypatch.setattr(places, "metadata", missing)
    assert places.repository() == ""
