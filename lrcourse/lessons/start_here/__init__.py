"""Lesson start_here, start here."""

from .experiments import *  # noqa: F403

PART = "The learning rate"
