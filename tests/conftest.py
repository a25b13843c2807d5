"""What all tests share: no reader's answers are touched, and where several processes share the work, who gets what."""

import pytest


@pytest.fixture(autouse=True)
def empty_answers(tmp_path, monkeypatch):
    """No test reads or writes the student's own answers."""
    monkeypatch.setenv("LRCOURSE_ANSWERS", str(tmp_path / "answers"))
    return tmp_path / "answers"


def pytest_collection_modifyitems(items):
    """A file goes to one process (nbval's cells need it, and results are kept for the next test), longest files first.

    What is tried lesson by lesson goes lesson by lesson.
    """
    for item in items:
        lesson = getattr(item, "callspec", None) and item.callspec.params.get(
            "path" if "browser" in item.nodeid else "lesson"
        )
        item.add_marker(pytest.mark.xdist_group(f"{item.path.name} {getattr(lesson, 'stem', '')}"))
    order = {"test_lab.py": 0, "test_clicks.py": 1, "test_sliders.py": 2}
    items.sort(key=lambda item: (order.get(item.path.name, 4), item.path.suffix != ".ipynb"))
