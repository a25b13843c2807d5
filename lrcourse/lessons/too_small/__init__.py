"""Lesson too_small: does a small rate learn less, or only later?"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
