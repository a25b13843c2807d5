"""The command `lessons`: it shows the lessons, moves one, and says what each still lacks and where that goes.

python3 course.py lessons                 show them, and what they lack
python3 course.py lessons --fill          write tables, minutes and neighbours where they stand
python3 course.py lessons NAME PLACE      move a lesson to another place: file names, links and tables follow
"""

import argparse
import re
import sys

import nbformat

from ..lessons import FOLDER, NOTEBOOKS, lesson_of, module, name_of, names, notebook, part, title
from ..lessons.claim import recorded
from ..lessons.question import Code
from ..plots.table import Table
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

DEFINES = {
    "__init__.py": ("PART",),
    "claims.py": ("CLAIMS",),
    "facts.py": ("NUMBERS", "SAID"),
    "questions.py": ("QUESTIONS",),
    "coding.py": ("CODING",),
}


def missing():
    """Return what the lessons and their notebooks lack: a list of sentences, empty if they lack nothing."""
    return unfinished() or [one for name in names() for one in within(name)] + _tables()


def unfinished(folder=FOLDER, notebooks=NOTEBOOKS):
    """Return which files, and which names in them, the lessons in `folder` and their notebooks lack, in sentences.

    Of a lesson that lacks one, nothing else can be said.
    """
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
    return said or [
        f"lrcourse/lessons/{name}/{file} does not define {defined}: {what}"
        for name in rooms
        for file, what in NEEDS.items()
        for defined in DEFINES.get(file, ())
        if f"{defined} = " not in (rooms[name] / file).read_text(encoding="utf-8")
    ]


def within(name):
    """Return what a lesson whose files are all there lacks in them: a list of sentences."""
    return [*_questions(name), *_claims(name), *_stored(name)]


def _questions(name):
    """Yield which questions the notebook does not ask, or asks and does not have, in sentences."""
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
    """Yield which claims are not measured yet, or not shown in the lesson, in sentences."""
    known = recorded()["claims"]
    cells = nbformat.read(notebook(name), as_version=4).cells
    calls = re.findall(r"verdicts\(([^)]*)\)", "\n".join(cell.source for cell in cells if cell.cell_type == "code"))
    shown = {int(number) for call in calls for number in re.findall(r"\d+", call)}
    for claim in module(name, "claims").CLAIMS:
        if claim.number not in shown:
            call = f"verdicts({claim.number})"
            yield f"{notebook(name).name} does not show its claim {claim.number}: a cell {call} is missing"
        if str(claim.number) not in known:
            yield f"claim {claim.number} is not measured yet: python3 course.py claims {claim.number}"


def _stored(name):
    """Yield which records, outputs and tables are missing, in sentences, each with the command that makes it."""
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


def _tables():
    """Return, in a sentence, that the tables of contents are stale; nothing if they are not."""
    readme = (contents.ROOT / "README.md").read_text(encoding="utf-8")
    stale = "the tables of contents are not those of the lessons that are there: python3 course.py lessons --fill"
    return [] if contents.with_table(readme) == readme else [stale]


def main(arguments=None):
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="course.py lessons", description="Show the lessons, or move one.")
    parser.add_argument("name", nargs="?", metavar="NAME", help="the lesson to move, such as too_small")
    parser.add_argument("--fill", action="store_true", help="write what is computed where it stands")
    parser.add_argument("place", nargs="?", type=int, metavar="PLACE", help="its new place, from 0")
    options = parser.parse_args(arguments)
    if (options.name is None) != (options.place is None):
        parser.error("NAME and PLACE go together")
    if lacking := unfinished():  # of such a lesson nothing can be shown, filled in or moved
        print("\n".join(lacking))
        return 1
    try:
        if options.fill:
            contents.fill()
        if options.name:
            order = contents.move(options.name, options.place)
            at = order.index(options.name)
            for one in order[max(0, at - 1) : at + 2]:
                print(f"{notebook(one).name}: read what it says of the lessons before and after it")
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    rows = [(notebook(one).name, title(one), part(one), f"{contents.minutes(one)}") for one in names()]
    print(repr(Table(("file", "title", "part", "minutes"), tuple(rows))))
    lacking = missing()
    print("".join(f"\n{one}" for one in lacking), end="\n" if lacking else "")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
