"""The course's two sliders: scrub (all frames drawn ahead, no kernel asked) and explore (a live figure)."""

import ipywidgets
import numpy as np
from IPython.display import display

from .display import Frames, bundle, image_tag

WIDE = {"width": "100%", "max_width": "864px"}


class Live(ipywidgets.VBox):
    """Widgets, one below the other, whose one output also carries what a page without a kernel shows: `stored` (data,
    metadata).
    """

    def __init__(self, children, data, metadata=None):
        self.stored = data, metadata or {}
        super().__init__(children, layout=ipywidgets.Layout(**WIDE))

    def __repr__(self):
        return self.stored[0]["text/plain"]

    def _repr_mimebundle_(self, include=None, exclude=None):
        live = super()._repr_mimebundle_(include=include, exclude=exclude) or {}
        live = live[0] if isinstance(live, tuple) else live
        return {**live, **self.stored[0]}, self.stored[1]


class Figure(Live):
    """Sliders over a picture; one output carries the live widget, the PNG and the text."""

    def __init__(self, sliders, view, png, text):
        self.sliders, self.view = sliders, view
        super().__init__([*sliders, view], *bundle(png, text))


class Progress(Live):
    """A bar that is called with (done, total); one output carries the live bar and its label."""

    def __init__(self, label):
        self.bar, self.count = ipywidgets.IntProgress(value=0, max=1), ipywidgets.Label()
        row = ipywidgets.HBox([ipywidgets.Label(label), self.bar, self.count])
        super().__init__([row], {"text/plain": f"progress bar: {label}"})

    def __call__(self, done, total):
        self.bar.max, self.bar.value, self.count.value = total, done, f"{done / total:.0%}".replace("%", " %")


def scrub(draw, values, label="value", start=None):
    """A slider over `values`, each with its frame drawn ahead: as quick on a far server as here, and alive without a
    kernel.

    `draw(value)` returns the artists that change, all of one figure. `start` is the value shown first, the first unless
    told.
    """
    values = _values(label, values)
    first = _index(label, values, start)
    frames = Frames(draw, values[first])
    shown = [frames(value) for value in values]
    stack = ipywidgets.Stack([ipywidgets.HTML(image_tag(*frame)) for frame in shown], selected_index=first)
    slider = _slider(label, values, first)
    figure = Figure([slider], stack, *shown[first])
    figure.link = ipywidgets.jslink((slider, "index"), (stack, "selected_index"))
    return figure


def explore(draw, start=None, **controls):
    """A slider for each control (name=values) over one live figure, redrawn by the kernel.

    `draw(**values)` returns the artists that change, all of one figure. `start` is a dict of the values shown first.
    """
    if not controls:
        raise ValueError("controls: allowed is at least one, such as rate=[0.1, 0.2]")
    start = start or {}
    controls = {name: _values(name, values) for name, values in controls.items()}
    first = {name: _index(name, values, start.get(name)) for name, values in controls.items()}
    sliders = [_slider(name.replace("_", " "), values, first[name]) for name, values in controls.items()]
    frames = Frames(
        lambda *now: draw(**dict(zip(controls, now))), *(values[first[name]] for name, values in controls.items())
    )

    def now():
        return frames(*(values[slider.index] for slider, values in zip(sliders, controls.values())))

    png, text = now()
    view = ipywidgets.HTML(image_tag(png, text))

    def redraw(_):
        view.value = image_tag(*now())

    for slider in sliders:
        slider.observe(redraw, "index")
    return Figure(sliders, view, png, text)


def progress(label):
    """A bar for `progress=` of train, grid and random, shown at once.

    Its text stays the same, so that a stored notebook does too.
    """
    bar = Progress(label)
    display(bar)
    return bar


def _slider(label, values, first):
    options = [(_shown(value), i) for i, value in enumerate(values)]
    style = {"description_width": "initial"}
    return ipywidgets.SelectionSlider(
        options=options, index=first, description=label, style=style, layout=ipywidgets.Layout(**WIDE)
    )


def _shown(value):
    return value if isinstance(value, str) else f"{value:.3g}"


def _values(name, values):
    values = list(values) if np.iterable(values) and not isinstance(values, str) else None
    if not values:
        raise ValueError(f"{name}={values!r}: allowed is a list of at least one value")
    return values


def _index(name, values, start):
    if start is None:
        return 0
    if isinstance(start, str):
        if start not in values:
            raise ValueError(f"{name}: start={start!r}: allowed is one of {values}")
        return values.index(start)
    return int(np.argmin(np.abs(np.asarray(values, float) - start)))
