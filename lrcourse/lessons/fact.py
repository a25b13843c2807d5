"""What a number in a lesson's text may rest on, besides a function that computes it: what the lesson shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shown:
    """A number in the output of a code cell: the `at`-th, from 0, of the first line that holds `line`, after it."""

    cell: str  # its id
    line: str = ""  # the whole output where it is empty
    at: int = 0


@dataclass(frozen=True)
class Coded:
    """A number in the source of a code cell, as Shown."""

    cell: str
    line: str = ""
    at: int = 0


@dataclass(frozen=True)
class Drawn:
    """A number on the record of a figure with sliders: `stop` is the first line of one of its frames, or its end."""

    figure: int  # from 1, in the lesson's order
    stop: str
    line: str = ""
    at: int = 0
