"""A prediction is asked before it is answered: no text, legend, mark, printed word or hint above it gives it away.

What would give it away stands in `tests/lessons/spoilers/`, a module for each lesson.
"""

import json
import re
from functools import cache
from importlib import import_module

import pytest

from lrcourse import lessons
from lrcourse.lessons.question import Prediction
from lrcourse.tools import question_record

ASKS = re.compile(r'\b(?:predict|predict_table|check)\("([^"]+)"')
TOLD = re.compile(r'\boutcome\("([^"]+)"\)')


@cache
def book(lesson):
    """The cells of a lesson's notebook, as json reads them."""
    return json.loads(lessons.notebook(lesson).read_text(encoding="utf-8"))["cells"]


@cache
def spoilers(lesson):
    """{question: patterns} of a lesson."""
    try:
        return import_module(f"tests.lessons.spoilers.{lesson}").SPOILERS
    except ModuleNotFoundError:
        pytest.fail(f'write tests/lessons/spoilers/{lesson}.py: SPOILERS = {{"{lesson}.1": (r"…",), …}}')


def predictions(lesson):
    """The names of a lesson's predictions."""
    questions = lessons.module(lesson, "questions").QUESTIONS
    return [name for name, asked in questions.items() if isinstance(asked, Prediction)]


def source(cell):
    return "".join(cell["source"])


def printed(cell):
    """What a cell's stored outputs say as text: words printed, tables, a figure's title, legend and marks."""
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", ())]
    return "\n".join("".join(text) for text in texts)


def place(cells, question):
    """Where the cell stands that asks a question, alone or else in its lesson's table; None if none does."""
    asked = {name: at for at, cell in reversed([*enumerate(cells)]) for name in ASKS.findall(source(cell))}
    return asked.get(question, asked.get(lessons.lesson_of(question)))


def above(question, cells, earlier=(), record=None):
    """Everything a reader may have seen when the question is asked, as pairs (where, text).

    `cells` are those of its lesson and `record` its lesson's record of questions; `earlier` are the pairs (where, text)
    of the lessons before.
    """
    at, record = place(cells, question), record or {}
    found = [*earlier]
    for cell in cells[: at + 1]:
        found.append((cell["id"], source(cell)))
        if not ASKS.search(source(cell)):  # a question's own output lists its choices
            found.append((f"output of {cell['id']}", printed(cell)))
    asked = [name for name in record if (place(cells, name) or 0) < at]
    own = [(f"{question}'s hint", record[question].get("hint", ""))] if question in predicted(record) else []
    return found + own + [pair for name in asked for pair in told_after(name, record[name])]


def predicted(record):
    return [name for name, asked in record.items() if "choices" in asked]


def told_after(name, asked):
    """What a question says once it is tried: its hint, its remarks on slips, its solution."""
    slips = " ".join(slip if isinstance(slip, str) else slip["says"] for slip in asked.get("slips", ()))
    return [
        (f"{name}'s hint", asked.get("hint", "")),
        (f"{name}'s slips", slips),
        (f"{name}'s solution", asked.get("solution", "")),
    ]


def below(question, cells, record=None):
    """What stands below the question, without what asks and tells: its text would be found below any question."""
    texts = [text for _, text in told_after(question, (record or {}).get(question, {}))]
    for cell in cells[place(cells, question) + 1 :]:
        texts.append(source(cell))
        if not ASKS.search(source(cell)) and not TOLD.search(source(cell)):
            texts.append(printed(cell))
    return texts


@cache
def of_lesson(lesson):
    """What a lesson leaves with its reader: its text, and what its questions say once tried; pairs (where, text)."""
    texts = [(f"{lesson}: {cell['id']}", source(cell)) for cell in book(lesson) if cell["cell_type"] == "markdown"]
    asked = question_record.stored(lesson).items()
    return texts + [pair for name, one in asked for pair in told_after(name, one)]


@cache
def plain(text):
    return re.sub(r"\s+", " ", text.replace("*", ""))


def given_away(patterns, texts):
    """In words, where a pattern is found in pairs (where, text)."""
    return [
        f"{pattern!r} stands in {where}: …{plain(text)[max(0, found.start() - 60) : found.end() + 60]}…"
        for pattern in patterns
        for where, text in texts
        if (found := re.search(pattern, plain(text), re.IGNORECASE))
    ]


