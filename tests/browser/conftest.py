"""JupyterLab in Chromium."""

import pytest

from . import jupyterlab


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="session")
def server(server_folder):
    with jupyterlab.server(server_folder) as address:
        yield address


@pytest.fixture(scope="module")
def lab(browser, server):
    """Return a function of a notebook's file name: a page with it, run from its first cell to its last."""
    context = browser.new_context(viewport={"width": 1180, "height": 800}, reduced_motion="reduce")
    pages = []

    def open(file):
        if pages:
            jupyterlab.run_next(pages[0], file)
        else:
            pages.append(jupyterlab.open_and_run(context, server, file))
        return pages[0]

    yield open
    context.close()
