"""Its predictions and exercises."""

import numpy as np

from ... import diagnosis
from ...diagnosis.metrics import firing
from ...engine import surfaces
from ...engine.optimizers import sgd
from ..question import Exercise, Prediction, near
from .coding import CODING
from .edge_of_stability import EDGE_RATE, EDGE_RATES, HEAVY, edge, settled
from .experiments import NOISY_RATES, PRODUCTS, catapult, flat_runs, lowest_at
from .specimens import CAUSES, zoo

TOO_SMALL, TOO_LARGE, UNKNOWN = "too small", "too large", "cannot be said"
PROBE = {  # what to ask for before one believes a name
    "too small": "Is it still falling? How many of its units fire?",
    "good": "How do training and validation end, and is the curve as calm as it looks?",
    "unstable": "How does the loss on *all* training data end?",
    "dead": "How many of its units fire?",
    "diverged": "Where does the curve end, beside where it began?",
    "over-fitting": "Look at validation beside training: do they part?",
    "small batch": "Does the full batch run differently, and is all of the training data learned?",
    "edge of stability": "What is the rate times the sharpness?",
}


def _flat():
    """Which of the two logs has the rate that is too small: the one whose units all fire."""
    logs = {"log A, at 2.46": 1e-5, "log B, at 2.31": 2}
    alive = firing(flat_runs())
    return max(logs, key=lambda name: alive[flat_runs().at(logs[name])])


def _deciding():
    """Which measurement differs most between the two flat runs, in shares of what it can be."""
    runs = flat_runs()
    small, large = runs.at(1e-5), runs.at(2)
    gap = {
        "validation accuracy": runs.validation_accuracy[:, -1],
        "gap between training and validation": (runs.train_accuracy - runs.validation_accuracy)[:, -1],
        "units that fire": firing(runs),
    }
    return max(gap, key=lambda name: abs(gap[name][small] - gap[name][large]))


def _edge():
    loss = edge().loss[EDGE_RATES.index(EDGE_RATE)]
    if not np.isfinite(loss[-1]) or loss[-1] > loss[0]:
        return "it explodes"
    return "it still falls" if loss[-100:].mean() < 0.95 * loss[500:600].mean() else "it stays where it is"


def _catapult():
    """What the loss does at rate × curvature 3."""
    loss = catapult().loss[PRODUCTS.index(3)]
    if not loss[-1] < loss[0]:
        return "it explodes"
    return "it rises, then falls" if loss.max() > loss[0] else "it falls at once"


def _heavy_edge():
    """Where rate × sharpness ends with momentum: the median of ten seeds."""
    product = np.median(settled(HEAVY))
    return "it explodes" if not np.isfinite(product) else "near 2" if product < 2.5 else "near 3"


def named_by_reader():
    """How many of the zoo's ten the reader names right."""
    return sum(one.reading.verdict == one.cause for one in zoo())


def _reader():
    right = named_by_reader()
    return (
        "all ten" if right == 10 else "eight or nine" if right > 7 else "six or seven" if right > 5 else "five or fewer"
    )


def _smaller():
    """What 0.03 does to the parting that 0.1 shows."""
    epoch = lowest_at()
    small, large = epoch[NOISY_RATES.index(0.03)], epoch[NOISY_RATES.index(0.1)]
    return "delays it" if small > 1.5 * large else "hastens it" if large > 1.5 * small else "changes nothing"


def four_classes(flat=1.39):
    """What the reader says of a loss with four classes that lies flat from the first step on."""
    return diagnosis.read(np.full(100, flat), np.log(4)).verdict


def settled_sharpness(rate=0.4):
    """Where the sharpness settles at the edge of stability."""
    return diagnosis.stability_factor(sgd()) / rate


def limit_with_momentum():
    """The limit for curvature 5 with momentum 0.9."""
    return diagnosis.stability_limit(surfaces.quadratic([5.0]), sgd(momentum=0.9))


def _named(letter):
    """The exercise of naming one specimen."""

    def one():
        return next(specimen for specimen in zoo() if specimen.letter == letter)

    slips = tuple((lambda answer, cause=cause: answer == cause, remark) for cause, remark in PROBE.items())
    return Exercise(
        lambda answer: answer == one().cause,
        lambda: (
            f"{one().cause}: rate {one().runs.lr[0]:.2g}, batch {one().batch or 'full'}; our reader says: "
            f"{one().reading.verdict}"
        ),
        CAUSES,
        slips,
    )


