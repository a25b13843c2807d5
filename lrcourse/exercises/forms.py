"""Predictions and exercises to click: buttons, a field, a table; and two buttons that save answers and bring them back.

What they note and say is worked out in asking.py and keeping.py.
"""

import base64
import html
from urllib.parse import parse_qsl

import ipywidgets

from ..lessons import all_questions
from ..lessons.question import Numbers
from ..widgets.jupyter_page import CHOOSER, CHOSEN, DOWNLOAD
from ..widgets.sliders import Live
from . import answers, keeping
from .asking import judged
from .choices_table import choices_table
from .reading import as_wanted, is_blank

NEEDS_A_KERNEL = (
    "To answer by a click, run this cell; that takes a kernel, which a page that only shows the course has not."
)
KEEPS_WITH_A_KERNEL = (
    "To save your answers as one file, or to bring such a file back, run this cell; that takes a kernel, which a page "
    "that only shows the course has not."
)


class Choice(Live):
    """A prediction: a button for each choice, and a slider for how sure the reader is. One click notes it."""

    def __init__(self, question, note):
        self.question, self.note = question, note
        asked, (choice, sure) = all_questions()[question], _earlier(question)
        choices = asked.choices
        self.buttons = _buttons(choices, choice, f"{question}: your prediction")
        self.sure = _confidence(asked, sure, "how sure?")
        self.said = _announced(_welcome_back(question))
        for part in (self.buttons, self.sure):
            part.observe(self._keep, "value")
        call = f'predict("{question}", {choices[0]!r}, 70)'.replace("'", '"')
        text = f"{question}: your prediction, one of {', '.join(map(repr, choices))}.\n{NEEDS_A_KERNEL} Or type {call}."
        super().__init__([self.buttons, self.sure, self.said], {"text/plain": text})

    def _keep(self, _):
        if self.buttons.value is not None:
            self.said.value = html.escape(self.note(self.question, self.buttons.value, self.sure.value or None))


class Grid(Live):
    """Several predictions as a table of radio buttons, and one slider for how sure the reader is of them all."""

    def __init__(self, questions, note):
        self.note, self.questions = note, questions
        earlier = {question: _earlier(question) for question in questions}
        self.chosen = {name: one for name, (one, _) in earlier.items() if one in all_questions()[name].choices}
        table = choices_table(questions, self.chosen, f'onchange="{html.escape(CHOSEN)}"')
        self.picked = ipywidgets.Textarea(continuous_update=False, layout=ipywidgets.Layout(display="none"))
        self.picked.add_class("lrcourse-chosen")
        self.picked.observe(self._keep, "value")
        asked, sure = all_questions()[questions[0]], [sure for _, sure in earlier.values()]
        self.sure = _confidence(asked, next(filter(None, sure), None), "how sure, on average?")
        self.sure.observe(self._keep_sure, "value")
        self.said = _announced(self._so_far() if self.chosen else "")
        named = [all_questions()[question] for question in questions]
        listed = "\n".join(f"{one.about} – {' or '.join(one.choices)}?" for one in named)
        example = f'predict("{questions[0]}", "{asked.choices[0]}", 70)'
        super().__init__(
            [ipywidgets.HTML(table), self.sure, self.said, self.picked],
            {"text/plain": f"{listed}\n{NEEDS_A_KERNEL} Or type {example}."},
        )

    def _keep(self, change):
        """Note what is new among all choices of the table: while the kernel is busy, only the last message waits."""
        for question, choice in parse_qsl(change["new"]):
            if question in self.questions and self.chosen.get(question) != choice:
                self.chosen[question] = choice
                said = self.note(question, choice, self.sure.value or None)
                said = said.removeprefix(f"{question}: ").replace(" Now look.", "")
                self.said.value = html.escape(f"{all_questions()[question].about} – {said} {self._so_far()}")

    def _keep_sure(self, _):
        """Note how sure the reader is of all that is chosen, and say for how many statements it counts."""
        for question, choice in self.chosen.items():
            self.note(question, choice, self.sure.value or None)
        counted = [one for one in map(answers.counted, self.questions) if one]
        count, every = sum(one.confidence == self.sure.value for one in counted), len(self.questions)
        among = f"all {every}" if count == every else f"{count} of the {every}"
        noted = f"noted for {among} statements" if self.chosen else "to be noted with each choice"
        self.said.value = html.escape(f"How sure: {self.sure.label}, {noted}.") if self.sure.value else self._so_far()

    def _so_far(self):
        return f"So far {len(self.chosen)} of {len(self.questions)}."


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
            self.field.on_msg(self._entered)
            flow = ipywidgets.Layout(flex_flow="row wrap")
            parts = [ipywidgets.HBox([self.field, self.button], layout=flow)]
        self.field.observe(self._try, "value")
        value = as_wanted(earlier.get("answer"), exercise.wants)
        if earlier.get("right"):
            self.said.value = html.escape(f"{question}: solved before. You may try again.")
        elif value is not None:  # Shift+Enter in the field answers and runs the cell again
            self.said.value = html.escape(judged(question, value)[1])
        wants = " or ".join(map(repr, exercise.wants)) if isinstance(exercise.wants, tuple) else str(exercise.wants)
        call = f'check("{question}", …)'
        text = f"{question}: no answer yet; it takes {wants}.\n{NEEDS_A_KERNEL} Or type {call}."
        super().__init__([*parts, self.said], {"text/plain": text})

    def _entered(self, _, content, __):
        """Say what is wanted where Enter is pressed in an empty field, whose value has not changed."""
        if content.get("event") == "submit" and is_blank(self.field.value):
            self._try()

    def _try(self, _=None):
        value = self.field.value
        if is_blank(value) and self.said.value:
            return  # what was said of the last answer stays
        if value is not None and value != self.tried:  # leaving the field for the button is no second try
            self.tried = value
            self.said.value = html.escape(self.judge(self.question, value))


