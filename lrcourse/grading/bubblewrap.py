"""The command that runs a program in bubblewrap, and what of the machine the program sees."""

import errno
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
NOBODY = "65534"  # the uid to drop to when started as root, whom bubblewrap would leave its capabilities
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
_MEMORY = "memory that belongs to no process, so that no limit counts it"
_KEYS = "the keys of the user who grades"
_KERNEL = "a way deep into the kernel that no notebook needs, with memory of its own there"
_UNSEEN = "it makes other calls for the caller, which no filter sees"
REFUSED = {  # system call: its number on x86_64 and on aarch64, and what it would give the notebook
    "shmget": (29, 194, _MEMORY),
    "msgget": (68, 186, _MEMORY),
    "mq_open": (240, 180, _MEMORY),
    "memfd_create": (319, 279, _MEMORY),
    "memfd_secret": (447, 447, _MEMORY),
    "add_key": (248, 217, _KEYS),
    "request_key": (249, 218, _KEYS),
    "keyctl": (250, 219, _KEYS),
    "perf_event_open": (298, 241, _KERNEL),
    "bpf": (321, 280, _KERNEL),
    "userfaultfd": (323, 282, _KERNEL),
    "io_uring_setup": (425, 425, _UNSEEN),
    "io_uring_enter": (426, 426, _UNSEEN),
    "io_uring_register": (427, 427, _UNSEEN),
}
PROCESSORS = {  # as the kernel names them: what a filter finds as the architecture, and the column of REFUSED
    "x86_64": (0xC000003E, 0),
    "aarch64": (0xC00000B7, 1),
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
# A step of a filter (classic BPF): its code, how many steps to skip if it holds and if not, and a number
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = (RETURN, 0, 0, 0x7FFF0000), (RETURN, 0, 0, 0x00050000 | errno.EPERM)
NUMBER, ARCHITECTURE = 0, 4  # where a call's number and its architecture stand in what is loaded
X32 = 1 << 30  # from here on numbers are those of another convention, which would pass the list by


def readable():
    """Return the folders that the notebook may read: the environment, its Python, the package and the data."""
    pythons = {Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent.parent}
    pythons = sorted(path for path in pythons if path != Path("/") and not path.is_relative_to("/usr"))
    return [*pythons, REPOSITORY / "lrcourse", REPOSITORY / "data"]


def readable_around(folder):
    """Return the part of what the notebook may read that `folder` lies in, or is; None if it lies in none."""
    parts = [*map(Path, ("/usr", *SYSTEM, *ETC)), *readable()]
    return next((part for part in parts if Path(folder).resolve().is_relative_to(part.resolve())), None)


def hidden(course=None):
    """Return the paths that the notebook must not see: what lies in this repository, the user's own folders and the
    grading, and in `course`, the folder of the class.
    """
    folders = {REPOSITORY, REPOSITORY / "notebooks", HERE, Path.home(), Path("/etc")}
    folders -= {Path("/")}  # the home of some containers
    inside = {path for folder in folders for path in folder.glob("*")}
    inside |= {path.resolve() for path in Path(course).glob("*")} if course else set()
    open_ = [*readable(), *map(Path, ETC)]
    return sorted(str(path) for path in inside if not any(path in (one, *one.parents) for one in open_))


def command(limits, filter_fd, folder):
    """Return the words that run run_inside.py in the sandbox; `folder` is empty, and stays until the sandbox ends."""
    sources, before = {path: path for path in readable()}, []
    if os.getuid() == 0:
        before = [*_lay_open(sources, Path(folder)), *DROP_ROOT]
    inside = [sys.executable, "-I", "-B", PROGRAM]
    return [*_cgroup(limits), *before, *_bubblewrap(limits, filter_fd, sources), *inside]


def _lay_open(sources, folder):
    """Show folders that `nobody` cannot reach, as a folder above them is closed (/root, say), from inside `folder`.

    Return the beginning of the command that binds them there, for no other process to see; [] if nothing is closed.
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
    program = sources[REPOSITORY / "lrcourse"] / "grading" / "run_inside.py"
    words += ["--ro-bind", str(program), PROGRAM, "--proc", "/proc", "--dev", "/dev"]
    words += ["--size", space, "--tmpfs", "/dev/shm", "--dir", WORK, "--chdir", WORK]
    words += ["--remount-ro", "/dev", "--remount-ro", "/"]
    return words + [word for name, value in ENVIRONMENT.items() for word in ("--setenv", name, value)] + ["--"]


def _cgroup(limits):
    """Return the beginning of a command that bounds the memory of all processes together; [] without systemd."""
    if not has_cgroup():
        return []
    bounds = [f"MemoryMax={limits.together}", "MemorySwapMax=0", f"TasksMax={limits.processes + 20}"]
    return [*_scope(), *(word for bound in bounds for word in ("-p", bound)), "--"]


def _scope():
    return ["systemd-run", "--system" if os.getuid() == 0 else "--user", "--scope", "--quiet", "--collect"]


@functools.cache
def has_cgroup():
    """Return True if systemd gives the grader a cgroup for each run."""
    try:
        tried = [*_scope(), "-p", "MemoryMax=1G", "--", "true"]
        return subprocess.run(tried, env=outer_environment(), capture_output=True, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def outer_environment():
    """Return the environment of the sandbox's own processes; the notebook may be able to read it in /proc."""
    names = ("PATH", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS")
    return {name: os.environ[name] for name in names if name in os.environ}


def filter_file():
    """Return an open file with the filter (seccomp, classic BPF) that refuses the calls of REFUSED with EPERM."""
    file = tempfile.TemporaryFile()
    file.write(_filter(platform.machine()) if has_filter() else struct.pack("HBBI", *ALLOW))
    file.seek(0)
    return file


def has_filter():
    """Return True if the numbers of the system calls to refuse are known for this processor."""
    return platform.machine() in PROCESSORS


def _filter(processor):
    """Return the filter's bytes: another architecture's calls (32 bit) are refused, and so are those of REFUSED."""
    architecture, column = PROCESSORS[processor]
    calls = [numbers[column] for numbers in REFUSED.values()]
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 0, len(calls) + 3, architecture),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, len(calls) + 1, 0, X32),
    ]
    steps += [(EQUAL, len(calls) - at, 0, call) for at, call in enumerate(calls)]
    steps += [ALLOW, REFUSE]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def advice(complaint):
    """Return what bubblewrap complained of, and what to do about it if that is known."""
    return complaint + next((f". {words}" for part, words in ADVICE if part in complaint), "")