QUESTIONS = (
    {
        "reading_loss_curves.0": Exercise(
            near(limit_with_momentum),
            lambda: f"(2 + 2 · 0.9)/5 = {limit_with_momentum():g}",
            slips=(
                (near(2 / 5), "That is the limit without momentum."),
                (near(0.04), "Momentum raises the limit."),
                (near(3.8), "That is the limit of ηλ."),
            ),
            text=(
                "**From memory.** With a momentum of 0.9 and the curvature 5, up to which rate does gradient "
                "descent converge ([Just right]())?"
            ),
        ),
        "reading_loss_curves.1": Prediction(
            ("log A, at 2.46", "log B, at 2.31", "both", "neither"),
            _flat,
            text="**Predict.** Which of the two has the rate that is too *small*?",
        ),
        "reading_loss_curves.2": Prediction(
            ("validation accuracy", "gap between training and validation", "units that fire"),
            _deciding,
            text=(
                "**Predict.** Which one measurement at the end of each run would tell the two causes apart most "
                "clearly?"
            ),
        ),
        "reading_loss_curves.3": Prediction(
            ("it explodes", "it stays where it is", "it still falls"),
            _edge,
            text=(
                r"**Predict.** At a rate of 0.7, rate × sharpness begins at $0.7\cdot3.97\approx2.8$ and lies "
                "near 2 from step 200 on. In the second half of 1000 steps the loss rises on 42 % of the steps. "
                "What becomes of it?"
            ),
        ),
        "reading_loss_curves.4": Prediction(
            ("all ten", "eight or nine", "six or seven", "five or fewer"),
            _reader,
            text=(
                "**Predict.** Our reader sees only the curve and the cost of guessing, and knows the first five "
                "names. How many of the ten does it name right?"
            ),
        ),
        "reading_loss_curves.5": Exercise(
            lambda answer: answer == four_classes(),
            lambda: (
                f"1.39 is ln 4 = {np.log(4):.3f}, the cost of guessing, where it began: weights that hardly moved and "
                f"units that died give the same level. It {four_classes()}; count the units that fire"
            ),
            (TOO_SMALL, TOO_LARGE, UNKNOWN),
            (
                (
                    lambda answer: answer == TOO_SMALL,
                    "It may be. At which level would dead units lie, with four classes?",
                ),
                (lambda answer: answer == TOO_LARGE, "It may be. Where would weights that hardly move have stayed?"),
            ),
            text=(
                "**Exercise.** A classifier of four equally frequent classes begins at a loss of 1.39, and its "
                'loss lies flat there to the end. Nobody counted its units. Was its rate `"too small"`, `"too '
                'large"`, or `"cannot be said"`? (It can learn its task at some rate.)'
            ),
            hint=(
                "What does guessing among four classes cost (`from math import log`)? At which loss do weights "
                "that hardly move stay, and at which do dead units end?"
            ),
        ),
        "reading_loss_curves.6": Exercise(
            near(settled_sharpness),
            lambda: f"rate × sharpness settles at 2, so the sharpness at 2/0.4 = {settled_sharpness():g}",
            slips=(
                (near(0.8), "Divide: it is the product that settles at 2."),
                (near(2.5), "The product settles at a bowl's limit. What is that?"),
                (near(2), "That is rate × sharpness."),
            ),
            text=(
                "**Exercise.** The same kind of network, without momentum, has come to the edge of stability at "
                "a rate of 0.4. About how large is its sharpness?"
            ),
            hint="Which product settles, and at what? One percent off the round number still counts.",
        ),
        "reading_loss_curves.9": Prediction(
            ("it falls at once", "it rises, then falls", "it explodes"),
            _catapult,
            text=(
                "**Predict.** It starts from $u=2$, $v=0.1$, at a rate for which rate × curvature is 3 there. "
                "What does the loss do?"
            ),
        ),
        "reading_loss_curves.10": Prediction(
            ("near 2", "near 3", "it explodes"),
            _heavy_edge,
            text=(
                r"**Predict.** A momentum of 0.5 raises the limit of a bowl to $2+2\cdot0.5=3$ ([Just right]()). "
                "At a rate of 0.7 and with this momentum, where is rate × sharpness after 1000 steps?"
            ),
        ),
        "reading_loss_curves.7": Prediction(
            ("hastens it", "delays it", "changes nothing"),
            _smaller,
            text=(
                "**Predict.** At a rate of 0.1 the two part as well. What does 0.03 do to the parting, compared "
                "with 0.1?"
            ),
        ),
    }
    | {f"reading_loss_curves.{letter}": _named(letter) for letter in "ABCDEFGHIJ"}
    | CODING
)
