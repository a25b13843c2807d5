"""What a lesson still lacks: each thing in a sentence, with where it goes and which command makes it."""

import re

import nbformat

from ..lessons import FOLDER, NOTEBOOKS, lesson_of, module, name_of, notebook
from ..lessons.claim import recorded
from ..lessons.question import Code
from . import contents, question_record, slider_record
from .question_text import ASKS

NEEDS = {  # what stands in a lesson's folder, and what it is for
    "__init__.py": 'PART = "…", the part of the course it belongs to, and what its notebook imports: from .experiments '
    "import *",
    "experiments.py": "the runs that the lesson is about",
    "claims.py": "CLAIMS = (Claim(…), …), or () if the lesson is no claim's home",
    "facts.py": "NUMBERS and SAID: what the numbers and the key sentences of its text rest on",
    "questions.py": 'QUESTIONS = {"name.1": Prediction(…), …}',
    "coding.py": 'CODING = {"name.2": Code(…)}, an exercise in code; a lesson without one has CODING = {}',
}


def missing(folder=FOLDER, notebooks=NOTEBOOKS):
    """Return what the lessons in `folder` and their notebooks lack: a list of sentences, empty if they lack nothing."""
    rooms = {path.name: path for path in sorted(folder.glob("*/")) if list(path.glob("*.py"))}
    books = {name_of(path): path for path in sorted(notebooks.glob("[0-9][0-9]_*.ipynb"))}
    said = [
        f"lrcourse/lessons/{name}/{file} is missing: {what}"
        for name in rooms
        for file, what in NEEDS.items()
        if not (rooms[name] / file).exists()
    ]
    said += [f"notebooks/NN_{name}.ipynb is missing: the lesson itself" for name in rooms if name not in books]
    said += [
        f"lrcourse/lessons/{name}/ is missing: {books[name].name} needs {', '.join(NEEDS)} there"
        for name in books
        if name not in rooms
    ]
    return said or [one for name in rooms for one in within(name)]


def within(name):
    """Return what a lesson whose files are all there lacks in them: a list of sentences."""
    return [*_questions(name), *_claims(name), *_stored(name)]


def _questions(name):
    held = module(name, "questions").QUESTIONS
    cells = nbformat.read(notebook(name), as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    asked = [question for question in ASKS.findall(code) if lesson_of(question) == name]
    if f'predict_table("{name}")' in code:
        asked += [question for question, one in held.items() if getattr(one, "about", "")]
    for question in held:
        if lesson_of(question) != name:
            yield f"{name}/questions.py holds {question!r}: its name begins with {name!r} and a dot"
        elif question not in asked:
            call = "predict" if hasattr(held[question], "choices") else "check"
            yield f'{notebook(name).name} does not ask {question!r}: a cell {call}("{question}") is missing'
    for question in asked:
        if question not in held:
            yield f"{notebook(name).name} asks {question!r}, which {name}/questions.py does not hold"
    for question, one in held.items():
        if isinstance(one, Code) and f'check("{question}", {one.name})' not in code:
            yield f'{notebook(name).name}: the cell of {question} ends in check("{question}", {one.name})'


def _claims(name):
    known = recorded()["claims"]
    for claim in module(name, "claims").CLAIMS:
        if str(claim.number) not in known:
            yield f"claim {claim.number} is not measured yet: python3 course.py claims {claim.number}"


def _stored(name):
    path, cells = notebook(name), nbformat.read(notebook(name), as_version=4).cells
    if (
        any(re.search(r"\b(scrub|explore)\(", cell.source) for cell in cells)
        and not slider_record.path_of(path).exists()
    ):
        yield f"{path.name} has no record of its sliders: python3 course.py notebooks {name}"
    if not question_record.path_of(name).exists():
        yield f"{name} has no record of its questions: python3 course.py notebooks {name}"
    if any(cell.cell_type == "code" and cell.execution_count is None for cell in cells):
        yield f"{path.name} was stored without being run: python3 course.py notebooks {name}"
    readme = (contents.ROOT / "README.md").read_text(encoding="utf-8")
    if contents.with_table(readme) != readme:
        yield "the tables of contents are not those of the lessons that are there: python3 course.py lessons --fill"
