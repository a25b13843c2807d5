"""Lesson 07, schedules: the floor of the noise (3), whether decay pays (13), whether a schedule only lowers the rate (14), speed against accuracy (30)."""

from functools import cache

import numpy as np

from .. import schedules, surfaces
from ..optimizers import sgd
from ..training import train
from . import FAILS, HOLDS, HOLDS_IF, MISLEADS, Claim
from .lesson_05 import accuracies, network

STEPS, START = 200, 10.0  # of the race on the noisy bowl with λ = σ = 1
PEAKS = np.geomspace(0.01, 1, 401)
GALLERY = {
    "step": schedules.step_decay(50, 0.5),
    "exponential": schedules.exponential(0.98),
    "inverse time": schedules.inverse_time(0.1),
    "polynomial": schedules.polynomial(STEPS, 2),
    "cosine": schedules.cosine(STEPS),
    "warm-up": schedules.warmup(20),
    "one-cycle": schedules.one_cycle(STEPS),
    "cyclical": schedules.triangular(50, 0.1),
    "warm restarts": schedules.warm_restarts(50),
}
SHORT, LONG, BATCH, RATES = (
    5,
    10,
    4,
    (0.05, 0.1, 0.2, 0.3, 0.6),
)  # epochs, batch, peak rates on the digits; a constant rate from 0.4 on is chaotic
WARM_RATES = (0.2, 0.49, 0.51, 1, 2, 4)  # on x⁴ from 1


def mean_squares(rates, start=START):
    """E[x²] on the bowl with λ = σ = 1 before each step and after the last: (steps, …) rates -> (steps + 1, …); exact."""
    m = [np.full(np.shape(rates)[1:], float(start) ** 2)]
    with np.errstate(all="ignore"):
        for rate in np.asarray(rates, float):
            m.append((1 - rate) ** 2 * m[-1] + rate**2)
    return np.stack(m)


def floor(rate, curvature=1.0, sigma=1.0):
    """What E[x²] settles at on a noisy bowl: ησ²/(λ(2 − ηλ))."""
    return rate * sigma**2 / (curvature * (2 - rate * curvature))


def of_kind(kind, scale):
    """A schedule of one of four kinds, with a time scale in steps: halved every `scale`, 1/(1 + t/scale), cosine down to 0 at `scale`."""
    return {
        "constant": schedules.constant,
        "step": lambda: schedules.step_decay(scale, 0.5),
        "inverse time": lambda: schedules.inverse_time(1 / scale),
        "cosine": lambda: schedules.cosine(scale),
    }[kind]()


def best_peak(schedule, steps=STEPS):
    """(peak rate, E[x²] after `steps`) of a schedule at the best of 401 peak rates from 0.01 to 1."""
    ends = mean_squares(np.outer(schedule(np.arange(steps)), PEAKS))[-1]
    return PEAKS[ends.argmin()], ends.min()


