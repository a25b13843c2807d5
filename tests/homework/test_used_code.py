"""A grade's key: what changes no result keeps it, what may change one changes it."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from lrcourse import used_code
from lrcourse.grading import examine
from lrcourse.grading.folders import Folders

NAME = "hw1_stability"


@pytest.fixture
def key(tmp_path, monkeypatch):
    """Return a function that gives the key of a submission to hw1 after a copy of the package was changed."""
    shutil.copytree(used_code.PACKAGE, tmp_path / "lrcourse", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(used_code, "PACKAGE", tmp_path / "lrcourse")
    monkeypatch.setattr(examine, "secret", lambda folders: "s")

    def after(file=None, change=lambda text: text):
        if file:
            path = tmp_path / "lrcourse" / file
            old = path.read_text(encoding="utf-8")
            assert change(old) != old
            path.write_text(change(old), encoding="utf-8")
        examine._code.cache_clear()
        found = examine.key(Folders(), NAME, "ada", b"x", True)
        if file:
            path.write_text(old, encoding="utf-8")
        return found

    yield after
    examine._code.cache_clear()


def commented(text):
    return f"# a comment\n{text}\n\n\n# another\n"


def redocumented(text):
    first, *rest = text.split('"""', 2)
    return '"""'.join([first, "Other words.", *rest[1:]])


def extended(text):
    return text + "\n\ndef added():\n    return 1\n"


FILES = [str(path.relative_to(used_code.PACKAGE)) for path in used_code.PACKAGE.rglob("*.py") if path.stat().st_size]


def test_comments_docstrings_and_layout_keep_the_key(key, tmp_path):
    before = key()
    for file in FILES:
        path = tmp_path / "lrcourse" / file
        text = commented(path.read_text(encoding="utf-8"))
        path.write_text(redocumented(text) if '"""' in text else text, encoding="utf-8")
    assert key() == before


@pytest.mark.parametrize(
    "file", ["exercises/progress.py", "grading/hw2.py", "grading/lessons.py", "grading/report.py", "tools/notebooks.py"]
)
def test_a_module_that_grading_hw1_does_not_import_keeps_the_key(key, file):
    assert key(file, extended) == key()


@pytest.mark.parametrize(
    "file",
    [
        "grading/hw1.py",
        "grading/judging.py",
        "grading/run_inside.py",
        "grading/bubblewrap.py",
        "homework/fields.py",
        "homework/hw1.py",
        "engine/surfaces.py",
        "engine/training.py",
        "checks.py",
        "__init__.py",
        "plots/paths.py",
        "widgets/sliders.py",
    ],
)
def test_what_judges_trains_runs_or_is_imported_by_the_release_changes_the_key(key, file):
    assert key(file, extended) != key()


def test_one_number_of_a_judge_changes_the_key(key):
    assert key("grading/hw1.py", lambda text: text.replace("within(0.01)", "within(0.02)", 1)) != key()


def test_another_numpy_changes_the_key(key, monkeypatch):
    before = key()
    monkeypatch.setattr(np, "__version__", "99.0")
    assert key() != before


def test_imports_are_found_in_every_form():
    cells = ["from lrcourse import train", "%matplotlib inline", "def late():\n    import lrcourse.engine.muon as m"]
    found = used_code.reached([], cells)
    assert {"lrcourse", "lrcourse.engine.training", "lrcourse.checks", "lrcourse.engine.muon"} <= found.keys()
    assert not any(name.startswith(("lrcourse.plots", "lrcourse.lessons", "lrcourse.grading")) for name in found)
    assert found["lrcourse.engine"] == Path(used_code.PACKAGE, "engine", "__init__.py")
