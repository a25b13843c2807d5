"""Where the course's files lie: in a clone, or in an installed package."""

import os
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SHIPPED = PACKAGE / "shipped"  # only in a wheel, which holds data/ and the lessons here (pyproject.toml)
CLONE = None if SHIPPED.is_dir() else PACKAGE.parent
_ROOT = CLONE or SHIPPED
DATA = _ROOT / "data"
NOTEBOOKS = _ROOT / "notebooks"


def answers_folder():
    """Return the folder of the reader's answers: what LRCOURSE_ANSWERS names, or answers/ in a clone, which git
    ignores, or else lrcourse/ among the user's data.
    """
    if named := os.environ.get("LRCOURSE_ANSWERS"):
        return Path(os.path.expanduser(named))
    if CLONE:
        return CLONE / "answers"
    from platformdirs import user_data_path  # imported here: the grading's sandbox and clones can do without

    return user_data_path("lrcourse", appauthor=False)


def repository():
    """Return the address of the course's repository, from the installed package's metadata: "https://github.com/…".

    Return "" where the package is on the path but was never installed.
    """
    try:
        urls = metadata("lrcourse").get_all("Project-URL") or ()
    except PackageNotFoundError:
        return ""
    return next((url.partition(", ")[2] for url in urls if url.startswith("Repository")), "")


def version():
    """Return the course's version, such as "0.2.0"."""
    if CLONE:  # it may have been pulled since it was installed
        return tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return metadata("lrcourse")["Version"]


def to_install(extra=""):
    """Return what pip takes to install the package from its repository, such as "lrcourse[lab] @ git+https://…"."""
    return f"lrcourse{extra} @ git+{repository()}"


def get_back(file):
    """Return how a damaged file of the course is got back, in a sentence; `file` such as "data/digits.csv.gz"."""
    if CLONE:
        return f"Get it back with: git checkout -- {file}"
    return f'Install the package again: pip install --force-reinstall --no-deps "{to_install()}"'
