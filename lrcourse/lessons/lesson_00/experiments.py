"""Lesson 00, start here: it looks at lesson 05's sweep on the digits, which is all it runs."""

from ..lesson_05 import RATES, sweep  # noqa: F401
