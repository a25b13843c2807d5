"""Lesson 06, reading loss curves: what a rising (7), a swinging (9, 11) or a parting curve (12) says about the rate; and the zoo of curves to be named."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from .. import data, diagnosis, networks, surfaces
from ..optimizers import sgd
from ..training import Runs, train
from . import FAILS, HOLDS, HOLDS_IF, MISLEADS, SEEDS, Claim
from .lesson_05 import RATES, network, run, sweep

CHANCE = np.log(10)  # the loss of guessing among ten digits
FLAT_RATES = (1e-5, 1e-4, 0.001, 0.005, 0.02, 0.1, 0.3, 0.6, 1, 1.2, 1.5, 2, 3)
EDGE_RATES, EDGE_STEPS, EDGE_EVERY, EDGE_SEED = (
    (0.1, 0.2, 0.3, 0.5, 0.7, 1),
    1000,
    100,
    4,
)  # the seed: its runs are no chaos up to 1000 steps
NOISY_RATES = (0.03, 0.1, 0.3, 2)  # the last one kills the units
OFTEN = 0.3  # of the late steps: a full-batch loss that rises on more of them keeps rising
PARTED = 0.05  # training accuracy gains and validation accuracy loses more than this after the latter's best

CAUSES = ("too small", "good", "unstable", "dead", "diverged", "over-fitting", "small batch", "edge of stability")


# Three problems besides the classifier of lesson 05


@cache
def smooth_network():
    """200 digits, 32 tanh units, squared error: trained on the full batch it shows the edge of stability (Cohen et al. 2021)."""
    return networks.mlp(data.digits(train=200), hidden=(32,), activation="tanh", loss="squared_error")


@cache
def noisy_network():
    """200 digits, 30 % of them with a wrong label, and two layers of 64 ReLU units, which can learn them by heart."""
    return networks.mlp(data.digits(train=200, noise=0.3), hidden=(64, 64))


@cache
def penguin_line():
    """Linear regression of the penguins' mass on standardised columns: a bowl, whose limit is known."""
    return networks.linear_regression(data.standardised(data.penguins()))


@cache
def flat_runs():
    """The classifier at FLAT_RATES, from seed 0."""
    return run(0, FLAT_RATES)


@cache
def noisy_run(seed):
    """Runs with wrong labels at NOISY_RATES: 150 epochs of 10 batches of 20."""
    return train(noisy_network(), sgd(), lr=NOISY_RATES, steps=1500, batch_size=20, seed=seed, evaluate_every=5)


@cache
def small_batch(seed):
    """The classifier at rate 0.1 with batches of 4, and with the full batch: (Runs, Runs) of 600 steps each."""
    return tuple(
        train(network(), sgd(), lr=0.1, steps=600, batch_size=batch, seed=seed, evaluate_every=every)
        for batch, every in ((4, 1), (None, 200))
    )


