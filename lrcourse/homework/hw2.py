"""hw2, diagnosis: eight loss curves to be named, a broken run to be mended, and an experiment to be chosen."""

from dataclasses import dataclass, field

import numpy as np

from .. import data
from ..engine import networks
from ..engine.optimizers import sgd
from ..engine.training import train
from . import between, chance
from .fields import Form, is_number, number

CAUSES = ("too small", "good", "unstable", "dead", "diverged", "over-fitting", "small batch", "edge of stability")
NEIGHBOURS = {  # what each may be taken for, on good grounds
    "too small": ("dead",),
    "good": ("over-fitting", "small batch"),
    "unstable": ("edge of stability", "small batch"),
    "dead": ("too small",),
    "diverged": ("unstable",),
    "over-fitting": ("good",),
    "small batch": ("unstable", "good"),
    "edge of stability": ("unstable",),
}
LETTERS = "ABCDEFGH"
BLOCKS, POINTS, CHECKS = 24, 121, 25  # of eight curves; of a curve; of the curves on whole parts of the data
CONTROLS = ("clean labels", "half of the rate", "twice the width", "another seed")
DIRECTIONS = ("lower", "the same", "higher")


@dataclass(frozen=True)
class Curve:
    """One run. Losses are shares of the first on all training data."""

    letter: str
    loss: np.ndarray = field(repr=False)  # (121,): of the batch, along the way
    full: np.ndarray = field(repr=False)  # (25,): of all training data
    validation: np.ndarray = field(repr=False)  # (25,)
    firing: float  # share of the hidden units that fire at the end
    guessing: float  # the loss of guessing


def recorded_runs():
    """Return the bank of recorded runs, one per row (192, 173); `lrcourse.grading.bank` says what a row holds."""
    return data.table("curves.csv.gz")


def rows(student):
    """Return which rows of the bank are the student's curves A to H: a block of eight, shuffled."""
    block = int(BLOCKS * chance("hw2", student, "block"))
    order = sorted(range(8), key=lambda k: chance("hw2", student, f"place {k}"))
    return [8 * block + k for k in order]


def curves(student):
    """Return the student's eight runs, {letter: Curve}."""
    found = {}
    for letter, at in zip(LETTERS, rows(student)):
        row = recorded_runs()[at]
        parts = np.split(row[:-2], [POINTS, POINTS + CHECKS])
        found[letter] = Curve(letter, *parts, float(row[-2]), float(row[-1]))
    return found


@dataclass(frozen=True, eq=False)
class Problem:
    """`curves` {letter: Curve} to be named; `broken`, the settings of a run, `seeds` and `run(rate=…)`, or another
    setting, to mend it; `parting(…)` for question 5; `claim` for question 6.
    """

    student: str
    curves: dict = field(repr=False)
    broken: dict
    seeds: list
    claim: str

    def run(self, **change):
        """Return runs of the broken settings with what you change, one for each of your five seeds."""
        unknown = set(change) - set(SETTINGS)
        if unknown:
            raise ValueError(f"{sorted(unknown)[0]}: allowed are {', '.join(SETTINGS)}")
        for name, value in change.items():
            fault = number(*SETTINGS[name]).fault(value)
            if fault:
                raise ValueError(
                    f"{name}={value!r}: allowed is a number from {SETTINGS[name][0]} to {SETTINGS[name][1]}"
                )
        return trained(self.student, self.broken | change, self.seeds)

    def parting(self, noise=None, rate=None, width=48, seed=None):
        """Return a run of 60 epochs, evaluated after each, with your share of wrong labels and your rate, or others."""
        return parting(self.student, noise, rate, width, seed)


def problem(student):
    """Return the Problem of a student (an id as checked_id gives it)."""
    letter, cause = (of[int(8 * chance("hw2", student, f"claim {of}"))] for of in (LETTERS, CAUSES))
    claim = f"“The run of curve {letter} is a case of: {cause}.”"
    return Problem(student, curves(student), broken(student), own_seeds(student), claim)


# Questions 3 and 5: a run whose settings are broken, to be mended, and one whose validation loss rises

EPOCHS, TARGET = 12, 0.85  # of the run that is to be mended, and the validation accuracy that it shall reach
SETTINGS = {"rate": (1e-5, 100), "momentum": (0, 0.99), "batch": (4, 400), "width": (1, 128)}
BROKEN = (  # what is set wrong
    {"rate": (4.0, 8.0)},
    {"rate": (0.001, 0.003)},
    {"momentum": (0.97, 0.98), "rate": (0.25, 0.4)},
    {"batch": (400, 400), "rate": (0.05, 0.1)},
    {"width": (1, 2.99)},
)
LONG = 60  # epochs of the run whose validation loss rises


def broken(student):
    """Return the settings of the run that is to be mended."""
    kind = BROKEN[int(len(BROKEN) * chance("hw2", student, "broken"))]
    found = {"rate": (0.1, 0.3), "momentum": (0.0, 0.0), "batch": (20, 40), "width": (24, 64)} | kind
    found = {name: between("hw2", student, *bounds, f"broken {name}") for name, bounds in found.items()}
    return {name: float(f"{v:.2g}") if name in ("rate", "momentum") else int(v) for name, v in found.items()}


