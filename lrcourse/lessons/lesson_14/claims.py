"""Lesson 14's claims: a fitted rule (42), the rate against width (43), µP (44), batch size (45), the gradient's noise
(46), depth (47), budget (48).
"""

from ..claim import Claim
from . import measured

CLAIMS = (
    Claim(
        42,
        "A power law fitted to small models foretells a large model's best rate.",
        "digits, two hidden layers, Adam, two epochs, five seeds, seven rates; fitted on widths 16 to 128, "
        "tried on 512",
        "Bi et al. 2024, arXiv 2401.02954",
        measured.fitted,
        measured.judge_fitted,
    ),
    Claim(
        43,
        "With the usual weights and rates, a wider network wants another rate.",
        "the same, widths 16 to 512: a smaller one",
        "Yang et al. 2022, arXiv 2203.03466",
        measured.wider,
        measured.judge_wider,
    ),
    Claim(
        44,
        "With µP, the rate that is best for a small network is best for a wide one.",
        "the same, µP from width 16 on: the rate stays. But the wide network then trains more slowly than one with "
        "the usual weights and a rate of its own",
        "Yang et al. 2022, arXiv 2203.03466",
        measured.transferred,
        measured.judge_transferred,
    ),
    Claim(
        45,
        "Where the batch size is multiplied by k, multiply the rate by k.",
        "digits, 32 units, SGD without momentum, 40 steps, five seeds; the best rate grows as the square root, and "
        "beyond the critical batch size more slowly",
        "Goyal et al. 2017, arXiv 1706.02677",
        measured.batches,
        measured.judge_batches,
    ),
    Claim(
        46,
        "The measured noise of the gradient tells the critical batch size.",
        "the same network; noise at batch 16 and a rate of 0.3 over 80 steps, five seeds; steps to 0.93 from lesson 08",
        "McCandlish et al. 2018, arXiv 1812.06162",
        measured.noise,
        measured.judge_noise,
    ),
    Claim(
        47,
        "The best rate falls with depth, as depth to the power −3/2.",
        "digits, 1 to 8 hidden layers of 32, Adam, six epochs, five seeds: it falls as one over the depth. The paper's "
        "exponent is for SGD's first steps",
        "Jelassi et al. 2023, arXiv 2305.07810",
        measured.deeper,
        measured.judge_deeper,
    ),
    Claim(
        48,
        "A longer training wants a smaller rate.",
        "digits, 32 units, Adam, constant rate, 5 to 40 epochs, five seeds: by validation loss. By training loss it "
        "wants a larger one",
        "Bjorck et al. 2024, arXiv 2409.19913",
        measured.longer,
        measured.judge_longer,
    ),
)
