"""Measure how long a step of a slider takes, from the key to the picture on the page, and how many bytes it sends.

    python -m benchmarks.sliders        (in the course's folder, with the extra [bench]; needs Chromium)

The same figure, a path on a parabola beside the loss by step for 41 learning rates, drawn in JupyterLab in Chromium by
@interact with inline plots, ipympl, plotly's FigureWidget, our explore and our scrub: forty steps of each slider.
"""

import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

import nbformat
import numpy as np

from lrcourse import plots, scrub, surfaces, train
from lrcourse.engine.optimizers import sgd
from lrcourse.notebook_form import normal
from lrcourse.plots import alt_text, picture
from tests.browser.jupyterlab import browser, open_and_run, server

FIRST = """import lrcourse
import numpy as np
from ipywidgets import SelectionSlider, VBox, interact
from lrcourse import explore, plots, scrub, surfaces, train
from lrcourse.engine.optimizers import sgd
bowl, rates = surfaces.quadratic([4.0]), np.linspace(0.05, 0.6, 41).round(4)
runs = train(bowl, sgd(), lr=rates, steps=30)
x = np.linspace(-1.6, 1.6, 201)
def slider():
    return SelectionSlider(options=list(rates), description="rate")
def path(rate):
    return runs.path[runs.at(rate), :, 0], runs.loss[runs.at(rate)]
def plotted():
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    left.plot(x, bowl(x[:, None]), color="grey")
    left.set(xlim=(-1.6, 1.6), ylim=(-0.3, 5.1), xlabel="parameter x", ylabel="loss L(x)")
    right.semilogy(runs.loss.T, color="lightgrey", lw=0.7)
    right.set(ylim=(2e-6, 200), xlabel="step", ylabel="loss")
    return figure, left, left.plot([], [], "o-")[0], right.plot([], [], lw=2)[0]
def move(rate, left, dots, line):
    at, loss = path(rate)
    dots.set_data(at, bowl(at[:, None]))
    line.set_data(range(31), loss)
    left.set_title(f"Jumps on the loss, rate {rate:.3g}")"""
CELLS = {
    "@interact": """%matplotlib inline
import matplotlib.pyplot as plt
plt.rcParams["figure.dpi"] = 144
@interact(rate=slider())
def show(rate):
    move(rate, *plotted()[1:])
    plt.show()""",
    "ipympl": """%matplotlib widget
import matplotlib.pyplot as plt
plt.ioff()
figure, *parts = plotted()
chosen = slider()
def redraw(change):
    move(change.new, *parts)
    figure.canvas.draw_idle()
chosen.observe(redraw, "value")
VBox([chosen, figure.canvas])""",
    "plotly": """import plotly.graph_objects as go
from plotly.subplots import make_subplots
live = go.FigureWidget(make_subplots(1, 2))
live.add_scatter(x=x, y=bowl(x[:, None]), row=1, col=1)
for loss in runs.loss:
    live.add_scatter(y=np.clip(loss, 1e-9, 1e9), row=1, col=2, line=dict(color="lightgrey", width=0.7))
live.add_scatter(row=1, col=1, mode="lines+markers")
live.add_scatter(row=1, col=2)
live.update_layout(width=864, height=346, showlegend=False, xaxis_range=[-1.6, 1.6], yaxis_range=[-0.3, 5.1])
live.update_yaxes(type="log", range=[-5.7, 2.3], row=1, col=2)
chosen = slider()
def redraw(change):
    at, loss = path(change.new)
    with live.batch_update():
        live.data[-2].update(x=at, y=bowl(at[:, None]))
        live.data[-1].update(y=loss)
        live.layout.title.text = f"Jumps on the loss, rate {change.new:.3g}"
chosen.observe(redraw, "value")
VBox([chosen, live])""",
    "explore": "draw = plots.path_and_loss(runs)\nexplore(lambda rate: draw(rate), rate=rates)",
    "scrub": "scrub(plots.path_and_loss(runs), rates)",
}
STEP = """([handle, key]) => new Promise(done => {
    const cell = handle.closest('.jp-Cell');
    const small = new OffscreenCanvas(96, 40).getContext('2d', {willReadFrequently: true});
    const seen = () => {
        const images = [...cell.querySelectorAll('.jp-OutputArea-output img:not([alt=""])')];
        const image = images.find(one => one.offsetParent);
        if (image) return image.src;
        const curves = [...cell.querySelectorAll('.js-plotly-plot path.js-line')].map(one => one.getAttribute('d'));
        if (curves.length) return curves.join();
        small.drawImage(cell.querySelector('canvas'), 0, 0, 96, 40);
        return small.getImageData(0, 0, 96, 40).data.join();
    };
    const before = seen(), began = performance.now();
    handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
    const waited = () => performance.now() - began;
    const look = () => seen() !== before ? done(waited()) : waited() > 3000 ? done(null) : requestAnimationFrame(look);
    requestAnimationFrame(look);
})"""


