"""Lesson searching: does a grid find the best rate (claim 15), and what are grid and random search worth (23)?"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
