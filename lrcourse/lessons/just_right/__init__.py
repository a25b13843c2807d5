"""Whether the right rate ensures the best solution (29)."""

from .experiments import *  # noqa: F403

PART = "The learning rate"
