"""Numbers from a CSV file that somebody else wrote: commas or semicolons, and an error that names the line."""

import csv

import numpy as np

FEWEST_ROWS = 20  # fewer, and the three parts of a split say nothing
LARGEST = 1e100  # the square of a larger number may overflow


def read_csv(path):
    """Return (names, numbers (rows, columns)) of a CSV file; raise ValueError that names the file, the line, and what
    is allowed.

    If the header has semicolons, as in a German Excel's file, they separate the columns, and commas are decimal points.
    """
    try:
        text = path.read_text(encoding="utf-8-sig").splitlines()
        begin = int(text[:1] != [] and text[0].startswith("sep="))  # Excel may put a first line of its own
        semicolons = ";" in "".join(text[begin : begin + 1])
        lines = list(csv.reader(text[begin:], delimiter=";" if semicolons else ","))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ValueError(
            f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}); allowed is a text file in UTF-8 "
            "with commas or semicolons between the columns (from Excel: save as CSV UTF-8)"
        ) from None
    if semicolons:
        lines[1:] = [[cell.replace(",", ".") for cell in line] for line in lines[1:]]
    header = [name.strip() for name in lines[0]] if lines else []
    if len(header) < 2 or len(set(header)) < len(header) or any(_number(name) is not None for name in header):
        raise ValueError(
            f"{path.name}, line {begin + 1}: {', '.join(header) or 'empty'}; allowed is a header of at least two "
            "different names, with commas or semicolons between them"
        )
    rows = []
    for at, line in enumerate(lines[1:], start=begin + 2):
        if not line:
            continue
        if len(line) != len(header):
            raise ValueError(
                f"{path.name}, line {at}: {len(line)} columns; allowed are {len(header)}, as in the header"
            )
        for name, cell in zip(header, line):
            if _number(cell) is None:
                raise ValueError(
                    f"{path.name}, line {at}, column {name!r}: {cell!r}; allowed is a number below {LARGEST:g}, "
                    "such as 1.5"
                )
        rows.append([_number(cell) for cell in line])
    if len(rows) < FEWEST_ROWS:
        raise ValueError(f"{path.name}: {len(rows)} rows of numbers; allowed are {FEWEST_ROWS} or more")
    return header, np.array(rows)


def _number(cell):
    """Return a cell as a float, None if it is no number or too large."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) < LARGEST else None
