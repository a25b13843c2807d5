"""Schedules: the floor of the noise (claim 3), decay (13), rates that rise (14), and speed against accuracy (30)."""

from .bowl import *  # noqa: F403
from .experiments import *  # noqa: F403

PART = "The learning rate"
