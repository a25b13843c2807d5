"""Reading loss curves: what a curve that rises (claim 7), swings (9, 11) or parts from validation (12) tells."""

from .edge_of_stability import *  # noqa: F403
from .experiments import *  # noqa: F403
from .specimens import *  # noqa: F403

PART = "The learning rate"
