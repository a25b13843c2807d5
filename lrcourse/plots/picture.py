"""Turning a figure into one output: a sharp small PNG, with the text that says what is drawn."""

import base64
import html
import io
import zlib
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from .alt_text import describe

FILE = Path(__file__).parent / "course.mplstyle"
LOOK = {  # matplotlib's settings for every figure, whatever the notebook has set
    name: value
    for name, value in (mpl.rcParamsDefault | mpl.rc_params_from_file(FILE, use_default_template=False)).items()
    if not name.startswith("backend")
}
CSS_WIDTH = 96 * 9  # pixels on the page, for a figure 9 inches wide; the PNG has more, for sharp screens
THUMBNAIL = (
    48,
    32,
)  # pixels: so coarse that the smoothing of letters and edges does not count
TOLERANCE = 6  # of 255 levels of a colour, by which the thumbnails of one picture may differ between machines
COLOURS = 96  # in the PNG's palette: enough for a figure's few hues and the grey levels of its letters


class Picture(Figure):
    """A figure that a notebook shows as PNG and text, without pyplot."""

    def _repr_mimebundle_(self, include=None, exclude=None):
        return bundle(encode(self), describe(self))


def bundle(png, text):
    """Return (data, metadata) of one output of a notebook, from PNG bytes and text."""
    look = {"width": CSS_WIDTH, "needs_background": "light"}
    return {"image/png": base64.b64encode(png).decode(), "text/plain": text}, {"image/png": look}


@mpl.rc_context(LOOK)
def encode(figure):
    """Draw the figure and return the bytes of an 8-bit PNG."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return _png(canvas)


def _png(canvas):
    """Return what a canvas shows as the bytes of a PNG."""
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    return _saved(_few_colours(picture, COLOURS))


def _few_colours(picture, count):
    """Return the picture in at most `count` colours, without dithering."""
    return picture.quantize(count, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def _saved(picture, **options):
    """Return a picture as the bytes of a PNG."""
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=6, **options)
    return file.getvalue()


class Frames:
    """One figure drawn many times: the artists that `draw(*values)` returns are redrawn over a background that stays.

    A frame is a layer over `ground`, the PNG of all that never changes: a third of a whole picture's bytes in half of
    its time.
    """

    @mpl.rc_context(LOOK)
    def __init__(self, draw, *values):
        self.draw, artists = draw, draw(*values)
        self.figure = artists[0].figure
        for artist in artists:
            artist.set_animated(True)
        self.canvas = FigureCanvasAgg(self.figure)
        self.canvas.draw()
        self.figure.set_layout_engine("none")
        self.region = self.canvas.copy_from_bbox(self.figure.bbox)
        self.pixels, self.ground = self._pixels().copy(), self.whole()

    @mpl.rc_context({"text.hinting": LOOK["text.hinting"]})  # all that matters here; setting all takes a millisecond
    def __call__(self, *values):
        """Return (PNG, text) at these values: the PNG holds the pixels that differ from the ground, and is clear
        elsewhere.
        """
        artists = self.draw(*values)
        self.canvas.restore_region(self.region)
        for artist in artists:
            self.figure.draw_artist(artist)
        return self.layer(), describe(self.figure)

    def whole(self):
        """Return the PNG of ground and frame together, as drawn last."""
        return _png(self.canvas)

    def _pixels(self):
        """Return the canvas as one number per pixel (height, width)."""
        return np.asarray(self.canvas.buffer_rgba()).view(np.uint32)[..., 0]

    def layer(self):
        """Return the PNG of the pixels that differ from the ground."""
        pixels = self._pixels()
        changed = pixels != self.pixels
        colours = pixels[changed].view(np.uint8).reshape(1, -1, 4)[..., :3]
        layer, palette = np.zeros(pixels.shape, np.uint8), []
        if colours.size:
            found = _few_colours(Image.fromarray(np.ascontiguousarray(colours)), 255)
            layer[changed], palette = np.asarray(found)[0] + 1, found.getpalette()
        picture = Image.fromarray(layer)
        picture.putpalette([255, 255, 255, *palette])
        return _saved(picture, transparency=0, compress_type=zlib.Z_RLE)  # half the time for a seventh more bytes


def over(ground, layer):
    """Return the picture that two PNGs of one size make, the second over the first."""
    with Image.open(io.BytesIO(ground)) as below, Image.open(io.BytesIO(layer)) as above:
        return Image.alpha_composite(below.convert("RGBA"), above.convert("RGBA")).convert("RGB")


def thumbnail(image, size):
    """Return an image shrunk to `size` (width, height): levels 0 to 255 of red, green and blue (height, width, 3)."""
    return np.asarray(image.convert("RGB").resize(size, Image.Resampling.BOX))


def difference(one, other, size=THUMBNAIL):
    """Return the largest difference of two images' thumbnails, in levels of a colour; 255 if their sizes differ."""
    if one.size != other.size:
        return 255
    return int(np.abs(thumbnail(one, size).astype(int) - thumbnail(other, size)).max())


def image_tag(png, text):
    """Return HTML of the picture; a screen reader reads the text."""
    data = base64.b64encode(png).decode()
    style = f"width:{CSS_WIDTH}px;max-width:100%;height:auto"
    return f'<img class="lrcourse" alt="{html.escape(text)}" src="data:image/png;base64,{data}" style="{style}">'
