"""Tables: the article's, with the reader's guesses; all verdicts, how many of each, and what was revised."""

from ...plots.table import Link, Table
from .. import article_claims, notebook, title
from ..claim import VERDICTS, article_verdicts, recorded
from .cells import CELLS

NUMBERS = 3  # of a claim that the table of all verdicts shows


def article_table(guesses):
    """Return a table of the article's twelve statements: what the reader predicted first, what was measured, and
    whether it came out true. `guesses`: {question: Guess}.
    """
    rows = []
    for row, cells in CELLS.items():
        for column, (statement, measured, true) in cells().items():
            guess = guesses.get(f"start_here.{row}.{column}")
            rows.append((f"{row}, {column} rate: {statement}", _said(guess), measured, "true" if true else "false"))
    return Table(("the article says", "you predicted", "measured", "came out"), tuple(rows))


def _said(guess):
    if guess is None:
        return "no prediction"
    sure = f" ({guess.confidence:g} %)" if guess.confidence is not None else ""
    return f"{'✓' if guess.choice == guess.truth else '✗'} {guess.choice}{sure}"


def every_verdict():
    """Return a table of the article's claims, from data/verdicts.json: wording, verdict, condition, the first numbers
    measured, source, and the lesson that tried each.
    """
    records, rows = recorded()["claims"], []
    for number, claim in article_claims().items():
        record = records.get(str(number), {"verdict": "not measured yet", "numbers": {}})
        shown = "; ".join(f"{name} {value:.3g}" for name, value in list(record["numbers"].items())[:NUMBERS])
        rows.append(
            (
                str(number),
                claim.wording,
                record["verdict"],
                claim.condition,
                shown,
                claim.source,
                Link(title(claim.lesson), notebook(claim.lesson).name),
            )
        )
    return Table(
        (
            "no.",
            "the article says, in our words",
            "verdict",
            "tried how, and if so when",
            "measured",
            "source",
            "lesson",
        ),
        tuple(rows),
    )


def changed():
    """Return a table of what was revised in a trial since the course first came out, and why, with the verdict now,
    from data/verdicts.json.
    """
    claims = article_claims()
    rows = [
        (number, claims[int(number)].wording, record["verdict"], record["revised"])
        for number, record in recorded()["claims"].items()
        if int(number) in claims and record.get("revised")
    ]
    return Table(("no.", "the article says, in our words", "verdict now", "what changed, and why"), tuple(rows))


def verdict_counts():
    """Return a table of how many of the article's claims got which verdict, from data/verdicts.json."""
    found = list(article_verdicts().values())
    return Table((*VERDICTS, "all"), ((*map(found.count, VERDICTS), len(found)),))
