#!/usr/bin/env python3
"""The course's front door: it sets the course up in .venv, beside this file, and starts what is asked for.

    python3 course.py lab [FOLDER] [LESSON]   open the lessons in JupyterLab; options that follow go to it
    python3 course.py test [PART] [...]       run every test, or of a part: quick, homework, pages, scale, binder, wheel
    python3 course.py notebooks [NAME...]     run lessons and rewrite them in normal form; --check only says what is not
    python3 course.py lessons [NAME PLACE]    show the lessons, or move one to another place
    python3 course.py pages [--publish]       write the lessons as a site that needs no kernel, into build/pages
    python3 course.py claims [NUMBER...]      measure claims, all if none is named, into data/verdicts.json
    python3 course.py progress                show which predictions and exercises of which lesson are done
    python3 course.py homework ...            hand in lessons; for instructors: release, collect, grade, feedback
    python3 course.py address [ORG/REPO]      say, or set, which repository the links to Binder and GitHub lead to
    python3 course.py ranges [...]            run the tests with the oldest and with the newest packages allowed

--help after a command says more. The first start installs: a minute, online. On Windows (untried): py, not python3.
"""

# Standard library only. An old Python must be able to read this file, so that it can say what is wrong: no syntax newer
# than 3.6.
import errno
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.request import getproxies

OLDEST, NEWEST = (3, 11), (3, 14)  # as requires-python in pyproject.toml says (a test compares)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "course.json"
LOCK = ROOT / "build" / "set-up.lock"
PARTS = {  # of the tests, by the first word: the extras of pyproject.toml that they need, and where they are
    "quick": ("test", ("tests", "--ignore=tests/browser", "-m", "not kernel")),
    "homework": ("teach,test", ("tests/homework", "notebooks/homework/source", "tests/test_package.py")),
    "pages": ("pages,test", ("tests/pages", "tests/test_package.py")),
    "scale": ("scale,test", ("tests/scale",)),
    "binder": ("binder,test", ("tests/binder",)),
    "wheel": ("test,wheel", ("tests/wheel",)),
}
MOST_WORKERS = 4  # processes that run tests side by side; each needs about half a gigabyte
BOOKS = ("*.ipynb", "homework/source/*/*.ipynb", "homework/release/*/*.ipynb")  # in notebooks/: not students' copies
GRADING = ("release", "collect", "grade", "feedback", "export", "report")  # after the word homework, for instructors
NO_ADDRESS = "ORG/REPO"  # what stands in the links until an address is set
UNTIL_SET = re.compile(  # in README.md, with what stands between
    r"^<!-- until an address is set -->.*?<!-- an address is set -->(\r?\n)*", re.M | re.S
)
PATIENCE = 3  # seconds after which a pip that reaches nobody is stopped
OFFLINE = re.compile(  # in pip's output
    r"connection broken|connection error|connect(ion)? ?timeout|read timed out|getaddrinfo|name resolution"
    r"|NewConnectionError|from versions: none|proxy URL",
    re.I,
)
UNTRUSTED = re.compile(r"CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError")  # the second alone: Windows, macOS
PROXY = re.compile(r"ProxyError|proxy URL|Tunnel connection failed|WRONG_VERSION_NUMBER")
OWN_COPY = "copy the course's folder to a place of your own, and start it there"


class Problem(Exception):
    """An error that the reader sees as one line."""


class Offline(Problem):
    """An installation that reached no package index, and so changed nothing."""


