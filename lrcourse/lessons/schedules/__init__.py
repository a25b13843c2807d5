"""The floor of the noise (3), whether decay pays (13), whether a schedule only lowers the rate
(14), speed against accuracy (30).
"""

from .bowl import *  # noqa: F403
from .experiments import *  # noqa: F403

PART = "The learning rate"
