"""A stranger's letter: whatever stands in it becomes plain values, clean text and checked pictures, or a reason."""

import base64
import io
import json
import math
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure
from PIL import Image

from lrcourse.grading import untrusted_output
from lrcourse.grading.safe_text import strip_controls
from lrcourse.grading.untrusted_output import Cell, Refused

EMPTY = {"status": "ok", "error": "", "text": "", "answers": [], "pictures": []}
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda one: st.lists(one) | st.dictionaries(st.text(), one),
)


def line(**told):
    """Return a cell's line, as the sandbox writes it."""
    return json.dumps(EMPTY | told).encode()


def drawing():
    """Return a PNG as matplotlib draws it, with the text chunk it adds."""
    file, figure = io.BytesIO(), Figure(figsize=(2, 1))
    figure.subplots().plot([1, 3, 2])
    figure.savefig(file, metadata={"Comment": "<script>alert(1)</script>"})
    return file.getvalue()


def png(*chunks):
    """Return a PNG of these (name, data) chunks, each with its checksum."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def header(width, height, bits=8, colour=0, interlaced=0):
    """Return the IHDR chunk of a PNG."""
    return b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, interlaced)


@pytest.mark.parametrize(
    "told", [0, -3, 10**15 - 1, 0.25, 1e300, True, "two words", "é\n", [], [1, [2.5, ["x", False]]]]
)
def test_a_plain_value_comes_through_as_it_is(told):
    got = untrusted_output.parse_value(told)
    assert got == told and type(got) is type(told)


@pytest.mark.parametrize(
    "told, reason",
    [
        (math.nan, "NaN"),
        (math.inf, "infinite"),
        ([1, -math.inf], "infinite"),
        (10**15, "15 digits"),
        (-(10**300), "15 digits"),
        (None, "nothing"),
        ([1, None], "nothing"),
        ({"score": 100}, "a dict"),
        ([[[[1]]]], "more than 3 deep"),
        ([0] * 2001, "more than 2000 values"),
        ([[0] * 1000] * 3, "more than 2000 values"),
        ("x" * 2001, "more than 2000 characters"),
        (["x" * 30] * 100, "more than 2000 characters together"),
    ],
    ids=str,
)
def test_what_is_no_value_is_refused_with_a_reason(told, reason):
    got = untrusted_output.parse_value(told)
    assert isinstance(got, Refused) and reason in got.reason and len(got.reason) < 100


@given(JSON)
def test_any_json_is_a_value_or_refused(told):
    got = untrusted_output.parse_value(told)
    assert isinstance(got, Refused) or type(got) in (bool, int, float, str, list)


@given(JSON)
def test_any_json_is_an_answer_to_something_and_any_line_a_cell(told):
    question, value = untrusted_output.parse_answer(told)
    assert isinstance(question, str) and (question or isinstance(value, Refused))
    for text in (json.dumps(told), json.dumps(EMPTY | {"answers": [told], "pictures": [told], "text": "a"})):
        assert isinstance(untrusted_output.parse_cell(text.encode()), Cell)
    assert all(isinstance(one, Cell) for one in untrusted_output.parse(json.dumps(told).encode() + b"\n")[0])


@given(st.binary())
def test_any_bytes_are_a_letter(told):
    cells, ended = untrusted_output.parse(told)
    assert all(isinstance(cell, Cell) for cell in cells) and isinstance(ended, (str, type(None)))


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{}",
        b"[" * 100_000,
        b"{" * 100_000,
        b'{"status": ' + b"9" * 6001 + b"}",
        b"\xff\xfe",
        line(text=3),
        line(answers=3),
    ],
)
def test_a_line_that_cannot_be_read_is_a_cell_that_says_so(told):
    assert untrusted_output.parse_cell(told) == Cell("error", "what this cell put out cannot be read")


def test_a_letter_says_why_it_ends_or_breaks_off():
    whole = line(text="one") + b"\n" + line(status="error", error="E: x") + b"\n"
    cells = [Cell("ok", text="one"), Cell("error", "E: x")]
    assert untrusted_output.parse(whole + b'""\n') == (cells, "")
    assert untrusted_output.parse(whole + b'"the kernel ended"\n') == (cells, "the kernel ended")
    assert untrusted_output.parse(whole) == (cells, None)
    assert untrusted_output.parse(whole[:-1]) == (cells[:1], None)  # the last line is not finished


def test_answers_keep_their_order_and_name_their_question():
    told = [
        {"question": "hw1.1", "value": 2},
        {"question": "hw1.1", "value": 3},
        {"value": 1},
        {"question": 7, "value": 1},
        None,
        5,
    ]
    told += [{"question": "x" * 41, "value": 1}, {"question": "hw1.1\u202e", "value": 1}]
    answers = untrusted_output.parse_cell(line(answers=told)).answers
    assert answers[:2] == (("hw1.1", 2), ("hw1.1", 3))
    assert [question for question, value in answers[2:]] == [""] * 6
    assert all(isinstance(value, Refused) for _, value in answers[2:])


def test_text_has_no_control_characters_and_can_be_written():
    told = "\x1b[31mred\x1b[0m\x00\x07 a\r\nb\tc \u202eabc\ud800 é"
    assert strip_controls(told, 100) == "red a\nb\tc abc é"
    assert strip_controls("x" * 11, 10) == "x" * 9 + "…"
    assert untrusted_output.parse_value("\ud800\x00").encode() == b""


def test_a_picture_comes_through_without_anything_but_the_picture():
    drawn = drawing()
    (kept,) = untrusted_output.parse_cell(line(pictures=[base64.b64encode(drawn).decode() + "\n"])).pictures
    assert b"script" in drawn and b"script" not in kept and b"tEXt" not in kept
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(drawn)).tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_comes_through(mode):
    file = io.BytesIO()
    Image.new(mode, (13, 7)).save(file, "PNG")
    kept = untrusted_output.parse_picture(base64.b64encode(file.getvalue()).decode())
    assert Image.open(io.BytesIO(kept)).size == (13, 7)


ROW = zlib.compress(b"\0\0")  # of a picture of one pixel
END = (b"IEND", b"")


@pytest.mark.parametrize(
    "told, reason",
    [
        (png(header(60_000, 60_000), (b"IDAT", ROW), END), "60000 x 60000 pixels"),
        (png(header(0, 5), (b"IDAT", ROW), END), "0 x 5 pixels"),
        (png(header(1, 1), (b"IDAT", zlib.compress(bytes(10**9 // 4))), END), "more or less data"),  # a bomb
        (png(header(100, 100), (b"IDAT", ROW), END), "more or less data"),
        (png(header(1, 1), (b"IDAT", ROW + b"<script>"), END), "more or less data"),
        (png(header(1, 1), (b"IDAT", b"junk"), END), "no sound PNG"),
        (png(header(1, 1, interlaced=1), (b"IDAT", ROW), END), "a kind"),
        (png(header(1, 1, bits=3), (b"IDAT", ROW), END), "a kind"),
        (png(header(1, 1, colour=5), (b"IDAT", ROW), END), "a kind"),
        (png((b"IDAT", ROW), END), "out of order"),
        (png(header(1, 1), header(1, 1), (b"IDAT", ROW), END), "out of order"),
        (png((b"IHDR", b"short"), END), "no sound PNG"),
        (png(header(1, 1), (b"IDAT", ROW), END)[:-3], "no sound PNG"),
        (png(header(1, 1), (b"IDAT", ROW)), "no sound PNG"),
        (png(header(1, 1), (b"IDAT", ROW), END).replace(b"IDAT", b"IDAX"), "a chunk is broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xff" + b"IHDR", "no sound PNG"),
        (b"<svg onload='alert(1)'/>", "does not begin like one"),
        (b"", "does not begin like one"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_picture_that_is_none_or_too_large_is_left_out_with_a_reason(told, reason):
    refused = untrusted_output.parse_picture(base64.b64encode(told).decode())
    assert isinstance(refused, Refused) and reason in refused.reason
    cell = untrusted_output.parse_cell(line(text="text", pictures=[base64.b64encode(told).decode()]))
    assert cell.pictures == () and cell.text == f"text\n(a picture was left out: {refused.reason})"


def test_what_follows_a_pictures_end_is_gone():
    whole = png(header(1, 1), (b"IDAT", ROW), END)
    assert untrusted_output.parse_picture(base64.b64encode(whole + b"<script>").decode()) == whole


@given(st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_refused(junk):
    for told in (junk, png(header(1, 1))[:33] + junk):
        assert isinstance(untrusted_output.parse_picture(base64.b64encode(told).decode()), (bytes, Refused))
