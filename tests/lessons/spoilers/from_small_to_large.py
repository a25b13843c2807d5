"""What would give the answers of from small to large away; see the package."""

SPOILERS = {
    "from_small_to_large.1": (
        r"wider (the|a|or deeper) network, the smaller",
        r"wider or deeper network wants a smaller rate",
        r"1/\\sqrt\{\\text\{width\}\}",
        r"width\^-0\.5",
    ),
    "from_small_to_large.3": (r"loss is as low as the grid's", r"best 0\.0072", r"times the lowest of the seven"),
    "from_small_to_large.2": (
        r"With the usual weights it ends lower",
        r"gave up some of the loss",
        r"a larger base helps",
    ),
    "from_small_to_large.7": (r"takes 8 times the rate", r"linear scaling rule", r"an eighth of the steps"),
    "from_small_to_large.9": (r"a longer run wants a larger rate",),
}