def main(args):
    """Run a command and return its exit code."""
    if not args or args[0] in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that a kill also ends the pip that we wait for
    try:
        check_python(sys.version_info)
        if args[0] not in COMMANDS:
            raise Problem(f"there is no command {args[0]!r}; there are: {', '.join(COMMANDS)}")
        command = COMMANDS[args[0]]
        asked = args[1:2] if args[0] == "homework" else args[1:]  # its own commands have a --help of their own
        if any(arg in ("-h", "--help") for arg in asked):
            print("python3 course.py " + args[0] + ": " + " ".join(command.__doc__.split()))
            return 0
        unknown = (
            []
            if args[0] in PASS_ON
            else [arg for arg, before in zip(args[1:], args) if arg not in TAKE.get(args[0], ()) and before != "--jobs"]
        )
        unknown = [arg for arg in unknown if not re.match(NAMES.get(args[0], "$"), arg)]
        if unknown:
            raise Problem(f"{args[0]} does not know {unknown[0]!r}; see: python3 course.py {args[0]} --help")
        return command(args[1:])
    except KeyboardInterrupt:
        return complain("stopped; the next call takes care of what was left unfinished", 130)
    except (Problem, OSError) as error:
        return complain(error, 1)


def complain(what, code):
    """Print an error in one line, and return the exit code."""
    sys.stderr.write("course.py: " + " ".join(str(what).split()) + "\n")
    return code


def check_python(version):
    """Raise Problem unless the course runs with this version of Python."""
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        python = ("py -3.%d" if os.name == "nt" else "python3.%d") % (NEWEST[1] - 1)
        raise Problem(
            f"this is Python {version[0]}.{version[1]}, and the course needs 3.{OLDEST[1]} to 3.{NEWEST[1]}: "
            f"install one of them and start course.py with it, for instance {python} course.py lab"
        )


# The commands


def lab(args):
    """Open the lessons in JupyterLab, where you left off or at the LESSON that is named (03, too_large or its file):
    working copies, in my_lessons or in the FOLDER that is named first. Options that follow, such as --no-browser, go to
    JupyterLab."""
    prepare("lab")
    return package(["lab"] + args)


def test(args):
    """Run every test, or those named; what follows, such as -x or a file of tests/, goes to pytest. With homework,
    pages, scale, binder or wheel as the first word: the tests of the homework and its grading, of the site, of training
    over a cluster, of what Binder would install, or of the package as others install it; they need more installed. With
    quick: what needs no browser, kernel or sandbox; it keeps the lessons' runs in build/runs, and trains again only
    what a change concerns."""
    part = args[0] if args and args[0] in PARTS else None
    extras, where = PARTS.get(part, ("test", ()))
    rest = args[1:] if part else args
    prepare(extras)
    if part == "quick":
        os.environ["LRCOURSE_RUNS_KEPT"] = str(ROOT / "build" / "runs")  # it trains only what has changed
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    many = ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"] if not rest and workers > 1 else []
    return run(VENV, ["-m", "pytest"] + many + list(where) + rest)  # which tests, and how: pyproject.toml


def notebooks(args):
    """Run lessons and rewrite them and the records of their sliders in normal form. Takes the beginnings of their file
    names, all if none is given; --check only says what is not in normal form."""
    prepare("lab")
    return run(VENV, ["-m", "lrcourse.tools.notebooks"] + args)


def lessons(args):
    """Show the lessons with their minutes, and what they lack. NAME PLACE moves one to that place, counted from 0;
    --fill writes tables of contents where they stand."""
    prepare("lab")
    return run(VENV, ["-m", "lrcourse.tools.lesson_list"] + args)


def pages(args):
    """Run the lessons and write them as a site of plain files into build/pages; its sliders need no kernel. With
    --publish, only if an address is set, as the site's links would lead nowhere."""
    if "--publish" in args and present_address() == NO_ADDRESS:
        raise Problem(
            "pages --publish: the links still lead to ORG/REPO; first set the repository's address, with: "
            "python3 course.py address ORG/REPO"
        )
    prepare("pages")
    return run(VENV, ["-m", "lrcourse.tools.site"])


def progress(args):
    """Show which predictions and exercises of which lesson are done."""
    prepare("lab")
    return package(["progress"] + args)


