"""The front door's promises. Nothing here needs a network; only one test makes a real environment."""

import ast
import errno
import hashlib
import http.server
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from lrcourse import answers, data

ROOT = Path(__file__).resolve().parent.parent
FILES = ("course.py", "requirements.txt", "pyproject.toml")
OFFLINE = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
}


@pytest.fixture
def folder(tmp_path):
    """Return a copy of the front door in a folder whose name has spaces and accents."""
    place = tmp_path / "le cours à moi"
    (place / "lrcourse" / "grading").mkdir(parents=True)
    for name in FILES:
        shutil.copy(ROOT / name, place)
    return place


@pytest.fixture
def course(folder, monkeypatch):
    """Give course.py as a module, in that folder, each step of its set-up replaced by a note in `course.steps`."""
    spec = importlib.util.spec_from_file_location("course_under_test", folder / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.steps, module.intact, module.code = [], False, 0

    def make_venv(venv):
        module.steps.append("venv")
        shutil.rmtree(venv, ignore_errors=True)
        venv.mkdir()
        module.intact = True

    def run(venv, args, folder=None):
        module.steps.append(args)
        return module.code

    monkeypatch.setattr(module, "make_venv", make_venv)
    monkeypatch.setattr(module, "install", lambda venv, kind, *rest: module.steps.append(kind))
    monkeypatch.setattr(module, "works", lambda venv: module.intact)
    monkeypatch.setattr(module, "run", run)
    before = signal.getsignal(signal.SIGTERM)
    yield module
    signal.signal(signal.SIGTERM, before)


def call(folder, *args, python=sys.executable, **more):
    """Run course.py in that folder, without a network; return the finished process."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    env = {key: value for key, value in env.items() if not key.lower().endswith("_proxy")} | OFFLINE | more
    return subprocess.run(
        [python, folder / "course.py", *args], env=env, capture_output=True, text=True, encoding="utf-8", timeout=60
    )


def one_line(stderr):
    """Return the complaint; raise AssertionError unless it is one line and no traceback."""
    assert stderr.count("\n") == 1 and stderr.startswith("course.py: "), stderr
    return stderr


# What goes wrong


def old_pythons():
    """Yield the Pythons on this machine that are too old for the course."""
    found = [shutil.which(f"python3.{minor}") for minor in range(6, 11)]
    found += (Path.home() / ".pyenv" / "versions").glob("3.[6-9].*/bin/python")
    for python in filter(None, found):
        asked = subprocess.run(
            [python, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True
        )
        if asked.returncode == 0 and (3, 6) <= ast.literal_eval(asked.stdout) < (3, 11):
            yield python


def test_an_old_python_gets_one_clear_line(folder):
    tried = 0
    for python in old_pythons():
        done = call(folder, "lab", python=python)
        assert done.returncode == 1 and "3.11 to 3.14" in one_line(done.stderr)
        tried += 1
    if not tried:
        pytest.skip("no Python older than 3.11 is at hand")


@pytest.mark.parametrize(
    "version, welcome", [((3, 10, 9), False), ((3, 11, 0), True), ((3, 14, 1), True), ((3, 15, 0), False)]
)
def test_versions(course, capsys, monkeypatch, version, welcome):
    monkeypatch.setattr(course.sys, "version_info", version)
    assert course.main(["lab"]) == (0 if welcome else 1)
    if not welcome:
        assert f"3.{version[1]}" in one_line(capsys.readouterr().err) and course.steps == []


@pytest.mark.parametrize("system, python", [("nt", "py -3.13"), ("posix", "python3.13")])
def test_the_python_to_install_is_called_as_on_this_system(course, monkeypatch, system, python):
    monkeypatch.setattr(course, "os", SimpleNamespace(name=system))
    with pytest.raises(course.Problem, match=f"{python} course.py lab"):
        course.check_python((3, 10, 9))


def test_an_old_python_can_parse_it():
    ast.parse((ROOT / "course.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_versions_agree_with_pyproject(course):
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert (
        wanted == f">=3.{course.OLDEST[1]}"
    )  # the package itself has no newest; requirements.txt does, by numpy's wheels


def test_without_a_network_and_after_an_interruption(folder):
    leftover = folder / ".venv" / "leftover"  # an environment without a stamp: its installation was interrupted
    leftover.mkdir(parents=True)
    done = call(folder, "lab", "--no-browser")
    assert done.returncode == 1 and "no connection" in one_line(done.stderr)
    assert not leftover.exists() and not (folder / ".venv" / "course.json").exists()
    assert (folder / ".venv" / "install.log").stat().st_size > 0


def test_a_python_without_venv(folder, tmp_path):
    (tmp_path / "runner.py").write_text(
        "import importlib.util as u, runpy, sys\n"
        "find = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'ensurepip' else find(name, *rest)\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, tmp_path / "runner.py", folder / "course.py", "test"], capture_output=True, text=True
    )
    assert done.returncode == 1 and "apt install python3-venv" in one_line(done.stderr)


def test_a_place_that_cannot_be_written(folder):
    (folder / "build").write_text("in the way")
    done = call(folder, "lab")
    assert done.returncode == 1 and "build" in one_line(done.stderr)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS], ids=errno.errorcode.get)
def test_a_read_only_folder_says_where_to_go(course, monkeypatch, capsys, number):
    def refuse(path, *args, **options):
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(course.Path, "mkdir", refuse)
    assert course.main(["lab"]) == 1 and course.steps == []
    said = one_line(capsys.readouterr().err)
    assert str(course.ROOT) in said and "copy the course's folder" in said and "the package lrcourse" in said


@pytest.mark.skipif(os.name == "nt", reason="users and permissions as POSIX has them")
def test_a_read_only_folder_for_real():
    """As root, who writes everywhere, for another user, with whatever Python that one can start."""
    before, python = [], sys.executable
    if os.geteuid() == 0:
        before, python = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"], "/usr/bin/python3"
    if before and not (shutil.which("setpriv") and os.path.exists(python)):
        pytest.skip("root, and no setpriv or no /usr/bin/python3")
    with tempfile.TemporaryDirectory() as folder:  # pytest's own is for one user only
        for name in FILES:
            shutil.copy(ROOT / name, folder)
        os.chmod(folder, 0o555)
        done = subprocess.run([*before, python, f"{folder}/course.py", "lab"], capture_output=True, text=True)
        assert os.listdir(folder) and not os.path.exists(f"{folder}/build")
        os.chmod(folder, 0o755)
    if "and the course needs" in done.stderr:
        pytest.skip("/usr/bin/python3 is too old")
    assert done.returncode == 1 and "copy the course's folder" in one_line(done.stderr)


@pytest.mark.parametrize("slow", [True, False], ids=["no answer", "refused"])
def test_offline_is_said_within_ten_seconds(folder, slow):
    """pip alone would try for a minute or more: its retries are not switched off here."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        address = f"http://127.0.0.1:{silent.getsockname()[1] if slow else 9}/simple"
        began = time.monotonic()
        done = call(folder, "lab", "--no-browser", PIP_INDEX_URL=address, PIP_RETRIES="5")
    assert done.returncode == 1 and "is this computer online?" in one_line(done.stderr)
    assert time.monotonic() - began < 30  # 10 s on a quiet machine


class Refusing(http.server.BaseHTTPRequestHandler):
    """A proxy that wants a password."""

    def do_CONNECT(self):
        self.send_response(407)
        self.end_headers()

    def log_message(self, *args):
        pass


@contextmanager
def serving(context=None):
    """Serve Refusing on this machine, over TLS if a context is given; yield the port."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


@pytest.fixture
def complaint(live, folder, monkeypatch):
    """Give a function that installs with the tests' own pip, and returns what is said when that fails."""
    (folder / "requirements.txt").write_text("no-such-package==1\n")  # what the tests have would not be looked up
    for name in os.environ:
        if name.startswith("PIP_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)

    def install(**environ):
        for name, value in (OFFLINE | environ).items():
            monkeypatch.setenv(name, value)
        began = time.monotonic()
        with pytest.raises(live.Offline) as error:
            live.install(folder / ".venv", "lab", folder / ".venv" / "install.log")
        assert time.monotonic() - began < 30  # 10 s on a quiet machine, where pip alone tries for a minute
        return str(error.value)

    return install


@pytest.mark.parametrize("running", [True, False], ids=["wants a password", "not there"])
def test_a_proxy_is_named(complaint, running):
    with serving() as port:
        proxy = f"127.0.0.1:{port if running else 9}"
        index = "https://index.invalid/simple"
        said = complaint(HTTPS_PROXY=f"http://ada:secret@{proxy}/", PIP_INDEX_URL=index, PIP_RETRIES="5")
    assert f"through the proxy {proxy}" in said and "set HTTPS_PROXY" in said
    assert ("407 Proxy Authentication Required" in said) == running
    assert "online" not in said and "secret" not in said


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl to make a certificate with")
def test_a_certificate_that_is_not_trusted_is_named(complaint, tmp_path):
    make = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost"
    make += " -addext subjectAltName=DNS:localhost"
    subprocess.run(make.split(), cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    with serving(context) as port:
        said = complaint(PIP_INDEX_URL=f"https://localhost:{port}/simple", PIP_RETRIES="5")
    assert "certificate" in said and "set PIP_CERT" in said
    assert "online" not in said and "proxy" not in said


@pytest.mark.parametrize(
    "command", ["lab", "test", "notebooks", "pages", "progress", "homework", "claims", "address", "ranges"]
)
def test_every_command_says_what_it_does_and_does_nothing(course, capsys, command):
    for flag in ("--help", "-h"):
        assert course.main([command, flag]) == 0
        assert capsys.readouterr().out.startswith(f"python3 course.py {command}: ")
    assert course.steps == []


@pytest.mark.parametrize(
    "args", [["claims", "--fast"], ["claims", "abc"], ["progress", "03"], ["notebooks", "--chek"], ["pages", "now"]]
)
def test_what_a_command_does_not_know_is_refused_before_anything_is_done(course, capsys, args):
    assert course.main(args) == 1 and course.steps == []
    assert f"{args[0]} does not know {args[1]!r}" in one_line(capsys.readouterr().err)


def test_homework_alone_lists_what_may_follow(course, capsys):
    assert course.main(["homework"]) == 0 and course.steps == []
    said = capsys.readouterr().out
    assert all(re.search(rf"\b{word}\b", said) for word in ("hand-in", *course.GRADING))
    from lrcourse.grading.__main__ import COMMANDS  # which a students' copy does not have

    assert set(course.GRADING) == set(COMMANDS)


def test_homework_does_not_install_for_a_word_it_does_not_know(course, capsys):
    assert course.main(["homework", "relase"]) == 1 and course.steps == []
    assert "'relase'" in (said := one_line(capsys.readouterr().err)) and "hand-in, release" in said


def test_in_a_students_copy_homework_says_before_installing_that_only_hand_in_works(course, capsys):
    (course.ROOT / "lrcourse" / "grading").rmdir()
    for words in ([], ["grade", "hw1_stability"]):
        assert course.main(["homework", *words]) == 1 and course.steps == []
        assert "for students: of homework, only hand-in works" in one_line(capsys.readouterr().err)
    assert course.main(["homework", "hand-in"]) == 0


def test_numbers_of_claims_go_on(course):
    assert course.main(["claims", "3", "12", "--jobs", "2"]) == 0
    assert course.steps[-1] == ["-m", "lrcourse.tools.claims", "3", "12", "--jobs", "2"]


def test_an_unknown_command(folder):
    done = call(folder, "lap")
    assert done.returncode == 1 and "'lap'" in one_line(done.stderr) and "lab" in done.stderr


@pytest.mark.parametrize("args", [(), ("-h",), ("--help",)])
def test_help(folder, args):
    done = call(folder, *args)
    assert done.returncode == 0 and done.stderr == "" and len(done.stdout.splitlines()) < 15
    assert all(command in done.stdout for command in ("lab", "test", "notebooks", "ranges", "Windows"))


def test_ctrl_c_while_installing(course, capsys, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(course, "install", stopped)
    assert course.main(["lab"]) == 130
    one_line(capsys.readouterr().err)
    assert not course.STAMP.exists()


@pytest.mark.parametrize(
    "log, said",
    [
        (
            "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError(...)'\nERROR: No "
            "matching distribution",
            "no connection",
        ),
        (
            "Collecting x\nERROR: Could not install packages due to an OSError: [Errno 28] No space left on "
            "device\n\nnote: more",
            "No space left",
        ),
        ("something unforeseen\n", "something unforeseen"),
        ("ERROR: Exception:\nTraceback (most recent call last):\n  File\nValueError: of pip\n", "ValueError: of pip"),
        ("", "no reason"),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 2] No such file or directory: 'C:\\x'\nHINT: "
            "This error might have occurred since this system does not have Windows Long Path support enabled. You can "
            "find information on how to enable this at https://pip.pypa.io/warnings/enable-long-paths\n\n",
            "'C:\\x' HINT: This error might have occurred since this system does not have Windows Long Path support "
            "enabled. You can find information on how to enable this at https://pip.pypa.io/warnings/enable-long-paths",
        ),
        (
            "WARNING: Retrying (...) after connection broken by 'SSLError(SSLCertVerificationError(1, '[SSL: "
            "CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)'))': "
            "/simple/numpy/\n",
            "not trusted (self-signed certificate); if",
        ),
        (
            "WARNING: Retrying (...) after connection broken by 'SSLError(SSLCertVerificationError('“index” "
            "certificate is not trusted'))': /simple/numpy/\n",  # macOS
            "not trusted; if",
        ),
        (
            "WARNING: Retrying (...) after connection broken by 'ProxyError('Cannot connect to proxy.', "
            "OSError('Tunnel connection failed: 403 Forbidden'))': /simple/numpy/\n",
            "through the proxy (403 Forbidden); set",
        ),
        (
            "ERROR: Could not install packages due to an OSError: Please check proxy URL. It is malformed and could be "
            "missing the host.\n",
            "through the proxy; set",
        ),
    ],
)
def test_the_reason_is_found_in_pips_output(course, monkeypatch, log, said):
    monkeypatch.setattr(course, "getproxies", dict)
    monkeypatch.delenv("PIP_PROXY", raising=False)
    assert said in course.why(log) and "\n" not in course.why(log)


@pytest.mark.parametrize(
    "url, proxy",
    [
        ("http://10.0.0.1:3128", "10.0.0.1:3128"),
        ("http://ada:p@ss/word@proxy:80/", "proxy:80"),
        ("ada:secret@proxy:80", "proxy:80"),
        ("http://[::1", "[::1"),
    ],
)
@pytest.mark.parametrize("name", ["PIP_PROXY", "HTTPS_PROXY", "all_proxy"])
def test_a_proxy_is_shown_without_its_password(course, monkeypatch, name, url, proxy):
    """pip 26 says of a proxy that cannot be reached only what it says of an index that cannot."""
    monkeypatch.delenv("PIP_PROXY", raising=False)
    for other in ("https", "all"):
        monkeypatch.delenv(f"{other}_proxy", raising=False)
        monkeypatch.delenv(f"{other}_proxy".upper(), raising=False)
    monkeypatch.setenv(name, url)
    said = course.why("WARNING: Retrying (...) after connection broken by 'NewConnectionError(...)'")
    assert f"through the proxy {proxy};" in said


# What installing shows

PIP = """\
Looking in indexes: https://index/simple
Collecting jupyterlab<5,>=4.4.9
  Downloading jupyterlab-4.6.6-py3-none-any.whl.metadata (16 kB)
Processing /wheels/numpy-2.4.6.whl
Requirement already satisfied: six in ./lib/site-packages (1.17.0)
Collecting cycler>=0.10 (from matplotlib)
  Using cached cycler-0.12.1-py3-none-any.whl.metadata (3.8 kB)
Downloading jupyterlab-4.6.6-py3-none-any.whl (17.3 MB)
     ---- 17.3/17.3 MB 275.2 MB/s
Using cached cycler-0.12.1-py3-none-any.whl (8.3 kB)
Installing collected packages: six, numpy, jupyterlab
Successfully installed numpy-2.4.6
""".splitlines(keepends=True)


@pytest.mark.parametrize(
    "lines, phase",
    [
        (0, "at first"),
        (1, "at first"),
        (2, "looking up packages: 1 so far"),
        (7, "looking up packages: 3 so far"),
        (8, "downloading packages: 1 of 3"),
        (10, "downloading packages: 2 of 3"),
        (11, "installing 3 packages"),
        (12, "installing 3 packages"),
    ],
)
def test_pips_output_tells_the_phase(course, monkeypatch, lines, phase):
    monkeypatch.setattr(course.sys.stdout, "isatty", lambda: True)
    assert course.phase_of("".join(PIP[:lines]), "at first") == phase


def test_a_single_package_is_named(course):
    assert course.phase_of("Installing collected packages: lrcourse\n", "at first") == "installing lrcourse"


@pytest.mark.parametrize(
    "terminal, shown",
    [
        (
            False,
            "  begins\n  looking up packages\n  looking up packages: 20 so far\n  looking up packages: 40 so far\n",
        ),
        (
            True,
            "".join(f"\r  {'looking up packages: ' + str(n) + ' so far' if n else 'begins':<50}" for n in range(45)),
        ),
    ],
)
def test_a_terminal_shows_every_count_in_one_line_and_a_file_few(course, monkeypatch, capsys, terminal, shown):
    monkeypatch.setattr(course.sys.stdout, "isatty", lambda: terminal)
    texts = iter(["Collecting x\n" * n for n in range(45) for _ in (1, 2)])
    waits = iter([None] * 89 + [0])

    def wait(seconds):
        code = next(waits)
        if code is None:
            raise subprocess.TimeoutExpired("pip", seconds)
        return code

    assert course.wait(SimpleNamespace(wait=wait), lambda: next(texts), "begins") == 0
    assert capsys.readouterr().out == shown


def test_what_the_first_call_of_pip_printed_says_nothing_about_the_second(course, folder, monkeypatch, capsys):
    """The log has both. With the first's "Downloading", a second that reaches nobody would go on for a minute."""
    monkeypatch.setattr(course, "python_of", lambda venv: sys.executable)
    log = folder / "log"
    log.write_text("é Downloading x\nInstalling collected packages: a, b\n", encoding="utf-8")
    code, text = course.pip(folder / ".venv", ["--no-index", "no-such-package"], log, "installing the course itself")
    assert code == 1 and "no-such-package" in text and "Downloading" not in text
    assert log.read_text(encoding="utf-8").endswith(text)
    assert capsys.readouterr().out == "  installing the course itself\n"


# What is installed, and when


def test_a_second_start_installs_nothing(course):
    course.prepare("lab")
    assert course.steps == ["venv", "lab"]
    course.prepare("lab")
    assert course.steps == ["venv", "lab"]


def test_the_set_up_for_tests_serves_the_lab_too(course):
    course.prepare("lab")
    course.prepare("test")  # adds to what is there
    course.prepare("lab")
    assert course.steps == ["venv", "lab", "test"]


def test_extras_add_up(course):
    course.main(["homework", "grade", "hw1_stability"])
    course.main(["homework", "hand-in"])
    course.main(["test", "homework", "-x"])
    course.main(["test", "-x"])
    assert course.steps == [
        "venv",
        "teach",
        ["-m", "lrcourse.grading", "grade", "hw1_stability"],
        ["-P", "-m", "lrcourse", "hand-in"],
        "teach,test",
        ["-m", "pytest", *course.PARTS["homework"][1], "-x"],
        ["-m", "pytest", "-x"],
    ]


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_changed_list_is_installed_over_the_old(course, name):
    course.prepare("test")
    with (course.ROOT / name).open("a") as file:
        file.write("# changed\n")
    course.prepare("lab")
    assert course.steps == ["venv", "test", "test"]


@pytest.mark.parametrize("change", [{"place": "elsewhere"}, {"python": "3.9"}])
def test_a_moved_folder_or_another_python_begins_anew(course, change):
    course.prepare("lab")
    course.STAMP.write_text(json.dumps(course.stamp("lab") | change))
    course.prepare("lab")
    assert course.steps == ["venv", "lab"] * 2


@pytest.mark.parametrize("stamp", ["", "[]", "{", None])
def test_an_environment_without_a_whole_stamp_is_made_anew(course, stamp):
    course.prepare("lab")
    course.STAMP.unlink() if stamp is None else course.STAMP.write_text(stamp)
    course.prepare("lab")
    assert course.steps == ["venv", "lab"] * 2


def test_an_environment_whose_python_is_gone_is_made_anew(course):
    course.prepare("lab")
    course.intact = False
    course.prepare("lab")
    assert course.steps == ["venv", "lab"] * 2


def test_a_link_to_another_clones_environment_is_replaced_and_that_environment_left_alone(course, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "course.json").write_text(json.dumps(course.stamp("lab") | {"place": "elsewhere"}))
    course.VENV.symlink_to(theirs)
    course.intact = True
    course.prepare("lab")
    assert (theirs / "course.json").exists() and not course.VENV.is_symlink() and course.steps == ["venv", "lab"]
    course.VENV.rename(tmp_path / "ours")
    course.VENV.symlink_to(tmp_path / "ours")  # one's own, moved to another disk, is added to
    course.prepare("test")
    assert course.VENV.is_symlink() and course.steps == ["venv", "lab", "test"]


def test_what_an_older_build_left_beside_the_package_is_removed(course):
    """In the course's folder, importlib.metadata finds it before what is installed."""
    left = course.ROOT / "lrcourse.egg-info"
    left.mkdir()
    (left / "PKG-INFO").write_text("Name: lrcourse\nVersion: 0.0.1\n")
    course.prepare("lab")
    assert not left.exists()


def test_no_stamp_while_something_is_being_installed(course, monkeypatch):
    course.prepare("lab")

    def failing(*_):
        assert not course.STAMP.exists()
        raise course.Problem("no")

    monkeypatch.setattr(course, "install", failing)
    assert course.main(["test"]) == 1 and not course.STAMP.exists()


def test_without_a_network_what_was_installed_before_still_serves(course, monkeypatch):
    course.prepare("lab")
    before = course.STAMP.read_text()

    def offline(*_):
        raise course.Offline("no connection")

    monkeypatch.setattr(course, "install", offline)
    assert course.main(["test"]) == 1 and course.STAMP.read_text() == before
    assert course.main(["progress"]) == 0


def test_without_a_network_a_changed_list_costs_nothing_of_what_was_installed(course, monkeypatch):
    course.prepare("lab")
    with (course.ROOT / "requirements.txt").open("a") as file:
        file.write("# changed\n")

    def offline(*_):
        raise course.Offline("no connection")

    with monkeypatch.context() as patch:
        patch.setattr(course, "install", offline)
        assert course.main(["lab"]) == 1
    course.prepare("lab")
    assert course.steps == ["venv", "lab", "lab"], "once online, it goes on with the same environment"


def test_works_tells_a_sound_environment_from_a_broken_one(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("course_itself", ROOT / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert not module.works(tmp_path)
    monkeypatch.setattr(module, "python_of", lambda venv: sys.executable)  # the tests' own environment holds everything
    assert module.works(tmp_path)
    monkeypatch.setattr(module, "lower_bounds", lambda files: ["numpy==1", "no_such_package==1"])
    assert not module.works(tmp_path)


@pytest.mark.parametrize("kind", ["text", "folder", "dangling link", "silent"])
def test_a_python_that_is_none_is_noticed(tmp_path, kind):
    spec = importlib.util.spec_from_file_location("course_itself", ROOT / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    python = Path(module.python_of(tmp_path))
    python.parent.mkdir(parents=True)
    if kind == "folder":
        python.mkdir()
    elif kind == "dangling link":
        python.symlink_to(tmp_path / "nowhere")
    else:
        python.write_text("#!/bin/false\n" if kind == "silent" else "not a program")
        python.chmod(0o755)
    assert not module.works(tmp_path)


def test_two_starts_at_once_install_once_and_both_go_on(course, monkeypatch, capsys):
    install = course.install

    def slowly(*args):
        time.sleep(0.7)
        install(*args)

    monkeypatch.setattr(course, "install", slowly)
    starts = [threading.Thread(target=course.prepare, args=("lab",)) for _ in range(2)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert course.steps == ["venv", "lab"] and "waiting for it" in capsys.readouterr().out
    course.prepare("lab")
    assert course.steps == ["venv", "lab"]


def test_a_killed_start_does_not_block_the_next(course):
    holder = (
        "import fcntl, sys, time; f = open(sys.argv[1], 'a+b'); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True); "
    )
    course.LOCK.parent.mkdir()
    command = [sys.executable, "-c", holder + "time.sleep(60)", str(course.LOCK)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with course.LOCK.open("a+b") as file:
            assert not course.lock(file)
        other.kill()
    course.prepare("lab")
    assert course.steps == ["venv", "lab"]


@pytest.mark.skipif(os.name == "nt", reason="locks as POSIX has them")
@pytest.mark.parametrize("number, goes_on", [(errno.ENOLCK, True), (errno.ENOSYS, True), (errno.EAGAIN, False)])
def test_where_there_are_no_locks_nobody_is_waited_for(course, monkeypatch, number, goes_on):
    import fcntl

    def flock(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", flock)
    with (course.ROOT / "lock").open("a+b") as file:
        assert course.lock(file) == goes_on


def test_a_set_up_that_belongs_to_somebody_else_is_used_as_it_is(course, monkeypatch, capsys):
    course.prepare("lab")
    course.STAMP.write_text(json.dumps(course.stamp("lab") | {"python": "3.9"}))
    monkeypatch.setattr(course.os, "access", lambda path, mode: False)
    course.prepare("lab")
    assert course.steps == ["venv", "lab"]
    assert course.main(["test"]) == 1
    assert "copy the course's folder to a place of your own" in one_line(capsys.readouterr().err)


@pytest.mark.parametrize("home", ["nowhere", "a file"])
def test_a_home_that_cannot_be_written_is_not_used(course, tmp_path, monkeypatch, home):
    if home == "a file":
        monkeypatch.setattr(course.os, "access", lambda path, mode: False)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / home))
    for name in ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    env = course.environment(course.VENV)
    quiet = "import matplotlib; matplotlib.get_cachedir(); import IPython.paths; IPython.paths.get_ipython_dir()"
    done = subprocess.run([sys.executable, "-W", "error", "-c", quiet], env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name, told", [("le cours à moi", True), ("my course", False)])
def test_the_package_is_found_where_its_path_is_not_ascii(course, monkeypatch, name, told):
    """pip's link to a clone is a file in UTF-8; before 3.13, Python on Windows reads it in the system's encoding."""
    monkeypatch.setattr(course, "ROOT", Path("/home", name))
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert course.environment(course.VENV).get("PYTHONPATH") == (str(course.ROOT) if told else None)


@pytest.mark.parametrize("name", ["OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"])
@pytest.mark.parametrize("before, after", [(None, "1"), ("4", "4")])
def test_matrices_are_multiplied_by_one_thread_unless_the_reader_says_otherwise(name, before, after):
    env = {key: value for key, value in os.environ.items() if key != name} | ({name: before} if before else {})
    look = [sys.executable, "-c", f"import lrcourse, os; print(os.environ[{name!r}])"]
    assert subprocess.run(look, env=env, cwd=ROOT, capture_output=True, text=True).stdout.strip() == after


# What is run


@pytest.mark.parametrize(
    "command, begins",
    [("lab", ["-P", "-m", "lrcourse"]), ("test", ["-m", "pytest"])],
)
def test_arguments_go_on_and_the_exit_code_comes_back(course, command, begins):
    course.code = 5
    assert course.main([command, "--port", "9000", "a b"]) == 5
    assert course.steps[-1][: len(begins)] == begins and course.steps[-1][-3:] == ["--port", "9000", "a b"]


def test_readers_commands_are_those_of_the_package(course):
    for command, words in (("lab", ["lab"]), ("progress", ["progress"]), ("homework hand-in", ["hand-in"])):
        course.main(command.split())
        assert course.steps[-1] == ["-P", "-m", "lrcourse", *words]


def test_readers_commands_run_where_the_reader_is_without_taking_modules_from_there(live, tmp_path, monkeypatch, capfd):
    (tmp_path / "random.py").write_text("raise SystemExit('a die of my own')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(live, "prepare", lambda kind: None)
    answers.append({"kind": "answer", "question": "too_large.4"})
    assert live.homework(["hand-in", "--student", "ada"]) == 0, capfd.readouterr().err
    assert (tmp_path / "ada.json").exists()


@pytest.fixture
def live(folder, monkeypatch):
    """Give course.py as a module whose `run` takes the tests' Python for the environment's."""
    spec = importlib.util.spec_from_file_location("course_live", folder / "course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "python_of", lambda venv: sys.executable)
    before = signal.getsignal(signal.SIGTERM)
    yield module
    signal.signal(signal.SIGTERM, before)


def test_run_returns_the_exit_code_in_the_right_place(live, folder, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    look = "import os, sys; fine = sys.flags.utf8_mode and '/nowhere' not in sys.path and "
    look += "os.path.samefile('.', sys.argv[1]); sys.exit(7 if fine else 1)"
    assert live.run(folder / ".venv", ["-c", look, str(folder)]) == 7


@pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")
def test_a_kill_reaches_what_was_started(live, folder):
    began = time.monotonic()
    child = "import os, signal, time; os.kill(os.getppid(), signal.SIGTERM); time.sleep(30)"
    assert live.run(folder / ".venv", ["-c", child]) == 128 + signal.SIGTERM
    assert time.monotonic() - began < 10


def test_ranges_tries_both_ends_and_tells_the_worse(course, capsys, monkeypatch):
    pins, codes = [], iter([1, 0])
    monkeypatch.setattr(
        course, "install", lambda venv, kind, log, options: pins.append(Path(options[1]).read_text().split())
    )
    monkeypatch.setattr(course, "run", lambda venv, args: next(codes))
    monkeypatch.setattr(course, "versions", lambda venv: ["numpy 2"])
    assert course.main(["ranges"]) == 1
    assert pins == [course.lower_bounds(), []]
    assert re.findall(r"(\w+): exit code (\d)", capsys.readouterr().out) == [("oldest", "1"), ("newest", "0")]


# The lists


def requirements():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_lower_bounds_pin_every_range(course):
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    ranges = [line for line in requirements() + extras["test"] if ">=" in line]
    assert course.lower_bounds() == [re.sub(">=([^,]+),.*", r"==\1", line) for line in ranges]
    assert {"numpy==2.4.0", "matplotlib==3.11.0"} < set(course.lower_bounds())


def test_the_package_states_oldest_versions_and_requirements_narrow_them():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    narrow = {Requirement(line).name: Requirement(line).specifier for line in requirements()[:-1]}
    wide = {Requirement(line).name: Requirement(line).specifier for line in project["dependencies"]}
    assert requirements()[-1] == "-e ." and {"jupyterlab", "nbval", "pytest", *wide} == set(narrow)
    assert all(re.fullmatch(r"[a-z]+(>=[\d.]+,<[\d.]+|==[\d.]+)", line) for line in requirements()[:-1])
    for name, asked in wide.items():
        (oldest,) = asked  # one bound, no cap
        (wanted,) = [one.version for one in narrow[name] if one.operator == ">="]
        assert oldest.operator == ">=" and Version(oldest.version) <= Version(wanted), name
    (lab,) = map(Requirement, project["optional-dependencies"]["lab"])
    assert (lab.name, lab.specifier) == ("jupyterlab", narrow["jupyterlab"])


def test_binder_installs_from_requirements_alone():
    """With requirements.txt or runtime.txt at the top, repo2docker would also install a copy of the package."""
    assert (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8") == "-r ../requirements.txt\n"
    assert re.fullmatch(r"python-3\.1[1-4]\n", (ROOT / "binder" / "runtime.txt").read_text())
    assert "-e ." in requirements()
    assert not any(
        (ROOT / name).exists() for name in (".binder", "setup.py", "runtime.txt", "environment.yml", "Pipfile")
    )


def test_every_folder_of_the_package_is_a_package():
    folders = {path.parent for path in (ROOT / "lrcourse").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


NOTE = "<!-- until an address is set -->\r\nThe links lead nowhere yet.\r\n<!-- an address is set -->\r\n\r\n"


@pytest.fixture
def addressed(course):
    """Give course.py beside copies of all files that name the repository; those that are no notebook are returned."""
    for path in (ROOT / "README.md", ROOT / "CITATION.cff", *(ROOT / "notebooks").rglob("*.ipynb")):
        copy = course.ROOT / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    readme = course.ROOT / "README.md"
    text = re.sub(f"{NOTE[:20]}.*?{NOTE[-30:].strip()}\n+", "", readme.read_text(encoding="utf-8"), flags=re.S)
    top, rest = text.encode().split(b"\n", 1)  # line ends of two kinds, which are to be kept
    readme.write_bytes(top + b"\r\n" + rest)
    return course


def bytes_below(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_command_sets_the_address_of_every_link(addressed, capsys):
    assert addressed.main(["address"]) == 0
    now = capsys.readouterr().out.strip()
    before = bytes_below(addressed.ROOT)
    assert addressed.main(["address", "ada-l/learning.rate"]) == 0
    after = bytes_below(addressed.ROOT)
    changed = {path.as_posix() for path in before if after[path] != before[path]}
    books = {path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks").rglob("*.ipynb")}
    assert changed == books | {"README.md", "CITATION.cff", "pyproject.toml"} and set(before) == set(after)
    texts = [after[Path(path)] for path in changed]
    assert all(b"/ada-l/learning.rate" in text and f"/{now}".encode() not in text for text in texts)
    assert addressed.main(["address", now]) == 0 and bytes_below(addressed.ROOT) == before


def test_a_note_that_no_address_is_set_leaves_the_readme_once_one_is(addressed):
    readme = addressed.ROOT / "README.md"
    addressed.main(["address", addressed.NO_ADDRESS])
    without = readme.read_bytes()
    with_note = without.replace(b"\n![", b"\n" + NOTE.encode() + b"![", 1)
    readme.write_bytes(with_note)
    assert addressed.main(["address", addressed.NO_ADDRESS]) == 0 and readme.read_bytes() == with_note
    assert addressed.main(["address", "ada-l/learning.rate"]) == 0 and b"nowhere yet" not in readme.read_bytes()
    assert addressed.main(["address", addressed.NO_ADDRESS]) == 0 and readme.read_bytes() == without


def test_the_readme_has_that_note_until_an_address_is_set(course):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    marked = "<!-- until an address is set -->" in readme or "<!-- an address is set -->" in readme
    assert not marked or (len(course.UNTIL_SET.findall(readme)) == 1 and f"/{course.NO_ADDRESS}/" in readme)


def test_an_address_installs_anew_so_that_the_package_says_it_too(addressed):
    addressed.main(["progress"])
    addressed.main(["address", "ada-l/learning.rate"])
    addressed.main(["progress"])
    assert addressed.steps == [
        "venv",
        "lab",
        ["-P", "-m", "lrcourse", "progress"],
        "lab",
        ["-P", "-m", "lrcourse", "progress"],
    ]


def test_a_file_whose_writing_is_interrupted_is_as_it_was_and_the_next_call_does_the_rest(addressed, monkeypatch):
    real, before = os.replace, bytes_below(addressed.ROOT)

    def stopped(new, old):
        if old.endswith("README.md"):
            raise KeyboardInterrupt
        real(new, old)

    with monkeypatch.context() as patch:
        patch.setattr(addressed.os, "replace", stopped)
        assert addressed.main(["address", "ada-l/learning.rate"]) == 130
    assert (addressed.ROOT / "README.md").read_bytes() == before[Path("README.md")]
    assert addressed.main(["address", "ada-l/learning.rate"]) == 0
    assert all(b"/ada-l/learning.rate" in path.read_bytes() for path in addressed.addressed())


def test_no_other_file_links_to_the_address(course):
    now = re.search(r"/v2/gh/([^/]+/[^/]+)/", (ROOT / "README.md").read_text(encoding="utf-8"))[1]
    files = [*ROOT.glob("*"), *(ROOT / "lrcourse").rglob("*.py"), *(ROOT / "notebooks").rglob("*.*")]
    files += [*(ROOT / "data").glob("*.*"), *(ROOT / "benchmarks").glob("*.*"), *(ROOT / ".github").rglob("*.*")]
    files = [file for file in files if file.suffix in (".md", ".cff", ".py", ".ipynb", ".toml", ".txt", ".yml")]
    link = re.compile(rf"(github\.com|/gh)/{re.escape(now)}\b")
    linking = {file.relative_to(ROOT) for file in files if link.search(file.read_text(encoding="utf-8"))}
    allowed = {path.relative_to(course.ROOT) for path in course.addressed()}
    books = {path.relative_to(ROOT) for path in (ROOT / "notebooks").rglob("*.ipynb")}
    assert linking - {Path("course.py")} == allowed | books  # course.py gives an example


@pytest.mark.parametrize(
    "given", ["ada", "ada/", "/x", "ada/x/y", "https://github.com/a/b", "-a/b", "a/b c", "ä/b", ""]
)
def test_what_is_no_address_is_refused(addressed, capsys, given):
    before = bytes_below(addressed.ROOT)
    assert addressed.main(["address", given]) == 1 and bytes_below(addressed.ROOT) == before
    assert "allowed is ORG/REPO" in one_line(capsys.readouterr().err)


def test_a_readme_without_the_link_that_says_the_address_is_named(course, capsys):
    (course.ROOT / "README.md").write_text("# Mine\n", encoding="utf-8")
    assert course.main(["address"]) == 1 and "README.md: it has no link to" in one_line(capsys.readouterr().err)


def test_pages_are_published_only_with_an_address_and_made_here_without_one(addressed, capsys):
    addressed.main(["address", addressed.NO_ADDRESS])
    assert addressed.main(["pages", "--publish"]) == 1 and addressed.steps == []
    assert "course.py address ORG/REPO" in one_line(capsys.readouterr().err)
    made = ["-m", "lrcourse.tools.site"]
    assert addressed.main(["pages"]) == 0 and addressed.steps == ["venv", "pages", made]
    addressed.main(["address", "ada-l/learning.rate"])
    assert addressed.main(["pages", "--publish"]) == 0 and addressed.steps[-1] == made
    assert "course.py pages --publish\n" in (ROOT / ".github" / "workflows" / "pages.yml").read_text(encoding="utf-8")


def test_the_readme_names_the_binder_repository_once():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert readme.count("mybinder.org/v2/gh/") == 1
    assert "HEAD?labpath=my_lessons%2F00_start_here.ipynb" in readme


def test_data_readme_shows_the_checksums():
    shown = re.findall(r"`([0-9a-f]{64})`", (ROOT / "data" / "README.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(data.CHECKSUMS.values())
    for name, checksum in data.CHECKSUMS.items():
        assert hashlib.sha256((ROOT / "data" / name).read_bytes()).hexdigest() == checksum
