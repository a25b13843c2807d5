"""Predictions and exercises to click: buttons, a field, a grid.

What they note and say is worked out in asking.py.
"""

import html

import ipywidgets

from ..lessons import all_questions
from ..lessons.question import Numbers
from ..widgets.sliders import Live
from . import answers

CONFIDENCES = (("not said", 0), *((f"{sure} %", sure) for sure in range(50, 101, 5)))
NEEDS_A_KERNEL = (
    "To answer by a click, run this cell; that takes a kernel, which a page that only shows the course has not."
)


class Choice(Live):
    """A prediction: a button for each choice, and a slider for how sure the reader is. One click notes it."""

    def __init__(self, question, note):
        self.question, self.note = question, note
        choices = all_questions()[question].choices
        earlier = answers.newest(question) or {}
        self.buttons = _buttons(choices, earlier.get("choice"), f"{question}: your prediction")
        self.sure = _confidence(ipywidgets.SelectionSlider, earlier.get("confidence"), "how sure?")
        self.said = _announced(_welcome_back(question, earlier))
        for part in (self.buttons, self.sure):
            part.observe(self._keep, "value")
        call = f'predict("{question}", {choices[0]!r}, 70)'.replace("'", '"')
        text = f"{question}: your prediction, one of {', '.join(map(repr, choices))}.\n{NEEDS_A_KERNEL} Or type {call}."
        super().__init__([self.buttons, self.sure, self.said], {"text/plain": text})

    def _keep(self, _):
        if self.buttons.value is not None:
            self.said.value = html.escape(self.note(self.question, self.buttons.value, self.sure.value or None))


class Grid(Live):
    """Several predictions, each with its buttons and how sure the reader is.

    A table where there is room, else a column.
    """

    def __init__(self, questions, note):
        self.cells = [_Cell(question, note) for question in questions]
        columns = {
            "grid_template_columns": "repeat(auto-fill, minmax(240px, 1fr))",
            "grid_gap": "10px",
            "width": "100%",
        }
        grid = ipywidgets.GridBox(self.cells, layout=ipywidgets.Layout(**columns))
        listed = "\n".join(
            f"{name}: {asked.about} – {' or '.join(asked.choices)}?" for name, asked in _asked(questions)
        )
        example = f'predict("{questions[0]}", "{all_questions()[questions[0]].choices[0]}", 70)'
        super().__init__([grid], {"text/plain": f"{listed}\n{NEEDS_A_KERNEL} Or type {example}."})


def _asked(questions):
    """Return [(name, question), …] of these names."""
    return [(question, all_questions()[question]) for question in questions]


class _Cell(ipywidgets.VBox):
    """One prediction of a grid."""

    def __init__(self, question, note):
        self.question, self.note = question, note
        asked, earlier = all_questions()[question], answers.newest(question) or {}
        self.buttons = _buttons(asked.choices, earlier.get("choice"), "", width="70px", about=asked.about)
        self.sure = _confidence(ipywidgets.Dropdown, earlier.get("confidence"), "sure?")
        self.said = _announced("noted" if earlier else "")
        for part in (self.buttons, self.sure):
            part.observe(self._keep, "value")
        super().__init__([ipywidgets.HTML(f"<b>{html.escape(asked.about)}</b>"), self.buttons, self.sure, self.said])

    def _keep(self, _):
        if self.buttons.value is not None:
            said = self.note(self.question, self.buttons.value, self.sure.value or None)
            self.said.value = html.escape(said.removeprefix(f"{self.question}: ").replace(" Now look.", ""))


class Answer(Live):
    """An exercise: a field and a button, or a button for each choice; what `check` says appears beside."""

    def __init__(self, question, judge):
        self.question, self.judge, self.tried = question, judge, None
        exercise = all_questions()[question]
        earlier, self.said = answers.newest(question) or {}, _announced("")
        if isinstance(exercise.wants, tuple):
            self.field = _buttons(exercise.wants, earlier.get("answer"), f"{question}: your answer")
            self.button, parts = None, [self.field]
        else:
            hint = "0.5, 0.25, …" if isinstance(exercise.wants, Numbers) else "a number, such as 0.5 or 1/4"
            self.field = ipywidgets.Text(
                description=f"{question}:",
                placeholder=hint,
                continuous_update=False,
                style={"description_width": "initial"},
            )
            self.button = ipywidgets.Button(description="Check", tooltip=f"check the answer to {question}")
            self.button.on_click(self._try)
            flow = ipywidgets.Layout(flex_flow="row wrap")
            parts = [ipywidgets.HBox([self.field, self.button], layout=flow)]
        self.field.observe(self._try, "value")
        if earlier.get("right"):
            self.said.value = html.escape(f"{question}: solved before. You may try again.")
        wants = " or ".join(map(repr, exercise.wants)) if isinstance(exercise.wants, tuple) else str(exercise.wants)
        call = f'check("{question}", …)'
        text = f"{question}: no answer yet; it takes {wants}.\n{NEEDS_A_KERNEL} Or type {call}."
        super().__init__([*parts, self.said], {"text/plain": text})

    def _try(self, _):
        value = self.field.value
        if value is not None and value != self.tried:  # leaving the field for the button is no second try
            self.tried = value
            self.said.value = html.escape(self.judge(self.question, value))


def _buttons(choices, chosen, label, width="auto", about=""):
    """Return a button per choice, none pressed unless `chosen` is one; `about` names them where `label` is empty."""
    return ipywidgets.ToggleButtons(
        options=choices,
        value=chosen if chosen in choices else None,
        description=label,
        tooltips=[f"{label or about}: {choice}" for choice in choices],
        style={"description_width": "initial", "button_width": width},
    )


def _confidence(kind, value, label):
    """Return a slider or a menu for the confidence, whose value stands beside it in words."""
    known = value if value in [sure for _, sure in CONFIDENCES] else 0
    style, flow = {"description_width": "initial"}, ipywidgets.Layout(width="100%", max_width="420px")
    extra = {"continuous_update": False} if kind is ipywidgets.SelectionSlider else {}
    return kind(options=CONFIDENCES, value=known, description=label, style=style, layout=flow, **extra)


def _welcome_back(question, earlier):
    """Return what a reader who comes back is told; "" if there is no earlier choice."""
    choice = earlier.get("choice")
    return f"{question}: you chose {choice!r} before. Another click changes it." if isinstance(choice, str) else ""


def _announced(text):
    """Return a widget of text that a screen reader says when it changes: widgets/jupyter_page.py makes the widget's own
    element, which stays, the live region.
    """
    said = ipywidgets.HTML(html.escape(text))
    said.add_class("lrcourse-said")
    return said
