"""Every slider of every lesson, driven to its lowest, middle and highest value: the picture and its text change."""

import json
from itertools import combinations

import ipywidgets
import pytest

from lrcourse import notebooks, widgets


@pytest.fixture(params=notebooks.lessons(), ids=lambda path: path.stem)
def figures(request, monkeypatch):
    """Run a lesson's cells here and collect the figures with sliders that it makes."""
    made = []
    original = widgets.Figure.__init__

    def remember(figure, *args):
        original(figure, *args)
        made.append(figure)

    monkeypatch.setattr(widgets.Figure, "__init__", remember)
    monkeypatch.chdir(request.param.parent)
    namespace = {}
    for cell in json.loads(request.param.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), namespace)
    return made


def test_every_slider_changes_its_picture(figures):
    assert 1 <= sum(len(figure.sliders) for figure in figures) <= 8
    for figure in figures:
        for slider in figure.sliders:
            ends = {0, len(slider.options) // 2, len(slider.options) - 1}
            assert len(ends) == 3, f"{slider.description}: fewer than three values"
            shown = [_shown(figure, slider, index) for index in sorted(ends)]
            for one, other in combinations(shown, 2):
                assert one != other, f"{slider.description}: two values show the same picture"


def _shown(figure, slider, index):
    """The picture, with its text, that this index brings up; the other sliders stay where they are."""
    before, slider.index = slider.index, index
    if isinstance(figure.view, ipywidgets.Stack):  # the browser links slider and stack, no kernel is asked
        picture = figure.view.children[index].value
    else:
        picture = figure.view.value
    slider.index = before
    assert picture.startswith('<img alt="[') and "data:image/png;base64," in picture
    return picture
