"""Lesson too_large: when does overshooting become divergence?"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
