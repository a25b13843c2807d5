"""What would give the answers of lesson searching away."""

SPOILERS = {
    "searching.1": (r"random draw leaves gaps", r"random: median miss 0\.23", r"1\.4 times as much at random"),
    "searching.2": (
        r"three of the six lie",
        r"way back down",
        r"can all six steepest falls be trusted",
        r"fall may lie beyond the wall",
    ),
    "searching.9": (
        r"steps fall to a third",
        r"the gain fades",
        r"save steps, ever fewer",
        r"accuracy at the best",  # after so many epochs, which are so many steps
        r"\(64, 38\)",
    ),
    "searching.11": (r"from 16 on it grows no more", r"longer steps do not help", r"best with 256: 0\.32"),
    "searching.6": (r"effective rates \(just right\)",),
}