def homework(args):
    """Hand in the answers to the lessons: homework hand-in --student ID. For instructors, NAME such as hw1_stability:
    homework release NAME, collect NAME --from FOLDER, grade NAME, feedback NAME, export NAME --csv FILE, report NAME.
    --help after one of these words says more; the guide is notebooks/homework/README.md."""
    if args[:1] == ["hand-in"]:
        prepare("lab")
        return package(args)
    if not (ROOT / "lrcourse" / "grading").is_dir():
        raise Problem("this copy of the course is for students: of homework, only hand-in works here")
    if not args:
        return main(["homework", "--help"])
    if args[0] not in GRADING:
        raise Problem(f"homework does not know {args[0]!r}; it knows: hand-in, {', '.join(GRADING)}")
    prepare("teach")
    return run(VENV, ["-m", "lrcourse.grading"] + args)


def claims(args):
    """Measure the claims with these numbers, or all in two to three minutes, and write what changed into
    data/verdicts.json; --jobs N: in N processes."""
    prepare("test")
    return run(VENV, ["-m", "lrcourse.tools.claims"] + args)


def address(args):
    """Say which repository on GitHub the links lead to; with ORG/REPO, make all of them lead to that one."""
    now = present_address()
    if not args:
        print(now)
        return 0
    if len(args) > 1 or not re.match(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}$", args[0]):
        raise Problem("address {!r}: allowed is ORG/REPO, as in github.com/ORG/REPO".format(" ".join(args)))
    links = re.compile("(github\\.com/|mybinder\\.org/v2/gh/)" + re.escape(now) + r"(?![\w.-])")
    texts = {path: path.read_bytes().decode("utf-8") for path in addressed()}
    for path, text in texts.items():
        new = links.sub(lambda link: link.group(1) + args[0], text)
        if path.name == "README.md" and args[0] != NO_ADDRESS:
            new = UNTIL_SET.sub("", new)
        if new != text:
            replace(path, new)
    print("All links lead to " + args[0] + " now; before, to " + now + ".")
    return 0


def present_address():
    """Return the repository, as ORG/REPO, that README.md's link to Binder leads to."""
    found = re.search(r"mybinder\.org/v2/gh/([^/\s]+/[^/\s]+)/", (ROOT / "README.md").read_bytes().decode("utf-8"))
    if not found:
        raise Problem("README.md: it has no link to mybinder.org/v2/gh/ORG/REPO, which says where the course lies")
    return found.group(1)


def addressed():
    """Return the paths of the files that name the repository. README.md, which says the present address, comes last:
    what is interrupted before can be done again."""
    books = [path for pattern in BOOKS for path in sorted((ROOT / "notebooks").glob(pattern))]
    return [ROOT / "CITATION.cff", ROOT / "pyproject.toml"] + books + [ROOT / "README.md"]


def replace(path, text):
    """Write a file whole or not at all, its line ends as `text` has them."""
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(text.encode("utf-8"))
    os.replace(str(beside), str(path))


def ranges(args):
    """Run all tests twice, with the oldest and with the newest packages allowed, each time in a new environment outside
    of .venv; what follows goes to pytest."""
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


COMMANDS = {
    "lab": lab,
    "test": test,
    "notebooks": notebooks,
    "lessons": lessons,
    "pages": pages,
    "progress": progress,
    "homework": homework,
    "claims": claims,
    "address": address,
    "ranges": ranges,
}
PASS_ON = ("lab", "test", "ranges", "homework", "address", "lessons")  # what follows these goes to another program
NAMES = {"notebooks": "[^-]", "claims": r"\d+$"}  # what else may follow, as a pattern
TAKE = {"notebooks": ("--check",), "claims": ("--jobs",), "pages": ("--publish",)}


# The set-up: .venv, and in it a stamp that says what was installed, where, and by which Python


def prepare(kind):
    """Install in .venv what `kind` needs, "lab" or extras of pyproject.toml such as "teach,test", unless it is there
    already."""
    if fits(kind):
        return
    if VENV.exists() and not os.access(str(VENV), os.W_OK):
        raise Problem(
            "the set-up in .venv belongs to somebody else and does not fit (another place, other packages, or no "
            "tests); " + OWN_COPY
        )
    with alone():
        if not fits(kind):  # another start may have installed it in the meantime
            set_up(kind)


