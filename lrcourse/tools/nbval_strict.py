"""A pytest plugin that closes holes of nbval 0.11: it compares pictures, refuses stderr and opting out, fails a cell
that was never run, and compares every slider's frames with their record.

Written for nbval's private IPyNbCell, so requirements.txt pins nbval.
"""

import base64
import io
import os
import tempfile
from collections import defaultdict

import nbformat
from nbval.plugin import IPyNbCell, IPyNbFile
from PIL import Image

from ..plots.picture import TOLERANCE, difference
from . import slider_record


def pytest_configure(config):
    """Give each notebook's kernel an empty folder of answers, and nbval's cells the stricter comparison."""
    empty = tempfile.TemporaryDirectory(prefix="answers-")
    config.add_cleanup(empty.cleanup)
    os.environ["LRCOURSE_ANSWERS"] = empty.name
    IPyNbFile.setup = lambda notebook: _setup(notebook, empty.name)
    IPyNbFile.collect = _collect
    IPyNbCell.runtest = _runtest
    IPyNbCell.compare_outputs = _compare_outputs


def _setup(notebook, folder, original=IPyNbFile.setup):
    """Start the notebook's kernel, with a folder of answers of its own in `folder`."""
    os.environ["LRCOURSE_ANSWERS"] = tempfile.mkdtemp(dir=folder)
    original(notebook)


def _collect(notebook, original=IPyNbFile.collect):
    """Yield the notebook's cells, and one more that compares its sliders with their record."""
    yield from original(notebook)
    result = nbformat.v4.new_output("execute_result", {"text/plain": "[]"}, execution_count=1)
    cell = nbformat.v4.new_code_cell(slider_record.cell(notebook.path, "compare"), outputs=[result], execution_count=1)
    yield IPyNbCell.from_parent(notebook, name="Sliders", cell_num=-1, cell=cell, options=defaultdict(bool, check=True))


def _runtest(cell, original=IPyNbCell.runtest):
    """Run a cell, unless it was stored without being run or asks not to be compared."""
    if cell.cell.execution_count is None:
        cell.raise_cell_error("This cell was stored without ever being run")
    if cell.options["skip"] or not cell.options["check"] or cell.options["check_exception"]:
        cell.raise_cell_error("This cell opts out of the comparison")
    original(cell)


def _compare_outputs(cell, test, ref, skip_compare=None, original=IPyNbCell.compare_outputs):
    """Return whether outputs are the same, for nbval and for `unlike`; what is not goes into the cell's report."""
    same = original(cell, test, ref, skip_compare)
    found = unlike(test, ref)
    cell.comparison_traceback += found
    return same and not found


def unlike(new, stored):
    """Return how a cell's outputs differ from the stored ones in what nbval does not compare: a list of sentences."""
    found = ["The cell printed on stderr"] if any(output.get("name") == "stderr" for output in new) else []
    kinds = [[one["output_type"] for one in outputs if one["output_type"] != "stream"] for outputs in (new, stored)]
    if kinds[0] != kinds[1]:
        found.append(f"{' and '.join(kinds[1]) or 'nothing'} is stored, {' and '.join(kinds[0]) or 'nothing'} came out")
    pairs = list(zip(pictures(new), pictures(stored)))
    if len(pictures(new)) != len(pictures(stored)):
        return [*found, f"{len(pictures(stored))} pictures are stored, {len(pictures(new))} came out"]
    for position, ((one, width), (other, stored_width)) in enumerate(pairs, start=1):
        off = difference(one, other)
        if off > TOLERANCE:
            found.append(f"Picture {position} differs from the stored one by {off} of 255 levels of a colour")
        if width != stored_width:
            found.append(f"Picture {position} is stored {stored_width} pixels wide, {width} came out")
    return found


def pictures(outputs):
    """Return the pictures among a cell's outputs, each with its width on the page in pixels."""
    return [
        (
            Image.open(io.BytesIO(base64.b64decode(one["data"]["image/png"]))),
            one.get("metadata", {}).get("image/png", {}).get("width"),
        )
        for one in outputs
        if "image/png" in one.get("data", {})
    ]
