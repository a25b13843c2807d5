"""The predictions and exercises of this lesson, each text with the numbers that its judge uses."""

import numpy as np

from ... import diagnosis
from ...diagnosis.metrics import firing
from ...engine import surfaces
from ...engine.optimizers import sgd
from ..question import Exercise, Prediction, near
from .coding import CODING
from .edge_of_stability import EDGE_RATE, EDGE_RATES, EDGE_STEPS, HEAVY, edge, settled
from .experiments import NOISY_RATES, PRODUCTS, START, catapult, flat_runs, lowest_at
from .specimens import CAUSES, ZOO, zoo

TOO_SMALL, TOO_LARGE, UNKNOWN = "too small", "too large", "cannot be said"
PROBE = {  # what to ask for before one believes a name
    "too small": "Has it hardly moved? How many of its units fire?",
    "still learning": "Does it fall steadily to the end, and would more steps help on validation data, too?",
    "good": "Do training and validation end low together, and what makes the curve swing, if it does?",
    "unstable": "How does the loss on *all* training data end?",
    "dead": "Does it lie flat at the cost of guessing, with hardly a unit that fires?",
    "diverged": "Where does the curve end, beside where it began?",
    "over-fitting": "Does validation turn and rise while training goes on falling?",
    "small batch": "Does the full batch run differently, and is all of the training data learned?",
    "edge of stability": "Is the batch full, and is rate × sharpness at the limit while the loss comes down?",
}
RECALLED_CURVATURE, RECALLED_MOMENTUM = 5, 0.9  # of reading_loss_curves.0's bowl
LOGS = {"log A, at 2.46": 1e-5, "log B, at 2.31": 2}  # the rates of the two logs, which the reader does not know
CLASSES, FLAT = 4, 1.39  # of reading_loss_curves.5's classifier, and its loss
EDGE_FROM = 200  # steps after which rate × sharpness lies near the limit at EDGE_RATE
PLAIN, WITH_MOMENTUM = (diagnosis.stability_factor(sgd(momentum)) for momentum in (0, HEAVY))  # limits of ηλ on a bowl
SETTLED_RATE = 0.4  # of reading_loss_curves.6's network
PRODUCT = 3  # rate × curvature of reading_loss_curves.9's catapult
SMALLER, SMALL = NOISY_RATES[:2]  # the rates of reading_loss_curves.7


def _flat():
    """Return which of the two logs has the rate that is too small: the one whose units all fire."""
    alive = firing(flat_runs())
    return max(LOGS, key=lambda name: alive[flat_runs().at(LOGS[name])])


def _deciding():
    """Return which measurement differs most between the two flat runs, in shares of what it can be."""
    runs = flat_runs()
    first, second = (runs.at(rate) for rate in LOGS.values())
    measured = {
        "validation accuracy": runs.validation_accuracy[:, -1],
        "gap between training and validation": (runs.train_accuracy - runs.validation_accuracy)[:, -1],
        "units that fire": firing(runs),
    }
    return max(measured, key=lambda name: abs(measured[name][first] - measured[name][second]))


def _edge():
    """Return what becomes of the loss at EDGE_RATE, one of the choices."""
    loss = edge().loss[EDGE_RATES.index(EDGE_RATE)]
    if not np.isfinite(loss[-1]) or loss[-1] > loss[0]:
        return "it explodes"
    return "it still falls" if loss[-100:].mean() < 0.95 * loss[500:600].mean() else "it stays where it is"


def _catapult():
    """Return what the catapult's loss does at PRODUCT, one of the choices."""
    loss = catapult().loss[PRODUCTS.index(PRODUCT)]
    if not loss[-1] < loss[0]:
        return "it explodes"
    return "it rises, then falls" if loss.max() > loss[0] else "it falls at once"


def _heavy_edge():
    """Return where rate × sharpness ends with momentum, the median of ten seeds: one of the choices."""
    product = np.median(settled(HEAVY))
    if not np.isfinite(product):
        return "it explodes"
    return f"near {min((PLAIN, WITH_MOMENTUM), key=lambda limit: abs(limit - product)):g}"


