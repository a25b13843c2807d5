"""How long does a step of a slider take, from the key to the picture on the page, in JupyterLab in Chromium?

    python -m benchmarks.sliders        (in the course's folder; needs Chromium and what the tests need)

Forty steps of the first slider of two lessons: 03 scrubs (all frames drawn ahead), 01 explores (the kernel draws).
"""

import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

from tests.browser.jupyterlab import browser, open_and_run, server, sliders

STEP = """([handle, key]) => new Promise(done => {
    const cell = handle.closest('.jp-Cell');
    const visible = () => [...cell.querySelectorAll('img:not([alt=""])')].find(image => image.offsetParent)?.src;
    const before = visible(), began = performance.now();
    handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
    const waited = () => performance.now() - began;
    const next = () => waited() > 3000 ? done(null) : requestAnimationFrame(look);
    const look = () => visible() !== before ? done(waited()) : next();
    requestAnimationFrame(look);
})"""


def step_times(page):
    """Milliseconds of ten steps up and ten down, twice, on the page's first slider."""
    _, _, handles = next(sliders(page))
    handle = handles[0].element_handle()
    handles[0].press("Home")
    page.wait_for_timeout(500)
    times = []
    for key in 2 * (10 * ["ArrowRight"] + 10 * ["ArrowLeft"]):
        times.append(page.evaluate(STEP, [handle, key]))
        page.wait_for_timeout(50)
    return times


def main():
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}"
    )
    with tempfile.TemporaryDirectory() as folder, browser() as chromium, server(Path(folder)) as address:
        for lesson, kind in (("03_too_large.ipynb", "scrub"), ("01_one_step.ipynb", "explore")):
            times = step_times(open_and_run(chromium.new_context(), address, lesson))
            print(
                f"{kind:8} {statistics.median(times):4.0f} ms a step [{min(times):.0f}–{max(times):.0f}], "
                f"{len(times)} steps"
            )


if __name__ == "__main__":
    main()
