"""The article's table, measured.

Its rows speed (17), stability (18), overshooting (19), and the rate's part in it all (28).
"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
