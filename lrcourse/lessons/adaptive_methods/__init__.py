"""What the rate multiplies (4), what the methods adjust (16) and to what (24), and whether
that keeps training stable (25).
"""

from .experiments import *  # noqa: F403
from .fastest import *  # noqa: F403
from .valley import *  # noqa: F403

PART = "The learning rate"