def fits(kind):
    """Return whether .venv is what this start needs. One that we cannot change may have been made by another Python."""
    found = read_stamp()
    wanted = stamp(together(found.get("kind"), kind))
    if VENV.exists() and not os.access(str(VENV), os.W_OK):
        found = dict(found, python=wanted["python"])
    return found == wanted and works(VENV)


def together(found, kind):
    """Return what is installed already and what is needed, as one kind: a set-up for tests serves the lab too."""
    extras = set(kind.split(",")) | set(found.split(",") if isinstance(found, str) else ())
    return ",".join(sorted(extras - {"lab"})) or "lab"


def set_up(kind):
    """Install what `kind` needs, in a new .venv if the old one is of no use."""
    found = read_stamp()
    wanted = stamp(together(found.get("kind"), kind))
    print("Installing the course in .venv: about a minute (log: .venv/install.log) ...", flush=True)
    started = time.monotonic()
    anew = any(found.get(key) != wanted[key] for key in ("place", "python")) or not works(VENV)
    if anew and (VENV.is_symlink() or VENV.is_file()):  # what a link leads to, another clone may need
        VENV.unlink()
    if STAMP.exists():
        STAMP.unlink()  # from here until the end an interruption leaves no stamp, and so a new beginning
    if anew:
        make_venv(VENV)
    try:
        install(VENV, wanted["kind"], VENV / "install.log")
    except Offline:
        if not anew:
            STAMP.write_text(json.dumps(found), encoding="utf-8")  # what was there before serves as before
        raise
    shutil.rmtree(str(ROOT / "lrcourse.egg-info"), ignore_errors=True)  # an older build left it, and it is found first
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)


@contextmanager
def alone():
    """Let one start at a time change .venv. The lock is the operating system's, and ends with the process."""
    try:
        LOCK.parent.mkdir(exist_ok=True)
        file = LOCK.open("a+b")
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        raise Problem(
            f"the course has to be set up first, and its folder, {ROOT}, cannot be written to; {OWN_COPY}, or install "
            "the package lrcourse as README.md says"
        ) from error
    with file:
        if not lock(file):
            print("Another start is installing the course; waiting for it ...", flush=True)
            while not lock(file):
                time.sleep(0.5)
        yield


