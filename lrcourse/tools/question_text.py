"""The text of a lesson's questions and hints stands beside their judges; the notebook's cells are that text."""

import re

from ..lessons import NOTEBOOKS, module, name_of, names
from .links import with_targets

ASKS = re.compile(r'^(?:predict|check)\("([^"]+)"', re.M)  # a call that asks a question by its name
ASKED = re.compile(r"\*\*(Predict|Exercise|From memory)")  # how the cell begins that puts a question
HINT = "<details><summary>Hint</summary>\n\n{}\n\n</details>"


def filled(notebook, path):
    """Return the notebook with the text of its questions, its hints and the targets of its links filled in.

    No cell is added or taken away. A question's text fills the nearest cell above its call that begins with **Predict,
    **Exercise or **From memory; its hint the cell below it whose id ends in -hint. Where there is no such cell, raise
    ValueError.
    """
    for cell, text in texts(notebook, path).items():
        notebook.cells[cell].source = text
    folder = "../../../" if _is_homework(path) else ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_targets(cell.source, folder)
    return notebook


def texts(notebook, path):
    """Return {place of a cell: its text} of all questions and hints of a lesson's notebook, or of an assignment's."""
    if _is_homework(path):
        return _of_assignment(notebook, name_of(path).partition("_")[0])
    if name_of(path) not in names():
        return {}
    questions, cells, found = module(name_of(path), "questions").QUESTIONS, notebook.cells, {}
    for at, cell in enumerate(cells):
        for question in ASKS.findall(cell.source) if cell.cell_type == "code" else ():
            asked = questions.get(question)
            if getattr(asked, "text", ""):
                _put(found, _above(cells, at, question), asked.text, question)
            if getattr(asked, "hint", ""):
                _put(found, _below(cells, at, question), HINT.format(asked.hint), question)
    return {at: with_targets(text) for at, text in found.items()}


def _is_homework(path):
    return path.resolve().is_relative_to(NOTEBOOKS / "homework")


def _put(found, place, text, question):
    """Give a cell its text; raise ValueError if another question's text stands there already."""
    if place in found:
        raise ValueError(f"{question}: the cell that would hold its text or its hint holds another question's")
    found[place] = text


def _of_assignment(notebook, name):
    """Return {place of a cell: its text} of an assignment; raise ValueError if a question has no cell."""
    from ..grading.questions import questions as assigned  # which the students' copy has not

    found = {id_: text for one in assigned(name).values() for id_, text in one.cells().items()}
    places = {cell.id: at for at, cell in enumerate(notebook.cells)}
    missing = [id_ for id_ in found if id_ not in places]
    if missing:
        raise ValueError(f"{name}: no cell has the id {missing[0]}, as one that puts a question has")
    return {places[id_]: with_targets(text, "../../../") for id_, text in found.items()}


def _above(cells, at, question):
    """Return the place of the cell that puts a question, the nearest above its call, which is at `at`."""
    places = [i for i in range(at) if cells[i].cell_type == "markdown" and ASKED.match(cells[i].source)]
    if not places:
        raise ValueError(f"{question}: no cell above its call begins with **Predict, **Exercise or **From memory")
    return places[-1]


def _below(cells, at, question):
    """Return the place of the cell that holds a question's hint, below its call, which is at `at`."""
    for i in range(at + 1, len(cells)):
        if cells[i].id.endswith("-hint"):
            return i
        if cells[i].cell_type == "markdown":
            break
    raise ValueError(f"{question}: it has a hint, and no cell whose id ends in -hint follows its call")