class Keep(Live):
    """A button, by which the browser downloads all answers as one file, and a chooser of such a file to bring back."""

    def __init__(self):
        hidden = ipywidgets.Layout(display="none")
        self.save = ipywidgets.Button(description="Save my answers", tooltip=f"download them as {keeping.NAME}")
        self.save.on_click(self._save)
        self.download = ipywidgets.HTML(layout=hidden)
        self.chosen = ipywidgets.Textarea(continuous_update=False, layout=hidden)  # what the page hands over of a file
        self.chosen.observe(self._bring_back, "value")
        self.chosen.add_class("lrcourse-chosen")
        chooser = ipywidgets.HTML(CHOOSER.format(label="Bring answers back", largest=keeping.LARGEST))
        row = ipywidgets.HBox([self.save, chooser], layout=ipywidgets.Layout(flex_flow="row wrap", grid_gap="0 16px"))
        self.said = _announced("")
        super().__init__([row, self.said, self.download, self.chosen], {"text/plain": KEEPS_WITH_A_KERNEL})

    def _save(self, _):
        content, said = keeping.to_save()
        if content:
            in_letters = base64.b64encode(content).decode()
            self.download.value = DOWNLOAD.format(name=keeping.NAME, content=in_letters)
            self.download.value = ""  # or else a page that shows the form anew would download it again
        self._say(said)

    def _bring_back(self, change):
        if text := change["new"]:
            self.chosen.value = ""  # the same file may be chosen once more
            content = base64.b64decode(text.partition(",")[2])  # of "data:…;base64,…"
            self._say(keeping.REFUSED.get(text) or keeping.bring_back(content))

    def _say(self, text):
        self.said.value = ""  # the same words once more are heard, too
        self.said.value = html.escape(text)


def _earlier(question):
    """Return (choice, confidence) of the prediction that counts, of the last one if none does; (None, None) if there
    is none.
    """
    if counts := answers.counted(question):
        return counts.choice, counts.confidence
    last = answers.newest(question) or {}
    return last.get("choice"), last.get("confidence")


def _buttons(choices, chosen, label):
    """Return a button per choice, none pressed unless `chosen` is one."""
    return ipywidgets.ToggleButtons(
        options=choices,
        value=chosen if chosen in choices else None,
        description=label,
        tooltips=[f"{label}: {choice}" for choice in choices],
        style={"description_width": "initial", "button_width": "auto"},
    )


def _confidence(asked, value, label):
    """Return a slider for the confidence, from that of a guess up, whose value stands beside it in words."""
    least = asked.by_chance
    steps = [least, *(sure for sure in range(5, 101, 5) if sure > least)]
    slider = ipywidgets.SelectionSlider(
        options=[("not said", 0), *((f"{sure} %", sure) for sure in steps)],
        value=value if value in steps else 0,
        description=label,
        continuous_update=False,
        style={"description_width": "initial"},
        layout=ipywidgets.Layout(width="100%", max_width="420px"),
    )
    slider.add_class("lrcourse-sure")
    return slider


def _welcome_back(question):
    """Return what a reader is told who comes back, or who has run the outcome first; "" if neither is so."""
    if counts := answers.counted(question):
        return f"{question}: you chose {counts} before. Your first choice counts."
    late = answers.shown(question)
    return f"{question}: what came out has been shown, so a prediction will not count." if late else ""


def _announced(text):
    """Return a widget of text that a screen reader says when it changes: widgets/jupyter_page.py makes the widget's own
    element, which stays, the live region.
    """
    said = ipywidgets.HTML(html.escape(text))
    said.add_class("lrcourse-said")
    return said
