"""Real data, split into training, validation and test; and the checked reading of the files of data/."""

import gzip
import hashlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from .checks import number, one_of, whole
from .places import DATA, get_back
from .tables import read_csv

CHECKSUMS = {  # SHA-256 of each file; data/README.md shows them too, and a test compares
    "curves.csv.gz": "524721e51d5549c9cc2f4189b9bebe8498c2b212fb82fe4440a9c3b27ce93359",
    "digits.csv.gz": "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22",
    "penguins.csv": "154a4f2f934990b95b45d31eb83ad3d48086934b4a8c2ea4dec2f4ac533657d6",
}

PARTS = "train", "validation", "test"
FEWEST_PER_CLASS = 5  # rows that a class needs


class DataError(Exception):
    """A file in data/ is missing, cut short or altered."""


@dataclass(frozen=True, eq=False)
class Data:
    """Three disjoint parts of one data set. `y` holds classes 0, 1, … or, where `classes` is None, numbers."""

    name: str
    classes: int | None
    x_train: np.ndarray = field(repr=False)  # (train, features)
    y_train: np.ndarray = field(repr=False)  # (train,)
    x_validation: np.ndarray = field(repr=False)  # (validation, features), and so on
    y_validation: np.ndarray = field(repr=False)
    x_test: np.ndarray = field(repr=False)
    y_test: np.ndarray = field(repr=False)

    def part(self, name):
        """Return (x, y) of "train", "validation" or "test": (examples, features) and (examples,)."""
        one_of("part", name, PARTS)
        return getattr(self, f"x_{name}"), getattr(self, f"y_{name}")


def digits(train=600, validation=400, noise=0.0, seed=0):
    """Return handwritten digits: 8 x 8 pixels in 0..1 (64 features), 10 classes. The test set is what the first two
    parts leave of 1797.

    `noise` is the share of training labels that are replaced by another class, drawn at random; validation and test
    labels stay right. `seed` decides both the split and the noise. Source and licence: data/README.md. Raise ValueError
    for sizes that leave no test set.
    """
    number("noise", noise, 0, 1)
    numbers = table("digits.csv.gz")
    rng = np.random.default_rng(whole("seed", seed, least=0))
    parts = _split("digits", 10, numbers[:, :64] / 16, numbers[:, 64].astype(int), train, validation, rng)
    y = parts.y_train
    wrong = rng.permutation(len(y))[: round(noise * len(y))]
    y[wrong] = (y[wrong] + rng.integers(1, 10, len(wrong))) % 10
    return _freeze(parts)


def penguins(train=200, validation=71, seed=0):
    """Return the body mass in kg (the target) of 342 penguins, with bill length, bill depth and flipper length in mm (3
    features).

    The features keep their units: their different scales are what makes the regression badly conditioned. Source and
    licence: data/README.md.
    """
    numbers = table("penguins.csv")
    rng = np.random.default_rng(whole("seed", seed, least=0))
    return _freeze(_split("penguins", None, numbers[:, :3].copy(), numbers[:, 3] / 1000, train, validation, rng))


@lru_cache
def table(name):
    """Return the numbers of a file in data/ (rows, columns), read once and not writable; `name` is one of CHECKSUMS.

    Raise DataError where the file is missing, cut short or altered, and ValueError for another name.
    """
    path = DATA / one_of("name", name, CHECKSUMS)
    remedy = get_back(f"data/{name}")
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror or error}). {remedy}") from None
    found = hashlib.sha256(raw).hexdigest()
    if found != CHECKSUMS[name]:
        raise DataError(
            f"{path}: {len(raw)} bytes with SHA-256 {found[:12]}…, expected {CHECKSUMS[name][:12]}…: "
            f"the file was cut short or altered. {remedy}"
        )
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode()
    lines = text.splitlines()
    numbers = np.loadtxt(lines, delimiter=",", skiprows=int(not lines[0][0].isdigit()))
    numbers.setflags(write=False)  # every caller gets the same array
    return numbers


def standardised(data):
    """Return the same data with each feature shifted and rescaled to mean 0 and standard deviation 1 on the training
    part. Raise ValueError if a feature is constant there.
    """
    constant = np.flatnonzero(np.ptp(data.x_train, axis=0) == 0)
    if len(constant):
        raise ValueError(
            f"data={data.name!r}: feature {constant[0]} is the same number in all training rows; allowed vary"
        )
    mean, deviation = data.x_train.mean(0), data.x_train.std(0)
    return _freeze(replace(data, **{f"x_{name}": (data.part(name)[0] - mean) / deviation for name in PARTS}))


def from_csv(path, target, kind="number", seed=0):
    """Return Data from a CSV file of your own: a header, then rows of numbers, separated by commas, or by semicolons as
    in a German Excel's files.

    `target` names the column to predict; all others are the features, rescaled to mean 0 and standard deviation 1.
    `kind` is "number" or "class". The rows are split 60 : 20 : 20 at random into training, validation and test. Raise
    ValueError for bad input.
    """
    one_of("kind", kind, ("number", "class"))
    path = Path(path)
    header, numbers = read_csv(path)
    if target not in header:
        raise ValueError(f"target={target!r}: allowed is a column of {path.name}: {', '.join(header)}")
    y = numbers[:, header.index(target)]
    x = np.delete(numbers, header.index(target), axis=1)
    classes = None
    if kind == "class":
        names, y, counts = np.unique(y, return_inverse=True, return_counts=True)
        if counts.min() < FEWEST_PER_CLASS:
            few = f"{names[counts.argmin()]:g} stands in {counts.min()} rows"
            raise ValueError(f"target={target!r}: {few}; allowed are classes of {FEWEST_PER_CLASS} rows or more")
        classes = len(names)
    order = np.random.default_rng(whole("seed", seed, least=0)).permutation(len(y))
    rows = np.split(order, [round(0.6 * len(y)), round(0.8 * len(y))])
    features = [name for name in header if name != target]
    constant = [name for name, width in zip(features, np.ptp(x[rows[0]], axis=0)) if width == 0]
    if constant:
        raise ValueError(
            f"{path.name}, column {constant[0]!r}: the same number in all training rows; allowed are columns that "
            "vary, so leave it out"
        )
    return standardised(Data(path.stem, classes, *(part[chosen] for chosen in rows for part in (x, y))))


def _split(name, classes, x, y, train, validation, rng):
    """Return Data whose parts are rows drawn at random; the test part is what the first two leave."""
    whole("train", train)
    whole("validation", validation)
    if train + validation >= len(x):
        raise ValueError(
            f"train={train}, validation={validation}: together they must leave some of the {len(x)} rows for the test"
        )
    order = np.split(rng.permutation(len(x)), [train, train + validation])
    return Data(name, classes, *(part for rows in order for part in (x[rows], y[rows])))


def _freeze(parts):
    """Return the Data, its arrays now not writable."""
    for value in vars(parts).values():
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return parts
