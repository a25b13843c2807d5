"""Is the learning rate the size of the step (5)?"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
