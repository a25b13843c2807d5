"""The class at a glance, for the instructor: scores by question, where points were lost, slips, calibration."""

import base64
import io
from collections import Counter
from html import escape
from importlib import import_module
from itertools import pairwise

import numpy as np
from matplotlib.ticker import MaxNLocator

from ..plots.base import GREY, INK, LARGE, RIGHT, SMALL, axes, label, styled
from .examine import short
from .feedback import STYLE
from .folders import write_file
from .lessons import sureness
from .safe_text import replace_controls
from .standing import points, standings

PARTS = {"full": RIGHT, "part": SMALL, "none": LARGE, "open": "#dddddd"}  # of the points of a question: its colour
BINS = (0, 30, 50, 60, 70, 80, 90, 101)  # of confidence, in percent
MOST = 12  # reasons and slips that are listed


def report(folders, assignment):
    """Write reports/ASSIGNMENT.html and .png -> the page's path."""
    found = standings(folders, assignment)
    pairs = calibration(folders, assignment, found)
    png = picture(assignment, found, pairs)
    path = folders.course / "reports" / f"{assignment}.html"
    write_file(path.with_suffix(".png"), png)
    write_file(path, _page(assignment, found, png))
    return path


def shares(assignment, found):
    """Return {question: {"full", "part", "none", "open": how many students}}."""
    counts = {name: dict.fromkeys(PARTS, 0) for name in points(assignment)}
    for one in found:
        for name, got in one.got.items():
            counts[name][_part(got, one.row.result["questions"][name]["points"])] += 1
    return counts


def _part(got, most):
    return "open" if got is None else "full" if got >= most else "part" if got > 0 else "none"


def losses(found, field):
    """Return the most frequent (question, text) where points were lost, with counts: `field` is "why" or "slip"."""
    seen = Counter()
    for one in found:
        for name, got in one.got.items():
            asked = one.row.result["questions"][name]
            if asked.get(field) and got is not None and got < asked["points"]:
                seen[name, asked[field]] += 1
    return seen.most_common(MOST)


def calibration(folders, assignment, found):
    """Return pairs (confidence in percent, True if it was right): the assignment's own, else those of lessons that were
    handed in.

    An assignment has its own if its module here has calibration(student, answers).
    """
    own = getattr(import_module(f".{short(assignment)}", __package__), "calibration", None)
    if own is None:
        return sureness(folders)
    results = [one.row.result for one in found if one.row.result and not one.row.result["person"]]
    return [pair for result in results for pair in own(result["student"], result.get("answers", {}))]


@styled
def picture(assignment, found, pairs):
    """Draw the figure; return it as a PNG."""
    totals = [sum(filter(None, one.got.values())) for one in found if one.row.result]
    counts, most = shares(assignment, found), sum(points(assignment).values())
    figure, (left, middle, right) = axes("By question", "By student, so far", "Calibration", widths=(4, 3, 3), height=4)
    _by_question(left, counts)
    label(middle, "points", "students")
    middle.hist(totals, bins=np.linspace(0, most, 11), color=SMALL)
    middle.set_xlim(0, most)
    middle.yaxis.set_major_locator(MaxNLocator(integer=True))
    _calibration(right, pairs)
    figure.suptitle(f"{assignment}: {len(totals)} of {len(found)} could be opened")
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=120)
    return file.getvalue()


def _by_question(ax, counts):
    label(ax, "students", "")
    start = np.zeros(len(counts))
    for part, hue in PARTS.items():
        width = np.array([one[part] for one in counts.values()])
        ax.barh(list(counts), width, left=start, color=hue, label=part)
        start += width
    ax.invert_yaxis()
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=4)


def _calibration(ax, pairs):
    label(ax, "confidence, in percent", "share that was right")
    ax.plot([20, 100], [0.2, 1], color=GREY, lw=1, ls=":")
    ax.set(xlim=(18, 102), ylim=(-0.05, 1.12))
    for low, high in pairwise(BINS):
        rows = np.array([pair for pair in pairs if low <= pair[0] < high], float)
        if len(rows):
            x, y = rows.mean(axis=0)
            ax.plot([x], [y], "o", color=INK)
            ax.annotate(f"{len(rows)}", (x, y), (4, 4), textcoords="offset points", size=9)
    if not pairs:
        ax.text(60, 0.3, "no confidences", ha="center", color=GREY)


def _page(assignment, found, png):
    """Return the page: the picture, tables of it, and who needs a person."""
    counts = shares(assignment, found)
    rows = [(name, *(one[part] for part in PARTS)) for name, one in counts.items()]
    body = [_table(("question", *PARTS), rows)]
    for title, field in (("Where points were lost", "why"), ("Slips", "slip")):
        rows = [(number, name, text) for (name, text), number in losses(found, field)]
        body += [f"<h2>{title}</h2>", _table(("students", "question", field), rows)]
    people = [(one.row.student, one.row.name, one.row.reason) for one in found if one.state == "needs a person"]
    body += ["<h2>Who needs a person</h2>", _table(("id", "name", "reason"), people)]
    states = Counter(one.state for one in found)
    head = ", ".join(f"{number} {state}" for state, number in states.items())
    style = STYLE + "td, th { text-align: left; padding: 0 1em .2em 0; vertical-align: top } img { width: 100% }"
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"  # no style of a student is in it
    image = base64.b64encode(png).decode()
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(policy)}">
<title>{escape(assignment)}</title><style>{style}</style></head><body><h1>{escape(assignment)}</h1><p>{escape(head)}</p>
<img alt="Scores by question, by student, and calibration; the tables below say the same in numbers"
src="data:image/png;base64,{image}">
{chr(10).join(body)}
</body></html>
"""


def _table(head, rows):
    def line(values, tag):
        texts = [escape(replace_controls(str(value))[:300]) for value in values]
        return "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in texts) + "</tr>"

    return f"<table>{line(head, 'th')}{''.join(line(row, 'td') for row in rows)}</table>" if rows else "<p>Nobody.</p>"
