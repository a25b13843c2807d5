"""Zoo: ten loss curves whose causes are to be named."""

from dataclasses import dataclass

from ... import diagnosis
from ...engine.optimizers import sgd
from ...engine.training import Runs, train
from ..image_classifier import run
from ..run_cache import cached_run
from .edge_of_stability import EDGE_SEED, edge_run
from .experiments import CHANCE, noisy_network, penguin_line, small_batch

GUESSED = (0.9**2 + 9 * 0.1**2) / 10  # squared error of guessing: a tenth for each class
CAUSES = ("too small", "good", "unstable", "dead", "diverged", "over-fitting", "small batch", "edge of stability")


# The zoo: ten curves to be named


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


@cached_run
def zoo():
    """The ten specimens, A to J."""
    noisy = train(noisy_network(), sgd(), lr=0.03, steps=1500, batch_size=20, evaluate_every=10)
    kept = (
        ("edge of stability", edge_run(EDGE_SEED), None, EDGE_SEED, GUESSED),
        ("too small", *_on_digits(0.005, 0)),
        ("dead", *_on_digits(2, 1)),
        ("small batch", small_batch(0), 4, 0, CHANCE),
        ("over-fitting", noisy, 20, 0, CHANCE),
        ("too small", *_on_digits(1e-5, 0)),
        ("good", *_on_digits(0.3, 0)),
        ("diverged", *_penguins()),
        ("unstable", *_on_digits(1.5, 4)),
        ("good", *_on_digits(1, 3)),
    )
    return tuple(Specimen(letter, *one) for letter, one in zip("ABCDEFGHIJ", kept))


@cached_run
def full_batch(specimen):
    """The loss (steps + 1,) of the same problem, rate, start and number of steps, with the full batch."""
    if specimen.batch is None:
        return specimen.runs.loss[0]
    one = specimen.runs
    return train(one.problem, sgd(), lr=one.lr, steps=one.steps, seed=specimen.seed, evaluate_every=one.steps).loss[0]
