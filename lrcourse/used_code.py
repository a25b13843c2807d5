"""Find the code of the package that a result depends on: all that its module imports, and nothing else.

Comments, docstrings and layout do not count.
"""

import ast
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
WITH_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def digest(modules, cells=()):
    """Return a text that changes with the code of these modules ("lrcourse.grading.examine", …), with that of all
    modules of the package that they or the code `cells` (texts) import, directly or not, and with nothing else.
    """
    meanings = [f"{name}: {_read(file)[1]}" for name, file in sorted(reached(modules, cells).items())]
    return sha256("\n".join(meanings).encode()).hexdigest()


def reached(modules, cells=()):
    """Return {module: file} of these modules and of all of the package that they or the code `cells` import."""
    found, waiting = {}, [*modules]
    for cell in cells:
        try:
            waiting += _absolute(_imports(ast.parse(cell)), "")
        except SyntaxError:  # a magic command of IPython: it imports nothing of ours
            pass
    while waiting:
        name = waiting.pop()
        file = _file(name)
        if file is None or name in found:
            continue
        found[name] = file
        package = name if file.name == "__init__.py" else name.rpartition(".")[0]
        waiting += [name.rpartition(".")[0], *_absolute(_read(file)[0], package)]
    return found


def _file(name):
    """Return the file of a module of the package; None if the name is that of anything else."""
    first, *rest = name.split(".")
    path = PACKAGE.joinpath(*rest)
    files = (path / "__init__.py", path.with_suffix(".py")) if first == "lrcourse" else ()
    return next((file for file in files if file.is_file()), None)


def _imports(tree):
    """Return what code imports, wherever in it: (level, module, names) of each statement."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.append((None, None, tuple(alias.name for alias in node.names)))
        elif isinstance(node, ast.ImportFrom):
            found.append((node.level, node.module, tuple(alias.name for alias in node.names)))
    return found


def _absolute(imports, package):
    """Return all names that code in `package` imports; what the package hands on counts as its home."""
    names = []
    for level, module, imported in imports:
        if level is None:
            names += imported
            continue
        above = package.split(".")[: len(package.split(".")) - level + 1] if level else []
        base = ".".join([*above, *filter(None, [module])])
        names += [base, *(f"{base}.{name}" for name in imported)]
    front = import_module("lrcourse")
    homes = {f"lrcourse.{name}": f"lrcourse.{home}" for name, home in (front._HOME | front._MODULES).items()}
    return [homes.get(name, name) for name in names]


def _read(file):
    """Return (what a module imports, its code as text without docstrings, comments and line numbers)."""
    state = file.stat()
    return _parsed(file, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1024)
def _parsed(file, changed_at, size):
    tree = ast.parse(file.read_bytes())
    imports = _imports(tree)
    for node in ast.walk(tree):
        if isinstance(node, WITH_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            node.body = node.body[1:]
    return imports, ast.dump(tree)


@lru_cache(maxsize=512)
def of_module(module):
    """Return the digest of a module, read once in a process."""
    return digest([module])
