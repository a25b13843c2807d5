"""The border: between the rates that train and those that fail lies no line (claims 49 and 50)."""

from .experiments import *  # noqa: F403
from .nets import *  # noqa: F403

PART = "The edge"
