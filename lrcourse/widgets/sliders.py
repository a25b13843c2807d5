"""The course's two sliders: scrub (all frames drawn ahead, works without a kernel) and explore (a live figure)."""

import ipywidgets
import numpy as np
from IPython.display import display

from ..plots.picture import Frames, bundle, image_tag
from .jupyter_page import SPEAKING, STYLE

MADE = []  # every Figure of this kernel, in order; the record of sliders is made from them
FRAME = 200  # milliseconds that a picture stays while a slider plays
WIDE = {"width": "100%", "max_width": "864px"}


class Live(ipywidgets.VBox):
    """Widgets, one below the other. Their one output also carries `stored` (data, metadata), which a page without a
    kernel shows.
    """

    def __init__(self, children, data, metadata=None):
        self.stored = data, metadata or {}
        page_style = ipywidgets.HTML(STYLE + SPEAKING, layout=ipywidgets.Layout(display="none"))
        super().__init__([*children, page_style], layout=ipywidgets.Layout(**WIDE))
        self.add_class("lrcourse-live")

    def __repr__(self):
        return self.stored[0]["text/plain"]

    def _repr_mimebundle_(self, include=None, exclude=None):
        live = super()._repr_mimebundle_(include=include, exclude=exclude) or {}
        live = live[0] if isinstance(live, tuple) else live
        return {**live, **self.stored[0]}, self.stored[1]


class Figure(Live):
    """Sliders over a picture; one output carries the live widget, the PNG and the text.

    `frame(*indices)` draws (PNG, text) anew at these stops of the sliders, with `drawing`, a Frames. `view` shows the
    frames, over a picture of all that never changes.
    """

    def __init__(self, sliders, view, frame, drawing):
        self.sliders, self.view, self.frame, self.drawing = sliders, view, frame, drawing
        self.start = tuple(slider.index for slider in sliders)
        self.ground = ipywidgets.HTML(image_tag(drawing.ground, ""), layout=ipywidgets.Layout(grid_area="picture"))
        view.layout.grid_area = "picture"
        both = ipywidgets.Layout(grid_template_areas='"picture"', overflow="auto")
        _, text = frame(*self.start)
        super().__init__(
            [*sliders, ipywidgets.GridBox([self.ground, view], layout=both)], *bundle(drawing.whole(), text)
        )
        MADE.append(self)


class Buttons(ipywidgets.HBox):
    """A row of buttons, to which buttons can be added."""

    def __init__(self):
        super().__init__(layout=ipywidgets.Layout(flex_flow="row wrap"))

    def add(self, name, tooltip, act):
        """Add one more button; a click calls `act()`."""
        button = ipywidgets.Button(description=name, tooltip=tooltip, layout=ipywidgets.Layout(width="auto"))
        button.on_click(lambda _: act())
        self.children += (button,)


class ProgressBar(Live):
    """A bar to be called with (done, total); one output carries the live bar and its label."""

    def __init__(self, label):
        self.bar, self.count = ipywidgets.IntProgress(value=0, max=1), ipywidgets.Label()
        row = ipywidgets.HBox([ipywidgets.Label(label), self.bar, self.count])
        super().__init__([row], {"text/plain": f"progress bar: {label}"})

    def __call__(self, done, total):
        self.bar.max, self.bar.value, self.count.value = total, done, f"{done / total:.0%}".replace("%", " %")


def scrub(draw, values, label="value", start=None, play=False):
    """Return a slider over `values`, each with its frame drawn ahead: as quick on a far server as here, and alive
    without a kernel.

    `draw(value)` returns the artists that change, all of one figure. `start` is the value shown first, by default the
    first. `play` adds a button that moves the slider by itself. Raise ValueError for bad input.
    """
    values = _values(label, values)
    slider = _slider(label, values, _index(label, values, start))
    frame, drawing = _framed(draw, [slider], [values])
    first = ipywidgets.HTML(image_tag(*frame(0)))
    same = dict(layout=first.layout, style=first.style)  # shared: otherwise each frame adds two widget models
    shown = [first, *(ipywidgets.HTML(image_tag(*frame(i)), **same) for i in range(1, len(values)))]
    stack = ipywidgets.Stack(shown, selected_index=slider.index)
    figure = Figure([slider], stack, frame, drawing)
    figure.link = ipywidgets.jslink((slider, "index"), (stack, "selected_index"))
    if play:
        button = ipywidgets.Play(max=len(values) - 1, value=slider.index, interval=FRAME, tooltip=f"play {label}")
        figure.play = ipywidgets.jslink((button, "value"), (slider, "index"))
        figure.children = (button, *figure.children)
    return figure


def explore(draw, start=None, **controls):
    """Return a slider for each control (name=values) over one live figure, redrawn by the kernel.

    `draw(**values)` returns the artists that change, all of one figure. `start` is a dict of the values shown first.
    Raise ValueError for bad input.
    """
    if not controls:
        raise ValueError("controls: allowed is at least one, such as rate=[0.1, 0.2]")
    start = start or {}
    for name in start:
        if name not in controls:
            raise ValueError(f"start: {name!r} is no slider; allowed are {', '.join(map(repr, controls))}")
    values = [_values(name, values) for name, values in controls.items()]
    sliders = [
        _slider(name.replace("_", " "), some, _index(name, some, start.get(name)))
        for name, some in zip(controls, values)
    ]
    frame, drawing = _framed(lambda *now: draw(**dict(zip(controls, now))), sliders, values)
    view = ipywidgets.HTML()

    def redraw(_=None):
        view.value = image_tag(*frame(*(slider.index for slider in sliders)))

    redraw()
    for slider in sliders:
        slider.observe(redraw, "index")
    return Figure(sliders, view, frame, drawing)


def progress_bar(label):
    """Show a bar at once and return it, for `progress=` of train, grid and random.

    Its text stays the same, so that a stored notebook does too.
    """
    bar = ProgressBar(label)
    display(bar)
    return bar


def _framed(draw, sliders, values):
    """Return (frame, Frames): `frame(*indices)` draws at these stops; its text begins with what the sliders
    show there.
    """
    drawing = Frames(draw, *(some[slider.index] for slider, some in zip(sliders, values)))

    def frame(*indices):
        png, text = drawing(*(some[i] for some, i in zip(values, indices)))
        said = (f"{slider.description} = {_shown(some[i])}" for slider, some, i in zip(sliders, values, indices))
        return png, f"{', '.join(said)}\n{text}"

    return frame, drawing


def _slider(label, values, first):
    """Return a slider over the values' texts, at index `first`."""
    options = [(_shown(value), i) for i, value in enumerate(values)]
    style = {"description_width": "initial"}
    return ipywidgets.SelectionSlider(
        options=options, index=first, description=label, style=style, layout=ipywidgets.Layout(**WIDE)
    )


def _shown(value):
    """Return a value as a slider shows it; numbers that are not whole get 3 digits."""
    return str(value) if isinstance(value, (str, int, np.integer)) else f"{value:.3g}"


def _values(name, values):
    """Return the values as a list; raise ValueError unless there is at least one."""
    found = list(values) if np.iterable(values) and not isinstance(values, str) else []
    if not found:
        raise ValueError(f"{name}={values!r}: allowed is a list of at least one value")
    return found


def _index(name, values, start):
    """Return the index of `start` among the values, of the nearest number, or 0 where it is None."""
    if start is None:
        return 0
    if isinstance(start, str):
        if start not in values:
            raise ValueError(f"{name}: start={start!r}: allowed is one of {values}")
        return values.index(start)
    return int(np.argmin(np.abs(np.asarray(values, float) - start)))
