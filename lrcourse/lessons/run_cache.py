"""Experiments are run once: in a process, and where LRCOURSE_RUNS names a folder, once for all processes that share it,
as the tests' do.
"""

import hashlib
import os
import pickle
from contextlib import suppress
from functools import cache, wraps
from inspect import signature
from pathlib import Path

import numpy as np


def cached_run(experiment):
    """Return the experiment as functools.cache would, so that the same call runs once.

    Its arguments are numbers, texts and tuples of them; a list or an array counts as a tuple. A call that spells out a
    default is the same call.
    """
    parameters = signature(experiment)

    @wraps(experiment)
    def once(*args, **options):
        call = parameters.bind(*args, **options)
        call.apply_defaults()
        for name, one in call.arguments.items():
            if isinstance(one, (list, np.ndarray)):
                call.arguments[name] = tuple(one if isinstance(one, list) else one.tolist())
        return run(*call.args, **call.kwargs)

    @cache
    def run(*args, **options):
        folder = os.environ.get("LRCOURSE_RUNS")
        if not folder:
            return experiment(*args, **options)
        call = f"{experiment.__module__}.{experiment.__qualname__}{args}{sorted(options.items())}"
        file = Path(folder) / hashlib.sha256(call.encode()).hexdigest()
        with suppress(FileNotFoundError):
            return pickle.loads(file.read_bytes())
        result = experiment(*args, **options)
        own = file.with_suffix(f".{os.getpid()}")
        own.write_bytes(pickle.dumps(result))
        own.replace(file)  # at once, as another process may read it
        return result

    return once
