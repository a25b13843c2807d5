"""What a page without a kernel shows in place of a notebook's outputs: pictures, sliders, predictions, as HTML."""

import base64
import html
import re

import nbformat

from ...exercises.asking import in_tables
from ...exercises.choices_table import choices_table
from ...exercises.forms import KEEPS_WITH_A_KERNEL
from ...lessons import all_questions, lesson_of
from ...lessons.former import former
from ...lessons.question import Prediction
from ...notebook_form import LIVE
from ...plots.picture import CSS_WIDTH

CAME_OUT = re.compile(
    r"([\w.]+): it came out as (['\"])(.+)\2\. \(You noted no prediction\.\)"
)  # as exercises.asking.outcome says it
ONLY_ASKS = re.compile(  # a cell that does nothing else
    r"((predict|predict_table|outcome|check)\(\"[\w.]+\"\)\s*)+|keep_answers\(\)"
)
TABLE = re.compile(r"^predict_table\(\"(\w+)\"\)", re.M)
LESSON = re.compile(r'href="(?:[^":]*/)?(\d\d_\w+)\.ipynb')
VERDICT = re.compile(r"<td([^>]*)>([^<]+)</td><td([^>]*)>no prediction</td>")  # in a row of lesson verdicts's table
WITHOUT_A_KERNEL = {  # what a notebook says of predictions -> what holds on its page
    r", and say how sure you are(, [^.]*)?\.": ".",
    r"on this computer; `lrcourse progress`[^.]*\. [^.]*`reset_answers\(\)`[^.]*\.": "in this browser.",
}
NO_KERNEL = '<p class="lr-kernel">{} <a href="{}">Open the lesson with a kernel</a>.</p>'


def converted(notebook, figures, pictures, kernel):
    """Return the notebook as it goes onto a page.

    `figures` is what frames.write_frames says of its sliders; `pictures(png)` writes a picture and returns its address;
    `kernel` is where the lesson can be opened with one.
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for said, holds in WITHOUT_A_KERNEL.items():
                cell.source = re.sub(said, holds, cell.source)
            cell.source = _to_pages(cell.source)
        else:
            if ONLY_ASKS.fullmatch(cell.source):
                cell.metadata["tags"] = ["remove-input"]  # what it shows here says the same
            cell.outputs = list(_outputs(cell, figures, pictures, kernel))
    return notebook


def _outputs(cell, figures, pictures, kernel):
    """Yield what a page shows in place of a code cell's outputs."""
    exercises = []
    for output in cell.outputs:
        data = output.get("data", {})
        live, text = data.get(LIVE), data.get("text/plain", output.get("text", ""))
        if live and live["model_id"] in figures:
            yield _shown(_sliders(figures[live["model_id"]], kernel))
        elif text == KEEPS_WITH_A_KERNEL:
            yield _shown(NO_KERNEL.format("This is for answers given where there is a kernel.", html.escape(kernel)))
        elif live and (lesson := TABLE.search(cell.source)):
            yield _shown(_table([name for name in in_tables() if lesson_of(name) == lesson[1]]))
        elif live:
            asked = [line.partition(":")[0] for line in text.splitlines()]
            asked = [name for name in asked if name in all_questions()]
            predictions = [name for name in asked if isinstance(all_questions()[name], Prediction)]
            exercises += [name for name in asked if name not in predictions]
            yield from map(_shown, map(_choice, predictions))
        elif CAME_OUT.match(text):
            yield from (_shown(_outcome(name, truth)) for name, _, truth in CAME_OUT.findall(text))
        elif "image/png" in data:
            address = pictures(base64.b64decode(data["image/png"]))
            yield _shown(_picture(f'<img class="dark-light" src="{address}" alt="{html.escape(text)}" loading="lazy">'))
        elif "text/html" in data:
            yield _shown(VERDICT.sub(_with_prediction, _to_pages(data["text/html"])))
        else:
            yield output
    if exercises:
        said = f"{', '.join(exercises)}: answers are checked at once where there is a kernel."
        yield _shown(NO_KERNEL.format(said, html.escape(kernel)))


def _shown(markup):
    """Return HTML as the output of a cell."""
    return nbformat.v4.new_output("display_data", {"text/html": markup})


def _to_pages(markup):
    """Return raw HTML whose links to lessons lead to their pages; those written in Markdown Sphinx resolves itself."""
    return LESSON.sub(r'href="\1.html', markup)


def _with_prediction(row):
    """Return a row of the table of verdicts with a place for what the reader predicted on another page."""
    names = {html.escape(asked.about): name for name, asked in all_questions().items() if isinstance(asked, Prediction)}
    name = names.get(row[2])
    place = _keys(name) if row[2] and name else ""
    return f"<td{row[1]}>{row[2]}</td><td{row[3]}{place}>no prediction</td>"


def _sliders(figure, kernel):
    """Return the HTML of a figure: its sliders, and its picture at their start."""
    name = figure["name"]
    rows = "".join(
        _slider(f"{name}-s{k}", label, stops, at)
        for k, (label, stops, at) in enumerate(zip(figure["labels"], figure["stops"], figure["start"]))
    )
    note = "" if figure["alive"] else NO_KERNEL.format("This figure is drawn as you move it.", html.escape(kernel))
    ground = f'<img class="dark-light" src="_static/frames/{name}.png" alt="" loading="lazy">'
    layer = (
        f'<img class="dark-light lr-layer" src="data:image/webp;base64,{figure["layer"]}" '
        f'alt="{html.escape(figure["text"])}">'
    )
    return (
        f'<div class="lr-figure"{f" data-frames={name}" if figure["alive"] else ""} style="max-width:{CSS_WIDTH}px">'
        f"{rows}{_picture(ground + layer)}{note}</div>"
    )


def _picture(images):
    """Return the HTML of images one over the other, which a narrow screen moves sideways, also by keyboard."""
    return f'<div class="lr-picture" tabindex="0" role="group" aria-label="picture">{images}</div>'


def _slider(name, label, stops, at):
    """Return the HTML of a slider with its label and its value; page.js enables it."""
    here = html.escape(stops[at])
    return (
        f'<div class="lr-slider"><label for="{name}">{html.escape(label)}</label>'
        f'<input id="{name}" type="range" min="0" max="{len(stops) - 1}" step="1" value="{at}" '
        f'aria-valuetext="{here}" autocomplete="off" disabled>'
        f'<output for="{name}" aria-live="off">{here}</output></div>'  # the slider itself says its value
    )


def _choice(name):
    """Return the HTML of a prediction: a button for each choice."""
    asked = all_questions()[name]
    buttons = "".join(
        f'<label><input type="radio" name="{name}" value="{html.escape(choice)}" autocomplete="off"> '
        f"{html.escape(choice)}</label>"
        for choice in asked.choices
    )
    return f'<fieldset class="lr-choice"{_keys(name)}><legend>{name}: your prediction</legend>{buttons}</fieldset>'


def _table(names):
    """Return the HTML of a table of predictions."""
    return re.sub(r' data-question="([^"]+)"', lambda found: _keys(found[1]), choices_table(names))


def _keys(name):
    """Return the attributes with the names under which a browser may keep the choice: today's and the earlier one."""
    before = former(name)
    return f' data-question="{name}"' + (f' data-former="{before}"' if before else "")


def _outcome(name, truth):
    """Return the HTML of what came out, folded until the reader asks."""
    return (
        f'<details class="lr-outcome" data-question="{name}" data-truth="{html.escape(truth)}">'
        f"<summary>{name}: what came out?</summary>"
        f'<p role="status">It came out as {html.escape(truth)}. <span></span></p></details>'
    )
