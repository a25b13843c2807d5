"""When a rate keeps gradient descent from converging (1), what overshooting does (2), which
minima it skips (8).
"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