def named_by_reader():
    """Return how many of the zoo's ten the reader names right."""
    return sum(one.reading.verdict == one.cause for one in zoo())


def _reader():
    """Return how many of the ten the reader names right, one of the choices."""
    right = named_by_reader()
    return (
        "all ten" if right == 10 else "eight or nine" if right > 7 else "six or seven" if right > 5 else "five or fewer"
    )


def _smaller():
    """Return what SMALLER does to the parting that SMALL shows, one of the choices."""
    epochs = dict(zip(NOISY_RATES, lowest_at()))
    ratio = epochs[SMALLER] / epochs[SMALL]
    return "delays it" if ratio > 1.5 else "hastens it" if ratio < 1 / 1.5 else "changes nothing"


def four_classes(flat=FLAT):
    """Return what the reader says of a loss with four classes that lies flat from the first step on."""
    return diagnosis.read(np.full(100, flat), np.log(CLASSES)).verdict


def settled_sharpness():
    """Return where the sharpness settles at the edge of stability, at SETTLED_RATE."""
    return PLAIN / SETTLED_RATE


def limit_of_recalled(momentum=RECALLED_MOMENTUM):
    """Return the rate from which on gradient descent with a momentum diverges on the recalled bowl."""
    return diagnosis.stability_limit(surfaces.quadratic([RECALLED_CURVATURE]), sgd(momentum=momentum))


def _named(letter, text="", hint=""):
    """Return the exercise of naming one specimen of the zoo."""

    def worked():
        one = next(specimen for specimen in zoo() if specimen.letter == letter)
        rate, batch = one.runs.lr[0], one.batch or "full"
        return f"{one.cause}: rate {rate:.2g}, batch {batch}; our reader says: {one.reading.verdict}"

    slips = tuple(
        (lambda answer, cause=cause: answer == cause, remark) for cause, remark in PROBE.items() if cause != ZOO[letter]
    )
    return Exercise(lambda answer: answer == ZOO[letter], worked, CAUSES, slips, text, hint)


