"""What a claim of the article is, how it is tried, and what a lesson shows of its verdict."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from ..data import DataError
from ..places import CLONE, DATA, get_back
from ..plots.table import Table
from . import ARTICLE, SEEDS, all_claims, article_claims
from .run_cache import cached_run

RECORD = "verdicts.json"  # in data/: measured, and rewritten by `python3 course.py claims`
RANGES = {"share": (0, 1), "positive": (0, math.inf), "signed": (-math.inf, math.inf)}  # that a number can lie in
WAYS = (
    "up",
    "down",
    "none",
    "either",
)  # as it grows the verdict gets no worse, no better, does not move; or it depends
HOLDS, HOLDS_IF, MISLEADS, FAILS = VERDICTS = ("holds", "holds, if…", "misleads", "fails")


@dataclass(frozen=True)
class Claim:
    """One claim, in our words, and its trial. What the trial gave stands in data/verdicts.json, and nowhere else."""

    number: int
    wording: str
    condition: str  # under which it was tried, or under which it holds
    source: str
    measure: Callable = field(repr=False)  # seeds -> {name: number}
    judge: Callable = field(repr=False)  # {name: number} -> one of VERDICTS
    seeds: int = len(SEEDS)  # how many it is measured over, from 0 up
    revised: str = ""  # what changed in its trial since the course was first published, and why; in one line
    lesson: str = ""  # where it is tried, such as "too_small": the folder that it was found in
    directions: tuple = ()  # of each number measured, in order: "share up", one of RANGES and one of WAYS

    @property
    def verdict(self):
        """The verdict on record, one of VERDICTS."""
        return record(self.number)["verdict"]


def recorded():
    """Return the record of all verdicts: {"claims": {"1": {"verdict", "numbers": {name: value}, "margins": {name:
    value}, "seeds": how many}, …}}. Raise DataError where the file is missing or is no record.
    """
    path = DATA / RECORD
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict) or not isinstance(found.get("claims"), dict):
            raise ValueError("it holds no claims")
        return found
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(
            f"{path}: cannot be read ({reason}). {get_back(f'data/{RECORD}')}"
            + (", or measure anew: python3 course.py claims" if CLONE else "")
        ) from None


def record(number):
    """Return a claim's record in data/verdicts.json; raise DataError if it has none, or one that is no record."""
    found = recorded()["claims"].get(str(number))
    if not (isinstance(found, dict) and found.get("verdict") in VERDICTS and {"numbers", "margins"} <= set(found)):
        what = f"verdict {found['verdict']!r}" if isinstance(found, dict) and "verdict" in found else "no record"
        raise DataError(
            f"data/{RECORD}, claim {number}: {what}; measure it anew with: python3 course.py claims {number}"
        )
    return found


@cached_run(modules=lambda number: [f"lrcourse.lessons.{all_claims()[number].lesson}.claims"])
def trial(number):
    """Return (verdict, numbers) of one claim, measured now."""
    claim = all_claims()[number]
    numbers = claim.measure(tuple(range(claim.seeds)))
    return claim.judge(numbers), numbers


def on_record(number):
    """Return (verdict, numbers) of one claim as data/verdicts.json has them; a test compares them with `trial`."""
    found = record(number)
    return found["verdict"], found["numbers"]


def article_verdicts():
    """Return the verdicts of the article's claims, on record: {number: one of VERDICTS}."""
    return {number: claim.verdict for number, claim in article_claims().items()}


def verdicts(*numbers, anew=True):
    """Return a table of the claims with these numbers: each one's verdict, its condition and what was measured, now or
    on record. Raise ValueError for a number that no claim has.
    """
    rows, known = [], all_claims()
    for number in numbers:
        if number not in known:
            raise ValueError(f"numbers={number!r}: allowed are numbers of claims, from {min(known)} to {max(known)}")
    for claim in (known[number] for number in numbers):
        verdict, measured = (trial if anew else on_record)(claim.number)
        shown = "; ".join(f"{name} {value:.3g}" for name, value in measured.items())
        rows.append((str(claim.number), claim.wording, verdict, claim.condition, shown))
    says = "the article says" if set(numbers) <= set(ARTICLE) else "the paper says"
    return Table(("no.", f"{says}, in our words", "verdict", "tried how, and if so when", "measured"), tuple(rows))
