"""Titles, questions, minutes and counts come from one place; moving a lesson moves all that names its place."""

import re
import shutil

import pytest

from lrcourse import lessons
from lrcourse.lessons.former import FORMER, current
from lrcourse.lessons.references import REFERENCES
from lrcourse.tools import contents, links

ROOT = lessons.NOTEBOOKS.parent
GUIDES = [
    str(path.relative_to(ROOT))
    for pattern in ("*.md", "*/README.md", "notebooks/homework/README.md")
    for path in sorted(ROOT.glob(pattern))
]


def test_the_readmes_table_of_lessons_is_the_computed_one():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert contents.with_table(readme) == readme, "python3 course.py lessons --fill writes it"


def test_the_page_of_the_literature_is_the_computed_one():
    page = (lessons.NOTEBOOKS / contents.LITERATURE).read_text(encoding="utf-8")
    assert page == contents.literature(), "python3 course.py lessons --fill writes it"


@pytest.mark.parametrize("key", REFERENCES)
def test_a_references_key_is_its_authors_and_its_year(key):
    one, (who, _, year) = REFERENCES[key], key.rpartition(" ")
    authors = [name for name in re.split(r",? and |, | et al", one.authors) if name]
    assert year[:4] == str(one.year) and who.startswith(authors[0])
    assert one.title and one.used_for and one.address.startswith("https://")


@pytest.mark.parametrize("file", ["CITATION.cff", *GUIDES])
def test_no_count_of_lessons_or_claims_is_typed_in(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    assert re.findall(r"\b(?:\d+|\w+teen|twenty|thirty|fifty)(?:-\w+)? (?:lessons|claims)\b", text) == []


def test_the_parts_of_the_course_lie_together():
    parts = [lessons.part(name) for name in lessons.names()]
    assert len(list(dict.fromkeys(parts))) == sum(a != b for a, b in zip(parts, ["", *parts]))


def test_every_former_number_names_a_lesson_and_every_former_question_a_question():
    assert set(FORMER.values()) <= set(lessons.names())
    assert current("03.1") == "too_large.1" and current("00.speed.small") == "start_here.speed.small"
    assert current("too_large.1") == "too_large.1" and current("hw1.2") == "hw1.2" and current(3) == 3


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """Return the folder of a copied course, whose lessons may be moved: the notebooks, and a page that names them."""
    books = tmp_path / "notebooks"
    shutil.copytree(lessons.NOTEBOOKS, books, ignore=shutil.ignore_patterns("images", "homework"))
    shutil.copy(ROOT / "README.md", tmp_path)
    for module in (lessons, contents):
        monkeypatch.setattr(module, "NOTEBOOKS", books)
    monkeypatch.setattr(contents, "ROOT", tmp_path)
    return tmp_path


def test_a_moved_lesson_takes_its_links_and_neighbours_along(copied):
    before = lessons.names()
    order = contents.move("schedules", 2)
    assert order == lessons.names() == [*before[:2], "schedules", *(name for name in before[2:] if name != "schedules")]
    assert {path.name[:2] for path in (copied / "notebooks").glob("*.ipynb")} == {
        f"{at:02d}" for at in range(len(order))
    }
    everything = "\n".join(path.read_text(encoding="utf-8") for path in copied.rglob("*.*b") if path.is_file())
    everything += (copied / "README.md").read_text(encoding="utf-8")
    linked = set(re.findall(r"(?:(?<=%2F)|\b)(\d\d_\w+)\.ipynb", everything))
    assert linked <= {path.stem for path in (copied / "notebooks").glob("*.ipynb")}
    first = lessons.notebook("schedules").read_text(encoding="utf-8")
    for word, other in (("Before", order[1]), ("After", order[3])):
        assert f"{word}: [{lessons.title(other)}]({lessons.notebook(other).name})" in first
    contents.move("schedules", before.index("schedules"))
    for name in before:
        assert lessons.notebook(name).read_bytes() == (ROOT / "notebooks" / lessons.notebook(name).name).read_bytes()


@pytest.mark.parametrize("name, place", [("no_lesson", 1), ("schedules", -1), ("schedules", 99)])
def test_a_move_that_makes_no_sense_is_refused(copied, name, place):
    with pytest.raises(ValueError, match="allowed is"):
        contents.move(name, place)


CODE = sorted((ROOT / "lrcourse").rglob("*.py"))


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_work_that_code_cites_is_among_the_references(path):
    if path.name != "references.py":
        cited = links.CITED.findall(" ".join(path.read_text(encoding="utf-8").split()))
        assert set(cited) - set(REFERENCES) == set(), "cite it by its key in lessons/references.py"


@pytest.mark.parametrize(
    "text, said",
    [
        ("[]()", "leads nowhere"),
        ("[No such lesson]()", "leads nowhere"),
        ("[Too small](03_too_large.ipynb)", "its words are to name that"),
        ("[a paper](https://arxiv.org/abs/0000.00000)", "not among the references"),
        ("as Goh 2017 has it", "cited without a link"),
    ],
)
def test_a_link_that_does_not_lead_where_its_words_say_is_named(text, said):
    text = text.replace("03_too_large.ipynb", lessons.notebook("too_large").name)
    assert any(said in fault for fault in links.faults(text)), links.faults(text)
    assert links.faults(links.with_targets("[Too small]() and [Goh 2017]()")) == []
