"""What of the course is done: for each lesson the predictions noted and the exercises solved.

python3 course.py progress
"""

import argparse
import sys

from ..lessons import all_questions, names
from ..lessons.question import Prediction
from ..plots.table import Table
from . import answers


def my_progress():
    """A table: for each lesson how many of its predictions are noted, how many exercises solved, and what is open."""
    records = answers.read()
    noted = {record["question"] for record in records if record["kind"] == "prediction"}
    solved = {record["question"] for record in records if record["kind"] == "answer" and record.get("right") is True}
    return Table(("lesson", "predictions", "exercises", "open"), tuple(_row(name, noted, solved) for name in names()))


def _row(name, noted, solved):
    asked = {question: kind for question, kind in all_questions().items() if question.startswith(f"{name}.")}
    predictions = [question for question, kind in asked.items() if isinstance(kind, Prediction)]
    exercises = [question for question in asked if question not in predictions]
    left = [question for question in asked if question not in (noted if question in predictions else solved)]
    shown = "all" if len(left) == len(asked) else ", ".join(left) or "nothing"
    return name, _count(predictions, noted), _count(exercises, solved), shown


def _count(questions, done):
    return f"{sum(question in done for question in questions)} of {len(questions)}"


def main(arguments=None):
    """The command; returns its exit code."""
    argparse.ArgumentParser(
        prog="course.py progress", description="Show which predictions and exercises of which lesson are done."
    ).parse_args(arguments)
    print(repr(my_progress()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
