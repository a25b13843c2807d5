"""What comes in is sorted by the roster, never changed, and never believed."""

import io
import os
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lrcourse.grading import uploads
from lrcourse.grading.collect import collect, received, refusals, summary
from lrcourse.grading.folders import Folders, file_of, known_assignment, read_roster, secret, write_file
from lrcourse.homework import normal_id

NAME = "hw1_stability"
ROSTER = "id,name\nada,Ada Lovelace\nGrace H,Grace Hopper\nzoë,Zoë de Vries\n--help,Help Me\n1234,Kit O'Neil\n"


@pytest.fixture
def folders(tmp_path):
    course = Folders(tmp_path / "course")
    write_file(course.roster, ROSTER)
    return course


@pytest.fixture
def inbox(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def put(folder, name, content=b"{}", at=0):
    """Write a file in a folder, `at` seconds after noon."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    time = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp() + at
    os.utime(path, (time, time))
    return path


def zipped(path, entries):
    """Return a new zip of {name: bytes}."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def counts(folders, student):
    return folders.notebook("submitted", NAME, student).read_bytes()


def everything(folder):
    return {path: path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def test_a_folder_a_student(folders, inbox):
    put(inbox, f"ada/{NAME}.ipynb", b"1")
    put(inbox, f"Grace H/{NAME}/{NAME}.ipynb", b"2")
    put(inbox, "zoë/my homework.ipynb", b"3")
    put(inbox, "zoë/picture.png", b"")
    taken, refused = collect(folders, NAME, inbox)
    assert taken == {"ada", "Grace H", "zoë"} and refused == {}
    assert [counts(folders, student) for student in ("ada", "Grace H", "zoë")] == [b"1", b"2", b"3"]
    assert (folders.course / "submitted/ada" / NAME / "timestamp.txt").read_text() == "2026-11-20 12:00:00 UTC"


@pytest.mark.parametrize(
    "name", ["ada.ipynb", "ADA.ipynb", " ada .ipynb", "Zoe\u0308.ipynb", "--help.ipynb", "1234.ipynb"]
)
def test_loose_notebooks_in_any_spelling(folders, inbox, name):
    put(inbox, name)
    taken, refused = collect(folders, NAME, inbox)
    assert {normal_id(student) for student in taken} == {normal_id(Path(name).stem)} and refused == {}


@pytest.mark.parametrize("top", ["", "submissions/"])
def test_a_zip_with_and_without_a_folder_around_it(folders, tmp_path, top):
    archive = zipped(
        tmp_path / "in.zip", {f"{top}ada.ipynb": b"1", f"{top}zoë.ipynb": b"2", f"__MACOSX/{top}._ada.ipynb": b""}
    )
    assert collect(folders, NAME, archive) == ({"ada", "zoë"}, {})
    assert counts(folders, "ada") == b"1"


def test_a_zip_of_one_students_folder_is_theirs(folders, tmp_path):
    assert collect(folders, NAME, zipped(tmp_path / "in.zip", {f"ada/{NAME}.ipynb": b"1"}))[0] == {"ada"}


def test_a_canvas_download(folders, tmp_path):
    names = {
        f"lovelaceada_LATE_7_100_{NAME}.ipynb": b"late",
        f"hoppergrace_8_101_{NAME}.ipynb": b"first",
        f"hoppergrace_8_105_{NAME}-1.ipynb": b"again",
        f"devrieszoë_9_102_{NAME}.ipynb": b"z",
        f"oneilkit_1234_103_{NAME}.ipynb": b"k",
        f"nobody_10_104_{NAME}.ipynb": b"n",
    }
    taken, refused = collect(folders, NAME, zipped(tmp_path / "in.zip", names))
    assert taken == {"ada", "Grace H", "zoë", "1234"}
    assert counts(folders, "Grace H") == b"again" and len(received(folders, NAME, "Grace H")) == 2
    assert [received(folders, NAME, student)[-1]["late"] for student in ("ada", "zoë")] == [True, False]
    assert refused == {f"nobody_10_104_{NAME}.ipynb": "'nobody' is not in the roster"}


def test_two_who_are_written_alike_are_left_to_a_person(folders, inbox):
    write_file(folders.roster, "id,name\na,Ada Lovelace\nb,Lovelace Ada\n")
    put(inbox, f"lovelaceada_1_2_{NAME}.ipynb")
    taken, refused = collect(folders, NAME, inbox)
    assert taken == set() and "a and b are both written 'lovelaceada'" in str(refused)


def test_of_two_submissions_the_later_counts_and_both_are_kept(folders, inbox):
    put(inbox, "ada.ipynb", b"new", at=60)
    put(inbox, "Ada .ipynb", b"old", at=0)
    collect(folders, NAME, inbox, due=datetime(2026, 11, 20, 12, 0, 30, tzinfo=UTC))
    records = received(folders, NAME, "ada")
    assert counts(folders, "ada") == b"new"
    assert [(Path(one["path"]).read_bytes(), one["late"], one["came as"]) for one in records] == [
        (b"old", False, "Ada .ipynb"),
        (b"new", True, "ada.ipynb"),
    ]


def test_collecting_again_changes_nothing_and_an_older_file_does_not_count(folders, inbox, tmp_path):
    put(inbox, "ada.ipynb", b"1", at=60)
    collect(folders, NAME, inbox)
    before = everything(folders.course)
    collect(folders, NAME, inbox)
    assert everything(folders.course) == before
    put(inbox, "ada.ipynb", b"1", at=3600)  # the same once more, downloaded later: it keeps its time
    collect(folders, NAME, inbox)
    assert everything(folders.course) == before
    put(inbox, "ada.ipynb", b"0", at=0)
    collect(folders, NAME, inbox)
    assert counts(folders, "ada") == b"1" and len(received(folders, NAME, "ada")) == 2
    put(inbox, "ada.ipynb", b"0", at=90)  # the older one, handed in again
    collect(folders, NAME, inbox)
    assert counts(folders, "ada") == b"0" and len(received(folders, NAME, "ada")) == 2


def test_links_are_not_followed(folders, inbox, tmp_path):
    secret_file = put(tmp_path, "secret.ipynb", b"secret")
    put(tmp_path / "elsewhere", f"{NAME}.ipynb", b"secret")
    (inbox / "ada.ipynb").symlink_to(secret_file)
    (inbox / "zoë").symlink_to(tmp_path / "elsewhere")
    taken, refused = collect(folders, NAME, inbox)
    assert taken == set() and "link" in refused["ada.ipynb"]
    assert b"secret" not in everything(folders.course).values()


def test_a_link_in_a_zip_is_not_followed(folders, tmp_path):
    entry = zipfile.ZipInfo("ada.ipynb")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    taken, refused = collect(folders, NAME, tmp_path / "in.zip")
    assert taken == set() and "link" in refused["ada.ipynb"]


@pytest.mark.parametrize(
    "name", ["../ada.ipynb", "../../x/ada.ipynb", "/etc/ada.ipynb", "ada/../../zoë.ipynb", "..\\ada.ipynb"]
)
def test_a_zip_that_points_outside_writes_nothing_there(folders, tmp_path, name):
    collect(folders, NAME, zipped(tmp_path / "in.zip", {name: b"evil", "zoë.ipynb": b"good"}))
    evil = [path for path, content in everything(tmp_path).items() if content == b"evil"]
    assert evil == [] and counts(folders, "zoë") == b"good"
    assert name.replace("\\", "/") in refusals(folders, NAME)


def test_a_zip_bomb_costs_little(folders, tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 1_000_000)
    archive = zipped(tmp_path / "in.zip", {"ada.ipynb": bytes(200_000_000), "zoë.ipynb": b"good"})
    lies = bytearray(archive.read_bytes())  # and one that lies about its size
    at = lies.rfind(b"PK\x01\x02", 0, lies.rfind(b"PK\x01\x02"))
    struct.pack_into("<I", lies, at + 24, 5)
    (tmp_path / "lies.zip").write_bytes(lies)
    for name in ("in.zip", "lies.zip"):
        taken, refused = collect(folders, NAME, tmp_path / name)
        assert taken == {"zoë"} and refused.keys() == {"ada.ipynb"}
    assert sum(map(len, everything(folders.course).values())) < 10_000


def test_a_zip_that_is_encrypted_or_torn(folders, tmp_path):
    archive = zipped(tmp_path / "in.zip", {"ada.ipynb": os.urandom(5000), "zoë.ipynb": b"good"})
    torn = bytearray(archive.read_bytes())
    torn[1000:2000] = bytes(1000)
    archive.write_bytes(torn)
    assert collect(folders, NAME, archive) == ({"zoë"}, {"ada.ipynb": "it cannot be read (BadZipFile)"})
    archive.write_bytes(torn[:3000])
    with pytest.raises(ValueError, match="neither"):
        collect(folders, NAME, archive)


def test_who_is_not_in_the_roster_is_listed_and_who_sent_no_notebook_is_named(folders, inbox):
    put(inbox, f"../in/eve/{NAME}.ipynb")
    put(inbox, "mallory.ipynb")
    put(inbox, "ada/homework.pdf")
    taken, refused = collect(folders, NAME, inbox)
    assert taken == set()
    assert refused == {
        f"eve/{NAME}.ipynb": "'eve' is not in the roster",
        "mallory.ipynb": "'mallory' is not in the roster",
        "ada/homework.pdf": "it is no .ipynb file",
    }
    assert refusals(folders, NAME)["ada/homework.pdf"]["student"] == "ada"
    lines = list(summary(taken, refused, folders, NAME))
    assert (
        lines[0] == "0 of 5 students handed in" and "not taken: mallory.ipynb – 'mallory' is not in the roster" in lines
    )
    put(inbox, f"ada/{NAME}.ipynb")
    collect(folders, NAME, inbox)
    assert "ada/homework.pdf" not in refusals(folders, NAME)


def test_a_file_that_was_nobody_s_is_forgotten_when_the_roster_knows_whose_it_is(folders, inbox):
    put(inbox, "mallory.ipynb")
    put(inbox, f"eve/{NAME}.ipynb")
    put(inbox, "eve/picture.png")
    put(inbox, "trudy.ipynb")
    collect(folders, NAME, inbox)
    assert len(refusals(folders, NAME)) == 4
    write_file(folders.roster, ROSTER + "mallory,Mallory\neve,Eve\n")
    taken, refused = collect(folders, NAME, inbox)
    assert taken == {"mallory", "eve"}
    assert list(refused) == list(refusals(folders, NAME)) == ["trudy.ipynb"]
    (inbox / "trudy.ipynb").unlink()  # what came before is not forgotten because other files come
    collect(folders, NAME, inbox)
    assert list(refusals(folders, NAME)) == ["trudy.ipynb"]


def test_what_came_is_never_changed(folders, inbox, tmp_path):
    put(inbox, "ada.ipynb", b"1").chmod(0o444)
    put(inbox, "zoë/x.ipynb", b"2")
    archive = zipped(tmp_path / "in.zip", {"ada.ipynb": b"3"})
    before = everything(inbox), archive.read_bytes()
    collect(folders, NAME, inbox)
    collect(folders, NAME, archive)
    assert (everything(inbox), archive.read_bytes()) == before


@pytest.mark.parametrize("source", ["nowhere", "plain.txt"])
def test_a_source_that_is_none_gets_one_sentence(folders, tmp_path, source):
    (tmp_path / "plain.txt").write_text("x")
    with pytest.raises(ValueError, match="--from .*folder or"):
        collect(folders, NAME, tmp_path / source)


def test_too_many_files_are_refused_at_once(folders, inbox, monkeypatch):
    monkeypatch.setattr(uploads, "MOST", 3)
    for i in range(4):
        put(inbox, f"{i}.ipynb")
    with pytest.raises(ValueError, match="4 files; allowed are 3"):
        collect(folders, NAME, inbox)


# The roster


@pytest.mark.parametrize(
    "text",
    [
        "id,name\nada,Ada\n",
        "\ufeffID;Name\r\nada;Ada\r\n",
        "name,id,email\nAda,ada,a@b.c\n",
        ' id , name \n ada ," Ada"\n',
    ],
)
def test_a_roster_in_many_dresses(folders, text):
    folders.roster.write_bytes(text.encode())
    assert read_roster(folders) == {"ada": "Ada"}


@pytest.mark.parametrize(
    "bad", ["..", ".", "a/b", "a\\b", "", ".hidden", "a:b", "x" * 101, "a\u202eb", "CON.", "a\x00b"]
)
def test_an_id_that_no_folder_may_bear(folders, bad):
    folders.roster.write_bytes(f"id,name\nada,Ada\n{bad},B\n".encode())
    with pytest.raises(ValueError, match="line 3: the id .* will not do"):
        read_roster(folders)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "id\nada\n"])
