"""Plant random faults in what lessons say, and count how many the tests see.

python -m benchmarks.planted [--faults N] [--seed S] [--kind KIND]

Each fault is planted alone in a copy of what git knows of the repository, the smallest tests that should see it run
there, and the copy is mended. It prints each fault, whether it was caught, and the share by kind. Each test is run once
before, and has to be green.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROSE, QUESTIONS = "tests/lessons/test_prose.py", "tests/lessons/test_questions.py"
CONTENTS = "tests/tools/test_contents.py"
WORDS = {
    "twice": "half",
    "half": "twice",
    "three": "four",
    "four": "six",
    "five": "seven",
    "nine": "eight",
    "ten": "two",
}
NUMBER = re.compile(r"(?<![\w.,\\{])\d+(?:\.\d+)?(?![\w}])")


# A kind of fault is a function (root, random) -> (the file, its new text, the tests that should see it, what was done)


def _lesson(root, rng):
    path = rng.choice(sorted((root / "notebooks").glob("[0-9]*.ipynb")))
    return path, json.loads(path.read_text(encoding="utf-8"))


def _text_cells(notebook, begins):
    return [
        cell
        for cell in notebook["cells"][1:]
        if cell["cell_type"] == "markdown"
        and bool(re.match(r"\*\*(Predict|Exercise|From)", "".join(cell["source"]))) == begins
    ]


def _in_cell(root, rng, begins, pattern, change):
    """Change one match of a pattern in a text cell of a lesson; `begins`: of a question, or of other text."""
    while True:
        path, notebook = _lesson(root, rng)
        cell = rng.choice(_text_cells(notebook, begins))
        source = "".join(cell["source"])
        found = [match for match in pattern.finditer(source) if change(match[0], rng) not in (None, match[0])]
        if found:
            break
    match = rng.choice(found)
    new = change(match[0], rng)
    cell["source"] = source[: match.start()] + new + source[match.end() :]
    text = json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    return path, text, [f"{PROSE} -k {path.stem}"], f"{path.stem}, {cell['id']}: {match[0]!r} → {new!r}"


def _other_number(text, rng):
    value = float(text)
    new = f"{value * rng.choice([0.5, 0.9, 1.1, 1.2, 2]):.3g}"
    return new if float(new) != value else None


def number_in_a_text(root, rng):
    """A number of the text, in digits."""
    return _in_cell(root, rng, False, NUMBER, _other_number)


def number_word(root, rng):
    """A number of the text, in a word."""
    pattern = re.compile(rf"\b({'|'.join(WORDS)})\b")
    return _in_cell(root, rng, False, pattern, lambda word, _: WORDS[word])


def number_in_a_question(root, rng):
    """A number of a question's text, changed in the notebook against its judge."""
    return _in_cell(root, rng, True, NUMBER, _other_number)


def link(root, rng):
    """The words or the target of a link to a lesson or to a work."""
    pattern = re.compile(r"\[[^\]\[]+\]\([^)\s]+\)")

    def change(found, rng):
        words, target = re.match(r"\[(.*)\]\((.*)\)", found).groups()
        if rng.random() < 0.5:
            return f"[{words.replace('2', '1', 1) if '2' in words else 'Just left'}]({target})"
        return f"[{words}]({re.sub(r'[0-9](?=[^0-9]*$)', lambda digit: str((int(digit[0]) + 1) % 10), target)})"

    return _in_cell(root, rng, False, pattern, change)


def _in_questions(root, rng, pattern, change):
    """Change one match of a pattern in a lesson's questions.py or coding.py."""
    while True:
        path = rng.choice(sorted((root / "lrcourse" / "lessons").glob("*/questions.py")))
        text = path.read_text(encoding="utf-8")
        at = text.index("QUESTIONS = ")
        found = [match for match in pattern.finditer(text, at) if change(match, rng) not in (None, match[0])]
        if found:
            break
    match = rng.choice(found)
    new = change(match, rng)
    line = text[: match.start()].count("\n") + 1
    tests = [f"{QUESTIONS} -k {path.parent.name}"]
    return (
        path,
        text[: match.start()] + new + text[match.end() :],
        tests,
        f"{path.parent.name}, line {line}: {match[0]!r} → {new!r}",
    )


