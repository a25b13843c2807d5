"""Experiments are run once: in a process, and where LRCOURSE_RUNS names a folder, once for all processes that share it,
as the tests' do.

What lies in the folder serves later processes too, as long as neither the code that a run depends on has changed, nor
numpy, nor what its sums are worked out for. It is a folder of this machine's: another processor may round otherwise.
"""

import hashlib
import os
import pickle
from contextlib import suppress
from functools import cache, partial, wraps
from inspect import signature
from pathlib import Path

import numpy as np

from .. import used_code

PROCESSOR = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES")  # variables that say for which one sums are worked out


def cached_run(experiment=None, *, modules=lambda *args: ()):
    """Return the experiment as functools.cache would, so that the same call runs once.

    Its arguments are numbers, texts and tuples of them; a list or an array counts as a tuple. A call that spells out a
    default is the same call. `modules(*args)` names modules that a call depends on besides those that the experiment's
    own imports.
    """
    if experiment is None:
        return partial(cached_run, modules=modules)
    parameters = signature(experiment)
    if os.environ.get("LRCOURSE_RUNS"):
        used_code.of_module(experiment.__module__)  # now, as the file may be another by the time of the first call

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
        code = map(used_code.of_module, (experiment.__module__, *modules(*args)))
        depends_on = [*code, np.__version__, *map(os.environ.get, PROCESSOR)]
        file = Path(folder) / hashlib.sha256(f"{call} {depends_on}".encode()).hexdigest()
        with suppress(FileNotFoundError):
            result = pickle.loads(file.read_bytes())
            file.touch()  # it is still of use
            return result
        result = experiment(*args, **options)
        own = file.with_suffix(f".{os.getpid()}")
        own.write_bytes(pickle.dumps(result))
        with suppress(PermissionError):  # on Windows, where another process is reading the same result
            own.replace(file)  # at once, as another process may read it
        own.unlink(missing_ok=True)
        return result

    return once
