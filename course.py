#!/usr/bin/env python3
"""The course's front door: it sets the course up in .venv, beside this file, and starts what is asked for.

    python3 course.py lab [...]               open the first lesson; what follows goes to JupyterLab
    python3 course.py test [...]              run every test; what follows goes to pytest
    python3 course.py notebooks [NAME...]     run lessons and rewrite them in normal form; --check only says what is not
    python3 course.py claims                  measure every claim of the article and rewrite data/verdicts.json
    python3 course.py ranges [...]            run the tests with the oldest and with the newest packages allowed

The first start installs, which takes about a minute and needs a network; later ones install nothing.
On Windows say python or py in place of python3; written for it, but not yet tried there.
"""

# Standard library only. An old Python must be able to read this file, so that it can say what is wrong: no syntax newer
# than 3.6.
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)  # as requires-python in pyproject.toml says (a test compares)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "course.json"
OFFLINE = re.compile(  # in pip's output
    r"connection broken|connection error|connect(ion)? ?timeout|read timed out|getaddrinfo|name resolution|NewConnectionError|from versions: none",
    re.I,
)


class Problem(Exception):
    """What went wrong, in the one line that the reader gets to see."""


def main(args):
    if not args or args[0] in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a kill also ends the pip that we wait for
    try:
        check_python(sys.version_info)
        if args[0] not in COMMANDS:
            raise Problem(f"there is no command {args[0]!r}; there are: {', '.join(COMMANDS)}")
        return COMMANDS[args[0]](args[1:])
    except KeyboardInterrupt:
        return complain("stopped; the next call takes care of what was left unfinished", 130)
    except (Problem, OSError) as error:
        return complain(error, 1)


def complain(what, code):
    sys.stderr.write("course.py: " + " ".join(str(what).split()) + "\n")
    return code


def check_python(version):
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        raise Problem(
            f"this is Python {version[0]}.{version[1]}, and the course needs 3.{OLDEST[1]} to 3.{NEWEST[1]}: "
            f"install one of them and start course.py with it, for instance python3.{NEWEST[1] - 1} course.py lab"
        )


# The commands


def lab(args):
    prepare("lab")
    return run(
        VENV,
        [
            "-m",
            "jupyterlab",
            f"--ServerApp.root_dir={ROOT}",
            "--LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb",
        ]
        + args,
    )


def test(args):
    prepare("test")
    return run(VENV, ["-m", "pytest"] + args)  # which tests, and how: pyproject.toml


def notebooks(args):
    prepare("lab")
    return run(VENV, ["-m", "lrcourse.notebooks"] + args)


def claims(args):
    prepare("test")
    return run(VENV, ["-m", "lrcourse.trials"] + args)


def ranges(args):
    """All tests twice, each time in a new environment outside of .venv."""
    report = []
    for name, pins in (("oldest", lower_bounds()), ("newest", [])):
        with tempfile.TemporaryDirectory() as folder:
            venv, constraints = Path(folder, "venv"), Path(folder, "constraints.txt")
            constraints.write_text("\n".join(pins), encoding="utf-8")
            print(f"Installing the {name} packages allowed ...", flush=True)
            make_venv(venv)
            install(venv, "test", ROOT / "build" / f"ranges-{name}.log", ["-c", str(constraints)])
            code = run(venv, ["-m", "pytest"] + args)
            report.append((code, f"{name}: exit code {code} with {', '.join(versions(venv))}"))
    print("\n".join(line for _, line in report))
    return max(code for code, _ in report)


COMMANDS = {"lab": lab, "test": test, "notebooks": notebooks, "claims": claims, "ranges": ranges}


# The set-up: .venv, and in it a stamp that says what was installed, where, and by which Python


