"""Lesson 00, start here."""

from .experiments import *  # noqa: F403