def steps(page, handle, received):
    """Move a slider ten steps up and ten down, twice; return [(milliseconds, bytes received), …]."""
    found = []
    for key in 2 * (10 * ["ArrowRight"] + 10 * ["ArrowLeft"]):
        before = sum(received)
        took = page.evaluate(STEP, [handle.element_handle(), key])
        page.wait_for_timeout(150)
        found.append((took, sum(received) - before))
    return found


def parts():
    """Return where the kernel's share of an explore's step goes, {part: median of its milliseconds}."""
    runs = train(surfaces.quadratic([4.0]), sgd(), lr=np.linspace(0.05, 0.6, 41).round(4), steps=30)
    frames = picture.Frames(plots.path_and_loss(runs), runs.lr[0])
    took = {"draw": [], "text": [], "PNG": [], "HTML": []}
    for rate in runs.lr:
        marks = [time.perf_counter()]
        artists = frames.draw(rate)
        frames.canvas.restore_region(frames.region)
        for artist in artists:
            frames.figure.draw_artist(artist)
        marks.append(time.perf_counter())
        text = alt_text.describe(frames.figure)
        marks.append(time.perf_counter())
        png = frames.layer()
        marks.append(time.perf_counter())
        picture.image_tag(png, text)
        marks.append(time.perf_counter())
        for times, began, ended in zip(took.values(), marks, marks[1:]):
            times.append(1000 * (ended - began))
    return {part: statistics.median(times) for part, times in took.items()}


def scrubbed():
    """Return what all frames of a scrub over 41 rates take: (median of seven of the seconds of CPU to draw them, their
    MB).
    """
    runs, took = train(surfaces.quadratic([4.0]), sgd(), lr=np.linspace(0.05, 0.6, 41).round(4), steps=30), []
    for _ in range(7):
        draw, began = plots.path_and_loss(runs), time.process_time()
        figure = scrub(draw, runs.lr)
        took.append(time.process_time() - began)
    return statistics.median(took), sum(len(frame.value) for frame in (figure.ground, *figure.view.children)) / 1e6


def main():
    """Measure each kind of slider in Chromium, and print the comparison."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%F')}")
    received, medians = [], {}
    heard = lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame)))  # noqa: E731
    with tempfile.TemporaryDirectory() as folder, browser() as chromium, server(Path(folder)) as address:
        for name, source in CELLS.items():
            cells = [nbformat.v4.new_code_cell(text) for text in (FIRST, source)]
            book = normal(nbformat.v4.new_notebook(cells=cells))
            nbformat.write(book, Path(folder, "notebooks", "slider.ipynb"))
            context = chromium.new_context(viewport={"width": 1180, "height": 800})
            context.on("page", lambda page: page.on("websocket", heard))
            page = open_and_run(context, address, "slider.ipynb")
            handle = page.locator(".noUi-handle").first
            handle.press("Home")
            page.wait_for_timeout(1000)
            found = steps(page, handle, received)
            times = sorted(took for took, _ in found)
            medians[name] = statistics.median(times)
            print(
                f"{name:10} {medians[name]:4.0f} ms a step, 95 % below {times[int(0.95 * len(times))]:.0f}; "
                f"{statistics.median(sent for _, sent in found) / 1000:.1f} kB"
            )
            page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
            context.close()
    print("an explore's step in the kernel:", ", ".join(f"{part} {took:.1f} ms" for part, took in parts().items()))
    seconds, size = scrubbed()
    by_step = 1000 * seconds / medians["@interact"]
    print(f"a scrub's 41 frames: {seconds:.2f} s of CPU, {by_step:.1f} steps of @interact; {size:.2f} MB")
    print(", ".join(f"{name} 1/{medians['@interact'] / took:.1f}" for name, took in medians.items()), "of @interact")


if __name__ == "__main__":
    main()