def prepare(kind):
    """See that .venv holds what `kind` needs, "lab" or "test"; where it does already, nothing is installed."""
    found = read_stamp()
    wanted = stamp("test" if found.get("kind") == "test" else kind)  # the set-up for tests serves the lab too
    intact = works(VENV)
    if found == wanted and intact:
        return
    print("Installing the course in .venv: about a minute (log: .venv/install.log) ...", flush=True)
    started = time.monotonic()
    if STAMP.exists():
        STAMP.unlink()  # from here until the end an interruption leaves no stamp, and so a new beginning
    if not intact or any(found.get(key) != wanted[key] for key in ("place", "python")):
        make_venv(VENV)
    install(VENV, wanted["kind"], VENV / "install.log")
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)


def stamp(kind):
    lists = b"".join((ROOT / name).read_bytes() for name in ("requirements.txt", "pyproject.toml"))
    return {
        "kind": kind,
        "lists": hashlib.sha256(lists).hexdigest(),
        "place": str(ROOT),
        "python": "%d.%d" % sys.version_info[:2],
    }


def read_stamp():
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def works(venv):
    """Whether the environment's Python starts and finds its packages (it does not once the Python it was made from is
    gone).
    """
    look = (
        "import sys; from importlib.util import find_spec; sys.exit(not (find_spec('pip') and find_spec('jupyterlab')))"
    )
    try:
        return (
            subprocess.run([python_of(venv), "-c", look], env=environment(venv), stderr=subprocess.DEVNULL).returncode
            == 0
        )
    except OSError:
        return False


def make_venv(venv):
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise Problem("this Python lacks its venv module; on Debian and Ubuntu: sudo apt install python3-venv")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(venv)],
        env=environment(venv),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if made.returncode:
        lines = made.stdout.decode("utf-8", "replace").split("\n")
        raise Problem(
            f"cannot make {venv.name}: " + next((line for line in reversed(lines) if line.strip()), "no reason given")
        )


def install(venv, kind, log, options=()):
    what = ["-r", "requirements.txt"] + (["-e", ".[test]"] if kind == "test" else [])
    command = (
        [python_of(venv), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"] + list(options) + what
    )
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as file:
        code = subprocess.run(
            command, cwd=ROOT, env=environment(venv), stdout=file, stderr=subprocess.STDOUT
        ).returncode
    if code:
        reason = why(log.read_text("utf-8", "replace")) if code > 0 else f"pip was killed by signal {-code}"
        raise Problem(
            f"the installation failed: {reason} (all of it: {log.relative_to(ROOT)}). The next call tries again"
        )


def why(log):
    """The line of pip's output that says most."""
    if OFFLINE.search(log):
        return "no connection to the package index; is this computer online?"
    errors = re.findall(r"^\s*ERROR: *(.+)", log, re.M) or re.findall(r"\S.*", log) or ["pip gave no reason"]
    return errors[-1]


def lower_bounds():
    """name==version for each name>=version that requirements.txt and the extra [test] list."""
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in ("requirements.txt", "pyproject.toml"))
    return [f"{name}=={version}" for name, version in re.findall(r"^[ \"]*([A-Za-z][\w.-]*)>=([\d.]+)", text, re.M)]


def versions(venv):
    names = [pin.split("==")[0] for pin in lower_bounds()]
    ask = "import sys; from importlib.metadata import version; print(*(name + ' ' + version(name) for name in sys.argv[1:]), sep='\\n')"
    return (
        subprocess.run([python_of(venv), "-c", ask] + names, env=environment(venv), stdout=subprocess.PIPE)
        .stdout.decode()
        .split("\n")[:-1]
    )


# Running things in it


def python_of(venv):
    return str(venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def environment(venv):
    """The variables for a command inside `venv`: UTF-8 everywhere, its programs first, no packages from elsewhere."""
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    programs = os.path.dirname(python_of(venv))
    env.update(PYTHONUTF8="1", PIP_USER="0", VIRTUAL_ENV=str(venv), PATH=programs + os.pathsep + env.get("PATH", ""))
    return env


def run(venv, args):
    """Run the environment's Python in the course's folder and on this terminal; returns its exit code."""
    child = subprocess.Popen([python_of(venv)] + args, cwd=ROOT, env=environment(venv))
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code  # ended by a signal: as a shell reports it
        except KeyboardInterrupt:
            pass  # Ctrl-C reaches the child as well; JupyterLab asks back before it ends


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