def test_a_roster_without_its_columns(folders, text):
    folders.roster.write_text(text)
    with pytest.raises(ValueError, match="columns id and name"):
        read_roster(folders)


@pytest.mark.parametrize("other", ["Ada", "ada ", "ADA"])
def test_one_student_in_two_spellings_is_refused(folders, other):
    folders.roster.write_text(f"id,name\nada,Ada\n{other},Ada\n")
    with pytest.raises(ValueError, match="line 3: .* it is that of line 2 too"):
        read_roster(folders)


def test_a_roster_that_is_missing_or_not_utf8(folders):
    folders.roster.write_bytes("id,name\nada,Zoë\n".encode("latin-1"))
    with pytest.raises(ValueError, match="UTF-8"):
        read_roster(folders)
    folders.roster.unlink()
    with pytest.raises(ValueError, match="columns id and name"):
        read_roster(folders)


def test_the_secret_is_made_once_and_for_its_owner_only(folders):
    first = secret(folders)
    assert secret(folders) == first and len(first) == 64
    assert (folders.course / "secret").stat().st_mode & 0o077 == 0


def test_an_assignment_that_is_none_is_said_to_be(folders):
    put(folders.course / "source", "hw8_own/hw8_own.ipynb")
    assert (
        known_assignment(folders, "hw8_own") == "hw8_own"
        and known_assignment(folders, "hw0_template")
        and known_assignment(folders, "lessons") == "lessons"
    )
    for name in ("hw9", "..", "../x", "", NAME + "/"):
        with pytest.raises(ValueError, match="allowed is one of hw0_template, .*hw8_own, lessons"):
            known_assignment(folders, name)
    assert file_of("lessons") == "lessons.json"


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    write_file(tmp_path / "a", "old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError):
        write_file(tmp_path / "a", io.BytesIO(b"new").read())
    assert (tmp_path / "a").read_text() == "old"
