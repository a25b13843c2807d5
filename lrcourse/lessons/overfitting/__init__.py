"""Lesson overfitting: does a large rate over-fit, where 30 % of the training labels are wrong?"""

from .experiments import *  # noqa: F403

PART = "The learning rate"
