"""Run lessons and assignments and store them with their outputs, in one normal form: a diff then shows only what a
maintainer changed.

python3 course.py notebooks [NAME…]    run and rewrite them        --check    only say what is not in normal form
"""

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path

import nbclient
import nbformat

from ..lessons import NOTEBOOKS as FOLDER
from ..lessons import name_of
from ..notebook_form import normal, text_of
from ..places import to_install
from . import question_record, slider_record
from .contents import with_place
from .question_text import filled

LARGEST = 500_000  # bytes
ASSIGNMENTS = "homework/source/*/*.ipynb"  # stored as lessons are, with nbgrader's metadata
NO_PACKAGE = "# No module named lrcourse? Run first: "
IMPORT = re.compile(rf"^(?:{re.escape(NO_PACKAGE)}.*\n)*(?=(?:from|import) lrcourse\b)", re.M)
REFUSED = {  # what an output may not hold, as it differs from run to run
    r"\b0x[0-9a-fA-F]{6,}": "a memory address",
    r"\b(Wall time|CPU times)\b": "a timing",
    r"\r": "a carriage return",
}


def lessons(names=(), patterns=("*.ipynb",)):
    """Return the paths of the lessons, or of what the patterns find: all, or those whose name or file name begins with
    one of `names`, such as "too_small" or "02".
    """
    found = [path for pattern in patterns for path in sorted(FOLDER.glob(pattern))]
    begins = tuple(Path(name).name for name in names) or ("",)
    chosen = [path for path in found if path.name.startswith(begins) or name_of(path).startswith(begins)]
    if not chosen:
        raise ValueError(
            f"NAME={' '.join(names)!r}: allowed is the beginning of one of {', '.join(path.name for path in found)}"
        )
    return chosen


def run(path):
    """Run the notebook at `path` anew, with what has its source elsewhere filled in, and write its records; return it
    in normal form.
    """
    notebook = normal(executed(path, slider_record.cell(path, "write")))
    if name := question_record.name_in(path):
        question_record.write(name)
    return notebook


def sourced(notebook, path):
    """Return the notebook with all that has one source elsewhere in its place: questions, hints, links, its minutes and
    neighbours, the table of lessons, how to install the package.
    """
    return with_install(with_place(filled(notebook, path), path))


def with_install(notebook):
    """Return the notebook with the line that installs the package, as a comment above its first import of it.

    Where a notebook is opened alone, without the package, this import fails, and the traceback shows the line above.
    """
    line = f'{NO_PACKAGE}%pip install "{to_install()}"\n'
    for cell in notebook.cells:
        if cell.cell_type == "code" and IMPORT.search(cell.source):
            cell.source = IMPORT.sub(lambda _: line, cell.source, count=1)
            break
    return notebook


def executed(path, code):
    """Return the notebook at `path`, its cells run anew in its own folder, and then `code` in the same kernel."""
    notebook = sourced(nbformat.read(path, as_version=4), path)
    notebook.cells.append(nbformat.v4.new_code_cell(code))
    with tempfile.TemporaryDirectory() as empty:
        client = nbclient.NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}
        )
        client.extra_arguments = ["--IPKernelApp.log_level=ERROR"]  # else it warns of its own, local connection
        client.execute(env={**os.environ, "LRCOURSE_ANSWERS": empty})
    notebook.cells.pop()
    return notebook


def problems(path):
    """Return what keeps the stored notebook from being in normal form: a list of sentences, empty if all is well."""
    raw = path.read_bytes()
    try:
        notebook = nbformat.reads(raw.decode("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except (ValueError, nbformat.ValidationError) as error:
        return [f"not a notebook: {str(error).splitlines()[0]}"]
    found = [f"{len(raw)} bytes, allowed are {LARGEST}"] if len(raw) > LARGEST else []
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        found += [f"code cell {number} ({cell.id}): {fault}" for fault in _faults(cell, number)]
    if raw != text_of(normal(notebook)).encode("utf-8"):
        found.append("not in normal form")
    stored = [cell.source for cell in notebook.cells]
    for cell, source in zip(sourced(notebook, path).cells, stored):
        if cell.source != source:
            found.append(
                f"{cell.id}: not what its source says, {cell.source[:60]!r}…; python3 course.py notebooks fills it in"
            )
    return found


def _faults(cell, number):
    """Yield what is wrong with a code cell, the `number`-th of its notebook, in a few words each."""
    if cell.execution_count != number:
        yield "was never run" if cell.execution_count is None else f"has the count {cell.execution_count}"
    if "NBVAL_" in cell.source or any(
        "nbval" in tag or tag == "raises-exception" for tag in cell.metadata.get("tags", ())
    ):
        yield "opts out of the comparison"
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"stored an error, {output.ename}"
        if output.get("name") == "stderr":
            yield "stored something on stderr"
        text = output.get("text", "") + "".join(
            str(value) for kind, value in output.get("data", {}).items() if kind.startswith("text/")
        )
        yield from (f"stored {what}" for pattern, what in REFUSED.items() if re.search(pattern, text))


def main(arguments=None):
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py notebooks", description="Run lessons and rewrite them in normal form."
    )
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help="the beginning of a lesson's name or of a file's; all lessons and assignments if none is given",
    )
    parser.add_argument("--check", action="store_true", help="only say what is not in normal form")
    options = parser.parse_args(arguments)
    bad = 0
    try:
        for path in lessons(options.names, ("*.ipynb", ASSIGNMENTS)):
            if not options.check:
                path.write_text(text_of(run(path)), encoding="utf-8", newline="\n")
            found = problems(path)
            bad += bool(found)
            print(f"{path.name}: {'; '.join(found) or 'in normal form'}", flush=True)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except nbclient.exceptions.CellExecutionError as error:
        print(f"{path.name}: a cell failed, and the file was left as it was\n{error}", file=sys.stderr)
        return 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
