"""The lessons' rooms, a folder each: lesson_05/ holds its experiments, its claims and its questions.

They are found, not listed.
"""

from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
NOTEBOOKS = FOLDER.parent.parent / "notebooks"
ARTICLE = range(1, 31)  # the numbers of the article's claims; those beyond are the papers' of the second part
SEEDS = range(5)  # what a lesson's experiments use wherever chance plays a part


def names():
    """The lessons whose folders are there: ["00", "01", …]."""
    return sorted({file.parent.name.removeprefix("lesson_") for file in FOLDER.glob("lesson_*/*.py")})


def notebook(name):
    """The file of the lesson's notebook, such as notebooks/05_image_classifier.ipynb for "05".

    None if there is none.
    """
    return next(NOTEBOOKS.glob(f"{name}_*.ipynb"), None)


@cache
def all_claims():
    """{number: Claim} of every lesson, in the article's order. A number that two claims have: ValueError."""
    found = [replace(claim, lesson=name) for name in names() for claim in _part(name, "claims").CLAIMS]
    return _unique("claim", [(claim.number, claim) for claim in sorted(found, key=lambda claim: claim.number)])


def article_claims():
    """{number: Claim} of the article's."""
    return {number: claim for number, claim in all_claims().items() if number in ARTICLE}


@cache
def all_questions():
    """{"03.1": Prediction or Exercise, …} of every lesson. A name that two questions have: ValueError."""
    return _unique("question", [pair for name in names() for pair in _part(name, "questions").QUESTIONS.items()])


def _part(name, part):
    return import_module(f".lesson_{name}.{part}", __name__)


def _unique(kind, pairs):
    numbers = [number for number, _ in pairs]
    twice = {number for number in numbers if numbers.count(number) > 1}
    if twice:
        raise ValueError(f"{kind}: {', '.join(map(str, sorted(twice)))} stands in two places in lrcourse/lessons")
    return dict(pairs)
