"""A JupyterLab of our own on a copy of the lessons, and a Chromium that looks at it.

For the tests and for benchmarks/sliders.py.
"""

import asyncio
import queue
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress

from lrcourse.cli import lab
from lrcourse.tools.notebooks import FOLDER

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
READY = "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady"
NEXT = """async path => {
    const {commands, shell} = window.jupyterapp;
    const before = shell.currentWidget;
    await before.context.save();
    await before.sessionContext.shutdown();
    before.close();
    await commands.execute('docmanager:open', {path});
}"""
SHOW = """async index => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = index;
    await notebook.scrollToItem(index, 'start'); }"""
SLIDERS = """() => window.jupyterapp.shell.currentWidget.content.widgets
    .map((cell, index) => [index, cell.model.sharedModel.source])
    .filter(([index, source]) => /\\b(scrub|explore)\\(/.test(source)).map(([index]) => index)"""


def chromium():
    """Return where Chromium is installed, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def browser():
    """Give a headless Chromium, through Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield browser
        browser.close()


@contextmanager
def server(folder):
    """Give the address of a JupyterLab that works in `folder`, with the course's settings, and answers of its own."""
    shutil.copytree(FOLDER, folder / "notebooks")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {
        name: str(folder / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "LRCOURSE_ANSWERS")
    }
    options = (
        f"--port={port}",
        "--ip=127.0.0.1",
        "--no-browser",
        "--allow-root",
        "--IdentityProvider.token=t",
        "--expose-app-in-browser",
        "--ServerApp.port_retries=0",
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        cwd=folder,
        env=lab.environment() | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def far_away(address, delay):
    """Give the address of a relay to `address` that hands on what it gets `delay()` seconds later, both ways."""
    host, _, port = address.removeprefix("http://").partition(":")
    listening = queue.SimpleQueue()

    async def hand_on(reader, writer):
        held, now = asyncio.Queue(), asyncio.get_running_loop().time

        async def later():
            while True:
                due, chunk = await held.get()
                await asyncio.sleep(due - now())
                if not chunk:
                    return writer.close()
                writer.write(chunk)

        task = asyncio.create_task(later())
        with suppress(ConnectionError):
            while chunk := await reader.read(1 << 16):
                held.put_nowait((now() + delay(), chunk))
        held.put_nowait((now() + delay(), b""))
        await task

    async def both_ways(reader, writer):
        there, back = await asyncio.open_connection(host, port)
        await asyncio.gather(hand_on(reader, back), hand_on(there, writer))

    async def listen():
        relay, ended = await asyncio.start_server(both_ways, "127.0.0.1", 0), asyncio.Event()
        listening.put((relay.sockets[0].getsockname()[1], asyncio.get_running_loop(), ended))
        await ended.wait()

    thread = threading.Thread(target=lambda: asyncio.run(listen()), daemon=True)
    thread.start()
    free, loop, ended = listening.get()
    yield f"http://127.0.0.1:{free}"
    loop.call_soon_threadsafe(ended.set)
    thread.join()


def _wait(process, address, seconds=60):
    """Return once the server answers; raise RuntimeError if it stops, TimeoutError if it takes longer."""
    for _ in range(5 * seconds):
        try:
            return urllib.request.urlopen(f"{address}/api?token=t").close()
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("JupyterLab stopped while starting") from None
            time.sleep(0.2)
    raise TimeoutError(f"JupyterLab did not answer within {seconds} s")


def open_and_run(context, address, file):
    """Return a page with the notebook of this file name, run from its first cell to its last."""
    page = context.new_page()
    page.goto(f"{address}/lab/tree/notebooks/{file}?token=t&reset")
    page.wait_for_function(READY, timeout=60_000)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    return page


def run_next(page, file):
    """Open and run another notebook in the place of the one before: JupyterLab itself is loaded only once."""
    page.evaluate(NEXT, f"notebooks/{file}")
    page.wait_for_function(READY, timeout=60_000)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")


def sliders(page):
    """Yield (its index, its locator, its handles) of each cell with sliders, scrolled into view."""
    for index in page.evaluate(SLIDERS):
        page.evaluate(SHOW, index)
        cell = page.locator(f'.jp-Notebook-cell[data-windowed-list-index="{index}"]')
        cell.locator(".noUi-handle").first.wait_for()
        cell.locator('.jp-OutputArea-output img:not([alt=""]):visible').first.wait_for()
        yield index, cell, cell.locator(".noUi-handle").all()
