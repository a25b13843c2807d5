"""What would give the answers of lesson too_large away."""

SPOILERS = {
    "too_large.1": (r"the loss goes down in a straight line", r"overshoots,? and converges"),
    "too_large.2": (r"explodes? (late\b|later)", r"hid the divergence in another"),
    "too_large.3": (r"leaves (the )?sharp (minima|ones)", r"over the barrier, into the flat well"),
}
