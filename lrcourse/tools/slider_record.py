"""The record of what every slider of a lesson shows, in tests/records; strict nbval compares each run with it.

For each figure with sliders: their labels and stops and, at some of the stops, what is drawn with its colours, and a
coarse picture in colour.
"""

import base64
import json
from itertools import combinations, zip_longest
from xml.etree import ElementTree

import numpy as np
from PIL import Image

from ..lessons import NOTEBOOKS, module, name_of, names
from ..plots.alt_text import describe
from ..plots.picture import CSS_WIDTH, TOLERANCE, difference, over, thumbnail
from ..widgets.sliders import MADE

RECORDS = NOTEBOOKS.parent / "tests" / "records" / "sliders"
STOPS = 7  # of a slider that are recorded: its ends, its start, and a spread between
COARSE = 16, 12  # pixels (width, height) of the picture of a frame that is recorded


def drawn(figure):
    """Return what a figure with sliders draws, {stops of its sliders: (PNG over its ground, text, text with colours)}.

    Of a scrub that is every frame, of an explore those that are recorded.
    """
    indices = [(i,) for i in range(len(figure.view.children))] if hasattr(figure.view, "children") else []
    recorded = set(stops(figure))
    return {at: _drawn(figure, at, at in recorded) for at in {*indices, *recorded}}


def _drawn(figure, at, recorded):
    """Return (PNG, text, text with colours) of one frame; colours are looked up only where they are recorded."""
    png, text = figure.frame(*at)
    coloured = "\n".join([text.splitlines()[0], describe(figure.drawing.figure, colours=True)]) if recorded else ""
    return png, text, coloured


def record(figure, shown, chaotic=()):
    """Return a figure's record as JSON holds it, {"sliders": […], "frames": […]}, from `shown`, what `drawn` returned.

    Frames whose first line holds one of the texts `chaotic` differ between kinds of CPU: of them only labels are kept.
    """
    sliders = [
        {"label": one.description, "stops": " | ".join(name for name, _ in one.options)} for one in figure.sliders
    ]
    return {
        "sliders": sliders,
        "frames": [_frame(at, figure.drawing.ground, *shown[at], chaotic) for at in stops(figure)],
    }


def stops(figure):
    """Return the places of the sliders (tuples of indices) that are recorded: a spread of each, the others at their
    start.
    """
    found = {figure.start}
    for k, slider in enumerate(figure.sliders):
        spread = np.linspace(0, len(slider.options) - 1, min(len(slider.options), STOPS)).round().astype(int)
        found |= {(*figure.start[:k], int(i), *figure.start[k + 1 :]) for i in spread}
    return sorted(found)


def _frame(at, ground, layer, _, coloured, chaotic):
    """Return the record of one frame: its place, what is drawn, and a coarse picture."""
    said = coloured.splitlines()
    if any(part in said[0] for part in chaotic):
        return {"at": list(at), "text": [said[0], *(line.split(":")[0] for line in said[1:])]}
    return {
        "at": list(at),
        "text": said,
        "picture": base64.b64encode(thumbnail(over(ground, layer), COARSE).tobytes()).decode(),
    }


def differences(fresh, before):
    """Return what of a lesson's figures differs from the record of them: a list of sentences, empty if nothing does."""
    if len(fresh) != len(before):
        return [f"{len(before)} figures with sliders are on record, {len(fresh)} came out"]
    return [f"figure {k}: {said}" for k, pair in enumerate(zip(fresh, before), start=1) for said in _unlike(*pair)]


def _unlike(fresh, before):
    """Yield in sentences how one figure's record differs from that before."""
    if fresh["sliders"] != before["sliders"]:
        yield f"its sliders are {fresh['sliders']}, on record {before['sliders']}"
        return
    places = [[frame["at"] for frame in one["frames"]] for one in (fresh, before)]
    if places[0] != places[1]:
        yield f"its recorded stops are {places[0]}, on record {places[1]}"
        return
    for new, old in zip(fresh["frames"], before["frames"]):
        where = new["text"][0]
        lines = [(a, b) for a, b in zip_longest(new["text"], old["text"], fillvalue="nothing") if a != b]
        if lines:
            yield f"at {where}: drawn is {lines[0][0].strip()!r}, on record {lines[0][1].strip()!r}"
        off = difference(_picture(new), _picture(old), COARSE) if "picture" in new and "picture" in old else 0
        if off > TOLERANCE:
            yield f"at {where}: the picture differs by {off} of 255 levels of a colour, allowed are {TOLERANCE}"


def _picture(frame):
    """Return a frame's recorded picture as an image."""
    return Image.frombytes("RGB", COARSE, base64.b64decode(frame["picture"]))


