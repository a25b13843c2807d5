"""The package's order: imports point one way, engine and diagnosis need only numpy, and `import lrcourse` is light."""

import ast
import importlib
import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

import lrcourse

ROOT = Path(lrcourse.__file__).parent
ORDER = [  # the rooms: a folder or a module imports only from those before it
    "places",
    "checks",
    "notebook_form",
    "used_code",
    "tables",
    "data",
    "engine",
    "diagnosis",
    "plots",
    "widgets",
    "rate_report",
    "lessons",
    "exercises",
    "homework",
    "cli",
    "__main__",
    "grading",
    "tools",
]
NUMPY_ONLY = ["checks", "tables", "data", "engine", "diagnosis"]
VERBS = set(  # that the docstring of a public function may begin with
    "Add Ask Bound Bring Call Count Draw Drive Find Fit Give Grade Hand Judge Keep Lay Measure Move Name Note Open "
    "Prepare Print Put Raise Read Return Run Say Search Show Sort Start Tabulate Train Try Write Yield".split()
)
FILES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py" and "__pycache__" not in path.parts)


def home(path):
    """Return the room of ORDER that a file is, or lies in."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported(path):
    """Return all absolute names (dotted) that a file imports, anywhere in it: {"numpy",
    "lrcourse.checks.number", …}.
    """
    package = ["lrcourse", *path.relative_to(ROOT).parts[:-1]]
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            names |= {".".join([*base, *filter(None, [node.module]), alias.name]) for alias in node.names}
    return names


def inner(path):
    """Return the rooms of ORDER that a file imports from.

    A name that the package hands on (`from lrcourse import train`) counts as its home.
    """
    parts = [name.split(".") for name in imported(path) if name.split(".")[0] == "lrcourse"]
    assert all(len(part) > 1 for part in parts), "import lrcourse.module, or from lrcourse import module"
    homes = lrcourse._HOME | lrcourse._MODULES
    return {homes.get(part[1], part[1]).split(".")[0] for part in parts}


def outer(path):
    """Return the packages from outside lrcourse that a file imports."""
    return {name.split(".")[0] for name in imported(path)} - {"lrcourse"}


def test_every_room_has_its_place_in_the_order():
    assert {home(path) for path in FILES} - set(ORDER) == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_from_those_before_it(path):
    place = ORDER.index(home(path))
    allowed = set(ORDER[:place]) | ({home(path)} if path.parent != ROOT else set())  # a folder's files know each other
    assert inner(path) <= allowed


@pytest.mark.parametrize(
    "path", [path for path in FILES if home(path) in NUMPY_ONLY], ids=lambda path: str(path.relative_to(ROOT))
)
def test_engine_and_diagnosis_need_numpy_and_the_standard_library_only(path):
    assert outer(path) <= {"numpy", *sys.stdlib_module_names}


def test_the_front_door_imports_nothing_that_is_heavy():
    assert outer(ROOT / "__init__.py") <= sys.stdlib_module_names


def test_only_widgets_and_exercises_import_ipywidgets():
    assert {home(path) for path in FILES if "ipywidgets" in outer(path)} <= {"widgets", "exercises"}


def test_this_reader_of_imports_sees_every_form(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "plots").mkdir()
    file = tmp_path / "plots" / "odd.py"
    file.write_text(
        "import os.path, lrcourse.widgets\nfrom ..data import digits\nfrom .. import checks\nfrom . import base\n"
        "from lrcourse import train\ndef late():\n    import ipywidgets as w\n    from numpy.linalg import norm\n"
    )
    assert inner(file) == {"widgets", "data", "checks", "plots", "engine"} and outer(file) == {
        "os",
        "ipywidgets",
        "numpy",
    }


def fresh(code):
    """Return the words that a fresh interpreter prints."""
    environment = os.environ | {"PYTHONPATH": str(ROOT.parent)}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    ).stdout.split()


def test_importing_lrcourse_is_light():
    heavy = fresh("import sys, lrcourse; print(*({'numpy', 'matplotlib', 'ipywidgets', 'IPython'} & set(sys.modules)))")
    assert heavy == []


def test_training_loads_neither_figures_nor_widgets():
    code = """if True:
        import sys
        from lrcourse import data, diagnosis, lessons, networks, optimizers, schedules, surfaces, train
        from lrcourse.lessons import image_classifier
        print(train.__module__, *({'matplotlib', 'ipywidgets', 'IPython'} & set(sys.modules)))"""
    assert fresh(code) == ["lrcourse.engine.training"]


@pytest.mark.parametrize("name", lrcourse.__all__)
def test_every_name_the_package_promises_is_there_and_listed(name):
    assert getattr(lrcourse, name) is not None and name in dir(lrcourse)


def test_names_that_readers_knew_still_work_and_are_not_listed():
    for former, name in lrcourse._FORMER.items():
        assert getattr(lrcourse, former) is getattr(lrcourse, name) and former not in dir(lrcourse)
    assert repr(lrcourse.progress("10 runs")) == "progress bar: 10 runs"


def test_report_is_the_function_even_after_its_room_was_imported():
    code = "import lrcourse.rate_report.report, lrcourse.rate_report.page; from lrcourse import report; print({})"
    assert fresh(code.format("report.__name__, report.__module__")) == ["report", "lrcourse.rate_report.report"]
    assert fresh(code.format("callable(lrcourse.report)")) == ["True"]


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'lrcourse' has no attribute 'trian'"):
        _ = lrcourse.trian


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_public_thing_has_a_docstring(path):
    if home(path) == "grading":
        pytest.importorskip("nbgrader", reason="the extra [teach] is not here: test homework looks at the grading")
    if "site" in path.parts:
        pytest.importorskip("sphinx", reason="the extra [pages] is not here: test pages looks at the site")
    module = importlib.import_module(
        ".".join(["lrcourse", *path.relative_to(ROOT).with_suffix("").parts]).removesuffix(".__init__")
    )
    assert module.__doc__
    things = {
        name: thing
        for name, thing in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(thing) or inspect.isclass(thing))
        and thing.__module__ == module.__name__
    }
    methods = {
        f"{name}.{attribute}": value
        for name, thing in things.items()
        if inspect.isclass(thing)
        for attribute, value in vars(thing).items()
        if not attribute.startswith("_")
        and (inspect.isfunction(value) or isinstance(value, property))
        and not inherits_doc(thing, attribute)
    }
    assert [name for name, thing in (things | methods).items() if not (thing.__doc__ or "").strip()] == []


def inherits_doc(cls, attribute):
    """Return whether a base class already says what this method does."""
    return any(getattr(getattr(base, attribute, None), "__doc__", None) for base in cls.__mro__[1:])


def public_functions(path):
    """Yield the (name, docstring) of a file's public functions, and of its public classes' methods.

    A property is named by a noun, and a method without a docstring has its base class's.
    """
    defined = ast.parse(path.read_text(encoding="utf-8")).body
    methods = [part for one in defined if isinstance(one, ast.ClassDef) and one.name[0] != "_" for part in one.body]
    for one in filter(lambda one: isinstance(one, ast.FunctionDef) and one.name[0] != "_", [*defined, *methods]):
        of_property = any("property" in ast.unparse(decorator) for decorator in one.decorator_list)
        if ast.get_docstring(one) and not of_property:
            yield one.name, ast.get_docstring(one)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_docstring_of_a_function_begins_with_a_verb(path):
    found = {name: words.split()[0] for name, words in public_functions(path) if words.split()[0] not in VERBS}
    assert found == {}, "say what the call does: Return …, Raise ValueError unless …; a verb that is missing: VERBS"


def test_this_reader_of_docstrings_sees_functions_and_methods_but_no_properties(tmp_path):
    file = tmp_path / "odd.py"
    file.write_text(
        'def f():\n    """What f."""\ndef _g():\n    """G."""\nclass C:\n    def m(self):\n        """The m."""\n'
        '    @property\n    def p(self):\n        """The p."""\n    def silent(self):\n        pass\n'
    )
    assert list(public_functions(file)) == [("f", "What f."), ("m", "The m.")]
