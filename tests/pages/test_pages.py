"""The reading edition in Chromium, as files and from a web server, with no request to anywhere else."""

import html
import os
import re
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from lrcourse.lessons import all_questions, lesson_of, notebook, title
from lrcourse.places import repository, to_install
from lrcourse.tools import notebooks
from lrcourse.tools.site import __main__ as pages

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")  # of Sphinx, about its extensions
LESSONS = [path.stem for path in notebooks.lessons()]
START, TOO_LARGE, VERDICTS = (f"{notebook(name).stem}.html" for name in ("start_here", "too_large", "verdicts"))
LARGEST = 5_000_000  # bytes that a page may load, all of its frames among them
SETTLED = "() => [...document.querySelectorAll('[data-frames] input')].every(slider => !slider.disabled)"


class Quiet(SimpleHTTPRequestHandler):
    """A web server that prints nothing."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def site():
    """Return the site's folder. The first process that asks for it writes it; the others wait until it is there."""
    made = Path(os.environ["LRCOURSE_RUNS"], "site")
    try:
        made.with_name("site-begun").mkdir()
    except FileExistsError:
        while not made.exists():
            time.sleep(0.2)
        return made
    folder = made.with_name("site-written")
    try:
        assert pages.write(folder, notebooks.lessons())
    finally:
        (folder if folder.exists() else made.with_name("site-begun")).rename(made)  # nobody waits for what failed
    return made


