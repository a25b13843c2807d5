"""The edge of stability: training moves the sharpness to where the rate puts the limit (claim 31), survives a rate that
is suddenly too large (32), Adam has an edge of its own (33), and what warm-up is for (34).
"""

from .experiments import *  # noqa: F403

PART = "The edge"
