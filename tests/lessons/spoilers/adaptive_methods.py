"""What would give the answers of lesson adaptive_methods away."""

SPOILERS = {
    "adaptive_methods.10": (
        r"neither does",
        r"adam gets slow too",
        r"until ε bites",
        r"divisor stops following the gradients",
    ),
    "adaptive_methods.2": (
        r"adagrad needs 630 steps",
        r"not a rate for each direction",
        r"not to directions",
        r"630 at 30°",
    ),
    "adaptive_methods.3": (r"forgive more", r"range is wider than gradient descent's", r"two thirds of a decade"),
    "adaptive_methods.6": (r"slow for 12 epochs", r"default need not be its best"),
    "adaptive_methods.7": (r"ends at the worst point", r"nearly two to the right", r"made the rare gradient decisive"),
}
