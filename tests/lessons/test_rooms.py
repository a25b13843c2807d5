"""Every lesson's room holds what a lesson needs, and nothing in it reaches where it should not.

Says what is missing, and where to put it.
"""

import re
from dataclasses import replace

import nbformat
import numpy as np
import pytest

from lrcourse import lessons
from lrcourse.lessons.run_cache import cached_run
from tests.test_package import NUMPY_ONLY, ROOT, imported, inner

NEEDS = {  # what stands in a lesson's folder, and what it is for
    "__init__.py": "the lesson's name, and what its notebook imports: from .experiments import *",
    "experiments.py": "the runs that the lesson is about",
    "claims.py": "CLAIMS = (Claim(…), …), or () if the lesson is no claim's home",
    "facts.py": "FACTS, BY_HAND and SAID: what the numbers and the key sentences of its text rest on",
    "questions.py": 'QUESTIONS = {"name.1": Prediction(…), …}',
}
FILES = sorted(lessons.FOLDER.glob("*/*.py"))


def missing(folder, notebooks):
    """What the lessons in `folder` and their notebooks lack: a list of sentences."""
    rooms = {path.name: path for path in folder.glob("*/") if list(path.glob("*.py"))}
    books = {lessons.name_of(path): path for path in notebooks.glob("[0-9][0-9]_*.ipynb")}
    said = [
        f"{rooms[name].relative_to(folder.parent.parent)}/{file} is missing: {what}"
        for name in sorted(rooms)
        for file, what in NEEDS.items()
        if not (rooms[name] / file).exists()
    ]
    said += [f"notebooks/NN_{name}.ipynb is missing: the lesson itself" for name in sorted(set(rooms) - set(books))]
    said += [
        f"lrcourse/lessons/{name}/ is missing: {books[name].name} needs {', '.join(NEEDS)} there"
        for name in sorted(set(books) - set(rooms))
    ]
    return said


def test_every_lesson_has_what_it_needs():
    assert missing(lessons.FOLDER, lessons.NOTEBOOKS) == []


def test_a_part_that_is_missing_is_named_with_its_place(tmp_path):
    room, books = tmp_path / "lrcourse" / "lessons" / "more", tmp_path / "notebooks"
    room.mkdir(parents=True)
    books.mkdir()
    (room / "experiments.py").touch()
    (books / "13_other.ipynb").touch()
    said = " | ".join(missing(room.parent, books))
    for part in (
        "lessons/more/claims.py",
        "more/questions.py",
        "notebooks/NN_more",
        "lessons/other/ is missing",
    ):
        assert part in said, said
    assert "experiments.py is missing" not in said


@pytest.mark.parametrize("name", lessons.names())
def test_a_notebook_asks_what_its_room_holds(name):
    """Each question is asked in the lesson's own notebook, and each that is asked there is in the room."""
    cells = nbformat.read(lessons.notebook(name), as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    asked = {
        question
        for question in re.findall(r'(?:predict|check)\("([^"]+)"', code)
        if lessons.lesson_of(question) == name
    }
    if f'predict_table("{name}")' in code:
        asked |= {question for question, kind in lessons.all_questions().items() if getattr(kind, "about", "")}
    assert asked == {question for question in lessons.all_questions() if lessons.lesson_of(question) == name}


@pytest.mark.parametrize("name", lessons.names())
def test_questions_carry_their_lessons_name(name):
    assert all(question.startswith(f"{name}.") for question in lessons.module(name, "questions").QUESTIONS)


def test_a_number_that_two_claims_have_is_refused():
    claim = lessons.all_claims()[1]
    with pytest.raises(ValueError, match="claim: 1 stands in two places"):
        lessons._unique("claim", [(1, claim), (1, replace(claim, wording="another"))])


def handed_on(room):
    """The files whose names a lesson's __init__.py hands on: experiments.py, and what holds runs beside it."""
    return {f"{name}.py" for name in re.findall(r"from \.(\w+) import \*", (room / "__init__.py").read_text("utf-8"))}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_room_is_entered_by_its_experiments(path):
    """Experiments import the engine and other experiments only.

    From another lesson nothing but what its __init__.py hands on.
    """
    if path.name in handed_on(path.parent):
        assert inner(path) <= {*NUMPY_ONLY, "lessons"}
    others = [re.match(r"lrcourse\.lessons\.(\w+)\.(\w+)", name) for name in imported(path)]
    parts = {match[2] for match in others if match and match[1] != path.parent.name}
    allowed = {"claims", "measured", "figures", "tables", "toy", "coding", "facts"}
    assert not parts & allowed, "a lesson takes from another only what its experiments hand on"
    if path.name in handed_on(path.parent):
        own = {match[2] for match in others if match and match[1] == path.parent.name}
        assert not own & (allowed | {"questions"})


def test_there_is_no_list_of_lessons():
    """A folder that is there takes part: no module of the package names lessons one by one."""
    for path in ROOT.glob("*.py"):
        assert len(set(re.findall(r"lesson_\d\d|\"\d\d_\w+\"", path.read_text(encoding="utf-8")))) <= 1, path


def test_an_experiment_is_run_once_for_all_processes_that_share_a_folder(tmp_path, monkeypatch):
    run = []

    def experiment(seed, rates=(0.1,)):
        run.append(seed)
        return np.full(3, float(seed))

    def afresh():
        """The experiment as another process has it."""
        return cached_run(experiment)

    monkeypatch.delenv("LRCOURSE_RUNS")
    assert (afresh()(1) == afresh()(1)).all() and run == [1, 1]
    monkeypatch.setenv("LRCOURSE_RUNS", str(tmp_path))
    assert (afresh()(2) == afresh()(2)).all() and run == [1, 1, 2]
    assert (afresh()(3) == 3).all() and (afresh()(2, rates=(0.2,)) == 2).all() and run == [1, 1, 2, 3, 2]
    for rates in ([0.2], np.array([0.2])):  # what a reader may have, as good as a tuple
        assert (afresh()(2, rates) == 2).all() and run == [1, 1, 2, 3, 2]
    assert len(list(tmp_path.iterdir())) == 3
