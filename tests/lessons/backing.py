"""Holds each number that a lesson's text states, in digits or in words, to its own fact in the lesson's facts.py.

NUMBERS = {cell: [entry for each number, in the text's order]}; an entry is

    "two"                            a constant of the reasoning, such as the number of panels, which nothing measures
    ("919", Shown("steps", "counted", 1))    what a cell of the lesson shows; so Coded (its code) and Drawn (a slider)
    ("116", lambda: np.log(10**0.5) / np.log(1.01))     what a function computes, a number or whether the text is true

python -m tests.lessons.backing NAME prints the entries that a lesson's text needs, each with what it may rest on.
"""

import argparse
import html
import re

import nbformat
import numpy as np

from lrcourse import lessons
from lrcourse.lessons.fact import Coded, Drawn, Shown
from lrcourse.tools import contents, slider_record
from lrcourse.tools.question_text import ASKS, texts
from tests.lessons.prose import PARSER

SMALL = 10  # whole numbers up to here, within formulas, are indices and factors of algebra
ABOUT = 0.1  # how far a measured number may be from a number word, as a share
DIGITS = r"(?<![\w.,])[-−–]?(\d{1,3}(?:,\d{3})+|\d+\.?\d*|\.\d+)(e[-+−]?\d+)?(?![\d]*[A-Za-z_])(\s?%|\s?percent)?"
UNITS = {
    **{word: at for at, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)},
    **{"fifteen": 15, "sixteen": 16, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "eighty": 80},
}
PARTS = {"half": 1 / 2, "halve": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6}
PARTS |= {"eighth": 1 / 8, "tenth": 1 / 10, "hundredth": 1e-2, "thousandth": 1e-3, "twice": 2, "double": 2}
PARTS |= {"hundred": 100, "thousand": 1000, "million": 1e6}
WORDS = rf"\b(?:({'|'.join(UNITS)})[ -])?({'|'.join(PARTS)})(?:e?s|d)?\b|\b({'|'.join(UNITS)})\b"
NUMBER = re.compile(f"{DIGITS}|{WORDS}", re.I)
NAMES = [  # what looks like a number and is a name
    r"\[[^\]]*\b(19|20)\d\d[ab]?\]\([^)]*\)",  # works that are cited
    r"\]\([^)]*\)",  # where links lead
    r"\b(?:[Ee]xercises?|[Cc]laims?|section|volume|Theorem|Alg\.|seeds?|[Ll]ayers?|[Rr]ounds?)[\s ]+"
    r"\d+(?:(?:, | and | to )\d+)*",
    r"#\s*\d\d\b",
    r"▶20",
    r"\*\d+ minutes",  # computed, tools/contents.py
]
FORMULA = re.compile(r"\$\$.+?\$\$|\$.+?\$", re.S)


def facts(lesson):
    """Return what a lesson's facts.py holds: NUMBERS and SAID, {cell: {phrase: whether it came out}}."""
    module = lessons.module(lessons.name_of(lesson), "facts")
    return module.NUMBERS, module.SAID


def numbers(source):
    """Return the numbers that a text states, in its order: [(as it stands there, value, half a unit, kind)].

    The kind is "%", "word" or "": half a unit of the last digit is how far what backs the number may be from it.
    """
    for token in PARSER.parse(source):
        for part in token.children or ():
            if part.type == "code_inline":
                source = source.replace(f"`{part.content}`", " ")
    for name in NAMES:
        source = re.sub(name, " ", source, flags=re.M)
    found = []
    for at, piece in enumerate(re.split(f"({FORMULA.pattern})", source, flags=re.S)):
        if at % 2:
            piece = re.sub(r"\\[td]?frac\s*\d\d|\\[td]?frac\{\d+\}\{\d+\}|[_^]\{?-?\d+\}?|\\[A-Za-z]+", " ", piece)
        found += [one for one in map(_read, NUMBER.finditer(piece)) if one and not (at % 2 and _is_small(one))]
    return found


def _read(match):
    if match[1] is None:
        value = UNITS.get((match[4] or match[6] or "").lower(), 1) * PARTS.get((match[5] or "").lower(), 1)
        return match[0], float(value), ABOUT * value, "word"
    digits, power, percent = match[1].replace(",", "").rstrip("."), match[2] or "", match[3]
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    scale = 10.0 ** int((power[1:] or "0").replace("−", "-"))
    return match[0].strip().rstrip("."), float(digits) * scale, 0.5 * 10.0**-decimals * scale, "%" if percent else ""


def _is_small(one):
    return one[3] == "" and "e" not in one[0] and one[1] == int(one[1]) <= SMALL


def stated(lesson, notebook):
    """Return {cell: its numbers} of a lesson's text, without its questions and hints, whose text has its own source,
    and without the table of contents, which is computed.
    """
    asked = texts(notebook, lesson)
    cells = [cell for at, cell in enumerate(notebook.cells) if cell.cell_type == "markdown" and at not in asked]
    cells = [cell for cell in cells if cell.id != contents.TABLE]
    return {cell.id: found for cell in cells if (found := numbers(cell.source))}