@cache
def edge_run(seed, rate=1.0, steps=600):
    """The smooth network on the full batch."""
    return train(smooth_network(), sgd(), lr=rate, steps=steps, seed=seed, evaluate_every=steps // 12)


# Sharpness along the way


@dataclass(frozen=True)
class Resumed(networks.Network):
    """A network whose training goes on from the parameters `at` (runs, size)."""

    at: object = None

    def start(self, seed=0):
        """The parameters so far, whatever the seed."""
        return self.at


@dataclass(frozen=True, eq=False)
class Followed:
    """Full-batch runs, and rate × sharpness along the way."""

    lr: np.ndarray  # (runs,)
    loss: np.ndarray  # (runs, steps + 1)
    checked_at: np.ndarray  # (checks,), in steps
    product: np.ndarray  # (runs, checks)


def follow(problem, rates, steps, every, seed=0):
    """Train on the full batch, measuring the sharpness every so many steps -> Followed."""
    params, losses, products = np.tile(problem.start(seed), (len(rates), 1)), [], []
    for _ in range(steps // every):
        products.append(diagnosis.sharpness(problem, params, iterations=25) * rates)
        runs = train(
            Resumed(problem.data, problem.hidden, problem.activation, problem.loss, params),
            sgd(),
            lr=rates,
            steps=every,
            evaluate_every=every,
        )
        params = runs.params
        losses.append(runs.loss[:, :-1])
    products.append(diagnosis.sharpness(problem, params, iterations=25) * rates)
    loss = np.concatenate([*losses, runs.loss[:, -1:]], axis=1)
    return Followed(np.array(rates), loss, np.arange(0, steps + 1, every), np.stack(products, axis=1))


@cache
def edge():
    """The smooth network at EDGE_RATES, followed."""
    return follow(smooth_network(), EDGE_RATES, EDGE_STEPS, EDGE_EVERY, EDGE_SEED)


# The zoo: ten curves to be named


@dataclass(frozen=True, eq=False)
class Specimen:
    """One loss curve, its cause, and what a probe would show; `batch` is None for the full batch, `chance` the loss of guessing."""

    letter: str
    cause: str
    runs: Runs  # of one run
    batch: int | None
    seed: int
    chance: float

    @property
    def reading(self):
        """What `diagnosis.read` says, which sees only the curve and the loss of guessing."""
        return diagnosis.read(self.runs.loss[0], self.chance)


def _on_digits(rate, seed):
    return run(seed, rate), 32, seed, CHANCE


def _penguins():
    rate = 1.03 * diagnosis.stability_limit(penguin_line(), sgd())
    return (
        train(penguin_line(), sgd(), lr=rate, steps=150, evaluate_every=10),
        None,
        0,
        float(penguin_line().data.y_train.var()),
    )


@cache
def zoo():
    """The ten specimens, A to J."""
    noisy = train(noisy_network(), sgd(), lr=0.03, steps=1500, batch_size=20, evaluate_every=10)
    kept = (
        (
            "edge of stability",
            edge_run(EDGE_SEED),
            None,
            EDGE_SEED,
            0.09,
        ),  # guessing: a tenth for each class, mean of .9² and nine times .1²
        ("too small", *_on_digits(0.005, 0)),
        ("dead", *_on_digits(2, 1)),
        ("small batch", small_batch(0)[0], 4, 0, CHANCE),
        ("over-fitting", noisy, 20, 0, CHANCE),
        ("too small", *_on_digits(1e-5, 0)),
        ("good", *_on_digits(0.3, 0)),
        ("diverged", *_penguins()),
        ("unstable", *_on_digits(1.5, 4)),
        ("good", *_on_digits(1, 3)),
    )
    return tuple(Specimen(letter, *one) for letter, one in zip("ABCDEFGHIJ", kept))


@cache
def full_batch(specimen):
    """The loss (steps + 1,) of the same problem, rate, start and number of steps, with the full batch."""
    if specimen.batch is None:
        return specimen.runs.loss[0]
    one = specimen.runs
    return train(one.problem, sgd(), lr=one.lr, steps=one.steps, seed=specimen.seed, evaluate_every=one.steps).loss[0]


# The trials


def rising_share(losses):
    """Share of the steps in the last half at which each loss (runs, steps + 1) rises."""
    return np.mean(np.diff(losses[:, losses.shape[1] // 2 :], axis=1) > 0, axis=1)


def lowest_at(seeds=SEEDS):
    """Epoch of the lowest validation loss with wrong labels, looked at every fifth, at each of NOISY_RATES but the last: median of the seeds (rates,)."""
    return np.median(
        [one.evaluated_at[one.validation_loss[:-1].argmin(axis=1)] / 10 for one in map(noisy_run, seeds)], axis=0
    )


def parting_share(seeds=SEEDS):
    """Share of the seeds in which validation and training part with wrong labels, at each of NOISY_RATES (rates,)."""
    return np.mean([parted(noisy_run(seed)) for seed in seeds], axis=0)


def late_swing(losses):
    """The 95th percentile of one curve's last quarter over its 5th."""
    low, high = np.quantile(losses[-(len(losses) // 4) :], [0.05, 0.95])
    return high / low


def parted(runs):
    """Whether validation accuracy fell by more than PARTED from its best while training accuracy went on gaining as much (runs,)."""
    best, each = runs.validation_accuracy.argmax(axis=1), np.arange(len(runs.lr))
    gained = runs.train_accuracy[:, -1] - runs.train_accuracy[each, best]
    lost = runs.validation_accuracy[each, best] - runs.validation_accuracy[:, -1]
    return (gained > PARTED) & (lost > PARTED)


def _verdicts(seeds, rate):
    """What the reader calls the classifier's curve at one of RATES, for each seed."""
    return [diagnosis.read(one.loss[RATES.index(rate)], CHANCE).verdict for one in sweep(seeds)]


def _share(conditions):
    return float(np.mean(list(conditions)))


def catapult():
    """Loss (steps + 1,) of ½(uv)² at rate × sharpness 3.99, where it is thrown up and converges elsewhere (Lewkowycz et al. 2020)."""
    start = np.array([2.0, 0.1])
    surface = surfaces.from_function(lambda p: ((p[0] * p[1]) ** 2 / 2, p[0] * p[1] * p[::-1]), start)
    return train(surface, sgd(), lr=3.99 / (start @ start), steps=200).loss[0]


def _bowl(share_of_limit):
    return train(surfaces.quadratic([1, 10]), sgd(), lr=share_of_limit * 0.2, steps=100).loss


def rising(seeds):
    """Claim 7: what rises does not always diverge, and what is too large does not always rise."""
    thrown, at_two = catapult(), _verdicts(seeds, 2)
    return {
        "bowl 3 % beyond its limit: rising steps, share": round(rising_share(_bowl(1.03))[0], 2),
        "network at rate 2: dead flat near ln 10, share of seeds": _share(one == "dead" for one in at_two),
        "network at rate 2: unstable or diverged, share of seeds": _share(
            one in ("unstable", "diverged") for one in at_two
        ),
        "catapult: highest loss / first": round(thrown.max() / thrown[0], 2),
        "catapult: last loss / first": round(thrown[-1] / thrown[0], 4),
    }


def judge_rising(numbers):
    """Fails if not even a bowl's loss rises; holds if every failing network rises too, and nothing else does."""
    bowl, dead, rises, highest, last = numbers.values()
    if bowl < 0.5:
        return FAILS
    return HOLDS if rises == 1 and dead == 0 and not (highest > 1.5 and last < 1) else HOLDS_IF


def swinging(seeds):
    """Claim 9: the loss is thrown about at too large a rate, but also by a small batch, and at the edge of stability."""
    large, fine = ([one.loss[RATES.index(rate)] for one in sweep(seeds)] for rate in (1.5, 0.1))
    factors = np.median([[late_swing(one.loss[0]) for one in small_batch(seed)] for seed in seeds], axis=0)
    smooth = [edge_run(seed).loss for seed in seeds]
    return {
        "rate 1.5: a loss above 1.5 times the first, share of seeds": _share(one.max() > 1.5 * one[0] for one in large),
        "rate 0.1: the same": _share(one.max() > 1.5 * one[0] for one in fine),
        "rate 0.1, batches of 4: late losses swing by a factor of (median)": round(factors[0], 1),
        "rate 0.1, full batch: the same": round(factors[1], 2),
        "edge of stability: rises on over 30 % of late steps and still falls, share of seeds": _share(
            rising_share(loss)[0] > OFTEN and loss[0, -50:].mean() < loss[0, 300:350].mean() for loss in smooth
        ),
    }


def judge_swinging(numbers):
    """Fails if a large rate does not throw the loss about; holds if it alone does."""
    large, _, small, full, edge_of_stability = numbers.values()
    if large <= 0.5:
        return FAILS
    return HOLDS if small < 2 * full and edge_of_stability == 0 else HOLDS_IF


def pointing(seeds):
    """Claim 11: of the curves that rise or swing, whose rate is too large; and which too large a rate does neither."""
    numbers = {
        f"bowl at {share:g} of its limit: rising steps, share": round(rising_share(_bowl(share))[0], 2)
        for share in (0.98, 1.03)
    }
    small = [small_batch(seed)[0] for seed in seeds]
    return numbers | {
        "rate 0.1, batches of 4: rises on over 30 % of late steps, share of seeds": _share(
            rising_share(one.loss)[0] > OFTEN for one in small
        ),
        "and validation accuracy above 0.9, share of seeds": _share(
            one.validation_accuracy[0, -1] > 0.9 for one in small
        ),
        "edge of stability: rises as often, share of seeds": _share(
            rising_share(edge_run(seed).loss)[0] > OFTEN for seed in seeds
        ),
        "rate 2: lies dead, share of seeds": _share(one == "dead" for one in _verdicts(seeds, 2)),
    }


def judge_pointing(numbers):
    """On a bowl the sign must be right; it holds as it stands only if it also misleads nobody on the networks."""
    below, beyond, swings, learns, edge_of_stability, dead = numbers.values()
    if below > 0 or beyond < 0.5:
        return FAILS
    return HOLDS if min(swings, learns) == 0 and edge_of_stability == 0 and dead == 0 else HOLDS_IF


def parting(seeds):
    """Claim 12: at which rates validation accuracy falls while training accuracy rises, with wrong labels; and at a rate that is too large."""
    apart, epochs = parting_share(seeds), lowest_at(seeds)
    return {f"rate {rate:g}: they part, share of seeds": float(share) for rate, share in zip(NOISY_RATES, apart)} | {
        "rate 0.1: epoch of the lowest validation loss, median": epochs[1],
        "rate 0.03: the same": epochs[0],
    }


def judge_parting(numbers):
    """Holds if the sign comes with too large a rate and not with a small one; misleads if it is the other way round."""
    small, _, _, large, _, _ = numbers.values()
    if large > 0.5:
        return HOLDS_IF if small > 0.5 else HOLDS
    return MISLEADS if small > 0.5 else FAILS


HOME = "06_reading_loss_curves"
CLAIMS = (
    Claim(
        7,
        "Divergence shows as a rising loss.",
        HOLDS_IF,
        "on a bowl it does; a ReLU network at rate 2 lies flat at ln 10 instead (five seeds), and a catapult rises and then converges",
        "measured here; catapult: Lewkowycz et al. 2020, arXiv 2003.02218",
        HOME,
        rising,
        judge_rising,
    ),
    Claim(
        9,
        "At too large a rate the loss fluctuates wildly.",
        HOLDS_IF,
        "it does, but so does a small batch at a rate that is fine with the full batch; and at the edge of stability it rises and falls for good (five seeds)",
        "measured here; edge of stability: Cohen et al. 2021, arXiv 2103.00065",
        HOME,
        swinging,
        judge_swinging,
    ),
    Claim(
        11,
        "A loss curve that oscillates or rises points to too large a rate.",
        HOLDS_IF,
        "plain gradient descent on a bowl; with small batches, or at the edge of stability, it points elsewhere, and dead units give no such sign (five seeds)",
        "measured here; edge of stability: Cohen et al. 2021, arXiv 2103.00065",
        HOME,
        pointing,
        judge_pointing,
    ),
    Claim(
        12,
        "Validation that stagnates while training improves points to too large a rate.",
        MISLEADS,
        "30 % wrong labels, 200 digits, 150 epochs, five seeds: it is over-fitting, comes at small rates too, later, and not at 2, where the units die",
        "measured here",
        HOME,
        parting,
        judge_parting,
    ),
)
