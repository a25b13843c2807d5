"""The lessons' rooms: a folder each, by its name, which holds its experiments, its claims and its questions.

They are found, not listed. A lesson's place in the course is the number in its notebook's file name, and stands nowhere
else.
"""

import json
import re
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

from ..places import NOTEBOOKS

FOLDER = Path(__file__).resolve().parent
ARTICLE = range(1, 31)  # the numbers of the article's claims; those beyond are the papers' of the last part
SEEDS = range(5)  # what a lesson's experiments use wherever chance plays a part


def names():
    """Return the names of the lessons whose folders are there, in the course's order: ["start_here", "one_step", …].

    A folder without a notebook comes last.
    """
    found = {file.parent.name for file in FOLDER.glob("*/*.py")}
    return sorted(found, key=lambda name: (notebook(name) or Path("~")).name + name)


def notebook(name):
    """Return the path of a lesson's notebook, notebooks/02_too_small.ipynb for "too_small"; None without one."""
    return next((path for path in NOTEBOOKS.glob("[0-9][0-9]_*.ipynb") if name_of(path) == name), None)


def name_of(path):
    """Return the name of the lesson that a notebook's file holds: "too_small" for notebooks/02_too_small.ipynb."""
    return re.sub(r"^\d\d_", "", Path(path).stem)


def title(name):
    """Return a lesson's title, the words before the colon in its notebook's first heading: "Too small"."""
    return heading(name).partition(": ")[0]


@cache
def heading(name):
    """Return the first heading of a lesson's notebook: "Too small: does a small rate learn less, or only later?"."""
    first, *_ = json.loads(notebook(name).read_text(encoding="utf-8"))["cells"]
    return "".join(first["source"]).partition("\n")[0].removeprefix("# ")


def lesson_of(question):
    """Return the name of the lesson that asks a question: "too_small" for "too_small.1"."""
    return question.partition(".")[0]


@cache
def all_claims():
    """Return {number: Claim} of every lesson, in the article's order. A number that two claims have: ValueError."""
    found = [replace(claim, lesson=name) for name in names() for claim in module(name, "claims").CLAIMS]
    return _unique("claim", [(claim.number, claim) for claim in sorted(found, key=lambda claim: claim.number)])


def article_claims():
    """Return {number: Claim} of the article's."""
    return {number: claim for number, claim in all_claims().items() if number in ARTICLE}


@cache
def all_questions():
    """Return {"too_large.1": Prediction, Exercise or Code, …} of every lesson, in the course's order.

    A name that two questions have: ValueError.
    """
    return _unique("question", [pair for name in names() for pair in module(name, "questions").QUESTIONS.items()])


def part(name):
    """Return the part of the course that a lesson belongs to: "The learning rate"."""
    return import_module(f".{name}", __name__).PART


def module(name, which):
    """Return a module of a lesson's folder: module("too_small", "claims")."""
    return import_module(f".{name}.{which}", __name__)


def _unique(kind, pairs):
    numbers = [number for number, _ in pairs]
    twice = {number for number in numbers if numbers.count(number) > 1}
    if twice:
        raise ValueError(f"{kind}: {', '.join(map(str, sorted(twice)))} stands in two places in lrcourse/lessons")
    return dict(pairs)
