"""From small to large: what a small network's best rate says about a large one, by width (claims 42 to 44), batch size
(45, 46), depth (47) and budget (48).
"""

from .batch_size import *  # noqa: F403
from .experiments import *  # noqa: F403

PART = "The edge"
