"""One function per figure.

Each returns a figure to show, or `draw(value, …)`, which scrub and explore turn into a figure with sliders.
"""

from .curves import *  # noqa: F403
from .paths import *  # noqa: F403
from .probes import *  # noqa: F403
from .stability import *  # noqa: F403
from .steps import *  # noqa: F403
from .sweeps import *  # noqa: F403
