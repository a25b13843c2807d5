"""What would give the answers of lesson schedules away."""

SPOILERS = {
    "schedules.1": (r"level is three times", r"also shrinks the denominator", r"2-\\eta\\lambda"),
    "schedules.2": (r"inverse time with peak", r"best rate is close to 1", r"inverse time: 0\.0050"),
    "schedules.3": (r"two end side by side", r"gain next to nothing", r"nearly as well"),
    "schedules.9": (r"catch up with a cosine", r"about as well as a cosine", r"ahead of the last weights"),
    "schedules.4": (r"about a fourteenth", r"where 2 is safe", r"limit rises\. \("),
}
