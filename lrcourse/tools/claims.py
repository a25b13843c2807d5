"""Measure the claims and write what came out into data/verdicts.json, from which lessons show what is too long to run
there.

python3 course.py claims [NUMBER…] [--jobs N]    measure claims, all if none is named, in N processes
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor

from ..engine.executors import run_jobs
from ..lessons import all_claims
from ..lessons.claim import RECORD
from ..places import DATA

RULE = "twice the largest change when one seed is left out, and at least 2 % of the number or 0.002"


def try_claim(claim):
    """Return one claim's record: its verdict, its numbers, for each number the margin within which another machine must
    find it, over how many seeds, and what was revised, if anything.
    """
    seeds = tuple(range(claim.seeds))
    numbers = _plain(claim.measure(seeds))
    without_one = [_plain(claim.measure(tuple(seed for seed in seeds if seed != left_out))) for left_out in seeds]
    margins = {name: _margin(value, [others[name] for others in without_one]) for name, value in numbers.items()}
    found = {"verdict": claim.judge(numbers), "numbers": numbers, "margins": margins, "seeds": claim.seeds}
    return found | ({"revised": claim.revised} if claim.revised else {})


def try_number(number):
    """Return the record of the claim with this number; a number, unlike a claim, can go to another process."""
    return try_claim(all_claims()[number])


def _plain(numbers):
    """Return the numbers as floats of four digits."""
    return {name: float(f"{float(value):.4g}") for name, value in numbers.items()}


def _margin(value, others):
    """Return the margin of a number, by RULE, from the numbers that come out when one seed is left out."""
    return float(f"{max(2 * max(abs(other - value) for other in others), 0.02 * abs(value), 0.002):.3g}")


def disagreements(claim, numbers, record):
    """Return what keeps freshly measured `numbers` from bearing out a claim's record: a list of sentences, empty if
    they do.
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


def updated(stored, fresh, claims):
    """Return ({number: record}, sentences): what goes on record where these claims were measured afresh, and what
    changed.

    A record that fresh numbers bear out within its margins is kept as it is, as are those of claims not measured now.
    """
    records, said = {}, []
    for number, claim in claims.items():
        before, now = stored.get(number), fresh.get(number)
        if now is None:
            changes = [] if before else ["not measured yet: python3 course.py claims " + str(number)]
        else:
            changes = changed(claim, now, before) if before else [f"new: {now['verdict']!r}"]
        if before and not changes or now is None:
            now = before
        if now is not None:
            records[number] = now
        said += [f"claim {number}: {change}" for change in changes]
    return records, said + [
        f"claim {number}: is no more, and neither is its record" for number in set(stored) - set(claims)
    ]


def changed(claim, fresh, stored):
    """Return what of a claim's record fresh measurements do not bear out: a list of sentences."""
    found = disagreements(claim, fresh["numbers"], stored)
    for key in ("seeds", "revised"):
        if fresh.get(key) != stored.get(key):
            found.append(f"{key}: now {fresh.get(key)!r}, on record {stored.get(key)!r}")
    return found


def on_file(path):
    """Return {number: record} of the file of verdicts; {} if there is none."""
    stored = json.loads(path.read_text(encoding="utf-8"))["claims"] if path.exists() else {}
    return {int(number): record for number, record in stored.items()}


def main(arguments=None):
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="course.py claims", description=f"Measure every claim, or those named, and write data/{RECORD}."
    )
    parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="of a claim; all if none is given")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that measure side by side")
    options = parser.parse_args(arguments)
    if options.jobs < 1:
        parser.error(f"--jobs {options.jobs}: allowed is a whole number from 1")
    claims, path = all_claims(), DATA / RECORD
    for number in set(options.numbers) - set(claims):
        parser.error(f"NUMBER {number}: allowed are numbers of claims, from {min(claims)} to {max(claims)}")
    from tqdm import tqdm

    numbers = options.numbers or list(claims)
    with tqdm(numbers, "claims", unit="claim") as bar, ProcessPoolExecutor(options.jobs) as pool:
        tried = run_jobs(try_number, [(number,) for number in numbers], pool, bar.update)
    records, said = updated(on_file(path), dict(zip(numbers, tried)), claims)
    text = json.dumps({"margins": RULE, "claims": records}, indent=1, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    print("\n".join(said) or f"Measured {len(numbers)} of {len(claims)} claims: their records are borne out, and kept.")
    if said:
        print(f"data/{RECORD} has changed: say in the commit why.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
