"""Every lesson's room holds what a lesson needs, and nothing in it reaches where it should not.

Says what is missing, and where to put it.
"""

import re
from dataclasses import replace

import numpy as np
import pytest

from lrcourse import lessons, used_code
from lrcourse.lessons.run_cache import cached_run
from lrcourse.tools import lesson_list
from tests.test_package import NUMPY_ONLY, ROOT, imported, inner

PACKAGE_NAMES = {"schedules", "verdicts"}  # lessons' names that other things have, too
FILES = sorted(lessons.FOLDER.glob("*/*.py"))


def test_every_lesson_has_what_it_needs():
    assert lesson_list.missing() == []


def test_a_part_that_is_missing_is_named_with_its_place(tmp_path):
    room, books = tmp_path / "lrcourse" / "lessons" / "more", tmp_path / "notebooks"
    room.mkdir(parents=True)
    books.mkdir()
    (room / "experiments.py").touch()
    (books / "13_other.ipynb").touch()
    said = " | ".join(lesson_list.unfinished(room.parent, books))
    for part in (
        "lessons/more/claims.py",
        "more/questions.py",
        "notebooks/NN_more",
        "lessons/other/ is missing",
    ):
        assert part in said, said
    assert "experiments.py is missing" not in said


def test_a_question_that_is_not_asked_or_not_held_is_named_with_what_to_do(monkeypatch):
    held = lessons.module("too_small", "questions").QUESTIONS
    other = {"too_large.9": held["too_small.1"]}
    fewer = {name: one for name, one in held.items() if name != "too_small.4"}
    monkeypatch.setattr(lessons.module("too_small", "questions"), "QUESTIONS", fewer | other)
    assert lesson_list.within("too_small") == [
        "too_small/questions.py holds 'too_large.9': its name begins with 'too_small' and a dot",
        f"{lessons.notebook('too_small').name} asks 'too_small.4', which too_small/questions.py does not hold",
    ]
    monkeypatch.setattr(
        lessons.module("too_small", "questions"), "QUESTIONS", held | {"too_small.99": held["too_small.4"]}
    )
    (said,) = lesson_list.within("too_small")
    assert (
        said
        == lessons.notebook("too_small").name
        + " does not ask 'too_small.99': a cell check(\"too_small.99\") is missing"
    )


def test_a_claim_that_is_not_measured_is_named_with_the_command(monkeypatch):
    (claim, *_) = lessons.module("too_small", "claims").CLAIMS
    monkeypatch.setattr(lessons.module("too_small", "claims"), "CLAIMS", (replace(claim, number=99),))
    assert lesson_list.within("too_small") == [
        f"{lessons.notebook('too_small').name} does not show its claim 99: a cell verdicts(99) is missing",
        "claim 99 is not measured yet: python3 course.py claims 99",
    ]


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
    closed = {"claims", "measured", "figures", "tables", "toy", "coding", "facts"}
    assert not parts & closed, "a lesson takes from another only what its experiments hand on"
    if path.name in handed_on(path.parent):
        own = {match[2] for match in others if match and match[1] == path.parent.name}
        assert not own & (closed | {"questions"})


def test_there_is_no_list_of_lessons():
    """A folder that is there takes part: no module outside of the lessons names more of them than an example."""
    named = re.compile(rf"[\"'/](?:\d\d_)?({'|'.join(lessons.names())})[\"'./]")
    for path in ROOT.rglob("*.py"):
        if lessons.FOLDER not in path.parents:
            found = {name for name in named.findall(path.read_text(encoding="utf-8")) if name not in PACKAGE_NAMES}
            assert len(found) <= 2, path


def test_what_a_trial_depends_on_is_its_claims_own_lesson():
    """A kept trial is of no use once the code of its claim, or of what that imports, has changed."""
    reached = used_code.reached([f"lrcourse.lessons.{lessons.all_claims()[46].lesson}.claims"])
    assert {"lrcourse.lessons.from_small_to_large.measured", "lrcourse.engine.training"} <= set(reached)


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
