"""Tables that a notebook shows as HTML and as text."""

import html
from dataclasses import dataclass


class Link(str):
    """A table cell that links to `target`, a path or an address."""

    def __new__(cls, text, target):
        link = super().__new__(cls, text)
        link.target = target
        return link


def _cell_html(cell):
    """Return a cell as escaped HTML."""
    shown = html.escape(cell)
    return f'<a href="{html.escape(cell.target)}">{shown}</a>' if isinstance(cell, Link) else shown


@dataclass(frozen=True)
class Table:
    """Rows of numbers and words, shown as an HTML table and as text; numbers are shown with at most 3 digits."""

    head: tuple
    rows: tuple

    def _cells(self):
        """Return every cell as text, row by row, the head first."""
        return [[cell if isinstance(cell, str) else f"{cell:.3g}" for cell in row] for row in (self.head, *self.rows)]

    def __repr__(self):
        return "\n".join(" | ".join(row) for row in self._cells())

    def _repr_html_(self):
        head, *rows = [[_cell_html(cell) for cell in row] for row in self._cells()]
        top = "".join(f'<th scope="col" style="text-align:left">{cell}</th>' for cell in head)
        body = "".join(
            "<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in row) + "</tr>" for row in rows
        )
        return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


@dataclass(frozen=True)
class Folded:
    """A table that a notebook shows folded: nobody reads it by accident."""

    summary: str
    table: Table

    def __repr__(self):
        return repr(self.table)

    def _repr_html_(self):
        return f"<details><summary>{html.escape(self.summary)}</summary>{self.table._repr_html_()}</details>"
