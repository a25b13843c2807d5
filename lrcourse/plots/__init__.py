"""One function a figure. Each returns a figure to show, or `draw(value, …)`, which scrub and explore turn into a figure with sliders."""
from .paths import *  # noqa: F403
