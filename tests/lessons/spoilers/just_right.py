"""What would give the answers of lesson just_right away."""

SPOILERS = {
    "just_right.1": (r"close below too large", r"the best rate lies where both are equally slow"),
    "just_right.2": (r"the steps grow in proportion to", r"κ = 100: 346 steps"),
    "just_right.3": (r"The band of rates that converge grows wider", r"converges at rates up to \$\(2\+2"),
    "just_right.9": (r"it is the other way round", r"on digits it fails sooner", r"A network's gradients mostly agree"),
}
