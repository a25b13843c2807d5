"""What would give the answers of lesson reading_loss_curves away."""

SPOILERS = {
    "reading_loss_curves.1": (r"stays where it \*?began", r"random weights may be worse than guessing"),
    "reading_loss_curves.2": (r"count of the units that fire (decides|tells)",),
    "reading_loss_curves.9": (r"rises to 35 times", r"comes down where it is flatter"),
    "reading_loss_curves.3": (r"jags up and down, and still falls", r"training goes on at the"),
    "reading_loss_curves.10": (r"near 3, and ten other", r"the edge is the optimizer's own limit"),
    "reading_loss_curves.4": (r"the reader misses three", r"our reader says \| right"),
    "reading_loss_curves.7": (r"part as at 0\.1, only later", r"two to four times as late"),
}
