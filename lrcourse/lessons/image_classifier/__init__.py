"""How much the choice of the rate decides (6), and what too large a rate does to a
classifier (10).
"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
