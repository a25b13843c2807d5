"""The runs of this lesson: the sharpness while training (claim 31), a rate that is suddenly too large (32), Adam's edge
(33), warm-up (34), and the drive.

The first four train the smooth network of reading_loss_curves, 32 tanh units with squared error, on 200 digits and the
full batch.
"""

from dataclasses import dataclass

import numpy as np

from ... import data, diagnosis
from ...engine import networks
from ...engine.optimizers import adam, sgd
from ...engine.training import train
from ..reading_loss_curves import smooth_network
from ..run_cache import cached_run
from ..schedules import mean_squares

SHRUNK = 0.3  # the first weights of rounds 1 and 2, as a share of the usual ones
RATES = (0.1, 0.3, 0.5, 0.7, 1, 1.2)
STEPS, EVERY = 1000, 50
CALM, CALM_STEPS = 0.5, 1000  # the rate before it is changed, and for how long
THEN_STEPS = 500  # after the change
THEN = (0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.5, 2)  # the rates it is changed to
WARM_UP, WARM_STEPS = 200, 400  # steps of the warm-up, and of all of the training
LARGE = (0.5, 0.7, 1.4, 1.6)  # rates tried with a warm-up and without
ADAM_RATES, ADAM_STEPS = (0.0003, 0.003, 0.01), 1500
FIVE = tuple(range(5))
NUDGE = 1e-4  # of each weight, its standard deviation
LANCZOS = 20  # iterations for a sharpness
CHAOTIC = ("η = 0.003",)  # frames that differ between kinds of CPU
BLOCKS, BLOCK = 10, 20  # of the drive, and the steps of each on the noisy bowl
DRIVERS = FIVE[:3]  # seeds of the drive on the digits


@dataclass(frozen=True, eq=False)
class Along:
    """Full-batch runs, and the sharpness along the way."""

    lr: np.ndarray  # (runs,)
    loss: np.ndarray  # (runs, steps + 1)
    at: np.ndarray  # (checks,), in steps
    sharpness: np.ndarray  # (runs, checks); of Adam the preconditioned one


def start_of(seed):
    """Return the first weights of rounds 1 and 2 (size,)."""
    return SHRUNK * smooth_network().start(seed)


