"""hw3, tuning: a classifier of one's own, whose loss is counted in a unit of one's own, and a budget of runs."""

from dataclasses import dataclass, field
from functools import lru_cache, partial

import numpy as np

from .. import data
from ..engine import schedules
from ..engine.networks import Network
from ..engine.optimizers import sgd
from ..engine.training import train
from . import between
from .fields import Form, is_number, number, numbers

FEWEST, BUDGET = 4, 12  # runs of the log
EPOCHS = 10
GOOD = 0.03  # of validation accuracy, below the best: where a rate still counts as good
WORDS = ("better", "worse", "no difference")
_RATE, _LOSS = (1e-7, 1e7), (0, 1e9)


@dataclass(frozen=True)
class Weighted(Network):
    """A network whose loss, and so its gradient, is multiplied by `unit`."""

    unit: float = 1.0

    def loss_and_grad(self, params, batch=None):
        """Return loss and gradient as a Network does, times the unit."""
        loss, grad = super().loss_and_grad(params, batch)
        return self.unit * loss, np.multiply(grad, self.unit, out=grad)

    def evaluate(self, params, x, y):
        """Return loss and accuracy as a Network does, the loss times the unit."""
        loss, accuracy = super().evaluate(params, x, y)
        return self.unit * loss, accuracy


@dataclass(frozen=True)
class Parameters:
    """The numbers that make a student's problem."""

    train: int
    split: int
    noise: float
    width: int
    batch: int
    unit: float
    seed: int


def parameters(student):
    """Return a student's numbers: tasks are alike but for their unit, from 1/1000 to 1/10 or from 10 to 1000."""
    draw = partial(between, "hw3", student)
    power = draw(-2, 2, "unit")
    power += 1 if power > 0 else -1
    return Parameters(
        10 * int(draw(26, 37, "train")),
        int(draw(0, 1e6, "split")),
        round(draw(0.1, 0.25, "noise"), 2),
        int(draw(24, 49, "width")),
        2 * int(draw(5, 11, "batch")),
        float(f"{10**power:.3g}"),
        int(draw(0, 1e6, "seed")),
    )


@lru_cache(maxsize=64)
def network(student):
    """Return the student's classifier."""
    mine = parameters(student)
    images = data.digits(train=mine.train, noise=mine.noise, seed=mine.split)
    return Weighted(images, (mine.width,), unit=mine.unit)


def trained(student, rates, seed, double=False, cosine=False):
    """Return runs of 10 epochs at these rates from one seed: the student's batch or the double, constant or cosine."""
    net, batch = network(student), parameters(student).batch * (2 if double else 1)
    steps = EPOCHS * (net.n // batch)
    schedule = schedules.cosine(steps) if cosine else None
    return train(
        net, sgd(), lr=rates, steps=steps, batch_size=batch, schedule=schedule, seed=int(seed), evaluate_every=EPOCHS
    )


@dataclass(frozen=True, eq=False)
class Problem:
    """`trial(rate, seed)` makes one row of your log, 12 times; `runs(rates, seed)` trains many rates at once."""

    student: str
    network: Weighted = field(repr=False)
    images: int
    wrong_labels: float
    width: int
    batch: int
    unit: float
    seeds: list
    log: list = field(default_factory=list, repr=False)

    def trial(self, rate, seed=None):
        """Train once; note [rate, seed, validation accuracy, training loss] in `log`, of 12 rows, and return it."""
        if len(self.log) >= BUDGET:
            raise RuntimeError(f"the {BUDGET} runs are used up; the first cell starts an empty log")
        seed = self.seeds[0] if seed is None else seed
        runs = self.runs([rate], seed)
        self.log.append([float(rate), int(seed), float(runs.validation_accuracy[0, -1]), float(runs.train_loss[0, -1])])
        return self.log[-1]

    def runs(self, rates, seed=None, double=False, cosine=False):
        """Return runs of 10 epochs at these rates; they end at `validation_accuracy[:, -1]` and `train_loss[:, -1]`.

        `double=True` doubles the batch, `cosine=True` lowers the rate along a cosine to 0. `seed` is your first unless
        you give another.
        """
        return trained(self.student, rates, self.seeds[0] if seed is None else seed, double, cosine)


def problem(student):
    """Return the Problem of a student (an id as checked_id gives it)."""
    mine = parameters(student)
    seeds = list(range(mine.seed, mine.seed + 5))
    return Problem(student, network(student), mine.train, mine.noise, mine.width, mine.batch, mine.unit, seeds)


def log_fault(value):
    """Return what is wrong with the form of a log, "" if nothing is."""
    if not isinstance(value, list) or not FEWEST <= len(value) <= BUDGET:
        return f"that is not a list of {FEWEST} to {BUDGET} rows"
    for i, row in enumerate(value, start=1):
        if not isinstance(row, list) or len(row) != 4 or not all(map(is_number, row)):
            return f"row {i} is not four numbers"
        if number(*_RATE).fault(row[0]) or number(0, 1e7).fault(row[1]) or row[1] % 1 or number(0, 1).fault(row[2]):
            return f"row {i} is not [a rate, a whole seed, an accuracy from 0 to 1, a loss]"
    return ""


def compared_fault(value):
    """Return what is wrong with the form of [word, [rate, rate], [loss, loss]], "" if nothing is."""
    if not isinstance(value, list) or len(value) != 3 or value[0] not in WORDS:
        return f"that is not [word, two rates, two losses] with a word from {', '.join(WORDS)}"
    return numbers([_RATE] * 2, "").fault(value[1]) or numbers([_LOSS] * 2, "").fault(value[2])


FORMS = {
    "hw3.1": numbers([_RATE, _RATE, _LOSS], "[lowest good rate, highest good rate, first loss]"),
    "hw3.2": Form(f"a log of {FEWEST} to {BUDGET} rows [rate, seed, validation accuracy, training loss]", log_fault),
    "hw3.3": numbers([_RATE] + [_LOSS] * 5, "[rate, and its training losses of your five seeds]"),
    "hw3.4": numbers([_RATE, _RATE, _LOSS], "[lowest good rate, highest good rate, training loss at their middle]"),
    "hw3.5": Form("[word, [constant rate, peak rate], [their two training losses]]", compared_fault),
    "hw3.6": numbers([(0.01, 100)] * 2 + [_RATE, _LOSS], "[predicted factor, measured factor, rate, training loss]"),
}
