"""The stricter nbval catches what it must: regressions are planted in a copy of a lesson, and each cell that holds one
fails, no other.
"""

import base64
import io
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from PIL import Image

from lrcourse import lessons
from lrcourse.tools import nbval_strict, slider_record

LESSON = lessons.notebook("too_large")


def planted(notebook):
    """Plant one regression per cell; return {cell id: what pytest must say}."""
    cells = {cell.id: cell for cell in notebook.cells}

    output = cells["late-explosion"].outputs[0]  # a changed number
    assert ": 95" in output.text
    output.text = output.text.replace(": 95", ": 94")

    cell = cells["scrub-1"]  # a changed curve: the code now draws another
    cell.source = cell.source.replace("steps=30", "steps=29")

    cell = cells["scrub-2"]  # a logarithmic axis has become linear
    *before, call = cell.source.split("\n")
    figure, rest = re.fullmatch(r"scrub\((plots\.\w+\(\w+\)), (.*)\)", call).groups()
    changed = f"draw = {figure}\ndraw(rates[0])[0].figure.axes[1].set_yscale('linear')\nscrub(draw, {rest})"
    cell.source = "\n".join([*before, changed])

    cells["growth-1"].outputs = []  # a missing output
    cells["exercise-1-check"].update(outputs=[], execution_count=None)  # a cell stripped, as if never run
    cells["limit"].source = "diagnosis.stability_limit(surfaces.quadratic([-1.0]), sgd())"  # the library raises

    picture = cells["scrub-4"].outputs[0].data  # another picture under the same text
    picture["image/png"] = cells["scrub-3"].outputs[0].data["image/png"]

    cells["own-function"].source += "\nimport sys; print('warning', file=sys.stderr)"
    cells["own-result"].source = "# NBVAL_IGNORE_OUTPUT\n" + cells["own-result"].source
    return {
        "late-explosion": "94",
        "scrub-1": "text/plain",
        "scrub-2": "linear",
        "growth-1": "Unexpected output",
        "exercise-1-check": "without ever being run",
        "limit": "curvatures=",
        "scrub-4": "Picture 1 differs",
        "own-function": "stderr",
        "own-result": "opts out",
    }


@pytest.mark.kernel
def test_each_planted_regression_fails_its_cell_and_no_other(tmp_path):
    notebook = nbformat.read(LESSON, as_version=4)
    ids = [cell.id for cell in notebook.cells if cell.cell_type == "code"]
    expected = planted(notebook)
    nbformat.write(notebook, tmp_path / LESSON.name)
    shutil.copytree(slider_record.RECORDS, tmp_path / "records")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "lrcourse.tools.nbval_strict",
        "--nbval",
        "--nbval-current-env",
        "-p",
        "no:cacheprovider",
        "--color=no",
        "-rf",
    ]
    result = subprocess.run([*command, LESSON.name], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8")
    assert re.search(r"^FAILED .*::Sliders", result.stdout, re.M), result.stdout
    assert "figure 1: at learning rate η = 0.05: drawn is" in result.stdout
    failed = {ids[int(number)] for number in re.findall(r"^FAILED .*::Cell (\d+)", result.stdout, re.M)}
    assert failed == set(expected), result.stdout
    reports = dict(zip(sorted(failed, key=ids.index), re.split(r"\n_{5,} .*?::Cell -?\d+ _{5,}\n", result.stdout)[1:]))
    for cell, said in expected.items():
        assert said in reports[cell], (cell, reports[cell])


def outputs_of(cell):
    """Return the stored outputs of the lesson's cell with this id."""
    notebook = nbformat.read(LESSON, as_version=4)
    return next(one for one in notebook.cells if one.id == cell).outputs


def grey(outputs):
    file = io.BytesIO()
    Image.open(io.BytesIO(base64.b64decode(outputs[0].data["image/png"]))).convert("L").save(file, "PNG")
    outputs[0].data["image/png"] = base64.b64encode(file.getvalue()).decode()


def narrow(outputs):
    outputs[0].metadata["image/png"]["width"] = 300


def another_kind(outputs):
    outputs[0].output_type = {"execute_result": "display_data", "display_data": "execute_result"}[
        outputs[0].output_type
    ]


def without_picture(outputs):
    del outputs[0].data["image/png"]


def gone(outputs):
    outputs.clear()


@pytest.mark.parametrize(
    "plant, said",
    [
        (grey, "levels of a colour"),
        (narrow, "is stored 300 pixels wide, 864 came out"),
        (another_kind, "is stored"),
        (without_picture, "0 pictures are stored, 1 came out"),
        (gone, "nothing is stored"),
    ],
)
def test_what_nbval_does_not_compare_is_compared(plant, said):
    fresh, stored = outputs_of("scrub-1"), outputs_of("scrub-1")
    assert nbval_strict.unlike(fresh, stored) == []
    plant(stored)
    assert any(said in sentence for sentence in nbval_strict.unlike(fresh, stored))
