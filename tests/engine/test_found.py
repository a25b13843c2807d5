"""Every schedule, optimizer, surface and data set that is there is tried by a test and named in lrcourse/README.md.

They are found, not listed: what a new one lacks is said in a sentence, with where it goes.
"""

import hashlib
import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

import lrcourse
from lrcourse import data, engine
from lrcourse.engine import schedules, surfaces
from lrcourse.engine.optimizers import Optimizer
from lrcourse.places import DATA

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "lrcourse" / "README.md").read_text(encoding="utf-8")
TESTS = {
    path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)
}


def public(module):
    """Return the public classes and functions that a module defines: {name: thing}."""
    things = {name: thing for name, thing in vars(module).items() if not name.startswith("_")}
    return {name: thing for name, thing in things.items() if getattr(thing, "__module__", "") == module.__name__}


def needs_an_argument(function):
    """Return whether a call without arguments is refused for lack of one."""
    try:
        inspect.signature(function).bind()
    except TypeError:
        return True
    return False


def loaders():
    """Return the functions of the data sets, {name: function}: those of data.py that need no argument and return a
    Data. One that raises is taken for one of them, so that a test says so.
    """
    makers = {}
    for name, make in public(data).items():
        if inspect.isclass(make) or needs_an_argument(make):
            continue
        try:
            if isinstance(make(), data.Data):
                makers[name] = make
        except Exception:
            makers[name] = make
    return makers


def file_of(name):
    """Return the file of a data set, which has its function's name; None where CHECKSUMS has none."""
    return next((file for file in data.CHECKSUMS if file.partition(".")[0] == name), None)


LOADERS = loaders()


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
    for name in LOADERS:
        yield "data set", name


FOUND = sorted(set(found()))
WHERE = {
    "schedule": "tests/engine/test_schedules.py",
    "optimizer": "tests/engine/test_optimizers.py",
    "surface": "tests/engine/test_surfaces.py",
    "data set": "tests/test_data.py",
}


def lacks(kind, name):
    """Yield a sentence for each thing that is missing where something was added."""
    called = re.compile(rf"\b{name}\(|st\.builds\({name}\b|\b{name}\b,$", re.M)
    if not any(called.search(text) for text in TESTS.values()):
        yield f"no test tries it: add one to {WHERE[kind]}"
    if f"`{name}`" not in README:
        yield f"lrcourse/README.md does not name `{name}`: add it under “What comes along”"
    if kind == "data set":
        if file_of(name) is None:
            yield f"CHECKSUMS in lrcourse/data.py has no file {name}.csv or {name}.csv.gz"
        try:
            LOADERS[name]()
        except Exception as error:
            yield f"{name}() raises {type(error).__name__}: {error}"


@pytest.mark.parametrize("kind, name", FOUND, ids=[f"{kind}: {name}" for kind, name in FOUND])
def test_each_is_tried_and_named(kind, name):
    missing = list(lacks(kind, name))
    assert not missing, f"the {kind} {name}:\n- " + "\n- ".join(missing)


def test_what_comes_along_is_imported_from_the_module_that_its_row_names():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", README, re.M))
    named = {(module, name) for module, names in rows.items() for name in re.findall(r"`(\w+)`", names)}
    assert {name for _, name in FOUND} <= {name for _, name in named}
    assert [pair for pair in sorted(named) if not callable(getattr(getattr(lrcourse, pair[0]), pair[1], None))] == []


def test_something_of_each_kind_is_found():
    assert {kind for kind, _ in FOUND} == set(WHERE) and len(FOUND) > 30
    assert {"digits", "penguins"} <= set(LOADERS) and not {"from_csv", "standardised", "table"} & set(LOADERS)


@pytest.mark.parametrize("path", sorted(DATA.glob("*")), ids=lambda path: path.name)
def test_each_file_of_data_has_its_checksum_and_its_source(path):
    if path.name in ("README.md", "verdicts.json", "truths.json"):  # measured here
        return
    sum_now = hashlib.sha256(path.read_bytes()).hexdigest()
    missing = []
    if data.CHECKSUMS.get(path.name) != sum_now:
        missing.append(f"CHECKSUMS in lrcourse/data.py: {path.name!r}: {sum_now!r}")
    section = (DATA / "README.md").read_text(encoding="utf-8").partition(f"## {path.name}\n")[2].partition("\n## ")[0]
    for row in ("What", "Shape", "Source", "How it was made", "Licence", f"SHA-256 | `{sum_now}`"):
        if f"| {row}" not in section:
            missing.append(f"data/README.md, section {path.name}: the row “{row}” is missing or another")
    assert not missing, f"{path.name}:\n- " + "\n- ".join(missing)
