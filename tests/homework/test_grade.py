"""Every student gets a row, whatever was handed in; what was graded is not graded again, whatever happened."""

import json
import os
import signal
import subprocess
import sys
import time
import warnings
from html.parser import HTMLParser

import nbformat
import psutil
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell

from lrcourse.grading import bubblewrap, examine, grade, gradebook, rows, sandbox
from lrcourse.grading.collect import collect
from lrcourse.grading.folders import read_json, write_file

from . import ordinary
from .conftest import NAME, filled, hand_in, new_course

EVIL = [
    "<script>parent.evil = 1</script>",
    "<img src=x onerror='parent.evil = 1'>",
    "<svg onload='parent.evil = 1'></svg>",
    "[click](javascript:parent.evil=1)",
    "![x](attachment:none.png) ![y](https://example.org/x.png)",
    "```\n</code></pre><script>1</script>\n````\n<script>2</script>\n```````",
    "$\\href{javascript:1}{x}$ $$</script><script>3</script>$$",
    "</textarea></style><iframe srcdoc='<script>4</script>'></iframe>",
    "<a href=\"jav&#x09;ascript:1\" style='position:fixed'>x</a>",
]


def forged(text):
    notebook = filled(text, hw0_1_solution="limit = 1", hw0_2_solution="step = max")
    for cell in notebook.cells:
        cell.metadata.tags = ["skip-execution"]
        if cell.cell_type == "code":
            data = {"application/vnd.lrcourse.answer+json": {"question": "hw0.1", "value": 2}, "text/plain": "2"}
            cell.outputs = [nbformat.v4.new_output("display_data", data)]
    return notebook


def tampered(text):
    notebook = filled(text)
    graded = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    graded[0].metadata.nbgrader.points = 1000
    notebook.cells.append(nbformat.from_dict(dict(graded[0]) | {"id": "copy"}))
    notebook.cells.remove(graded[1])
    return notebook


def evil(text):
    notebook = filled(
        text, hw0_3="\n".join(EVIL), hw0_1_solution="limit = 2 / mine.curvature\nprint(" + repr(EVIL[0]) + ")"
    )
    notebook.cells += [new_markdown_cell(one) for one in EVIL]
    notebook.cells.append(nbformat.v4.new_raw_cell(EVIL[0]))
    show = f"from IPython.display import HTML, Javascript, SVG, display\ndisplay(HTML({EVIL[0]!r}), Javascript('1'))"
    notebook.cells.append(new_code_cell(f"{show}\nprint({EVIL[1]!r})\nraise ValueError({EVIL[2]!r})"))
    notebook.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {}}
    return notebook


TWO = "a = homework.answer\nhomework.answer = lambda q, value: (a(q, value), a('hw0.1', 2))\nlimit = 1"
TRIES = "limit = 2 / mine.curvature\nhomework.answer('hw0.1', 7)"
CLASS = {  # id: (name, notebook or bytes from the release's text)
    "good": ("Ada Lovelace", filled),
    "--help": ("Dash", filled),
    "Grace H": ("", filled),
    "zoë": ("Zoë de Vries", filled),
    "weak": ("W", lambda text: filled(text, hw0_1_solution="limit = 1 / mine.curvature")),
    "blank": ("B", lambda text: text.encode()),
    "broken": ("Br", lambda text: filled(text, hw0_1_solution="1 / 0")),
    "first": ("F", lambda text: filled(text, hw0_1_solution="raise SystemError", hw0_2_solution="import nothing")),
    "exit": ("E", lambda text: filled(text, hw0_2_solution="import os\nos._exit(0)")),
    "forged": ("Fo", forged),
    "tampered": ("T", tampered),
    "two": ("Tw", lambda text: filled(text, hw0_1_solution=TWO)),
    "tries": ("Tr", lambda text: filled(text, hw0_1_solution=TRIES)),
    "nan": ("N", lambda text: filled(text, hw0_1_solution="limit = float('nan')")),
    "torn": ("To", lambda text: text.encode()[:900]),
    "empty": ("Em", lambda text: b""),
    "other": ("O", lambda text: nbformat.v4.new_notebook(cells=[new_code_cell("1")])),
    "renamed": ("R", filled),
    "evil": ("=HYPERLINK(1)", evil),
    "link": ("L", None),
    "several": ("S", None),
    "pdf": ("P", None),
    "missing": ("M", None),
    "bomb": ("Bo", None),
}  # fmt: skip


