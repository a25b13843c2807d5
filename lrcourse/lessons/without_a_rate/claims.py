"""The claims: Prodigy as it stands (35), an unknown budget (36), DoG as it stands (37), hypergradient descent
from any first rate (38), Schedule-Free without a schedule (39, 52), Muon beside Adam (40), boosting's shrinkage (41),
Polyak's step as it stands (51).
"""

from ..claim import Claim
from . import measured

CLAIMS = (
    Claim(
        35,
        "Prodigy needs no tuning: as it stands it is as good as Adam with a tuned rate.",
        "digits, batches of 64, 20 epochs, five seeds; Adam may try 17 rates",
        "Mishchenko and Defazio 2024",
        measured.prodigious,
        measured.judge_prodigious,
        directions=(
            "positive up",
            "positive down",
            "positive none",
            "positive none",
        ),
    ),
    Claim(
        36,
        "With a constant rate and a late decay the budget need not be known from the start.",
        "digits, SGD, batches of 8, a rate of 0.5, five seeds; budgets of 4, 12 and 20 epochs; no warm-up",
        "Hu et al. 2024; Hägele et al. 2024",
        measured.unknown_budget,
        measured.judge_unknown_budget,
        directions=(
            "signed up",
            "signed down",
        ),
    ),
    Claim(
        37,
        "DoG needs no tuning: as it stands it is close to SGD with a tuned rate.",
        "digits, batches of 64, five seeds; the last iterate, no averaging: not in 20 epochs, most of which it takes "
        "to come up from its first, tiny step; in 80 it is, beside SGD after 80",
        "Ivgi et al. 2023",
        measured.untuned,
        measured.judge_untuned,
        directions=(
            "positive up",
            "positive up",
            "positive down",
            "positive down",
            "positive none",
        ),
    ),
    Claim(
        38,
        "Hypergradient descent reduces the need to tune the first rate.",
        "the same, 17 first rates over six decades, its own rate β = 0.1: all are equally good, and below tuned SGD",
        "Baydin et al. 2018",
        measured.first_rate,
        measured.judge_first_rate,
        directions=(
            "positive up",
            "positive down",
            "share up",
            "share down",
        ),
    ),
    Claim(
        39,
        "Without a schedule and a known budget, Schedule-Free is as good as a schedule that knows it.",
        "the same, SGD, 20 epochs, 17 rates each. But here a constant rate is as good as a cosine, too",
        "Defazio et al. 2024",
        measured.no_schedule,
        measured.judge_no_schedule,
        directions=(
            "signed up",
            "signed up",
            "positive none",
        ),
    ),
    Claim(
        40,
        "Steps made orthogonal (Muon) train faster than Adam's.",
        "the same, 20 epochs, ten seeds, 17 rates each, on the first and last layer, where its authors use AdamW: its "
        "training loss ends lower; in accuracy both are equal, and Muon's good range is the narrower",
        "Jordan et al. 2024",
        measured.orthogonal,
        measured.judge_orthogonal,
        seeds=10,
        revised="ten seeds for five, where a shift of the grid by half a percent had changed the verdict; with an if, "
        "as the network has none of the layers that Muon is meant for",
        directions=(
            "share none",
            "share none",
            "positive down",
            "positive none",
            "positive none",
        ),
    ),
    Claim(
        41,
        "In boosting a smaller learning rate, with more trees, predicts better.",
        "60 points of a noisy sine, stumps, up to 200 trees, five draws; each at its best number of trees",
        "Friedman 2001",
        measured.shrunk,
        measured.judge_shrunk,
        directions=(
            "positive down",
            "positive none",
            "positive none",
        ),
    ),
    Claim(
        51,
        "Told the least loss, Polyak's step needs no tuning on a model that can fit everything.",
        "digits, batches of 64, the least loss taken as 0, five seeds; the plain step, c = 1, without the paper's "
        "upper bound: not in 20 epochs; in 80 it is as good as tuned SGD after 80; more than twice the step fails",
        "Loizou et al. 2021",
        measured.told_the_least,
        measured.judge_told_the_least,
        directions=(
            "positive up",
            "positive up",
            "positive down",
            "positive down",
            "positive none",
        ),
    ),
    Claim(
        52,
        "Without a schedule and a known budget, Schedule-Free AdamW is as good as Adam with a schedule that knows it.",
        "digits, 20 epochs, five seeds, 17 rates each, both after a warm-up of 20 steps; no weight decay. But here a "
        "constant rate is as accurate as a cosine, too",
        "Defazio et al. 2024",
        measured.no_schedule_adam,
        measured.judge_no_schedule,
        revised="asks, as 39 does, whether the cosine was needed; was: holds",
        directions=(
            "signed up",
            "signed up",
            "positive none",
            "positive none",
            "positive none",
        ),
    ),
)
