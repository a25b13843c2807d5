"""The walls of the sandbox: the command that runs a program in bubblewrap, and what of the machine it sees."""

import functools
import os
import platform
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
NOBODY = "65534"  # whom root becomes: bubblewrap would leave root its capabilities
DROP_ROOT = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs", "--"]
BIND = 'while [ "$1" != -- ]; do mount --bind "$1" "$2" || exit; shift 2; done; shift; exec "$@"'
WORK = "/tmp/work"  # where the notebook runs, inside
PROGRAM = "/run_inside.py"
SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")  # links into /usr nearly everywhere
ETC = ("/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache")  # what libraries and fonts are found by, if it is there
ISOLATE = (
    "--unshare-all",
    "--unshare-user",
    "--disable-userns",
    "--die-with-parent",
    "--new-session",
    "--cap-drop",
    "ALL",
)
ENVIRONMENT = {  # the whole environment of a notebook: nothing of the grader's
    "HOME": WORK,
    "LANG": "C.UTF-8",
    "LRCOURSE_ANSWERS": f"{WORK}/answers",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a thread counts as a process
    "PATH": os.pathsep.join([str(Path(sys.prefix) / "bin"), "/usr/bin", "/bin"]),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONPATH": str(REPOSITORY),
}
# System calls by their numbers: memory that belongs to no process, and the keys of the user who grades.
REFUSED = {
    "x86_64": (0xC000003E, (29, 68, 240, 248, 249, 250, 298, 319, 321, 323, 425, 426, 427, 447)),
    "aarch64": (0xC00000B7, (180, 186, 194, 217, 218, 219, 241, 279, 280, 282, 425, 426, 427, 447)),
}

_UBUNTU = "AppArmor forbids it (Ubuntu 24.04 and later): give /usr/bin/bwrap a profile with `userns,`"
_CONTAINER = "in a container, start it with `--security-opt seccomp=unconfined --security-opt apparmor=unconfined "
_CONTAINER += "--security-opt systempaths=unconfined`, or grade outside it"
_SWITCH = "unprivileged user namespaces may be switched off here (`sysctl user.max_user_namespaces`); " + _CONTAINER
ADVICE = (  # what bubblewrap says, and what it means
    ("setting up uid map", _UBUNTU),
    ("RTM_NEWADDR", _UBUNTU),
    ("mount proc", "/proc is masked; " + _CONTAINER),
    ("new namespace", _SWITCH),
    ("unshare failed", _CONTAINER),
    ("creating new user namespace", _SWITCH),
    ("Unknown option", "bubblewrap 0.8 or later is needed (Debian 12, Ubuntu 24.04)"),
    ("seccomp", "this kernel has no seccomp filters; grade on another machine"),
    ("source path", "the folder is not there, or not everybody may read it (`chmod -R o+rX`)"),
)
ELSEWHERE = "the sandbox is bubblewrap, which runs on Linux only: grade there (on Windows: in WSL 2)"
MISSING = "bubblewrap is not installed: `apt install bubblewrap` or `dnf install bubblewrap`"
ALLOW, REFUSE = (0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x00050001)  # the ends of a filter; EPERM is 1


def readable():
    """The folders that the notebook may read: the environment, its Python, the package and the data."""
    pythons = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent.parent}
    pythons = sorted(path for path in pythons if path != Path("/") and not path.is_relative_to("/usr"))
    return [*pythons, REPOSITORY / "lrcourse", REPOSITORY / "data"]


def readable_around(folder):
    """What the notebook may read that `folder` lies in, or is; None if it lies in nothing of that."""
    parts = [*map(Path, ("/usr", *SYSTEM, *ETC)), *readable()]
    return next((part for part in parts if Path(folder).resolve().is_relative_to(part.resolve())), None)


def hidden(course=None):
    """Paths that the notebook must not see: what lies in this repository, the user's own folders and the grading, and
    in `course`, the folder of the class.
    """
    folders = {REPOSITORY, REPOSITORY / "notebooks", HERE, Path.home(), Path("/etc")}
    folders -= {Path("/")}  # the home of some containers
    inside = {path for folder in folders for path in folder.glob("*")}
    inside |= {path.resolve() for path in Path(course).glob("*")} if course else set()
    open_ = [*readable(), *map(Path, ETC)]
    return sorted(str(path) for path in inside if not any(path in (one, *one.parents) for one in open_))


