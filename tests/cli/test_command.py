"""The command `lrcourse`: what it says, what it starts, and what it leaves to a clone."""

import os
import subprocess
import sys
import tomllib
from importlib import metadata

import pytest

import lrcourse
from lrcourse import predict
from lrcourse.cli import command, lab, working_copies
from lrcourse.lessons import name_of
from lrcourse.places import CLONE, NOTEBOOKS, version

LESSON = sorted(NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))[3].name


@pytest.fixture
def started(monkeypatch, tmp_path):
    """Return the list of what JupyterLab would have been started with; the copies are written in a folder of a test."""
    calls = []
    monkeypatch.setattr(lab, "start", lambda *what: calls.append(what) or 5)
    monkeypatch.chdir(tmp_path)
    return calls


def test_lab_writes_the_copies_in_the_folder_opens_the_first_and_hands_options_on(started, tmp_path, capsys):
    assert command.main(["lab", "mine", "--port", "9000"]) == 5
    folder = tmp_path / "mine"
    (first, *_) = sorted(path.name for path in folder.glob("*.ipynb"))
    assert started == [(folder, folder / first, ["--port", "9000"])]
    assert str(folder) in capsys.readouterr().out


def test_without_a_folder_it_is_my_lessons(started, tmp_path, monkeypatch):
    monkeypatch.setattr(command, "CLONE", None)
    assert command.main(["lab", "--no-browser"]) == 5
    assert started[0][0] == tmp_path / "my_lessons" and started[0][2] == ["--no-browser"]
    monkeypatch.setattr(command, "CLONE", tmp_path / "clone")
    command.main(["lab"])
    assert started[1][0] == tmp_path / "clone" and started[1][1].parent == tmp_path / "clone" / "my_lessons"


@pytest.mark.parametrize("word", [LESSON[:2], LESSON[1], name_of(LESSON), LESSON, LESSON.removesuffix(".ipynb")])
@pytest.mark.parametrize("folder", [[], ["mine"]])
def test_a_lesson_is_opened_by_its_number_its_name_or_its_file(started, tmp_path, monkeypatch, folder, word):
    monkeypatch.setattr(command, "CLONE", None)
    assert command.main(["lab", *folder, word, "--no-browser"]) == 5
    place = tmp_path / (folder or ["my_lessons"])[0]
    assert started == [(place, place / LESSON, ["--no-browser"])] and list(tmp_path.glob("*")) == [place]


def test_a_lesson_is_opened_in_the_folder_where_its_file_is(started, tmp_path, monkeypatch):
    command.main(["lab", f"mine/{LESSON}"])
    monkeypatch.chdir(tmp_path / "mine")
    command.main(["lab", LESSON])
    assert started == [(tmp_path / "mine", tmp_path / "mine" / LESSON, [])] * 2


@pytest.mark.parametrize(
    "words, said",
    [
        (["99"], "99: there is no such lesson; there are 00_start_here, "),
        (["mine/thesis.ipynb"], "mine/thesis.ipynb: there is no such lesson"),
        (["mine", "yours"], "allowed is a folder, a lesson, or a folder and then a lesson"),
        (["03", "mine"], "allowed is a folder, a lesson, or a folder and then a lesson"),
        (["--no-browser", "mine"], "mine: a folder and a lesson come before the options"),
    ],
)
def test_words_that_name_no_folder_and_no_lesson_are_one_line_and_write_nothing(started, tmp_path, capsys, words, said):
    assert command.main(["lab", *words]) == 1 and started == [] and list(tmp_path.glob("*")) == []
    told = capsys.readouterr().err
    assert said in told and told.count("\n") == 1


def test_the_version_is_that_of_the_course(capsys, monkeypatch):
    stands = tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert command.main(["--version"]) == 0 and capsys.readouterr().out == f"lrcourse {stands}\n"
    assert lrcourse.__version__ == stands
    monkeypatch.setattr("lrcourse.places.CLONE", None)
    assert version() == metadata.version("lrcourse")


def test_without_jupyterlab_one_line_says_what_to_install_and_nothing_is_written(
    started, tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(lab, "installed", lambda: False)
    assert command.main(["lab", "mine"]) == 1 and started == []
    said = capsys.readouterr()
    assert 'pip install "lrcourse[lab] @ git+https://' in said.err and said.err.count("\n") == 1
    assert str(NOTEBOOKS) in said.err and said.out == "" and list(tmp_path.glob("*")) == []


@pytest.mark.parametrize("there", ["a file", "the lessons"])
def test_a_folder_that_will_not_do_is_one_line(started, tmp_path, capsys, there):
    (tmp_path / "mine").write_text("in the way")
    folder = tmp_path / "mine" if there == "a file" else working_copies.NOTEBOOKS
    assert command.main(["lab", str(folder)]) == 1 and started == []
    said = capsys.readouterr().err
    assert folder.name in said and said.count("\n") == 1
    assert ("name another folder" in said) == (there == "a file")


@pytest.mark.skipif(os.name == "nt", reason="Windows makes up a home for every name")
@pytest.mark.parametrize(
    "words", [["lab", "~nobody of this name/x"], ["hand-in", "--student=a", "--to=~nobody else/x"]]
)
def test_a_home_of_nobody_is_one_line(started, words, capsys):
    predict("one_step.1", "2 and 2")
    capsys.readouterr()
    assert command.main(words) == 1 and started == []
    assert "home" in (said := capsys.readouterr().err) and said.count("\n") == 1


@pytest.mark.parametrize("word", command.IN_A_CLONE)
def test_what_needs_a_clone_says_so(word, monkeypatch, capsys):
    monkeypatch.setattr(command, "CLONE", None)
    assert command.main([word]) == 2
    said = capsys.readouterr().err
    assert "needs a clone" in said and "git clone https://" in said and f"python3 course.py {word}" in said
    monkeypatch.setattr(command, "CLONE", CLONE)
    assert command.main([word]) == 2 and "needs a clone" not in capsys.readouterr().err


def test_those_are_all_of_course_pys_commands_but_the_ones_here():
    done = subprocess.run([sys.executable, CLONE / "course.py"], capture_output=True, text=True, check=True)
    known = {line.split()[2] for line in done.stdout.splitlines() if line.startswith("    python3 course.py ")}
    assert known - {"lab", "progress"} == set(command.IN_A_CLONE)


def test_progress_says_where_the_answers_are(empty_answers, capsys):
    assert command.main(["progress"]) == 0
    assert str(empty_answers / "answers.jsonl") in capsys.readouterr().out


def test_hand_in_takes_what_it_took(empty_answers, capsys):
    assert command.main(["hand-in", "--student", "ada"]) == 2
    assert "nothing to hand in yet" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["--help", "-h", "help"])
def test_help_names_the_commands(word, capsys):
    assert command.main([word]) == 0
    words = [line.split()[1] for line in capsys.readouterr().out.splitlines()]
    assert words == ["lab", "progress", "hand-in", "--version"]


def test_an_unknown_command_is_one_line(capsys):
    assert command.main(["lap"]) == 2
    said = capsys.readouterr().err
    assert "'lap'" in said and "lab, progress, hand-in" in said and said.count("\n") == 1


def test_python_m_lrcourse_is_the_same_command():
    done = subprocess.run([sys.executable, "-m", "lrcourse", "lap"], capture_output=True, text=True)
    assert done.returncode == 2 and "there is no command 'lap'" in done.stderr
