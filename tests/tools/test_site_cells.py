"""What a page without a kernel shows: every pattern that looks for a lesson's words still finds them."""

import copy
import re

import nbformat
import pytest

from lrcourse.lessons import all_questions
from lrcourse.lessons.former import FORMER, former
from lrcourse.notebook_form import LIVE
from lrcourse.tools import notebooks
from lrcourse.tools.site import cells

LESSONS = [nbformat.read(path, as_version=4) for path in notebooks.lessons()]
CELLS = [cell for lesson in LESSONS for cell in lesson.cells]
TEXTS = [cell.source for cell in CELLS if cell.cell_type == "markdown"]
CODE = [cell.source for cell in CELLS if cell.cell_type == "code"]
OUTPUTS = [output for cell in CELLS if cell.cell_type == "code" for output in cell.outputs]
PRINTED = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in OUTPUTS]
TABLES = [html for output in OUTPUTS if "<table" in (html := output.get("data", {}).get("text/html", ""))]
LOOKED_FOR = {  # a pattern: where it looks
    cells.CAME_OUT: PRINTED,
    cells.ONLY_ASKS: CODE,
    cells.LESSON: TABLES,
    cells.VERDICT: TABLES,
    **{re.compile(said): TEXTS for said in cells.WITHOUT_A_KERNEL},
}


@pytest.mark.parametrize("pattern", LOOKED_FOR, ids=lambda pattern: pattern.pattern[:20])
def test_a_pattern_finds_what_it_is_for_in_the_lessons(pattern):
    assert any(pattern.search(text) for text in LOOKED_FOR[pattern])


def test_what_came_out_is_found_wherever_a_lesson_asks_for_it():
    asked = set(re.findall(r'^outcome\("([\w.]+)"\)', "\n".join(CODE), re.M))
    found = {name for text in PRINTED for name, _, _ in cells.CAME_OUT.findall(text)}
    assert asked and found == asked <= set(all_questions())


def test_a_cell_that_only_asks_shows_its_question_in_place_of_its_code():
    asking = re.compile(r'(predict|predict_table|check)\("[\w.]+"\)')
    only = [source for source in CODE if all(map(asking.fullmatch, filter(None, source.splitlines())))]
    assert only and all(map(cells.ONLY_ASKS.fullmatch, only))


def test_each_cell_of_the_table_of_verdicts_has_a_place_for_the_readers_prediction():
    places = [name for table in TABLES for name in re.findall(r'data-question="([\w.]+)"', converted(table))]
    assert len(places) == len(set(places)) == sum(table.count("no prediction") for table in TABLES) > 0


def converted(table):
    """Return the HTML that a page shows in place of a table."""
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", {"text/html": table})])
    return shown(cell)


def shown(cell):
    """Return the HTML that a page shows in place of a code cell's only output."""
    book = cells.converted(nbformat.v4.new_notebook(cells=[cell]), {}, pictures=None, kernel="https://a.example")
    return book.cells[0].outputs[0].data["text/html"]


def test_what_keeps_answers_says_where_it_works_in_place_of_its_buttons():
    (cell,) = (copy.deepcopy(cell) for cell in CELLS if cell.source == "keep_answers()")
    cell.outputs[0].data[LIVE] = {"model_id": "none of a figure"}  # as it is where the lesson was just run
    said = shown(cell)
    assert "where there is a kernel" in said and 'href="https://a.example"' in said
    assert cell.metadata.tags == ["remove-input"]


@pytest.mark.parametrize("question", ["too_small.1", "start_here.speed.small"])
def test_a_prediction_knows_the_name_under_which_a_browser_may_have_kept_it(question):
    data = {LIVE: {"model_id": "none of a figure"}, "text/plain": f"{question}: your prediction"}
    lesson, _, rest = question.partition(".")
    source = f'predict_table("{lesson}")' if "." in rest else f'predict("{question}")'
    cell = nbformat.v4.new_code_cell(source, outputs=[nbformat.v4.new_output("display_data", data)])
    (number,) = (number for number, name in FORMER.items() if name == lesson)
    assert f'data-question="{question}" data-former="{number}.{rest}"' in shown(cell)


def test_a_lesson_that_never_had_a_number_has_no_former_name():
    assert former("your_log.1") == "" and former("too_large.1") == "03.1"
