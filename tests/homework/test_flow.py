"""The whole flow, by the commands that an instructor types, with a class of 40: good, weak, broken, hostile."""

import csv
import random
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import nbformat
import psutil
import pytest

from lrcourse.grading import rows
from lrcourse.grading.folders import COURSE, Folders, write_file

NAME = "hw1_stability"
AUTOMATIC = 17  # points that need no person
STEAL = """
import os, pathlib, shutil, subprocess
for place in ("/", "/root", "/home", os.path.expanduser("~"), {course!r}):
    for path in pathlib.Path(place).glob("**/submitted/*") if place != "/" else []:
        shutil.rmtree(path, ignore_errors=True)
found = [str(path) for path in pathlib.Path({course!r}).glob("*")] if os.path.exists({course!r}) else []
subprocess.run("rm -rf " + {course!r}, shell=True)
try:
    from lrcourse.grading import hw1
    found.append("the grading code")
except ImportError:
    pass
print("found:", found, [name for name in os.environ if "SECRET" in name])
"""
FORGE = """
import IPython, numpy.testing
from lrcourse import homework
numpy.testing.assert_allclose = lambda *_, **__: None
class All:
    __eq__ = lambda *_: True
    __float__ = lambda _: 1.0
homework.answer = lambda question, value: print("full marks")
IPython.get_ipython().run_cell = lambda *_, **__: None
largest = All()
"""
LEFT = "import subprocess\nsubprocess.Popen(['sleep', '977'], start_new_session=True)\nlargest = 1.0"
WRITES = "import sys, warnings\nwarnings.warn('careful')\nprint('noise', file=sys.stderr)\n"
WHOLE = ("good", "noisy", "loud", "steal")
SCORES = dict.fromkeys(WHOLE, AUTOMATIC) | {"weak": 11, "broken": 7, "blank": 0}  # what the grader alone gives


