"""The sandbox, and what hostile notebooks do in it: each has its expected Ran, for root and for an ordinary user."""

import os
import pickle
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from lrcourse.grading import bubblewrap, sandbox
from lrcourse.grading.sandbox import LIMITS, Ran, run
from lrcourse.grading.untrusted_output import Cell, Refused

from . import ordinary
from .hostile import CASES, COURSE

WHO = ["root", "user"] if os.getuid() == 0 else ["user"]
BY_USER = f"""import pickle, sys
sys.path.insert(0, {COURSE!r})
from lrcourse.grading import sandbox
name, values = pickle.load(sys.stdin.buffer)
sys.stdout.buffer.write(pickle.dumps(getattr(sandbox, name)(*values)))"""


def call(who, name, *values):
    """Call a function of `sandbox` as root, or as an ordinary user in a process of its own."""
    if who == "root" or os.getuid() != 0:
        return getattr(sandbox, name)(*values)
    return by_user([], name, *values)


def by_user(before, name, *values):
    """Call it as an ordinary user, in a command that begins with `before`."""
    words = ordinary.command([*before, sys.executable, "-B", "-c", BY_USER])
    done = subprocess.run(words, input=pickle.dumps((name, values)), capture_output=True, check=True)
    return pickle.loads(done.stdout)


@pytest.fixture(scope="module")
def runs():
    """Return {(who, name): Ran} of all cases, three at once; those that can share a kernel do."""
    os.environ["SECRET"] = "SECRET"
    shared = [name for name, case in CASES.items() if not case.alone]
    sources = {name: case.sources for name, case in CASES.items() if case.alone}
    sources["shared"] = [source for name in shared for source in CASES[name].sources]
    keys = [(who, name) for name in sources for who in WHO]

    def one(key):
        who, name = key
        return call(who, "run", sources[name], {}, CASES[name].limits if name in CASES else LIMITS)

    with ThreadPoolExecutor(3) as pool:
        ran = dict(zip(keys, pool.map(one, keys)))
    for who in WHO:
        whole, at = ran[who, "shared"], 0
        for name in shared:
            ran[who, name] = Ran(whole.cells[at : at + len(CASES[name].sources)], whole.ended)
            at += len(CASES[name].sources)
    return ran


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("who", WHO)
def test_every_cell_ends_as_expected_and_every_run_says_why_it_ended(runs, who, name):
    case, ran = CASES[name], runs[who, name]
    assert len(ran.cells) == len(case.statuses)
    assert all(wanted in (cell.status, "any") for cell, wanted in zip(ran.cells, case.statuses)), ran
    assert ran.ended.startswith(case.ended) and bool(ran.ended) == bool(case.ended), ran


def texts(ran):
    """Return what the cells of a run printed, as one text."""
    return "".join(cell.text for cell in ran.cells)


@pytest.mark.parametrize("who", WHO)
def test_an_error_is_told_in_one_line_and_the_cells_after_it_run(runs, who):
    cells = runs[who, "errors"].cells
    assert [cells[0].error, cells[1].text, cells[6].text] == ["ZeroDivisionError: division by zero", "5\n", "6\n"]
    assert cells[2].error.startswith("StdinNotImplementedError")
    cells = runs[who, "memory"].cells
    assert "MemoryError" in cells[0].error and "Cannot allocate" in cells[1].error and cells[2].error == "MemoryError: "


@pytest.mark.parametrize("who", WHO)
def test_what_is_printed_without_end_is_stopped_and_cut(runs, who):
    for cell in runs[who, "flood"].cells[:2]:
        assert cell.error == "more than 4,000,000 bytes of output" and len(cell.text) == 20_000


@pytest.mark.parametrize("who", WHO)
def test_a_warning_is_text_and_no_error(runs, who):
    assert "careful" in texts(runs[who, "errors"]) and "told" in texts(runs[who, "errors"])


