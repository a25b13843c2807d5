"""Which numbers of a lesson's text nothing backs: no output, no recorded frame, no code, no fact, and no reason by
hand.
"""

import html
import re

from lrcourse import lessons
from lrcourse.tools import slider_record
from tests.prose import PARSER

SMALL = 10  # whole numbers up to here are counts and names, which any text is full of
NUMBER = re.compile(
    r"(?<![\w.,])[-−–]?(\d{1,3}(?:,\d{3})+|\d+\.?\d*|\.\d+)(e[-+−]?\d+)?(?![\d]*[A-Za-z_])(\s?%|\s?percent)?"
)
NAMES = [  # what looks like a number and is a name
    r"\barXiv[: ]\d{4}\.\d+",
    r"\b(19|20)\d\d\b",  # years
    r"\b(?:lessons?|exercises?|claims?|claim|section|volume|Theorem|Alg\.|seeds?)[\s ]+\d+(?:(?:, | and | to )\d+)*",
    r"\[\d\d[^\]]*\]\([^)]*\)",  # links to lessons
    r"#\s*\d\d\b",
    r"\b\d+, \d+–\d+",  # volume and pages
    r"▶20",
    r"\b\d+ minutes\b",  # what a reader is told to bring along
    r"\|\s*\d+ \|$",  # and in the list of lessons
]


def facts(lesson):
    """What a lesson's facts.py says: FACTS {name: function}, BY_HAND {cell: {number: reason}}, SAID {cell: {phrase:
    …}}.
    """
    module = lessons.part(lessons.name_of(lesson), "facts")
    return module.FACTS, module.BY_HAND, module.SAID


def numbers(source):
    """The numbers that a text cell states, as they stand there: [(text, value, half a unit of its last digit)]."""
    for token in PARSER.parse(source):
        for part in token.children or ():
            if part.type == "code_inline":
                source = source.replace(f"`{part.content}`", " ")
    for name in NAMES:
        source = re.sub(name, " ", source, flags=re.M)
    source = re.sub(r"\\[td]?frac\s*\d\d|\\[td]?frac\{\d+\}\{\d+\}|[_^]\{?-?\d+\}?|\\[A-Za-z]+", " ", source)
    return [one for one in map(_read, NUMBER.finditer(source)) if one]


def _read(match):
    digits, power, percent = match[1].replace(",", ""), match[2] or "", match[3]
    if not re.fullmatch(r"\d*\.?\d+|\d+\.", digits):
        return None
    decimals = len(digits.split(".")[1]) if "." in digits else 0
    scale = 10.0 ** int((power[1:] or "0").replace("−", "-"))
    value = float(digits) * scale
    if decimals == 0 and value <= SMALL and not percent and not power:
        return None
    half = 0.5 * 10.0**-decimals * scale
    if decimals == 0 and not power:  # 4000 may be 3960, 600 may be exact: what stands behind decides
        half = 0.5
    return match[0].strip(), value, half, bool(percent)


def pool(lesson, notebook):
    """Every number that the lesson's code, its outputs and the record of its sliders hold."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    for output in (output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs):
        kept = output.get("data", {})
        texts += [
            output.get("text", ""),
            kept.get("text/plain", ""),
            re.sub(r"<[^>]*>", " ", html.unescape(kept.get("text/html", ""))),
        ]
    texts += [line for figure in slider_record.read(lesson) for frame in figure["frames"] for line in frame["text"]]
    texts += [slider["stops"] for figure in slider_record.read(lesson) for slider in figure["sliders"]]
    return {float(found) for text in texts for found in re.findall(r"\d+\.?\d*(?:e[-+]?\d+)?|\.\d+", text)}


def unbacked(lesson, notebook):
    """What nothing backs: a list of (cell, number, the words around it)."""
    computed, by_hand, _ = facts(lesson)
    held = pool(lesson, notebook)
    missing = [(cell, *one) for cell in notebook.cells if cell.cell_type == "markdown" for one in numbers(cell.source)]
    missing = [one for one in missing if one[1] not in by_hand.get(one[0].id, {}) and not _is_held(one[2:], held)]
    if missing:
        held = [abs(float(value)) for fact in computed.values() for value in _each(fact())]
    return [(one[0].id, one[1], _around(one[0].source, one[1])) for one in missing if not _is_held(one[2:], held)]


def _each(value):
    return value if hasattr(value, "__iter__") else [value]


def _is_held(one, held):
    value, half, percent = one
    near = half * (1 + 1e-9) + 1e-12
    return any(abs(known - value) <= near or (percent and abs(100 * known - value) <= near) for known in held)


def _around(source, text):
    at = source.find(text)
    return " ".join(source[max(0, at - 60) : at + 40].split())


if __name__ == "__main__":
    import sys

    import nbformat

    from lrcourse.tools import notebooks

    for lesson in notebooks.lessons(sys.argv[1:]):
        for cell, text, around in unbacked(lesson, nbformat.read(lesson, as_version=4)):
            print(f"{lessons.name_of(lesson)} {cell}: {text}  … {around}")
