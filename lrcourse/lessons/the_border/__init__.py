"""Between training and failing lies no line (49), unless the loss is quadratic (50)."""

from .experiments import *  # noqa: F403
from .nets import *  # noqa: F403

PART = "The edge"
