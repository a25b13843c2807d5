"""DoG as it stands (37), hypergradient descent from any first rate (38), Schedule-Free
without a schedule (39), Muon beside Adam (40).
"""

from .experiments import *  # noqa: F403

PART = "The edge"
