"""The course's contents: each lesson's place, title, question and minutes, from its notebook; and moving a lesson."""

import re

import nbformat

from ..lessons import NOTEBOOKS, all_questions, heading, lesson_of, name_of, names, notebook, part, title
from ..lessons.question import Code, Prediction
from ..lessons.references import REFERENCES
from ..notebook_form import text_of
from .links import with_targets

ROOT = NOTEBOOKS.parent
FIGURE = re.compile(r"\b(?:scrub|explore)\(")  # a call that makes a figure with sliders
LITERATURE = "references.md"  # in notebooks/: the page of the works that are cited
TABLE = "lessons"  # id of the cell of lesson start_here that holds the table of contents
README = "<!-- lessons -->\n", "<!-- end of lessons -->"  # around the README's
TEXTS = ("*.md", "*/README.md", "course.py", "notebooks/*.ipynb", "notebooks/*.md")
TEXTS += ("notebooks/homework/README.md", "notebooks/homework/source/*/*.ipynb", "notebooks/homework/release/*/*.ipynb")
TEXTS += ("lrcourse/**/*.py", "tests/**/*.py", "benchmarks/*.py", ".github/**/*.yml")  # where file names may stand


def question(name):
    """Return what a lesson asks, from its heading: "Does a small rate learn less, or only later?"."""
    asked = heading(name).partition(": ")[2]
    return asked[:1].upper() + asked[1:]


def minutes(name, cells=None):
    """Return how long a lesson takes, rounded to 5 minutes: a minute for 100 words, 2 for a prediction, 3 for a figure
    with a slider, 3 for an exercise, 8 for one in code; 1 for a click on one of several alike.
    """
    cells = nbformat.read(notebook(name), as_version=4).cells if cells is None else cells
    words = sum(len(cell.source.split()) for cell in cells if cell.cell_type == "markdown" and cell.id != TABLE)
    figures = sum(cell.cell_type == "code" and bool(FIGURE.search(cell.source)) for cell in cells)
    asked = [one for key, one in all_questions().items() if lesson_of(key) == name]
    return max(5, 5 * round((words / 100 + 3 * figures + sum(map(_minutes, asked))) / 5))


def _minutes(asked):
    """Return the minutes of one question; one of several alike takes a click."""
    alike = isinstance(asked, Prediction) and asked.about or not isinstance(asked, Prediction) and not asked.text
    return 1 if alike else 2 if isinstance(asked, Prediction) else 8 if isinstance(asked, Code) else 3


def table(folder=""):
    """Return the table of contents in Markdown; `folder` is where the notebooks lie from it."""
    lines = ["| Lesson | Question | Minutes |", "|---|---|---|"]
    for before, name in zip([None, *names()], names()):
        if before is None or part(name) != part(before):
            lines.append(f"| **{part(name)}** | | |")
        lines.append(f"| [{title(name)}]({folder}{notebook(name).name}) | {question(name)} | {minutes(name)} |")
    return "\n".join(lines)


def with_place(book, path):
    """Return the notebook with what its place in the course decides: its minutes, the lessons before and after it; in
    lesson start_here the table of contents.
    """
    name = name_of(path)
    if name not in names():
        return book
    at, order = names().index(name), names()
    said = book.cells[0].source
    said = re.sub(r"^\*\d+ minutes", f"*{minutes(name, book.cells)} minutes", said, flags=re.M)
    for word, other in (("Before", order[at - 1] if at else None), ("After", (*order[at + 1 :], None)[0])):
        if other:
            said = re.sub(rf"{word}: \[[^\]]*\]\([^)]*\)", f"{word}: [{title(other)}]({notebook(other).name})", said)
    book.cells[0].source = said
    for cell in book.cells:
        if cell.id == TABLE:
            text, _, rest = cell.source.partition("| Lesson |")
            after = re.sub(r"\A(\|.*(\n|\Z))*", "", "| Lesson |" + rest)
            cell.source = text + table() + (f"\n{after}" if after else "")
    return book


def with_table(readme):
    """Return the README's text with the table of contents between its two marks."""
    before, after = readme.split(README[0])[0], readme.split(README[1])[1]
    return f"{before}{README[0]}{table('notebooks/')}\n{README[1]}{after}"


def literature():
    """Return the page of all works that the course cites, in Markdown, from lessons/references.py."""
    lines = [
        f"- [{key}]({one.address}): {one.authors}. *{one.title}* ({one.year}). {one.where}. Used for: {one.used_for}."
        for key, one in sorted(REFERENCES.items())
    ]
    return "# The literature that the course cites\n\n" + "\n".join(lines) + "\n"


def move(name, place):
    """Move a lesson to `place`, from 0: rename the notebooks, and whatever names their files; return the new order.

    Raise ValueError unless there is such a lesson and such a place.
    """
    if name not in names() or notebook(name) is None:
        raise ValueError(f"NAME={name!r}: allowed is the name of a lesson with a notebook: {', '.join(names())}")
    order = [one for one in names() if one != name and notebook(one)]
    if not 0 <= place <= len(order):
        raise ValueError(f"PLACE={place!r}: allowed is a whole number from 0 to {len(order)}")
    order.insert(place, name)
    books = [name_of(path) for path in NOTEBOOKS.glob("[0-9][0-9]_*.ipynb")]
    if len(books) > len(set(books)):
        raise ValueError(f"notebooks/ holds two notebooks of one lesson: {', '.join(sorted(books))}")
    old = {one: notebook(one) for one in order}
    new = {one: NOTEBOOKS / f"{at:02d}_{one}.ipynb" for at, one in enumerate(order)}
    stems = {old[one].stem: new[one].stem for one in order}
    pattern = re.compile(r"(?:(?<=%2F)|(?<!\w))(" + "|".join(map(re.escape, stems)) + r")(?!\w)")
    texts = {path: path.read_text(encoding="utf-8") for glob in TEXTS for path in ROOT.glob(glob)}
    for path, text in texts.items():  # all are read before the first is changed
        moved = pattern.sub(lambda stem: stems[stem[1]], text)
        if moved != text:
            path.write_text(moved, encoding="utf-8", newline="\n")
    for one in order:
        old[one].rename(old[one].with_suffix(".moving"))
    for one in order:
        old[one].with_suffix(".moving").rename(new[one])
    fill()
    return order


def fill():
    """Write the tables of contents, each lesson's minutes and neighbours, and the page of the literature."""
    for name in names():
        if path := notebook(name):
            stored = nbformat.read(path, as_version=4)
            path.write_text(text_of(with_place(stored, path)), encoding="utf-8", newline="\n")
    path = ROOT / "README.md"
    readme = with_targets(with_table(path.read_text(encoding="utf-8")), "notebooks/")
    path.write_text(readme, encoding="utf-8", newline="\n")
    (NOTEBOOKS / LITERATURE).write_text(literature(), encoding="utf-8", newline="\n")
