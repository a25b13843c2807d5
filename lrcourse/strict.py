"""A pytest plugin that closes holes of nbval 0.11: it compares pictures, refuses stderr and opting out, and fails a
cell that was never run.

Written for nbval's private IPyNbCell, so requirements.txt pins nbval.
"""

import base64
import io
import os
import tempfile

import numpy as np
from nbval.plugin import IPyNbCell
from PIL import Image

THUMBNAIL = 48, 32  # pixels: coarse enough that the smoothing of letters and edges does not count
TOLERANCE = 6  # of 255 grey levels


def pytest_configure(config):
    """Give the kernels an empty folder of answers, and nbval's cells the stricter comparison."""
    empty = tempfile.TemporaryDirectory(prefix="answers-")
    config.add_cleanup(empty.cleanup)
    os.environ["LRCOURSE_ANSWERS"] = empty.name
    IPyNbCell.runtest = _runtest
    IPyNbCell.compare_outputs = _compare_outputs


def _runtest(cell, original=IPyNbCell.runtest):
    if cell.cell.execution_count is None:
        cell.raise_cell_error("This cell was stored without ever being run")
    if cell.options["skip"] or not cell.options["check"] or cell.options["check_exception"]:
        cell.raise_cell_error("This cell opts out of the comparison")
    original(cell)


def _compare_outputs(cell, test, ref, skip_compare=None, original=IPyNbCell.compare_outputs):
    same = original(cell, test, ref, skip_compare)
    if any(output.get("name") == "stderr" for output in test):
        cell.comparison_traceback.append("The cell printed on stderr")
        same = False
    new, stored = pictures(test), pictures(ref)
    if len(new) != len(stored):
        cell.comparison_traceback.append(f"{len(stored)} pictures are stored, {len(new)} came out")
        return False
    for position, pair in enumerate(zip(new, stored), start=1):
        off = difference(*pair)
        if off > TOLERANCE:
            cell.comparison_traceback.append(
                f"Picture {position} differs from the stored one by {off:.0f} of 255 grey levels, allowed are "
                f"{TOLERANCE}"
            )
            same = False
    return same


def pictures(outputs):
    """The PNGs among a cell's outputs, as bytes."""
    return [
        base64.b64decode(output["data"]["image/png"]) for output in outputs if "image/png" in output.get("data", {})
    ]


def difference(one, other):
    """The largest difference of two PNGs' thumbnails, in grey levels; 255 if their shapes differ."""
    first, second = (Image.open(io.BytesIO(png)) for png in (one, other))
    if first.size != second.size:
        return 255.0
    grey = [
        np.asarray(picture.convert("L").resize(THUMBNAIL, Image.Resampling.BOX), float) for picture in (first, second)
    ]
    return float(np.abs(grey[0] - grey[1]).max())
