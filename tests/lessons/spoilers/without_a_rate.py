"""What would give the answers of without a rate away; see the package."""

SPOILERS = {
    "without_a_rate.1": (r"epochs went into growing", r"DoG after 20 epochs", r"DoG is level with SGD"),
    "without_a_rate.2": (
        r"come to about the same rate",
        r"first rate is no choice any more",
        r"insensitive to its first rate",
    ),
    "without_a_rate.3": (
        r"Adam's is the widest",
        r"Schedule-Free and Muon reach as high",
        r"Adam \| rate 0\.056 .* 1\.25",
    ),
    "without_a_rate.7": (
        r"The limit is 2, once more",
        r"near 2\. Small values",
        r"shrinkage is another thing: it has the limit 2",
    ),
}
