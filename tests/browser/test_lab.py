"""Each lesson runs in JupyterLab without an error, and its sliders show what they say.

Every slider, moved by keys and by a fast drag, ends on the picture that it names.
"""

import pytest

from lrcourse.tools import notebooks

from .jupyterlab import sliders

OUTPUTS = """() => window.jupyterapp.shell.currentWidget.content.widgets.filter(cell => cell.model.type === 'code')
    .map(cell => [
        cell.model.executionCount,
        cell.model.outputs.toJSON().map(output => output.output_type + ' ' + output.name)
    ])"""
SETTLED = """async cell => {
    const name = readout => readout.parentElement.querySelector('.widget-label').textContent;
    const said = () => [...cell.querySelectorAll('.widget-readout')]
        .map(readout => name(readout) + ' = ' + readout.textContent).join(', ');
    const seen = () => [...cell.querySelectorAll('.jp-OutputArea-output img:not([alt=""])')]
        .filter(image => image.offsetParent);
    const shown = () => seen().map(image => image.alt.split('\\n')[0]).join(' and ');
    const end = performance.now() + 3000;
    while (shown() !== said() && performance.now() < end) await new Promise(requestAnimationFrame);
    const [image] = seen();
    return [said(), shown(), image.src, image.clientWidth, image.naturalWidth / image.clientWidth];
}"""


@pytest.mark.parametrize("path", notebooks.lessons(), ids=lambda path: path.stem)
def test_a_lesson_runs_and_its_sliders_show_what_they_say(lab, path):
    page = lab(path.name)
    outputs = page.evaluate(OUTPUTS)
    assert [count for count, _ in outputs] == list(range(1, len(outputs) + 1))
    assert not [kind for _, kinds in outputs for kind in kinds if "error" in kind or "stderr" in kind]
    found = 0
    for index, cell, handles in sliders(page):
        for handle in handles:
            found += 1
            pictures = [_settled(cell, handle.press, key) for key in ("End", "Home", "ArrowRight")]
            assert len(set(pictures)) == 3, f"cell {index}: End, Home and the arrow show {len(set(pictures))} pictures"
            assert _settled(cell, drag, page, handle) != pictures[2]
    assert found


def _settled(cell, move, *arguments):
    """Return the picture that is seen once it is the one that the sliders name, after a move of one of them."""
    move(*arguments)
    said, shown, picture, width, sharpness = cell.evaluate(SETTLED)
    assert shown == said
    assert width > 600 and sharpness >= 1.4, "the picture is not sharp"
    return picture


def drag(page, handle):
    """Move a slider's handle to the right end and back to the middle, as fast as the browser takes it."""
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 700, y, steps=4)
    page.mouse.move(x + 250, y, steps=2)
    page.mouse.up()