def lock(file):
    """Try to lock the file, and return False if another process holds the lock. Where the folder's file system has no
    locks, as on some clusters, a start goes on without."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EAGAIN, errno.EACCES)  # what Linux and macOS say, and Windows
    return True


def stamp(kind):
    """Return what .venv has to be for this start: its kind, the lists of packages, its place and its Python."""
    lists = b"".join((ROOT / name).read_bytes() for name in ("requirements.txt", "pyproject.toml"))
    return {
        "kind": kind,
        "lists": hashlib.sha256(lists).hexdigest(),
        "place": str(ROOT),
        "python": "%d.%d" % sys.version_info[:2],
    }


def read_stamp():
    """Return what .venv is, as it was written after the last installation; {} if there is none."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def works(venv):
    """Return whether the environment's Python starts and finds its packages. (It does not once the Python that it was
    made from is gone.)"""
    names = " ".join(["pip", "ipykernel"] + [pin.split("==")[0] for pin in lower_bounds(("requirements.txt",))])
    look = (
        "import sys; from importlib.util import find_spec; found = [find_spec(name) for name in sys.argv[1:]]; "
        "sys.exit(not all(one and one.origin for one in found))"
    )
    try:
        command = [python_of(venv), "-c", look] + names.split()
        return subprocess.run(command, env=environment(venv), stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def make_venv(venv):
    """Make an empty environment; raise Problem with the last line of the reason."""
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise Problem("this Python lacks its venv module; on Debian and Ubuntu: sudo apt install python3-venv")
    print("  making the environment", flush=True)
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
    """Install the packages, then the course itself. That takes two calls of pip, because it prints nothing while it
    prepares the second, even when offline.
    """
    log.parent.mkdir(exist_ok=True)
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").split("\n")
    listed = [line for line in lines if line.strip() and line[0] not in "#-"]
    log.write_bytes(b"")
    course = ["-e", "." if kind == "lab" else ".[" + kind + "]"]
    for what, phase in ((listed, "looking up packages"), (course, "installing the course itself")):
        code, text = pip(venv, list(options) + what, log, phase)
        if code:
            reason = why(text) if code > 0 or OFFLINE.search(text) else f"pip was killed by signal {-code}"
            raise (Offline if OFFLINE.search(text) else Problem)(
                f"the installation failed: {reason} (all of it: {log.relative_to(ROOT)}). The next call tries again"
            )


def pip(venv, what, log, phase):
    """Install with pip, which begins with this phase. Add what it prints to the log, and return its exit code and what
    it printed."""
    command = [python_of(venv), "-m", "pip", "install", "--timeout", "4", "--no-input", "--disable-pip-version-check"]
    before = len(log.read_text("utf-8", "replace"))

    def printed():
        return log.read_text("utf-8", "replace")[before:]

    with log.open("ab") as file:
        child = subprocess.Popen(command + what, cwd=ROOT, env=environment(venv), stdout=file, stderr=subprocess.STDOUT)
        try:
            return wait(child, printed, phase), printed()
        except BaseException:
            child.kill()
            child.wait()
            raise
        finally:
            if sys.stdout.isatty():
                print()  # ends the line that `show` rewrites


def wait(child, printed, phase):
    """Return pip's exit code, and show meanwhile what it does. Stop a pip that for some seconds has only failed to
    connect: it would go on for long."""
    began = time.monotonic()
    shown = None
    while True:
        text = printed()
        shown = show(phase_of(text, phase), shown)
        lost = OFFLINE.search(text) and not re.search(r"Downloading|Using cached", text)
        if lost and time.monotonic() - began > PATIENCE:
            child.terminate()
        try:
            return child.wait(0.5)
        except subprocess.TimeoutExpired:
            pass


def show(phase, shown):
    """Print the phase unless it is shown already, on a terminal over the one before, and return it."""
    if phase != shown and sys.stdout.isatty():
        print(f"\r  {phase:<50}", end="", flush=True)
    elif phase != shown:
        print("  " + phase, flush=True)
    return phase


def phase_of(text, phase):
    """Return the phase that pip's output tells, with how many packages it has come to; `phase` until it tells one."""
    told = re.findall(
        r"^(Collecting|Processing|Downloading|Using cached|Installing collected packages:) (.*)", text, re.M
    )
    if not told:
        return phase
    last, rest = told[-1]
    if last.startswith("Installing"):
        names = rest.split(", ")
        return "installing " + (f"{len(names)} packages" if len(names) > 1 else names[0])
    found = sum(word in ("Collecting", "Processing") for word, _ in told)
    fetched = len(told) - found
    if last in ("Collecting", "Processing"):
        phase, count, rest = "looking up packages", found, "so far"
    else:
        phase, count, rest = "downloading packages", fetched, f"of {found}"
    count -= count % (1 if sys.stdout.isatty() else 20)  # where each count is a line of its own, they are few
    return phase + (f": {count} {rest}" if count else "")


def why(text):
    """Return the reason that best explains the error, from what pip printed."""
    if UNTRUSTED.search(text):
        found = re.search(r"certificate verify failed: ([^('\n]*[^('\n ])", text)
        reason = f" ({found.group(1)})" if found else ""
        return (
            f"the certificate of the package index is not trusted{reason}; if your network or a virus scanner replaces "
            "certificates by its own, set PIP_CERT to the path of that certificate"
        )
    proxy = proxy_of_pip()
    if PROXY.search(text) or (proxy and OFFLINE.search(text)):  # pip 26 mentions no proxy that it cannot reach
        found = re.search(r"Tunnel connection failed: ([^'\"\n]+)", text)
        reason = f" ({found.group(1)})" if found else ""
        return (
            f"no connection through the proxy{proxy and ' ' + proxy}{reason}; set HTTPS_PROXY to your network's proxy, "
            "http://HOST:PORT or http://NAME:PASSWORD@HOST:PORT, or unset it if there is none"
        )
    if OFFLINE.search(text):
        return "no connection to the package index; is this computer online?"
    errors = (
        re.findall(r"^\s*ERROR: *(.*[^:\s])\s*$", text, re.M) or re.findall(r"\S.*", text) or ["pip gave no reason"]
    )
    return " ".join(errors[-1:] + re.findall(r"^\s*(HINT: .+)", text, re.M))  # Windows: how to allow long paths


def proxy_of_pip():
    """Return HOST:PORT of the proxy that pip goes through, as far as we can know it; "" if there is none."""
    proxies = getproxies()  # the environment's; on Windows and macOS else the system's
    url = os.environ.get("PIP_PROXY") or proxies.get("https") or proxies.get("all") or ""
    return re.sub(r"^(.*//)?(.*@)?|/.*$", "", url)  # never its name and password


def lower_bounds(files=("requirements.txt", "pyproject.toml")):
    """Return name==version for each name>=version that requirements.txt and the extra [test] list."""
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in files)
    text = re.sub(r"^(?!test )\w+ = \[\n.*?^\]", "", text, flags=re.M | re.S)  # without the other extras
    return [f"{name}=={version}" for name, version in re.findall(r"^[ \"]*([A-Za-z][\w.-]*)>=([\d.]+)", text, re.M)]