def faults(lesson, notebook):
    """Return what is wrong with a lesson's numbers: a list of sentences, each with its cell and what to write."""
    bound, _ = facts(lesson)
    found = [
        f"{cell}: facts.py binds numbers of it, and it has none"
        for cell in bound
        if cell not in stated(lesson, notebook)
    ]
    for cell, there in stated(lesson, notebook).items():
        entries = bound.get(cell, [])
        written, said = [one if isinstance(one, str) else one[0] for one in entries], [one[0] for one in there]
        if written != said:
            found.append(f"{cell}: the text has the numbers {said}, facts.py binds {written}")
            continue
        for number, entry in zip(there, entries):
            if not isinstance(entry, str):
                found += _unlike(cell, number, entry[1], lesson, notebook)
    return found


def _unlike(cell, number, source, lesson, notebook):
    """What keeps a number from being what its source gives: one sentence, or none."""
    text, value, half, kind = number
    try:
        came = resolve(source, lesson, notebook)
    except LookupError as error:
        return [f"{cell}: {text!r} rests on {source}, and {error}"]
    if isinstance(came, (bool, np.bool_)):
        return [] if came else [f"{cell}: {text!r} is not true of what was measured"]
    near, known = half * (1 + 1e-9) + 1e-12, abs(float(came))
    good = abs(known - value) <= near or (kind == "%" and abs(100 * known - value) <= near)
    return [] if good else [f"{cell}: {text!r} is stated, {source} gives {came:.6g}"]


def resolve(source, lesson, notebook):
    """Return the number that a source gives: a function's value, or what a cell or a slider's record holds."""
    if callable(source):
        return source()
    if isinstance(source, Drawn):
        text = _frame(source, lesson)
    else:
        cell = next((cell for cell in notebook.cells if cell.id == source.cell), None)
        if cell is None or cell.cell_type != "code":
            raise LookupError("there is no such code cell")
        text = cell.source if isinstance(source, Coded) else output(cell)
    if source.line:
        line = next((line for line in text.splitlines() if source.line in line), None)
        if line is None:
            raise LookupError("no such line is there")
        text = line.partition(source.line)[2]
    text = re.sub(r"(?<=\d)_(?=\d{3})", "", text)  # 20_000 is 20000
    values = re.findall(r"(?<![A-Za-z_])(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", text)
    if source.at >= len(values):
        raise LookupError(f"it holds {len(values)} numbers there")
    return float(values[source.at])


def _frame(source, lesson):
    record = slider_record.stored(lesson)
    if not 1 <= source.figure <= len(record):
        raise LookupError(f"{len(record)} figures are on record")
    frames = record[source.figure - 1]["frames"]
    texts = ["\n".join(frame["text"]) for frame in frames if frame["text"][0].endswith(source.stop)]
    if not texts:
        raise LookupError("no such stop is on record")
    return texts[0]


def output(cell):
    """Return the text of a code cell's outputs."""
    parts = []
    for one in cell.outputs:
        data = one.get("data", {})
        text = data.get("text/plain") or re.sub(r"<[^>]*>", " ", html.unescape(data.get("text/html", "")))
        parts.append(one.get("text", "") or text)
    return "\n".join(parts)


def candidates(number, lesson, notebook):
    """Yield what a number may rest on, of what the lesson shows: the sources that give it."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and not ASKS.search(cell.source)]
    places = [(Shown, cell.id, output(cell)) for cell in cells] + [(Coded, cell.id, cell.source) for cell in cells]
    for at, figure in enumerate(slider_record.stored(lesson), start=1):
        places += [(Drawn, (at, frame["text"][0]), "\n".join(frame["text"])) for frame in figure["frames"]]
    for kind, place, text in places:
        for line in text.splitlines():
            label = re.match(r"[^\d]*", line)[0][:40]
            where = place if isinstance(place, tuple) else (place,)
            for at in range(len(re.findall(r"\d+\.?\d*", line))):
                source = kind(*where, label, at)
                try:
                    if not _unlike("", number, source, lesson, notebook):
                        yield source
                except ValueError:
                    continue


def suggest(lesson):
    """Print the NUMBERS that a lesson's text needs, each number with what it may rest on: guesses, to be judged."""
    notebook = nbformat.read(lesson, as_version=4)
    print(
        "from ..fact import Coded, Drawn, Shown\n\n# each source is a guess, the first that gives the number: read it"
    )
    print("NUMBERS = {")
    for cell, there in stated(lesson, notebook).items():
        print(f'    "{cell}": [')
        for number in there:
            sources = list(dict.fromkeys(candidates(number, lesson, notebook)))[:4] if number[3] != "word" else []
            entry = f'("{number[0]}", {sources[0]!r})' if sources else f'"{number[0]}"'
            print(f"        {entry}," + (f"  # or {'; or '.join(map(repr, sources[1:]))}" if sources[1:] else ""))
        print("    ],")
    print("}")


def main(arguments=None):
    """Run the command: suggest for each lesson that is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.lessons.backing")
    parser.add_argument("names", nargs="+", metavar="NAME", help="of a lesson, such as too_large")
    for name in parser.parse_args(arguments).names:
        if lessons.notebook(name) is None:
            parser.error(f"NAME {name!r}: allowed is one of {', '.join(lessons.names())}")
        suggest(lessons.notebook(name))


if __name__ == "__main__":
    main()
