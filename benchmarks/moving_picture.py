"""Record the README's moving picture, notebooks/images/slider.gif: one slider, from too small to too large a rate.

    python -m benchmarks.moving_picture        (in the course's folder; half a minute; needs Chromium)

It is the first slider of the lesson too_large, as JupyterLab shows it, moved stop by stop with the arrow key.
"""

import io
import tempfile
from collections import Counter
from pathlib import Path

from PIL import Image

from lrcourse.lessons import notebook
from lrcourse.tools import notebooks
from tests.browser.jupyterlab import browser, open_and_run, server, sliders

FILE = notebooks.FOLDER / "images" / "slider.gif"
SHARP = 1.5  # pixels of the picture for one of the page: letters stay readable on sharp screens
SLOW, LONG = 500, 1800  # milliseconds that a stop is shown; LONG where there is something to look at
LOOK_AT = ("0.05", "0.25", "0.475", "0.525", "0.6")  # creeps, lands in one step, zigzags and falls, rises, explodes
AREA = """cell => {
    const boxes = [...cell.querySelectorAll('.jp-InputArea-editor, .lrcourse-live .widget-inline-hbox, img')]
        .filter(one => one.offsetParent).map(one => one.getBoundingClientRect());
    const left = Math.min(...boxes.map(box => box.left)), top = Math.min(...boxes.map(box => box.top));
    const picture = boxes.at(-1);
    return {x: left - 8, y: top - 8, width: picture.right - left + 16, height: picture.bottom - top + 16};
}"""


def shots(page):
    """Yield (what the slider says, the picture of its cell) at each stop, from the first."""
    _, cell, (handle,) = next(sliders(page))
    page.add_style_tag(content=".jp-cell-toolbar { display: none !important; }")  # it hides the end of a line
    handle.press("Home")
    said, before = cell.locator(".widget-readout"), None
    while said.text_content() != before:  # at the last stop the key changes nothing
        page.wait_for_timeout(300)
        before = said.text_content()
        png = page.screenshot(clip=cell.evaluate(AREA))
        yield before, Image.open(io.BytesIO(png)).convert("RGB")
        handle.press("ArrowRight")


def animation(frames, milliseconds):
    """Return the pictures as the bytes of a GIF that repeats for ever, in their 256 most frequent colours."""
    counted = Counter()
    for frame in frames:
        counted.update({colour: count for count, colour in frame.getcolors(frame.width * frame.height)})
    palette = Image.new("P", (1, 1))
    palette.putpalette([level for colour, _ in counted.most_common(256) for level in colour])
    first, *rest = (frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames)
    file = io.BytesIO()
    first.save(file, "GIF", save_all=True, append_images=rest, duration=milliseconds, loop=0, optimize=True)
    return file.getvalue()


def main():
    """Run the lesson in JupyterLab, move its slider, and write the picture."""
    with tempfile.TemporaryDirectory() as folder, browser() as chromium, server(Path(folder)) as address:
        size = {"width": 1180, "height": 900}
        context = chromium.new_context(viewport=size, device_scale_factor=SHARP, reduced_motion="reduce")
        found = list(shots(open_and_run(context, address, notebook("too_large").name)))
    stops, frames = zip(*found)
    moving = animation(frames, [LONG if stop in LOOK_AT else SLOW for stop in stops])
    FILE.write_bytes(moving)
    print(f"{len(frames)} stops, {frames[0].width} x {frames[0].height} pixels, {len(moving) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
