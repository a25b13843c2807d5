"""What a student wrote cannot act where an instructor looks: formgrader, JupyterLab, the feedback page, in Chromium."""

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest

from lrcourse.grading import feedback, grade, gradebook
from lrcourse.grading.folders import COURSE

from ..browser import jupyterlab
from .conftest import NAME, filled, hand_in, new_course
from .test_grade import EVIL, evil

LINES = "() => [...document.querySelectorAll('a')].filter(a => /^(javascript|data|vbscript):/i.test(a.href)).length"


@pytest.fixture(scope="module")
def course(tmp_path_factory, released):
    """Make a course with a hostile and an ordinary submission, graded."""
    folders = new_course(tmp_path_factory.mktemp("course"), released, {"evil": "<b onclick=1>E</b>", "good": "G"})
    hand_in(folders, "evil", evil(released))
    hand_in(folders, "good", filled(released))
    grade.grade(folders, NAME, jobs=2, say=lambda _: None)
    feedback.feedback(folders, NAME)
    shutil.copy(COURSE / "nbgrader_config.py", folders.course)
    return folders


@contextmanager
def lab_in(folder):
    """Yield the address of a JupyterLab with nbgrader that works in `folder`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [f"--port={port}", "--ip=127.0.0.1", "--no-browser", "--allow-root", "--IdentityProvider.token=t"]
    options += ["--LabApp.news_url=None", "--ServerApp.port_retries=0", "--expose-app-in-browser"]
    own = {name: str(folder / "own" / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    lab = subprocess.Popen([sys.executable, "-m", "jupyterlab", *options], cwd=folder, env=os.environ | own, **quiet)
    try:
        jupyterlab._wait(lab, f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        lab.terminate()
        lab.wait()


@pytest.fixture(scope="module")
def context(course):
    """Yield (a browser that has logged in, the server's address)."""
    if jupyterlab.chromium() is None:
        reason = "no Chromium on the PATH: formgrader was not tried in a browser"
        (pytest.fail if os.environ.get("LRCOURSE_REQUIRE_BROWSER") else pytest.skip)(reason)
    with lab_in(course.course) as address, jupyterlab.browser() as browser:
        context = browser.new_context(viewport={"width": 1180, "height": 4000})
        context.new_page().goto(f"{address}/lab?token=t")
        yield context, address


@pytest.fixture
def page(context):
    """Yield a page, with the server's address, and what it did that it must not."""
    page = context[0].new_page()
    page.address, page.acts = context[1], []
    page.on("dialog", lambda dialog: (page.acts.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: "example.org" in request.url and page.acts.append(request.url))
    return page


def harmless(page):
    """Click whatever can be clicked in what a student wrote; nothing may have acted."""
    shown = [one for one in page.locator("pre, code").filter(has_text="parent.evil").all() if one.is_visible()]
    assert shown
    for one in shown[:10]:
        one.click(timeout=3000, force=True)
    assert page.evaluate("window.evil") is None and page.acts == [] and page.evaluate(LINES) == 0
    assert page.locator("iframe[srcdoc], svg[onload], img[onerror]").count() == 0


def test_formgrader_shows_it_and_nothing_acts(page, course):
    about = urllib.request.urlopen(f"{page.address}/formgrader/api/submitted_notebooks/{NAME}/{NAME}?token=t")
    ids = {one["student"]: one["id"] for one in json.load(about)}
    page.goto(f"{page.address}/formgrader/submissions/{ids['evil']}/")
    page.get_by_text("[click](javascript:parent.evil=1)").first.wait_for()
    harmless(page)
    score = page.locator("input.score").last
    page.wait_for_function("document.querySelector('input.score').placeholder == '2'")
    score.fill("0.5")
    score.press("Tab")
    page.wait_for_timeout(1500)
    assert gradebook.scores(course, NAME)["evil"]["hw0.3"] == (0.5, False, "")


def test_the_copy_in_jupyterlab_does_not_act(page):
    page.goto(f"{page.address}/lab/tree/autograded/evil/{NAME}/{NAME}.ipynb?reset")
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.content?.widgets?.length", timeout=60_000)
    page.locator(".jp-RenderedMarkdown pre", has_text="[click](javascript:parent.evil=1)").first.wait_for()
    page.wait_for_timeout(1000)
    harmless(page)


def test_the_feedback_page_does_not_act(page, course):
    page.goto((course.course / "feedback" / "evil" / NAME / f"{NAME}.html").as_uri())
    page.get_by_text("[click](javascript:parent.evil=1)").first.wait_for()
    harmless(page)
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"  # its own style is let through


def test_an_act_would_be_noticed(page):
    page.set_content("<pre>parent.evil</pre>" + EVIL[1] + EVIL[3] + "<a href='javascript:1'>x</a>")
    page.wait_for_function("window.evil == 1")
    with pytest.raises(AssertionError):
        harmless(page)