@pytest.fixture(scope="module")
def course(tmp_path_factory, released):
    """Make the class, graded once by two workers."""
    folder = tmp_path_factory.mktemp("course")
    folders = new_course(folder, released, {student: name for student, (name, _) in CLASS.items()})
    for student, (_, make) in CLASS.items():
        if make:
            hand_in(folders, student, make(released), "My homework (1).ipynb" if student == "renamed" else None)
    hand_in(folders, "mallory", b"{}")
    for called in ("one.ipynb", "two.ipynb"):
        hand_in(folders, "several", filled(released), called)
    hand_in(folders, "pdf", b"%PDF", "homework.pdf")
    link = folders.notebook("submitted", NAME, "link")
    link.parent.mkdir(parents=True)
    link.symlink_to(folders.notebook("submitted", NAME, "good"))
    (folder / "in").mkdir()
    (folder / "in" / "bomb.ipynb").write_bytes(bytes(30_000_000))
    (folder / "in" / "nobody.ipynb").write_bytes(b"{}")
    collect(folders, NAME, folder / "in")
    grade.grade(folders, NAME, jobs=2, say=lambda _: None)
    return folders


def row(folders, student):
    return next(one for one in rows.rows(folders, NAME) if one.student == student)


@pytest.mark.parametrize(
    "student, state, points, reason",
    [
        ("good", "to be read", 5, ""),
        ("--help", "to be read", 5, ""),
        ("Grace H", "to be read", 5, ""),
        ("zoë", "to be read", 5, ""),
        ("weak", "to be read", 3, ""),
        ("blank", "graded", 0, ""),
        ("broken", "to be read", 3, ""),
        ("first", "needs a person", None, "none of its answers came: a cell stopped with SystemError"),
        ("exit", "needs a person", None, "hw0.2: its cell did not come to an end"),
        ("forged", "to be read", 0, ""),
        ("tampered", "to be read", 5, ""),
        ("two", "needs a person", None, "hw0.1: two different values were handed over"),
        ("tries", "to be read", 5, ""),
        ("nan", "to be read", 3, ""),
        ("torn", "needs a person", None, "no JSON"),
        ("empty", "needs a person", None, "the file is empty"),
        ("other", "needs a person", None, "another notebook"),
        ("renamed", "to be read", 5, ""),
        ("evil", "to be read", 5, ""),
        ("link", "needs a person", None, "a link"),
        ("several", "needs a person", None, "but one.ipynb, two.ipynb"),
        ("pdf", "needs a person", None, "but homework.pdf"),
        ("missing", "nothing handed in", None, ""),
        ("bomb", "needs a person", None, "larger than 20,000,000 bytes"),
        ("mallory", "needs a person", None, "not in the roster"),
        ("nobody.ipynb", "needs a person", None, "not in the roster"),
    ],
)
def test_everybody_has_a_row(course, student, state, points, reason):
    found = row(course, student)
    assert (found.state, reason in found.reason) == (state, True)
    if points is not None:
        assert rows.score(found.result) == (points, state == "graded")


def test_the_class_has_a_row_each_and_the_summary_names_who_needs_a_person(course):
    found = rows.rows(course, NAME)
    assert [one.student for one in found] == [*CLASS, "mallory", "nobody.ipynb"]
    lines = list(rows.summary(found))
    assert lines[0].count(",") == 3 and len(lines) - 1 == sum(one.state == "needs a person" for one in found)


