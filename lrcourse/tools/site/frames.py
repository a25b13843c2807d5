"""In a lesson's kernel, after its cells: what its figures show at every stop of their sliders goes into files.

A figure with few enough stops gets one script with all of its frames, loaded when the reader comes near it.
"""

import base64
import io
import json
from itertools import product
from math import prod
from pathlib import Path

from PIL import Image

from ...widgets.sliders import MADE

MOST = 150  # combinations of an explore's sliders that are drawn ahead


def write_frames(lesson, folder):
    """Write each figure's ground (PNG) and frames (JS) into `folder`, and what the page says of them into
    `lesson`.json: {id of the widget: its name, sliders, start, first layer and text, whether it is alive}.
    """
    folder = Path(folder)
    said = {figure.model_id: _written(figure, f"{lesson}-{k}", folder) for k, figure in enumerate(MADE, start=1)}
    (folder / f"{lesson}.json").write_text(json.dumps(said), encoding="utf-8")


def _written(figure, name, folder):
    """Write one figure's files; return what the page says of it."""
    stops = [[shown for shown, _ in slider.options] for slider in figure.sliders]
    alive = hasattr(figure.view, "children") or prod(map(len, stops)) <= MOST
    (folder / f"{name}.png").write_bytes(figure.drawing.ground)
    if alive:
        script = f"lrcourse.frames({json.dumps(name)}, {json.dumps(_frames(figure, stops))});\n"
        (folder / f"{name}.js").write_text(script, encoding="utf-8")
    layer, text = figure.frame(*figure.start)
    return {
        "name": name,
        "labels": [slider.description for slider in figure.sliders],
        "stops": stops,
        "start": figure.start,
        "layer": _coded(layer),
        "text": text,
        "alive": alive,
    }


def _frames(figure, stops):
    """Return all frames, the last slider's stops next to each other: each layer once, and which is shown where."""
    layers, shown, texts = {}, [], []
    for at in product(*map(range, map(len, stops))):
        layer, text = figure.frame(*at)
        shown.append(layers.setdefault(_coded(layer), len(layers)))
        texts.append(text)
    return {"stops": stops, "layers": list(layers), "shown": shown, "texts": texts}


def _coded(png):
    """Return a frame in base64, as WebP without loss: half of the PNG's bytes, and there is time for it here."""
    file = io.BytesIO()
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGBA").save(file, "WEBP", lossless=True)
    return base64.b64encode(file.getvalue()).decode()
