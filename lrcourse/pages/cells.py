"""What a page without a kernel shows in place of a notebook's outputs: pictures, sliders, predictions, as HTML."""

import base64
import html
import re

import nbformat

from ..display import CSS_WIDTH
from ..lessons import all_questions
from ..lessons.question import Prediction
from ..notebooks import LIVE

CAME_OUT = re.compile(r"([\w.]+): it came out as (['\"])(.+)\2\. \(You noted no prediction\.\)")  # as exercises.outcome says it
LESSON = re.compile(r'href="(?:[^":]*/)?(\d\d_\w+)\.ipynb')
NO_KERNEL = '<p class="lr-kernel">{} <a href="{}">Open the lesson with a kernel</a>.</p>'


def converted(notebook, figures, pictures, kernel):
    """The notebook as it goes onto a page.

    `figures` is what kept.keep said of its sliders; `pictures(png)` keeps a picture and returns its address; `kernel`
    is where the lesson can be opened with one.
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = _to_pages(cell.source)
        else:
            cell.outputs = [new for output in cell.outputs for new in _converted(output, figures, pictures, kernel)]
    return notebook


def _converted(output, figures, pictures, kernel):
    data = output.get("data", {})
    live, text = data.get(LIVE), data.get("text/plain", "")
    if live and live["model_id"] in figures:
        yield _shown(_sliders(figures[live["model_id"]], kernel))
    elif live:
        asked = [line.partition(":")[0] for line in text.splitlines()]
        yield from (_shown(_question(name, kernel)) for name in asked if name in all_questions())
    elif "image/png" in data:
        address = pictures(base64.b64decode(data["image/png"]))
        picture = f'<img class="dark-light" src="{address}" alt="{html.escape(text)}" loading="lazy">'
        yield _shown(f'<div class="lr-picture" tabindex="0" role="group" aria-label="picture">{picture}</div>')
    elif "text/html" in data:
        yield _shown(_to_pages(data["text/html"]))
    elif output.get("name") == "stdout" and CAME_OUT.match(output.text):
        yield from (_shown(_outcome(name, truth)) for name, _, truth in CAME_OUT.findall(output.text))
    else:
        yield output


def _shown(markup):
    return nbformat.v4.new_output("display_data", {"text/html": markup})


def _to_pages(markup):
    """Links of raw HTML to lessons lead to their pages; those written in Markdown Sphinx resolves itself."""
    return LESSON.sub(r'href="\1.html', markup)


def _sliders(figure, kernel):
    name = figure["name"]
    rows = "".join(
        _slider(f"{name}-s{k}", label, stops, at, figure["alive"])
        for k, (label, stops, at) in enumerate(zip(figure["labels"], figure["stops"], figure["start"]))
    )
    note = "" if figure["alive"] else NO_KERNEL.format("This figure is drawn as you move it.", html.escape(kernel))
    return (
        f'<div class="lr-figure"{f" data-frames={name}" if figure["alive"] else ""} style="max-width:{CSS_WIDTH}px">'
        f'{rows}<div class="lr-picture" tabindex="0" role="group" aria-label="picture">'
        f'<img class="dark-light" src="_static/frames/{name}.png" alt="" loading="lazy">'
        f'<img class="dark-light lr-layer" src="data:image/png;base64,{figure["layer"]}" '
        f'alt="{html.escape(figure["text"])}"></div>{note}</div>'
    )


def _slider(name, label, stops, at, alive):
    here = html.escape(stops[at])
    return (
        f'<div class="lr-slider"><label for="{name}">{html.escape(label)}</label>'
        f'<input id="{name}" type="range" min="0" max="{len(stops) - 1}" step="1" value="{at}" '
        f'aria-valuetext="{here}" autocomplete="off" disabled{"" if alive else " data-still"}>'
        f'<output for="{name}">{here}</output></div>'
    )


def _question(name, kernel):
    asked = all_questions()[name]
    if not isinstance(asked, Prediction):
        return NO_KERNEL.format(f"{name} is an exercise, checked at once where there is a kernel.", html.escape(kernel))
    buttons = "".join(
        f'<label><input type="radio" name="{name}" value="{html.escape(choice)}" autocomplete="off"> '
        f"{html.escape(choice)}</label>"
        for choice in asked.choices
    )
    about = f": {html.escape(asked.about)}" if asked.about else ": your prediction"
    return f'<fieldset class="lr-choice" data-question="{name}"><legend>{name}{about}</legend>{buttons}</fieldset>'


def _outcome(name, truth):
    """Folded until the reader has predicted, or asks."""
    return (
        f'<details class="lr-outcome" data-question="{name}" data-truth="{html.escape(truth)}">'
        f"<summary>{name}: what came out?</summary>"
        f'<p role="status">It came out as {html.escape(truth)}. <span></span></p></details>'
    )
