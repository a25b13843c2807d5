"""What would give the answers of lesson image_classifier away."""

SPOILERS = {
    "image_classifier.1": (
        r"lies flat (on the line )?at \$\\ln 10",
        r"kills? the (hidden|network's) units",
        r"is dead\b",
    ),
    "image_classifier.2": (r"equally bad", r"both accuracies are about 0\.1"),
    "image_classifier.7": (r"is thrown up again",),
}
