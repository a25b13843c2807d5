"""Measure how long grading takes, for a class that hands in the source's own solutions, each to a problem of its own.

python -m benchmarks.grading hw1_stability 300 2        assignment, students, jobs
"""

import sys
import tempfile
import time
from pathlib import Path

import nbformat

from lrcourse.grading import grade, sandbox
from lrcourse.grading.folders import COURSE, Folders, write_file


def solved(name):
    """Return the students' notebook with the source's solutions in it, as bytes."""
    source, release = (
        nbformat.read(COURSE / kind / name / f"{name}.ipynb", as_version=4) for kind in ("source", "release")
    )
    solutions = {cell.id: cell.source for cell in source.cells}
    for cell in release.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = solutions[cell.id]
    return nbformat.writes(release).encode()


def main(name="hw1_stability", students="300", jobs="2"):
    """Grade a new class once, and a second time, when nothing is new; print how long both took."""
    with tempfile.TemporaryDirectory() as folder:
        folders, work = Folders(Path(folder, "course")), solved(name)
        ids = [f"student{i:03}" for i in range(int(students))]
        write_file(folders.roster, "id,name\n" + "".join(f"{one},{one}\n" for one in ids))
        write_file(folders.notebook("release", name), (COURSE / "release" / name / f"{name}.ipynb").read_bytes())
        for one in ids:
            write_file(folders.notebook("submitted", name, one), work)
        print(*sandbox.bounds(), sep="\n")
        for what in "all of them", "again, nothing new":
            began = time.perf_counter()
            found = grade.grade(folders, name, jobs=int(jobs), say=lambda _: None)
            took = time.perf_counter() - began
            assert {row.state for row in found} <= {"to be read", "graded"}
            print(f"{name}, {students} students, {jobs} jobs, {what}: {took:.0f} s, {took / len(ids):.2f} s each")


if __name__ == "__main__":
    main(*sys.argv[1:])
