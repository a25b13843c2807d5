"""Lesson one_step: what does the learning rate multiply?"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
