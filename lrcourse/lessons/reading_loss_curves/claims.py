"""Claims 7, 9, 11 and 12: what a loss curve that rises, swings or parts from validation says about the rate."""

from ..claim import Claim
from . import measured
from .experiments import TEN

CLAIMS = (
    Claim(
        7,
        "Divergence shows as a rising loss.",
        "on a bowl it does; a ReLU network at rate 2 rises too, but only at first, which a look once an epoch mostly "
        "misses, and then mostly lies flat at ln 10 (ten seeds); a catapult, as ½(uv)² with rate × curvature between 2 "
        "and 4, rises as well, and converges where it is flatter",
        "measured here; Lewkowycz et al. 2020",
        measured.rising,
        measured.judge_rising,
        seeds=len(TEN),
        revised="one catapult became ten, from random starts, with rates below 2 and above 4 as controls; the rise at "
        "rate 2, overlooked before, is counted by the step and by the epoch",
        directions=(
            "share up",
            "share up",
            "share up",
            "share down",
            "share none",
            "share down",
            "share none",
            "share none",
        ),
    ),
    Claim(
        9,
        "At too large a rate the loss fluctuates wildly.",
        "batches of 32, ten seeds: early in training; at 1.5 it still does in the last epochs, at 2 it is thrown up in "
        "the first ones and then mostly lies flat",
        "measured here",
        measured.swinging,
        measured.judge_swinging,
        seeds=len(TEN),
        revised="one yardstick for all rates, and rate 2 is new; small batches and the edge, which was shown at rate "
        "0.7 in place of 1, try the converse and are left to claim 11",
        directions=(
            "share down",
            "share up",
            "positive up",
            "share up",
            "positive up",
            "share none",
        ),
    ),
    Claim(
        11,
        "A loss curve that oscillates or rises points to too large a rate.",
        "plain gradient descent on a bowl; at the edge of stability it does not, as the loss falls lower than at a "
        "smaller rate where it is smooth; and with batches of 4 the loss rises on half of the late steps, at 0.1 as at "
        "10⁻⁶ (ten seeds)",
        "measured here; Cohen et al. 2021",
        measured.pointing,
        measured.judge_pointing,
        seeds=len(TEN),
        revised="the edge is shown at rate 0.7, not 1, where a third of 40 seeds explode; rate 0.3 is a control; small "
        "batches have a rate of 10⁻⁶ as theirs; dead units, which try the converse, are left out",
        directions=(
            "share down",
            "share up",
            "share down",
            "share none",
            "share down",
            "share down",
            "share down",
        ),
    ),
    Claim(
        12,
        "Validation that stagnates while training improves points to too large a rate.",
        "30 % wrong labels, 200 digits, 120 epochs, ten seeds: it is over-fitting, comes in all seeds at 0.03, 0.1 and "
        "0.5, and so says nothing of the rate; at 0.8, where too little is learned, it comes in fewer than half of the "
        "seeds, and with right labels, at 0.1, in none",
        "measured here",
        measured.parting,
        measured.judge_parting,
        seeds=len(TEN),
        revised="the rates too large are 0.5 and 0.8, which still learn, not 2, where nothing could part; judged by "
        "whether the sign comes more often there than at 0.03; right labels are a control, as long",
        directions=(
            "share either",
            "share none",
            "share up",
            "positive up",
            "share none",
            "signed none",
            "positive none",
        ),
    ),
)
