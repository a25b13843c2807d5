"""The learning-rate course's helper package. Light to import: a name loads its module when it is first used."""
from importlib import import_module

_HOME = {
    "train": "training", "pairs": "training", "verdicts": "display", "scrub": "widgets", "explore": "widgets",
    "predict": "exercises", "check": "exercises", "solution": "exercises", "reset_answers": "exercises",
}
_MODULES = ("checks", "claims", "data", "diagnosis", "display", "exercises", "networks", "optimizers", "plots", "questions", "schedules", "surfaces", "training", "widgets")
__all__ = [*_HOME, *_MODULES]


def __getattr__(name):
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    if name in _MODULES:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])
