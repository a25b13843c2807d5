"""The article's claims, each with the experiment that tries it: a module a lesson, where `measure(seeds)` gives numbers and `judge(numbers)` a verdict."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

HOLDS, HOLDS_IF, MISLEADS, FAILS = VERDICTS = ("holds", "holds, if…", "misleads", "fails")
HOMES = ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11")  # lessons that are some claim's home
SEEDS = range(5)  # what a trial uses wherever chance plays a part


@dataclass(frozen=True)
class Claim:
    """One claim, in our words, and its trial. `verdict` is what the trial gave, which a test holds against `judge(measure(seeds))`."""

    number: int
    wording: str
    verdict: str
    condition: str  # under which it was tried, or under which it holds
    source: str
    lesson: str
    measure: Callable = field(repr=False)  # seeds -> {name: number}
    judge: Callable = field(repr=False)  # {name: number} -> one of VERDICTS


@cache
def all_claims():
    """{number: Claim} of every lesson, in the article's order."""
    found = [claim for home in HOMES for claim in import_module(f".lesson_{home}", __name__).CLAIMS]
    return {claim.number: claim for claim in sorted(found, key=lambda claim: claim.number)}


@cache
def trial(number, seeds=SEEDS):
    """(verdict, numbers) of one claim, measured now."""
    claim = all_claims()[number]
    numbers = claim.measure(seeds)
    return claim.judge(numbers), numbers