def command(limits, filter_fd, folder):
    """The arguments that run run_inside.py in the sandbox; `folder` is empty, and stays until the sandbox has ended."""
    sources, before = {path: path for path in readable()}, []
    if os.getuid() == 0:
        before = [*_lay_open(sources, Path(folder)), *DROP_ROOT]
    inside = [sys.executable, "-I", "-B", PROGRAM]
    return [*_cgroup(limits), *before, *_bubblewrap(limits, filter_fd, sources), *inside]


def _lay_open(sources, folder):
    """Where nobody may not enter a folder above one that is to be shown (/root, say), show it from a place in `folder`.

    Returns the beginning of the command that binds it there, for no other process to see; [] if nothing is closed.
    """
    folder.chmod(0o755)
    words = []
    for at, path in enumerate(sources):
        if not all(above.stat().st_mode & 1 for above in path.parents):
            sources[path] = folder / str(at)
            sources[path].mkdir()
            words += [str(path), str(sources[path])]
    return ["unshare", "--mount", "sh", "-c", BIND, "sh", *words, "--"] if words else []


def _bubblewrap(limits, filter_fd, sources):
    space, grading = str(limits.space), str(HERE)
    words = ["bwrap", *ISOLATE, "--hostname", "sandbox", "--seccomp", str(filter_fd), "--clearenv"]
    words += ["--ro-bind", "/usr", "/usr"]
    for path in SYSTEM:
        if os.path.islink(path):
            words += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            words += ["--ro-bind", path, path]
    words += [word for path in ETC for word in ("--ro-bind-try", path, path)] + ["--size", space, "--tmpfs", "/tmp"]
    for path, source in sources.items():
        words += ["--ro-bind", str(source), str(path)]
    words += ["--size", "4096", "--tmpfs", grading, "--remount-ro", grading]
    inner = sources[REPOSITORY / "lrcourse"] / "grading" / "run_inside.py"
    words += ["--ro-bind", str(inner), PROGRAM, "--proc", "/proc", "--dev", "/dev"]
    words += ["--size", space, "--tmpfs", "/dev/shm", "--dir", WORK, "--chdir", WORK]
    words += ["--remount-ro", "/dev", "--remount-ro", "/"]
    return words + [word for name, value in ENVIRONMENT.items() for word in ("--setenv", name, value)] + ["--"]


def _cgroup(limits):
    """The beginning of a command that bounds the memory of all processes together; [] where there is no systemd."""
    if not has_cgroup():
        return []
    bounds = [f"MemoryMax={limits.together}", "MemorySwapMax=0", f"TasksMax={limits.processes + 20}"]
    return [*_scope(), *(word for bound in bounds for word in ("-p", bound)), "--"]


def _scope():
    return ["systemd-run", "--system" if os.getuid() == 0 else "--user", "--scope", "--quiet", "--collect"]


@functools.cache
def has_cgroup():
    """Whether systemd gives the grader a cgroup for each run."""
    try:
        tried = [*_scope(), "-p", "MemoryMax=1G", "--", "true"]
        return subprocess.run(tried, env=outer_environment(), capture_output=True, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def outer_environment():
    """The environment of the sandbox's own processes; the notebook may be able to read it in /proc."""
    kept = ("PATH", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")
    return {name: os.environ[name] for name in kept if name in os.environ}


def filter_file():
    """An open file with the filter (seccomp, classic BPF) that refuses the calls of REFUSED with EPERM."""
    file = tempfile.TemporaryFile()
    file.write(_filter(*REFUSED[platform.machine()]) if has_filter() else struct.pack("HBBI", *ALLOW))
    file.seek(0)
    return file


def has_filter():
    """Whether the numbers of the system calls to refuse are known for this processor."""
    return platform.machine() in REFUSED


def _filter(architecture, calls):
    """Load the architecture: another one's calls (32 bit) are refused; load the number: so are those of the list."""
    load, equal, above = 0x20, 0x15, 0x35
    steps = [
        (load, 0, 0, 4),
        (equal, 0, len(calls) + 3, architecture),
        (load, 0, 0, 0),
        (above, len(calls) + 1, 0, 1 << 30),
    ]
    steps += [(equal, len(calls) - at, 0, call) for at, call in enumerate(calls)]
    steps += [ALLOW, REFUSE]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def advice(complaint):
    """What bubblewrap complained of, and what to do about it if that is known."""
    return complaint + next((f". {words}" for part, words in ADVICE if part in complaint), "")
