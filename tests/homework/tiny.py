"""A small assignment for the tests of files and notebooks, and what a student may do to it."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NAME = "hw0_tiny"


def cell(kind, source, grade_id=None, solution=False, points=0, at=0):
    """Return a cell with nbgrader's metadata, as its own release writes them."""
    grading = dict(schema_version=3, grade_id=grade_id, solution=solution, grade=points > 0, task=False)
    grading |= dict(locked=not solution, cell_type=kind) | ({"points": points} if points else {})
    new = (new_code_cell if kind == "code" else new_markdown_cell)(source, id=f"cell-{at}")
    new.metadata = nbformat.from_dict({"nbgrader": grading} if grade_id else {})
    return new


def release():
    """Return three questions: a number, a function, a text."""
    cells = [
        ("markdown", "# Homework"),
        ("code", 'from lrcourse import homework\n\nSTUDENT = "your-id"'),
        ("code", "limit = ...  # your code here", "hw0-1-work", True),
        ("code", 'homework.answer("hw0.1", limit)', "hw0-1", False, 2),
        ("code", "...  # your code here", "hw0-2-work", True),
        ("code", 'homework.answer("hw0.2", [step(*case) for case in homework.cases("hw0.2")])', "hw0-2", False, 3),
        ("markdown", "YOUR ANSWER HERE", "hw0-3", True, 1),
    ]
    return new_notebook(cells=[cell(*parts, at=at) for at, parts in enumerate(cells)])


def filled(**sources):
    """Return the release as ada hands it in: filled(hw0_1_work="limit = 1")."""
    notebook = release()
    for one in notebook.cells:
        one.source = one.source.replace("your-id", "ada")
        name = one.metadata.get("nbgrader", {}).get("grade_id")
        one.source = sources.get((name or "").replace("-", "_"), one.source)
    return notebook


def bytes_of(notebook):
    """Return a notebook as a file, whatever it holds."""
    return json.dumps(notebook).encode()
