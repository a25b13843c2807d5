"""A fitted rule (42), the rate against width (43), µP (44), batch size (45), the
gradient's noise (46), depth (47), budget (48).
"""

from .batch_size import *  # noqa: F403
from .experiments import *  # noqa: F403

PART = "The edge"