def test_the_summary_counts_as_one_says_it():
    people = [rows.Row(name, "", "needs a person", "torn") for name in "ab"]
    assert list(rows.summary(people))[0] == "2 need a person"
    assert list(rows.summary(people[:1]))[0] == "1 needs a person"


def test_a_lost_point_has_its_reason(course):
    def why(student, question):
        one = row(course, student).result["questions"][question]
        return one["why"], one["slip"]

    assert why("weak", "hw0.1") == (
        "the number is not what your problem gives",
        "the landing rate 1/λ for the limit 2/λ",
    )
    assert "a cell stopped with ZeroDivisionError" in why("broken", "hw0.1")[0]
    assert "refused" in why("nan", "hw0.1")[0] and "blank" in why("blank", "hw0.1")[0]
    lost = [
        one
        for each in rows.rows(course, NAME)
        if each.result
        for one in each.result["questions"].values()
        if one["share"] == 0
    ]
    assert lost and all(one["why"] for one in lost)


def test_remarks_say_what_was_odd(course):
    assert row(course, "renamed").remarks == ("it was called My homework (1).ipynb",)
    assert set(row(course, "tampered").remarks) == {"hw0-1 was there 2 times", "hw0-2 was deleted, and put back"}


def test_nothing_is_graded_twice_and_one_change_grades_one(course, released, monkeypatch):
    asked = []
    monkeypatch.setattr(grade, "_ask", lambda worker, student: asked.append(student) or True)
    before = {path: path.read_bytes() for path in (course.course / "results").rglob("*.json")}
    grade.grade(course, NAME, say=lambda _: None)
    assert asked == []
    hand_in(course, "weak", filled(released, hw0_1_solution="limit = 3"))
    assert row(course, "weak").reason == "it was not graded yet"
    grade.grade(course, NAME, say=lambda _: None)
    assert asked == ["weak"]
    hand_in(course, "weak", CLASS["weak"][1](released))
    assert {path: path.read_bytes() for path in (course.course / "results").rglob("*.json")} == before


def test_release_secret_sandbox_and_code_are_part_of_the_key(course, monkeypatch):
    def key(confined=True):
        return examine.key(course, NAME, "good", b"x", confined)

    keys = {key(), key(False)}
    monkeypatch.setattr(examine, "_code", lambda *_: "other code")
    keys.add(key())
    for path in (course.notebook("release", NAME), course.course / "secret"):
        old = path.read_bytes()
        path.write_bytes(old + b" ")
        keys.add(key())
        path.write_bytes(old)
    assert len(keys) == 5


# The gradebook, as nbgrader shows it


def test_the_gradebook_has_the_scores_and_what_is_left_to_a_person(course):
    scores = gradebook.scores(course, NAME)
    assert scores["good"] == {"hw0.1": (2, False, ""), "hw0.2": (3, False, ""), "hw0.3": (0, True, "")}
    assert {left for _, left, _ in scores["torn"].values()} == {True}
    assert {left for _, left, _ in scores["first"].values()} == {True}
    assert scores["two"]["hw0.1"][1] and not scores["two"]["hw0.2"][1]
    assert not {"missing", "mallory", "link"} & scores.keys()
    with gradebook.open_gradebook(course) as book:
        student = book.find_student("zoë")
        assert (student.first_name, student.last_name) == ("Zoë de", "Vries")
        assert book.find_assignment(NAME).max_score == 6
        dicts = {one["student"]: one for one in book.notebook_submission_dicts(NAME, NAME)}
    assert dicts["good"]["needs_manual_grade"] and dicts["good"]["score"] == 5


