"""How far a reader is: of each lesson begun, the predictions noted and the exercises solved.

lrcourse progress, or in a clone: python3 course.py progress
"""

import argparse

from ..lessons import all_questions, lesson_of, names
from ..lessons.question import Prediction, what_counts
from ..plots.table import Table
from . import answers


def my_progress():
    """Return a table of the lessons begun: how many predictions count, how many exercises are solved, what is open.

    A prediction that came too late does not count, and is not open either. Before the first answer, the table has one
    line, which says so.
    """
    if trouble := answers.trouble():
        print(trouble)
    records = answers.read()
    counts, noted = what_counts(records), {one["question"] for one in records if one["kind"] == "prediction"}
    solved = {record["question"] for record in records if record["kind"] == "answer" and record.get("right") is True}
    begun = [name for name in names() if any(lesson_of(record["question"]) == name for record in records)]
    rows = tuple(_row(name, counts, noted, solved) for name in begun) or (("nothing noted or solved yet", "", "", ""),)
    return Table(("lesson", "predictions", "exercises", "open"), rows)


def _row(name, counts, noted, solved):
    asked = {question: kind for question, kind in all_questions().items() if lesson_of(question) == name}
    predictions = [question for question, kind in asked.items() if isinstance(kind, Prediction)]
    exercises = [question for question in asked if question not in predictions]
    left = [question for question in asked if question not in (noted if question in predictions else solved)]
    in_table = [question for question in left if getattr(asked[question], "about", "")]
    named = [question for question in left if question not in in_table]
    named += [f"the table ({len(in_table)})"] if in_table else []
    shown = "all" if len(left) == len(asked) else ", ".join(named) or "nothing"
    return name, _count(predictions, counts), _count(exercises, solved), shown


def _count(questions, done):
    return f"{sum(question in done for question in questions)} of {len(questions)}"


def main(arguments=None):
    """Run the command; returns its exit code."""
    argparse.ArgumentParser(
        prog="lrcourse progress", description="Show which predictions and exercises of which lesson are done."
    ).parse_args(arguments)
    print(repr(my_progress()))
    print(f"Your answers: {answers.path()}")
    return 0
