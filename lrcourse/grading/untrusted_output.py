"""Parse the sandbox's untrusted output into plain values, safe text and checked pictures."""

import base64
import json
import struct
import zlib
from dataclasses import dataclass

from ..homework.fields import CHARACTERS, plain
from .safe_text import strip_controls

PIXELS = 4_000_000
TEXT = 20_000  # characters of a cell's text
ERROR = 500  # characters of its error
BOUNDS = {
    "text": TEXT,
    "answers": 20,
    "answer": 100_000,
    "pictures": 4,
    "picture": 1_000_000,
}  # of a cell: counts, characters
NAME = 40  # characters of a question's name
SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNKS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")  # a picture's other chunks hold text, profiles and the like
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # by a PNG's colour type


@dataclass(frozen=True)
class Refused:
    """A value or a picture that is not accepted, and why."""

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
    """Return (the cells that the output, bytes, tells of, why there are no more: "" if all were run, None if it breaks
    off).
    """
    lines = [line for line in output.split(b"\n")[:-1] if line]
    if not lines or not lines[-1].startswith(b'"'):
        return [parse_cell(line) for line in lines], None
    try:
        ended = strip_controls(json.loads(lines.pop()), ERROR)
    except ValueError:
        ended = None
    return [parse_cell(line) for line in lines], ended


def parse_cell(line):
    """Return the Cell that one line of output tells of; never raises."""
    try:
        raw = json.loads(line)
        pictures = [parse_picture(data) for data in raw["pictures"]]
        lost = "".join(f"\n(a picture was left out: {one.reason})" for one in pictures if isinstance(one, Refused))
        return Cell(
            raw["status"] if raw["status"] in ("ok", "error", "timeout") else "error",
            strip_controls(raw["error"], ERROR),
            strip_controls(raw["text"], TEXT) + lost,
            tuple(map(parse_answer, raw["answers"])),
            tuple(one for one in pictures if isinstance(one, bytes)),
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return Cell("error", "what this cell put out cannot be read")


def parse_answer(raw):
    """Return (question, value or Refused) of what a notebook emitted as an answer; question "" if none is named."""
    if raw is None:
        return "", Refused("an answer that is too long, or too many answers in one cell")
    question = raw.get("question") if isinstance(raw, dict) else None
    if not isinstance(question, str) or len(question) > NAME or strip_controls(question, NAME) != question:
        return "", Refused("an answer without the name of its question")
    return question, parse_value(raw.get("value"))


def parse_value(raw):
    """Return `raw` if it is a value that an answer may have (`homework.fields.plain`), its texts safe; else Refused."""
    value, fault = plain(raw)
    return Refused(fault) if fault else _safe(value)


def _safe(value):
    if isinstance(value, list):
        return [_safe(entry) for entry in value]
    return strip_controls(value, CHARACTERS) if isinstance(value, str) else value


def parse_picture(raw):
    """Return the bytes of a PNG in base64, nothing in them but the picture; or Refused."""
    if raw is None:
        return Refused("too large, or too many in one cell")
    try:
        return _picture(base64.b64decode(raw, validate=False))
    except (ValueError, TypeError, struct.error, zlib.error) as error:
        return Refused(f"no sound PNG ({error})")


def _picture(png):
    """Return the same picture with CHUNKS alone; ValueError unless its data is as long as its header says."""
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
    """Yield the (name, data) of a PNG's chunks up to IEND; ValueError where it is broken."""
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