def versions(venv):
    """Return "name version" of each listed package, as installed."""
    names = [pin.split("==")[0] for pin in lower_bounds()]
    ask = (
        "import sys; from importlib.metadata import version; "
        "print(*(name + ' ' + version(name) for name in sys.argv[1:]), sep='\\n')"
    )
    return (
        subprocess.run([python_of(venv), "-c", ask] + names, env=environment(venv), stdout=subprocess.PIPE)
        .stdout.decode()
        .split("\n")[:-1]
    )


# Running things in it


def python_of(venv):
    """Return the path of the environment's Python."""
    return str(venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def environment(venv):
    """Return the variables for a command inside `venv`: UTF-8 everywhere, its programs first, no outside packages."""
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")}
    programs = os.path.dirname(python_of(venv))
    home = os.path.expanduser("~")
    if not os.access(home, os.W_OK):  # matplotlib, IPython and Jupyter would complain in every lesson, or fail
        room = os.path.join(tempfile.gettempdir(), "lrcourse-" + re.sub(r"\W", "-", home))
        for name in ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            env.setdefault(name, os.path.join(room, name.lower()))
            os.makedirs(env[name], exist_ok=True)
    if not str(ROOT).isascii():  # Windows before Python 3.13 misreads such a path in the file that pip leaves in .venv
        env["PYTHONPATH"] = str(ROOT)
    env.update(PYTHONUTF8="1", PIP_USER="0", VIRTUAL_ENV=str(venv), PATH=programs + os.pathsep + env.get("PATH", ""))
    return env


def package(args):
    """Run a command of the package where the reader is, as the command names folders; return its exit code."""
    return run(VENV, ["-P", "-m", "lrcourse"] + args, os.getcwd())  # -P: no module of the folder in which we are


def run(venv, args, folder=ROOT):
    """Run the environment's Python in a folder, the course's unless told, on this terminal; return its exit code."""
    child = subprocess.Popen([python_of(venv)] + args, cwd=folder, env=environment(venv))
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code  # ended by a signal: as a shell reports it
        except KeyboardInterrupt:
            pass  # Ctrl-C reaches the child as well; JupyterLab asks back before it ends


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
