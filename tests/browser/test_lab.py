"""Each lesson opened in JupyterLab and run: no error, and every slider, moved by the keyboard, changes the picture on
the page.
"""

import pytest

from lrcourse import notebooks

from .jupyterlab import sliders

OUTPUTS = """() => window.jupyterapp.shell.currentWidget.content.widgets.filter(cell => cell.model.type === 'code')
    .map(cell => [cell.model.executionCount, cell.model.outputs.toJSON().map(one => one.output_type + ' ' + one.name)])"""


@pytest.mark.parametrize("path", notebooks.lessons(), ids=lambda path: path.stem)
def test_a_lesson_runs_and_its_sliders_move_the_picture(lab, path):
    page = lab(path.name)
    outputs = page.evaluate(OUTPUTS)
    assert [count for count, _ in outputs] == list(range(1, len(outputs) + 1))
    assert not [kind for _, kinds in outputs for kind in kinds if "error" in kind or "stderr" in kind]
    found = 0
    for index, cell, handles in sliders(page):
        for handle in handles:
            found += 1
            seen = [_picture(page, cell, handle, key) for key in ("End", "Home", "ArrowRight")]
            assert len(set(seen)) == 3, (
                f"cell {index}: End, Home and the arrow show {len(set(seen))} different pictures"
            )
    assert found


def _picture(page, cell, handle, key):
    """What the one picture to be seen holds once `key`, pressed on the slider's handle, has changed it.

    Or after 2 s, if it does not.
    """
    before = _visible(cell).get_attribute("src")
    handle.press(key)
    for _ in range(40):
        page.wait_for_timeout(50)
        image = _visible(cell)
        if image.get_attribute("src") != before:
            break
    assert (
        image.bounding_box()["width"] > 600 and image.evaluate("image => image.naturalWidth / image.clientWidth") >= 1.4
    ), "the picture is not sharp"
    return image.get_attribute("src")


def _visible(cell):
    (image,) = [image for image in cell.locator(".jp-OutputArea-output img").all() if image.is_visible()]
    return image
