"""Does a small rate under-fit (20), is it slow (21), can it miss the pattern (22)?"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
