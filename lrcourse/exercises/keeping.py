"""Answers for another day or another computer: saved as one file, and brought back from it."""

from IPython.display import display

from . import answers

NAME = "learning-rate-answers.jsonl"  # of the file, as a browser saves it
LARGEST = 5_000_000  # bytes of a file that is brought back: Jupyter's connection breaks at 10 MiB of base64
FOREIGN = f"This file holds no answers of this course; choose the {NAME} that you saved."
REFUSED = {  # what the page says of a file in the place of its bytes: what to say to the reader
    "too large": f"Nothing was added: the file is larger than {LARGEST // 10**6} MB. {FOREIGN}",
    "unreadable": "Nothing was added: your browser could not read the file.",
}


def keep_answers():
    """Show a form that saves your answers as one file, and that brings such a file back."""
    from . import forms

    display(forms.Keep())


def to_save():
    """Return (the file of answers in bytes, none if there is nothing to save; what to say to the reader)."""
    try:
        content = answers.contents()
    except OSError as error:
        return b"", f"Nothing was saved: your answers cannot be read ({error.strerror})."
    if not content:
        return b"", "There are no answers to save yet."
    return content, f"Your browser saves {NAME}, with {_entries(len(answers.parsed(content)))}."


def bring_back(content):
    """Add what is new in the bytes of a file, and return what to say to the reader."""
    new, held, odd, unsaved = answers.bring_back(content)
    if unsaved:
        return f"Not added: {_entries(new)}.{unsaved}"
    if not held:
        return f"Nothing was added. {FOREIGN}"
    said = f"Added: {_entries(new)}. Cells that you run from now on show them." if new else "Nothing was added."
    here = f" Here already: {_entries(held - new)}." if held > new else ""
    return said + here + (f" Lines that could not be read: {odd:,}." if odd else "")


def _entries(count):
    return f"{count:,} {'entry' if count == 1 else 'entries'}"
