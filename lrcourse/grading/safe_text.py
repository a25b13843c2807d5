"""Make text that a student wrote safe to show."""

import re
import unicodedata

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u202a-\u202e\u2066-\u2069]")
COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # as terminals have them


def replace_controls(text):
    """Return text with � for control characters, marks that reverse its direction, and halves of characters."""
    return CONTROL.sub("�", text.replace("\r\n", "\n").replace("\r", "\n"))


def strip_controls(text, most):
    """Return text without colours, control, format and half characters, cut at `most` characters; TypeError if it is no
    text.
    """
    if not isinstance(text, str):
        raise TypeError("no text")
    text = COLOURS.sub("", text.replace("\r\n", "\n"))
    kept = "".join(
        letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )
    return kept if len(kept) <= most else kept[: most - 1] + "…"