def test_what_a_person_has_given_stays_when_a_new_submission_is_graded(course, released):
    with gradebook.open_gradebook(course) as book:
        given = book.find_grade("hw0-3", NAME, NAME, "tries")
        given.manual_score, given.needs_manual_grade = 0.5, False
        book.db.commit()
    grade.grade(course, NAME, say=lambda _: None)
    assert gradebook.scores(course, NAME)["tries"]["hw0.3"] == (0.5, False, "")
    hand_in(course, "tries", filled(released, hw0_3="Another text."))
    grade.grade(course, NAME, say=lambda _: None)
    assert gradebook.scores(course, NAME)["tries"]["hw0.3"] == (0.5, True, "")


def test_a_gradebook_that_is_gone_is_written_again(course):
    before = gradebook.scores(course, NAME)
    course.gradebook.unlink()
    grade.grade(course, NAME, say=lambda _: None)
    after = gradebook.scores(course, NAME)
    assert after.keys() == before.keys() and after["good"] == before["good"]


# The neutral copy


class Elements(HTMLParser):
    """What of a page could act: elements and attributes."""

    def __init__(self, page):
        super().__init__()
        self.found, self.text = [], ""
        self.feed(page)

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        acts = tag in ("script", "iframe", "svg", "object", "embed", "form", "link", "meta", "base", "style")
        acts |= any(name.startswith("on") or name == "style" for name in values)
        acts |= not (values.get("src") or "data:image/png;base64,").startswith("data:image/png;base64,")
        acts |= not (values.get("href") or "#").startswith("#")
        if acts:
            self.found.append((tag, values))


def test_a_neutral_copy_cannot_act_in_a_page(course):
    copy = nbformat.read(course.notebook("autograded", NAME, "evil"), as_version=4)
    kinds = {output.output_type for cell in copy.cells for output in cell.get("outputs", ())}
    assert kinds == {"stream"} and {cell.cell_type for cell in copy.cells} == {"code", "markdown"}
    assert set(copy.metadata) == {"kernelspec", "lrcourse"}
    assert {key for cell in copy.cells for key in cell.metadata} == {"nbgrader"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page, _ = HTMLExporter(template_name="basic").from_notebook_node(copy)
    assert Elements(page).found == []
    text = Elements(page).text
    assert all(one in text for one in EVIL if "`" not in one)  # it is all there, as text


def test_this_reader_of_pages_sees_what_acts():
    page = "<p>a</p><script></script><a href='javascript:1'>x</a><img src='http://x'><b onclick=1>"
    assert [tag for tag, _ in Elements(page).found] == ["script", "a", "img", "b"]


def test_a_fence_is_longer_than_any_in_the_text():
    text = "```\n" + "`" * 50 + "\n"
    assert gradebook.fenced(text).startswith("`" * 53 + "text\n")


def test_a_copy_has_the_releases_points_and_names(course):
    for student in ("tampered", "torn", "good"):
        copy = nbformat.read(course.notebook("autograded", NAME, student), as_version=4)
        points = [
            cell.metadata.nbgrader.points for cell in copy.cells if cell.metadata.get("nbgrader", {}).get("grade")
        ]
        assert points == [2, 3, 1]


# What happens while it grades


@pytest.fixture
def small(tmp_path, released):
    """Make a course of four who have handed in."""
    return course_of("abcd", tmp_path, released)


def course_of(students, folder, released):
    folders = new_course(folder / students, released, dict.fromkeys(students, "N"))
    for student in students:
        hand_in(folders, student, filled(released))
    return folders


CALL = """
import sys
from pathlib import Path
from lrcourse.grading import folders, grade
grade.grade(folders.Folders(Path(sys.argv[1])), sys.argv[2], jobs=2)
"""


BY_USER = """
import json, sys
from pathlib import Path
from lrcourse.grading import collect, folders
from lrcourse.grading.grade import grade
course = folders.Folders(Path(sys.argv[1]))
collect.collect(course, sys.argv[2], course.course / "in")
print(json.dumps({row.student: [row.state, row.reason] for row in grade(course, sys.argv[2], jobs=2)}))
"""


def test_an_ordinary_user_grades_too_also_where_files_are_closed_to_them(tmp_path, released):
    folders = new_course(tmp_path / "course", released, dict.fromkeys("abcde", "N"))
    for student, work in {"a": {}, "b": {"hw0_2_solution": "import os\nos._exit(0)"}, "d": {}}.items():
        write_file(folders.course / "in" / student / f"{NAME}.ipynb", nbformat.writes(filled(released, **work)))
    (folders.course / "in" / "d").chmod(0)
    hand_in(folders, "c", filled(released)).chmod(0)
    program = [sys.executable, "-B", "-c", BY_USER, str(folders.course), NAME]
    at = dict(env=os.environ | {"HOME": str(folders.course)}, cwd=bubblewrap.REPOSITORY)
    done = subprocess.run(ordinary.command(program, folders.course), check=True, capture_output=True, **at)
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "a": ["to be read", ""],
        "b": ["needs a person", "hw0.2: its cell did not come to an end: the kernel ended in cell 4: the kernel died"],
        "c": ["needs a person", "it could not be read: Permission denied"],
        "d": ["needs a person", "d/* could not be taken: the folder cannot be opened: Permission denied"],
        "e": ["nothing handed in", ""],
    }
    assert folders.gradebook.stat().st_uid == (os.getuid() or int(bubblewrap.NOBODY))


