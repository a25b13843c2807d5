"""The claims: a fitted rule (42), the rate against width (43), µP (44), batch size (45), the gradient's noise
(46), depth (47), budget (48).
"""

from ..claim import Claim
from . import measured

CLAIMS = (
    Claim(
        42,
        "A power law fitted to small models predicts a large model's best rate.",
        "digits, two hidden layers, Adam, two epochs, ten seeds, seven rates; fitted on widths 16 to 128, tried on 512",
        "Bi et al. 2024",
        measured.fitted,
        measured.judge_fitted,
        seeds=10,
        revised="ten seeds for five, as another five had given: holds, if",
        directions=(
            "positive none",
            "positive down",
            "positive up",
        ),
    ),
    Claim(
        43,
        "With the usual weights and rates, a wider network wants another rate.",
        "the same, five seeds, widths 16 to 512: a smaller one",
        "Yang et al. 2022",
        measured.wider,
        measured.judge_wider,
        directions=(
            "positive up",
            "signed none",
        ),
    ),
    Claim(
        44,
        "With µP, the rate that is best for a small network is best for a wide one.",
        "the same, µP from width 16 on: the rate stays. But from width 64 on the loss stays, too, and is higher than "
        "with the usual weights and a rate of their own",
        "Yang et al. 2022",
        measured.transferred,
        measured.judge_transferred,
        directions=(
            "positive down",
            "positive down",
            "positive down",
        ),
    ),
    Claim(
        45,
        "Where the batch size is multiplied by k, multiply the rate by k.",
        "at equal images, from batch 2 to 16, where the multiplied rate is well below the largest stable one (0.02 to "
        "0.16; digits, 32 units, SGD without momentum, one to three epochs, five seeds); not to batch 64. At equal "
        "steps, 40, the best rate grows as the square root",
        "Goyal et al. 2017",
        measured.batches,
        measured.judge_batches,
        revised="tried at equal images, as the paper means it, and no longer at equal steps alone; was: fails",
        directions=(
            "positive down",
            "positive up",
            "positive down",
            "positive none",
        ),
    ),
    Claim(
        46,
        "The measured noise of the gradient tells the critical batch size.",
        "digits, 64 units; noise at batch 16 and a rate of 0.3 over 80 steps, five seeds; steps to 0.93 from Searching",
        "McCandlish et al. 2018",
        measured.noise,
        measured.judge_noise,
        revised="measures the noise in the network whose steps are counted, of 64 units; it was one of 32",
        directions=(
            "positive none",
            "positive none",
            "positive none",
            "positive none",
            "positive down",
        ),
    ),
    Claim(
        47,
        "The largest rate that keeps one gradient step's changes bounded falls as depth to the power −3/2, so a deeper "
        "network wants a smaller rate.",
        "the direction only, for Adam's best rate: about as one over the depth (digits, 1 to 8 hidden layers of 32, "
        "six epochs, five seeds)",
        "Jelassi et al. 2023",
        measured.deeper,
        measured.judge_deeper,
        directions=(
            "positive down",
            "positive up",
        ),
    ),
    Claim(
        48,
        "A longer training wants a smaller rate.",
        "digits, 32 units, Adam, constant rate, 5 to 40 epochs, five seeds: by validation loss. By training loss it "
        "wants a larger one",
        "Bjorck et al. 2024",
        measured.longer,
        measured.judge_longer,
        directions=(
            "positive up",
            "positive up",
        ),
    ),
)