def dead(patterns, texts):
    """The patterns that are found nowhere in texts."""
    return [one for one in patterns if not any(re.search(one, plain(text), re.IGNORECASE) for text in texts)]


@pytest.mark.parametrize("lesson", lessons.names())
def test_every_prediction_names_what_would_give_it_away(lesson):
    """And each of these phrases is what the lesson says below; of a statement that it does not measure, a later one."""
    record, told = (
        question_record.stored(lesson),
        {name for cell in book(lesson) for name in TOLD.findall(source(cell))},
    )
    assert set(predictions(lesson)) - set(spoilers(lesson)) == set(), "these have no pattern"
    assert set(spoilers(lesson)) <= set(record), "no questions of this lesson"
    later = lessons.names()[lessons.names().index(lesson) + 1 :]
    for question, patterns in spoilers(lesson).items():
        assert isinstance(patterns, tuple) and patterns, f"{question}: a tuple of patterns"
        texts = below(question, book(lesson), record)
        if question in predictions(lesson) and question not in told:
            texts += [text for other in later for _, text in of_lesson(other)]
        assert dead(patterns, texts) == [], f"{question}: dead patterns, found nowhere below the question"


@pytest.mark.parametrize("lesson", lessons.names())
def test_nothing_above_a_question_gives_it_away(lesson):
    earlier = [pair for other in lessons.names()[: lessons.names().index(lesson)] for pair in of_lesson(other)]
    record = question_record.stored(lesson)
    for question, patterns in spoilers(lesson).items():
        found = given_away(patterns, above(question, book(lesson), earlier, record))
        assert found == [], f"{question}: reword or move it, or let it appear later"


@pytest.mark.parametrize("lesson", lessons.names())
def test_a_prediction_is_asked_once_and_told_below(lesson):
    cells = [source(cell) for cell in book(lesson)]
    for question in predictions(lesson):
        at = place(book(lesson), question)
        assert at is not None, f"{question} is not asked"
        told = [i for i, text in enumerate(cells) if question in TOLD.findall(text)]
        assert all(i > at for i in told) and len(told) <= 1, f"{question}: its outcome stands once, below it"
        assert told or lessons.all_questions()[question].about, f"{question}: its outcome is not told"


def _cell(id, text, output="", kind="code"):
    return {"id": id, "cell_type": kind, "source": text, "outputs": [{"text": output}] if output else []}


SMALL = [
    _cell("title", "# A bowl", kind="markdown"),
    _cell("draw", "draw()", "dots path"),
    _cell("exercise", 'check("a.1")'),
    _cell("ask", 'predict("a.2")', "one of 'it falls', 'it rises'"),
    _cell("figure", "scrub()", "dots it falls"),
    _cell("told", 'outcome("a.2")', "it came out as 'it falls'"),
    _cell("explain", "**What happened?** It *falls*\nall the way.", kind="markdown"),
]
RECORD = {"a.1": {"hint": "add", "slips": [], "solution": "2"}, "a.2": {"choices": [], "text": "?"}}


def test_what_is_only_below_is_not_given_away():
    assert given_away([r"it falls all", "it falls"], above("a.2", SMALL, record=RECORD)) == []
    assert dead([r"it falls all", r"dots it falls", "came out", "it rises"], below("a.2", SMALL, RECORD)) == [
        "came out",
        "it rises",
    ]


@pytest.mark.parametrize("kind", ["text", "code", "legend", "earlier lesson", "hint", "slip", "solution", "own hint"])
def test_an_answer_above_is_found_whatever_gives_it(kind):
    cells, record, earlier = [dict(cell) for cell in SMALL], json.loads(json.dumps(RECORD)), []
    match kind:
        case "text" | "code":
            cells[0 if kind == "text" else 1]["source"] = "So it *falls*\nall the way"
        case "legend":
            cells[1]["outputs"] = [{"data": {"text/plain": ["dots it falls\n", "all"]}}]
        case "earlier lesson":
            earlier = [("z: title", "it falls all along")]
        case "hint" | "solution":
            record["a.1"][kind] = "it falls all along"
        case "slip":
            record["a.1"]["slips"] = [{"says": "it falls all along"}]
        case "own hint":
            record["a.2"]["hint"] = "it falls all along"
    assert len(given_away([r"it falls all"], above("a.2", cells, earlier, record))) == 1
