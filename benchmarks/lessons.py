"""Measure how long each lesson runs, how much memory its kernel takes, and whether it gives the stored text again.

python -m benchmarks.lessons [NAME…]        (Linux and macOS: memory comes from the operating system)
"""

import multiprocessing
import os
import platform
import resource
import sys
import time

from lrcourse.notebook_form import text_of
from lrcourse.tools import notebooks


def measure(path):
    """Run one lesson from start to end in a kernel of its own; return (seconds, MB, whether its text is the stored
    one).
    """
    began = time.perf_counter()
    text = text_of(notebooks.run(path))
    seconds = time.perf_counter() - began
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return (
        seconds,
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / unit,
        text == path.read_text(encoding="utf-8"),
    )


def main():
    """Print a line per lesson."""
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}"
    )
    context = multiprocessing.get_context("spawn")
    for path in notebooks.lessons(sys.argv[1:]):
        with context.Pool(1) as one:  # a process of its own: the peak is that of its children
            seconds, megabytes, same = one.apply(measure, (path,))
        print(f"{path.stem:22} {seconds:5.1f} s  {megabytes:4.0f} MB  {'same text' if same else 'ANOTHER TEXT'}")


if __name__ == "__main__":
    main()