def along(starts, rates, steps, every=EVERY, optimizer=None, nudge=0.0):
    """Train on the full batch from each start (runs, size) at its rate, and measure the sharpness every so many steps.

    There each weight is also nudged by N(0, nudge²): otherwise a swing would begin from rounding errors, and at another
    step on each kind of CPU.
    """
    optimizer, problem = optimizer or sgd(), smooth_network()
    nudges = nudge * np.random.default_rng(0).standard_normal((steps // every, problem.size))
    runs, losses, adaptive = None, [], isinstance(optimizer, adam)
    scale = 1 / np.sqrt(first_denominator(optimizer, problem, starts)) if adaptive else 1.0
    found = [diagnosis.sharpness(problem, starts, LANCZOS, scale)]
    for step in nudges:
        begin = starts if runs is None else runs.params + step if nudge else runs
        runs = train(problem, optimizer, rates, every, start=begin, evaluate_every=steps)
        losses.append(runs.loss[:, :-1])
        scale = 1 / np.sqrt(denominator(optimizer, runs.state)) if adaptive else 1.0
        found.append(diagnosis.sharpness(problem, runs.params, LANCZOS, scale))
    loss = np.concatenate([*losses, runs.loss[:, -1:]], axis=1)
    return Along(np.array(rates), loss, np.arange(0, steps + 1, every), np.stack(found, axis=1))


def denominator(optimizer, state):
    """Return what Adam divides each coordinate's step by (runs, size): √v̂ + ε."""
    ((_, v, t),) = state
    return np.sqrt(v / (1 - optimizer.beta2**t)) + optimizer.eps


def first_denominator(optimizer, problem, starts):
    """Return what Adam divides each coordinate's first step by (runs, size): there v̂ is the square of the gradient."""
    return np.abs(problem.loss_and_grad(starts)[1]) + optimizer.eps


@cached_run
def sharpened(seed=0, rates=RATES, steps=STEPS):
    """Train by gradient descent from shrunk weights at each of the rates, and return Along."""
    return along(np.tile(start_of(seed), (len(rates), 1)), rates, steps, nudge=NUDGE)


@cached_run
def changed(seed=1, then=THEN):
    """Train for CALM_STEPS at CALM, then THEN_STEPS more at each rate of `then`, and return Along of all of it."""
    before = along(start_of(seed)[None], [CALM], CALM_STEPS, every=100)
    calm = train(smooth_network(), sgd(), CALM, CALM_STEPS, start=start_of(seed), evaluate_every=CALM_STEPS)
    after = along(np.tile(calm.params, (len(then), 1)), then, THEN_STEPS)
    many = len(then)
    return Along(
        after.lr,
        np.concatenate([before.loss[:, :-1].repeat(many, 0), after.loss], axis=1),
        np.concatenate([before.at[:-1], CALM_STEPS + after.at]),
        np.concatenate([before.sharpness[:, :-1].repeat(many, 0), after.sharpness], axis=1),
    )


@cached_run
def adam_along(seed=0, rates=ADAM_RATES):
    """Train by Adam at each of the rates from the usual weights, and return Along with its preconditioned sharpness."""
    starts = np.tile(smooth_network().start(seed), (len(rates), 1))
    return along(starts, rates, ADAM_STEPS, every=100, optimizer=adam())


def adam_limit(lr, beta1=0.9):
    """Return the preconditioned sharpness from which on Adam is unstable while its preconditioner holds still:
    (2 + 2β₁)/((1 − β₁)η), which is 38/η at β₁ = 0.9 (Cohen et al. 2022).
    """
    return (2 + 2 * beta1) / ((1 - beta1) * lr)


def rising(steps):
    """Return a warm-up as a schedule: the rate rises along a line over so many steps, and stays."""
    return lambda t: np.minimum((t + 1) / steps, 1)


@cached_run
def survivors(rates=LARGE, seeds=FIVE, warm_up=0):
    """Return which runs (rates, seeds) end below their first loss, from the usual weights, after so long a warm-up."""
    starts = np.tile([smooth_network().start(seed) for seed in seeds], (len(rates), 1))
    lr = np.repeat(rates, len(seeds))
    schedule = rising(warm_up) if warm_up else None
    runs = train(smooth_network(), sgd(), lr, WARM_STEPS, start=starts, schedule=schedule, evaluate_every=WARM_STEPS)
    return (runs.loss[:, -1] < runs.loss[:, 0]).reshape(len(rates), len(seeds))


def bowl_scores(rates):
    """Drive the noisy bowl of the lesson schedules at ten rates, one per block. Return E[x²] by step (steps + 1,) of
    these rates, of the best constant rate, that rate, and E[x²] of the best rate at each step.
    """
    own = mean_squares(np.repeat(rates, BLOCK)[:, None])[:, 0]
    constants = np.linspace(0.01, 1, 100)
    all_constant = mean_squares(np.tile(constants, (BLOCKS * BLOCK, 1)))
    best = all_constant[-1].argmin()
    m = [own[0]]
    for _ in range(BLOCKS * BLOCK):
        m.append(m[-1] / (m[-1] + 1))  # at the rate m/(m + 1), which schedules derives
    return own, all_constant[:, best], float(constants[best]), np.array(m)


@cached_run
def digits_scores(rates, seeds=DRIVERS):
    """Train 32 units on the digits at ten rates, one per epoch; return the median validation accuracy at the end."""
    problem, rates = networks.mlp(data.digits()), np.array(rates)
    epoch = problem.n // 64
    options = dict(batch_size=64, schedule=lambda step: rates[step // epoch], evaluate_every=BLOCKS)
    runs = [train(problem, sgd(), 1.0, BLOCKS * epoch, seed=seed, **options) for seed in seeds]
    return float(np.median([run.validation_accuracy[0, -1] for run in runs]))
