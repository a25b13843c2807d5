"""Every schedule, optimizer, surface and data set that is there is tried by a test and named in the README.

They are found, not listed: what a new one lacks is said in a sentence, with where it goes.
"""

import hashlib
import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

from lrcourse import data, engine
from lrcourse.engine import schedules, surfaces
from lrcourse.engine.optimizers import Optimizer

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TESTS = {
    path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)
}


def public(module):
    """Return the public classes and functions that a module defines: {name: thing}."""
    things = {name: thing for name, thing in vars(module).items() if not name.startswith("_")}
    return {name: thing for name, thing in things.items() if getattr(thing, "__module__", "") == module.__name__}


def found():
    """Yield (kind, name) of all that is there."""
    for name, thing in public(schedules).items():
        if inspect.isclass(thing):
            yield "schedule", name
    for module in pkgutil.iter_modules(engine.__path__):
        for name, thing in public(import_module(f"lrcourse.engine.{module.name}")).items():
            if inspect.isclass(thing) and issubclass(thing, Optimizer) and thing is not Optimizer:
                yield "optimizer", name
    for name, thing in public(surfaces).items():
        if inspect.isfunction(thing) and "seed" not in name:
            yield "surface", name
    for name, thing in public(data).items():
        if inspect.isfunction(thing) and {"train", "validation"} <= set(inspect.signature(thing).parameters):
            yield "data set", name


FOUND = sorted(set(found()))
WHERE = {
    "schedule": "tests/engine/test_schedules.py",
    "optimizer": "tests/engine/test_optimizers.py",
    "surface": "tests/engine/test_surfaces.py",
    "data set": "tests/test_data.py",
}


@pytest.mark.parametrize("kind, name", FOUND, ids=[f"{kind}: {name}" for kind, name in FOUND])
def test_each_is_tried_and_named(kind, name):
    called = re.compile(rf"\b{name}\(|st\.builds\({name}\b|\b{name}\b,$", re.M)
    assert any(called.search(text) for text in TESTS.values()), (
        f"no test tries the {kind} {name}: add one to {WHERE[kind]}"
    )
    assert f"`{name}`" in README, f"the README names no {kind} `{name}`: add it under “What comes along”"


def test_something_of_each_kind_is_found():
    assert {kind for kind, _ in FOUND} == set(WHERE) and len(FOUND) > 30


@pytest.mark.parametrize("path", sorted(data.FOLDER.glob("*")), ids=lambda path: path.name)
def test_each_file_of_data_has_its_checksum_and_its_source(path):
    if path.name in ("README.md", "verdicts.json"):  # measured here
        return
    sum_now = hashlib.sha256(path.read_bytes()).hexdigest()
    assert data.CHECKSUMS.get(path.name) == sum_now, f"CHECKSUMS in lrcourse/data.py: {path.name!r}: {sum_now!r}"
    section = (
        (data.FOLDER / "README.md").read_text(encoding="utf-8").partition(f"## {path.name}\n")[2].partition("\n## ")[0]
    )
    for row in ("What", "Shape", "Source", "How it was made", "Licence", f"SHA-256 | `{sum_now}`"):
        assert f"| {row}" in section, f"data/README.md, section {path.name}: the row “{row}” is missing or another"
