"""Several predictions as one table of HTML, with a radio button for each choice: in a notebook, and on the site."""

import html

from ..lessons import all_questions

OWN_KEYS = 'autocomplete="off" data-lm-suppress-shortcuts="true"'  # else JupyterLab takes a radio button's arrow keys


def choices_table(questions, chosen=None, attributes=""):
    """Return the HTML of a table, a cell for each question: `about` says its row, its column and its statement.

    `chosen`: {question: the choice that is marked}. `attributes` are those of the form around the table.
    """
    rows, columns = {}, {}
    for question in questions:
        row, column, said = place(question)
        columns[column] = None
        rows.setdefault(row, {})[column] = _cell(question, said, (chosen or {}).get(question))
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{html.escape(row)}</th>{"".join(map(cells.get, columns))}</tr>'
        for row, cells in rows.items()
    )
    return (
        f'<form class="lr-table" onsubmit="return false" {attributes}><table>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></form>"
    )


def place(question):
    """Return (row, column, statement) of a prediction that a table asks, from its `about`: "row, column: statement"."""
    column, _, said = all_questions()[question].about.partition(": ")
    row, _, column = column.partition(", ")
    return row, column, said


def _cell(question, said, chosen):
    """Return one cell: the statement, and a group of radio buttons that is named by row, column and statement."""
    asked = all_questions()[question]
    buttons = "".join(
        f'<label><input type="radio" name="{question}" value="{html.escape(choice)}" {OWN_KEYS}'
        f"{' checked' if choice == chosen else ''}> {html.escape(choice)}</label> "
        for choice in asked.choices
    )
    return (
        f'<td><span>{html.escape(said)}</span><div role="radiogroup" aria-label="{html.escape(asked.about)}" '
        f'data-question="{question}">{buttons}</div></td>'
    )
