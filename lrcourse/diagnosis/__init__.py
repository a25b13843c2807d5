"""Diagnosis: how large a rate may be, how sharp a loss is, what a loss curve shows, what runs achieved; numpy only."""

from .curvature import curvatures, sharpness
from .loss_curve import Reading, read
from .stability import best_heavy_ball, growth, heavy_ball_radius, stability_factor, stability_limit

__all__ = [
    "Reading",
    "best_heavy_ball",
    "curvatures",
    "growth",
    "heavy_ball_radius",
    "read",
    "sharpness",
    "stability_factor",
    "stability_limit",
]