def trained(student, settings, seeds):
    """Return runs of the classifier with these settings over 12 epochs, one for each seed of first weights."""
    size = 400 + 10 * int(between("hw2", student, 0, 20, "size"))
    images = data.digits(train=size, seed=int(between("hw2", student, 0, 1e6, "split")))
    net = networks.mlp(images, hidden=(int(settings["width"]),))
    batch = int(settings["batch"])
    return train(
        net,
        sgd(float(settings["momentum"])),
        lr=float(settings["rate"]),
        steps=EPOCHS * (size // batch),
        batch_size=batch,
        seed=int(seeds[0]),
        start=np.array([net.start(int(seed)) for seed in seeds]),
        evaluate_every=EPOCHS,
    )


def own_seeds(student):
    """Return five seeds of the student's own."""
    first = int(between("hw2", student, 0, 1e6, "seed"))
    return list(range(first, first + 5))


def parting(student, noise=None, rate=None, width=48, seed=None):
    """Return a run of 60 epochs on 100 images, of which the student's share has a wrong label; evaluated after each."""
    noise = round(between("hw2", student, 0.35, 0.45, "noise"), 2) if noise is None else noise
    rate = round(between("hw2", student, 0.35, 0.6, "parting rate"), 2) if rate is None else rate
    split = int(between("hw2", student, 0, 1e6, "parting split"))
    net = networks.mlp(data.digits(train=100, noise=noise, seed=split), hidden=(width,))
    return train(net, sgd(), lr=rate, steps=LONG * 5, batch_size=20, seed=split if seed is None else seed)


# Question 4: made-up curves, of which only the units tell some apart


def _made_up_runs(rng):
    """Return [losses (40,), share of the hidden units that fire (10,)] of runs of five kinds, shuffled."""
    kinds = {
        # name: how many, (loss at the start, at the end), share of the units that fire at the end, noise of the loss
        "dead": (13, (2.4, 2.31), (0, 0.03), 0.03),
        "slow": (7, (2.4, 2.29), (0.9, 1), 0.03),
        "few but learning": (7, (2.4, 0.9), (0.02, 0.05), 0.05),
        "wild": (4, (2.4, 2.3), (0.3, 0.7), 0.5),
        "good": (5, (2.4, 0.2), (0.6, 1), 0.05),
    }
    found = []
    for name, (many, (first, last), fires, noise) in kinds.items():
        for _ in range(many):
            t = np.linspace(0, 1, 40)
            losses = last + (first - last) * np.exp(-rng.uniform(2, 6) * t) + noise * rng.normal(size=40)
            if name in ("dead", "wild", "few but learning"):
                losses[1:4] += rng.uniform(1, 4)
            alive = 1 + (rng.uniform(*fires) - 1) * np.minimum(1, np.linspace(0, 1.6, 10))
            found.append([np.maximum(losses, 0.02).round(3).tolist(), alive.round(3).tolist()])
    return [found[i] for i in rng.permutation(len(found))]


INPUTS = {"hw2.4": _made_up_runs}


def _names_fault(value):
    if not isinstance(value, list) or len(value) != 8:
        return "that is not a list of eight names"
    wrong = [one for one in value if one not in CAUSES]
    return f"one of the names is not among {', '.join(CAUSES)}" if wrong else ""


def _confidence_fault(value):
    if not isinstance(value, list) or len(value) != 2 or _names_fault(value[0]):
        return "that is not [eight names, eight percentages]"
    if not isinstance(value[1], list) or len(value[1]) != 8 or any(number(50, 100).fault(one) for one in value[1]):
        return "the second list is not eight numbers from 50 (a coin's toss) to 100 (certain)"
    return ""


def mend_fault(value):
    """Return what is wrong with the form of [setting, new value, five losses], "" if nothing is."""
    if not isinstance(value, list) or len(value) != 3 or value[0] not in [*SETTINGS]:
        return f"that is not [setting, new value, five losses] with a setting from {', '.join(SETTINGS)}"
    low, high = SETTINGS[value[0]]
    if number(low, high).fault(value[1]):
        return f"the new value is not a number from {low:g} to {high:g}"
    if not isinstance(value[2], list) or len(value[2]) != 5 or any(number(0, 1e6).fault(one) for one in value[2]):
        return "the last entry is not a list of five losses"
    return ""


def control_fault(value):
    """Return what is wrong with the form of [control, direction, four numbers], "" if nothing is."""
    if not isinstance(value, list) or len(value) != 3 or value[0] not in CONTROLS or value[1] not in DIRECTIONS:
        return f"that is not [control, direction, four numbers] with words from {CONTROLS} and {DIRECTIONS}"
    good = isinstance(value[2], list) and len(value[2]) == 4 and all(map(is_number, value[2]))
    return "" if good else "the last entry is not a list of four numbers"


def _bools_fault(value):
    good = isinstance(value, list) and all(isinstance(one, bool) for one in value)
    return "" if good else "that is not a list of True and False"


FORMS = {
    "hw2.1": Form("a list of eight names, for A to H", _names_fault),
    "hw2.2": Form("[names, percentages], eight each, the percentages from 50 to 100", _confidence_fault),
    "hw2.3": Form('[setting, new value, five losses], such as ["rate", 0.1, [0.2, …]]', mend_fault),
    "hw2.4": Form("what is_dead gives, True or False, for every case of homework.cases", _bools_fault),
    "hw2.5": Form("[control, direction, [lowest, epoch, end, end with the control]]", control_fault),
}