def score(rates):
    """E[x²] after 200 steps, the rate being set in blocks of equal length, such as ten of 20."""
    return mean_squares(np.repeat(rates, STEPS // len(rates)))[-1]


def best_possible(steps=STEPS):
    """The best rate of every step, η = m/(1 + m) with m = E[x²], and what it ends with: ((steps,), number)."""
    rates, m = [], START**2
    for _ in range(steps):
        rates.append(m / (1 + m))
        m = m / (1 + m)
    return np.array(rates), m


@cache
def digits(seed, kind, epochs=LONG):
    """The classifier of lesson 05 at RATES with batches of 4 from one seed, kind "constant" or "cosine" (down to 0 at the end)."""
    steps = epochs * (network().n // BATCH)
    return train(
        network(),
        sgd(),
        lr=RATES,
        steps=steps,
        batch_size=BATCH,
        seed=seed,
        schedule=of_kind(kind, steps),
        evaluate_every=1 if epochs == LONG else epochs,
    )


def tuned(seeds, kind, epochs=LONG):
    """(rate with the best median validation accuracy, its test accuracies (seeds,)) of one kind of schedule on the digits."""
    runs = [digits(seed, kind, epochs) for seed in seeds]
    best = np.median(accuracies(runs), axis=0).argmax()
    return RATES[best], accuracies(runs, "test")[:, best]


def gain(seeds, epochs):
    """Test accuracy of the best cosine minus that of the best constant rate on the digits, seed by seed (seeds,)."""
    return tuned(seeds, "cosine", epochs)[1] - tuned(seeds, "constant", epochs)[1]


def gradient_noise(seeds, epochs, rate=0.3):
    """How far a minibatch's gradient lies from the mean of them, at the end at a constant rate: root mean square over one epoch, median of seeds."""
    batches = np.arange(network().n).reshape(-1, BATCH)
    spreads = []
    for runs in (digits(seed, "constant", epochs) for seed in seeds):
        params = runs.params[[RATES.index(rate)]]
        gradients = np.concatenate([network().loss_and_grad(params, batch)[1] for batch in batches])
        spreads.append(np.sqrt(gradients.var(axis=0).sum()))
    return np.median(spreads)


@cache
def _late_square(seed):
    """Mean x² of 1000 noisy bowls over the last 200 of 300 steps, at three rates."""
    runs = train(surfaces.noisy_bowl(1, 1, start=np.zeros(1000)), sgd(), lr=[0.1, 0.5, 1.5], steps=300, seed=seed)
    return 2 * runs.loss[:, -200:].mean(axis=1) / 1000


def inaccuracy(seeds):
    """Claim 3: where x² settles on a bowl whose gradients are noisy, at three rates, and where without noise."""
    settled = np.median([_late_square(seed) for seed in seeds], axis=0)
    numbers = {f"rate {rate}: mean x², median of seeds": value for rate, value in zip((0.1, 0.5, 1.5), settled)}
    numbers["largest deviation from the formula"] = np.abs(settled / floor(np.array([0.1, 0.5, 1.5])) - 1).max()
    still = train(surfaces.quadratic([1.0]), sgd(), lr=[0.1, 0.5, 1.5], steps=300)
    return numbers | {
        "without noise: share of these rates that end below 1e-20": np.mean(still.path[:, -1] ** 2 < 1e-20)
    }


def judge_inaccuracy(numbers):
    """Needs noise, if with it a larger rate settles higher, and without it every rate below the limit arrives."""
    small, middle, large, _, arrives = numbers.values()
    if not small < middle < large:
        return FAILS
    return HOLDS_IF if arrives == 1 else HOLDS


def decay(seeds):
    """Claim 13: tuned constant beside tuned cosine, where noise persists (exactly) and on digits that are fitted, and both at too high a rate."""
    ends = [best_peak(of_kind(kind, STEPS))[1] for kind in ("constant", "cosine")]
    at_high = [
        accuracies([digits(seed, kind) for seed in seeds], "test")[:, RATES.index(0.6)]
        for kind in ("cosine", "constant")
    ]
    return {
        "noisy bowl: mean x², best constant": ends[0],
        "best cosine": ends[1],
        "best possible": best_possible()[1],
        "digits, best rates, 5 epochs: gain in test accuracy, median of seeds": np.median(gain(seeds, SHORT)).round(3),
        "the same after 10 epochs": np.median(gain(seeds, LONG)).round(3),
        "digits at 0.6, 10 epochs: cosine ahead, share of seeds": np.mean(at_high[0] > at_high[1]),
    }


def judge_decay(numbers):
    """Must pay on the bowl, where noise persists; if it pays less than 0.01 where the data are fitted in the end, the claim needs its condition."""
    constant, cosine, _, short, long, _ = numbers.values()
    if cosine > 0.9 * constant:
        return MISLEADS if max(short, long) > 0.01 else FAILS
    return HOLDS if min(short, long) > 0.01 else HOLDS_IF


def quartic(warm, rates=WARM_RATES):
    """Runs on x⁴ from 1 over 200 steps, with the rate constant (warm = 0) or warmed up over `warm` steps."""
    surface = surfaces.from_function(lambda x: (x[0] ** 4, 4 * x**3), start=[1.0])
    return train(surface, sgd(), lr=rates, steps=STEPS, schedule=schedules.warmup(warm) if warm else None)


def direction(seeds):
    """Claim 14: how many of nine common schedules raise the rate at some step, and what a raise is good for on x⁴."""
    raising = [np.any(np.diff(schedule(np.arange(STEPS))) > 1e-9) for schedule in GALLERY.values()]
    numbers = {"schedules": len(raising), "of them, raise the rate at some step": sum(raising)}
    for name, warm in (("constant", 0), ("with a warm-up of 20 steps", 20)):
        runs = quartic(warm)
        numbers[f"x⁴ from 1: largest of six rates that converges, {name}"] = runs.lr[runs.loss[:, -1] < 1e-3].max()
    return numbers


def judge_direction(numbers):
    """Holds if none raises the rate, fails if all do; misleads if some do, and gain by it."""
    count, raising, constant, warmed = numbers.values()
    if raising in (0, count):
        return FAILS if raising else HOLDS
    return MISLEADS if warmed > constant else HOLDS_IF


def balance(seeds):
    """Claim 30: the constant rate that is best after 5 and after 200 steps, with noise and without; exact means, no chance."""
    with_noise = mean_squares(np.tile(PEAKS, (STEPS, 1)))
    without = START**2 * (1 - PEAKS) ** (2 * np.arange(STEPS + 1)[:, None])
    return {
        f"{name}, best rate after {steps} steps": PEAKS[::-1][squares[steps, ::-1].argmin()]
        for name, squares in (("with noise", with_noise), ("without", without))
        for steps in (5, 200)
    }


def judge_balance(numbers):
    """A balance is struck where the fastest rate is not the one that ends best; if only with noise, that is the condition."""
    fast, accurate, fast_still, accurate_still = numbers.values()
    if fast < 1.2 * accurate:
        return FAILS
    return HOLDS_IF if fast_still < 1.2 * accurate_still else HOLDS


CLAIMS = (
    Claim(
        3,
        "If the rate is too large, the result is inaccurate.",
        HOLDS_IF,
        "if the gradients are noisy: x² settles at ησ²/(λ(2 − ηλ)); λ = σ = 1, 1000 bowls a seed",
        "exact; Mandt et al. 2017, arXiv 1704.04289",
        "07_schedules",
        inaccuracy,
        judge_inaccuracy,
    ),
    Claim(
        13,
        "Schedules that lower the rate are a way to choose it.",
        HOLDS_IF,
        "if noise persists. Noisy bowl: 200 steps from x² = 100. Digits that are fitted: batches of 4, best of five rates by validation, five seeds: a gain after 5 epochs, none to speak of after 10; at too high a rate a rescue",
        "measured here; Robbins & Monro 1951",
        "07_schedules",
        decay,
        judge_decay,
    ),
    Claim(
        14,
        "A schedule lowers the rate over time.",
        MISLEADS,
        "nine schedules in common use; warm-up, one-cycle, cyclical and warm restarts raise it, and a warm-up lets x⁴ bear larger rates",
        "Smith 2017, arXiv 1506.01186; Goyal et al. 2017, arXiv 1706.02677",
        "07_schedules",
        direction,
        judge_direction,
    ),
    Claim(
        30,
        "The best rate balances speed against performance.",
        HOLDS_IF,
        "if there is noise: the noisy bowl from x² = 100; without noise one rate is best for both",
        "exact",
        "07_schedules",
        balance,
        judge_balance,
    ),
)
