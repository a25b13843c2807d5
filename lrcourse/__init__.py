"""The learning-rate course's helper package. Light to import: a name loads its module when it is first used."""

import os
from importlib import import_module

# One thread: the course's matrices are small, and on a busy or shared machine threads that wait for each other cost up
# to four times the time. It counts only before numpy is loaded, so a lesson imports lrcourse first; whoever has set it
# otherwise is left alone.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

_HOME = {
    "sgd": "optimizers",
    "train": "training",
    "pairs": "training",
    "verdicts": "lessons.claim",
    "scrub": "widgets",
    "explore": "widgets",
    "progress": "widgets",
    "predict": "exercises",
    "check": "exercises",
    "solution": "exercises",
    "outcome": "exercises",
    "predict_table": "exercises",
    "reset_answers": "answers",
    "my_progress": "journal",
}
_MODULES = (
    "answers",
    "checks",
    "data",
    "diagnosis",
    "display",
    "exercises",
    "homework",
    "networks",
    "optimizers",
    "plots",
    "report",
    "schedules",
    "search",
    "surfaces",
    "training",
    "widgets",
)
__all__ = [*_HOME, *_MODULES]


def __getattr__(name):
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])
