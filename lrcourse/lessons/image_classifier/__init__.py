"""An image classifier: how much the choice of the rate decides (claim 6), and what too large a rate does (claim 10)."""

from .experiments import *  # noqa: F403

PART = "The learning rate"