def faults(figure, shown):
    """Return what a figure shows otherwise than its sliders say, or does not show at all: a list of sentences."""
    found = [*_stuck(figure, shown), *_unlike_drawn("behind", figure.ground.value, figure.drawing.ground, "")]
    if not hasattr(figure.view, "children"):
        return [*found, *_unlike_drawn("at its start", figure.view.value, *shown[figure.start][:2]), *_idle(figure)]
    (slider,), children = figure.sliders, figure.view.children
    ends = (slider, "index"), (figure.view, "selected_index")
    link = getattr(figure, "link", None)
    if not link or (link.source, link.target) != ends:
        found.append("the slider is not linked to the frames")
    if len(children) != len(slider.options):
        return [*found, f"{len(slider.options)} stops, but {len(children)} frames"]
    for i, ((name, _), child) in enumerate(zip(slider.options, children)):
        png, text, _ = shown[i,]
        found += _unlike_drawn(f"at stop {name}", child.value, png, text)
        if text.splitlines()[0] != f"{slider.description} = {name}":
            found.append(f"at stop {name}: the text says {text.splitlines()[0]!r}")
    return found


def _stuck(figure, shown):
    """Yield the sliders with fewer than three stops, or that show one picture at two of both ends and the middle."""
    for k, slider in enumerate(figure.sliders):
        if len(slider.options) < 3:
            yield f"{slider.description}: fewer than three stops"
        moved = sorted(at for at in stops(figure) if at[:k] + at[k + 1 :] == figure.start[:k] + figure.start[k + 1 :])
        pictures = [shown[moved[i]][0] for i in (0, len(moved) // 2, -1) if moved[i] in shown]
        if any(one == other for one, other in combinations(pictures, 2)):
            yield f"{slider.description}: two of its stops look alike"


def _idle(figure):
    """Yield the sliders of an explore that do not draw its picture anew when moved."""
    for slider in figure.sliders:
        before, first = figure.view.value, slider.index
        slider.index = (first + 1) % len(slider.options)
        if figure.view.value == before:
            yield f"{slider.description}: moving it draws nothing"
        slider.index = first


def _unlike_drawn(where, tag, png, text):
    """Return what an <img> tag does not hold of a picture and its text: a list of sentences."""
    shown = ElementTree.fromstring(tag.replace(">", "/>")).attrib  # ">" stands escaped in the alt text
    wanted = {"alt": " ".join(text.split()), "src": f"data:image/png;base64,{base64.b64encode(png).decode()}"}
    found = [
        f"{where}: its {name} is not what is drawn" for name in wanted if " ".join(shown[name].split()) != wanted[name]
    ]
    if f"width:{CSS_WIDTH}px" not in shown["style"]:
        found.append(f"{where}: the picture is not {CSS_WIDTH} pixels wide")
    return found


def path_of(lesson):
    """Return the path of a lesson's or an assignment's record, from its notebook's path: in tests/records for those of
    the course, in a folder records/ beside any other notebook.
    """
    lesson = lesson.resolve()
    folder = RECORDS if lesson.is_relative_to(NOTEBOOKS) else lesson.parent / "records"
    return folder / f"{name_of(lesson)}.json"


def chaotic(lesson):
    """Return what a lesson's experiments name CHAOTIC: texts of the frames that differ between kinds of CPU."""
    if name_of(lesson) not in names():
        return ()
    return getattr(module(name_of(lesson), "experiments"), "CHAOTIC", ())


def write(lesson):
    """Write the record of a lesson's figures with sliders, all those that this kernel has made."""
    records = [record(figure, drawn(figure), chaotic(lesson)) for figure in MADE]
    path_of(lesson).parent.mkdir(exist_ok=True)
    text = json.dumps(records, indent=1, ensure_ascii=False) + "\n"
    path_of(lesson).write_text(text, encoding="utf-8", newline="\n")


def stored(lesson):
    """Return a lesson's record as the file has it; an empty list if there is no file."""
    return json.loads(path_of(lesson).read_text(encoding="utf-8")) if path_of(lesson).exists() else []


def compare(lesson):
    """Return what this kernel's figures with sliders show otherwise than a lesson's record, or than they say:
    sentences.
    """
    fresh, found = [], []
    for figure in MADE:
        shown = drawn(figure)
        fresh.append(record(figure, shown, chaotic(lesson)))
        found += faults(figure, shown)
    return differences(fresh, stored(lesson)) + found


def cell(lesson, call):
    """Return code that runs `call`, compare or write, in a lesson's kernel and folder, after its own cells."""
    load = "from pathlib import Path\nfrom lrcourse.tools import slider_record\n"
    return f"{load}slider_record.{call}(Path({lesson.name!r}))"
