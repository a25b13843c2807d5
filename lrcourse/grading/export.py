"""A CSV of where every student stands, for a spreadsheet or a learning platform. No cell of it can be a formula."""

import csv
import io
import re

from .folders import write_file
from .safe_text import replace_controls
from .standing import points, standings

FORMULA = re.compile(r"(^|[,;|\"'])(\s*)(?=[=+\-@＝＋－＠])")  # a spreadsheet reads the wide signs too


def export(folders, assignment, file):
    """Write the CSV to `file`: a line for every student of the roster and every submission that is nobody's."""
    worth = points(assignment)
    head = ["id", "name", "state", "points", "out of", "late", "handed in", "reason", "remarks", *worth]
    lines = [_line(one, worth) for one in standings(folders, assignment)]
    write_file(file, text_of([head, *lines]))
    return len(lines)


def _line(standing, worth):
    row = standing.row
    shown = [row.student, row.name, standing.state, standing.total, sum(worth.values())]
    reason = "" if standing.state == "graded" else row.reason
    shown += ["late" if row.late else "", row.time, reason, "; ".join(row.remarks)]
    return [*shown, *(standing.got.get(name) for name in worth)]


def text_of(lines):
    """Return rows of values as a CSV that spreadsheets read as UTF-8; nothing for None."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([[_cell(value) for value in line] for line in lines])
    return "\ufeff" + file.getvalue()


def _cell(value):
    """Return a number as it is; text on one line, in which a ' stands before whatever could begin a formula, also for a
    spreadsheet that cuts lines at ; as some do.
    """
    if value is None or isinstance(value, (int, float)):
        return "" if value is None else f"{value:g}"
    return FORMULA.sub(r"\1\2'", " ".join(replace_controls(value).split()))[:1000]
