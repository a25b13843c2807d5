"""Jobs spread over any `concurrent.futures.Executor`: a pool of processes here, or a cluster's."""

import warnings
from concurrent.futures import BrokenExecutor
from itertools import zip_longest


def spread(function, jobs, executor, ended):
    """[function(*job) for job in jobs], worked out by the executor; `ended()` is called for each job, in order.

    What a broken pool leaves undone, as when one of its processes is killed, is done here, with a warning. An error of
    a job is raised as it is, and jobs that have not begun by then never do.
    """
    futures, results, broken = [], [], False
    try:
        try:
            for job in jobs:
                futures.append(executor.submit(function, *job))
        except BrokenExecutor:
            broken = True
        for job, future in zip_longest(jobs, futures):
            try:
                result = None if future is None else future.result()
            except BrokenExecutor:
                future, broken = None, True
            if future is None:
                result = function(*job)
            results.append(result)
            ended()
    finally:
        for future in futures:
            future.cancel()
    if broken:
        warnings.warn(f"executor={executor!r} broke, and what it left undone was done here", stacklevel=4)
    return results