QUESTIONS = (
    {
        "reading_loss_curves.0": Exercise(
            text=(
                f"**From memory.** With a momentum of {RECALLED_MOMENTUM} and the curvature {RECALLED_CURVATURE}, up "
                "to which rate does gradient descent converge ([Just right]())?"
            ),
            right=near(limit_of_recalled),
            worked=lambda: f"(2 + 2 · {RECALLED_MOMENTUM})/{RECALLED_CURVATURE} = {limit_of_recalled():g}",
            slips=(
                (near(lambda: limit_of_recalled(0)), "That is the limit without momentum."),
                (near(lambda: limit_of_recalled(0) * (1 - RECALLED_MOMENTUM)), "Momentum raises the limit."),
                (near(lambda: limit_of_recalled() * RECALLED_CURVATURE), "That is the limit of ηλ."),
            ),
        ),
        "reading_loss_curves.1": Prediction(
            text="**Predict.** Which of the two has the rate that is too *small*?",
            choices=(*LOGS, "both", "neither"),
            truth=_flat,
        ),
        "reading_loss_curves.2": Prediction(
            text=(
                "**Predict.** Which one measurement at the end of each run would tell the two causes apart most "
                "clearly?"
            ),
            choices=("validation accuracy", "gap between training and validation", "units that fire"),
            truth=_deciding,
        ),
        "reading_loss_curves.3": Prediction(
            text=(
                f"**Predict.** At a rate of {EDGE_RATE}, rate × sharpness begins well above {PLAIN:g} and lies near "
                f"{PLAIN:g} from step {EDGE_FROM} on. In the second half of {EDGE_STEPS} steps the loss rises on two "
                "fifths of the steps. What becomes of it?"
            ),
            choices=("it explodes", "it stays where it is", "it still falls"),
            truth=_edge,
        ),
        "reading_loss_curves.4": Prediction(
            text=(
                "**Predict.** Our reader sees only the curve, its start and the cost of guessing. How many of the ten "
                "does it name right?"
            ),
            choices=("all ten", "eight or nine", "six or seven", "five or fewer"),
            truth=_reader,
        ),
        "reading_loss_curves.5": Exercise(
            text=(
                f"**Exercise.** A classifier of {CLASSES} equally frequent classes begins at a loss of {FLAT}, and its "
                'loss lies flat there to the end. Nobody counted its units. Was its rate `"too small"`, `"too '
                'large"`, or `"cannot be said"`? (It can learn its task at some rate.)'
            ),
            hint=(
                f"What does guessing among {CLASSES} classes cost (`from math import log`)? At which loss do weights "
                "that hardly move stay, and at which do dead units end?"
            ),
            right=lambda answer: answer == four_classes(),
            worked=lambda: (
                f"{FLAT} is ln {CLASSES} = {np.log(CLASSES):.3f}, the cost of guessing, where it began: weights that "
                f"hardly moved and units that died give the same level. It {four_classes()}; count the units that fire"
            ),
            wants=(TOO_SMALL, TOO_LARGE, UNKNOWN),
            slips=(
                (
                    lambda answer: answer == TOO_SMALL,
                    f"It may be. At which level would dead units lie, with {CLASSES} classes?",
                ),
                (lambda answer: answer == TOO_LARGE, "It may be. Where would weights that hardly move have stayed?"),
            ),
        ),
        "reading_loss_curves.6": Exercise(
            text=(
                "**Exercise.** The same kind of network, without momentum, has come to the edge of stability at "
                f"a rate of {SETTLED_RATE}. About how large is its sharpness?"
            ),
            hint="Which product settles, and at what? A few percent off still count.",
            right=near(settled_sharpness, 0.03),
            worked=lambda: (
                f"rate × sharpness settles at {PLAIN:g}, so the sharpness at {PLAIN:g}/{SETTLED_RATE} = "
                f"{settled_sharpness():g}"
            ),
            slips=(
                (near(PLAIN * SETTLED_RATE), f"Divide: it is the product that settles at {PLAIN:g}."),
                (near(1 / SETTLED_RATE), "The product settles at a bowl's limit. What is that?"),
                (near(PLAIN), "That is rate × sharpness."),
                (near(WITH_MOMENTUM / SETTLED_RATE), "That is with momentum; this one has none."),
            ),
        ),
        "reading_loss_curves.9": Prediction(
            text=(
                f"**Predict.** It starts from $u={START[0]:g}$, $v={START[1]:g}$, at a rate for which rate × "
                f"curvature is {PRODUCT} there. What does the loss do?"
            ),
            choices=("it falls at once", "it rises, then falls", "it explodes"),
            truth=_catapult,
        ),
        "reading_loss_curves.10": Prediction(
            text=(
                rf"**Predict.** A momentum of {HEAVY} raises the limit of a bowl to ${PLAIN:g}+{PLAIN:g}\cdot{HEAVY}="
                rf"{WITH_MOMENTUM:g}$ ([Just right]()). At a rate of {EDGE_RATE} and with this momentum, where is "
                f"rate × sharpness after {EDGE_STEPS} steps?"
            ),
            choices=(f"near {PLAIN:g}", f"near {WITH_MOMENTUM:g}", "it explodes"),
            truth=_heavy_edge,
        ),
        "reading_loss_curves.7": Prediction(
            text=(
                f"**Predict.** At a rate of {SMALL} the two part as well. What does {SMALLER} do to the parting, "
                f"compared with {SMALL}?"
            ),
            choices=("hastens it", "delays it", "changes nothing"),
            truth=_smaller,
        ),
        "reading_loss_curves.A": _named(
            "A",
            text="**Exercise.** Name at least eight of the ten at the first try. Click a name for each.",
            hint=(
                "Levels first: where does it begin, where does it end, what does guessing cost? Curves that jag up and "
                "down have three causes, and one curve looks fine and is not."
            ),
        ),
    }
    | {f"reading_loss_curves.{letter}": _named(letter) for letter in ZOO if letter != "A"}
    | CODING
)
