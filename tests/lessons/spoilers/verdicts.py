"""What would give the answers of lesson verdicts away."""

SPOILERS = {
    "verdicts.6": (r"at 1\.2 they need 11", r"rate 1\.2: 11 epochs", r"gains less and less", r"the others get 12"),
    "verdicts.2": (r"five of the ten overshoot", r"0\.18: 5 overshoot"),
    "verdicts.3": (r"'holds': 4", r"commonest, holds, if"),
}