@pytest.fixture(scope="module", params=["file", "http"])
def address(request, site):
    """Give the address of the site as files, and from a web server."""
    if request.param == "file":
        yield site.as_uri()
        return
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def open_page(browser, request):
    """Return a function that opens an address: a page that notes what it asks for and complains of."""
    contexts = []

    def open(address, **options):
        context = browser.new_context(**{"viewport": {"width": 1180, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda said: page.said.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda asked: page.asked.append(asked.url))
        page.goto(address)
        return page

    yield open
    for context in contexts:
        context.close()


def awake(page):
    """Scroll past every figure, so that all frames are loaded."""
    for figure in page.query_selector_all("[data-frames]"):
        figure.scroll_into_view_if_needed()
    page.wait_for_function(SETTLED)


@pytest.mark.parametrize("lesson", ["index", *LESSONS])
def test_every_slider_moves_the_picture_and_nothing_comes_from_elsewhere(open_page, site, address, lesson):
    page = open_page(f"{address}/{lesson}.html")
    awake(page)
    for figure in page.query_selector_all("[data-frames]"):
        sliders, layer = figure.query_selector_all("input"), figure.query_selector(".lr-layer")
        for slider in sliders:
            pictures = set()
            for key in ("Home", "ArrowRight", "End"):
                slider.press(key)
                labels = [label.inner_text() for label in figure.query_selector_all("label")]
                values = [value.inner_text() for value in figure.query_selector_all("output")]
                said = layer.get_attribute("alt").splitlines()[0]
                assert said == ", ".join(f"{label} = {value}" for label, value in zip(labels, values))
                assert [one.get_attribute("aria-valuetext") for one in sliders] == values
                pictures.add(layer.get_attribute("src"))
            assert len(pictures) == 3, f"{values}: two of its stops look alike"
    assert page.said == []
    local = [url for url in page.asked if url.startswith(address) or url.startswith("data:")]
    assert page.asked == local
    files = {unquote(urlsplit(url).path) for url in page.asked if url.startswith(address)}
    files = {site / name.removeprefix(f"{site}").lstrip("/") for name in files}
    assert sum(file.stat().st_size for file in files) < LARGEST


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_figure_of_a_lesson_is_on_its_page(open_page, site, lesson):
    page = open_page(f"{site.as_uri()}/{lesson}.html")
    source = nbformat.read(notebooks.FOLDER / f"{lesson}.ipynb", as_version=4)
    code = "\n".join(cell.source for cell in source.cells if cell.cell_type == "code")
    assert len(page.query_selector_all(".lr-figure")) == len(re.findall(r"\b(?:scrub|explore)\(", code))
    places = page.query_selector_all(".lr-choice, .lr-table [data-question]")
    asked = {place.get_attribute("data-question") for place in places}
    tables = re.findall(r'^predict_table\("(\w+)"\)', code, re.M)
    in_tables = {name for name, asked in all_questions().items() if getattr(asked, "about", "")}
    wanted = {name for name in in_tables if lesson_of(name) in tables}
    wanted |= set(re.findall(r'^predict\("([\w.]+)"\)', code, re.M))
    assert asked == wanted
    for still in page.query_selector_all(".lr-figure:not([data-frames])"):
        assert "drawn as you move it" in still.inner_text()
        assert all(slider.is_disabled() for slider in still.query_selector_all("input"))


def faults(page):
    """Return what axe-core calls serious or critical, [(rule, first element)], but for MathJax's formulas."""
    options = {"preload": False, "resultTypes": ["violations"]}  # a page opened as a file may not fetch its own CSS
    found = Axe().run(page, {"exclude": [["mjx-container"]]}, options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("lesson", ["index", *LESSONS])
def test_axe_finds_no_serious_fault_in_light_and_dark(open_page, site, lesson):
    page = open_page(f"{site.as_uri()}/{lesson}.html", color_scheme="light")
    page.add_style_tag(content="* { transition: none !important; }")  # colours on their way are judged wrongly
    awake(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_selector(f"html[data-theme={scheme}]")
        assert faults(page) == [], scheme


def test_axe_would_find_a_picture_without_a_text(open_page, site):
    page = open_page(f"{site.as_uri()}/{TOO_LARGE}")
    page.evaluate("document.querySelector('.lr-layer').removeAttribute('alt')")
    assert "image-alt" in dict(faults(page))


@pytest.mark.parametrize(
    "choice, said", [("rises", "which is not what came out"), ("falls smoothly", "so it came out")]
)
def test_a_prediction_is_kept_and_held_against_what_came_out(open_page, address, choice, said):
    page = open_page(f"{address}/{TOO_LARGE}")
    outcome = page.locator(".lr-outcome[data-question='too_large.1']")
    assert outcome.get_attribute("open") is None and outcome.locator("span").text_content() == ""
    page.get_by_role("group", name="too_large.1: your prediction").get_by_label(choice).check()
    page.reload()
    assert page.get_by_label(choice).is_checked()
    outcome.locator("summary").press("Enter")
    assert f"You predicted {choice}" in outcome.inner_text() and said in outcome.inner_text()


def test_a_prediction_kept_when_lessons_had_numbers_still_counts_and_a_later_one_does_not(open_page, address):
    page = open_page(f"{address}/{TOO_LARGE}")
    page.evaluate("localStorage.setItem('lrcourse 03.1', 'rises')")
    page.reload()
    outcome = page.locator(".lr-outcome[data-question='too_large.1']")
    assert page.get_by_label("rises").is_checked() and "You predicted rises" in outcome.text_content()
    assert page.evaluate("localStorage.getItem('lrcourse too_large.1')") == "rises"
    page.get_by_label("zigzags").check()
    page.reload()
    assert page.get_by_label("zigzags").is_checked() and "You first predicted rises" in outcome.text_content()


def test_a_prediction_after_the_outcome_was_opened_does_not_count(open_page, address):
    page = open_page(f"{address}/{TOO_LARGE}")
    outcome = page.locator(".lr-outcome[data-question='too_large.1']")
    outcome.locator("summary").click()
    page.wait_for_function("localStorage.getItem('lrcourse too_large.1') === ''")
    for _ in range(2):
        page.get_by_label("falls smoothly").check()
        assert "does not count" in outcome.text_content() and "You predicted" not in outcome.text_content()
        page.reload()
    assert page.get_by_label("falls smoothly").is_checked() and "does not count" in outcome.text_content()


def test_a_cell_of_the_table_kept_when_lessons_had_numbers_stands_in_the_last(open_page, site):
    page = open_page(f"{site.as_uri()}/{VERDICTS}")
    page.evaluate("localStorage.setItem('lrcourse 00.speed.optimal', 'false')")
    page.reload()
    assert page.locator("td[data-question='start_here.speed.optimal']").inner_text() == "✓ false"


def test_a_page_asks_only_what_it_takes_and_says_where_it_is_kept(site):
    for lesson in LESSONS:
        text = re.sub("<[^>]+>", "", (site / f"{lesson}.html").read_text(encoding="utf-8"))
        assert "how sure" not in text and "lrcourse progress" not in text, lesson
        if f"{lesson}.html" == START:
            assert "Click your answer below. " in text
            assert "Your answers stay in this browser.\n" in text


def test_predictions_are_answered_by_keyboard_alone(open_page, site):
    page = open_page(f"{site.as_uri()}/{TOO_LARGE}")
    page.locator("input[name='too_large.1']").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("zigzags").is_checked()


def test_tab_stops_at_no_formula_and_at_a_picture_only_where_it_moves_sideways(open_page, site):
    page = open_page(f"{site.as_uri()}/{TOO_LARGE}")
    page.wait_for_selector("mjx-container svg")
    assert page.locator("mjx-container[tabindex='0']").count() == 0
    pictures = page.locator(".lr-picture")
    assert set(pictures.evaluate_all("all => all.map(one => one.tabIndex)")) == {-1}
    page.set_viewport_size({"width": 420, "height": 800})
    page.wait_for_function("() => [...document.querySelectorAll('.lr-picture')].every(one => one.tabIndex === 0)")


@pytest.mark.parametrize(
    "opener, box",
    [
        (".primary-toggle", "#pst-primary-sidebar-modal"),
        (".secondary-toggle", "#pst-secondary-sidebar-modal"),
        (".search-button", "#pst-search-dialog"),
    ],
)
def test_the_keyboard_sees_where_it_is_and_returns_from_what_opens_over_the_page(open_page, site, opener, box):
    page = open_page(f"{site.as_uri()}/{TOO_LARGE}", viewport={"width": 640, "height": 450})
    button, over = page.locator(opener), page.locator(box)
    while not button.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    assert button.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    over.locator("a, input").last.wait_for()
    page.keyboard.press("Escape")
    over.wait_for(state="hidden")
    assert button.evaluate("button => button === document.activeElement")


def test_a_slider_says_its_value_once(open_page, site):
    page = open_page(f"{site.as_uri()}/{TOO_LARGE}")
    live = page.locator(".lr-slider output").evaluate_all("all => all.map(one => one.getAttribute('aria-live'))")
    assert set(live) == {"off"}


def test_a_prediction_of_the_first_table_stands_in_the_last(open_page, address):
    page = open_page(f"{address}/{START}")
    page.get_by_role("radiogroup", name="speed, optimal rate: balanced").get_by_label("false").check()
    page.reload()
    assert page.get_by_role("radiogroup", name="speed, optimal rate: balanced").get_by_label("false").is_checked()
    page.goto(f"{address}/{VERDICTS}")
    places = page.locator("td[data-question]")
    assert places.count() == 12
    assert page.locator("td[data-question='start_here.speed.optimal']").inner_text() == "✓ false"
    assert places.all_inner_texts().count("no prediction") == 11


def test_a_dark_page_is_printed_light(open_page, site):
    page = open_page(f"{site.as_uri()}/{TOO_LARGE}", color_scheme="dark")
    page.wait_for_selector("html[data-theme=dark]")
    page.emulate_media(media="print")
    page.wait_for_selector("html[data-theme=light]")
    page.emulate_media(media="screen")
    page.wait_for_selector("html[data-theme=dark]")


def test_a_browser_that_keeps_nothing_loses_only_the_memory(open_page, site):
    page = open_page("about:blank")
    page.add_init_script("Storage.prototype.setItem = Storage.prototype.getItem = () => { throw new Error('none'); }")
    page.goto(f"{site.as_uri()}/{TOO_LARGE}")
    page.get_by_label("zigzags").check()
    assert "You predicted zigzags" in page.locator(".lr-outcome[data-question='too_large.1']").text_content()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_scripts_a_page_has_the_colours_of_the_light_theme(open_page, site, scheme):
    address = f"{site.as_uri()}/{TOO_LARGE}"
    colours = """() => ['body', '.bd-article h2', '.bd-article a', '.lr-choice'].map(part => {
        const {color, backgroundColor, borderTopColor} = getComputedStyle(document.querySelector(part));
        return [color, backgroundColor, borderTopColor];
    })"""
    page = open_page(address, java_script_enabled=False, color_scheme=scheme)
    assert page.evaluate(colours) == open_page(address, color_scheme="light").evaluate(colours)


def test_without_scripts_the_picture_and_its_text_are_there(open_page, site):
    page = open_page(f"{site.as_uri()}/{TOO_LARGE}", java_script_enabled=False)
    figure = page.locator(".lr-figure").first
    assert figure.locator(".lr-layer").get_attribute("alt").startswith("learning rate η = 0.05")
    assert figure.locator("input").is_disabled()
    assert page.get_by_text("Without JavaScript the sliders rest").is_visible()


@pytest.mark.parametrize("lesson", ["index", *LESSONS])
def test_a_phone_is_wide_enough(open_page, site, lesson):
    page = open_page(f"{site.as_uri()}/{lesson}.html", viewport={"width": 420, "height": 800})
    awake(page)
    for width in (420, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_the_dark_page_does_not_glare(open_page, site):
    page = open_page(f"{site.as_uri()}/{TOO_LARGE}", color_scheme="dark")
    awake(page)
    shot = page.locator(".lr-picture").first.screenshot()
    brightness = Image.open(BytesIO(shot)).convert("L").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert brightness < 80


@pytest.mark.parametrize(
    "word, lesson", [("curvature", "too_large"), ("overfitting", "overfitting"), ("underfitting", "too_small")]
)
def test_the_search_finds_a_lesson(open_page, site, word, lesson):
    page = open_page(f"{site.as_uri()}/search.html?q={word}")
    found = page.locator("#search-results li a", has_text=title(lesson))
    found.first.wait_for(timeout=20_000)  # results come one after the other


def test_what_is_typed_into_the_search_lies_beside_its_icon(open_page, site):
    page = open_page(f"{site.as_uri()}/search.html")
    form = page.locator(".bd-search-container form")
    icon, field = form.locator("i").bounding_box(), form.locator("input").bounding_box()
    assert icon["x"] + icon["width"] <= field["x"]


def test_the_cells_of_a_table_do_not_touch(open_page, site):
    page = open_page(f"{site.as_uri()}/{VERDICTS}", viewport={"width": 640, "height": 900})
    right = page.locator(".text_html td").evaluate_all("all => all.map(one => getComputedStyle(one).paddingRight)")
    assert min(float(one.removesuffix("px")) for one in right) >= 8


def test_every_link_to_a_page_of_the_site_leads_somewhere(site):
    for file in sorted(site.glob("*.html")):
        for link in re.findall(r'(?:href|src)="(?!https?:|data:|mailto:)([^"]+)"', file.read_text(encoding="utf-8")):
            name, _, anchor = unquote(link.partition("?")[0]).partition("#")
            target = (site / name) if name else file
            assert target.is_file(), f"{file.name}: {link}"
            if anchor and target.suffix == ".html":
                assert f'id="{unquote(anchor.partition("?")[0])}"' in target.read_text(encoding="utf-8"), link


def test_a_link_leads_to_every_page(site):
    linked = {
        unquote(name)
        for file in site.glob("*.html")
        for name in re.findall(
            r'<(?:a\b[^>]*href|form\b[^>]*action)="(?!https?:)([^"#?]+\.html)', file.read_text(encoding="utf-8")
        )
    }
    assert {file.name for file in site.glob("*.html")} == linked


def test_each_lesson_can_be_opened_with_a_kernel(site):
    at_colab = f"https://colab.research.google.com/github/{urlsplit(repository()).path.strip('/')}/blob/HEAD/notebooks/"
    for lesson in LESSONS:
        text = html.unescape((site / f"{lesson}.html").read_text(encoding="utf-8"))
        words = ("Open this lesson in Binder", "Open in Colab")
        binder, colab = (re.search(f'href="([^"]+)">{said}</a>', text)[1] for said in words)
        assert binder.startswith("https://mybinder.org/v2/gh/")
        assert binder.endswith(f"/HEAD?labpath=my_lessons%2F{lesson}.ipynb")  # the copy that binder/postBuild makes
        assert colab == f"{at_colab}{lesson}.ipynb" and 'href="index.html#start"' in text
        shown = re.sub("<[^>]+>", "", text)
        assert f'which we have not tried; run this there first: %pip install "{to_install()}"' in shown


def test_the_working_copies_lie_where_the_links_to_binder_lead():
    made = re.search(r'working_copies\.write\("(.+)"\)', (pages.ROOT / "binder" / "postBuild").read_text())[1]
    assert f"labpath={made}%2F{LESSONS[0]}.ipynb" in pages.binder(notebooks.lessons()[0])


def test_the_first_page_is_the_readme_with_links_that_work_there_and_nothing_that_moves_by_itself():
    page = pages.index(notebooks.lessons())
    headings = re.findall("^## .*", (pages.ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert headings and re.findall("^## .*", page, re.M) == headings
    assert ".gif" not in page and "images/border.png" in page and "badge_logo" not in page
    assert "](lrcourse/README.md)" not in page and "/blob/HEAD/lrcourse/README.md)" in page


def test_another_mathjax_is_refused(monkeypatch):
    monkeypatch.setattr(pages, "MATHJAX", "0" * 64)
    with pytest.raises(ValueError, match="not MathJax 3.2.2"):
        pages.mathjax()
