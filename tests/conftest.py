"""What all tests share: no reader's answers are touched, and the longest files begin first."""

import pytest

LONGEST = (
    "test_lab.py",
    "test_sliders.py",
    "test_claims.py",
    "test_exercises.py",
    "test_course.py",
    "test_functions.py",
)


@pytest.fixture(autouse=True)
def empty_answers(tmp_path, monkeypatch):
    """No test reads or writes the student's own answers."""
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(tmp_path / "answers"))
    return tmp_path / "answers"


def pytest_collection_modifyitems(items):
    """Where several processes share the files, a long one at the end would keep the others waiting."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))
