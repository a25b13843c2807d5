"""Without a rate: methods that choose their rate themselves or need no schedule, tried by claims 35 to 40, 51 and 52,
and boosting's shrinkage, which has the same name (41).
"""

from .experiments import *  # noqa: F403

PART = "The edge"
