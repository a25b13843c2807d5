"""Lesson 00, start here: it is no claim's home."""

CLAIMS = ()