@pytest.mark.parametrize("who", WHO)
def test_answers_are_plain_values_and_belong_to_the_cell_that_gave_them(runs, who):
    cells = runs[who, "forged"].cells
    assert cells[1].answers == (("hw1.1", 3.0),) and type(cells[1].answers[0][1]) is float
    assert cells[2].answers == (("hw1.2", 1), ("hw1.2", 2), ("hw1.1", True))
    ((question, refused),) = cells[3].answers
    assert question == "" and "without the name" in refused.reason
    assert cells[4].answers[:20] == tuple(("hw1.3", at) for at in range(20)) and len(cells[4].answers) == 21
    assert all("too long" in cells[at].answers[-1][1].reason for at in (4, 5))


@pytest.mark.parametrize("who", WHO)
def test_numbers_that_are_none_are_refused(runs, who):
    cells = runs[who, "numbers"].cells
    given = dict(answer for cell in cells for answer in cell.answers)
    assert given.pop("h") == 2 and set(given) == {"b", "c", "d", "e", "f", "g"}
    assert [given.pop("c"), given.pop("d")] == ["nan", [1, "inf"]]  # what a kernel makes of them: text
    assert all(isinstance(value, Refused) for value in given.values())
    assert "infinite" in given["b"].reason and "deep" in given["e"].reason


@pytest.mark.parametrize("who", WHO)
def test_a_message_that_is_none_is_told_and_passed_over(runs, who):
    cells = runs[who, "forged messages"].cells
    assert "Invalid Signature" in cells[0].text + cells[1].text and "no dictionary" in cells[2].text + cells[3].text
    assert "1\n" in cells[1].text and "2\n" in cells[3].text


@pytest.mark.parametrize("who", WHO)
def test_a_replaced_run_cell_gives_answers_to_nobodys_question_but_its_own(runs, who):
    cells = runs[who, "run_cell replaced"].cells
    assert cells[2].answers == cells[3].answers == (("hw1.1", 100),)


@pytest.mark.parametrize("who", WHO)
def test_only_sound_pictures_come_out(runs, who):
    cells = runs[who, "pictures"].cells
    assert [len(cell.pictures) for cell in cells] == [0, 1, 0, 0, 4, 1]
    assert (
        "60000 x 60000" in cells[2].text
        and "left out" in cells[3].text
        and "script" not in texts(runs[who, "pictures"])
    )


@pytest.mark.parametrize("who", WHO)
def test_nothing_of_the_course_the_home_or_the_environment_is_seen(runs, who):
    cells = runs[who, "looking round"].cells
    assert set(cells[1].text.splitlines()) <= {"refused FileNotFoundError", "refused IndexError"}
    assert "'HOME'" in cells[2].text and cells[2].text.endswith("False\n")
    shown = {".venv"} if Path(sys.prefix) == Path(COURSE, ".venv") else set()
    assert cells[3].text == f"{sorted({'data', 'lrcourse'} | shown)} []\n"
    assert [cells[4].text, cells[5].text] == ["not there\n", "sandbox\n"]


@pytest.mark.parametrize("who", WHO)
def test_nothing_can_be_written_or_taken_back(runs, who):
    cells = runs[who, "damage"].cells
    assert {line.split()[0] for line in cells[1].text.splitlines()} == {"refused"}
    told = [line.split() for line in cells[2].text.splitlines()]
    assert len(told) == 8 and {why for _, why in told} <= {"EPERM", "ENOSPC", "EINVAL"}, told
    assert bubblewrap.REPOSITORY.joinpath("data", "README.md").stat().st_size > 100


@pytest.mark.parametrize("who", WHO)
def test_the_notebook_cannot_write_the_letter(runs, who):
    cells = runs[who, "the letter"].cells
    assert "done" not in texts(runs[who, "the letter"]) and "refused PermissionError" in cells[1].text
    assert cells[2].text.startswith("3\n")  # what was written past Python may come this late


