"""The learning-rate course's helper package. Light to import: a name loads its module when it is first used."""

import os
from importlib import import_module

# One thread: the course's matrices are small, and on a busy or shared machine threads that wait for each other cost up
# to four times the time. It counts only before numpy is loaded, so a lesson imports lrcourse first; whoever has set it
# otherwise is left alone. numpy's matrices are OpenBLAS's, or on a Mac Accelerate's, which reads the second name.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("VECLIB_MAXIMUM_THREADS", "1")

_HOME = {  # a name that readers call: the module that defines it
    "sgd": "engine.optimizers",
    "adam": "engine.optimizers",
    "train": "engine.training",
    "pairs": "engine.training",
    "report": "rate_report.report",
    "verdicts": "lessons.claim",
    "scrub": "widgets.sliders",
    "explore": "widgets.sliders",
    "progress_bar": "widgets.sliders",
    "predict": "exercises.asking",
    "check": "exercises.asking",
    "solution": "exercises.asking",
    "outcome": "exercises.asking",
    "predict_table": "exercises.asking",
    "reset_answers": "exercises.answers",
    "keep_answers": "exercises.keeping",
    "my_progress": "exercises.progress",
}
_MODULES = {  # a module that readers import: where it is
    "answers": "exercises.answers",
    "checks": "checks",
    "data": "data",
    "diagnosis": "diagnosis",
    "homework": "homework",
    "metrics": "diagnosis.metrics",
    "muon": "engine.muon",
    "networks": "engine.networks",
    "optimizers": "engine.optimizers",
    "plots": "plots",
    "rate_free": "engine.rate_free",
    "schedules": "engine.schedules",
    "search": "engine.search",
    "surfaces": "engine.surfaces",
    "training": "engine.training",
}
_FORMER = {  # a name that readers' own notebooks may still call: what it is called now
    "measures": "metrics",
    "progress": "progress_bar",
}
__all__ = [*_HOME, *_MODULES]


def __getattr__(name):
    name = _FORMER.get(name, name)
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    if name in _MODULES:
        return import_module(f".{_MODULES[name]}", __name__)
    if name == "__version__":
        return import_module(".places", __name__).version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *__all__])
