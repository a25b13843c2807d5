"""What all tests share: no reader's answers are touched, and two processes have about the same to do."""

import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.browser import jupyterlab

LONGEST = (
    "test_lab.py",
    "test_claims.py",
    "test_slider_record.py",
    "test_nbval_strict.py",
    "test_course.py",
)
KEPT = "LRCOURSE_RUNS_KEPT"  # names a folder in which runs stay for the next session, as `course.py test quick` does
SHARING = ("tests/lessons/", "tests/exercises/", "tests/tools/test_claims.py")  # use the lessons' trained runs


def pytest_configure(config):
    """The processes of one session, the kernels they start among them, run each experiment once between them."""
    if not hasattr(config, "workerinput"):
        if KEPT in os.environ:
            os.environ["LRCOURSE_RUNS"] = os.environ[KEPT]
            _clear(Path(os.environ[KEPT]))
            return
        folder = tempfile.TemporaryDirectory()
        config.add_cleanup(folder.cleanup)
        os.environ["LRCOURSE_RUNS"] = folder.name


def _clear(folder):
    """Make the folder of kept runs, without what no test has used for a month."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.iterdir():
        with suppress(FileNotFoundError):  # another session's, just gone
            if time.time() - file.stat().st_mtime > 30 * 24 * 3600:
                file.unlink()


@pytest.fixture(scope="session")
def browser():
    """Give Chromium. Without it such tests are skipped; LRCOURSE_REQUIRE_BROWSER makes that a failure."""
    if jupyterlab.chromium() is None:
        reason = "no Chromium on the PATH: nothing was tried in a browser"
        (pytest.fail if os.environ.get("LRCOURSE_REQUIRE_BROWSER") else pytest.skip)(reason)
    with jupyterlab.browser() as browser:
        yield browser


@pytest.fixture(autouse=True)
def empty_answers(tmp_path, monkeypatch):
    """Return a folder for answers, so that no test reads or writes the student's own."""
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(tmp_path / "answers"))
    return tmp_path / "answers"


def pytest_collection_modifyitems(items):
    """Where several processes share the tests, a long one at the end would keep the others waiting."""
    order = [together(item.nodeid) for item in items]
    first = {scope: at for at, scope in reversed(list(enumerate(order)))}

    def rank(pair):
        item, scope = pair
        name = "test_claims.py" if scope == "trained" else item.path.name
        late = len(LONGEST) + (item.path.suffix == ".py")  # a lesson is longer than most files of tests
        return LONGEST.index(name) if name in LONGEST else late, first[scope]

    items[:] = [item for item, _ in sorted(zip(items, order), key=rank)]


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist, which need not be there
def pytest_xdist_make_scheduler(config, log):
    """Processes take files whole, but for what `together` says."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            return together(nodeid)

    return Scheduling(config, log)


def together(nodeid):
    """Return what a test goes to a process with: its file; all that use the lessons' trained runs, which are trained
    once in a process; every second lesson in the browser; what a function tries of the site; the environment in which
    the package is installed.
    """
    file, _, rest = nodeid.partition("::")
    name = file.rpartition("/")[2]
    if name == "test_pages.py":
        return nodeid.partition("[")[0]
    if name == "test_wheel.py":
        return f"{file} {'[oldest]' in rest}"
    if name == "test_lab.py":
        return f"{file} {int(rest.partition('[')[2][:2]) % 2}"
    return "trained" if file.startswith(SHARING) and KEPT not in os.environ else file
