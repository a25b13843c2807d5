"""What a reader sees first: a lesson, the list of lessons beside it where there is room, and nothing in front of it."""

import shutil

import pytest

from lrcourse.tools import notebooks
from tests.cli.started import started

from .jupyterlab import READY

SEEN = """async () => {
    const {restored, shell} = window.jupyterapp;
    await restored;
    await new Promise(later => setTimeout(later, 3000));  // news came after two seconds
    const texts = query => [...document.querySelectorAll(query)].map(found => found.textContent);
    return [!shell.leftCollapsed, texts('.Toastify__toast'), texts('.jp-DirListing-itemText')];
}"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    root = tmp_path_factory.mktemp("start") / "my_lessons"
    root.mkdir()
    for path in (*notebooks.lessons()[:3], notebooks.FOLDER / "references.md"):
        shutil.copy(path, root)
    shutil.copytree(notebooks.FOLDER / "images", root / "images")
    first = notebooks.lessons()[0].name
    with started(root.parent, root, first, "--expose-app-in-browser") as running:
        yield running


@pytest.mark.parametrize("width, beside", [(390, False), (1180, True)])
def test_the_lesson_has_room_and_nothing_in_front_of_it(browser, running, width, beside):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{running.url}&reset")  # JupyterLab would remember what another width has closed
    page.wait_for_function(READY, timeout=60_000)
    open, toasts, names = page.evaluate(SEEN)
    assert open == beside and toasts == []
    assert names == [*(path.name for path in notebooks.lessons()[:3]), "references.md"]
    if not beside:
        page.evaluate("window.jupyterapp.commands.execute('application:toggle-left-area')")
        page.wait_for_timeout(500)
        assert not page.evaluate("window.jupyterapp.shell.leftCollapsed"), "the reader may open it"
    context.close()
