"""A stranger's letter: what a sandbox wrote becomes plain values, clean text and checked pictures."""

import base64
import json
import math
import struct
import zlib
from dataclasses import dataclass

from .safe_text import strip_controls

LEAVES = 2000  # numbers, bools and strings in one answer
CHARACTERS = 2000  # in all strings of one answer
DEPTH = 3  # of lists in lists
LARGEST = 2**53  # of a whole number: beyond it, floats have gaps
PIXELS = 4_000_000
TEXT = 20_000  # characters of a cell's text
ERROR = 500  # of its error
BOUNDS = {
    "text": TEXT,
    "answers": 20,
    "answer": 100_000,
    "pictures": 4,
    "picture": 1_000_000,
}  # of a cell: counts, characters
NAME = 40  # of a question's name
SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")  # a picture's other chunks hold text, profiles and the like
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by a PNG's colour type


@dataclass(frozen=True)
class Refused:
    """A value that is none: why, in words."""

    reason: str


@dataclass(frozen=True)
class Cell:
    """What one cell of a notebook did."""

    status: str  # "ok", "error", "timeout" or "not run"
    error: str = ""
    text: str = ""
    answers: tuple = ()  # of (question, value or Refused), in the order in which they came
    pictures: tuple = ()  # of bytes: PNG, checked


def parse(output):
    """A letter (bytes) -> (the cells it tells of, why there are no more: "" if all were run, None if it breaks off)."""
    lines = [line for line in output.split(b"\n")[:-1] if line]
    if not lines or not lines[-1].startswith(b'"'):
        return [parse_cell(line) for line in lines], None
    try:
        ended = strip_controls(json.loads(lines.pop()), ERROR)
    except ValueError:
        ended = None
    return [parse_cell(line) for line in lines], ended


def parse_cell(line):
    """One line of a letter -> Cell; never raises."""
    try:
        told = json.loads(line)
        pictures = [parse_picture(data) for data in told["pictures"]]
        lost = "".join(f"\n(a picture was left out: {one.reason})" for one in pictures if isinstance(one, Refused))
        return Cell(
            told["status"] if told["status"] in ("ok", "error", "timeout") else "error",
            strip_controls(told["error"], ERROR),
            strip_controls(told["text"], TEXT) + lost,
            tuple(map(parse_answer, told["answers"])),
            tuple(one for one in pictures if isinstance(one, bytes)),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return Cell("error", "what this cell put out cannot be read")


def parse_answer(told):
    """What a notebook emitted as an answer -> (question, value or Refused); the question is "" if none is named."""
    if told is None:
        return "", Refused("an answer that is too long, or too many answers in one cell")
    question = told.get("question") if isinstance(told, dict) else None
    if not isinstance(question, str) or len(question) > NAME or strip_controls(question, NAME) != question:
        return "", Refused("an answer without the name of its question")
    return question, parse_value(told.get("value"))


def parse_value(told):
    """`told` if it is a value that an answer may have, else Refused.

    Allowed are finite numbers (whole ones up to 2**53), bools, strings and lists of them, up to three deep, of at most
    2000 entries and 2000 characters in all.
    """
    try:
        leaves = list(_leaves(told, 0))
    except ValueError as error:
        return Refused(str(error))
    characters = sum(len(leaf) for leaf in leaves if isinstance(leaf, str))
    if len(leaves) > LEAVES:
        return Refused(f"{len(leaves)} entries; allowed are {LEAVES}")
    if characters > CHARACTERS:
        return Refused(f"{characters} characters; allowed are {CHARACTERS}")
    return _cleaned(told)


def _leaves(told, depth):
    """All that is no list in `told`; ValueError says what may not stand there."""
    if isinstance(told, list):
        if depth == DEPTH:
            raise ValueError(f"lists are nested more than {DEPTH} deep")
        for entry in told:
            yield from _leaves(entry, depth + 1)
        return
    if told is None:
        raise ValueError("nothing (None)" if depth == 0 else "a list with nothing (None) in it")
    if isinstance(told, dict):
        raise ValueError("a dictionary; allowed are numbers, True and False, text, and lists of these")
    if isinstance(told, float) and not math.isfinite(told):
        raise ValueError("a number that is not finite (or far too large)")
    if isinstance(told, int) and abs(told) > LARGEST:
        raise ValueError("a whole number above 2**53")
    yield told


def _cleaned(told):
    if isinstance(told, list):
        return [_cleaned(entry) for entry in told]
    return strip_controls(told, CHARACTERS) if isinstance(told, str) else told


def parse_picture(told):
    """A PNG in base64 -> its bytes, nothing in them but the picture; or Refused."""
    if told is None:
        return Refused("too large, or too many in one cell")
    try:
        return _picture(base64.b64decode(told, validate=False))
    except (ValueError, TypeError, struct.error, zlib.error) as error:
        return Refused(f"no sound PNG ({error})")


def _picture(png):
    """The same picture from the chunks of CHUNKS; ValueError unless its data is as long as its header says."""
    chunks = list(_chunks(png))
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or names.count(b"IHDR") != 1:
        raise ValueError("its chunks are out of order")
    width, height, bits, colour, *methods = struct.unpack(">IIBBBBB", chunks[0][1])
    if not 0 < width * height <= PIXELS:
        return Refused(f"{width} x {height} pixels")
    if methods != [0, 0, 0] or colour not in CHANNELS or bits not in (1, 2, 4, 8, 16):
        raise ValueError("a kind that is not used here")
    size = height * (1 + (width * bits * CHANNELS[colour] + 7) // 8)
    inflate = zlib.decompressobj()
    data = inflate.decompress(b"".join(data for name, data in chunks if name == b"IDAT"), size + 1)
    if len(data) != size or not inflate.eof or inflate.unused_data:
        raise ValueError("more or less data than its header says")
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks if name in CHUNKS)


def _chunks(png):
    """The (name, data) of a PNG up to IEND; ValueError where it is broken."""
    if png[:8] != SIGNATURE:
        raise ValueError("it does not begin like one")
    at, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", png, at)
        data = png[at + 8 : at + 8 + length]
        if png[at + 8 + length : at + 12 + length] != struct.pack(">I", zlib.crc32(name + data)):
            raise ValueError("a chunk is broken")
        yield name, data
        at += 12 + length


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
