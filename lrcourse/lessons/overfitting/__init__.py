"""What a large rate (26) and a small one (27) do where 30 % of the training labels are wrong.

A seed draws everything anew: the three parts of the digits, which labels are wrong, the first weights, the order of the
images.
"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
