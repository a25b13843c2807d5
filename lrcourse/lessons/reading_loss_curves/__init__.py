"""What a rising (7), a swinging (9, 11) or a parting curve (12) says about the rate.

And the zoo of curves to be named.
"""

from .edge_of_stability import *  # noqa: F403
from .experiments import *  # noqa: F403
from .specimens import *  # noqa: F403

PART = "The learning rate"