def results(folders):
    return {path.stem: path.stat().st_mtime_ns for path in (folders.course / "results" / NAME).glob("*.json")}


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_call_is_gone_on_with(tmp_path, released, how):
    eight = course_of("abcdefgh", tmp_path, released)
    heard = dict(preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler))  # also in the background
    words = [sys.executable, "-c", CALL, str(eight.course), NAME]
    call = subprocess.Popen(words, stderr=subprocess.DEVNULL, **heard)
    until = time.monotonic() + 60
    while not results(eight) and time.monotonic() < until:
        time.sleep(0.05)
    workers = psutil.Process(call.pid).children(recursive=True)
    call.send_signal(how)
    assert call.wait(30) != 0
    assert not psutil.wait_procs(workers, timeout=10)[1]
    first = results(eight)
    assert 1 <= len(first) < 8
    grade.grade(eight, NAME, say=lambda _: None)
    after = results(eight)
    assert after.keys() == set("abcdefgh") and {student: after[student] for student in first} == first
    assert {len(one) for one in gradebook.scores(eight, NAME).values()} == {3}


def test_a_worker_that_dies_costs_one_row(small, monkeypatch):
    ask = grade._ask

    def shoot(worker, student):
        if student == "b":
            os.kill(worker.pid, signal.SIGKILL)
        return ask(worker, student)

    monkeypatch.setattr(grade, "_ask", shoot)
    found = grade.grade(small, NAME, say=lambda _: None)
    assert [one.state for one in found] == ["to be read", "needs a person", "to be read", "to be read"]
    assert "the grader's own process died" in found[1].reason
    assert ran_again(small, monkeypatch, ask) == ["b"]


def ran_again(folders, monkeypatch, ask):
    """Return who is graded by the next call, which finds the machine in order; then everybody has their points."""
    asked = []
    monkeypatch.setattr(grade, "_ask", lambda worker, student: asked.append(student) or ask(worker, student))
    found = grade.grade(folders, NAME, say=lambda _: None)
    assert {one.state for one in found} == {"to be read"}
    assert {scores["hw0.1"] for scores in gradebook.scores(folders, NAME).values()} == {(2, False, "")}
    return asked


