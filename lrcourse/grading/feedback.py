"""Feedback: a page a student, whole in itself, which can do nothing but be read.

For each question it says what was given, what was expected of it, and why points were lost; not what is right.
"""

import base64
from hashlib import sha256
from html import escape

from .folders import read_roster, write_file
from .safe_text import replace_controls
from .standing import points, standings

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; max-width: 46em; margin: 2em auto; padding: 0 1em }
h1 { font-size: 1.5em } h2 { font-size: 1.1em; margin: 2em 0 .3em; border-top: 1px solid #ccc; padding-top: .7em }
h2 b { float: right } dt { color: #666; margin-top: .4em } dd { margin: 0 0 0 1.2em }
pre { background: #f5f5f5; padding: .6em; white-space: pre-wrap; overflow-wrap: anywhere }
"""
POLICY = f"default-src 'none'; style-src 'sha256-{base64.b64encode(sha256(STYLE.encode()).digest()).decode()}'"
SHOWN = 3_000  # characters of a text


def feedback(folders, assignment):
    """Write feedback/ID/ASSIGNMENT/ASSIGNMENT.html for every student of the roster -> the files."""
    files, roster = [], read_roster(folders)
    for one in standings(folders, assignment):
        if one.row.student in roster:
            files.append(folders.course / "feedback" / one.row.student / assignment / f"{assignment}.html")
            write_file(files[-1], page(assignment, one))
    return files


def page(assignment, standing):
    """Return the page of a Standing, as HTML. Everything in it is escaped."""
    row = standing.row
    worth = sum(points(assignment).values())
    total = _open(standing) if standing.total is None else f"{standing.total:g} of {worth:g} points"
    body = [f"<h1>{_text(assignment)}: {_text(row.name or row.student)}</h1>"]
    body += [f"<p><strong>{_text(total)}</strong></p>"]
    body += [f"<p>Handed in {_text(row.time)}{', late' if row.late else ''}.</p>"] if row.time else []
    body += [f"<p>{_text(remark[0].upper() + remark[1:])}.</p>" for remark in row.remarks if remark]
    if row.result:
        for name, one in row.result["questions"].items():
            body += _question(name, one, standing, _texts(row.result))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">
<meta name="viewport" content="width=device-width"><title>{_text(assignment)}</title><style>{STYLE}</style></head><body>
{chr(10).join(body)}
</body></html>
"""


def _open(standing):
    if standing.row.state == "nothing handed in":
        return "Nothing was handed in."
    known = sum(got for got in standing.got.values() if got is not None)
    so_far = f"{known:g} points so far. " if standing.state == "to be read" else ""
    reason = "What you wrote in words is still to be read" if standing.state == "to be read" else standing.row.reason
    return f"{so_far}A person still looks at it: {reason}"


def _question(name, one, standing, texts):
    got = standing.got.get(name)
    earned = f"{got:g} of {one['points']:g}" if got is not None else f"open, of {one['points']:g}"
    said = {"Expected": one["asks"], "Given": one.get("given", "")}
    lost = got is not None and got < one["points"]
    if lost:
        said |= {"Why points were lost": one.get("why", ""), "This looks like": one.get("slip", "")}
    said |= {"Practice": "one could try it as often as one liked" if one.get("practice") else ""}
    said |= {"A person looks at it": one["person"] if got is None and not one.get("text") else ""}
    said |= {"A person's remark": standing.comments.get(name, "")}
    rows = "".join(f"<dt>{_text(term)}</dt><dd>{_text(what)}</dd>" for term, what in said.items() if what)
    text = f"<pre>{_text(texts[name])}</pre>" if texts.get(name) else ""
    return [f"<h2>Question {_text(name)} <b>{earned}</b></h2>", f"<dl>{rows}</dl>{text}"]


def _texts(result):
    """Return {question: what a student wrote in words}."""
    cells = [cell for cell in result["cells"] if cell["kind"] == "markdown" and cell["grade_id"]]
    return {cell["grade_id"].replace("-", ".", 1): cell["source"] for cell in cells}


def _text(text):
    """Return text for a page: cut short, without control characters, escaped."""
    text = replace_controls(str(text))
    return escape(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
