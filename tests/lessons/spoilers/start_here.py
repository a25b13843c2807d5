"""What would give the answers of lesson start_here away."""

COUNTED = r"nine (cells )?c[ao]me out true"  # of the table's statements, in lesson verdicts
SPOILERS = {
    "start_here.1": (
        r"is best around 0\.6",
        r"close to the edge of a cliff",
        r"rate 0\.6: median test accuracy 0\.97",
        r"from guessing to reading",
    ),
    "start_here.2": (r"all five marks lie above", r"at the next rate one seed has failed"),
    "start_here.speed.small": (COUNTED, r"half the rate (took|takes) twice the steps"),
    "start_here.speed.optimal": (r"no rate beyond the good ones is faster",),
    "start_here.speed.large": (r"a large rate (is not fast|does not arrive)",),
    "start_here.stability.small": (COUNTED, r"may be multiplied until the first seed fails"),
    "start_here.stability.optimal": (r"moderate is true of them only in this sense",),
    "start_here.stability.large": (COUNTED, r"at 1\.5 and 2 none arrives"),
    "start_here.overshooting.small": (COUNTED, r"starts to overshoot at its own"),
    "start_here.overshooting.optimal": (r"five of the ten overshoot at every step",),
    "start_here.overshooting.large": (COUNTED, r"overshoots farther each time"),
    "start_here.performance.small": (r"a small rate is under-trained", r"is not under-fitting", r"to 0\.38 after 60"),
    "start_here.performance.optimal": (COUNTED, r"ten times too small costs"),
    "start_here.performance.large": (COUNTED, r"three times too large,? ruins"),
}
