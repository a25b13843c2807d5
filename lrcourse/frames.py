"""The record of what every slider of a lesson shows, beside the lessons; a test holds fresh runs against it.

For each figure with sliders: their labels and stops and, at some of the stops, what is drawn with its colours, and a
coarse picture in colour.
"""

import base64
import io
import json
import os
import tempfile
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from itertools import zip_longest
from xml.etree import ElementTree

import nbformat
import numpy as np
from PIL import Image

from . import widgets
from .display import CSS_WIDTH, describe
from .lessons import names

STOPS = 7  # of a slider that are recorded: its ends, its start, and a spread between
THUMBNAIL = 16, 12  # pixels of the coarse picture
TOLERANCE = 6  # of 255 levels of a colour


def figures(lesson):
    """The figures with sliders that a notebook's code makes, run here, in its folder and with an empty file of
    answers.
    """
    notebook = nbformat.read(lesson, as_version=4)
    made, space, before = [], {}, os.getcwd()
    with tempfile.TemporaryDirectory() as empty, _remembered(made), _set("LRCOURSE_ANSWERS", empty):
        os.chdir(lesson.parent)
        try:
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    with redirect_stdout(io.StringIO()):
                        exec(compile(cell.source, cell.id, "exec"), space)
        finally:
            os.chdir(before)
    return made


@contextmanager
def _remembered(made):
    """Every Figure that is made in the meantime is added to the list."""
    original = widgets.Figure.__init__

    def remember(figure, *args):
        original(figure, *args)
        made.append(figure)

    widgets.Figure.__init__ = remember
    try:
        yield
    finally:
        widgets.Figure.__init__ = original


@contextmanager
def _set(name, value):
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        os.environ.pop(name) if before is None else os.environ.update({name: before})


def record(figure, chaotic=()):
    """What a figure with sliders shows: {"sliders": […], "frames": […]}, in lists and texts as JSON holds them.

    Frames whose first line holds one of the texts `chaotic` differ between kinds of CPU: of them only labels are kept.
    """
    sliders = [
        {"label": one.description, "stops": " | ".join(name for name, _ in one.options)} for one in figure.sliders
    ]
    return {"sliders": sliders, "frames": [_frame(figure, indices, chaotic) for indices in stops(figure)]}


def stops(figure):
    """The places of the sliders (tuples of indices) that are recorded: a spread of each, the others at their start."""
    found = {figure.start}
    for k, slider in enumerate(figure.sliders):
        spread = np.linspace(0, len(slider.options) - 1, min(len(slider.options), STOPS)).round().astype(int)
        found |= {(*figure.start[:k], int(i), *figure.start[k + 1 :]) for i in spread}
    return sorted(found)


def _frame(figure, indices, chaotic):
    png, text = figure.frame(*indices)
    said = [text.splitlines()[0], *describe(figure.canvas, colours=True).splitlines()]
    if any(part in said[0] for part in chaotic):
        return {"at": list(indices), "text": [said[0], *(line.split(":")[0] for line in said[1:])]}
    return {"at": list(indices), "text": said, "picture": base64.b64encode(thumbnail(png).tobytes()).decode()}


def thumbnail(png):
    """A PNG's coarse picture: levels 0 to 255 of red, green and blue, (12, 16, 3)."""
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB").resize(THUMBNAIL, Image.Resampling.BOX))


def differences(fresh, stored):
    """What of a lesson's figures differs from the record of them: a list of sentences, empty if nothing does."""
    if len(fresh) != len(stored):
        return [f"{len(stored)} figures with sliders are on record, {len(fresh)} came out"]
    return [f"figure {k}: {said}" for k, pair in enumerate(zip(fresh, stored), start=1) for said in _unlike(*pair)]


def _unlike(fresh, stored):
    if fresh["sliders"] != stored["sliders"]:
        yield f"its sliders are {fresh['sliders']}, on record {stored['sliders']}"
        return
    for new, old in zip(fresh["frames"], stored["frames"]):
        where = new["text"][0]
        lines = [(a, b) for a, b in zip_longest(new["text"], old["text"], fillvalue="nothing") if a != b]
        if lines:
            yield f"at {where}: drawn is {lines[0][0].strip()!r}, on record {lines[0][1].strip()!r}"
        off = np.abs(_picture(new).astype(int) - _picture(old)).max() if "picture" in new and "picture" in old else 0
        if off > TOLERANCE:
            yield f"at {where}: the picture differs by {off} of 255 levels of a colour, allowed are {TOLERANCE}"


def _picture(frame):
    return np.frombuffer(base64.b64decode(frame["picture"]), np.uint8)


def faults(figure):
    """What a figure shows otherwise than its sliders say: a list of sentences. Of a scrub it looks at every frame."""
    if not hasattr(figure.view, "children"):
        return _unlike_drawn("at its start", figure.view.value, *figure.frame(*figure.start))
    (slider,), children = figure.sliders, figure.view.children
    ends = (slider, "index"), (figure.view, "selected_index")
    link = getattr(figure, "link", None)
    found = [] if link and (link.source, link.target) == ends else ["the slider is not linked to the frames"]
    if len(children) != len(slider.options):
        return [*found, f"{len(slider.options)} stops, but {len(children)} frames"]
    for i, ((name, _), child) in enumerate(zip(slider.options, children)):
        png, text = figure.frame(i)
        found += _unlike_drawn(f"at stop {name}", child.value, png, text)
        if text.splitlines()[0] != f"{slider.description} = {name}":
            found.append(f"at stop {name}: the text says {text.splitlines()[0]!r}")
    return found


def _unlike_drawn(where, tag, png, text):
    """What an <img> tag does not hold of a picture and its text."""
    shown = ElementTree.fromstring(tag.replace(">", "/>")).attrib  # ">" stands escaped in the alt text
    wanted = {"alt": " ".join(text.split()), "src": f"data:image/png;base64,{base64.b64encode(png).decode()}"}
    found = [
        f"{where}: its {name} is not what is drawn" for name in wanted if " ".join(shown[name].split()) != wanted[name]
    ]
    if f"width:{CSS_WIDTH}px" not in shown["style"]:
        found.append(f"{where}: the picture is not {CSS_WIDTH} pixels wide")
    return found


def path_of(lesson):
    """The file of a lesson's record, from the path of its notebook."""
    return lesson.parent / "frames" / f"{lesson.stem}.json"


def chaotic(lesson):
    """What a lesson's experiments name CHAOTIC: texts of the frames that differ between kinds of CPU."""
    if lesson.name[:2] not in names():
        return ()
    return getattr(import_module(f".lessons.lesson_{lesson.name[:2]}.experiments", __package__), "CHAOTIC", ())


def taken(lesson, made):
    """The record of a lesson's figures."""
    return [record(figure, chaotic(lesson)) for figure in made]


def write(lesson):
    """Run a lesson's code here and write the record of its sliders."""
    path_of(lesson).parent.mkdir(exist_ok=True)
    text = json.dumps(taken(lesson, figures(lesson)), indent=1, ensure_ascii=False) + "\n"
    path_of(lesson).write_text(text, encoding="utf-8", newline="\n")


def read(lesson):
    """A lesson's record; an empty list if there is none."""
    return json.loads(path_of(lesson).read_text(encoding="utf-8")) if path_of(lesson).exists() else []
