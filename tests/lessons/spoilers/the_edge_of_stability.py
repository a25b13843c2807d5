"""What would give the edge of stability's answers away; see the package."""

SPOILERS = {
    "the_edge_of_stability.1": (r"largest in between", r"progressive sharpening", r"1000 steps are too few"),
    "the_edge_of_stability.2": (r"the two runs are level", r"did no lasting harm", r"brought no gain"),
    "the_edge_of_stability.3": (
        r"38\W*(/|\\eta|over)|frac\{38\}",
        r"limit is ten times as high",
        r"takes in only \$?1-\\beta_1",
    ),
}
