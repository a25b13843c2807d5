"""JupyterLab in Chromium. Without Chromium these tests are skipped; LRCOURSE_REQUIRE_BROWSER makes that a failure."""
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")


@pytest.fixture(scope="session")
def browser():
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        reason = "no Chromium on the PATH: JupyterLab was not tried in a browser"
        (pytest.fail if os.environ.get("LRCOURSE_REQUIRE_BROWSER") else pytest.skip)(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The address of a JupyterLab of our own, on a copy of the lessons, with settings and answers of its own."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(NOTEBOOKS, folder / "notebooks")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = {name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR", "LRCOURSE_ANSWERS")}
    options = (f"--port={port}", "--ip=127.0.0.1", "--no-browser", "--allow-root", "--IdentityProvider.token=t", "--expose-app-in-browser",
               "--LabApp.news_url=None", "--ServerApp.port_retries=0")
    lab = subprocess.Popen([sys.executable, "-m", "jupyterlab", *options], cwd=folder, env=os.environ | own,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api?token=t").close()
            break
        except OSError:
            assert lab.poll() is None, "JupyterLab stopped while starting"
            time.sleep(0.2)
    yield address
    lab.terminate()
    lab.wait()


@pytest.fixture
def lab(browser, server):
    """open(lesson) -> a page with that lesson's notebook run from its first cell to its last."""
    context = browser.new_context(viewport={"width": 1180, "height": 1400})

    def open(lesson):
        page = context.new_page()
        page.goto(f"{server}/lab/tree/notebooks/{lesson}?token=t&reset")
        page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady", timeout=60_000)
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')", None)
        return page

    yield open
    context.close()
