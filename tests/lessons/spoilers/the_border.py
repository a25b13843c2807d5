"""What would give the border's answers away; see the package."""

SPOILERS = {
    "the_border.1": (r"bands lie between bands", r"\bfrays\b", r"fractal", r"\btorn\b"),
    "the_border.2": (r"stripes: (slope )?1\.49", r"nearly every box is touched", r"smaller boxes fit"),
    "the_border.3": (
        r"another rate above it trains",
        r"failed run is one pixel",
        r"trains again",
        r"seed 0: net 0\.95",
    ),
}