@pytest.mark.parametrize("who", WHO)
def test_there_is_no_network(runs, who):
    lines = runs[who, "network"].cells[1].text.splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["refused"] * 3 and lines[3] == "['lo']"


@pytest.mark.parametrize("who", WHO)
def test_files_and_limits_are_bounded(runs, who):
    cells = runs[who, "space"].cells
    assert cells[1].text.split() == ["done", "None", "refused", "OSError", "refused", "OSError"] * 2
    lines = cells[2].text.splitlines()
    assert lines[1::2] == ["refused ValueError"] * 6
    bound = {
        "AS": LIMITS.memory,
        "CPU": LIMITS.cpu,
        "FSIZE": LIMITS.file,
        "NPROC": LIMITS.processes,
        "CORE": 0,
        "NOFILE": 256,
    }
    assert lines[::2] == [f"{name} {most} {most}" for name, most in bound.items()]


def test_nothing_is_left_behind(runs):
    alive = [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]
    assert not [words for words in alive if words in (["sleep", "98761"], ["sleep", "98762"])]
    assert not [words for words in alive if words and sys.executable in words and bubblewrap.PROGRAM in words]


def test_a_notebook_reads_its_cases_and_cannot_reach_the_work_of_others(tmp_path):
    work = tmp_path / "work.ipynb"
    work.write_text("theirs")
    work.chmod(0o666)
    sources = ["import json, os\nprint(json.load(open(os.environ['LRCOURSE_CASES']))['hw1.6'])"]
    sources += [f"open({str(work)!r}, 'w').write('mine')", f"os.remove({str(work)!r})"]
    cells = run(sources, {"hw1.6": [[1, 2.5]]}).cells
    assert cells[0].text == "[[1, 2.5]]\n"
    assert all(cell.error.startswith("FileNotFoundError") for cell in cells[1:]) and work.read_text() == "theirs"


def test_without_walls_the_same_limits_of_time_and_output_hold():
    sources = [
        "print('x' * 10**7)",
        "import subprocess; subprocess.Popen(['sleep', '98763'])",
        "print(7)",
        "while True: pass",
    ]
    ran = run([*sources, "1"], {}, replace(LIMITS, cell=1), confined=False)
    assert [cell.status for cell in ran.cells] == ["error", "ok", "ok", "timeout", "ok"] and ran.cells[2].text == "7\n"
    assert ["sleep", "98763"] not in [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]


def test_a_grader_that_is_killed_leaves_no_sandbox_behind():
    code = f"import sys; sys.path.insert(0, {COURSE!r})\nfrom lrcourse.grading import sandbox\n"
    code += 'sandbox.run([\'import os; os.execvp("sleep", ["sleep", "98764"])\'], {})'
    grader = subprocess.Popen([sys.executable, "-c", code])
    assert until(lambda: sleeps("98764"))
    grader.kill()
    grader.wait()
    assert until(lambda: not sleeps("98764"))


def sleeps(seconds):
    """Return the processes that sleep for so long."""
    return [process for process in psutil.process_iter(["cmdline"]) if process.info["cmdline"] == ["sleep", seconds]]


def until(holds, seconds=10):
    """Return True if something comes to hold in time."""
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return bool(holds())


@pytest.mark.parametrize("who", WHO)
def test_the_self_check_finds_this_sandbox_sound(who):
    assert call(who, "self_check") == []


def with_mount(words, *mount):
    """Return bubblewrap's words with one mount more, made while its root can still be written to."""
    at = words.index("--proc")
    return [*words[:at], *mount, *words[at:]]


