"""Jobs on any `concurrent.futures.Executor`: a pool of processes on this computer, or a cluster such as Dask's."""

import warnings
from concurrent.futures import BrokenExecutor
from itertools import zip_longest


def check_executor(executor):
    """Raise ValueError unless `executor` is None or an object, not a class, with a `submit` function."""
    if executor is not None and (isinstance(executor, type) or not callable(getattr(executor, "submit", None))):
        raise ValueError(
            f"executor={executor!r}: allowed is a concurrent.futures.Executor, such as ProcessPoolExecutor(), or None"
        )


def run_jobs(function, jobs, executor, on_done):
    """Return [function(*job) for job in jobs], computed by the executor; call `on_done()` after each job, in order.

    If a pool breaks, as when one of its processes is killed, compute the remaining jobs here and warn. Raise a job's
    own error unchanged, and cancel the jobs that have not begun by then.
    """
    futures, results, broken = [], [], False
    try:
        try:
            for job in jobs:
                futures.append(executor.submit(function, *job))
        except BrokenExecutor:
            broken = True
        for job, future in zip_longest(jobs, futures):  # a pool that broke early has taken fewer jobs than there are
            try:
                result = None if future is None else future.result()
            except BrokenExecutor:
                future, broken = None, True
            if future is None:
                result = function(*job)
            results.append(result)
            on_done()
    finally:
        for future in futures:
            future.cancel()
    if broken:
        warnings.warn(f"executor={executor!r} broke, and what it left undone was done here", stacklevel=4)
    return results
