"""Just right: the best rate of a bowl, momentum, and whether the right rate ensures the best minimum (claim 29)."""

from .experiments import *  # noqa: F403

PART = "The learning rate"
