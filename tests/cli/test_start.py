"""`lab.start` runs a JupyterLab that has the course's settings, says where it is, and ends when it is told to."""

import hashlib
import json
import os
import signal
import subprocess
import sys

import pytest

from lrcourse.cli import lab

from .started import started

pytestmark = pytest.mark.kernel  # not a notebook's, but a server takes as long to start
OPENED = "dir/a lesson #1.ipynb"
OVERRIDES = json.loads(next(lab.SETTINGS.rglob("default_setting_overrides.d/*.json")).read_text(encoding="utf-8"))
EXTENSION = next(lab.SETTINGS.rglob("package.json"))
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """Return a folder with a notebook in a folder, a notebook's picture, and a text."""
    root = tmp_path_factory.mktemp("my lessons")
    for name, text in ((OPENED, "{}"), ("images/growth.svg", "<svg/>"), ("a_text.md", "")):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def running(tmp_path_factory, root):
    with started(tmp_path_factory.mktemp("own"), root, OPENED) as running:
        yield running


def test_the_log_is_short_and_gives_the_address_once(running):
    running.get("/lab/api/settings")  # by now everything has started
    lines = running.log.splitlines()
    assert len(lines) <= 10 and lines[0].startswith("Starting JupyterLab"), running.log
    assert running.log.count(f"{running.address}/lab/tree/dir/a%20lesson%20%231.ipynb?token=") == 1


@pytest.mark.parametrize("plugin", OVERRIDES)
def test_jupyterlab_reads_the_settings(running, plugin):
    known = json.loads(running.get(f"/lab/api/settings/{plugin}"))["schema"]["properties"]
    assert OVERRIDES[plugin] == {name: known[name]["default"] for name in OVERRIDES[plugin]}
    assert all("title" in known[name] for name in OVERRIDES[plugin]), "JupyterLab has no such setting"


def test_jupyterlab_loads_the_extension(running):
    about = json.loads(EXTENSION.read_text(encoding="utf-8"))
    page = running.get("/lab").decode()
    assert f'"name": "{about["name"]}"' in page
    load = about["jupyterlab"]["_build"]["load"]
    assert running.get(f"/lab/extensions/{about['name']}/{load}") == (EXTENSION.parent / load).read_bytes()


def test_an_extension_that_changes_gets_another_name():
    """A browser keeps a file of an extension for a year."""
    about = json.loads(EXTENSION.read_text(encoding="utf-8"))
    [file] = (EXTENSION.parent / "static").iterdir()
    text = file.read_text(encoding="utf-8").encode()  # also where git writes other ends of lines
    assert file.name == f"remoteEntry.{hashlib.sha256(text).hexdigest()[:8]}.js"
    assert about["jupyterlab"]["_build"]["load"] == f"static/{file.name}"


def test_the_pictures_folder_is_not_listed_and_its_pictures_are_there(running):
    assert {one["name"] for one in json.loads(running.get("/api/contents/"))["content"]} == {"dir", "a_text.md"}
    assert running.get("/files/images/growth.svg") == b"<svg/>"


def test_nothing_of_the_course_is_written_into_the_readers_settings(running):
    assert not [file for file in running.folder.rglob("*") if "lrcourse" in file.name or "overrides" in file.name]


@POSIX
def test_a_kill_reaches_jupyterlab(tmp_path, root):
    with started(tmp_path, root, OPENED) as running:
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(20) == 0
        with pytest.raises(OSError):
            running.get("/api")


@POSIX
def test_ctrl_c_is_for_jupyterlab_to_answer(tmp_path, root):
    """It asks back only on a terminal, which a test has not."""
    with started(tmp_path, root, root / OPENED, "--log-level=INFO") as running:
        running.get("/api")
        assert "Serving notebooks from" in running.log, "an option is stronger than the course's own"
        os.killpg(running.process.pid, signal.SIGINT)  # as a terminal does it: to all that runs on it
        assert running.process.wait(60) == 0
        assert "Traceback" not in running.log


