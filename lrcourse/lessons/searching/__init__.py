"""Whether a grid finds the best rate (15), and what grid and random search are worth (23)."""

from .experiments import *  # noqa: F403

PART = "The learning rate"