@pytest.mark.parametrize("broken", ["sandbox", "grader", "worker"])
def test_what_the_machine_failed_at_is_tried_again(small, monkeypatch, broken):
    def ask(_, student):
        """Act as a worker, in this process, on a machine that fails over b."""
        with monkeypatch.context() as patch:
            if student == "b" and broken == "sandbox":
                patch.setattr(examine, "run", lambda sources, *_, **__: sandbox._nothing(sources, "no memory"))
            if student == "b" and broken == "grader":
                patch.setattr(examine, "secret", lambda _: os.stat("/no/such/disk"))
            if student == "b" and broken == "worker":
                return False
            patch.setattr(sys, "stdin", [json.dumps(student)])
            patch.setattr(grade, "_end_with_parent", lambda: None)
            grade.worker(small.course, NAME, "true")
        return True

    kept = grade._ask
    monkeypatch.setattr(grade, "_ask", ask)
    found = grade.grade(small, NAME, say=lambda _: None)
    assert [one.state for one in found] == ["to be read", "needs a person", "to be read", "to be read"]
    assert ran_again(small, monkeypatch, kept) == ["b"]


def test_a_notebook_that_cannot_be_read_is_not_tried_again(small):
    hand_in(small, "b", b"{")
    for said in ("4 to grade, 0 graded already", "0 to grade, 4 graded already"):
        lines = []
        grade.grade(small, NAME, say=lines.append)
        assert lines == [said]


def test_a_result_that_is_torn_is_made_again(small):
    grade.grade(small, NAME, say=lambda _: None)
    small.result(NAME, "a").write_text('{"key": ')
    assert row(small, "a").state == "needs a person"
    grade.grade(small, NAME, say=lambda _: None)
    assert row(small, "a").state == "to be read"
    assert read_json(small.result(NAME, "a"))["key"]


def test_two_calls_at_once_are_one_too_many(small):
    with grade._alone(small), pytest.raises(ValueError, match="another call is grading"):
        grade.grade(small, NAME)


def test_without_a_release_nothing_is_graded(small):
    with pytest.raises(ValueError, match="release hw9_none"):
        grade.grade(small, "hw9_none")


def test_where_the_sandbox_does_not_hold_nothing_is_run(small, monkeypatch):
    monkeypatch.setattr(grade.sandbox, "self_check", lambda course: ["no bubblewrap: install it"])
    with pytest.raises(ValueError, match="no bubblewrap"):
        grade.grade(small, NAME)
    assert results(small) == {}


@pytest.mark.parametrize(
    "inside", [bubblewrap.REPOSITORY / "data", bubblewrap.REPOSITORY / "lrcourse", sys.prefix, "/usr/share"]
)
def test_a_course_where_every_notebook_may_read_is_refused(small, monkeypatch, inside):
    (small.course.parent / "link").symlink_to(inside)
    for course in (bubblewrap.Path(inside, "class"), small.course.parent / "link" / "class"):
        (fault,) = sandbox.self_check(course)
        assert "every notebook may read" in fault and str(course) in fault
    monkeypatch.setattr(bubblewrap, "readable_around", lambda _: inside)
    with pytest.raises(ValueError, match="choose another place"):
        grade.grade(small, NAME)
    assert results(small) == {}


def test_the_check_of_the_sandbox_looks_for_the_courses_folder(small, monkeypatch):
    assert {str(small.course / name) for name in ("submitted", "roster.csv")} <= set(bubblewrap.hidden(small.course))
    small.course.parent.chmod(0o755)
    shown = bubblewrap.readable()
    monkeypatch.setattr(bubblewrap, "readable", lambda: [*shown, small.course.parent])
    monkeypatch.setattr(bubblewrap, "readable_around", lambda _: None)
    (fault,) = sandbox.self_check(small.course)
    assert fault.startswith(f"the notebook sees {small.course}")


def test_raw_submissions_stay_as_they_are(course):
    assert (course.notebook("submitted", NAME, "torn")).read_bytes() == CLASS["torn"][1](
        course.notebook("release", NAME).read_text()
    )
    assert json.loads(course.notebook("submitted", NAME, "good").read_bytes())