def test_an_error_is_seen_and_its_code_returned(tmp_path, root):
    with pytest.raises(RuntimeError, match="Bad config"), started(tmp_path, root, OPENED, "--ServerApp.port=many"):
        pass


def test_a_readers_file_with_the_name_of_a_module_is_not_in_the_way(tmp_path, monkeypatch, root, capfd):
    (tmp_path / "random.py").write_text("raise SystemExit('a die of my own')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # a kill is still for the tests themselves
    assert lab.start(root, OPENED, ["--version"]) == 0, capfd.readouterr().err


@pytest.mark.parametrize("opened", ["missing.ipynb", "dir", os.path.abspath(__file__)])
def test_what_is_no_notebook_below_root_gets_a_sentence(root, opened):
    with pytest.raises(ValueError) as caught:
        lab.start(root, opened)
    assert str(caught.value) == f"opened={opened!r}: allowed is the path of a notebook below {root.resolve()}"


def test_paths_that_a_reader_has_set_stay_and_come_first(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "own")
    monkeypatch.delenv("JUPYTER_CONFIG_PATH", raising=False)
    environment = lab.environment()
    assert environment["JUPYTER_PATH"].split(os.pathsep) == ["own", str(lab.SETTINGS / "share" / "jupyter")]
    assert environment["JUPYTER_CONFIG_PATH"] == str(lab.SETTINGS / "etc" / "jupyter")
    assert environment["PATH"] == os.environ["PATH"]


@pytest.fixture
def home(tmp_path):
    """Return a home's folder, not made yet, and the variables of a reader who has it."""
    mine = {name: value for name, value in os.environ.items() if name not in lab.OWN}
    folder, temporary = tmp_path / "home", tmp_path / "temporary"
    temporary.mkdir()
    names = {"HOME": folder, "USERPROFILE": folder, "TMPDIR": temporary, "TEMP": temporary}
    return folder, mine | {name: str(path) for name, path in names.items()}


def test_where_the_home_cannot_be_written_matplotlib_and_jupyter_keep_their_things_elsewhere(home, tmp_path):
    folder, env = home  # root could write even there: not before it is asked for
    env["IPYTHONDIR"] = str(tmp_path / "own")
    command = [sys.executable, "-P", "-m", "lrcourse", "lab", str(tmp_path / "mine"), "--generate-config"]
    done = subprocess.run(command, env=env, cwd=lab.SETTINGS.parents[2], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not folder.exists() and (tmp_path / "own").is_dir()
    assert list((tmp_path / "temporary").rglob("jupyter_lab_config.py"))
    assert list((tmp_path / "temporary").rglob("fontlist*.json"))


def test_a_home_that_can_be_written_is_used(home):
    folder, env = home
    folder.mkdir()
    look = "from lrcourse.cli import lab; import os; lab.do_without_home(); print(set(lab.OWN) & set(os.environ))"
    done = subprocess.run([sys.executable, "-c", look], env=env, capture_output=True, text=True)
    assert done.stdout == "set()\n", done.stderr


def test_install_puts_the_settings_where_jupyter_looks_and_leaves_others(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    other = tmp_path / "etc" / "jupyter" / "labconfig" / "default_setting_overrides.json"
    other.parent.mkdir(parents=True)
    other.write_text("{}", encoding="utf-8")
    for _ in range(2):
        lab.install()
    assert other.read_text(encoding="utf-8") == "{}"
    files = {str(path.relative_to(lab.SETTINGS)): path.read_bytes() for path in lab.SETTINGS.rglob("*.js*")}
    assert len(files) == 3 and all((tmp_path / name).read_bytes() == text for name, text in files.items())


def test_installed_says_whether_jupyterlab_is_there(monkeypatch):
    assert lab.installed()
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    assert not lab.installed()
