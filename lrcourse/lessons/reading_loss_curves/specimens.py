"""The zoo: ten loss curves whose causes are to be named."""

from dataclasses import dataclass

from ... import diagnosis
from ...engine.optimizers import sgd
from ...engine.training import Runs, train
from ..image_classifier import run
from ..run_cache import cached_run
from .edge_of_stability import EDGE_SEED, edge_run
from .experiments import CHANCE, noisy_network, penguin_line, small_batch

GUESSED = (0.9**2 + 9 * 0.1**2) / 10  # squared error of guessing: a tenth for each class
CAUSES = (
    "too small",
    "still learning",
    "good",
    "unstable",
    "dead",
    "diverged",
    "over-fitting",
    "small batch",
    "edge of stability",
)
ZOO = {  # the cause of each specimen
    "A": "edge of stability",
    "B": "still learning",
    "C": "dead",
    "D": "small batch",
    "E": "over-fitting",
    "F": "too small",
    "G": "good",
    "H": "diverged",
    "I": "unstable",
    "J": "good",
}
PENGUINS_RATE = 1.03  # of specimen H, times its limit


@dataclass(frozen=True, eq=False)
class Specimen:
    """One loss curve, its cause, and what a probe would show.

    `batch` is None for the full batch, `chance` the loss of guessing.
    """

    letter: str
    cause: str
    runs: Runs  # of one run
    batch: int | None
    seed: int
    chance: float

    @property
    def reading(self):
        """The reading of `diagnosis.read`, which sees the curve, where it began, and the loss of guessing."""
        return diagnosis.read(self.runs.loss[0], self.chance, start=self.runs.train_loss[0, 0])


def _on_digits(rate, seed):
    """Return the classifier's run, its batch, its seed and its loss of guessing."""
    return run(seed, rate), 32, seed, CHANCE


def _penguins():
    """Return the same of the penguins' line, on the full batch beyond its limit."""
    rate = PENGUINS_RATE * diagnosis.stability_limit(penguin_line(), sgd())
    return (
        train(penguin_line(), sgd(), lr=rate, steps=150, evaluate_every=10),
        None,
        0,
        float(penguin_line().data.y_train.var()),
    )


@cached_run
def zoo():
    """Return the ten specimens, A to J."""
    noisy = train(noisy_network(), sgd(), lr=0.03, steps=1500, batch_size=20, evaluate_every=10)
    made = (
        (edge_run(EDGE_SEED), None, EDGE_SEED, GUESSED),
        _on_digits(0.005, 0),
        _on_digits(2, 1),
        (small_batch(0), 4, 0, CHANCE),
        (noisy, 20, 0, CHANCE),
        _on_digits(1e-5, 0),
        _on_digits(0.3, 0),
        _penguins(),
        _on_digits(1.5, 4),
        _on_digits(1, 3),
    )
    return tuple(Specimen(letter, cause, *one) for (letter, cause), one in zip(ZOO.items(), made))


@cached_run
def full_batch(specimen):
    """Return the loss of the same problem, rate, start and number of steps with the full batch: (steps + 1,)."""
    if specimen.batch is None:
        return specimen.runs.loss[0]
    one = specimen.runs
    return train(one.problem, sgd(), lr=one.lr, steps=one.steps, seed=specimen.seed, evaluate_every=one.steps).loss[0]
