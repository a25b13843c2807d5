"""What would give the answers of lesson too_small away."""

SPOILERS = {
    "too_small.1": (r"half the rate (took|takes) twice the steps", r"counted \[459 919"),
    "too_small.2": (
        r"the losses agree within",
        r"same path as one eight times as large",
        r"two small rates learn as much",
    ),
    "too_small.3": (r"took 639 steps", r"grows by one percent a step", r"adds the same number of steps"),
}
