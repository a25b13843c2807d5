"""Questions in JupyterLab, by mouse, by keyboard and for a screen reader: a click notes a prediction, a field is
checked, a table is filled in. And how pictures look on a small screen and on a dark one.
"""

import json

import nbformat
import pytest

from lrcourse.notebook_form import normal

from . import jupyterlab

FIGURES = """import lrcourse
from lrcourse import plots, scrub, surfaces, train
from lrcourse.engine.optimizers import sgd
runs = train(surfaces.quadratic([4.0]), sgd(), lr=[0.1, 0.2, 0.3], steps=10)
scrub(plots.path_and_loss(runs), runs.lr)"""
DARK = "window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'})"
ACTIVE = "index => window.jupyterapp.shell.currentWidget.content.activeCellIndex === index"
LOOKS = """images => images.filter(image => image.offsetParent)
    .map(image => [image.clientWidth, getComputedStyle(image).filter])"""
CELLS = (
    'from lrcourse import check, predict, predict_table\npredict("too_large.1")',
    'check("too_large.4")',
    'predict_table("start_here")',
)


@pytest.fixture(scope="module")
def quiz(server_folder):
    """Return the file name of a notebook that asks for a prediction, a number, and a table of predictions."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    book = normal(nbformat.v4.new_notebook(cells=cells))  # with the kernel named, none is asked for
    nbformat.write(book, server_folder / "notebooks" / "quiz.ipynb")
    return "quiz.ipynb"


@pytest.fixture(autouse=True)
def nothing_noted(server_folder):
    """Take away what an earlier test has noted: a first prediction counts."""
    (server_folder / "lrcourse_answers" / "answers.jsonl").unlink(missing_ok=True)


def noted(folder):
    """Return (question, answer, confidence) of everything in the file of answers."""
    lines = (folder / "lrcourse_answers" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        (one["question"], one.get("choice", one.get("answer")), one.get("confidence")) for one in map(json.loads, lines)
    ]


def until(page, said):
    """Wait until a live region says this."""
    page.locator('[role="status"]', has_text=said).first.wait_for()


@pytest.mark.parametrize("width, said", [(1180, "true"), (420, "false")])
def test_one_click_answers(browser, server, server_folder, quiz, width, said):
    context = browser.new_context(viewport={"width": width, "height": 1400})
    page = jupyterlab.open_and_run(context, server, quiz)

    page.get_by_role("button", name="zigzags").click()
    until(page, "too_large.1: noted, 'zigzags'")
    page.get_by_role("button", name="rises").focus()
    page.keyboard.press("Enter")
    until(page, "too_large.1: 'rises' is noted as a change of mind")
    page.locator(".noUi-handle").first.press("End")
    until(page, "'rises' at 100 %")

    field = page.get_by_placeholder("a number")
    field.press("Enter")
    until(page, "too_large.4: no answer yet; it takes a number")
    field.fill("0.3")
    page.get_by_role("button", name="Check", exact=True).click()
    until(page, "too_large.4: not yet, 0.3")
    field.fill("1/4")
    field.press("Enter")
    until(page, "too_large.4: right, 0.25")

    page.get_by_role("radiogroup", name="speed, small rate: slow").get_by_label(said).check()
    until(page, f"speed, small rate: slow – noted, '{said}'. So far 1 of 12")
    kept = noted(server_folder)
    assert kept[-1] == ("start_here.speed.small", said, None) and kept[-3:-1] == [
        ("too_large.4", 0.3, None),
        ("too_large.4", 0.25, None),
    ]
    assert ("too_large.1", "rises", 100) in kept and "zigzags" in [choice for _, choice, _ in kept]
    context.close()


def test_a_screen_reader_hears_names_values_and_what_is_pressed(browser, server, server_folder, quiz):
    cells = [nbformat.v4.new_code_cell(source) for source in (*CELLS, FIGURES)]
    nbformat.write(normal(nbformat.v4.new_notebook(cells=cells)), server_folder / "notebooks" / "heard.ipynb")
    context = browser.new_context(viewport={"width": 1180, "height": 1400})
    page = jupyterlab.open_and_run(context, server, "heard.ipynb")

    asked = page.get_by_role("group", name="too_large.1: your prediction")
    asked.get_by_role("button", name="zigzags").click()
    asked.get_by_role("button", name="zigzags", pressed=True).wait_for()
    assert asked.get_by_role("button", pressed=True).count() == 1
    until(page, "too_large.1: noted, 'zigzags'")
    region = page.get_by_role("status").filter(has_text="'zigzags'").element_handle()
    asked.get_by_role("button", name="rises").click()
    until(page, "too_large.1: 'rises' is noted")  # and a screen reader says so, since the region itself stayed
    told = region.evaluate("region => region.isConnected && region.textContent")
    assert told.startswith("too_large.1: 'rises' is noted")
    sure = page.get_by_role("slider", name="how sure?")
    sure.press("End")
    page.locator('[role="slider"][aria-valuetext="100 %"]').wait_for()
    page.get_by_role("radiogroup", name="speed, small rate: slow").get_by_role("radio", name="true").wait_for()

    slider = page.get_by_role("slider", name="value")
    for key, said in (("End", "0.3"), ("Home", "0.1"), ("ArrowRight", "0.2")):
        slider.press(key)
        page.locator(f'[role="slider"][aria-label="value"][aria-valuetext="{said}"]').wait_for()
        assert slider.evaluate("handle => handle === document.activeElement")
    assert page.locator('.widget-readout[contenteditable="true"]').count() == 0
    context.close()


def test_shift_enter_runs_the_cell_from_any_field_and_esc_leaves_the_field(browser, server, server_folder, quiz):
    context = browser.new_context(viewport={"width": 1180, "height": 1400})
    page = jupyterlab.open_and_run(context, server, quiz)
    field = page.get_by_placeholder("a number")
    field.fill("0.3")
    field.press("Shift+Enter")
    page.wait_for_function(ACTIVE, arg=2)
    until(page, "too_large.4: not yet, 0.3")
    field.press("Escape")
    page.wait_for_function("document.activeElement.matches('.jp-Notebook:not(.jp-mod-readWrite) .jp-Cell')")
    first = page.get_by_role("radiogroup", name="speed, small rate: slow").get_by_label("true")
    first.check()
    until(page, "So far 1 of 12")
    first.press("Shift+Enter")
    page.wait_for_function(ACTIVE, arg=3)
    context.close()


@pytest.mark.parametrize("width, most", [(1280, 300), (390, 500)])
def test_a_table_of_predictions_fits_the_screen_and_is_answered_by_keyboard(
    browser, server, server_folder, quiz, width, most
):
    context = browser.new_context(viewport={"width": width, "height": 1400})
    page = jupyterlab.open_and_run(context, server, quiz)
    table = page.locator(".lr-table table")
    table.scroll_into_view_if_needed()
    page.wait_for_function("width => document.querySelector('.jp-Notebook').clientWidth < width", arg=width)
    box, outside = table.bounding_box(), page.locator(".jp-OutputArea-output:has(.lr-table)").last.bounding_box()
    assert page.locator(".lrcourse-live:has(.lr-table) .slider-container").bounding_box()["width"] > 150
    assert box["height"] < most and box["x"] + box["width"] <= outside["x"] + outside["width"] + 1
    first = page.get_by_role("radiogroup", name="stability, optimal rate: moderate").get_by_label("true")
    first.focus()
    page.keyboard.press("Space")
    until(page, "stability, optimal rate: moderate – noted, 'true'")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    until(page, "stability, large rate: low – noted, 'false'")
    assert noted(server_folder)[-2:] == [
        ("start_here.stability.optimal", "true", None),
        ("start_here.stability.large", "false", None),
    ]
    context.close()


def test_pictures_stay_readable_on_a_small_screen_and_do_not_glare_on_a_dark_one(browser, server, server_folder):
    book = normal(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FIGURES)]))
    nbformat.write(book, server_folder / "notebooks" / "figures.ipynb")
    context = browser.new_context(viewport={"width": 1180, "height": 800})
    page = jupyterlab.open_and_run(context, server, "figures.ipynb")
    pictures = page.locator(".jp-OutputArea-output img")
    pictures.nth(1).wait_for()
    light, _ = pictures.evaluate_all(LOOKS)
    assert light[0] < 864 and light[1] == "none"
    page.evaluate(DARK)
    page.wait_for_function("document.body.dataset.jpThemeLight === 'false'")
    page.set_viewport_size({"width": 420, "height": 800})
    page.wait_for_function("() => document.querySelector('.jp-Notebook').clientWidth < 420")  # JupyterLab lays out late
    assert [(width, "invert" in filter) for width, filter in pictures.evaluate_all(LOOKS)] == [(600, True)] * 2
    context.close()