def tolerance(root, rng):
    """The tolerance of a judge or of a slip."""
    return _in_questions(root, rng, re.compile(r"near\([\w.]+\)"), lambda match, _: f"{match[0][:-1]}, 0.1)")


def slip(root, rng):
    """What a slip is told."""
    pattern = re.compile(r'"([A-Z][^"\\{}\n]{20,})"')
    return _in_questions(root, rng, pattern, lambda match, rng: f'"{" ".join(reversed(match[1].split()))}"')


def judge(root, rng):
    """A constant that a question's text and judge share."""
    while True:
        path = rng.choice(sorted((root / "lrcourse" / "lessons").glob("*/questions.py")))
        text = path.read_text(encoding="utf-8")
        found = list(re.finditer(r"^([A-Z][A-Z_]*) = (\d+\.?\d*)\b", text, re.M))
        if found:
            break
    match = rng.choice(found)
    new = f"{match[1]} = {_other_number(match[2], rng) or 7}"
    tests = [f"{QUESTIONS} -k {path.parent.name}", f"{PROSE} -k {path.parent.name}"]
    return path, text[: match.start()] + new + text[match.end() :], tests, f"{path.parent.name}: {match[0]!r} → {new!r}"


def contents(root, rng):
    """A title, a question or minutes, in the README or in lesson start_here's table."""
    path = rng.choice([root / "README.md", root / "notebooks" / "00_start_here.ipynb"])
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if re.search(r"\d\d_\w+\.ipynb\) \| .* \| \d+ \|", line)]
    old = rng.choice(lines)
    new = rng.choice(
        [
            re.sub(r"\| (\d+) \|", lambda match: f"| {int(match[1]) + 5} |", old),
            re.sub(r"\[(\w+)", r"[\1s", old, count=1),
            re.sub(r"\| (\w+) ", r"| \1 not ", old, count=1),
        ]
    )
    tests = [CONTENTS, f"{PROSE} -k 00_start_here"]
    return path, text.replace(old, new, 1), tests, f"{path.name}: {new.strip()[:80]}"


KINDS = (number_in_a_text, number_word, number_in_a_question, link, tolerance, slip, judge, contents)


def copy_of_the_repository(folder):
    """Copy what git knows of, as it is now, into `folder`."""
    known = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, known.split("\0")):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    return folder


def outcome(root, test, runs):
    """Return pytest's exit code for one of the tests in the copy: 0 green, 1 red, others that it could not run."""
    env = os.environ | {"PYTHONPATH": str(root), "LRCOURSE_RUNS_KEPT": str(runs)}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *test.split()]
    return subprocess.run(command, cwd=root, env=env, capture_output=True).returncode


def main():
    """Plant, test, mend, and print the shares."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--faults", type=int, default=32)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", choices=[kind.__name__ for kind in KINDS])
    options = parser.parse_args()
    rng, caught, green = random.Random(options.seed), defaultdict(list), set()
    with tempfile.TemporaryDirectory() as folder:
        root = copy_of_the_repository(Path(folder, "copy"))
        runs = Path(folder, "runs")
        runs.mkdir()
        for at in range(options.faults):
            kind = next((one for one in KINDS if one.__name__ == options.kind), KINDS[at % len(KINDS)])
            before = text = None
            while before is None or text == before.decode():  # a change that changes nothing is no fault
                path, text, tests, done = kind(root, rng)
                before = path.read_bytes()
            for test in set(tests) - green:
                if code := outcome(root, test, runs):
                    sys.exit(f"pytest {test}: exit code {code} before anything was planted")
                green.add(test)
            path.write_text(text, encoding="utf-8", newline="\n")
            found = any(outcome(root, test, runs) == 1 for test in tests)
            path.write_bytes(before)
            caught[kind.__name__].append(found)
            print(f"{'caught' if found else 'NOT SEEN'}  {kind.__name__}: {done}", flush=True)
    for kind, found in caught.items():
        print(f"{kind}: {sum(found)} of {len(found)}")
    everything = [one for found in caught.values() for one in found]
    print(f"all: {sum(everything)} of {len(everything)}")


if __name__ == "__main__":
    main()