def solved(**work):
    """Return the students' notebook, filled in with the source's own solutions, or with `work` by question."""
    notebook = nbformat.read(COURSE / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    source = nbformat.read(COURSE / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    solutions = {cell.id: cell.source for cell in source.cells}
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            number = cell.id.removeprefix("hw1-").removesuffix("-solution")
            cell.source = work.get(f"q{number}", "{}").replace("{}", solutions[cell.id], 1)
    return nbformat.writes(notebook).encode()


def the_class(course):
    """Return {id: (kind, bytes)} of 40 students, two of whom hand in nothing."""
    steal = STEAL.format(course=str(course))
    kinds = {
        "weak": lambda: solved(q3="tried = 1 / largest", q6="def gradient_descent(*_):\n    return []"),
        "noisy": lambda: solved(q1=WRITES + "{}"),
        "left": lambda: solved(q1=LEFT),
        "broken": lambda: solved(q1="1 / 0"),
        "blank": lambda: (COURSE / "release" / NAME / f"{NAME}.ipynb").read_bytes(),
        "torn": lambda: solved()[:3000],
        "binary": lambda: bytes(range(256)) * 10,
        "steal": lambda: solved(q1=steal + "{}"),
        "forge": lambda: solved(q1=FORGE),
        "exit": lambda: solved(q2="import os\nos._exit(0)"),
        "input": lambda: solved(q2="landing = input('?')\nlimit = 1"),
        "loud": lambda: solved(q1="print('x' * 30_000_000)\n{}"),
        "none": lambda: None,
    }
    counts = {kind: 2 if kind in ("weak", "none", "noisy") else 1 for kind in kinds}
    order = [kind for kind, count in counts.items() for _ in range(count)]
    order += ["good"] * (40 - len(order))
    kinds["good"] = solved
    random.Random(0).shuffle(order)
    return {f"s{i:02} {kind}": (kind, kinds[kind]()) for i, kind in enumerate(order)}


@pytest.fixture(scope="module")
def flow(tmp_path_factory):
    """Do everything once: (folders, class, the course's files before, what `grade` said, results when killed)."""
    folder = tmp_path_factory.mktemp("flow")
    folders, students = Folders(folder / "course"), the_class(folder / "course")
    write_file(folders.roster, "id,name\n" + "".join(f"{student},Name of {student}\n" for student in students))
    with zipfile.ZipFile(folder / "in.zip", "w") as archive:
        for student, (_, content) in students.items():
            if content is not None:
                archive.writestr(f"all/{student}/{NAME}.ipynb", content)
    before = files(COURSE)
    assert command(folders, "release", NAME)[0] == 0
    code, said = command(folders, "collect", NAME, "--from", str(folder / "in.zip"))
    assert code == 0 and "38 of 40 students handed in" in said
    quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=COURSE.parent.parent)
    first = subprocess.Popen(words(folders, "grade", NAME, "--jobs", "2"), **quiet)
    until = time.monotonic() + 120
    while len(results(folders)) < 12 and time.monotonic() < until:
        time.sleep(0.1)
    workers = psutil.Process(first.pid).children(recursive=True)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert not psutil.wait_procs(workers, timeout=10)[1]
    harvest = results(folders)
    code, said = command(folders, "grade", NAME, "--jobs", "2")
    assert code == 0, said
    assert command(folders, "feedback", NAME)[0] == 0
    assert command(folders, "export", NAME, "--csv", str(folder / "out.csv"))[0] == 0
    assert command(folders, "report", NAME)[0] == 0
    return folders, students, before, said, harvest


def words(folders, *arguments):
    return [sys.executable, "-m", "lrcourse.grading", *arguments, "--course", str(folders.course)]


def command(folders, *arguments):
    done = subprocess.run(words(folders, *arguments), capture_output=True, text=True, cwd=COURSE.parent.parent)
    return done.returncode, done.stdout + done.stderr


def files(folder):
    return {
        path: path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def results(folders):
    return {path.name: path.stat().st_mtime_ns for path in (folders.course / "results" / NAME).glob("*.json")}


def test_every_row_is_right(flow):
    folders, students, *_ = flow
    found = {row.student: row for row in rows.rows(folders, NAME)}
    assert list(found) == list(students)
    for student, (kind, _) in students.items():
        row = found[student]
        expected = "needs a person" if kind in ("torn", "binary", "exit", "forge") else "to be read"
        expected = "nothing handed in" if kind == "none" else expected
        assert row.state == expected or kind in ("blank", "broken", "input", "loud", "steal"), (
            student,
            row.state,
            row.reason,
        )
        if kind in SCORES:
            assert rows.score(row.result)[0] == SCORES[kind], (student, row.result["questions"])


def test_the_thief_found_nothing_and_lost_nobody_anything(flow):
    folders, students, *_ = flow
    thief = next(student for student, (kind, _) in students.items() if kind == "steal")
    row = next(row for row in rows.rows(folders, NAME) if row.student == thief)
    said = "".join(cell.get("text", "") for cell in row.result["cells"])
    assert "found: [] []" in said


def test_what_was_killed_was_gone_on_with(flow):
    folders, _, _, said, harvest = flow
    assert 12 <= len(harvest) < 38 and f"{38 - len(harvest)} to grade, {len(harvest)} graded already" in said
    assert {name: at for name, at in results(folders).items() if name in harvest} == harvest
    assert len(results(folders)) == 38
    assert "0 to grade, 38 graded already" in command(folders, "grade", NAME)[1]


def test_raw_files_are_byte_identical_and_nothing_of_the_course_changed(flow):
    folders, students, before, *_ = flow
    for student, (_, content) in students.items():
        if content is not None:
            assert folders.notebook("submitted", NAME, student).read_bytes() == content
    assert files(COURSE) == before


def test_pages_and_csv_are_complete(flow):
    folders, students, *_ = flow
    for student in students:
        assert (folders.course / "feedback" / student / NAME / f"{NAME}.html").exists()
    lines = list(csv.DictReader((folders.course.parent / "out.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [line["id"] for line in lines] == list(students) and all(line["state"] for line in lines)
    assert (folders.course / "reports" / f"{NAME}.png").exists()


def test_no_process_is_left_behind(flow):
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert "sleep 977" not in left.splitlines()