@pytest.mark.parametrize(
    "broken, found",
    [
        (lambda words: [*words, "--share-net"], "the notebook has a network"),
        (lambda words: with_mount(words, "--ro-bind", "/usr/share", COURSE + "/tests"), "the notebook sees"),
        (lambda words: [*words, "--tmpfs", COURSE + "/data"], "the notebook can write to"),
        (lambda words: [word for word in words if word != "--disable-userns"], "can make itself a user namespace"),
        (lambda words: [*words, "--cap-add", "CAP_SYS_ADMIN"], "the notebook has capabilities"),
        (lambda words: [*words, "--uid", "0"], "the notebook runs as root"),
        (lambda words: [*words, "--tmpfs", COURSE + "/lrcourse"], "the notebook cannot import lrcourse.data"),
    ],
    ids=["network", "course", "writable", "namespace", "capability", "root", "package"],
)
def test_the_self_check_finds_what_is_broken(monkeypatch, broken, found):
    whole = bubblewrap._bubblewrap
    monkeypatch.setattr(bubblewrap, "_bubblewrap", lambda *values: [*broken(whole(*values)[:-1]), "--"])
    assert any(found in fault for fault in sandbox.self_check()), sandbox.self_check()


def test_the_self_check_finds_that_processes_are_not_limited(monkeypatch):
    whole = sandbox._limits_inside
    monkeypatch.setattr(sandbox, "_limits_inside", lambda limits, _: whole(limits, confined=False))
    assert sandbox.self_check() == [f"the notebook can start more than {LIMITS.processes} processes"]


def test_a_machine_without_bubblewrap_is_told_how_to_get_it(monkeypatch, tmp_path):
    for name in ("sh", "unshare", "mount", "setpriv"):
        (tmp_path / name).symlink_to(shutil.which(name))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sandbox.self_check() == [bubblewrap.MISSING]
    assert run(["1", "2"], {}) == Ran((Cell("not run"),) * 2, bubblewrap.MISSING)


def test_a_container_that_allows_no_namespaces_is_told_what_to_do():
    (fault,) = by_user(["bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/", "--"], "self_check")
    assert (
        fault.startswith("the sandbox did not start: bwrap: Creating new namespace failed")
        and "--security-opt" in fault
    )


@pytest.mark.parametrize(
    "complaint, advice",
    [
        ("bwrap: Can't mount proc on /newroot/proc: Operation not permitted", "/proc is masked"),
        ("bwrap: setting up uid map: Permission denied", "AppArmor"),
        ("bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted", "AppArmor"),
        (
            "bwrap: No permissions to create new namespace, likely because the kernel does not allow it",
            "in a container",
        ),
        ("bwrap: Unknown option --disable-userns", "0.8 or later"),
        ("bwrap: something new", "something new"),
    ],
)
def test_what_bubblewrap_complains_of_is_translated(complaint, advice):
    assert bubblewrap.advice(complaint).startswith(complaint) and advice in bubblewrap.advice(complaint)


def test_a_kernel_that_does_not_start_in_time_is_told_of():
    ran = run(["1"], {}, replace(LIMITS, start=0.1))
    assert ran.cells == (Cell("not run"),) and ran.ended.startswith("the sandbox did not start: no kernel within 0.1 s")


def test_other_systems_are_told_where_to_grade(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert sandbox.self_check() == [bubblewrap.ELSEWHERE]


def test_the_bounds_that_hold_are_told():
    told = "\n".join(sandbox.bounds())
    assert "30 s a cell, 60 s a submission" in told and "3072 MB" in told and "64" in told
    assert ("by a cgroup" in told) == bubblewrap.has_cgroup()


@pytest.mark.parametrize(
    "processor, header",
    [
        ("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        ("aarch64", "/usr/include/asm-generic/unistd.h"),  # the numbers that 64-bit ARM took over
    ],
)
def test_system_calls_have_the_kernel_s_numbers(processor, header):
    if not Path(header).exists():
        pytest.skip("the kernel's headers are not installed")
    numbers = dict(re.findall(r"#define __NR_(\w+)\s+(\d+)", Path(header).read_text()))
    column = bubblewrap.PROCESSORS[processor][1]
    assert {name: int(numbers[name]) for name in bubblewrap.REFUSED} == {
        name: one[column] for name, one in bubblewrap.REFUSED.items()
    }
