"""A server that is far away: what the kernel draws follows a fast drag, and no queue of pictures builds up."""

from lrcourse.lessons import notebook

from .jupyterlab import far_away, open_and_run, sliders
from .test_lab import SETTLED, drag

DELAY = 0.15  # seconds, each way, once the lesson is there
WATCH = """cell => {
    window.pictures = 0;
    new MutationObserver(changes => { window.pictures += changes.length; }).observe(
        cell.querySelector('.jp-OutputArea-output'), {subtree: true, childList: true, attributeFilter: ['src']});
}"""


def test_a_fast_drag_ends_on_the_right_picture_without_a_backlog(browser, server):
    context = browser.new_context(viewport={"width": 1180, "height": 800})
    delay = 0
    with far_away(server, lambda: delay) as address:
        page = open_and_run(context, address, notebook("one_step").name)
        # the first such cell, still in view: JupyterLab may drop from the page what is scrolled away
        cell, handles = next((cell, handles) for _, cell, handles in sliders(page) if len(handles) == 2)
        cell.evaluate(SETTLED)
        delay = DELAY
        drag(page, handles[0])
        cell.evaluate(WATCH)
        said, shown, *_ = cell.evaluate(SETTLED)
        assert shown == said
        page.wait_for_timeout(1000)
        assert page.evaluate("window.pictures") <= 3, "pictures of the drag came after its end"
        assert cell.evaluate(SETTLED)[1] == said
    context.close()
