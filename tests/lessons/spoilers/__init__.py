"""For each lesson, phrases that would give the answers to its questions away: `SPOILERS` in a module of its name.

Regular expressions in any case, in which one blank stands for any white space; the texts are read without asterisks.
`tests/lessons/test_asked_first.py` finds them below their question and nowhere above it.
"""
