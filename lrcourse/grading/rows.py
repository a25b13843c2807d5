"""What is known of every student and every submission, a row each: a grade, or that a person is needed and why."""

from dataclasses import dataclass
from hashlib import sha256

from .collect import received, refusals
from .folders import read_json, read_roster
from .submission import handed_in


@dataclass(frozen=True)
class Row:
    """What is known of one student, or of one file that is nobody's."""

    student: str
    name: str
    state: str  # "graded", "to be read", "needs a person", "nothing handed in"
    reason: str = ""
    late: bool = False
    time: str = ""
    remarks: tuple = ()
    result: dict | None = None


def rows(folders, assignment):
    """Return what is known so far: a Row for every student of the roster, then one for everything that is nobody's."""
    roster, refused = read_roster(folders), refusals(folders, assignment)
    found = [_row(folders, assignment, student, name, refused) for student, name in roster.items()]
    return [*found, *unassigned(folders, assignment)]


def unassigned(folders, assignment):
    """Return a Row for everything that is nobody's: folders in submitted/ and files that came."""
    there = {path.parent.name for path in (folders.course / "submitted").glob(f"*/{assignment}")}
    unknown = dict.fromkeys(sorted(there - read_roster(folders).keys()), "it is not in the roster")
    unknown |= {file: one["why"] for file, one in refusals(folders, assignment).items() if one["student"] is None}
    return [Row(name, "", "needs a person", why) for name, why in unknown.items()]


def summary(found):
    """Yield the lines to print after grading."""
    states = [row.state for row in found]
    counts = [(states.count(state), state) for state in dict.fromkeys(states)]
    said = [f"{count} {state if count == 1 else state.replace('needs', 'need')}" for count, state in counts]
    yield ", ".join(said) or "the roster is empty"
    for row in found:
        if row.state == "needs a person":
            yield f"  {row.student}: {row.reason}"


def score(result):
    """Return (points, True if all of them are known) that the grader itself gave."""
    shares = [(one["points"], one["share"]) for one in result["questions"].values()]
    whole = not result["person"] and all(share is not None for _, share in shares)
    return round(sum(points * share for points, share in shares if share is not None), 3), whole


def _row(folders, assignment, student, name, refused):
    content, _, person = handed_in(folders, assignment, student)
    result = read_json(folders.result(assignment, student)) if content is not None else None
    if result and result.get("of") != sha256(content).hexdigest():
        result = None  # it came after the last grading
    later = next(
        (f"{file} could not be taken: {one['why']}" for file, one in refused.items() if one["student"] == student), ""
    )
    if content is None and not person and not later:
        return Row(student, name, "nothing handed in")
    late, time = handed_in_at(folders, assignment, student)
    if result is None:
        return Row(student, name, "needs a person", person or later or "it was not graded yet", late, time)
    asked = {q: one["person"] for q, one in result["questions"].items() if one["person"]}
    open_ = {}
    for question, why in asked.items():
        if not result["questions"][question].get("text"):
            open_.setdefault(why, []).append(question)
    reasons = [f"{', '.join(names)}: {why}" for why, names in open_.items()]
    reason = result["person"] or "; ".join(filter(None, [*reasons, later]))
    state = "needs a person" if reason else "to be read" if asked else "graded"
    return Row(student, name, state, reason, late, time, tuple(result["remarks"]), result)


def handed_in_at(folders, assignment, student):
    """Return (True if late, time as text) of what counts."""
    records = received(folders, assignment, student)
    try:
        stamp = folders.notebook("submitted", assignment, student).with_name("timestamp.txt").read_text().strip()
    except (OSError, UnicodeDecodeError):
        stamp = ""
    return bool(records and records[-1]["late"]), stamp[:40]
