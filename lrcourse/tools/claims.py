"""All claims tried in one go, and the record of it in data/verdicts.json, from which lessons show what is too long to
run there.

python3 course.py claims [--jobs N] measure every claim, in N processes, and rewrite the record
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor

from ..data import FOLDER
from ..engine.executors import run_jobs
from ..lessons import all_claims
from ..lessons.claim import RECORD

RULE = "twice the largest change when one seed is left out, and at least 2 % of the number or 0.002"


def try_claim(claim):
    """One claim's record: its verdict, its numbers, for each number the margin within which another machine must
    find it, over how many seeds, and what was revised, if anything.
    """
    seeds = tuple(range(claim.seeds))
    numbers = _plain(claim.measure(seeds))
    without_one = [_plain(claim.measure(tuple(seed for seed in seeds if seed != left_out))) for left_out in seeds]
    margins = {name: _margin(value, [others[name] for others in without_one]) for name, value in numbers.items()}
    found = {"verdict": claim.judge(numbers), "numbers": numbers, "margins": margins, "seeds": claim.seeds}
    return found | ({"revised": claim.revised} if claim.revised else {})


def try_number(number):
    """As try_claim, of the claim with this number: what another process can be asked."""
    return try_claim(all_claims()[number])


def _plain(numbers):
    return {name: float(f"{float(value):.4g}") for name, value in numbers.items()}


def _margin(value, others):
    return float(f"{max(2 * max(abs(other - value) for other in others), 0.02 * abs(value), 0.002):.3g}")


def disagreements(claim, numbers, record):
    """What keeps freshly measured `numbers` from bearing out a claim's record: a list of sentences, empty if they
    do.
    """
    verdict = claim.judge(numbers)
    found = [] if verdict == record["verdict"] else [f"measured now {verdict!r}, on record {record['verdict']!r}"]
    if set(numbers) != set(record["numbers"]):
        return [*found, f"the numbers on record have other names: {', '.join(record['numbers'])}"]
    for name, value in numbers.items():
        gap, margin = abs(float(value) - record["numbers"][name]), record["margins"][name]
        if not gap <= margin:
            found.append(
                f"{name}: measured now {float(value):.4g}, on record {record['numbers'][name]:.4g}, allowed margin "
                f"{margin:g}"
            )
    return found


def main(arguments=None):
    """The command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py claims", description=f"Measure every claim (about a minute) and rewrite data/{RECORD}."
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that measure side by side")
    jobs = parser.parse_args(arguments).jobs
    if jobs < 1:
        parser.error(f"--jobs {jobs}: allowed is a whole number from 1")
    from tqdm import tqdm

    path = FOLDER / RECORD
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    numbers = list(all_claims())
    with tqdm(numbers, "claims", unit="claim") as bar, ProcessPoolExecutor(jobs) as pool:
        tried = run_jobs(try_number, [(number,) for number in numbers], pool, bar.update)
    records = dict(zip(numbers, tried))
    text = json.dumps({"margins": RULE, "claims": records}, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    said = "as before" if text == before else "rewritten: say in the commit what changed and why"
    print(f"data/{RECORD}: {len(records)} claims, {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
