"""Lesson start_here: what do you believe about the learning rate?"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
