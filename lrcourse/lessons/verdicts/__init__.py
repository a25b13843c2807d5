"""Lesson verdicts: the article's table, measured, and all verdicts beside the reader's predictions."""

from .experiments import *  # noqa: F403

PART = "The learning rate"
