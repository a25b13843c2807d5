import pytest


@pytest.fixture(autouse=True)
def empty_answers(tmp_path, monkeypatch):
    """No test reads or writes the student's own answers."""
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(tmp_path / "answers"))
    return tmp_path / "answers"
