"""Lesson adaptive_methods: what AdaGrad, RMSprop and Adam adapt to, and which rate is left to choose."""

from .experiments import *  # noqa: F403
from .fastest import *  # noqa: F403
from .valley import *  # noqa: F403

PART = "The learning rate"
