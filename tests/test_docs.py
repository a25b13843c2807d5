"""The pages that people read first stay short and true: links lead somewhere, code runs, what they name is there."""

import html
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from PIL import Image, ImageSequence

from lrcourse import places
from lrcourse.plots.base import LARGE, RIGHT, SMALL
from tests.test_package import ORDER

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md", "lrcourse/README.md"]
MOST_WORDS = 700  # of the README
MARKDOWN = MarkdownIt("commonmark").enable("table")
BENCHMARKS = [path.stem for path in sorted((ROOT / "benchmarks").glob("*.py"))]


def page(name):
    """Return the text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def words(markdown):
    """Return the words that a reader of the rendered text sees."""
    seen = re.sub(r"<!--.*?-->|<[^>]+>", " ", MARKDOWN.render(markdown), flags=re.S)
    return html.unescape(seen).split()


def links(markdown):
    """Return the targets of a page's links and pictures, without those to the web."""
    targets = re.findall(r'(?:href|src)="([^"]*)"', MARKDOWN.render(markdown))
    return [html.unescape(target) for target in targets if "://" not in target]


def anchors(markdown):
    """Return the anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.*)", markdown, re.M)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def code(name):
    """Return the blocks of Python on a page."""
    return [one.content for one in MARKDOWN.parse(page(name)) if one.type == "fence" and one.info == "python"]


def tree():
    """Return the folders of CONTRIBUTING.md's tree in its order, such as ["data", "lrcourse", "lrcourse/engine"]."""
    block = page("CONTRIBUTING.md").partition("## Where things are\n\n```\n")[2].partition("```")[0]
    found = []
    for indent, name in re.findall(r"^( *)(\S+)/ ", block, re.M):
        above = found[-1].split("/")[: len(indent) // 4] if found else []
        found.append("/".join([*above, name]))
    return found


@pytest.fixture(scope="module")
def known():
    """Return the files that git knows, as paths from the repository's folder."""
    if not (ROOT / ".git").exists():
        pytest.skip("no clone")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return set(filter(None, listed.split("\0")))


def test_the_readme_is_short():
    count = len(words(page("README.md")))
    assert count <= MOST_WORDS, f"{count} words; what is not for newcomers goes to CONTRIBUTING.md or benchmarks/"


def test_the_readme_says_how_pip_gets_the_newest(monkeypatch):
    monkeypatch.setattr(places, "CLONE", None)
    command = places.get_back("any").partition(": ")[2]
    assert command.startswith("pip install --force-reinstall") and f"\n{command}\n" in page("README.md")


def test_what_the_guides_commands_write_is_not_committed():
    """Grades and students' answers: a `git add .` would publish them."""
    guide = page("notebooks/homework/README.md")
    written = re.findall(r"(?:--csv|--output)[ =](\S+?)`? ", guide) + ["ada.json"]  # the last: of hand-in
    assert {"grades.csv", "students.zip"} < set(written)
    inside = [f"notebooks/homework/{name}" for name in ("roster.csv", "lessons.csv", "grades.csv")]
    asked = subprocess.run(["git", "check-ignore", *written, *inside], cwd=ROOT, capture_output=True, text=True)
    if asked.returncode > 1:
        pytest.skip("no clone")
    assert asked.stdout.split() == [*written, *inside]


def test_this_counter_of_words_sees_text_and_code_but_no_comments_and_addresses():
    assert words("[one two](https://three.four) <!-- five -->\n\n```sh\nsix\n```\n\n| a |\n|---|\n| b |\n") == [
        *("one", "two", "six", "a", "b")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file_that_git_knows_and_to_a_heading_that_is_there(name, known):
    found = links(page(name))
    assert found
    for target in found:
        file, _, anchor = target.partition("#")
        path = os.path.relpath((ROOT / name).parent / file, ROOT) if file else name
        path = Path(path).as_posix()
        assert path in known, f"{name}: {target} leads to no file that git knows"
        assert not anchor or anchor in anchors(page(path)), f"{name}: {target} leads to no heading"


def test_this_reader_of_links_sees_links_pictures_and_headings():
    assert links("[a](b.md#c) ![d](e.png) [f][g] <https://h.i>\n\n[g]: j.md\n") == ["b.md#c", "e.png", "j.md"]
    assert anchors("# A b\n\n## `c`, d: 1-2?") == {"a-b", "c-d-1-2"}


@pytest.mark.parametrize(
    "name, at", [(name, at) for name in ("README.md", "lrcourse/README.md") for at in range(len(code(name)))]
)
def test_the_python_on_a_page_runs(name, at, tmp_path):
    rows = "\n".join(f"{i % 7},{i % 5},{i % 7 + 2 * (i % 5)}" for i in range(60))
    (tmp_path / "houses.csv").write_text(f"rooms,age,price\n{rows}\n", encoding="utf-8")
    (tmp_path / "block.py").write_text(code(name)[at], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "block.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or "executor=" in code(name)[at], "a script shows only what it prints"
    if name == "lrcourse/README.md" and at == 0:
        assert f"  # {done.stdout.strip()}: " in code(name)[at]
    if name == "README.md":  # it says that only the middle one of its rates has learned to read
        small, good, large = map(float, re.findall(r"\d\.\d*", done.stdout))
        assert good > 0.9 and small < 0.5 and large < 0.5


@pytest.mark.parametrize("name", PAGES)
def test_every_benchmark_that_a_page_names_exists(name):
    assert set(re.findall(r"python -m benchmarks\.(\w+)", page(name))) <= set(BENCHMARKS)


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_is_named_where_the_measured_figures_are(name):
    assert f"`python -m benchmarks.{name}" in page("benchmarks/README.md")


@pytest.mark.parametrize("folder", tree())
def test_every_folder_of_the_tree_exists(folder):
    assert (ROOT / folder).is_dir()


def test_every_folder_at_the_top_and_in_the_package_is_in_the_tree(known):
    tops = {file.partition("/")[0] for file in known if "/" in file}
    rooms = {"/".join(file.split("/")[:2]) for file in known if re.match("lrcourse/.*/", file)}
    assert tops and rooms and (tops | rooms) - set(tree()) == set()


def test_the_tree_has_the_order_in_which_imports_are_allowed():
    rooms = [folder.split("/")[1] for folder in tree() if re.fullmatch("lrcourse/[^/]*", folder)]
    assert [room for room in rooms if room in ORDER] == [room for room in ORDER if room in rooms]


def test_the_version_and_its_date_are_the_same_everywhere():
    version = tomllib.loads(page("pyproject.toml"))["project"]["version"]
    cited = re.search(r'^version: "?([\d.]+)"?\ndate-released: "?([\d-]+)', page("CITATION.cff"), re.M).groups()
    newest = re.search(r"^## ([\d.]+) – ([\d-]+)$", page("CHANGELOG.md"), re.M).groups()
    assert cited == newest and version == newest[0]


def test_the_changelog_has_the_newest_version_first_and_says_what_was_added_changed_or_fixed():
    versions = re.findall(r"^## ([\d.]+) ", page("CHANGELOG.md"), re.M)
    assert versions == sorted(versions, key=lambda one: [int(part) for part in one.split(".")], reverse=True)
    assert set(re.findall(r"^### (.*)", page("CHANGELOG.md"), re.M)) <= {"Added", "Changed", "Fixed"}


def test_the_moving_picture_is_small_slow_and_has_the_courses_colours():
    file = ROOT / "notebooks" / "images" / "slider.gif"
    with Image.open(file) as picture:
        frames = [(frame.info["duration"], frame.convert("RGB")) for frame in ImageSequence.Iterator(picture)]
        assert picture.info["loop"] == 0, "it repeats"
    assert file.stat().st_size < 1_500_000 and len(frames) > 10
    assert min(duration for duration, _ in frames) >= 400  # milliseconds
    shown = {colour for _, frame in frames for _, colour in frame.getcolors(1 << 24)}
    for hue in (SMALL, RIGHT, LARGE):  # as the figure has them, but for what a palette of 256 colours costs
        levels = bytes.fromhex(hue[1:])
        assert any(max(abs(one - other) for one, other in zip(levels, colour)) <= 4 for colour in shown), hue
